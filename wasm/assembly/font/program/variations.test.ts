import { describe, expect, test } from 'vitest';
import { bytes, cff2, gsub, sfnt, simpleGlyph, trueType, type1, u16, u32 } from '../../../test/font-builder.js';
import { Font, load } from '../../../test/font-program.js';

/** Fonts that hold a range of designs, of which a PDF shows one; and the glyphs that writing from top to bottom chooses. */

const SQUARE = '100 hlineto 100 vlineto -100 hlineto';
const squareAt = (x: number, y: number) => `M${x} ${y} L${x + 100} ${y} L${x + 100} ${y + 100} L${x} ${y + 100} Z`;

function head(unitsPerEm: number): Uint8Array {
  const table = new Uint8Array(54);
  table.set(u16(unitsPerEm), 18);
  return table;
}

describe('CFF2', () => {
  const table = cff2({
    regions: [2, 1],
    glyphs: [
      '',
      // Two values, then two variations of each: the first set has two regions.
      `50 60 10 20 30 40 2 blend rmoveto ${SQUARE}`,
      // The second set has one region.
      `1 vsindex 7 99 1 blend hmoveto ${SQUARE}`,
      // No width stands before the first operator, and nothing ends a subroutine or the glyph.
      '10 20 rmoveto -107 callsubr -107 callgsubr',
      '3 4 9 blend rmoveto',
    ],
    subrs: ['100 hlineto'],
    globalSubrs: ['100 vlineto -100 hlineto'],
  });

  test('outlines of the default instance, in the units of the font around it', async () => {
    const font = new Font(await load('release'), sfnt({ CFF2: table, head: head(1000) }, 0x4f54544f));
    expect(font.count).toBe(5);
    expect(font.outline(1)).toEqual({ whole: true, text: squareAt(50, 60) });
    expect(font.outline(2)).toEqual({ whole: true, text: squareAt(7, 0) });
    expect(font.outline(3)).toEqual({ whole: true, text: squareAt(10, 20) });
    expect(font.outline(4)).toEqual({ whole: false, text: '' }); // more variations than there are numbers
    const large = new Font(await load('release'), sfnt({ CFF2: table, head: head(2000) }, 0x4f54544f));
    expect(large.bounds(1)).toEqual([25, 30, 75, 80]);
  });

  test('advances are those of hmtx; without it there are none, nor names', async () => {
    const hhea = new Uint8Array(36);
    hhea.set(u16(1), 34);
    const font = new Font(await load('release'), sfnt({ CFF2: table, head: head(1000), hhea, hmtx: bytes(u16(640, 0)) }));
    expect(font.advance(3)).toBeCloseTo(640, 3);
    const bare = new Font(await load('release'), sfnt({ CFF2: table, head: head(1000) }));
    expect([bare.advance(3), bare.name(3), bare.named('A'), bare.gidOfCode(65)]).toEqual([-1000, null, -1, -1]);
  });

  test('damage neither traps nor keeps memory', async () => {
    const hooks = await load('release');
    const file = sfnt({ CFF2: table, head: head(1000) });
    const start = hooks.test_bytes_in_use!();
    let seed = 11;
    const random = (n: number) => (seed = (seed * 48271) % 0x7fffffff) % n;
    for (let round = 0; round < 400; round++) {
      const copy = file.slice();
      for (let i = random(6); i >= 0; i--) copy[44 + random(copy.length - 44)] = random(256);
      const font = new Font(hooks, copy);
      if (font.program) for (let gid = 0; gid < 5; gid++) font.outline(gid);
      font.destroy();
    }
    expect(hooks.test_bytes_in_use!()).toBe(start);
  });
});

test('a variable TrueType font is its default instance: glyf as it is', async () => {
  const square = simpleGlyph([
    [0, 0, true],
    [0, 100, true],
    [100, 100, true],
    [100, 0, true],
  ]);
  const fvar = bytes(u16(1, 0, 16, 2, 1, 20, 0, 8), 'wght', u32(100 << 16, 400 << 16, 900 << 16), u16(0, 256));
  const font = new Font(await load('release'), sfnt({ ...trueType([square]), fvar, gvar: bytes(u16(1, 0)), HVAR: bytes(u16(1, 0)) }));
  expect(font.outline(0)).toEqual({ whole: true, text: 'M0 0 L0 100 L100 100 L100 0 Z' });
});

test('a multiple master is blended by its weight vector', async () => {
  // Adobe Technical Note 5015: OtherSubrs 14 to 18 blend 1, 2, 3, 4 and 6 values; here of two masters, at 0.25 of the second.
  const wide = `0 500 hsbw 100 40 2 14 callothersubr pop 0 rmoveto ${SQUARE} closepath endchar`;
  const both = `0 500 hsbw 10 20 40 -40 4 15 callothersubr pop pop rmoveto ${SQUARE} closepath endchar`;
  const file = type1({
    glyphs: { '.notdef': '0 500 hsbw endchar', A: wide, B: both },
    encoding: 'StandardEncoding def /WeightVector [0.75 0.25 ] def /makeblendedfont {/WeightVector exch def} def',
  });
  const font = new Font(await load('release'), file);
  expect(font.outline(1)).toEqual({ whole: true, text: squareAt(110, 0) }); // 100 + 0.25 · 40
  expect(font.outline(2)).toEqual({ whole: true, text: squareAt(20, 10) }); // 10 + 0.25 · 40, 20 − 0.25 · 40
});

describe('glyphs for vertical writing', () => {
  const glyphs = Array.from({ length: 9 }, () => simpleGlyph());
  const covers = (...list: number[]) => u16(1, list.length, ...list);
  const vertical = async (table: Uint8Array, gid: number) => {
    const hooks = await load('release');
    return hooks.test_vertical_glyph!(new Font(hooks, sfnt({ ...trueType(glyphs), GSUB: table })).program, gid);
  };
  // Single substitutions: by a difference (1), by a list (2); behind an extension (lookup type 7).
  const byDifference = bytes(u16(1, 6, 3), covers(1, 2));
  const byList = bytes(u16(2, 10, 2, 7, 8), covers(3, 5));
  const byRanges = bytes(u16(2, 10, 2, 7, 8), u16(2, 1, 3, 4, 0));
  const extended = bytes(u16(1, 1), u32(8), byList);

  test.each([
    ['vert', 1, byDifference, [4, 5, 3]],
    ['vert', 1, byList, [1, 2, 7]],
    ['vert', 1, byRanges, [1, 2, 7]],
    ['vert', 7, extended, [1, 2, 7]],
    ['vrt2', 1, byList, [1, 2, 7]],
    ['liga', 1, byList, [1, 2, 3]],
    ['vert', 4, byList, [1, 2, 3]],
  ] as const)('%s, lookup type %i', async (feature, type, subtable, expected) => {
    const table = gsub(feature, [type, subtable]);
    expect([await vertical(table, 1), await vertical(table, 2), await vertical(table, 3)]).toEqual(expected);
  });

  test('a substitute that is no glyph of the font is none', async () => {
    expect(await vertical(gsub('vert', [1, bytes(u16(1, 6, 500), covers(1))]), 1)).toBe(1);
  });
});
