import fs from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { documentOf } from '../../../bench/memory/document.mjs';
import { DocumentCore } from '../../src/core.js';
import { onePage } from '../pdf-builder.js';

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
      for (const read of [exports.pageText, exports.pageWords]) core.instance.giveBuffer(read(core.store, list, 0));
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
      core.instance.giveBuffer(exports.pageText(core.store, list, i));
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
    const texts = pages.map((page, i) => Buffer.from(core.instance.copyBuffer(exports.pageText(core.store, exports.pageList(page), i))));
    const again = pages.map((page, i) => Buffer.from(core.instance.copyBuffer(exports.pageText(core.store, exports.pageList(page), i))));
    expect(again).toEqual(texts);
    const before = exports.memoryInUse();
    for (const page of [2, 0, 1, 3]) exports.endPage(pages[page]!);
    expect(exports.memoryInUse()).toBeLessThan(before - 4 * 10_000);
    expect(Buffer.from(core.instance.copyBuffer(exports.pageText(core.store, exports.pageList(pages[4]!), 4)))).toEqual(texts[4]);
  });

  test('nothing is given back while a page is half read, and that page is as it would be without the pause', async () => {
    const core = await open(0);
    const { exports } = core.instance;
    const textOf = (page: number, i: number) =>
      Buffer.from(core.instance.copyBuffer(exports.pageText(core.store, exports.pageList(page), i))).toString('utf16le');
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

  test('what was forgotten is read again: the same text and picture as before, whatever the limit', async () => {
    const [roomy, tight] = [await open(1 << 30), await open(0)];
    for (const page of [0, 1, 250, 0, 399, 1, 250]) {
      expect(await tight.pageText(page)).toBe(await roomy.pageText(page));
      const [a, b] = await Promise.all([tight, roomy].map((core) => core.renderPage(page, { scale: 0.5 })));
      expect(Buffer.from(a!.data.buffer).equals(Buffer.from(b!.data.buffer))).toBe(true);
    }
  });
});
