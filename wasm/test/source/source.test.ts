import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { openDocument, type Document, type Source } from '@ode/engine';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onePage } from '../pdf-builder.js';
import { FileServer, type Manner } from './file-server.js';
import { largePdf, scatteredPdf } from './large-pdf.js';

/** Where documents come from, with a real file and a real server. */
const PAGES = 200;
const pdf = largePdf(PAGES, 256); // 13 MB: more than is read as a whole
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ode-source-'));
const file = path.join(folder, 'large.pdf');
let server: FileServer;

beforeAll(async () => {
  fs.writeFileSync(file, pdf);
  server = await FileServer.of(pdf);
});
afterAll(async () => {
  await server.close();
  fs.rmSync(folder, { recursive: true });
});

const code = (work: () => Promise<unknown>) =>
  work().then(
    () => 'ok',
    (error: { code?: string }) => error.code ?? String(error),
  );
const pictureOf = async (doc: Document, page: number) => Buffer.from((await doc.renderPage(page)).data);

async function expectSame(source: Source) {
  const [doc, whole] = [await openDocument(source), await openDocument(pdf)];
  expect(doc.pageCount).toBe(PAGES);
  expect(doc.warnings).toEqual([]);
  for (const page of [0, 150, PAGES - 1]) {
    expect(await doc.pageText(page)).toBe(`page ${page}`);
    expect((await pictureOf(doc, page)).equals(await pictureOf(whole, page))).toBe(true);
  }
  await doc.close();
}

describe('a document is the same', () => {
  test('from a path, from a URL of its path, and from either behind `url`', async () => {
    for (const source of [file, pathToFileURL(file), pathToFileURL(file).href, { url: pathToFileURL(file) }]) await expectSame(source);
  });

  test.each(['ranges', 'whole', 'once', 'drip'] satisfies Manner[])(
    'from a server that is `%s`',
    async (manner) => {
      await expectSame({ url: server.url(manner) });
    },
    60_000,
  );

  test('from a small file, of which one request is enough', async () => {
    const small = await FileServer.of(onePage('BT /F1 9 Tf (small) Tj ET'));
    const doc = await openDocument({ url: small.url('ranges'), headers: { 'X-Key': 'secret' } });
    expect(await doc.pageText(0)).toBe('small');
    expect(await small.count()).toBe(onePage('BT /F1 9 Tf (small) Tj ET').length);
    expect(small.key).toBe('secret');
    const long = await openDocument(small.url('long'));
    expect(await long.pageText(0)).toBe('small');
    await small.close();
  });
});

describe('of 2,000 pages, 80 MB, on a server', () => {
  const make = (tree: 'flat' | 'deep') => largePdf(2000, 200, tree === 'deep' ? { fanOut: 10, xref: 'stream' } : {});

  test.each(['flat', 'deep'] as const)(
    'a page costs 3 %% of the bytes at most, in a %s tree',
    async (tree) => {
      const bytes = make(tree);
      const large = await FileServer.of(bytes);
      const most = bytes.length * 0.03;
      const doc = await openDocument(large.url('ranges'));
      expect(doc.pageCount).toBe(2000);
      expect(await doc.pageText(0)).toBe('page 0');
      await doc.renderPage(0);
      expect(await large.count()).toBeLessThan(most);
      expect(await doc.pageText(1499)).toBe('page 1499');
      await doc.renderPage(1499);
      expect(await large.count()).toBeLessThan(most);
      // Reading on asks for more at a time, and for nothing twice.
      for (let page = 1500; page < 1600; page++) expect(await doc.pageText(page)).toBe(`page ${page}`);
      expect(await large.count()).toBeLessThan(bytes.length * 0.1);
      await doc.close();
      await large.close();
    },
    120_000,
  );

  test('the first page costs as little where the nodes of the tree are all over the file; a later one costs those before it', async () => {
    const bytes = scatteredPdf(Array<number>(100).fill(20), 200);
    const large = await FileServer.of(bytes);
    const doc = await openDocument(large.url('ranges'));
    expect(doc.pageCount).toBe(2000);
    expect(await doc.pageText(0)).toBe('page 0');
    await doc.renderPage(0);
    expect(await large.count()).toBeLessThan(bytes.length * 0.03);
    expect(await doc.pageText(1499)).toBe('page 1499');
    expect(await large.count()).toBeLessThan(bytes.length * 0.15);
    await doc.close();
    await large.close();
  }, 120_000);

  test('memory does not grow with what has been read', async () => {
    const path = `${folder}/all.pdf`;
    fs.writeFileSync(path, make('flat'));
    const doc = await openDocument(path);
    const { memory } = engineOf(doc);
    const read = async (from: number, to: number) => {
      for (let page = from; page < to; page++) await doc.pageText(page);
    };
    await read(0, 1200);
    const before = memory.buffer.byteLength;
    await read(1200, 2000);
    // 32 MB of the file were read; what is parsed is kept for a while.
    expect(memory.buffer.byteLength - before).toBeLessThan(6 << 20);
    await doc.close();
  }, 120_000);
});

test('of many nodes of different sizes each page is found, from the first and from the last one on', async () => {
  const shares = [...Array<number>(5).fill(20), 10, 30, 20, 35, 5, ...Array<number>(11).fill(20)];
  const path = `${folder}/scattered.pdf`;
  fs.writeFileSync(path, scatteredPdf(shares, 200));
  const count = shares.reduce((sum, share) => sum + share, 0);
  const pages = Array.from({ length: count }, (_, page) => page).filter((page) => page % 9 === 0);
  for (const order of [pages, pages.toReversed()]) {
    const doc = await openDocument(path);
    expect(doc.pageCount).toBe(count);
    for (const page of order) expect(await doc.pageText(page)).toBe(`page ${page}`);
    expect(doc.warnings).toEqual([]);
    await doc.close();
  }
});

test('a page among many nodes is found, too, and what these count wrong is told', async () => {
  const build = (node: (body: string) => string) => {
    const path = `${folder}/odd.pdf`;
    const file = Buffer.from(scatteredPdf(Array<number>(20).fill(20), 200)).toString('latin1');
    fs.writeFileSync(path, Buffer.from(node(file), 'latin1'));
    return openDocument(path);
  };
  // The tenth node is said to be two more; then nothing can be counted, and all is walked.
  let tenth = 0;
  const doc = await build((file) => file.replace(/\/Count 20 /g, (all) => (++tenth === 10 ? '/Count 22 ' : all)));
  expect(await doc.pageText(0)).toBe('page 0');
  expect(await doc.pageText(399)).toBe('page 399');
  expect(await doc.pageText(190)).toBe('page 190');
  expect(doc.pageCount).toBe(400);
  await doc.close();
});

/** The exports of the engine that holds a document. */
function engineOf(doc: Document): { memory: WebAssembly.Memory } {
  return (doc as unknown as { held: { instance: { exports: { memory: WebAssembly.Memory } } } }).held.instance.exports;
}

describe('a source that fails', () => {
  test('before anything is read, is unreachable', async () => {
    expect(await code(() => openDocument(path.join(folder, 'none.pdf')))).toBe('source-unreachable');
    expect(await code(() => openDocument(folder))).toBe('source-unreachable');
    expect(await code(() => openDocument({ url: 'http://127.0.0.1:9/none.pdf' }))).toBe('source-unreachable');
    expect(await code(() => openDocument({ url: server.url('gone') }))).toBe('source-unreachable'); // it needs a second answer
  });

  test.each(['cut', 'changed', 'short'] satisfies Manner[])(
    'in the middle, `%s`, is unreachable',
    async (manner) => {
      expect(await code(() => openDocument(server.url(manner)))).toBe('source-unreachable');
    },
    60_000,
  );

  test.each<[reason: string | undefined, address: string]>([
    ['forbidden', '401'],
    ['forbidden', '403'],
    ['not-found', '404'],
    ['not-found', '410'],
    ['not-found', 'gone'],
    ['server-failed', '503'],
    ['server-failed', '429'],
    ['interrupted', 'cut'],
    ['changed', 'changed'],
    [undefined, '418'],
    [undefined, 'http://127.0.0.1:9/none.pdf'],
  ])('says that it is %s (%s)', async (reason, address) => {
    const fresh = await FileServer.of(pdf);
    const url = address.includes(':') ? address : fresh.url(address as Manner);
    await expect(openDocument({ url })).rejects.toMatchObject({ code: 'source-unreachable', reason });
    await fresh.close();
  });

  test('after it was opened, ends the document and not the process', async () => {
    const own = path.join(folder, 'changed.pdf');
    fs.writeFileSync(own, pdf);
    const doc = await openDocument(own);
    expect(await doc.pageText(0)).toBe('page 0');
    fs.truncateSync(own, 1 << 20);
    expect(await code(() => doc.pageText(120))).toBe('source-unreachable');
    expect(await code(() => doc.renderPage(0))).toBe('source-unreachable');
    await doc.close();
  });

  test('takes the file that has been opened with it', async () => {
    const doc = await openDocument(file);
    await doc.close();
    expect(await code(() => doc.pageText(0))).toBe('closed');
    expect(fs.readdirSync('/proc/self/fd').filter((fd) => link(fd) === file)).toEqual([]);
  });
});

function link(fd: string): string {
  try {
    return fs.readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return '';
  }
}
