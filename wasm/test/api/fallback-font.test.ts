import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { openDocument, type FallbackFont } from '@ode/engine';
import { afterAll, describe, expect, test } from 'vitest';
import { bytes, cmap, collection, gsub, sfnt, simpleGlyph, trueType, u16, u32 } from '../font-builder.js';
import { onePage } from '../pdf-builder.js';
import { show } from '../show.js';

/** Text in fonts that are not embedded and that the engine has no substitute for. */

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ode-fonts-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const block = (x0: number, y0: number, x1: number, y1: number) =>
  simpleGlyph([
    [x0, y0, true],
    [x0, y1, true],
    [x1, y1, true],
    [x1, y0, true],
  ]);
/** What stands at the glyph's four quarters of the em: lower left, lower right, upper left, upper right. */
const QUARTERS = { ll: block(0, 0, 500, 500), lr: block(500, 0, 1000, 500), ul: block(0, 500, 500, 1000), ur: block(500, 500, 1000, 1000) };

/** A font whose glyphs 1, 2, … are the shapes given, for the characters from `first` on, as wide as `advance`. */
function font(first: number, shapes: (keyof typeof QUARTERS)[], rest: Record<string, Uint8Array> = {}, advance = 1000): Uint8Array {
  const hhea = new Uint8Array(36);
  hhea.set(u16(1), 34);
  return sfnt({
    ...trueType([simpleGlyph(), ...shapes.map((shape) => QUARTERS[shape])]),
    cmap: cmap([3, 1, first, shapes.map((_, i) => i + 1)]),
    hhea,
    // One advance for all; each glyph's left side bearing is where it begins, so that it is not moved.
    hmtx: bytes(u16(advance, 0)),
    ...rest,
  });
}

interface Text {
  string: string;
  encoding?: string;
  ordering?: string;
  /** Entries of the descendant. */
  rest?: string;
  /** The bytes of a ToUnicode CMap. */
  toUnicode?: string;
}

/** A page of 40 × 40 points with a text in 20 points, whose origin is (10, 10) from the lower left corner. */
function pageOf({ string, encoding = '/UniJIS-UTF16-H', ordering = 'Japan1', rest = '', toUnicode }: Text): Uint8Array {
  return onePage(`BT /F 20 Tf 10 10 Td <${string}> Tj ET`, {
    mediaBox: '[0 0 40 40]',
    resources: '/Font << /F 10 0 R >>',
    objects: {
      10: `<< /Type /Font /Subtype /Type0 /BaseFont /Some /Encoding ${encoding} /DescendantFonts [11 0 R] ${toUnicode ? '/ToUnicode 12 0 R' : ''} >>`,
      11: `<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Some /CIDSystemInfo << /Registry (Adobe) /Ordering (${ordering}) /Supplement 0 >> ${rest} >>`,
      12: { stream: toUnicode ?? '' },
    },
  });
}

/** Which quarters of the glyph at (10, 10), 20 points wide, have ink: lower left, lower right, upper left, upper right. */
async function quarters(text: Text, fallbackFont?: FallbackFont) {
  const page = await show(pageOf(text), 0, { fallbackFont });
  const dark = (x: number, y: number) => (page.at(x, 40 - y)[0]! < 128 ? '#' : '.');
  return { ink: dark(15, 15) + dark(25, 15) + dark(15, 25) + dark(25, 25), text: page.text, warnings: page.warnings };
}

const HIRAGANA_A = '3042';

describe('without a fallback font', () => {
  test('the text is left out and there is a warning; it can be read', async () => {
    expect(await quarters({ string: HIRAGANA_A })).toEqual({ ink: '....', text: 'あ', warnings: ['font-not-embedded'] });
  });

  test('a space is nothing that is missing', async () => {
    expect((await quarters({ string: '3000' })).warnings).toEqual([]);
  });

  test('what the sans serif substitute has, helps other families out: c with caron in Times', async () => {
    const page = (encoding: string) =>
      show(
        onePage(`BT /F 30 Tf 5 5 Td (${encoding}) Tj ET`, {
          mediaBox: '[0 0 40 40]',
          resources:
            '/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding << /Differences [65 /ccaron /uni3042] >> >> >>',
        }),
      );
    const latin = await page('A');
    expect([latin.text, latin.warnings]).toEqual(['č', []]);
    expect(latin.ink).toBeGreaterThan(0.05);
    expect((await page('B')).warnings).toEqual(['font-not-embedded']);
  });
});

describe('with a fallback font', () => {
  const kana = font(0x3042, ['lr']);

  test('draws the character, from bytes, a blob, a path or a URL', async () => {
    const file = path.join(folder, 'kana.ttf');
    fs.writeFileSync(file, kana);
    for (const source of [kana, new Blob([kana as Uint8Array<ArrayBuffer>]), file, pathToFileURL(file), pathToFileURL(file).href])
      expect(await quarters({ string: HIRAGANA_A }, source)).toEqual({ ink: '.#..', text: 'あ', warnings: [] });
  });

  test('one that cannot be had, or is none, is like none', async () => {
    for (const source of [path.join(folder, 'missing.ttf'), bytes('<!doctype html>')])
      expect(await quarters({ string: HIRAGANA_A }, source)).toMatchObject({ ink: '....', warnings: ['font-not-embedded'] });
  });

  test('is asked for only when a document needs it', async () => {
    let asked = 0;
    const source = new (class extends Blob {
      override arrayBuffer() {
        asked++;
        return super.arrayBuffer();
      }
    })([kana as Uint8Array<ArrayBuffer>]);
    await quarters({ string: '0041' }, source); // A, which the substitute has
    expect(asked).toBe(0);
    await quarters({ string: HIRAGANA_A }, source);
    expect(asked).toBe(1);
  });

  test('is chosen by the language of the character collection, or else the default one', async () => {
    const fonts = { ja: font(0x4e00, ['ll']), ko: font(0x4e00, ['lr']), 'zh-Hans': font(0x4e00, ['ul']), default: font(0x4e00, ['ur']) };
    const of = async (encoding: string, ordering: string) => (await quarters({ string: '4e00', encoding, ordering }, fonts)).ink;
    expect(await of('/UniJIS-UTF16-H', 'Japan1')).toBe('#...');
    expect(await of('/UniKS-UTF16-H', 'Korea1')).toBe('.#..');
    expect(await of('/UniGB-UTF16-H', 'GB1')).toBe('..#.');
    expect(await of('/UniCNS-UTF16-H', 'CNS1')).toBe('...#');
    // By /ToUnicode, in no collection.
    const identity = { string: '0007', encoding: '/Identity-H', ordering: 'Identity', toUnicode: '1 beginbfchar <0007> <4e00> endbfchar' };
    expect((await quarters(identity, fonts)).ink).toBe('...#');
    expect((await quarters(identity, { ko: fonts.ko })).ink).toBe('.#..');
    expect((await quarters({ string: '4e00' }, { ko: fonts.ko })).warnings).toEqual(['font-not-embedded']);
  });

  test('characters beyond the basic plane', async () => {
    const table = bytes(
      u16(0, 1, 3, 10),
      [0, 0, 0, 12],
      u16(12, 0),
      [0, 0, 0, 28, 0, 0, 0, 0, 0, 0, 0, 1],
      [0, 2, 0, 0xb, 0, 2, 0, 0xb, 0, 0, 0, 1],
    );
    const source = font(0x3042, ['ul'], { cmap: table });
    expect(await quarters({ string: 'd840dc0b' }, source)).toMatchObject({ ink: '..#.', text: '𠀋', warnings: [] });
  });

  test('a collection: the first font, or the one that the address names', async () => {
    const file = path.join(folder, 'fonts.ttc');
    fs.writeFileSync(file, collection(kana, font(0x3042, ['ur'])));
    expect((await quarters({ string: HIRAGANA_A }, file)).ink).toBe('.#..');
    expect((await quarters({ string: HIRAGANA_A }, `${file}#1`)).ink).toBe('...#');
    expect((await quarters({ string: HIRAGANA_A }, `${file}#7`)).ink).toBe('.#..');
  });

  test('is fitted to the width of the PDF', async () => {
    // Half as wide: what was in the right half of the em is now in its second quarter.
    const page = await show(pageOf({ string: HIRAGANA_A, rest: '/DW 500' }), 0, { fallbackFont: kana });
    expect([page.at(12, 25)[0], page.at(17, 25)[0], page.at(22, 25)[0]]).toEqual([255, 0, 255]);
  });

  test('ideographs from it, Latin letters from the substitute', async () => {
    const latin = font(0x41, ['ur', 'ur']);
    expect((await quarters({ string: '0041' }, latin)).ink).not.toBe('...#');
    expect((await quarters({ string: 'ff21' }, font(0xff21, ['ur']))).ink).toBe('...#');
  });
});

describe('vertical writing', () => {
  // The origin is at the top in the middle of the glyph: (880, 500) by default. The glyph's box is then 10 points to the
  // left and 17.6 below the origin, so that the text is put where the box comes to lie at (10, 10).
  const vertical = async (string: string, source: Uint8Array) => {
    const pdf = onePage(`BT /F 20 Tf 20 27.6 Td <${string}> Tj ET`, {
      mediaBox: '[0 0 40 40]',
      resources: '/Font << /F 10 0 R >>',
      objects: {
        10: `<< /Type /Font /Subtype /Type0 /BaseFont /Some /Encoding /UniJIS-UTF16-V /DescendantFonts [11 0 R] >>`,
        11: '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Some /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 0 >> >>',
      },
    });
    const page = await show(pdf, 0, { fallbackFont: source });
    const dark = (x: number, y: number) => (page.at(x, 40 - y)[0]! < 128 ? '#' : '.');
    return dark(15, 15) + dark(25, 15) + dark(15, 25) + dark(25, 25);
  };
  const turned = gsub('vert', [1, bytes(u16(1, 6, 1), u16(1, 1, 1))]); // glyph 1 → glyph 2

  test('the font’s own form, by GSUB', async () => {
    const comma = font(0x3001, ['ll', 'ur'], { GSUB: turned, cmap: cmap([3, 1, 0x3001, [1]]) });
    expect(await vertical('3001', comma)).toBe('...#');
    expect(await vertical('3042', font(0x3042, ['ll', 'ur'], { cmap: cmap([3, 1, 0x3042, [1]]) }))).toBe('#...');
    expect((await quarters({ string: '3001' }, comma)).ink).toBe('#...');
  });

  test('the character that Unicode has for it', async () => {
    const both = font(0x3001, ['ll', 'ur'], { cmap: cmap([3, 1, 0x3001, [1]], [3, 10, 0xfe11, [2]]) });
    expect(await vertical('3001', both)).toBe('...#');
  });
});

test('old Chinese programs: simple fonts named in GBK have text in GBK', async () => {
  // SimSun, in GBK; the text is 一 (d2 bb) and A.
  const pdf = onePage('BT /F 20 Tf 10 10 Td <d2bb41> Tj ET', {
    mediaBox: '[0 0 60 40]',
    resources:
      '/Font << /F << /Type /Font /Subtype /TrueType /BaseFont /#CB#CE#CC#E5 /Encoding /WinAnsiEncoding /FirstChar 0 /Widths [0] >> >>',
  });
  const page = await show(pdf, 0, { fallbackFont: font(0x4e00, ['ll']) });
  expect([page.text, page.warnings]).toEqual(['一A', []]);
  expect(page.at(15, 25)[0]).toBe(0);
});

test('characters beyond the first plane in fields: each takes one cell of a comb', async () => {
  const smile = 0x1f600;
  // Formats of cmap: 12 has groups of characters of 32 bits (ISO/IEC 14496-22, 5.3.4.3.7).
  const map = bytes(u16(0, 1, 3, 10), u32(12), u16(12, 0), u32(28, 0, 1, smile, smile, 1));
  const fallbackFont = font(0, ['ll'], { cmap: map });
  const comb = '/FT /Tx /Ff 16777216 /MaxLen 4 /V <FEFFD83DDE000048D83DDE00> /DA (/Helv 10 Tf 0 g)';
  const file = onePage('', {
    mediaBox: '[0 0 40 40]',
    page: `/Annots [<< /Type /Annot /Subtype /Widget /Rect [0 0 40 20] ${comb} >>]`,
    catalog: '/AcroForm << /Fields [] >>',
  });
  const page = await show(file, 0, { fallbackFont });
  // Cells of ten points; the glyph is dark in the left half of its own, from the baseline on.
  const dark = [2, 7, 22, 27, 32].map((x) => page.at(x, 30)[0]! < 128);
  expect(dark).toEqual([true, false, true, false, false]);
  expect(page.warnings).toEqual([]);
  const doc = await openDocument(file, { fallbackFont });
  expect(await doc.pageText(0, { annotations: true })).toBe('\u{1f600}H\u{1f600}');
});
