import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as opentype from 'opentype.js';
import { describe, expect, test } from 'vitest';
import { bytes, cff, sfnt, simpleGlyph, trueType, type1, u16, u32 } from '../../../test/font-builder.js';
import { Font, load } from '../../../test/font-program.js';

const fonts = path.join(path.dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json')), 'standard_fonts');
const standardFont = (file: string) => new Uint8Array(fs.readFileSync(path.join(fonts, file)));

const SQUARE = '100 hlineto 100 vlineto -100 hlineto closepath';
const squareAt = (x: number, y: number) => `M${x} ${y} L${x + 100} ${y} L${x + 100} ${y + 100} L${x} ${y + 100} Z`;

describe.each(['release', 'debug'])('%s', (target) => {
  describe('real fonts', () => {
    test('Liberation Sans has the outlines, advances, codes and names that opentype.js finds', async () => {
      const file = standardFont('LiberationSans-Regular.ttf');
      const other = opentype.parse(file.buffer);
      const font = new Font(await load(target), file);
      expect(font.count).toBe(other.numGlyphs);
      const k = 1000 / other.unitsPerEm;
      const wrong: unknown[] = [];
      for (let gid = 0; gid < font.count; gid++) {
        const glyph = other.glyphs.get(gid);
        const points = glyph.path.commands.filter((c) => c.type !== 'Z');
        const [left, bottom, right, top] = font.bounds(gid);
        // Where segments end lies inside the box of control points.
        const inside = points.every(
          (p) => p.x * k > left! - 0.01 && p.x * k < right! + 0.01 && p.y * k > bottom! - 0.01 && p.y * k < top! + 0.01,
        );
        const same = Math.abs(font.advance(gid) - glyph.advanceWidth! * k) < 0.001 && font.name(gid) === glyph.name;
        if (!inside || !same || !points.length !== (left === undefined) || font.named(glyph.name!) !== gid) wrong.push(gid);
      }
      expect(wrong).toEqual([]);
      for (let code = 32; code < 0x250; code++) {
        const gid = font.hooks.test_gid_of_cmap!(font.program, 3, 1, code);
        expect(gid).toBe(other.charToGlyphIndex(String.fromCharCode(code)));
        if (gid) expect(font.hooks.test_gid_of_any_cmap!(font.program, code)).toBeGreaterThan(0);
      }
      expect(font.hooks.test_has_cmap!(font.program, 3, 0)).toBe(0);
    });

    test('an outline is the same as in opentype.js, point by point', async () => {
      const file = standardFont('LiberationSans-Regular.ttf');
      const other = opentype.parse(file.buffer);
      const font = new Font(await load(target), file);
      // Adieresis is a composite.
      for (const name of ['ampersand', 'Adieresis', 'g']) {
        const gid = font.named(name);
        const scale = 1000 / other.unitsPerEm;
        const ends = other.glyphs.get(gid).path.commands.flatMap((c) => (c.type === 'Z' ? [] : [c.x * scale, c.y * scale]));
        const numbers = font.outline(gid, 3).text.match(/[MLCZ][^MLCZ]*/g)!;
        const mine = numbers.flatMap((s) => (s[0] === 'Z' ? [] : s.slice(1).trim().split(' ').map(Number).slice(-2)));
        // opentype.js draws the line back to the start; here closing does.
        const set = (list: number[]) => new Set(list.map((v) => v.toFixed(0)));
        expect(set(mine)).toEqual(set(ends));
      }
    });

    test('the CFF substitutes have the advances of the Times and Symbol metrics', async () => {
      const hooks = await load(target);
      // Adobe Core 14 AFM files.
      const serif = new Font(hooks, standardFont('FoxitSerif.pfb'));
      for (const [name, width] of Object.entries({ space: 250, A: 722, a: 444, W: 944, emdash: 1000, Aring: 722 })) {
        expect(serif.advance(serif.named(name))).toBeCloseTo(width, 0);
        expect(serif.name(serif.named(name))).toBe(name);
      }
      expect(serif.gidOfCode(65)).toBe(serif.named('A'));
      expect(serif.codeName(0xe1)).toBe('AE'); // StandardEncoding
      const symbol = new Font(hooks, standardFont('FoxitSymbol.pfb'));
      expect(symbol.advance(symbol.named('alpha'))).toBeCloseTo(631, 0);
    });
  });

  describe('Type 1', () => {
    const glyphs = {
      A: `50 700 hsbw 0 0 rmoveto ${SQUARE} endchar`,
      '.notdef': '0 250 hsbw endchar',
      // Two squares: closepath leaves the current point where it is, at (150, 100).
      two: `50 700 hsbw 0 hmoveto ${SQUARE} 200 50 rmoveto ${SQUARE} endchar`,
      acute: `10 300 hsbw 0 500 rmoveto ${SQUARE} endchar`,
      // The accent's own bearing, 10, is put at 120 from the glyph's: x = 50 − 10 + 120 + 10.
      Aacute: '50 700 hsbw 10 120 30 65 194 seac',
      flex: `0 500 hsbw 0 0 rmoveto 1 callsubr 30 0 rmoveto 2 callsubr -20 5 rmoveto 2 callsubr 10 5 rmoveto 2 callsubr
        10 0 rmoveto 2 callsubr 10 0 rmoveto 2 callsubr 10 -5 rmoveto 2 callsubr 10 -5 rmoveto 2 callsubr
        50 60 0 0 callsubr 100 vlineto closepath endchar`,
      hints: `0 500 hsbw 4 1 3 callothersubr pop callsubr 600 2 div 0 rmoveto ${SQUARE} endchar`,
      unknown: '0 500 hsbw 7 9 2 99 callothersubr pop pop rmoveto 10 hlineto 10 vlineto closepath endchar',
    };
    const subrs = [
      '3 0 callothersubr pop pop setcurrentpoint return',
      '0 1 callothersubr return',
      '0 2 callothersubr return',
      'return',
      '10 20 hstem return',
    ];

    test.each([
      ['binary', 4],
      ['hex', 0],
      ['pfb', -1],
    ] as const)('form %s, lenIV %i', async (form, lenIV) => {
      const font = new Font(await load(target), type1({ glyphs, subrs, form, lenIV }));
      expect(font.count).toBe(8);
      expect(font.name(0)).toBe('.notdef');
      expect(font.advance(0)).toBeCloseTo(250, 4);
      const draw = (name: string) => font.outline(font.named(name));
      expect(draw('A')).toEqual({ whole: true, text: squareAt(50, 0) });
      expect(font.advance(font.named('A'))).toBeCloseTo(700, 4);
      expect(draw('two').text).toBe(`${squareAt(50, 0)} ${squareAt(250, 150)}`);
      expect(draw('Aacute')).toEqual({ whole: true, text: `${squareAt(50, 0)} ${squareAt(170, 530)}` });
      expect(font.advance(font.named('Aacute'))).toBeCloseTo(700, 4);
      expect(draw('flex').text).toBe('M0 0 C10 5 20 10 30 10 C40 10 50 5 60 0 L60 100 Z');
      expect(draw('hints')).toEqual({ whole: true, text: squareAt(300, 0) });
      expect(draw('unknown').text).toBe('M7 9 L17 9 L17 19 Z'); // handed back in order
      expect(font.gidOfCode(65)).toBe(font.named('A'));
      expect(font.gidOfCode(66)).toBe(-1);
      font.destroy();
    });

    test('an encoding of its own, with a number in base 8', async () => {
      const encoding = '256 array 0 1 255 {1 index exch /.notdef put} for dup 8#102 /acute put dup 67 /A put readonly def';
      const font = new Font(await load(target), type1({ glyphs, subrs, encoding }));
      expect(font.codeName(66)).toBe('acute');
      expect(font.gidOfCode(67)).toBe(font.named('A'));
      expect(font.gidOfCode(65)).toBe(-1);
    });

    test('a subroutine that calls itself ends, and leaves what was drawn', async () => {
      const loop = { A: `0 500 hsbw 0 hmoveto ${SQUARE} 0 callsubr endchar` };
      const font = new Font(await load(target), type1({ glyphs: loop, subrs: ['0 callsubr 0 callsubr return'] }));
      expect(font.outline(1)).toEqual({ whole: false, text: squareAt(0, 0) });
    });
  });

  describe('CFF', () => {
    const box = '100 hlineto 100 vlineto -100 hlineto';
    const font = {
      glyphs: [
        'endchar',
        // width 600 + 20, a local and a global subroutine (bias 107)
        '20 50 60 rmoveto -107 callsubr -107 callgsubr',
        // Nine hints, the last ones without an operator, so each mask has two bytes (one of them 14, endchar).
        `10 20 30 40 50 60 70 80 hstemhm 10 20 30 40 50 60 70 80 90 10 hintmask #0e0e 5 hmoveto hintmask #800e ${box} endchar`,
        '0 vmoveto 10 20 30 40 50 60 70 80 90 10 5 flex1 endchar',
        '0 hmoveto 10 20 30 40 5 hvcurveto endchar',
        '1 2 3 3 1 roll rlineto endchar', // 3 1 2 → the last two, from where the pen is
        '30 40 65 194 endchar',
      ],
      charset: [34, 125, 391, 110, 111, 112], // A, acute, own, … SIDs of 5176, appendix A
      subrs: [`${box} return`],
      globalSubrs: ['endchar'],
      strings: ['own'],
      nominalWidth: 600,
      encoding: [0x80, 2, 70, 71, 1, 72, ...u16(391)],
    };

    test('outlines, widths, names and codes', async () => {
      const program = new Font(await load(target), cff(font));
      expect(program.count).toBe(7);
      expect(program.outline(1)).toEqual({ whole: true, text: squareAt(50, 60) });
      expect(program.advance(1)).toBeCloseTo(620, 4);
      expect(program.advance(2)).toBeCloseTo(500, 4);
      expect(program.outline(2)).toEqual({ whole: true, text: squareAt(5, 0) });
      // The first five go (250, 210): more across than up, so the last number is dx, and y returns to the start.
      expect(program.outline(3).text).toBe('M0 0 C10 20 40 60 90 120 C160 200 250 210 255 0 Z');
      expect(program.outline(4).text).toBe('M0 0 C10 0 30 30 35 70 Z');
      // endchar with four arguments: A, and acute moved by (30, 40)
      expect(program.outline(6)).toEqual({ whole: true, text: `${squareAt(50, 60)} ${squareAt(35, 40)}` });
      expect([1, 2, 3].map(program.name)).toEqual(['A', 'acute', 'own']);
      expect(program.named('own')).toBe(3);
      expect([70, 71, 72, 73].map(program.gidOfCode)).toEqual([1, 2, 3, -1]);
      expect(program.codeName(72)).toBe('own');
    });

    test('a CID-keyed font: CIDs, and the matrices of both dictionaries', async () => {
      const hooks = await load(target);
      const program = new Font(hooks, cff({ ...font, charset: [10, 20, 500, 40, 50, 60], encoding: [], cid: true }));
      expect(hooks.test_is_cid!(program.program)).toBe(1);
      expect([0, 10, 500, 11, 60000].map((cid) => hooks.test_gid_of_cid!(program.program, cid))).toEqual([0, 1, 3, -1, -1]);
      expect(program.name(1)).toBe(null);
      expect(program.outline(1).text).toBe(squareAt(50, 60)); // 1/2000 · 2
    });

    test('as the table of an OpenType font, its units are those of the font', async () => {
      const head = new Uint8Array(54);
      head.set(u16(2000), 18);
      const program = new Font(await load(target), sfnt({ 'CFF ': cff(font), head }, 0x4f54544f));
      expect(program.bounds(1)).toEqual([25, 30, 75, 80]);
      expect(program.named('A')).toBe(1);
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

    test('a contour of points off the curve only', async () => {
      const ring = simpleGlyph([
        [0, 0, false],
        [0, 120, false],
        [120, 120, false],
        [120, 0, false],
      ]);
      const font = new Font(await load(target), sfnt(trueType([ring])));
      expect(font.outline(0, 0).text).toBe('M60 0 C20 0 0 20 0 60 C0 100 20 120 60 120 C100 120 120 100 120 60 C120 20 100 0 60 0 Z');
    });

    test('components: scaled, placed by matching points, and one that contains itself', async () => {
      const composite = bytes(
        header,
        u16(0x0021, 0), // words that are points, more follow: point 0 on point 0 of nothing, which cannot be
        u16(0, 0),
        u16(0x0001 | 0x0008, 0, 2, 0, 0x2000), // half size, its point 0 on point 2 of what is there
      );
      const shifted = bytes(header, u16(0x0002 | 0x0800 | 0x0008, 0), [50, 10], u16(0x2000)); // offsets scaled by ½ as well
      const endless = bytes(header, u16(0x0022, 0), [0, 0], u16(0x0002, 3), [0, 0]);
      const font = new Font(await load(target), sfnt(trueType([square, composite, shifted, endless])));
      const plain = 'M0 0 L0 100 L100 100 L100 0 Z';
      expect(font.outline(1)).toEqual({ whole: false, text: `${plain} M100 100 L100 150 L150 150 L150 100 Z` });
      expect(font.outline(2)).toEqual({ whole: true, text: 'M25 5 L25 55 L75 55 L75 5 Z' });
      expect(font.outline(3).whole).toBe(false);
      expect(font.outline(3).text.startsWith(`${plain} ${plain}`)).toBe(true);
    });

    test('a glyph that is damaged is not drawn: its points would be anywhere', async () => {
      const drawn = async (glyph: Uint8Array) => new Font(await load(target), sfnt(trueType([glyph, square]))).outline(0);
      expect((await drawn(square)).whole).toBe(true);
      // Behind ten bytes of header and the two of the contour's end: instructions longer than the glyph.
      const instructed = square.slice();
      instructed.set(u16(40), 12);
      expect(await drawn(instructed)).toEqual({ whole: false, text: '' });
      // Five points where there are data for four: the fifth would be read from the next glyph.
      const more = square.slice();
      more.set(u16(4), 10);
      expect(await drawn(more)).toEqual({ whole: false, text: '' });
      // Two contours that end with points 3 and 1.
      const back = bytes(u16(2), square.subarray(2, 12), u16(1), square.subarray(12));
      expect(await drawn(back)).toEqual({ whole: false, text: '' });
    });

    test('tables that are missing or wrong', async () => {
      const hooks = await load(target);
      const tables = trueType([square, square]);
      // 'loca' out of range: an empty glyph
      const far = new Font(hooks, sfnt({ ...tables, loca: bytes(u32(0, 99999, 0xffffffff)) }));
      expect(far.outline(1).text).toBe('');
      // More glyphs promised than 'loca' has offsets: those stay long ones.
      const few = new Font(hooks, sfnt({ ...tables, maxp: bytes(u32(0x00010000), u16(5)) }));
      expect([few.outline(1).text, few.outline(4).text]).toEqual(['M0 0 L0 100 L100 100 L100 0 Z', '']);
      // 'head' says short offsets (0 at 50), and they are long.
      const head = tables.head!.slice();
      head.set(u16(0), 50);
      expect(new Font(hooks, sfnt({ ...tables, head })).outline(1).text).toBe('M0 0 L0 100 L100 100 L100 0 Z');
      // Bytes that were lost before 'head': no mark at 12, and a unit of 0xf508.
      const lost = head.slice();
      lost.set(u16(0xf508), 18);
      expect(new Font(hooks, sfnt({ ...tables, head: lost })).program).toBe(0);
      // Two bytes more before it: its version stands at 2.
      const added = bytes([7, 7], u32(0x00010000), head.subarray(4, 52));
      expect(new Font(hooks, sfnt({ ...tables, head: added })).program).toBe(0);
      // No 'maxp': 'loca' says how many. No 'hmtx': no advance.
      const { maxp: _, ...rest } = tables;
      const bare = new Font(hooks, sfnt(rest));
      expect([bare.count, bare.advance(0)]).toEqual([2, -1000]);
      // More metrics promised than there are: the last one holds for the others.
      const hhea = new Uint8Array(36);
      hhea.set(u16(9), 34);
      const short = new Font(hooks, sfnt({ ...tables, hhea, hmtx: bytes(u16(640, 30)) }));
      expect([0, 1].map(short.advance)).toEqual([640, 640].map((v) => expect.closeTo(v, 3)));
      expect(short.outline(0).text).toBe('M30 0 L30 100 L130 100 L130 0 Z'); // set to its left side bearing
    });

    test('code maps of formats 0, 2, 6, 10, 12 and 13', async () => {
      const hooks = await load(target);
      const glyphs = Array.from({ length: 20 }, () => square);
      const bytesMap = new Uint8Array(256);
      bytesMap[65] = 7;
      const keys = new Array<number>(256).fill(0);
      keys[0x81] = 8; // subheader 1
      const maps: [number, Uint8Array, number, number][] = [
        [0, bytes(u16(0, 262, 0), bytesMap), 65, 7],
        // Subheader 0: none; 1: second bytes 0x40 and 0x41, delta 3, glyphs 2 and 0 right behind.
        [2, bytes(u16(2, 0, 0, ...keys), u16(0, 0, 0, 0), u16(0x40, 2, 3, 2), u16(2, 0)), 0x8140, 5],
        [6, bytes(u16(6, 0, 0, 100, 2, 4, 9)), 101, 9],
        [10, bytes(u16(10, 0), u32(0, 0, 0x10000, 2), u16(4, 9)), 0x10001, 9],
        [12, bytes(u16(12, 0), u32(0, 0, 2, 10, 12, 1, 0x1f600, 0x1f602, 5)), 0x1f601, 6],
        [13, bytes(u16(13, 0), u32(0, 0, 1, 10, 12, 3)), 12, 3],
      ];
      for (const [format, map, code, gid] of maps) {
        const cmap = bytes(u16(0, 1, 1, 0), u32(12), map);
        const { program } = new Font(hooks, sfnt({ ...trueType(glyphs), cmap }));
        expect([format, hooks.test_gid_of_cmap!(program, 1, 0, code)]).toEqual([format, gid]);
        expect([format, hooks.test_gid_of_cmap!(program, 1, 0, code + 2)]).toEqual([format, 0]);
      }
    });
  });

  test('segments out of order, or one over the other: what a search by halves misses is in the first one that has it', async () => {
    const hooks = await load(target);
    const square = simpleGlyph([
      [0, 0, true],
      [9, 9, false],
      [9, 0, true],
    ]);
    const glyphs = Array.from({ length: 20 }, () => square);
    // 100-103 to 5-8; then, too late, 10-12 to 1-3; 102-105 to 15-18; the end.
    const [ends, starts, deltas] = [[103, 12, 105, 0xffff], [100, 10, 102, 0xffff], [5 - 100, 1 - 10, 15 - 102, 1]]; // prettier-ignore
    const map = bytes(u16(4, 0, 0, 8, 0, 0, 0, ...ends, 0, ...starts, ...deltas, 0, 0, 0, 0));
    const cmap = bytes(u16(0, 1, 3, 1), u32(12), map);
    const { program } = new Font(hooks, sfnt({ ...trueType(glyphs), cmap }));
    const gids = [9, 10, 12, 13, 100, 102, 103, 104, 105, 106].map((code) => hooks.test_gid_of_cmap!(program, 3, 1, code));
    expect(gids).toEqual([0, 1, 3, 0, 5, 15, 16, 17, 18, 0]);
  });

  test('damaged fonts neither trap nor keep memory', async () => {
    const hooks = await load(target);
    let seed = 7;
    const random = (n: number) => (seed = (seed * 48271) % 0x7fffffff) % n; // Park and Miller's minimal standard generator
    const square = simpleGlyph([
      [0, 0, true],
      [9, 9, false],
      [9, 0, true],
    ]);
    const nested = bytes(u16(0xffff, 0, 0, 0, 0), u16(0x0022, 0), [1, 1], u16(0x0002, 1), [1, 1]);
    const files = [
      sfnt(trueType([square, nested])),
      cff({ glyphs: ['endchar', '1 2 rmoveto 3 4 5 6 7 8 rrcurveto endchar', '1 2 65 65 endchar'], charset: [34, 35] }),
      type1({ glyphs: { A: `0 500 hsbw ${SQUARE} endchar`, B: '0 500 hsbw 0 0 0 65 66 seac' }, subrs: ['return'], lenIV: -1 }),
      standardFont('FoxitSymbol.pfb'),
      standardFont('LiberationSans-Regular.ttf').subarray(0, 60_000),
    ];
    const start = hooks.test_bytes_in_use!();
    for (const file of files) {
      for (let round = 0; round < 150; round++) {
        const copy = file.slice(0, random(4) ? file.length : random(file.length));
        for (let i = random(8); i >= 0; i--) copy[random(random(2) ? Math.min(copy.length, 400) : copy.length) || 0] = random(256);
        const font = new Font(hooks, copy);
        if (font.program) {
          for (let i = 0; i < 12; i++) {
            const gid = i < 4 ? i : random(font.count + 1);
            hooks.test_outline!(font.program, gid, font.path);
            font.advance(gid);
            font.name(gid);
            font.gidOfCode(random(256));
            hooks.test_gid_of_any_cmap!(font.program, random(0x20000));
          }
          font.named('A');
        }
        font.destroy();
      }
    }
    expect(hooks.test_bytes_in_use!()).toBe(start);
  });
});
