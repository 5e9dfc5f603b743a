import { describe, expect, test } from 'vitest';
import { bytes, cff, charstring, sfnt, simpleGlyph, trueType, type1, u16, u32 } from '../../../test/font-builder.js';
import { Font, load } from '../../../test/font-program.js';

/** Font programs that keep to the letter of their formats, or break it, in ways that occur. */

const SQUARE = '100 hlineto 100 vlineto -100 hlineto closepath';
const squareAt = (x: number, y: number) => `M${x} ${y} L${x + 100} ${y} L${x + 100} ${y + 100} L${x} ${y + 100} Z`;

describe('Type 1', () => {
  const draw = async (glyphs: Record<string, string>, subrs: string[] = []) => {
    const font = new Font(await load('release'), type1({ glyphs: { '.notdef': '0 250 hsbw endchar', ...glyphs }, subrs }));
    return font.outline(1);
  };

  test('hints of three stems, and sbw, whose side bearing has a height', async () => {
    expect(await draw({ A: `50 60 700 0 sbw 1 2 3 4 5 6 hstem3 0 hmoveto ${SQUARE} endchar` })).toEqual({
      whole: true,
      text: squareAt(50, 60),
    });
  });

  test('div makes numbers that a charstring cannot hold', async () => {
    expect((await draw({ A: '0 500 hsbw 1 2 div 3 4 div rmoveto 10 hlineto 5 vlineto closepath endchar' })).text).toBe(
      'M0.5 0.75 L10.5 0.75 L10.5 5.75 Z',
    );
  });

  test('subroutines that are missing: flex and hint replacement are known, others are passed over', async () => {
    const flex = `0 500 hsbw 0 0 rmoveto 1 callsubr 30 0 rmoveto 2 callsubr -20 5 rmoveto 2 callsubr 10 5 rmoveto 2 callsubr
      10 0 rmoveto 2 callsubr 10 0 rmoveto 2 callsubr 10 -5 rmoveto 2 callsubr 10 -5 rmoveto 2 callsubr
      50 60 0 0 callsubr 100 vlineto closepath endchar`;
    expect(await draw({ A: flex })).toEqual({ whole: true, text: 'M0 0 C10 5 20 10 30 10 C40 10 50 5 60 0 L60 100 Z' });
    expect(await draw({ A: `0 500 hsbw 9 1 3 callothersubr pop callsubr 5 0 rmoveto ${SQUARE} endchar` })).toEqual({
      whole: true,
      text: squareAt(5, 0),
    });
    expect((await draw({ A: '0 500 hsbw -4 callsubr endchar' })).whole).toBe(false);
  });

  test('a flex of too few points draws none, and the glyph goes on', async () => {
    const odd = `0 500 hsbw 0 0 rmoveto 0 1 callothersubr 30 0 rmoveto 0 2 callothersubr 50 30 0 3 0 callothersubr pop pop setcurrentpoint ${SQUARE} endchar`;
    expect((await draw({ A: odd })).text).toBe(squareAt(30, 0));
  });

  test('seac goes by StandardEncoding, whatever the font’s own encoding is', async () => {
    const glyphs = {
      '.notdef': '0 250 hsbw endchar',
      Aacute: '0 700 hsbw 0 30 40 65 194 seac',
      A: `0 700 hsbw 0 hmoveto ${SQUARE} endchar`,
      acute: `0 300 hsbw 0 hmoveto ${SQUARE} endchar`,
    };
    const font = new Font(await load('release'), type1({ glyphs, encoding: '256 array dup 65 /acute put dup 1 /Aacute put readonly def' }));
    expect(font.outline(font.gidOfCode(1))).toEqual({ whole: true, text: `${squareAt(0, 0)} ${squareAt(30, 40)}` });
  });

  test('seac of a glyph that is not there draws the other one', async () => {
    const glyphs = { Aacute: '0 700 hsbw 0 30 40 65 194 seac', A: `0 700 hsbw 0 hmoveto ${SQUARE} endchar` };
    expect(await draw(glyphs)).toEqual({ whole: false, text: squareAt(0, 0) });
  });

  test('without /lenIV four bytes are random; without encryption and /Private it is read all the same', async () => {
    const glyphs = { A: `0 500 hsbw 5 hmoveto ${SQUARE} endchar` };
    const file = Buffer.from(type1({ glyphs, lenIV: -1 })).toString('latin1');
    expect(file).toContain('eexec');
    const plain = bytes(charstring('0 500 hsbw 5 hmoveto'), charstring(`${SQUARE} endchar`));
    const text = bytes(
      '%!FontType1\n/FontMatrix [0.002 0 0 0.002 0 0] def /lenIV -1 def /CharStrings 1 dict dup begin\n/A ',
      `${plain.length} RD `,
      plain,
      ' ND end\n',
    );
    const font = new Font(await load('release'), text);
    expect(font.outline(font.named('A')).text).toBe('M10 0 L210 0 L210 200 L10 200 Z');
  });

  test('the encrypted part may begin with a byte 0', async () => {
    // The first random byte is chosen so that the cipher's first byte, plain ^ (55665 >> 8), is 0 (chapter 7.1).
    const glyphs = { A: `0 500 hsbw 5 hmoveto ${SQUARE} endchar` };
    const font = new Font(await load('release'), type1({ glyphs, random: 55665 >> 8 }));
    expect(font.outline(1)).toEqual({ whole: true, text: squareAt(5, 0) });
  });
});

describe('CFF', () => {
  const box = '100 hlineto 100 vlineto -100 hlineto';
  const font = { glyphs: ['endchar', `5 hmoveto ${box} endchar`, `7 hmoveto ${box} endchar`], charset: [34, 35] };

  test('a charset that is not there is the predefined one; in a CID-keyed font each CID is its glyph', async () => {
    const hooks = await load('release');
    const named = new Font(hooks, cff({ ...font, charsetAt: 60_000 }));
    expect([named.name(1), named.name(2), named.named('exclam')]).toEqual(['space', 'exclam', 2]); // SIDs 1 and 2
    const keyed = new Font(hooks, cff({ ...font, charsetAt: 60_000, cid: true }));
    expect([1, 2, 3].map((cid) => hooks.test_gid_of_cid!(keyed.program, cid))).toEqual([1, 2, -1]);
  });

  test('the Expert encoding of 5176, appendix B', async () => {
    // isuperior, Asmall, exclamdownsmall, Ydieresissmall.
    const sids = [258, 274, 304, 378];
    const program = new Font(
      await load('release'),
      cff({ glyphs: ['endchar', ...sids.map(() => 'endchar')], charset: sids, encodingAt: 1 }),
    );
    expect([73, 97, 161, 255, 72, 98].map(program.gidOfCode)).toEqual([1, 2, 3, 4, -1, -1]);
  });

  test('a width before the arguments of endchar’s accents', async () => {
    // SIDs: A is 34, acute 125.
    const glyphs = ['endchar', `0 hmoveto ${box} endchar`, `0 hmoveto ${box} endchar`, '33 30 40 65 194 endchar'];
    const program = new Font(await load('release'), cff({ glyphs, charset: [34, 125, 1], nominalWidth: 600 }));
    expect(program.outline(3)).toEqual({ whole: true, text: `${squareAt(0, 0)} ${squareAt(30, 40)}` });
    expect(program.advance(3)).toBeCloseTo(633, 3);
  });

  test('a few stray bytes before it', async () => {
    expect(new Font(await load('release'), bytes([10, 0, 32], cff(font))).outline(1).text).toBe(squareAt(5, 0));
  });
});

describe('TrueType', () => {
  const square = simpleGlyph([
    [0, 0, true],
    [0, 100, true],
    [100, 100, true],
    [100, 0, true],
  ]);
  const header = u16(0xffff, 0, 0, 0, 0);

  test('components: two scales, a matrix, metrics of their own', async () => {
    const scaled = bytes(header, u16(0x0043, 0, 10, 20, 0x2000, 0x4000)); // half as wide; words, offsets
    const sheared = bytes(header, u16(0x0082, 0), [0, 0], u16(0x4000, 0x2000, 0, 0x4000)); // x' = x, y' = y + x/2
    const marked = bytes(header, u16(0x0202, 0), [0, 0]); // USE_MY_METRICS
    const hhea = new Uint8Array(36);
    hhea.set(u16(4), 34);
    const hmtx = bytes(u16(500, 30, 500, 0, 500, 0, 500, 70));
    const font = new Font(await load('release'), sfnt({ ...trueType([square, scaled, sheared, marked]), hhea, hmtx }));
    expect(font.outline(1).text).toBe('M10 20 L10 120 L60 120 L60 20 Z');
    expect(font.outline(2).text).toBe('M0 0 L0 100 L100 150 L100 50 Z');
    // The bearing of the component, 30, counts and not the composite's own 70.
    expect(font.outline(3).text).toBe('M30 0 L30 100 L130 100 L130 0 Z');
  });

  test('a ‘cmap’ of format 8; variation sequences (14) map no single codes', async () => {
    const hooks = await load('release');
    const tables = trueType(Array.from({ length: 9 }, () => square));
    const map = (body: Uint8Array) => new Font(hooks, sfnt({ ...tables, cmap: bytes(u16(0, 1, 3, 10), u32(12), body) })).program;
    const mixed = map(bytes(u16(8, 0), u32(0, 0), new Uint8Array(8192), u32(1, 0x1f600, 0x1f602, 5)));
    expect([0x1f600, 0x1f602, 0x1f603].map((code) => hooks.test_gid_of_cmap!(mixed, 3, 10, code))).toEqual([5, 7, 0]);
    const variations = map(bytes(u16(14), u32(10, 0)));
    expect(hooks.test_gid_of_any_cmap!(variations, 65)).toBe(0);
  });

  test('without ‘head’, ‘hhea’, ‘post’ or the end of ‘loca’', async () => {
    const hooks = await load('release');
    const { maxp, glyf, loca } = trueType([square, square]);
    // No unit: 2048, as most TrueType fonts have it. Long offsets, by the length of ‘loca’.
    const headless = new Font(hooks, sfnt({ maxp: maxp!, glyf: glyf!, loca: loca! }));
    expect(headless.bounds(1).map(Math.round)).toEqual([0, 0, 49, 49]); // 100 / 2048
    expect([headless.name(1), headless.named('A')]).toEqual([null, -1]);
    // Metrics without ‘hhea’: as many as fit.
    const tables = trueType([square, square]);
    const metrics = new Font(hooks, sfnt({ ...tables, hmtx: bytes(u16(640, 0, 320, 0)) }));
    expect([0, 1].map((gid) => Math.round(metrics.advance(gid)))).toEqual([640, 320]);
    // The last glyph's end is missing.
    expect(new Font(hooks, sfnt({ ...tables, loca: tables.loca!.subarray(0, 8) })).outline(1).text).toBe('M0 0 L0 100 L100 100 L100 0 Z');
  });
});
