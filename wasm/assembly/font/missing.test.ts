import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { HostLanguage, HostStyle, Warning } from '../../src/abi.js';
import { Document, Engine, loadFontHooks } from '../../test/font-document.js';
import { IDLE_HOST } from '../../test/hooks.js';

/** Text that no font of the document, and no substitute, has. */

beforeAll(loadFontHooks, 60_000);
afterEach(() => {
  Engine.host = IDLE_HOST;
});

/** A Type 0 font without a program; ToUnicode has a Hiragana A for code 1 and a vertical bar's base, an em dash, for code 2. */
const type0 = (rest = '', descendant = '') =>
  new Document(
    `<</Type/Font/Subtype/Type0/BaseFont/Some/Encoding/Identity-H${rest}/DescendantFonts[5 0 R]>>`,
    `<</Type/Font/Subtype/CIDFontType2/BaseFont/Some/DW 500${descendant}>>`,
    { dict: '', data: '1 begincodespacerange <0000> <ffff> endcodespacerange 2 beginbfchar <0001> <3042> <0002> <ff0c> endbfchar' },
  );
const MAPPED = '/ToUnicode 6 0 R';

/** Brings what is needed until nothing is; the characters then. */
function shown(doc: Document, string: string, none = false) {
  for (let round = 0; round < 4; round++) {
    doc.chars(doc.font(4), string);
    doc.bring(none);
  }
  return doc.chars(doc.font(4), string);
}

/** What was noted, but for the missing cross-reference table of these documents. */
const told = (doc: Document) => doc.warned().filter((code) => code !== Warning.XrefRebuilt);

describe('what cannot be drawn is told', () => {
  test('codes of a font without a program that no map explains', () => {
    const doc = type0();
    shown(doc, '\x30\x42');
    expect(told(doc)).toEqual([Warning.FontMissing]);
  });

  test('names of glyphs that nobody knows; but not codes without a name', () => {
    const simple = (encoding: string) => new Document(`<</Type/Font/Subtype/Type1/BaseFont/Some/Encoding<</Differences[1 ${encoding}]>>>>`);
    const known = simple('/A/space/.notdef');
    shown(known, '\x01\x02\x03\x04');
    expect(told(known)).toEqual([]);
    const unknown = simple('/whatsthis');
    shown(unknown, '\x01');
    expect(told(unknown)).toEqual([Warning.FontMissing]);
  });

  test('all text but spaces, where the engine has no substitutes: without its resources, or a network', () => {
    const doc = new Document('<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>');
    expect(shown(doc, ' ', true).map((c) => c.gid)).toEqual([-1]);
    expect(told(doc)).toEqual([]);
    expect(shown(doc, 'A', true).map((c) => c.gid)).toEqual([-1]);
    expect(told(doc)).toEqual([Warning.FontMissing]);
    // Letters that stood on one another would be read as one that is drawn twice.
    expect(shown(doc, 'A ', true).map((c) => c.width)).toEqual([0.5, 0.5]);
  });
});

describe('the host draws what it can', () => {
  const asked: [unicode: number, style: number][] = [];
  /** A host that has a triangle, 0.8 em wide, for some characters. */
  const host = (characters: number[]) => {
    asked.length = 0;
    let memory: WebAssembly.Memory;
    let take: (size: number) => number;
    Engine.host = {
      ...IDLE_HOST,
      drawCharacter: (glyph: number) => {
        const view = new DataView(memory.buffer);
        const [unicode, style] = [view.getUint32(glyph, true), view.getUint32(glyph + 4, true)];
        asked.push([unicode, style]);
        if (!characters.includes(unicode)) return 0;
        const at = take(28);
        const answer = new DataView(memory.buffer);
        answer.setUint32(at, 3, true);
        [0.1, 0, 0.7, 0, 0.4, 0.9].forEach((v, i) => answer.setFloat32(at + 4 + i * 4, v, true));
        answer.setFloat32(glyph + 8, 0.8, true);
        answer.setUint32(glyph + 12, at, true);
        answer.setUint32(glyph + 16, 28, true);
        return 1;
      },
    };
    return (doc: Document) => {
      memory = doc.hooks.memory;
      take = doc.hooks.test_alloc!;
      return doc;
    };
  };

  test('a character with its outline, made as narrow as the document has it', () => {
    const doc = host([0x3042])(type0(MAPPED, '/FontDescriptor<</Flags 2/StemV 200>>'));
    const [kana] = shown(doc, '\x00\x01');
    expect(kana).toMatchObject({ text: 'あ', width: 0.5, stretch: 0.625 });
    expect(doc.box(doc.font(4), kana!.gid)).toEqual([100, 0, 700, 900]);
    expect(told(doc)).toEqual([Warning.FontSubstituted]);
    // Once, and in the style of the font.
    expect(asked).toEqual([[0x3042, HostStyle.Serif | HostStyle.Bold]]);
  });

  test('in the shapes of the language; in vertical writing by the form for it', () => {
    const vertical = (characters: number[]) => {
      const ready = host(characters);
      const doc = new Document(
        '<</Type/Font/Subtype/Type0/BaseFont/Some/Encoding/Identity-V/ToUnicode 6 0 R/DescendantFonts[5 0 R]>>',
        '<</Type/Font/Subtype/CIDFontType0/BaseFont/Some/CIDSystemInfo<</Ordering(Korea1)>>>>',
        { dict: '', data: '1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfchar <0002> <ff0c> endbfchar' },
      );
      shown(ready(doc), '\x00\x02');
      return asked.map(([unicode]) => unicode.toString(16));
    };
    expect(vertical([0xfe10])).toEqual(['fe10']);
    expect(asked[0]![1]).toBe(HostStyle.Vertical | (HostLanguage.Korean << 8));
    expect(vertical([0xff0c])).toEqual(['fe10', 'ff0c']);
  });

  test('what it has not is missing', () => {
    const doc = host([])(type0(MAPPED));
    expect(shown(doc, '\x00\x01').map((c) => c.gid)).toEqual([-1]);
    expect(told(doc)).toEqual([Warning.FontMissing]);
  });
});
