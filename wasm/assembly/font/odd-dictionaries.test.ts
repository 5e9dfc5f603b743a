import { beforeAll, describe, expect, test } from 'vitest';
import { cff, cmap, sfnt, simpleGlyph, trueType, type1 } from '../../test/font-builder.js';
import { Document, loadFontHooks } from '../../test/font-document.js';

/** Font dictionaries that do not fit their programs, or leave out what they have to say. */

beforeAll(loadFontHooks, 60_000);

const square = (size: number) =>
  simpleGlyph([
    [0, 0, true],
    [size, 0, true],
    [size, size, true],
    [0, size, true],
  ]);
/** TrueType: glyphs 1, 2, 3 are squares of 100, 200, 300. */
const squares = (table: Uint8Array) => sfnt({ ...trueType([10, 100, 200, 300].map(square)), cmap: table });
const box = (size: number) => `0 hmoveto ${size} hlineto ${size} vlineto ${-size} hlineto endchar`;
/** CFF: glyphs 1 and 2 are A and B (SIDs 34 and 35), squares of 100 and 200. */
const compact = cff({ glyphs: ['endchar', box(100), box(200)], charset: [34, 35] });
const classic = type1({
  glyphs: { '.notdef': '0 250 hsbw endchar', A: `0 500 hsbw 0 hmoveto 100 hlineto 100 vlineto -100 hlineto closepath endchar` },
});

/** The glyphs of a string in a simple font. */
function simple(file: Uint8Array, { subtype = 'TrueType', key = 'FontFile2', flags = 32, rest = '', string = 'AB' }): number[] {
  const doc = new Document(
    `<</Type/Font/Subtype/${subtype}/BaseFont/Test${rest}/FontDescriptor 5 0 R>>`,
    `<</Type/FontDescriptor/Flags ${flags}/${key} 6 0 R>>`,
    { dict: '', data: Buffer.from(file).toString('latin1') },
  );
  return doc.chars(doc.font(4), string).map((c) => c.gid);
}

describe('a program of another kind than the dictionary says', () => {
  const WIN = '/Encoding/WinAnsiEncoding';
  test.each(['FontFile', 'FontFile2', 'FontFile3'])('under /%s', (key) => {
    expect(simple(compact, { key, rest: WIN })).toEqual([1, 2]);
    expect(simple(classic, { key, rest: WIN })).toEqual([1, 0]);
    expect(simple(squares(cmap([3, 1, 65, [1, 2]])), { subtype: 'Type1', key, rest: WIN })).toEqual([1, 2]);
    expect(simple(sfnt({ 'CFF ': compact }, 0x4f54544f), { key, rest: WIN })).toEqual([1, 2]);
  });

  test('a CID-keyed font in a simple one: codes are CIDs', () => {
    const file = cff({ glyphs: ['endchar', box(100), box(200)], charset: [65, 66], cid: true });
    expect(simple(file, { subtype: 'Type1', key: 'FontFile3' })).toEqual([1, 2]);
  });

  test('CFF in OpenType below a CIDFontType2: CIDs by /CIDToGIDMap, or by the charset', () => {
    const glyphs = (rest: string, string = '\x00\x01\x00\x07') => {
      const file = sfnt({ 'CFF ': cff({ glyphs: ['endchar', box(100), box(200)], charset: [7, 8], cid: true }) }, 0x4f54544f);
      const doc = new Document(
        '<</Type/Font/Subtype/Type0/BaseFont/Test/Encoding/Identity-H/DescendantFonts[5 0 R]>>',
        `<</Type/Font/Subtype/CIDFontType2/BaseFont/Test/FontDescriptor 6 0 R${rest}>>`,
        '<</Type/FontDescriptor/Flags 4/FontFile3 7 0 R>>',
        { dict: '', data: Buffer.from(file).toString('latin1') },
        { dict: '', data: '\x00\x00\x00\x02' },
      );
      return doc.chars(doc.font(4), string).map((c) => c.gid);
    };
    expect(glyphs('')).toEqual([0, 1]);
    expect(glyphs('/CIDToGIDMap 8 0 R')).toEqual([2, 0]);
    // Widths of CIDs that the charset has, and of one that it lacks and that is a glyph: the writer means glyph indices.
    expect(glyphs('/W[7[500]8[500]100[500]]')).toEqual([0, 1]);
    expect(glyphs('/W[1[500]2[500]]', '\x00\x01\x00\x02\x00\x07')).toEqual([1, 2, 1]);
  });
});

describe('every ‘cmap’ that occurs', () => {
  test.each([
    ['symbolic, (3, 0) at F000', { flags: 4 }, cmap([3, 0, 0xf041, [1, 2]])],
    ['symbolic, (1, 0)', { flags: 4 }, cmap([1, 0, 65, [1, 2]])],
    ['symbolic, (3, 1) by the code', { flags: 4 }, cmap([3, 1, 65, [1, 2]])],
    ['symbolic, (3, 1) at F000', { flags: 4 }, cmap([3, 1, 0xf041, [1, 2]])],
    ['symbolic, (0, 3)', { flags: 4 }, cmap([0, 3, 65, [1, 2]])],
    ['not symbolic, (0, 3)', { rest: '/Encoding/WinAnsiEncoding' }, cmap([0, 3, 65, [1, 2]])],
    ['not symbolic, (3, 10)', { rest: '/Encoding/WinAnsiEncoding' }, cmap([3, 10, 65, [1, 2]])],
    ['not symbolic, but (3, 0) is all there is', { rest: '/Encoding/WinAnsiEncoding' }, cmap([3, 0, 0xf041, [1, 2]])],
    ['both flags, no encoding', { flags: 36 }, cmap([3, 1, 65, [1, 2]])],
  ])('%s', (_, options, table) => {
    expect(simple(squares(table), options)).toEqual([1, 2]);
  });
});

describe('what is left out', () => {
  test('a standard font without descriptor, encoding and widths', () => {
    const doc = new Document('<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>');
    doc.font(4);
    doc.bring();
    const [a] = doc.chars(doc.font(4), 'A');
    expect([a!.text, a!.width]).toEqual(['A', expect.closeTo(0.667, 3)]);
  });

  test('/Widths that are shorter than the codes, and numbers that are none', () => {
    const doc = new Document('<</Type/Font/Subtype/Type1/BaseFont/Helvetica/FirstChar 65/Widths[500 null(x)]>>');
    expect(doc.chars(doc.font(4), '@ABCD').map((c) => c.width)).toEqual([0, 0.5, 0, 0, 0]);
    const other = new Document(
      '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/FirstChar 65/Widths[500]/FontDescriptor 5 0 R>>',
      '<</MissingWidth 333>>',
    );
    expect(other.chars(other.font(4), 'AB').map((c) => c.width)).toEqual([0.5, 0.333]);
  });

  test('a Type 3 font without /FontMatrix, /CharProcs or /Encoding', () => {
    const doc = new Document('<</Type/Font/Subtype/Type3/FirstChar 65/Widths[500]>>');
    expect(doc.chars(doc.font(4), 'A').map((c) => [c.width, c.charProc, c.text])).toEqual([[0.5, 0, 'A']]);
  });

  test('a Type 0 font without descendant, encoding or character collection', () => {
    const doc = new Document('<</Type/Font/Subtype/Type0/BaseFont/Test/DescendantFonts[99 0 R]>>');
    expect(doc.chars(doc.font(4), '\x00A').map((c) => [c.bytes, c.width, c.text])).toEqual([[2, 1, 'A']]);
  });
});

test('glyph indices of a font of Windows that is left out are the Macintosh order without the no-break space', () => {
  const text = (name: string, codes: number[], rest = '/FontDescriptor<</Flags 4>>') => {
    const doc = new Document(
      `<</Type/Font/Subtype/Type0/BaseFont/${name}/Encoding/Identity-H/DescendantFonts[5 0 R]>>`,
      `<</Type/Font/Subtype/CIDFontType2/BaseFont/${name}${rest}>>`,
      { dict: '', data: '\x00\x00\x00\x24' },
    );
    doc.font(4);
    doc.bring();
    const chars = doc.chars(doc.font(4), Uint8Array.from(codes.flatMap((code) => [code >> 8, code & 255])));
    return chars.map((c) => (c.gid > 0 ? c.text : `(${c.text})`)).join('');
  };
  // OpenType, 'post' format 1: 36 is A, 98 Adieresis, 171 ellipsis, 180 quotedblleft, 208 Oacute.
  expect(text('Arial', [36, 98, 171, 179, 207])).toBe('AÄ…“Ó');
  expect(text('Arial', [1], '/FontDescriptor<</Flags 4>>/CIDToGIDMap 6 0 R')).toBe('A');
  // Calibri has an order of its own; beyond the Macintosh glyphs nothing is known: the code stands for itself.
  expect(text('Calibri', [36])).toBe('($)');
  expect(text('Arial', [0x24e])).toBe('(\u024e)');
  // Nobody describes the font: its codes are characters.
  expect(text('Arial', [0x432, 0x2c], '')).toBe('(в)(,)');
});

describe('substitutes', () => {
  // What stands in for a name, when nothing else is known of the font.
  test.each([
    ['ArialNarrow', 'LiberationSans-Regular.ttf'],
    ['ArialNarrow,Bold', 'LiberationSans-Bold.ttf'],
    ['Arial-Black', 'LiberationSans-Bold.ttf'],
    ['CourierNewPS-BoldItalicMT', 'FoxitFixedBoldItalic.pfb'],
    ['Courier#20New', 'FoxitFixed.pfb'],
    ['TimesNewRoman', 'FoxitSerif.pfb'],
    ['MinionMM_366_465_11_', 'FoxitSerif.pfb'],
    ['MyriadMM_400_600_', 'LiberationSans-Regular.ttf'],
    ['SymbolMT,Bold', 'FoxitSymbol.pfb'],
    ['Wingdings-Regular', 'FoxitDingbats.pfb'],
    ['ITCZapfDingbats', 'FoxitDingbats.pfb'],
    ['Lucida#20Console', 'FoxitFixed.pfb'],
    ['MS-Mincho', 'FoxitSerif.pfb'],
  ])('%s is drawn by %s', (name, file) => {
    const doc = new Document(`<</Type/Font/Subtype/Type1/BaseFont/${name}>>`);
    doc.font(4);
    expect(doc.needed()).toEqual([file]);
  });

  test('Wingdings has its own signs, as far as there are such', () => {
    const text = (name: string) => {
      const doc = new Document(`<</Type/Font/Subtype/TrueType/BaseFont/${name}/Encoding/WinAnsiEncoding>>`);
      doc.font(4);
      for (let round = 0; round < 3; round++) {
        doc.bring();
        doc.chars(doc.font(4), '\xa7\xd8\xfc\x6c');
      }
      const chars = doc.chars(doc.font(4), '\xa7\xd8\xfc\x6c');
      expect(chars.every((c) => c.gid > 0)).toBe(true);
      return chars.map((c) => c.text).join('');
    };
    // Small square, arrowhead, check mark, disc (Unicode's charts); in ZapfDingbats (annex D.6) the first three are others.
    expect(text('Wingdings')).toBe('▪➢✔●');
    expect(text('ZapfDingbats')).toBe('❧➘➼●');
    expect(text('Wingdings2')).toBe('❧➘➼●');
  });
});
