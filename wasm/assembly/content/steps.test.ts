import { describe, expect, test } from 'vitest';
import { Progress } from '../../src/abi.js';
import { TestPage } from '../../test/page.js';
import { onePage, type Body, type PageOptions } from '../../test/pdf-builder.js';

/** A page is interpreted step by step: it can be left between any two operators, and lacks nothing for it. */
const FILL = '0 0 1 1 re f ';
const form = (stream: string, dict = ''): Body => ({ dict: `/Type /XObject /Subtype /Form /BBox [0 0 10 10] ${dict}`, stream });
const TYPE3 = `<< /Type /Font /Subtype /Type3 /FontMatrix [1 0 0 1 0 0] /FontBBox [0 0 1 1] /FirstChar 65 /LastChar 66 /Widths [2 3]
  /Encoding << /Differences [65 /a /b] >> /CharProcs << /a 20 0 R /b 21 0 R >> >>`;

/** Everything that can be inside of something else. */
const NESTED: [content: string, options: PageOptions] = [
  `q /Fm Do Q /Pattern cs /P scn ${FILL} /G gs ${FILL} BT /T3 5 Tf 1 0 0 rg (AB) Tj [(A) -500 (B)] TJ ET /Gr gs /Fm Do`,
  {
    resources: `/XObject << /Fm 10 0 R /Gm 11 0 R >> /Pattern << /P 12 0 R >> /Font << /T3 13 0 R >>
      /ExtGState << /G << /SMask << /S /Luminosity /BC [1] /G 14 0 R >> >> /Gr << /ca .5 >> >>`,
    page: '/Annots [15 0 R 16 0 R]',
    objects: {
      10: form(`${FILL} q 2 0 0 2 0 0 cm /Gm Do Q /Gm Do`, '/Group << /S /Transparency >>'),
      11: form(`1 0 1 rg ${FILL} BT /T3 1 Tf (B) Tj ET`),
      12: {
        dict: '/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 5 5] /XStep 5 /YStep 5 /Resources << /XObject << /Gm 11 0 R >> >>',
        stream: `/Gm Do ${FILL}`,
      },
      13: TYPE3,
      14: form(`1 g ${FILL} /Gm Do`, '/Group << /S /Transparency /CS /DeviceGray >>'),
      15: '<< /Type /Annot /Subtype /Stamp /Rect [50 50 60 60] /AP << /N 11 0 R >> >>',
      16: '<< /Type /Annot /Subtype /Square /Rect [70 50 80 60] /C [1 0 0] >>',
      20: { stream: `3 0 d0 0 0 1 rg ${FILL} /Gm Do` },
      21: { stream: `3 0 0 0 1 1 d1 ${FILL}` },
    },
  },
];

describe.each(['release', 'debug'])('%s', (target) => {
  const open = (content: string, options?: PageOptions) => TestPage.of('content', target, onePage(content, options));

  /** Steps through a page; how each step ended. */
  function step(page: TestPage, task: number, fuel: number): Progress[] {
    const steps: Progress[] = [];
    do {
      steps.push(page.hooks.test_step!(task, fuel));
      if (steps.at(-1) === Progress.NeedsResource) page.hooks.test_bring_nothing!(page.doc);
    } while (steps.at(-1) !== Progress.Done);
    return steps;
  }

  test('stopped after each operator, a page is the same as in one go', async () => {
    const page = await open(...NESTED);
    const task = page.hooks.test_begin!(page.doc, 0);
    const steps = step(page, task, 1);
    expect(page.lines(page.hooks.test_list!(task))).toEqual(page.lines());
    expect(page.lines().filter((line) => line.startsWith('fill')).length).toBeGreaterThan(20);
    expect(steps.length).toBeGreaterThan(100);
  });

  test('its list grows step by step', async () => {
    const page = await open(FILL.repeat(100));
    const task = page.hooks.test_begin!(page.doc, 0);
    const drawn: number[] = [];
    while (page.hooks.test_step!(task, 200) === Progress.Paused) drawn.push(page.lines(page.hooks.test_list!(task)).length);
    expect(drawn.length).toBeGreaterThan(2);
    expect(drawn).toEqual([...new Set(drawn)].sort((a, b) => a - b));
    expect(page.lines(page.hooks.test_list!(task))).toHaveLength(100);
  });

  test('two pages are stepped in turns', async () => {
    const page = await open(...NESTED);
    const [a, b] = [page.hooks.test_begin!(page.doc, 0), page.hooks.test_begin!(page.doc, 0)];
    let going = true;
    while (going) {
      going = page.hooks.test_step!(a, 30) !== Progress.Done;
      going = page.hooks.test_step!(b, 50) !== Progress.Done || going;
    }
    expect(page.lines(page.hooks.test_list!(a))).toEqual(page.lines());
    expect(page.lines(page.hooks.test_list!(b))).toEqual(page.lines());
  });

  test('an operator that lacks a resource waits for it, and nothing is read twice', async () => {
    const font = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>';
    const page = await open(`${FILL.repeat(50)} BT /Fa 10 Tf (A) Tj ET ${FILL.repeat(50)}`, {
      resources: '/Font << /Fa 10 0 R >>',
      objects: { 10: font },
    });
    // The page that was opened has been told that there is none; this is another document.
    const other = await TestPage.before('content', target, onePage(`${FILL.repeat(50)} BT /Fa 10 Tf (A) Tj ET ${FILL.repeat(50)}`, { resources: '/Font << /Fa 10 0 R >>', objects: { 10: font } })); // prettier-ignore
    const task = other.hooks.test_begin!(other.doc, 0);
    expect(other.hooks.test_step!(task, Infinity)).toBe(Progress.NeedsResource);
    expect(other.hooks.test_needed!(other.doc)).toBe(1);
    expect(other.lines(other.hooks.test_list!(task))).toEqual(page.lines().slice(0, 50));
    const before = other.hooks.test_fuel!(other.doc);
    expect(other.hooks.test_step!(task, Infinity)).toBe(Progress.NeedsResource);
    expect(before - other.hooks.test_fuel!(other.doc)).toBeLessThan(10);
    other.hooks.test_bring_nothing!(other.doc);
    expect(other.hooks.test_step!(task, Infinity)).toBe(Progress.Done);
    expect(other.lines(other.hooks.test_list!(task))).toEqual(page.lines());
  });

  test('a page that is given up gives back its memory, wherever it stands', async () => {
    const page = await open(...NESTED);
    const abandon = (steps: number) => {
      const task = page.hooks.test_begin!(page.doc, 0);
      for (let i = 0; i < steps; i++) page.hooks.test_step!(task, 1);
      page.hooks.test_end!(task);
      return page.hooks.test_bytes_in_use!();
    };
    abandon(1000);
    const before = abandon(1000);
    for (let steps = 0; steps < 120; steps++) expect(abandon(steps), `after ${steps} steps`).toBe(before);
  });

  describe('work grows with the page, of which', () => {
    const work = async (content: string, objects: Record<number, Body> = {}) => {
      const page = await open(content, { resources: '/XObject << /Fm 10 0 R >>', objects: { 10: form(FILL), ...objects } });
      return page.hooks.test_page_fuel!(page.doc) - page.hooks.test_fuel!(page.doc);
    };
    const numbers = (n: number, text: (i: number) => string) => Array.from({ length: n }, (_, i) => text(i)).join(' ');

    test.each<[string, (n: number) => [content: string, objects?: Record<number, Body>]]>([
      ['operators', (n) => [FILL.repeat(n)]],
      ['operands', (n) => [`${'1 '.repeat(n)} m`]],
      ['arrays of operands', (n) => [`[${'1 '.repeat(n)}] 0 d`]],
      ['segments', (n) => [`0 0 m ${'1 1 l '.repeat(n)} f`]],
      ['forms', (n) => ['/Fm Do '.repeat(n)]],
      ['states', (n) => [`${'q '.repeat(n)} ${'Q '.repeat(n)}`]],
      ['glyphs', (n) => [`BT /F1 1 Tf (${'A'.repeat(n)}) Tj ET`]],
      ['inline images', (n) => ['BI /W 1 /H 1 /BPC 8 /CS /G ID x EI '.repeat(n)]],
      [
        'forms in forms, once each',
        (n) => {
          const depth = Math.round(n / 100);
          const chain = numbers(depth, (i) => `${i}`)
            .split(' ')
            .map((i): [number, Body] => [
              30 + Number(i),
              form(FILL.repeat(20), `/Resources << /XObject << /Fm ${31 + Number(i)} 0 R >> >>`),
            ]);
          return [numbers(depth, () => '/Fm Do'), Object.fromEntries(chain)];
        },
      ],
    ])('there are many %s', async (_, make) => {
      // prettier-ignore
      const [none, once, twice] = [await work(...make(100)), await work(...make(1100)), await work(...make(2100))];
      expect((twice - none) / (once - none)).toBeGreaterThan(1.8);
      expect((twice - none) / (once - none)).toBeLessThan(2.2);
    });

    test('a form that draws the next one twice doubles the work until the page has had its share', async () => {
      const chain = Object.fromEntries(
        Array.from({ length: 23 }, (_, i): [number, Body] => [
          10 + i,
          form(`${FILL} /Fm Do /Fm Do`, `/Resources << /XObject << /Fm ${11 + i} 0 R >> >>`),
        ]),
      );
      const page = await open('/Fm Do', { resources: '/XObject << /Fm 10 0 R >>', objects: { ...chain, 33: form(FILL) } });
      expect(page.warnings).toContain('work-limit');
      expect(page.hooks.test_fuel!(page.doc)).toBeLessThanOrEqual(0);
    });
  });
});
