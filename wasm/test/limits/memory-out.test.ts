import fs from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { buildHooks } from '../../scripts/build-hooks.mjs';
import { IDLE_HOST, type Hooks } from '../hooks.js';
import { Status, Warning } from '../../src/abi.js';
import { CORPUS } from '../fuzz/corpus.js';
import { onePage, type PageOptions } from '../pdf-builder.js';

/** Each request for memory, one after the other, is one that fails: nothing traps, nothing is written through what is null, and the call that follows works. */
let engine: WebAssembly.Module;

beforeAll(async () => {
  engine = await WebAssembly.compile(fs.readFileSync(await buildHooks('.', 'failing')));
});

const IMAGE = { dict: '/Subtype /Image /Width 2 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceGray', stream: 'abcd', flate: true };
const PAGES: [string, string, PageOptions][] = [
  ['paths', '1 0 0 rg 10 10 50 50 re f 5 w 0 0 m 90 90 l S [4 2] 0 d 0 0 m 50 90 90 50 90 0 c S', {}],
  ['clips', 'q 10 10 50 50 re W n q 20 20 90 90 re W* n 0 0 99 99 re f Q Q 0 0 5 5 re f', {}],
  ['text', 'BT /F1 20 Tf 10 50 Td (some text) Tj 2 Tr (outlined) Tj ET', {}],
  ['images', '50 0 0 50 0 0 cm /I1 Do', { resources: '/XObject << /I1 20 0 R >>', objects: { 20: IMAGE } }],
  ['inline images', '50 0 0 50 0 0 cm BI /W 2 /H 2 /CS /G /BPC 8 ID abcd EI', {}],
  [
    'forms that are groups',
    '/G1 gs /X1 Do',
    {
      resources: '/XObject << /X1 20 0 R >> /ExtGState << /G1 << /ca .5 /BM /Multiply >> >>',
      objects: { 20: { dict: '/Subtype /Form /BBox [0 0 90 90] /Group << /S /Transparency /I true >>', stream: '0 0 50 50 re f' } },
    },
  ],
  [
    'soft masks',
    '/G1 gs 0 0 90 90 re f',
    {
      resources: '/ExtGState << /G1 << /SMask << /S /Luminosity /G 20 0 R >> >> >>',
      objects: {
        20: { dict: '/Subtype /Form /BBox [0 0 90 90] /Group << /S /Transparency /CS /DeviceGray >>', stream: '.5 g 0 0 50 50 re f' },
      },
    },
  ],
  [
    'tiling patterns',
    '/Pattern cs /P1 scn 0 0 90 90 re f',
    {
      resources: '/Pattern << /P1 20 0 R >>',
      objects: {
        20: {
          dict: '/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9 /Resources << >>',
          stream: '1 0 0 rg 0 0 5 5 re f',
        },
      },
    },
  ],
  [
    'shadings',
    '/S1 sh',
    {
      resources:
        '/Shading << /S1 << /ShadingType 3 /ColorSpace /DeviceRGB /Coords [50 50 0 50 50 40] /Function << /FunctionType 2 /Domain [0 1] /C0 [1 0 0] /C1 [0 0 1] /N 1 >> >> >>',
    },
  ],
  [
    'blending in inks, and gray',
    '0 1 1 0 k 0 0 60 60 re f /M gs 1 0 0 0 k 30 30 60 60 re f /Fm Do',
    {
      page: '/Group << /S /Transparency /CS /DeviceCMYK >>',
      resources: '/ExtGState << /M << /BM /Screen >> >> /XObject << /Fm 20 0 R >>',
      objects: {
        20: {
          dict: '/Subtype /Form /BBox [0 0 100 100] /Group << /S /Transparency /I true /CS /DeviceGray >>',
          stream: '1 0 0 rg 10 10 20 20 re f',
        },
      },
    },
  ],
  [
    'outlines, destinations and annotations',
    '',
    {
      page: '/Annots [<< /Subtype /Link /Rect [0 0 9 9] /Dest (a) >> << /Subtype /Square /Rect [9 9 40 40] /C [1 0 0] >>]',
      catalog: '/Names << /Dests << /Names [(a) [3 0 R /Fit]] >> >> /Outlines << /First 20 0 R >>',
      objects: { 20: '<< /Title (one) /Dest (a) >>' },
    },
  ],
];

const DOCUMENTS: [string, Uint8Array][] = [
  ...PAGES.map(([name, content, options]): [string, Uint8Array] => [name, onePage(content, { mediaBox: '[0 0 100 100]', ...options })]),
  ['embedded fonts of all kinds', CORPUS.fonts!],
  ['JPEG and palettes', CORPUS.images!],
  ['object streams, outlines and attachments', CORPUS.compressed!],
];

/** What came of a document of whose requests for memory one has failed. */
interface Outcome {
  requests: number;
  /** Whether somebody has been told of memory that was out. */
  isTold: boolean;
  /** Pictures, texts and parts of the document, as they came. */
  seen: Buffer;
  /** Bytes in use when all that was asked for has been given back. */
  left: number;
}

/** The same is asked so often, so that what failed at first is there in the end. */
const ROUNDS = 2;
/** Bytes that may be lost where a request has failed: the host goes on in another instance before it is asked anything else. */
const SLACK = 8192;
const [PICTURE, PARTS] = [100 * 100 * 4, 17];

/** Opens, reads and draws a document, of whose requests for memory the `failing`-th fails, and then again. */
function run(file: Uint8Array, failing: number): Outcome {
  let requests = 0;
  let isTold = false;
  const seen: Uint8Array[] = [];
  const fails = () => (++requests === failing ? 1 : 0);
  const exports = new WebAssembly.Instance(engine, { host: IDLE_HOST, test: { fails } }).exports as unknown as Hooks;
  const bytes = (at: number, length: number) => new Uint8Array(exports.memory.buffer, at, length);
  const u32 = (at: number) => new DataView(exports.memory.buffer).getUint32(at, true);
  /** What is 0 tells of itself. */
  const told = (address: number) => {
    if (!address) isTold = true;
    return address;
  };
  const take = (buffer: number) => {
    if (!told(buffer)) return;
    seen.push(bytes(u32(buffer), u32(buffer + 4)).slice());
    exports.give!(u32(buffer));
    exports.give!(buffer);
  };
  const outcome = (): Outcome => ({ requests, isTold, seen: Buffer.concat(seen), left: exports.memoryInUse!() });
  const at = told(exports.take!(file.length + 64));
  if (!at) return outcome();
  bytes(at, file.length).set(file);
  const doc = told(exports.openDocument!(at, file.length));
  if (!doc) return outcome();
  isTold ||= exports.openStatus!(doc) === Status.MemoryOut;
  if (exports.openStatus!(doc)) return outcome();
  let raster = 0;
  for (let round = 0; round < ROUNDS; round++) {
    raster ||= told(exports.createRaster!(doc));
    if (!raster) return { ...outcome(), left: 0 }; // the host drops an instance that has none
    const page = told(exports.beginPage!(doc, 0));
    for (let step = 0; page && step < 4 && exports.stepPage!(page, Infinity); step++) provideNothing(exports, doc);
    const list = page ? exports.pageList!(page) : 0;
    const tile = list ? told(exports.beginRender!(raster, list, 1, 0, 0, 100, 100, 0xffffffff, 1, 1)) : 0;
    for (let step = 0; tile && step < 4 && !exports.stepRender!(tile, Infinity); step++);
    const drawn = tile ? told(exports.finishRender!(tile)) : 0;
    if (drawn) seen.push(bytes(drawn, PICTURE).slice());
    exports.give!(drawn);
    if (list) take(exports.pageText!(doc, list, 0, 1));
    for (let part = 0; part < PARTS; part++) take(exports.documentJson!(doc, part, 0));
    if (page) exports.endPage!(page);
  }
  for (let i = 0; i < exports.warningCount!(doc); i++) isTold ||= u32(exports.warningAt!(doc, i)) === (Warning.MemoryOut as number);
  // Nothing lies at the lowest addresses: what is written there was written through an address that is 0.
  expect(bytes(0, 1000).every((byte) => byte === 0)).toBe(true);
  return outcome();
}

function provideNothing(exports: Hooks, doc: number): void {
  for (let at = exports.neededResource!(doc, 0), i = 0; at && i < 20; at = exports.neededResource!(doc, 0), i++) {
    const view = new DataView(exports.memory.buffer);
    exports.provideResource!(doc, view.getUint32(at, true), view.getUint32(at + 4, true), 0, 0);
  }
}

test.each(DOCUMENTS)('%s: whichever request for memory fails, the engine goes on, tells of it, and loses no memory', (_, file) => {
  const whole = run(file, 0);
  expect(whole.requests).toBeGreaterThan(40);
  expect(whole.isTold).toBe(false);
  expect(whole.seen.length).toBeGreaterThan(ROUNDS * PICTURE);
  for (let failing = 1; failing <= whole.requests; failing++) {
    const { isTold, seen, left } = run(file, failing);
    if (!isTold) expect(seen.equals(whole.seen), `request ${failing} is not missed`).toBe(true);
    expect(left - whole.left, `request ${failing}`).toBeLessThanOrEqual(SLACK);
  }
});
