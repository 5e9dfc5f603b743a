import { describe, expect, test } from 'vitest';
import { TestPage } from '../../test/page.js';
import { onePage, type PageOptions } from '../../test/pdf-builder.js';

/** Text operators, ISO 32000-2, 9.3 and 9.4. In /F a space is 250 wide, A 500 and B 600 thousandths of an em. */
const FONT = `<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 32 /LastChar 66
  /Widths [250 ${'0 '.repeat(32)} 500 600] /FontDescriptor 11 0 R >>`;

describe.each(['release', 'debug'])('%s', (target) => {
  const page = (content: string, { objects, ...options }: PageOptions = {}) =>
    TestPage.of(
      'content',
      target,
      onePage(content, {
        ...options,
        objects: { 5: FONT, 11: '<< /Type /FontDescriptor /FontName /Helvetica /Flags 32 >>', ...objects },
      }),
    );
  /** The glyphs of every string that is shown, each with its place in page space (y = 100 - y). */
  const shown = async (content: string, options?: PageOptions) =>
    (await page(`BT /F1 10 Tf ${content} ET`, options)).lines().map((line) => line.replace('text ', ''));

  test('Tj: each glyph goes on by its width', async () => {
    expect(await shown('20 30 Td (ABA) Tj (B) Tj')).toEqual(['A@20,70 B@25,70 A@31,70', 'B@36,70']);
  });

  test('Td moves from the start of the line; TD also sets the leading; T* goes down by it', async () => {
    expect(await shown('20 30 Td (AB) Tj 5 -12 Td (A) Tj')).toEqual(['A@20,70 B@25,70', 'A@25,82']);
    expect(await shown('20 30 Td 3 -12 TD (A) Tj T* (A) Tj')).toEqual(['A@23,82', 'A@23,94']);
    expect(await shown('20 30 Td 7 TL (A) Tj T* (A) Tj T* (A) Tj')).toEqual(['A@20,70', 'A@20,77', 'A@20,84']);
  });

  test('Tm replaces the matrix, and Td then moves in it', async () => {
    expect(await shown('20 30 Td 2 0 0 2 50 60 Tm (AB) Tj 1 3 Td (A) Tj')).toEqual(['A@50,40 B@60,40', 'A@52,34']);
    expect(await shown('0 1 -1 0 50 60 Tm (AB) Tj')).toEqual(['A@50,40 B@50,35']); // turned to the left: up the page
  });

  test('BT begins anew; the CTM comes last', async () => {
    expect((await page('BT /F1 10 Tf 20 30 Td (A) Tj ET BT 1 0 Td (A) Tj ET')).lines()).toEqual(['text A@20,70', 'text A@1,100']);
    expect((await page('2 0 0 2 10 0 cm BT /F1 10 Tf 20 30 Td (AA) Tj ET')).lines()).toEqual(['text A@50,40 A@60,40']);
  });

  test('Tc and Tw: text space units, not turned by the font size; Tw only at the single-byte code 32', async () => {
    expect(await shown('3 Tc (AA A) Tj')).toEqual(['A@0,100 A@8,100  @16,100 A@21.5,100']);
    expect(await shown('4 Tw (A A) Tj')).toEqual(['A@0,100  @5,100 A@11.5,100']);
  });

  test('Tz squeezes glyphs and the spacing between them; TJ takes away thousandths of an em', async () => {
    expect(await shown('2 Tc 50 Tz (AA) Tj')).toEqual(['A@0,100 A@3.5,100']); // (5 + 2) / 2
    expect(await shown('[(A) -200 (A) 500 (B)] TJ')).toEqual(['A@0,100', 'A@7,100', 'B@7,100']);
    expect(await shown('50 Tz [(A) -200 (A)] TJ')).toEqual(['A@0,100', 'A@3.5,100']);
    expect(await shown('2 Tc [(A) -200 (A)] TJ')).toEqual(['A@0,100', 'A@9,100']); // spacing is for glyphs, not for numbers
  });

  test('Ts lifts without moving the line', async () => {
    expect(await shown('20 30 Td (A) Tj 3 Ts (A) Tj -1 Ts (A) Tj 0 Ts (A) Tj')).toEqual(['A@20,70', 'A@25,67', 'A@30,71', 'A@35,70']);
  });

  test(`' and ": the next line, with spacing that stays`, async () => {
    expect(await shown("7 TL 20 30 Td (A) ' (A) '")).toEqual(['A@20,77', 'A@20,84']);
    expect(await shown('7 TL 4 1 (A A) " (A A) \'')).toEqual(['A@0,107  @6,107 A@13.5,107', 'A@0,114  @6,114 A@13.5,114']);
  });

  test('the matrix from the em to the page: font size, Tz, Tm and CTM', async () => {
    const shownPage = await page('3 0 0 3 0 0 cm BT /F1 10 Tf 50 Tz 2 0 0 1 0 0 Tm (A) Tj ET');
    const [run] = shownPage.all('glyphs');
    expect(run!.run.matrix.map((v) => v + 0)).toEqual([30, 0, 0, -30]);
    expect(shownPage.glyphs(run!)[0]).toMatchObject({ text: 'A', advance: 0.5 });
  });

  test('Tr: fill, stroke, both, neither', async () => {
    const of = async (mode: number) => {
      const { run } = (await page(`1 0 0 rg 0 0 1 RG 3 w BT /F1 10 Tf ${mode} Tr (A) Tj ET`)).all('glyphs')[0]!;
      return [run.fill?.color ?? null, run.strokePaint?.color ?? null, run.stroke?.width ?? null];
    };
    const [red, blue] = ['#ff0000', '#0000ff'];
    expect([await of(0), await of(1), await of(2), await of(3)]).toEqual([[red, null, null], [null, blue, 3], [red, blue, 3], [null, null, null]]); // prettier-ignore
    expect([await of(4), await of(5), await of(6), await of(7)]).toEqual([[red, null, null], [null, blue, 3], [red, blue, 3], [null, null, null]]); // prettier-ignore
    expect(await of(99)).toEqual(await of(7));
  });

  test('text state outlives ET, and Q brings it back', async () => {
    const content = 'BT /F1 10 Tf 2 Tc ET q BT 5 Tc 200 Tz (AA) Tj ET Q BT (AA) Tj ET';
    expect((await page(content)).all('glyphs').map((c) => c.run.glyphs.x(1))).toEqual([20, 7]); // (5 + 5)·2 and 5 + 2
  });

  test('operators without their operands change nothing', async () => {
    for (const bad of ['Td', '5 Td', 'TD', '1 2 3 Tm', 'Tc', 'Tw', 'Tz', 'TL', 'Ts', 'Tr', 'Tf', '20 Tf', 'Tj', 'TJ', '5 Tj', '/N Tz'])
      expect(await shown(`5 TL 20 30 Td ${bad} (A A) Tj T* (A) Tj`), bad).toEqual(['A@20,70  @25,70 A@27.5,70', 'A@20,75']);
    expect(await shown('7 TL (A A) "')).toEqual(['A@0,107  @5,107 A@7.5,107']);
  });

  test('without a font nothing is shown; one that is missing stands in', async () => {
    expect((await page('BT (A) Tj ET')).lines()).toEqual([]);
    expect((await page('BT /F1 10 Tf () Tj ET')).lines()).toEqual([]);
    expect((await page('BT 10 Tf (A) Tj ET')).lines()).toEqual(['text A@0,100']);
    expect((await page('BT /Nowhere 10 Tf (A) Tj ET 0 0 1 1 re f')).lines().at(-1)).toBe('fill #000000 M0 100L1 100L1 99L0 99Z');
  });

  /** Type 3 glyphs of 1000 units an em: A is 500 wide and black, B says with d1 that it is only a shape. */
  const type3 = (content: string) =>
    page(content, {
      objects: {
        5: `<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 65 /LastChar 67
        /Widths [500 600 700] /Encoding << /Differences [65 /A /B /C] >> /CharProcs << /A 13 0 R /B 14 0 R /C 15 0 R >> /Resources << /Font << /T3 5 0 R >> >> >>`,
        13: { stream: '500 0 d0 0 0 1 rg 0 0 500 1000 re f' },
        14: { stream: '600 0 0 0 600 1000 d1 0 0 1 rg 0 0 500 1000 re f' },
        15: { stream: '700 0 d0 BT /T3 500 Tf (C) Tj ET' },
      },
    });

  test('Type 3: glyphs are drawn at their places, with the colour of the text where d1 says so', async () => {
    const drawn = await type3('1 0 0 rg BT /F1 10 Tf 20 30 Td (AB) Tj (A) Tj ET');
    expect(drawn.lines().filter((l) => !/save|restore/.test(l))).toEqual([
      'text A@20,70 B@25,70',
      'fill #0000ff M20 70L25 70L25 60L20 60Z',
      'fill #ff0000 M25 70L30 70L30 60L25 60Z',
      'text A@31,70',
      'fill #0000ff M31 70L36 70L36 60L31 60Z',
    ]);
    const { run } = drawn.all('glyphs')[0]!;
    expect([run.fill, run.strokePaint, [0, 1].map((i) => run.glyphs.index(i))]).toEqual([null, null, [-1, -1]]);
    expect((await type3('BT /F1 10 Tf 3 Tr (A) Tj ET')).all('fill')).toEqual([]);
  });

  test('Type 3: a glyph that is a bitmap is read once, and shown wherever the text is, in its colour', async () => {
    const bits = 'BI /W 8 /H 1 /IM true ID \xaa EI';
    const drawn = await page('1 0 0 rg BT /F1 10 Tf 20 30 Td (A) Tj 0 0 1 rg 2 0 0 2 40 10 Tm (AB) Tj (BCC) Tj ET', {
      objects: {
        5: `<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 65 /LastChar 67
        /Widths [500 0 0] /Encoding << /Differences [65 /A /B /C] >> /CharProcs << /A 13 0 R /B 14 0 R /C 15 0 R >> >>`,
        13: { stream: `500 0 0 0 500 800 d1 400 0 0 800 50 0 cm ${bits}` },
        14: { stream: `0 0 d0 0 1 0 rg 100 0 0 100 0 0 cm ${bits}` }, // has a colour of its own
        15: { stream: `0 0 0 0 9 9 d1 q 100 0 0 100 0 0 cm ${bits} Q 0 0 9 9 re f` }, // is more than a bitmap
      },
    });
    expect(drawn.lines().filter((line) => /stencil|fill/.test(line))).toEqual([
      'stencil #ff0000 4 0 0 -8 20.5 70',
      'stencil #0000ff 8 0 0 -16 41 90',
      ...Array<string>(2).fill('stencil #00ff00 2 0 0 -2 50 90'),
      ...Array<string[]>(2).fill(['stencil #0000ff 2 0 0 -2 50 90', 'fill #0000ff M50 90L50.18 90L50.18 89.82L50 89.82Z']).flat(),
    ]);
    const [first, second, ...others] = drawn.all('stencil').map(({ image }) => image);
    expect(second).toBe(first);
    expect(new Set(others).size).toBe(4);
  });

  test('Type 3: a bitmap that is cut down to a path is read once too, and cut wherever it is shown', async () => {
    const bits = 'BI /W 8 /H 1 /IM true ID \xaa EI';
    const drawn = await page('BT /F1 10 Tf 20 30 Td (A) Tj 2 0 0 2 40 10 Tm (A) Tj ET', {
      objects: {
        5: `<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 65 /LastChar 65
        /Widths [500] /Encoding << /Differences [65 /A] >> /CharProcs << /A 13 0 R >> >>`,
        13: { stream: `500 0 50 0 450 700 d1 q 50 0 m 50 700 l 450 700 l h W* n q 400 0 0 800 50 0 cm ${bits} Q Q` },
      },
    });
    expect(drawn.lines().filter((line) => /clip|stencil/.test(line))).toEqual([
      'clip* M20.5 70L20.5 63L24.5 63Z',
      'stencil #000000 4 0 0 -8 20.5 70',
      'clip* M41 90L41 76L49 76Z',
      'stencil #000000 8 0 0 -16 41 90',
    ]);
    expect(drawn.lines().filter((line) => /save|restore/.test(line)).length % 2).toBe(0);
    const [first, second] = drawn.all('stencil').map(({ image }) => image);
    expect(second).toBe(first);
  });

  test('a Type 3 glyph that shows itself ends with a warning', async () => {
    const drawn = await type3('BT /F1 10 Tf (C) Tj ET 0 0 1 1 re f');
    expect(drawn.warnings).toContain('nesting-limit');
    expect(drawn.lines().at(-1)).toBe('fill #000000 M0 100L1 100L1 99L0 99Z');
  });
});
