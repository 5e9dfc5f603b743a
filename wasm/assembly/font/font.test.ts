import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { cff, cmap, sfnt, simpleGlyph, trueType, type1 } from '../../test/font-builder.js';
import { Document, Engine, loadFontHooks, pdfjs } from '../../test/font-document.js';

beforeAll(loadFontHooks, 60_000);

const hexString = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
describe('glyph names', () => {
  const engine = () => new Engine();
  const unicode = (name: string, dingbats = false) => {
    const e = engine();
    const out = e.hooks.test_alloc!(128);
    return e.text(out, e.hooks.test_unicode_of_name!(...e.put(name), dingbats ? 1 : 0, out));
  };

  test('every name of Adobe’s list gives what the list says', () => {
    const e = engine();
    const out = e.hooks.test_alloc!(128);
    const lines = fs.readFileSync(new URL('encoding/glyphlist.txt', import.meta.url), 'utf8').split('\n');
    for (const line of lines.filter((l) => l && !l.startsWith('#'))) {
      const [name, codes] = line.split(';') as [string, string];
      const expected = String.fromCharCode(...codes.split(' ').map((c) => parseInt(c, 16)));
      expect(e.text(out, e.hooks.test_unicode_of_name!(...e.put(name), 0, out)), name).toBe(expected);
    }
  });

  test.each([
    ['Lcommaaccent_uni20AC0308_u1040C.alternate', '\u013b\u20ac\u0308\u{1040c}'], // the specification's example
    ['f_f_i', 'ffi'],
    ['A.sc', 'A'],
    ['uni00410042', 'AB'],
    ['uniD800', ''],
    ['u1F600', '\u{1f600}'],
    ['u110000', ''],
    ['.notdef', ''],
    ['foo', ''],
    ['parenleftbigg', '('], // TeX's cmex10
    ['summationdisplay', '\u2211'],
  ])('%s', (name, text) => expect(unicode(name)).toBe(text));

  test('a1, a2, … are dingbats in ZapfDingbats only', () => {
    expect(unicode('a12', true)).toBe('\u261e');
    expect(unicode('a12')).toBe('');
  });
});

describe('encodings, by ISO 32000-2, annex D', () => {
  const [standard, macRoman, winAnsi, macExpert, symbol, dingbats] = [0, 1, 2, 3, 4, 5];
  test.each([
    [standard, 0o101, 'A'],
    [standard, 0o47, 'quoteright'],
    [standard, 0o341, 'AE'],
    [standard, 0o200, ''],
    [macRoman, 0o200, 'Adieresis'],
    [macRoman, 0o47, 'quotesingle'],
    [macRoman, 0o333, 'currency'],
    [macRoman, 0o312, 'space'],
    [winAnsi, 0o200, 'Euro'],
    [winAnsi, 0o201, 'bullet'],
    [winAnsi, 0o255, 'hyphen'],
    [winAnsi, 0o377, 'ydieresis'],
    [macExpert, 0o127, 'fi'],
    [symbol, 0o141, 'alpha'],
    [symbol, 0o240, 'Euro'],
    [dingbats, 0o41, 'a1'],
    [dingbats, 0o376, 'a191'],
  ])('encoding %i, code %i: %s', (encoding, code, name) => {
    const e = new Engine();
    const out = e.hooks.test_alloc!(64);
    const at = e.hooks.test_encoding_name!(e.hooks.test_store!(), encoding, code, out);
    expect(at ? e.latin(at, e.u32(out)) : '').toBe(name);
  });
});

describe('CMaps', () => {
  class Map extends Engine {
    readonly cmap: number;
    constructor(data: Uint8Array | string, binary = false) {
      super();
      this.cmap = this.hooks.test_cmap!(this.hooks.test_store!(), ...this.put(data), binary ? 1 : 0);
    }
    cid = (code: number) => this.hooks.test_cid!(this.cmap, code);
    unicode(code: number): string {
      const out = this.hooks.test_alloc!(128);
      return this.text(out, this.hooks.test_cmap_text!(this.cmap, code, out));
    }
    codes(hex: string): string[] {
      const [at, length] = this.put(hexString(hex));
      const out = this.hooks.test_alloc!(8);
      const codes = [];
      for (let p = at; p < at + length;) {
        const bytes = this.hooks.test_read_code!(this.cmap, p, at + length, out);
        codes.push(
          this.u32(out)
            .toString(16)
            .padStart(bytes * 2, '0'),
        );
        p += bytes;
      }
      return codes;
    }
  }

  test('the specification’s example, 9.7.5.4', () => {
    const map = new Map(`%!PS-Adobe-3.0 Resource-CMap
      /CMapName /90ms-RKSJ-H def /WMode 0 def
      4 begincodespacerange <00> <80> <8140> <9FFC> <A0> <DF> <E040> <FCFC> endcodespacerange
      1 beginnotdefrange <00> <1F> 231 endnotdefrange
      100 begincidrange <20> <7D> 231 <7E> <7E> 631 <8140> <817E> 633 <8180> <81AC> 696 endcidrange
      1 begincidchar <8200> 7 endcidchar`);
    expect(map.cid(0x20)).toBe(231);
    expect(map.cid(0x41)).toBe(264);
    expect(map.cid(0x817e)).toBe(633 + 0x3e);
    expect(map.cid(0x8180)).toBe(696);
    expect(map.cid(0x8200)).toBe(7);
    expect(map.cid(0x9000)).toBe(0);
    expect(map.codes('41814241a0e040')).toEqual(['41', '8142', '41', 'a0', 'e040']);
    expect(map.hooks.test_cmap_vertical!(map.cmap)).toBe(0);
  });

  test('codes in no range are skipped by the length of the range that begins like them', () => {
    const map = new Map('begincodespacerange <00> <7F> <8140> <9FFC> endcodespacerange');
    expect(map.codes('8120418140')).toEqual(['8120', '41', '8140']);
  });

  test('ToUnicode: the specification’s example, 9.10.3', () => {
    const map = new Map(`1 begincodespacerange <0000> <FFFF> endcodespacerange
      2 beginbfrange <0000> <005E> <0020> <005F> <0061> [<00660066> <00660069> <00660066006C>] endbfrange
      1 beginbfchar <3A51> <D840DC3E> endbfchar`);
    expect(map.unicode(0x21)).toBe('A');
    expect([0x5f, 0x60, 0x61].map((c) => map.unicode(c))).toEqual(['ff', 'fi', 'ffl']);
    expect(map.unicode(0x3a51)).toBe('\u{2003e}');
    expect(map.unicode(0x62)).toBe('');
  });

  test('ToUnicode: ranges of strings and of surrogate pairs count up, later entries win, order does not matter', () => {
    const map = new Map(`3 beginbfrange <10> <12> <00410061> <20> <22> <D83DDE00> <00> <0F> <0030> endbfrange
      1 beginbfchar <05> <005A> <41> <41> endbfchar`);
    expect(map.unicode(0x12)).toBe('Ac');
    expect(map.unicode(0x22)).toBe('\u{1f602}');
    expect(map.unicode(5)).toBe('Z');
    expect(map.unicode(6)).toBe('6');
    expect(map.unicode(0x41)).toBe('A');
  });

  test('pdfjs-dist’s compressed CMaps', () => {
    const load = (name: string) => new Map(new Uint8Array(fs.readFileSync(path.join(pdfjs, 'cmaps', `${name}.bcmap`))), true);
    const rksj = load('90ms-RKSJ-H');
    expect(rksj.cid(0x41)).toBe(264); // the specification's example, above
    expect(rksj.cid(0x8180)).toBe(696);
    expect(rksj.codes('418142')).toEqual(['41', '8142']);
    const japan = load('Adobe-Japan1-UCS2');
    expect(japan.unicode(34)).toBe('A'); // Adobe-Japan1: CID 34
    expect(japan.unicode(843)).toBe('\u3042'); // あ
    // The kanji of JIS X 0208's first level, against Shift JIS as the platform has it.
    const decoder = new TextDecoder('shift_jis');
    for (let high = 0x89; high < 0x98; high++)
      for (let low = 0x80; low <= 0xfc; low++)
        expect(japan.unicode(rksj.cid((high << 8) | low))).toBe(decoder.decode(Uint8Array.of(high, low)));
  });

  test('hostile counts and ranges end', () => {
    const map = new Map('9 beginbfrange <00000000> <FFFFFFFF> <0000> <0001> <0000> <0041> <00> <FF> [ endbfrange <');
    expect(map.unicode(0x41)).toBe('A');
    for (let seed = 1; seed < 200; seed++) {
      const data = Uint8Array.from({ length: 64 }, (_, i) => (Math.imul(seed * 64 + i, 0x9e3779b1) >>> 13) & 255);
      new Map(data, true).cid(seed);
    }
  });
});

const FLAGS = { symbolic: 4, nonsymbolic: 32 };
/** A square of `size` thousandths of an em, to tell glyphs apart by. */
const square = (size: number) =>
  simpleGlyph([
    [0, 0, true],
    [size, 0, true],
    [size, size, true],
    [0, size, true],
  ]);
/** Glyphs 1, 2, 3, … are squares of 100, 200, 300, … */
const squares = (table?: Uint8Array) =>
  sfnt({ ...trueType([square(10), ...[100, 200, 300, 400, 500].map(square)]), ...(table ? { cmap: table } : {}) });

describe('simple fonts', () => {
  const trueTypeFont = (table: Uint8Array | undefined, flags: number, rest: string) => {
    const doc = new Document(
      `<</Type/Font/Subtype/TrueType/BaseFont/Test/FontDescriptor 5 0 R/FirstChar 32/Widths[250 300 400]${rest}>>`,
      `<</Type/FontDescriptor/FontName/Test/Flags ${flags}/FontFile2 6 0 R/MissingWidth 123>>`,
      { dict: '', data: Buffer.from(squares(table)).toString('latin1') },
    );
    return { doc, font: doc.font(4) };
  };
  const glyphs = ({ doc, font }: { doc: Document; font: number }, string: string) => doc.chars(font, string).map((c) => c.gid);

  test('TrueType, not symbolic: names to Unicode to (3, 1)', () => {
    const it = trueTypeFont(cmap([1, 0, 65, [5, 5]], [3, 1, 0x41, [1, 2]]), FLAGS.nonsymbolic, '/Encoding/WinAnsiEncoding');
    expect(glyphs(it, 'AB')).toEqual([1, 2]);
    expect(it.doc.chars(it.font, 'A')[0]!.text).toBe('A');
    expect(it.doc.box(it.font, 2)).toEqual([0, 0, 200, 200]);
  });

  test('TrueType, not symbolic: names to Mac OS codes to (1, 0), by /Differences', () => {
    const it = trueTypeFont(cmap([1, 0, 0x80, [4]]), FLAGS.nonsymbolic, '/Encoding<</Differences[65/Adieresis/nothing]>>');
    expect(glyphs(it, 'A')).toEqual([4]);
    expect(it.doc.chars(it.font, 'A')[0]!.text).toBe('\u00c4');
  });

  test.each([0xf000, 0xf100, 0xf200, 0])('TrueType, symbolic: (3, 0) from %i on', (page) => {
    const it = trueTypeFont(cmap([3, 0, page + 65, [3, 2]]), FLAGS.symbolic, '');
    expect(glyphs(it, 'AB')).toEqual([3, 2]);
  });

  test('TrueType: (1, 0) by the code itself; without any cmap the code is the glyph', () => {
    expect(glyphs(trueTypeFont(cmap([1, 0, 65, [2, 1]]), FLAGS.symbolic, ''), 'AB')).toEqual([2, 1]);
    expect(glyphs(trueTypeFont(undefined, FLAGS.symbolic, ''), '\x03\x02')).toEqual([3, 2]);
  });

  test('a space that a subset leaves out draws nothing; other missing glyphs are .notdef', () => {
    const it = trueTypeFont(cmap([3, 1, 0x41, [1]]), FLAGS.nonsymbolic, '/Encoding/WinAnsiEncoding');
    expect(glyphs(it, ' Z')).toEqual([-1, 0]);
  });

  test('widths by /Widths, /MissingWidth outside it', () => {
    const { doc, font } = trueTypeFont(cmap([3, 1, 0x41, [1]]), FLAGS.nonsymbolic, '/Encoding/WinAnsiEncoding');
    expect(doc.chars(font, ' !"A').map((c) => c.width)).toEqual([0.25, 0.3, 0.4, 0.123]);
    expect(doc.chars(font, ' A').map((c) => c.isSpace)).toEqual([true, false]);
  });

  const glyph = (size: number) => `0 ${size} hsbw 0 0 rmoveto ${size} hlineto endchar`;
  const type1Font = (
    encoding: string,
    rest = '',
    file = type1({
      glyphs: { '.notdef': glyph(1), A: glyph(600), alpha: glyph(300), odd: glyph(50) },
      encoding: '256 array dup 1 /alpha put dup 2 /odd put readonly def',
    }),
  ) => {
    const doc = new Document(
      `<</Type/Font/Subtype/Type1/BaseFont/ABCDEF+Test${encoding}${rest}/FontDescriptor 5 0 R>>`,
      '<</Type/FontDescriptor/Flags 4/FontFile 6 0 R>>',
      { dict: '', data: Buffer.from(file).toString('latin1') },
      { dict: '', data: '1 beginbfchar <41> <0042> endbfchar' },
    );
    return { doc, font: doc.font(4) };
  };

  test('Type 1: the built-in encoding, and widths of the program where there are none in the PDF', () => {
    const { doc, font } = type1Font('');
    expect(doc.chars(font, '\x01').map((c) => [c.gid, c.width, c.text])).toEqual([[2, 0.3, '\u03b1']]);
  });

  test('Type 1: /Differences over the built-in encoding', () => {
    const { doc, font } = type1Font('/Encoding<</Differences[1/A 3/A]>>');
    expect(doc.chars(font, '\x01\x02\x03').map((c) => c.gid)).toEqual([1, 3, 1]);
  });

  test('ToUnicode comes before names', () => {
    const { doc, font } = type1Font('/Encoding/WinAnsiEncoding', '/ToUnicode 7 0 R');
    expect(doc.chars(font, 'A').map((c) => [c.gid, c.text])).toEqual([[1, 'B']]);
  });

  test('CFF: names by its charset', () => {
    // SIDs 34 and 35 are A and B (Adobe Technical Note 5176, appendix A).
    const file = cff({ glyphs: ['endchar', '0 0 rmoveto 100 hlineto endchar', '0 0 rmoveto 200 hlineto endchar'], charset: [34, 35] });
    const { doc, font } = type1Font('/Encoding<</Differences[65/B/A]>>', '', file);
    expect(doc.chars(font, 'AB').map((c) => c.gid)).toEqual([2, 1]);
  });

  test('Type 3: names to streams, widths by the font matrix', () => {
    const doc = new Document(
      '<</Type/Font/Subtype/Type3/FontMatrix[.01 0 0 .01 0 0]/FirstChar 97/Widths[75]/CharProcs<</sq 5 0 R>>/Encoding<</Differences[97/sq/none]>>>>',
      { dict: '', data: '0 0 75 75 re f' },
    );
    const [a, b] = doc.chars(doc.font(4), 'ab');
    expect([a!.width, a!.gid, a!.charProc !== 0]).toEqual([0.75, -1, true]);
    expect([b!.width, b!.charProc]).toEqual([0, 0]);
  });
});

describe('composite fonts', () => {
  const composite = (descendant: string, encoding = '/Identity-H', rest = '') => {
    const doc = new Document(
      `<</Type/Font/Subtype/Type0/BaseFont/Test/Encoding ${encoding}/DescendantFonts[5 0 R]${rest}>>`,
      `<</Type/Font/Subtype/CIDFontType2/BaseFont/Test/FontDescriptor 6 0 R${descendant}>>`,
      '<</Type/FontDescriptor/Flags 4/FontFile2 7 0 R>>',
      { dict: '', data: Buffer.from(squares(cmap([3, 1, 0x4e00, [1, 2, 3]]))).toString('latin1') },
      { dict: '', data: '\x00\x00\x00\x03\x00\x01' },
      { dict: '', data: '1 begincodespacerange <00> <ff> endcodespacerange 1 begincidrange <41> <42> 1 endcidrange' },
    );
    return { doc, font: doc.font(4) };
  };

  test('Identity-H: two bytes are the CID, the CID is the glyph; /W and /DW; text by the font’s own cmap', () => {
    const { doc, font } = composite('/CIDToGIDMap/Identity/DW 700/W[1[500 600] 3 4 800]');
    const chars = doc.chars(font, '\x00\x01\x00\x02\x00\x03\x00\x05');
    expect(chars.map((c) => c.gid)).toEqual([1, 2, 3, 5]);
    expect(chars.map((c) => c.width)).toEqual([0.5, 0.6, 0.8, 0.7]);
    expect(chars.map((c) => c.text)).toEqual(['\u4e00', '\u4e01', '\u4e02', '']);
  });

  test('a string that ends inside a code', () => {
    const { doc, font } = composite('');
    expect(doc.chars(font, '\x00\x01\x02').map((c) => [c.bytes, c.code])).toEqual([
      [2, 1],
      [1, 2],
    ]);
  });

  test('/CIDToGIDMap', () => {
    const { doc, font } = composite('/CIDToGIDMap 8 0 R');
    expect(doc.chars(font, '\x00\x01\x00\x02\x00\x09').map((c) => c.gid)).toEqual([3, 1, 0]);
  });

  test('an embedded CMap', () => {
    const { doc, font } = composite('', '9 0 R');
    expect(doc.chars(font, 'AB ').map((c) => [c.bytes, c.gid, c.isSpace])).toEqual([
      [1, 1, false],
      [1, 2, false],
      [1, 0, true],
    ]);
  });

  test('vertical writing: /W2 and /DW2, and their defaults', () => {
    const { doc, font } = composite('/DW 600/W2[1[-500 250 772] 3 4 -400 1 2]', '/Identity-V');
    expect(doc.chars(font, '\x00\x01\x00\x02\x00\x04').map((c) => [c.width, c.vx, c.vy])).toEqual([
      [0.5, 0.25, 0.772],
      [1, 0.3, 0.88],
      [0.4, 0.001, 0.002],
    ]);
  });

  test('predefined CMaps and the text of Adobe’s collections come from the host', () => {
    const { doc, font } = composite('/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>', '/90ms-RKSJ-V');
    expect(doc.needed()).toEqual(['90ms-RKSJ-V.bcmap']);
    doc.bring(); // the one
    doc.font(4);
    expect(doc.needed()).toEqual(['90ms-RKSJ-H.bcmap']); // which the first one uses
    doc.bring();
    expect(doc.font(4)).toBe(font);
    doc.chars(font, 'A');
    expect(doc.needed()).toEqual(['Adobe-Japan1-UCS2.bcmap']);
    doc.bring();
    doc.font(4);
    expect(doc.needed()).toEqual([]);
    const chars = doc.chars(font, 'A\x88\x9f');
    expect(chars.map((c) => [c.bytes, c.text])).toEqual([
      [1, 'A'],
      [2, '\u4e9c'],
    ]);
  });
});

test.each([
  ['/90ms-RKSJ-H', 'Japan1'],
  ['/H', 'Japan1'],
  ['/UniJIS-UCS2-HW-V', 'Japan1'],
  ['/EUC-H', 'Japan1'],
  ['/GBK2K-H', 'GB1'],
  ['/GB-EUC-H', 'GB1'],
  ['/ETenms-B5-H', 'CNS1'],
  ['/CNS-EUC-H', 'CNS1'],
  ['/KSCms-UHC-H', 'Korea1'],
  ['/UniKS-UTF16-H', 'Korea1'],
  ['/Identity-H', null],
])('a font that does not name its character collection has that of its CMap: %s', (encoding, collection) => {
  const doc = new Document(
    `<</Type/Font/Subtype/Type0/BaseFont/Test/Encoding ${encoding}/DescendantFonts[5 0 R]>>`,
    '<</Type/Font/Subtype/CIDFontType0/BaseFont/Test/CIDSystemInfo<</Ordering(Identity)>>>>',
  );
  const needed = new Set<string>();
  for (let round = 0; round < 4; round++) {
    doc.chars(doc.font(4), '\x88\x9f\xb0\xa1');
    for (const name of doc.needed()) needed.add(name);
    doc.bring();
  }
  // The map to text is asked for unless the codes are Unicode; so is the font.
  const languages = { Japan1: 'ja', GB1: 'zh-Hans', CNS1: 'zh-Hant', Korea1: 'ko' };
  const language = collection && languages[collection as keyof typeof languages];
  expect([...needed].filter((name) => name.startsWith('fallback'))).toEqual(language ? [`fallback-${language}`] : []);
});

describe('fonts that are not embedded', () => {
  const load = (rest: string, bring = true, descriptor = '<<>>') => {
    const doc = new Document(`<</Type/Font${rest}/FontDescriptor 5 0 R>>`, descriptor);
    let font = doc.font(4);
    if (bring) {
      doc.bring();
      font = doc.font(4);
    }
    return { doc, font };
  };

  test.each([
    ['Helvetica', 'LiberationSans-Regular.ttf'],
    ['ArialMT', 'LiberationSans-Regular.ttf'],
    ['Arial,BoldItalic', 'LiberationSans-BoldItalic.ttf'],
    ['Helvetica-Oblique', 'LiberationSans-Italic.ttf'],
    ['TimesNewRomanPS-BoldMT', 'FoxitSerifBold.pfb'],
    ['Times-Roman', 'FoxitSerif.pfb'],
    ['Times#20New#20Roman,Italic', 'FoxitSerifItalic.pfb'],
    ['CourierNew', 'FoxitFixed.pfb'],
    ['Courier-BoldOblique', 'FoxitFixedBoldItalic.pfb'],
    ['SymbolMT', 'FoxitSymbol.pfb'],
    ['ZapfDingbats', 'FoxitDingbats.pfb'],
    ['ABCDEF+Georgia', 'FoxitSerif.pfb'],
    ['ABCDEF+CMBX10', 'LiberationSans-Bold.ttf'],
    ['Unheard-Of', 'LiberationSans-Regular.ttf'],
  ])('%s is drawn by %s', (name, file) => {
    expect(load(`/Subtype/Type1/BaseFont/${name}`, false).doc.needed()).toEqual([file]);
  });

  test.each([
    ['/Flags 2', 'FoxitSerif.pfb'],
    ['/Flags 1', 'FoxitFixed.pfb'],
    ['/Flags 34/StemV 140', 'FoxitSerifBold.pfb'],
    ['/Flags 34/StemV 140/FontBBox[0 -250 1124 750]', 'FoxitSerifBold.pfb'],
    ['/Flags 34/StemV 151/FontBBox[0 -250 1009 750]', 'FoxitSerif.pfb'], // 0.15 of 1009: guessed
    ['/Flags 32/FontWeight 700/ItalicAngle -12', 'LiberationSans-BoldItalic.ttf'],
    ['/Flags 262240', 'LiberationSans-BoldItalic.ttf'], // ForceBold, Nonsymbolic, Italic
  ])('by its descriptor: %s', (descriptor, file) => {
    expect(load('/Subtype/TrueType/BaseFont/Unheard', false, `<<${descriptor}>>`).doc.needed()).toEqual([file]);
  });

  // The advances are those of Adobe's AFM files for the standard fonts.
  test.each([
    ['Helvetica', 'AW', [0.667, 0.944]],
    ['Times-Roman', 'AW', [0.722, 0.944]],
    ['Times-BoldItalic', 'AW', [0.667, 0.889]],
    ['Courier', 'AW', [0.6, 0.6]],
    ['Symbol', 'ab', [0.631, 0.549]],
    ['ZapfDingbats', '!\xfe', [0.974, 0.918]],
  ])('%s has the standard widths', (name, string, widths) => {
    const { doc, font } = load(`/Subtype/Type1/BaseFont/${name}`);
    const chars = doc.chars(font, string);
    chars.forEach((c, i) => {
      expect(Math.abs(c.width - widths[i]!)).toBeLessThan(0.001);
      expect(c.stretch).toBe(1);
      expect(doc.box(font, c.gid).length).toBe(4);
    });
  });

  test('codes of a composite font that nothing explains are their own text, but for control characters', () => {
    const type0 = (rest = '') =>
      new Document(
        `<</Type/Font/Subtype/Type0/BaseFont/Unknown/Encoding/Identity-H${rest}/DescendantFonts[5 0 R]>>`,
        '<</Type/Font/Subtype/CIDFontType0/BaseFont/Unknown>>',
      );
    const silent = type0();
    silent.bring();
    const chars = silent.chars(silent.font(4), '\x00A\x00\x95\x00\x03');
    expect(chars.map((c) => [c.text, c.gid])).toEqual([
      ['A', -1],
      ['\u0095', -1],
      ['', -1],
    ]);
  });

  test('without /Encoding a TrueType font that says it is Latin has StandardEncoding, and else that of Windows', () => {
    const arial = (flags: number) => load('/Subtype/TrueType/BaseFont/Arial', true, `<</Type/FontDescriptor/Flags ${flags}>>`);
    // Annex D.2: 361 (octal) is ae in StandardEncoding, ntilde in WinAnsiEncoding.
    const latin = arial(32);
    expect(latin.doc.chars(latin.font, '\xf1').map((c) => c.text)).toEqual(['\u00e6']);
    const silent = arial(0);
    expect(silent.doc.chars(silent.font, '\xf1').map((c) => c.text)).toEqual(['\u00f1']);
  });

  test('the two symbol fonts have their own text', () => {
    const symbol = load('/Subtype/Type1/BaseFont/Symbol/Encoding/WinAnsiEncoding');
    expect(symbol.doc.chars(symbol.font, 'ab\xb3').map((c) => c.text)).toEqual(['\u03b1', '\u03b2', '\u2265']);
    const dingbats = load('/Subtype/Type1/BaseFont/ZapfDingbats');
    expect(dingbats.doc.chars(dingbats.font, '4').map((c) => c.text)).toEqual(['\u2714']);
  });

  // The AFM files' widths of the space.
  test.each([
    ['Times-Roman', 0.25],
    ['Helvetica', 0.278],
    ['Courier', 0.6],
  ])('a code without a glyph: %s is %d wide', (name, width) => {
    // prettier-ignore
    const { doc, font } = load(`/Subtype/Type1/BaseFont/${name}`);
    const [control] = doc.chars(font, '\x02');
    expect(control!.gid).toBe(-1);
    expect(control!.width).toBeCloseTo(width, 3);
  });

  test('a glyph that is too wide is condensed, one that is too narrow stays as it is', () => {
    const { doc, font } = load('/Subtype/TrueType/BaseFont/Tahoma/Encoding/WinAnsiEncoding/FirstChar 65/Widths[333.5 667 1000]');
    const [a, b, c] = doc.chars(font, 'ABC');
    expect(a!.stretch).toBeCloseTo(0.5, 3);
    expect([b!.stretch, b!.vx]).toEqual([1, 0]);
    expect([c!.stretch, c!.vx]).toEqual([1, 0]);
  });

  test.each([
    ['Helvetica,Bold', 1],
    ['ABCDEF+Arial-BoldItalicMT', 1],
    ['TimesNewRomanPSMT', 1],
    ['Arial Narrow', 0.5],
    ['Helvetica-Condensed', 0.5],
    ['Arial-Black', 0.5],
  ])('%s: the glyphs of the standard fonts are never condensed, whatever their /Widths', (name, stretch) => {
    // The H of Helvetica and Arial, regular or bold, is 722 wide, as is that of Times.
    const { doc, font } = load(`/Subtype/TrueType/BaseFont/${name.replace(' ', '#20')}/Encoding/WinAnsiEncoding/FirstChar 72/Widths[361]`);
    expect(doc.chars(font, 'H')[0]!.stretch).toBeCloseTo(stretch, 2);
  });

  test('before the host has brought it, and when it has none, nothing is drawn and the text is there', () => {
    const waiting = load('/Subtype/Type1/BaseFont/Helvetica/FirstChar 65/Widths[600]', false);
    const check = () => expect(waiting.doc.chars(waiting.font, 'A').map((c) => [c.gid, c.width, c.text])).toEqual([[-1, 0.6, 'A']]);
    check();
    waiting.doc.bring(true);
    expect(waiting.doc.font(4)).toBe(waiting.font);
    check();
    expect(waiting.doc.needed()).toEqual([]);
  });

  test('a broken program is replaced', () => {
    const doc = new Document('<</Type/Font/Subtype/TrueType/BaseFont/Arial/FontDescriptor 5 0 R>>', '<</FontFile2 6 0 R>>', {
      dict: '',
      data: 'not a font',
    });
    doc.font(4);
    expect(doc.needed()).toEqual(['LiberationSans-Regular.ttf']);
  });

  test('composite: glyphs by the text', () => {
    const doc = new Document(
      '<</Type/Font/Subtype/Type0/BaseFont/Arial/Encoding/Identity-H/ToUnicode 6 0 R/DescendantFonts[5 0 R]>>',
      '<</Type/Font/Subtype/CIDFontType2/BaseFont/Arial/DW 667>>',
      { dict: '', data: '1 beginbfchar <0024> <0041> endbfchar' },
    );
    doc.font(4);
    doc.bring();
    const font = doc.font(4);
    const [a, unknown] = doc.chars(font, '\x00\x24\x01\x25');
    expect([a!.text, a!.width, unknown!.gid]).toEqual(['A', 0.667, -1]);
    expect(doc.box(font, a!.gid).length).toBe(4);
  });
});
