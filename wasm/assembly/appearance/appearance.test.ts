import { openDocument, type RenderOptions } from '@ode/engine';
import { describe, expect, test } from 'vitest';
import { onePage, type Body, type PageOptions } from '../../test/pdf-builder.js';
import { show, type Shown } from '../../test/show.js';

/** Annotations that bring no appearance, on a page of 200 × 100 points: y in the file is 100 - y in the picture. */
const RED = [255, 0, 0];
const GREEN = [0, 255, 0];
const WHITE = [255, 255, 255];
const BLACK = [0, 0, 0];

const annotated = (annotation: string, options: PageOptions & { content?: string } = {}) =>
  show(onePage(options.content ?? '', { page: `/Annots [<< /Type /Annot ${annotation} >>]`, ...options }));

/** The smallest box that holds all ink: x0, y0, x1, y1 in pixels, the last ones inside. */
function inkBox(shown: Shown): number[] | null {
  let box: number[] | null = null;
  for (let y = 0; y < shown.height; y++)
    for (let x = 0; x < shown.width; x++)
      if (shown.at(x, y).some((v) => v < 200))
        box = box ? [Math.min(box[0]!, x), Math.min(box[1]!, y), Math.max(box[2]!, x), Math.max(box[3]!, y)] : [x, y, x, y];
  return box;
}

describe('shapes', () => {
  test('a square: border, interior, and what /RD takes off its rectangle', async () => {
    const shown = await annotated('/Subtype /Square /Rect [20 20 80 60] /C [1 0 0] /IC [0 1 0] /BS << /W 4 >> /RD [10 0 0 0]');
    expect(inkBox(shown)).toEqual([30, 40, 79, 79]);
    expect([shown.at(31, 60), shown.at(50, 60), shown.at(50, 41), shown.at(35, 45)]).toEqual([RED, GREEN, RED, GREEN]);
  });

  test('a circle leaves the corners; without /C its line is black, and without width there is none', async () => {
    const round = await annotated('/Subtype /Circle /Rect [20 20 80 60] /IC [0 1 0]');
    expect([round.at(50, 60), round.at(22, 42), round.at(78, 78)]).toEqual([GREEN, WHITE, WHITE]);
    expect(Math.max(...round.at(50, 40))).toBeLessThan(40); // the top of the line, cut by the pixels' sides
    const bare = await annotated('/Subtype /Circle /Rect [20 20 80 60] /Border [0 0 0]');
    expect(bare.ink).toBe(0);
  });

  test('lines, open and closed, and ink', async () => {
    const line = await annotated('/Subtype /Line /Rect [0 0 200 100] /L [20 50 120 50] /C [1 0 0] /Border [0 0 2]');
    expect(inkBox(line)).toEqual([20, 49, 119, 50]);
    const open = await annotated('/Subtype /PolyLine /Rect [0 0 200 100] /Vertices [20 20 60 20 60 60] /IC [0 1 0]');
    expect([open.at(40, 79), open.at(59, 60), open.at(50, 70)]).not.toContainEqual(GREEN);
    const closed = await annotated('/Subtype /Polygon /Rect [0 0 200 100] /Vertices [20 20 60 20 60 60] /IC [0 1 0]');
    expect([closed.at(50, 70), closed.at(30, 50)]).toEqual([GREEN, WHITE]);
    const ink = await annotated('/Subtype /Ink /Rect [0 0 200 100] /InkList [[10 10 50 10] [10 90 50 90]] /BS << /W 2 >>');
    expect([ink.at(30, 89), ink.at(30, 10), ink.at(30, 50)]).toEqual([BLACK, BLACK, WHITE]);
  });

  test('dashes, and how opaque /CA makes it', async () => {
    const dashed = await annotated('/Subtype /Line /Rect [0 0 200 100] /L [20 50 120 50] /BS << /W 2 /S /D /D [10 10] >>');
    expect([dashed.at(25, 50), dashed.at(35, 50), dashed.at(45, 50)]).toEqual([BLACK, WHITE, BLACK]);
    const half = await annotated('/Subtype /Square /Rect [20 20 80 60] /IC [1 0 0] /Border [0 0 0] /CA 0.5');
    expect(half.at(50, 60).map((v) => Math.round(v / 2))).toEqual([128, 64, 64]);
  });
});

describe('marks on text', () => {
  const quad = '/Rect [20 40 80 60] /QuadPoints [20 60 80 60 20 40 80 40]';

  test('a highlight lets what is under it be seen; it is yellow where it has no colour', async () => {
    const shown = await annotated(`/Subtype /Highlight ${quad} /C [0 1 0]`, { content: '1 0 0 rg 20 40 20 20 re f' });
    expect([shown.at(30, 50), shown.at(60, 50)]).toEqual([BLACK, GREEN]); // red through green is black
    expect((await annotated(`/Subtype /Highlight ${quad}`)).at(50, 50)).toEqual([255, 255, 0]);
  });

  test('lines lie under and through it', async () => {
    const box = async (kind: string) => inkBox(await annotated(`/Subtype /${kind} ${quad} /C [1 0 0]`))!;
    const [x0, y0, x1, y1] = await box('Underline');
    expect([x0, x1]).toEqual([20, 79]);
    expect(y0).toBeGreaterThanOrEqual(57);
    expect(y1).toBeLessThan(60);
    expect((await box('StrikeOut')).map((v) => Math.round(v / 2))).toEqual([10, 25, 40, 25]);
    const wave = await box('Squiggly');
    expect(wave[3]! - wave[1]!).toBeGreaterThanOrEqual(3); // a sixth of 20
    expect(wave[3]).toBeLessThanOrEqual(60);
  });
});

describe('form fields', () => {
  /** A field of 160 × 40 points, from (20, 20) on, in a form that asks for appearances. */
  const field = (entries: string, form = '/NeedAppearances true', objects: Record<number, Body> = {}) =>
    annotated(`/Subtype /Widget /Rect [20 20 180 60] ${entries}`, {
      catalog: `/AcroForm << /DA (/F 0 Tf 0 g) /DR << /Font << /F 20 0 R >> >> ${form} >>`,
      objects: { 20: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>', ...objects },
    });

  test('text in the font, the size and the colour of /DA, from the side that /Q says', async () => {
    const left = inkBox(await field('/FT /Tx /V (HH) /DA (/F 20 Tf 1 0 0 rg)'))!;
    // Two H of 0.722 em, 0.72 em high, in the middle of the height of 40.
    expect(left[0]).toBeGreaterThanOrEqual(22);
    expect(left[2]! - left[0]!).toBeGreaterThan(22);
    expect(left[2]! - left[0]!).toBeLessThan(30);
    expect(left[3]! - left[1]!).toBeGreaterThanOrEqual(13);
    expect(left[3]! - left[1]!).toBeLessThanOrEqual(15);
    expect(Math.abs((left[1]! + left[3]!) / 2 - 60)).toBeLessThan(4);
    const middle = inkBox(await field('/FT /Tx /V (HH) /DA (/F 20 Tf 0 g) /Q 1'))!;
    expect(Math.abs((middle[0]! + middle[2]!) / 2 - 99.5)).toBeLessThan(1.5);
    const right = inkBox(await field('/FT /Tx /V (HH) /DA (/F 20 Tf 0 g)', '/Q 2 /NeedAppearances true'))!;
    expect(right[2]).toBeGreaterThanOrEqual(173);
    expect(right[2]).toBeLessThan(178);
  });

  test('a negative size is as large as a positive one', async () => {
    const box = async (size: number) => inkBox(await field(`/FT /Tx /V (HH) /DA (/F ${size} Tf 0 g)`));
    expect(await box(-12)).toEqual(await box(12));
  });

  test('a size of 0 is what fits: the height, or the width', async () => {
    const high = inkBox(await field('/FT /Tx /V (H)'))!;
    expect(high[3]! - high[1]!).toBeGreaterThan(18);
    const wide = inkBox(await field('/FT /Tx /V (HHHHHHHHHHHHHHHHHHHH)'))!;
    expect(wide[0]).toBeGreaterThanOrEqual(22);
    expect(wide[2]).toBeLessThan(178);
    expect(wide[2]! - wide[0]!).toBeGreaterThan(140);
  });

  test('without /DA text has 12 points', async () => {
    const shown = await annotated('/Subtype /Widget /Rect [20 20 180 60] /FT /Tx /V (HH)', { catalog: '/AcroForm << >>' });
    const box = inkBox(shown)!;
    expect(box[3]! - box[1]!).toBeGreaterThanOrEqual(7); // H is 0.72 em high
    expect(box[3]! - box[1]!).toBeLessThanOrEqual(9);
  });

  test('several lines, a comb, a password', async () => {
    const lines = inkBox(await field('/FT /Tx /Ff 4096 /V (HH HH HH HH HH HH HH HH HH) /DA (/F 12 Tf 0 g)'))!;
    expect(lines[3]! - lines[1]!).toBeGreaterThan(18); // two lines of 12 points
    const comb = await field('/FT /Tx /Ff 16777216 /MaxLen 4 /V (II) /DA (/F 20 Tf 0 g)');
    // Cells of 40 points: the two strokes are in the middle of the first two, at 40 and 80.
    expect(comb.at(40, 60)).not.toEqual(WHITE);
    expect(comb.at(80, 60)).not.toEqual(WHITE);
    expect(comb.at(60, 60)).toEqual(WHITE);
    const hidden = inkBox(await field('/FT /Tx /Ff 8192 /V (HH) /DA (/F 20 Tf 0 g)'))!;
    expect(hidden[3]! - hidden[1]!).toBeLessThan(11); // asterisks
  });

  test('entries come from the parents; text strings may be UTF-16', async () => {
    const shown = await field('/Parent 21 0 R', undefined, {
      21: '<< /FT /Tx /Parent 22 0 R >>',
      22: '<< /V <FEFF00480048> /DA (/F 20 Tf 1 0 0 rg) >>',
    });
    const box = inkBox(shown)!;
    expect(box[3]! - box[1]!).toBeGreaterThanOrEqual(13);
    const loop = await field('/Parent 21 0 R', undefined, { 21: '<< /Parent 22 0 R >>', 22: '<< /Parent 21 0 R >>' });
    expect(loop.ink).toBe(0);
  });

  test('background, border, and the caption of a button', async () => {
    const shown = await field('/FT /Btn /Ff 65536 /MK << /BG [0 1 0] /BC [1 0 0] /CA (OK) >> /BS << /W 2 >> /DA (/F 20 Tf 0 g)');
    expect([shown.at(21, 60), shown.at(30, 60)]).toEqual([RED, GREEN]);
    let dark = 0;
    for (let x = 60; x < 140; x++) for (let y = 45; y < 75; y++) if (shown.at(x, y)[1]! < 80) dark++;
    expect(dark).toBeGreaterThan(60);
  });

  test('an appearance of its own counts, but where the form asks for new ones', async () => {
    const own = { 30: { dict: '/Subtype /Form /BBox [0 0 160 40]', stream: '1 0 0 rg 0 0 160 40 re f' } };
    const entries = '/FT /Tx /V () /AP << /N 30 0 R >>';
    expect((await field(entries, '', own)).at(100, 60)).toEqual(RED);
    expect((await field('/FT /Tx /V (H) /AP << /N 30 0 R >>', undefined, own)).at(150, 60)).toEqual(WHITE);
    expect((await field(entries.replace('/V ()', ''), undefined, own)).at(100, 60)).toEqual(RED);
    // A value that has no appearance is shown, whether the form asks for it or not.
    expect((await field('/FT /Tx /V (H)', '/NeedAppearances false')).ink).toBeGreaterThan(0.005);
    // A state that has no appearance is one that shows nothing.
    expect((await field('/FT /Tx /V (H) /AP << /N << /On 30 0 R >> >> /AS /Off', '', own)).ink).toBe(0);
  });

  test('a check box without a state has that of its value', async () => {
    const form = (color: string) => ({ dict: '/Subtype /Form /BBox [0 0 160 40]', stream: `${color} rg 0 0 160 40 re f` });
    const own = { 30: form('1 0 0'), 31: form('0 1 0'), 32: '<< /V /Yes >>' };
    const box = async (entries: string) =>
      (await field(`/FT /Btn /AP << /N << /Yes 30 0 R /Off 31 0 R >> >> ${entries}`, '', own)).at(100, 60);
    expect(await box('/V /Yes')).toEqual(RED);
    expect(await box('/Parent 32 0 R')).toEqual(RED);
    expect(await box('/V /Yes /AS /Off')).toEqual(GREEN);
    expect(await box('/V /Unheard')).toEqual(GREEN);
    expect(await box('')).toEqual(GREEN);
  });

  test('check boxes and radio buttons have marks of ZapfDingbats while they are on', async () => {
    const box = (entries: string) => field(`/FT /Btn ${entries}`);
    // n is a square of 0.761 em, 0.035 em from its origin: of 20 points in the middle of the field, 15 × 15.
    const [x0, y0, x1, y1] = inkBox(await box('/AS /Yes /MK << /CA (n) >> /DA (/ZaDb 20 Tf 0 g)'))!;
    expect([x1! - x0!, y1! - y0!].every((size) => Math.abs(size - 14) <= 1)).toBe(true);
    expect(Math.abs((x0! + x1!) / 2 - 99.5) + Math.abs((y0! + y1!) / 2 - 59.5)).toBeLessThan(2);
    expect((await box('/V /Yes')).ink).toBeGreaterThan(0); // a check mark
    expect((await box('/AS /Off /V /Yes /MK << /CA (n) >>')).ink).toBe(0);
    // Radio buttons without states: the value says that one of them is on, and not which.
    expect((await box('/Ff 32768 /V /Yes')).ink).toBe(0);
    expect((await box('/Ff 32768 /AS /Yes')).ink).toBeGreaterThan(0);
    const ring = await box('/Ff 32768 /AS /Off /MK << /BC [1 0 0] /BG [0 1 0] >> /BS << /W 2 >>');
    expect([ring.at(100, 60), ring.at(100, 41), ring.at(82, 42), ring.at(30, 60)]).toEqual([GREEN, RED, WHITE, WHITE]);
  });

  test('choices: the option that the value names, and lists with what is chosen on blue', async () => {
    const options = '/Opt [[(a) (I)] [(b) (HHHH)] (c)]';
    const width = async (entries: string) => {
      const box = inkBox(await field(`/FT /Ch /DA (/F 20 Tf 0 g) ${entries}`))!;
      return box[2]! - box[0]!;
    };
    // The combo box of value b shows four H of 0.722 em.
    expect(await width(`/Ff 131072 /V (b) ${options}`)).toBeGreaterThan(50);
    expect(await width(`/Ff 131072 /V (I) ${options}`)).toBeLessThan(5);
    const list = await field(`/FT /Ch /DA (/F 10 Tf 0 g) /V (b) ${options}`);
    const blue = [153, 193, 218];
    // Lines of 11.5 points from the top, which is at 41: the second one is 53 to 64.
    expect([list.at(170, 46), list.at(170, 58), list.at(170, 70)]).toEqual([WHITE, blue, WHITE]);
    const several = await field(`/FT /Ch /DA (/F 10 Tf 0 g) /V [(a) (c)] ${options}`);
    expect([several.at(170, 46), several.at(170, 58), several.at(170, 70)]).toEqual([blue, WHITE, blue]);
    const scrolled = await field(`/FT /Ch /DA (/F 10 Tf 0 g) /I [1] /TI 1 ${options}`);
    expect([scrolled.at(170, 46), scrolled.at(170, 58)]).toEqual([blue, WHITE]);
  });

  test('text is written in the codes of the font', async () => {
    // Code 1 is H by its name, and in the second font 72, which is H in ASCII, is the narrow I.
    const named = { 23: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences [1 /H] >> >>' };
    const own = '/DR << /Font << /G 23 0 R >> >> /DA (/G 20 Tf 0 g)';
    const narrow = { 23: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences [72 /I 1 /H] >> >>' };
    for (const objects of [named, narrow]) {
      const box = inkBox(await field(`/FT /Tx /V (HH) ${own}`, undefined, objects))!;
      expect(box[2]! - box[0]!, JSON.stringify(objects)).toBeGreaterThan(22);
    }
    // Codes of two bytes: H is 0x0201 by /ToUnicode, half an em wide; code 0x0048 is nothing.
    const composite = {
      23: '<< /Type /Font /Subtype /Type0 /BaseFont /Arial /Encoding /Identity-H /ToUnicode 24 0 R /DescendantFonts [25 0 R] >>',
      24: { stream: '1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfchar <0201> <0048> endbfchar' },
      25: '<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Arial /DW 500 >>',
    };
    const wide = inkBox(await field(`/FT /Tx /V (HHHH) /Q 2 ${own}`, undefined, composite))!;
    // Three advances of 10 points and an H, which Helvetica's metrics make 14.4 points wide at 20, sides of 1.5 points included.
    expect(wide[2]! - wide[0]!).toBeGreaterThanOrEqual(40);
    expect(wide[2]! - wide[0]!).toBeLessThan(44);
    expect(wide[2]).toBeGreaterThanOrEqual(172);
    // 12.7.4.3 names no font for characters that the field's has not: a standard one shows them.
    const greek = { 23: '<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>' };
    expect(inkBox(await field(`/FT /Tx /V (HH) ${own}`, undefined, greek))).not.toBeNull();
    // Names of fonts that the form does not have are those of standard fonts.
    expect((await field('/FT /Tx /V (HH) /DA (/HeBo 20 Tf 0 g)')).ink).toBeGreaterThan(
      (await field('/FT /Tx /V (HH) /DA (/Helv 20 Tf 0 g)')).ink,
    );
  });

  test('characters that the font has not are shown by another one, among those that it has', async () => {
    const own = '/DR << /Font << /G 23 0 R >> >> /DA (/G 20 Tf 0 g) /Q 2';
    const latin = { 23: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>' };
    const width = async (text: string) => {
      const hex = Buffer.from(`\ufeff${text}`, 'utf16le').swap16().toString('hex');
      const box = inkBox(await field(`/FT /Tx /V <${hex}> ${own}`, undefined, latin))!;
      expect(box[2]! - 178, text).toBeLessThanOrEqual(0);
      return box[2]! + 1 - box[0]!;
    };
    // Arial's advances in thousandths: H 722, ł 222, Ж 923; sides of an H take 1.6 points each at a size of 20.
    const near = (points: number) => [points - 4.5, points] as const;
    for (const [text, em] of [
      ['HH', 1.444],
      ['HłłłH', 1.444 + 3 * 0.222],
      ['HЖH', 1.444 + 0.923],
      // Two spaces that keep words together are 278 wide each; a soft hyphen and a zero-width space are nothing.
      ['H\u00a0\u00a0\u00ad\u200bH', 1.444 + 2 * 0.278],
      // What no font has is half an em wide.
      ['łH\u{1f600}\ufe0fH', 1.444 + 0.222 + 0.5],
    ] as const) {
      const [least, most] = near(20 * em);
      expect(await width(text), text).toBeGreaterThan(least);
      expect(await width(text), text).toBeLessThan(most);
    }
    // Annex D.2: StandardEncoding, which is Helvetica's own, has no code for "ä".
    const plain = { 23: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>' };
    const ink = async (text: string) => (await field(`/FT /Tx /V <FEFF${text}> ${own}`, undefined, plain)).ink;
    expect(await ink('004800E400E40048')).toBeGreaterThan(1.3 * (await ink('0048002000200048')));
    const doc = await openDocument(
      onePage('', {
        page: '/Annots [<< /Type /Annot /Subtype /Widget /Rect [20 20 180 60] /FT /Tx /V <FEFF004801420048> /DA (/G 20 Tf 0 g) /DR << /Font << /G 23 0 R >> >> >>]',
        catalog: '/AcroForm << /Fields [] >>',
        objects: latin,
      }),
    );
    expect(await doc.pageText(0, { annotations: true })).toBe('HłH');
    expect(doc.warnings).toEqual([]);
  });

  test('a field that is turned', async () => {
    const turned = async (degrees: number) => inkBox(await field(`/FT /Tx /V (HHHH) /DA (/F 20 Tf 0 g) /MK << /R ${degrees} >>`))!;
    const [left, , right] = await turned(180);
    expect([right! > 173, left! > 100]).toEqual([true, true]); // from the right end, upside down
    const up = await turned(90);
    expect([up[3]! - up[1]! > 30, up[2]! - up[0]! < 17]).toEqual([true, true]);
    expect(Math.abs((up[0]! + up[2]!) / 2 - 99.5)).toBeLessThan(4); // upwards, in the middle of the width
  });

  test('borders: solid, dashed, underline, beveled and inset', async () => {
    const bordered = (style: string) => field(`/FT /Tx /MK << /BC [1 0 0] /BG [0 1 0] >> /BS << /W 4 /S /${style} /D [10 10] >>`);
    const at = async (style: string, ...points: [number, number][]) => {
      const shown = await bordered(style);
      return points.map(([x, y]) => shown.at(x, y));
    };
    const [left, top, bottom, middle]: [[number, number], [number, number], [number, number], [number, number]] = [
      [21, 60],
      [100, 41],
      [100, 78],
      [100, 60],
    ];
    expect(await at('S', left, top, bottom, middle)).toEqual([RED, RED, RED, GREEN]);
    expect(await at('U', left, top, bottom, middle)).toEqual([GREEN, GREEN, RED, GREEN]);
    // The second side goes up or right from the corner at (22, 22): 10 on, 10 off.
    expect(await at('D', [27, 78], [37, 78], [47, 78])).toEqual([RED, GREEN, RED]);
    const edges: [number, number][] = [
      [26, 60],
      [100, 46],
      [100, 74],
      [174, 60],
    ];
    const gray = [128, 128, 128];
    expect(await at('B', ...edges)).toEqual([WHITE, WHITE, gray, gray]);
    expect(await at('I', ...edges)).toEqual([gray, gray, [191, 191, 191], [191, 191, 191]]);
  });
});

describe('lines have endings', () => {
  const line = (endings: string, more = '') =>
    annotated(`/Subtype /Line /Rect [0 0 200 100] /L [50 50 150 50] /BS << /W 2 >> /LE ${endings} ${more}`);

  test('each of its own extent', async () => {
    // Radius 3, arrows 9, in widths of the line; the lines' own joins and caps add at most 4.
    const box = async (endings: string) => inkBox(await line(endings))!;
    expect(await box('[/None /None]')).toEqual([50, 49, 149, 50]);
    expect(await box('[/Square /None]')).toEqual([43, 43, 149, 56]); // 44 to 56, and half the line
    expect(await box('[/None /Circle]')).toEqual([50, 43, 156, 56]);
    expect(await box('[/Butt /None]')).toEqual([49, 44, 149, 55]);
    const arrow = await box('[/None /OpenArrow]');
    expect(arrow[0]).toBe(50);
    expect(arrow[3]! - arrow[1]!).toBeGreaterThanOrEqual(17); // 2 × 18 × sin 30°
    expect(arrow[3]! - arrow[1]!).toBeLessThanOrEqual(20);
    const reversed = await box('[/None /ROpenArrow]');
    expect(reversed[2]).toBeGreaterThanOrEqual(164); // 150 + 18 × cos 30°
  });

  test('closed ones are filled by /IC, open ones are not', async () => {
    expect((await line('[/ClosedArrow /OpenArrow]', '/IC [0 1 0]')).at(60, 47)).toEqual(GREEN);
    expect((await line('[/ClosedArrow /OpenArrow]', '/IC [0 1 0]')).at(140, 47)).toEqual(WHITE);
    expect((await line('[/Diamond /None]', '/IC [0 1 0]')).at(50, 47)).toEqual(GREEN);
  });
});

describe('cloudy borders', () => {
  test('bulge out of what /RD leaves, and stay within the rectangle without it', async () => {
    // Half circles of 8 points: 4 beyond the sides of (30, 40) to (70, 64), and half the line.
    const framed = await annotated(
      '/Subtype /Square /Rect [20 26 80 70] /RD [10 10 10 10] /IC [0 1 0] /BS << /W 0 >> /BE << /S /C /I 1 >>',
    );
    const box = Array.from({ length: 200 }, (_, x) => x).filter((x) => framed.at(x, 52)[0]! < 255);
    expect(box[0]).toBe(26);
    expect(box.at(-1)).toBe(73);
    expect([framed.at(50, 52), framed.at(30, 52), framed.at(26, 40)]).toEqual([GREEN, GREEN, WHITE]);
    const whole = inkBox(await annotated('/Subtype /Square /Rect [20 20 80 60] /IC [0 1 0] /BE << /S /C /I 2 >>'))!;
    expect([whole[0]! >= 20, whole[1]! >= 40, whole[2]! < 80, whole[3]! < 80]).toEqual([true, true, true, true]);
    expect([whole[2]! - whole[0]! > 52, whole[3]! - whole[1]! > 34]).toEqual([true, true]);
  });

  test('around circles and polygons, whichever way these turn', async () => {
    const circle = inkBox(await annotated('/Subtype /Circle /Rect [20 20 80 60] /IC [0 1 0] /BE << /S /C /I 1 >>'))!;
    expect([circle[0]! >= 20, circle[1]! >= 40, circle[2]! <= 79, circle[3]! <= 79]).toEqual([true, true, true, true]);
    for (const vertices of ['40 20 80 20 80 60 40 60', '40 60 80 60 80 20 40 20'])
      expect(
        inkBox(await annotated(`/Subtype /Polygon /Rect [0 0 200 100] /Vertices [${vertices}] /BS << /W 2 >> /BE << /S /C /I 1 >>`)),
      ).toEqual([35, 35, 84, 84]);
    const plain = await annotated('/Subtype /Polygon /Rect [0 0 200 100] /Vertices [40 20 80 20 80 60] /IC [0 1 0] /BE << /S /S /I 1 >>');
    expect(plain.at(60, 82)).toEqual(WHITE);
  });
});

describe('line annotations', () => {
  const measured = (more: string, ends = '50 30 150 30') =>
    annotated(`/Subtype /Line /Rect [0 0 200 100] /L [${ends}] /BS << /W 2 >> ${more}`);

  test('leader lines: offset, length and extension, on the side that the sign says', async () => {
    // The line is 5 + 20 points above the measured ones, which are at y = 70 in the picture; leaders go on 10 further.
    const above = await measured('/LL 20 /LLO 5 /LLE 10');
    expect(inkBox(above)).toEqual([49, 35, 150, 64]);
    expect([above.at(100, 45), above.at(100, 65), above.at(50, 68), above.at(50, 60)]).toEqual([BLACK, WHITE, WHITE, BLACK]);
    expect(inkBox(await measured('/LL -20 /LLO 5'))).toEqual([49, 75, 150, 95]);
    expect(inkBox(await measured('/LL 20', '150 30 50 30'))).toEqual([49, 70, 150, 90]); // the left of the way is below now
  });

  test('a caption in the line, above it, and moved', async () => {
    const inline = await measured('/Cap true /Contents (HHHH) /C [1 0 0]');
    expect([inline.at(60, 70), inline.at(85, 69)]).toEqual([RED, WHITE]); // 4 × 0.722 × 9 points, and 3 on either side
    const box = (shown: Shown) => inkBox(shown)!;
    expect(box(inline)[3]! - box(inline)[1]!).toBeLessThanOrEqual(9);
    const top = await measured('/Cap true /CP /Top /Contents (HHHH)');
    expect([top.at(85, 70), box(top)[3]]).toEqual([BLACK, 70]);
    expect(box(top)[1]).toBeLessThan(62);
    const moved = await measured('/Cap true /CP /Top /CO [0 20] /Contents (HHHH)');
    expect(box(top)[1]! - box(moved)[1]!).toBe(20);
    const upright = box(await measured('/Cap true /CP /Top /Contents (HHHH)', '100 20 100 80'));
    expect(upright[0]).toBeLessThan(95); // beside the line, as it goes up
    expect(upright[2]).toBe(100);
  });
});

test('what is to be redacted is not hidden yet', async () => {
  const entries = '/Subtype /Redact /Rect [20 20 80 60] /IC [0 0 0] /OverlayText (gone) /C [1 0 0]';
  expect((await annotated(entries, { content: '0 1 0 rg 0 0 200 100 re f' })).at(50, 60)).toEqual(GREEN);
});

describe('what speaks for itself', () => {
  test('free text: ground, frame and lines, in the colour of /DA; the callout', async () => {
    const free = (more: string) => annotated(`/Subtype /FreeText /Rect [20 20 180 60] /Contents (HHHH) /DA (1 0 0 rg /Helv 20 Tf) ${more}`);
    const shown = await free('/C [0 1 0] /BS << /W 2 >>');
    expect([shown.at(20, 60), shown.at(170, 70), shown.at(10, 60)]).toEqual([RED, GREEN, WHITE]);
    const text = inkBox(await free('/BS << /W 0 >>'))!;
    expect([text[0]! < 26, text[1]! < 50, text[3]! < 62]).toEqual([true, true, true]); // from the upper left corner
    const right = inkBox(await free('/BS << /W 0 >> /Q 2'))!;
    expect(right[2]).toBeGreaterThanOrEqual(172);
    const called = await free('/BS << /W 2 >> /CL [10 90 10 40 20 40] /LE /Square');
    expect([called.at(10, 30), called.at(4, 10)]).toEqual([RED, RED]);
  });

  test('rich text: what /DS and the first characters of /RC say, and the text without its tags', async () => {
    const free = (more: string) => annotated(`/Subtype /FreeText /Rect [20 20 180 80] /BS << /W 0 >> /DA (0 g /Helv 10 Tf) ${more}`);
    const height = (shown: Shown) => {
      const [, y0, , y1] = inkBox(shown)!;
      return y1! - y0! + 1;
    };
    // H is 0.72 em high.
    expect(height(await free('/Contents (HH)'))).toBeLessThanOrEqual(9);
    const general = await free('/Contents (HH) /DS (font: bold 30.0pt Helvetica; color:#FF0000; text-align:right)');
    expect([height(general) >= 21, height(general) <= 23, inkBox(general)![2]! >= 172]).toEqual([true, true, true]);
    const red = (shown: Shown) => Array.from({ length: 200 }, (_, x) => shown.at(x, 40)).filter((c) => c[0] === 255 && c[1] === 0).length;
    expect(red(general)).toBeGreaterThan(red(await free('/Contents (HH) /DS (font: 30.0pt Helvetica; color:#FF0000)')));
    const body = `<?xml version="1.0"?><body style="font-size:20pt"><p style='font-family:Courier'>H&#72;&amp;<b>H</b></p><p>HH</p></body>`;
    const rich = await free(`/RC (${body})`);
    // Four advances of 12 points, and a second line 1.15 × 20 points below the first.
    const [x0, y0, x1, y1] = inkBox(rich)!;
    expect([x1! - x0! > 44, x1! - x0! < 48, y1! - y0! > 30, y1! - y0! < 40]).toEqual([true, true, true, true]);
    expect(inkBox(await free('/RC (<body><p>A'))).not.toBeNull();
  });

  test('notes, attachments, carets and stamps have a drawing, in their rectangle', async () => {
    for (const kind of ['Text', 'FileAttachment', 'Caret', 'Stamp']) {
      const [x0, y0, x1, y1] = inkBox(await annotated(`/Subtype /${kind} /Rect [20 20 60 50] /C [0 0 1]`))!;
      expect([x0! >= 20, y0! >= 50, x1! < 60, y1! < 80], kind).toEqual([true, true, true, true]);
    }
    expect((await annotated('/Subtype /Link /Rect [20 20 60 50] /Border [0 0 5] /C [1 0 0]')).ink).toBe(0);
  });
});

test('hidden annotations, and drawings without annotations, show nothing', async () => {
  expect((await annotated('/Subtype /Square /Rect [20 20 80 60] /F 2')).ink).toBe(0);
  const doc = await openDocument(onePage('', { page: '/Annots [<< /Subtype /Square /Rect [20 20 80 60] >>]' }));
  const { data } = await doc.renderPage(0, { annotations: false });
  expect(data.every((v) => v === 255)).toBe(true);
  await doc.close();
});

test('annotations do not see the clip that the page’s content leaves behind', async () => {
  const shown = await annotated('/Subtype /Square /Rect [20 20 80 60] /IC [0 1 0]', { content: '0 0 5 5 re W n 1 0 0 rg' });
  expect(shown.at(50, 60)).toEqual(GREEN);
});

describe('appearances that annotations bring', () => {
  const form = { dict: '/Subtype /Form /BBox [0 0 10 20]', stream: '1 0 0 rg 0 0 10 20 re f' };
  const own = (entries: string, page = '', view: RenderOptions = {}) =>
    show(
      onePage('', {
        page: `/Annots [<< /Type /Annot ${entries} >>] ${page}`,
        objects: { 30: form, 31: { ...form, stream: '0 1 0 rg 0 0 10 20 re f' } },
      }),
      0,
      {},
      view,
    );

  test('flags: hidden, not for the screen, only for print, popups', async () => {
    const drawn = async (entries: string) => (await own(`/Rect [20 20 30 40] /AP << /N 30 0 R >> ${entries}`)).ink > 0;
    expect(await drawn('/Subtype /Stamp')).toBe(true);
    expect(await drawn('/Subtype /Stamp /F 4')).toBe(true);
    expect(await drawn('/Subtype /Stamp /F 2')).toBe(false);
    expect(await drawn('/Subtype /Stamp /F 36')).toBe(false); // print, no view
    expect(await drawn('/Subtype /Popup')).toBe(false);
  });

  test('NoRotate: upright on a turned page, hanging from the upper left corner of the rectangle', async () => {
    const box = async (rotate: number, flags: number) =>
      inkBox(await own(`/Subtype /Text /Rect [20 30 30 50] /F ${flags} /AP << /N 30 0 R >>`, `/Rotate ${rotate}`));
    expect(await box(0, 16)).toEqual([20, 50, 29, 69]);
    // The corner (20, 50) of the page of 200 × 100 is shown at (50, 20), (180, 50) and (50, 180).
    expect(await box(90, 0)).toEqual([30, 20, 49, 29]);
    expect(await box(90, 16)).toEqual([50, 20, 59, 39]);
    expect(await box(180, 16)).toEqual([180, 50, 189, 69]);
    expect(await box(270, 16)).toEqual([50, 180, 59, 199]);
    const made = inkBox(await own('/Subtype /Square /Rect [20 30 30 50] /F 16 /IC [0 1 0]', '/Rotate 90'));
    expect(made).toEqual([50, 20, 59, 39]);
  });

  test('NoZoom: of one size, hanging from the upper left corner of the rectangle', async () => {
    const box = async (flags: number, scale: number, zoom: number) =>
      inkBox(await own(`/Subtype /Text /Rect [20 30 30 50] /F ${flags} /AP << /N 30 0 R >>`, '', { scale, zoom }));
    expect(await box(8, 2, 1)).toEqual([40, 100, 59, 139]);
    expect(await box(0, 2, 2)).toEqual([40, 100, 59, 139]);
    expect(await box(8, 2, 2)).toEqual([40, 100, 49, 119]);
    expect(await box(8, 1, 0.5)).toEqual([20, 50, 39, 89]);
  });

  test('a watermark with /FixedPrint stands where that says', async () => {
    const box = async (fixed: string, kind = 'Watermark') =>
      inkBox(await own(`/Subtype /${kind} /Rect [150 50 160 70] /AP << /N 30 0 R >> /FixedPrint << /Type /FixedPrint ${fixed} >>`));
    expect(await box('')).toEqual([0, 80, 9, 99]); // at the origin
    expect(await box('/H 0.5 /V 0.25')).toEqual([100, 55, 109, 74]);
    expect(await box('/Matrix [0 1 -1 0 72 10]')).toEqual([52, 80, 71, 89]); // (0, 0, 10, 20) turned: -20 to 0, 0 to 10
    expect(await box('/H 0.5', 'Stamp')).toEqual([150, 30, 159, 49]);
  });

  test('a lone state is shown where nothing names one, but of fields', async () => {
    const states = '/Rect [20 20 30 40] /AP << /N << /On 30 0 R >> >>';
    expect((await own(`/Subtype /Stamp ${states}`)).at(25, 70)).toEqual(RED);
    expect((await own(`/Subtype /Stamp ${states} /AS /Off`)).ink).toBe(0);
    expect((await own(`/Subtype /Widget /FT /Btn ${states}`)).ink).toBe(0);
    expect((await own('/Subtype /Stamp /Rect [20 20 30 40] /AS /B /AP << /N << /A 30 0 R /B 31 0 R >> >>')).at(25, 70)).toEqual(GREEN);
  });
});

test('hostile entries end', async () => {
  for (const entries of [
    '/Subtype /Squiggly /QuadPoints [0 0 1e30 0 0 1e30 1e30 1e30]',
    '/Subtype /Ink /InkList [[1] [] 7 [1 2]] /BS << /W -5 >>',
    '/Subtype /Square /Rect [0 0 0 0] /RD [9 9 9 9]',
    '/Subtype /Line /Rect [0 0 1 1] /L [1e308 1e308 -1e308 0]',
    '/Subtype /Widget /Rect [0 0 1e9 1e9] /FT /Tx /V (x) /DA (/None 1e30 Tf',
    '/Subtype /Widget /Rect [0 0 9 9] /FT /Tx /Ff 16777216 /MaxLen 2147483647 /V (x)',
    '/Subtype /Widget /Rect [0 0 9 9] /FT /Ch /TI -7 /I [-1 1e9 (x)] /Opt [[] [[]] 7 null (x)]',
    '/Subtype /Widget /Rect [0 0 9 9] /FT /Btn /AS /On /MK << /R -450 /CA <FEFF> >> /DA (Q Q Q /ZaDb 0 Tf)',
    '/Subtype /Line /Rect [0 0 1 1] /L [0 0 9 9] /Cap true /CO 7 /LL 1e30 /LLO -5 /LLE 1e300',
    '/Subtype /Circle /Rect [0 0 1e9 1e9] /BE << /S /C /I 1e-9 >>',
    '/Subtype /Polygon /Vertices [1 1 1 1] /BE << /S /C /I 9 >>',
    '/Subtype /FreeText /Rect [0 0 99 99] /DS (font:;;color:#12;font-size:9999999999pt;:;) /RC (<<&#x;&<p style=">&#99999999;)',
    '/Subtype /Redact /QuadPoints [1 2 3]',
    `/Subtype /FreeText /Rect [0 0 1 1] /CL [1 2 3] /Contents (${'x '.repeat(50000)})`,
  ])
    expect((await annotated(entries, { catalog: '/AcroForm << /NeedAppearances true >>' })).pageCount).toBe(1);
});
