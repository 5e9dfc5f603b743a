import fs from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { DocumentCore } from '../../src/core.js';
import { quadsOf } from '../../src/find/page-letters.js';
import { sfnt, simpleGlyph, trueType, type1 } from '../font-builder.js';
import { onePage } from '../pdf-builder.js';

/** Pages that are read for their text leave font programs where they are, unless the text stands in them. */

let engine: WebAssembly.Module;
beforeAll(async () => {
  engine = await WebAssembly.compile(fs.readFileSync(new URL('../../dist/engine.wasm', import.meta.url)));
});

const WIDTHS = `/FirstChar 65 /LastChar 66 /Widths [600 600]`;
const SQUARE = simpleGlyph([
  [0, 0, true],
  [500, 0, true],
  [500, 700, true],
  [0, 700, true],
]);

/** A page that shows AB in a font of a dictionary, with its program as object 20. */
async function open(font: string, program: string | Uint8Array, key = 'FontFile2') {
  const file = onePage('BT /F 40 Tf 10 30 Td <4142> Tj ET', {
    mediaBox: '[0 0 100 100]',
    resources: `/Font << /F << /Type /Font /BaseFont /Own ${font} /FontDescriptor << /Type /FontDescriptor /FontName /Own /Flags 4 /${key} 20 0 R >> >> >>`,
    objects: { 20: { stream: program } },
  });
  return DocumentCore.open(engine, file, {}, async () => null);
}

const told = (core: DocumentCore) => core.warnings.map(({ feature }) => feature);

test('a font that says what its characters mean is not read, until it is drawn', async () => {
  const core = await open(`/Subtype /TrueType /Encoding /WinAnsiEncoding ${WIDTHS}`, 'no font at all');
  expect(await core.pageText(0)).toBe('AB');
  expect(told(core)).not.toContain('font-damaged');
  await core.renderPage(0);
  expect(told(core)).toContain('font-damaged');
});

test('what is drawn after the text was read is what is drawn without', async () => {
  const font = `/Subtype /TrueType /Encoding /WinAnsiEncoding ${WIDTHS}`;
  const program = sfnt(trueType([SQUARE, SQUARE]));
  const [read, fresh] = [await open(font, program), await open(font, program)];
  await read.pageText(0);
  const picture = await read.renderPage(0);
  expect(picture.data).toEqual((await fresh.renderPage(0)).data);
  expect(picture.data.some((value) => value === 0)).toBe(true);
});

test('a character that only the program names is read there', async () => {
  const encoding = '256 array 0 1 255 {1 index exch /.notdef put} for dup 65 /alpha put dup 66 /beta put readonly def';
  const program = type1({ glyphs: { '.notdef': '0 500 hsbw endchar', alpha: '0 600 hsbw endchar', beta: '0 600 hsbw endchar' }, encoding });
  const core = await open(`/Subtype /Type1 ${WIDTHS}`, program, 'FontFile');
  expect(await core.pageText(0)).toBe('αβ');
});

test('a character without a width is as wide as the program says', async () => {
  const program = type1({ glyphs: { A: '0 300 hsbw endchar', B: '0 600 hsbw endchar' } });
  const core = await open('/Subtype /Type1 /Encoding /WinAnsiEncoding', program, 'FontFile');
  const letters = await core.pageLetters(0);
  expect(letters.text).toBe('AB\n');
  // 0.3 + 0.6 em of 40 points, from 10 on.
  expect(quadsOf(letters, 0, 2)[0]![2]).toBeCloseTo(46, 3);
});

test('nothing of a document is left in the memory that the next one takes over', async () => {
  const words = (text: string) =>
    onePage(`BT /F 10 Tf 10 30 Td (${text}) Tj ET`, { resources: '/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>' });
  const none = async () => null;
  const first = await DocumentCore.open(engine, words('confidential '.repeat(5_000)), {}, none);
  await first.pageText(0);
  const { memory } = first.instance.exports;
  first.close();
  const second = await DocumentCore.open(engine, words('public'), {}, none);
  expect(second.instance.exports.memory).toBe(memory);
  expect(second.instance.exports.memoryReach()).toBeLessThan(memory.buffer.byteLength);
  expect(Buffer.from(memory.buffer).includes('confidential')).toBe(false);
  expect(
    Buffer.from(memory.buffer)
      .subarray(second.instance.exports.memoryReach())
      .every((byte) => byte === 0),
  ).toBe(true);
  second.close();
});
