import fs from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { DocumentCore } from '../../src/core.js';
import { sfnt, simpleGlyph, trueType } from '../font-builder.js';
import { onePage, type PageOptions } from '../pdf-builder.js';

let engine: WebAssembly.Module;
beforeAll(async () => {
  engine = await WebAssembly.compile(fs.readFileSync(new URL('../../dist/engine.wasm', import.meta.url)));
});

const SIZE = 100;
const many = Array.from({ length: 300 }, (_, i) => `0.${i % 10} g ${i % 17} ${i % 23} 3 2 re f`).join(' ');
const FORM = { dict: '/Type /XObject /Subtype /Form /BBox [0 0 25 25] /Group << /S /Transparency /CS /DeviceGray >>', stream: many };
const BOX = simpleGlyph([
  [0, 0, true],
  [500, 0, true],
  [500, 700, true],
  [0, 700, true],
]);
const CELL = { dict: '/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 25 25] /Resources << >>', stream: many };

/** Pages whose one command leads to a list of 300. */
const PAGES: readonly [string, string, PageOptions][] = [
  [
    'a soft mask',
    '/G gs 1 0 0 rg 0 0 100 100 re f',
    { resources: '/ExtGState << /G << /SMask << /S /Luminosity /G 20 0 R >> >> >>', objects: { 20: FORM } },
  ],
  [
    'a few copies of a cell',
    '/Pattern cs /P scn 10 10 30 30 re f',
    { resources: '/Pattern << /P 20 0 R >>', objects: { 20: { ...CELL, dict: `${CELL.dict} /XStep 40 /YStep 40` } } },
  ],
  [
    'a cell that is repeated, and has another one in it',
    '/Pattern cs /P scn 5 5 90 90 re f',
    {
      resources: '/Pattern << /P 21 0 R >>',
      objects: {
        20: { ...CELL, dict: `${CELL.dict} /XStep 4 /YStep 4` },
        21: {
          dict: '/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 10.5 /YStep 10 /Resources << /Pattern << /P 20 0 R >> >>',
          stream: '/Pattern cs /P scn 1 1 7 7 re f',
        },
      },
    },
  ],
  [
    'letters that are filled with a pattern and stroked',
    '/Pattern cs /P scn 1 0 0 RG 0.5 w BT 2 Tr /F 60 Tf 5 30 Td <000100010001> Tj ET',
    {
      resources: '/Pattern << /P 20 0 R >> /Font << /F 21 0 R >>',
      objects: {
        20: { ...CELL, dict: `${CELL.dict} /XStep 6 /YStep 6` },
        21: '<< /Type /Font /Subtype /Type0 /BaseFont /Box /Encoding /Identity-H /DescendantFonts [22 0 R] >>',
        22: '<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Box /DW 600 /FontDescriptor << /Type /FontDescriptor /FontName /Box /Flags 4 /FontFile2 23 0 R >> >>',
        23: { stream: sfnt(trueType([BOX, BOX])), flate: true },
      },
    },
  ],
];

async function open(content: string, options: PageOptions) {
  const core = await DocumentCore.open(engine, onePage(content, { mediaBox: '[0 0 100 100]', ...options }), {}, async () => null);
  const { exports } = core.instance;
  const page = exports.beginPage(core.store, 0);
  while (exports.stepPage(page, Infinity) !== 0);
  const raster = exports.createRaster(core.store);
  const begin = () => exports.beginRender(raster, exports.pageList(page), 1, 0, 0, SIZE, SIZE, 0xffffffff, 1, 1);
  return { core, exports, begin };
}

/** Draws the page by steps of so much fuel. */
async function draw(content: string, options: PageOptions, fuel: number) {
  const { core, exports, begin } = await open(content, options);
  const tile = begin();
  let steps = 1;
  while (!exports.stepRender(tile, fuel)) steps++;
  while (!exports.developRender(tile)) steps++;
  return { steps, pixels: core.instance.bytes(exports.finishRender(tile), SIZE * SIZE * 4).slice() };
}

test.each(PAGES)('%s is drawn in steps, to the picture that it is in one', async (_, content, options) => {
  const whole = await draw(content, options, Infinity);
  const parts = await draw(content, options, 10);
  expect(whole.steps).toBe(1);
  expect(parts.steps).toBeGreaterThan(25);
  expect(parts.pixels).toEqual(whole.pixels);
  expect(new Set(new Uint32Array(whole.pixels.buffer)).size).toBeGreaterThan(5);
});

test('a poster is filled and made ready by pieces, as it is in one', async () => {
  const [width, height] = [1500, 3000]; // 18 MB, of which 4 MiB at a time are made ready
  const { core, exports } = await open('/G gs 1 0 0 rg 0 0 100 100 re f', { resources: '/ExtGState << /G << /ca .5 >> >>' });
  const page = exports.beginPage(core.store, 0);
  while (exports.stepPage(page, Infinity) !== 0);
  const raster = exports.createRaster(core.store);
  const begin = () => exports.beginRender(raster, exports.pageList(page), 30, 0, 0, width, height, 0, 1, 1);
  const pixelsOf = (tile: number) => new Uint32Array(core.instance.bytes(exports.finishRender(tile), width * height * 4).slice().buffer);
  const [byPieces, inOne] = [begin(), begin()];
  let [steps, pieces] = [1, 1];
  while (!exports.stepRender(byPieces, 10)) steps++;
  while (!exports.developRender(byPieces)) pieces++;
  expect([steps > 400, pieces]).toEqual([true, 5]);
  while (!exports.stepRender(inOne, Infinity));
  const pixels = pixelsOf(byPieces);
  // Red, half of it: 0xAABBGGRR, not premultiplied.
  expect(pixels.every((pixel) => (pixel & 0xffffff) === 0xff && Math.abs((pixel >>> 24) - 127.5) < 1)).toBe(true);
  expect(Buffer.from(pixels.buffer).equals(Buffer.from(pixelsOf(inOne).buffer))).toBe(true);
});

test('a step fills as much of a poster as its fuel is for: who gives a step less fuel because it has taken long waits less', async () => {
  const { core, exports } = await open('', {});
  const page = exports.beginPage(core.store, 0);
  while (exports.stepPage(page, Infinity) !== 0);
  const raster = exports.createRaster(core.store);
  const stepsOf = (fuel: number) => {
    const tile = exports.beginRender(raster, exports.pageList(page), 30, 0, 0, 1500, 3000, 0xffffffff, 1, 1);
    let steps = 1;
    while (!exports.stepRender(tile, fuel)) steps++;
    exports.cancelRender(tile);
    return steps;
  };
  // 1,500 · 3,000 pixels, 1,024 for a unit: 4,395 units.
  expect([stepsOf(500), stepsOf(1000), stepsOf(2000), stepsOf(Infinity)]).toEqual([9, 5, 3, 1]);
});

test.each(PAGES)('%s is given up at any step, and leaves nothing behind', async (_, content, options) => {
  const { core, exports, begin } = await open(content, options);
  // What is kept for the next time (glyphs, room for rows) is there after the first.
  const first = begin();
  while (!exports.stepRender(first, Infinity));
  exports.give(exports.finishRender(first));
  const before = exports.memoryInUse();
  for (let steps = 0; steps < 40; steps += 3) {
    const tile = begin();
    for (let i = 0; i < steps && !exports.stepRender(tile, 10); i++);
    exports.cancelRender(tile);
    expect(exports.memoryInUse(), `after ${steps} steps`).toBe(before);
  }
  expect(core.warnings.map(({ feature }) => feature)).not.toContain('work-limit');
});
