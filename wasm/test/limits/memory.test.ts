import fs from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { documentOf } from '../../../bench/memory/document.mjs';
import { DocumentCore } from '../../src/core.js';
import { onePage } from '../pdf-builder.js';

/** A JPEG of three components, the second and third with half as many samples each way, whose blocks are all gray. */
function flatJpeg(width: number, height: number, frame: number): Uint8Array {
  const segment = (marker: number, ...body: number[]) => [0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255, ...body];
  const one = (id: number) => [id, 1, ...Array<number>(15).fill(0), 0]; // the code 0 says 0: no difference, the end of the block
  const isProgressive = frame === 0xc2;
  const mcus = Math.ceil(width / 16) * Math.ceil(height / 16);
  return Uint8Array.from([
    ...[0xff, 0xd8],
    ...segment(0xdb, 0, ...Array<number>(64).fill(1)),
    ...segment(frame, 8, height >> 8, height & 255, width >> 8, width & 255, 3, 1, 0x22, 0, 2, 0x11, 0, 3, 0x11, 0),
    ...segment(0xc4, ...one(0x00), ...one(0x10)),
    ...segment(0xda, 3, 1, 0, 2, 0, 3, 0, 0, isProgressive ? 0 : 63, 0),
    ...Array<number>(Math.ceil((mcus * 6 * (isProgressive ? 1 : 2)) / 8)).fill(0),
    ...[0xff, 0xd9],
  ]);
}

/** How much memory a document holds while its pages go by: a small one of the kind that `npm run bench:memory` measures. */
const PAGES = 400;
let module: WebAssembly.Module;
let file: Uint8Array;

beforeAll(async () => {
  module = await WebAssembly.compile(fs.readFileSync(new URL('../../dist/engine.wasm', import.meta.url)));
  file = Buffer.concat([...documentOf(PAGES)]);
});

async function open(limit: number): Promise<DocumentCore> {
  const core = await DocumentCore.open(module, file, {}, () => Promise.resolve(null));
  core.instance.exports.setCacheLimit(core.store, limit);
  return core;
}

function readPage(core: DocumentCore, i: number): number {
  const page = core.instance.exports.beginPage(core.store, i);
  expect(core.instance.exports.stepPage(page, Infinity)).toBe(0);
  return page;
}

function draw(
  exports: DocumentCore['instance']['exports'],
  raster: number,
  list: number,
  scale: number,
  ...tile: [number, number, number, number]
) {
  const task = exports.beginRender(raster, list, scale, ...tile, 0xffffffff, 1, 1);
  while (!exports.stepRender(task, Infinity));
  exports.give(exports.finishRender(task));
}

describe('memory', () => {
  test('reading the text of a page that is open again and again takes no more', async () => {
    const text = 'what is said instead, some ninety characters of it, so that it would be seen if it were to stay';
    const core = await DocumentCore.open(
      module,
      onePage('BT /F1 10 Tf /P << /MCID 0 >> BDC (a) Tj EMC ET', {
        page: '/StructParents 0',
        catalog: '/MarkInfo << /Marked true >> /StructTreeRoot 10 0 R',
        objects: {
          5: `<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /FirstChar 97 /Widths [1]
            /CharProcs << /a 12 0 R >> /Encoding << /Differences [97 /a] >> >>`,
          12: { stream: '1 0 d0 0 0 1 1 re f' },
          10: '<< /Type /StructTreeRoot /K 11 0 R /ParentTree << /Nums [0 [11 0 R]] >> >>',
          11: `<< /S /P /P 10 0 R /Pg 3 0 R /K 0 /ActualText (${text}) >>`,
        },
      }),
      {},
      () => Promise.resolve(null),
    );
    const { exports } = core.instance;
    const page = readPage(core, 0);
    const list = exports.pageList(page);
    const held: number[] = [];
    for (let i = 0; i < 100; i++) {
      core.instance.giveBuffer(exports.pageText(core.store, list, 0, 1));
      core.instance.giveBuffer(exports.pageWords(core.store, list, 0));
      const runs = exports.pageRuns(core.store, list, 0, 0);
      if (!i) expect(core.instance.u32(runs + 4)).toBeGreaterThan(0);
      core.instance.giveBuffer(runs);
      held.push(exports.memoryInUse());
    }
    expect(held.at(-1)).toBe(held[1]);
  });

  // Names of fonts and colorants stay, 80 bytes or so a page; a page's objects and font alone are 10,000. The glyph cache, of
  // 8 MB, is full before the first half is over, but how full differs from page to page.
  test.each([
    ['read', false, PAGES * 150],
    ['drawn', true, 1 << 20],
  ])('is flat over pages that share nothing and are %s: the second half takes no more than the first', async (_, drawn, slack) => {
    const core = await open(500_000);
    const { exports } = core.instance;
    const raster = exports.createRaster(core.store);
    const halves = [0, 0];
    for (let i = 0; i < PAGES; i++) {
      const page = readPage(core, i);
      const list = exports.pageList(page);
      if (drawn) draw(exports, raster, list, 0.5, 0, 0, 210, 298);
      if (drawn) draw(exports, raster, list, 4, 100, 150, 1000, 200); // large glyphs fill their cache
      core.instance.giveBuffer(exports.pageText(core.store, list, i, 1));
      exports.endPage(page);
      const half = Math.floor((i * 2) / PAGES);
      halves[half] = Math.max(halves[half]!, exports.memoryInUse());
    }
    expect(halves[1]).toBeLessThan(halves[0]! + slack);
  });

  test('a page that is open keeps what it was made of; closed, it gives that back', async () => {
    const core = await open(0);
    const { exports } = core.instance;
    const pages = [0, 1, 2, 3, 4].map((i) => readPage(core, i));
    expect(pages.map((page) => exports.isStale(page))).toEqual([1, 1, 1, 1, 0]);
    const texts = pages.map((page, i) => Buffer.from(core.instance.copyBuffer(exports.pageText(core.store, exports.pageList(page), i, 1))));
    const again = pages.map((page, i) => Buffer.from(core.instance.copyBuffer(exports.pageText(core.store, exports.pageList(page), i, 1))));
    expect(again).toEqual(texts);
    const before = exports.memoryInUse();
    for (const page of [2, 0, 1, 3]) exports.endPage(pages[page]!);
    expect(exports.memoryInUse()).toBeLessThan(before - 4 * 10_000);
    expect(Buffer.from(core.instance.copyBuffer(exports.pageText(core.store, exports.pageList(pages[4]!), 4, 1)))).toEqual(texts[4]);
  });

  test('nothing is given back while a page is half read, and that page is as it would be without the pause', async () => {
    const core = await open(0);
    const { exports } = core.instance;
    const textOf = (page: number, i: number) =>
      Buffer.from(core.instance.copyBuffer(exports.pageText(core.store, exports.pageList(page), i, 1))).toString('utf16le');
    const half = exports.beginPage(core.store, 7);
    expect(exports.stepPage(half, 20)).toBe(1);
    for (let i = 0; i < 5; i++) exports.endPage(readPage(core, i));
    expect(exports.isStale(half)).toBe(0);
    while (exports.stepPage(half, 20)) exports.endPage(readPage(core, 8));
    const whole = readPage(core, 7);
    expect(exports.isStale(half)).toBe(1);
    expect(textOf(half, 7)).toBe(textOf(whole, 7));
    // One that is given up half read does not hold up the others.
    const dropped = exports.beginPage(core.store, 9);
    exports.endPage(dropped);
    exports.endPage(readPage(core, 10));
    expect(exports.isStale(whole)).toBe(1);
  });

  /** 51 MP of gray: a JPEG whose blocks have nothing but their mean, or no filter at all. */
  const [WIDTH, HEIGHT] = [8192, 6272];
  const large = (dict: string, stream: Uint8Array) =>
    onePage('q 200 0 0 100 0 0 cm /I Do Q', {
      resources: '/XObject << /I 10 0 R >>',
      objects: { 10: { dict: `/Subtype /Image /Width ${WIDTH} /Height ${HEIGHT} /BitsPerComponent 8 ${dict}`, stream } },
    });
  const memoryOf = async (file: Uint8Array, scale: number) => {
    const core = await DocumentCore.open(module, file, {}, () => Promise.resolve(null));
    const { exports } = core.instance;
    const before = exports.memory.buffer.byteLength;
    const picture = await core.renderPage(0, { scale });
    return { megabytes: (exports.memory.buffer.byteLength - before) / 2 ** 20, color: [...picture.data.subarray(0, 3)] };
  };

  test.each([
    ['sequential', 0xc0],
    ['progressive', 0xc2],
  ])('a %s JPEG of 51 MP costs what is seen of it', async (_, frame) => {
    const file = large('/Filter /DCTDecode /ColorSpace /DeviceRGB', flatJpeg(WIDTH, HEIGHT, frame));
    // Shown with 1.3 MP, 4.9 MB twice, it is decoded to 3.2 MP, 12.3 MB, a row of blocks at a time. Of a progressive one all
    // coefficients are kept, 147 MB.
    const { megabytes, color } = await memoryOf(file, 8);
    expect(color).toEqual([128, 128, 128]);
    expect(megabytes).toBeLessThan(frame === 0xc0 ? 24 : 175);
  });

  test('an image of 51 MP without a filter that is shown small is never there with all its pixels', async () => {
    const file = large('/ColorSpace /DeviceRGB', new Uint8Array(WIDTH * HEIGHT * 3).fill(100));
    const { megabytes, color } = await memoryOf(file, 5);
    expect(color).toEqual([100, 100, 100]);
    // Of its bytes, which are read where they are, four by four pixels become one, 12.3 MB, and of these 0.5 MP, 1.9 MB twice.
    expect(megabytes).toBeLessThan(24);
  });

  test('what was forgotten is read again: the same text and picture as before, whatever the limit', async () => {
    const [roomy, tight] = [await open(1 << 30), await open(0)];
    for (const page of [0, 1, 250, 0, 399, 1, 250]) {
      expect(await tight.pageText(page)).toBe(await roomy.pageText(page));
      const [a, b] = await Promise.all([tight, roomy].map((core) => core.renderPage(page, { scale: 0.5 })));
      expect(Buffer.from(a!.data.buffer).equals(Buffer.from(b!.data.buffer))).toBe(true);
    }
  });
});
