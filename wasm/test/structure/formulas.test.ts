import { openDocument, type TextBlock } from '@ode/engine';
import { expect, test } from 'vitest';
import { onePage, type Body } from '../pdf-builder.js';
import { convert, Paper, prose } from './paper.js';

/** A page with a fraction between two paragraphs: its parts are written one by one, the signs in a font for formulas. */
function withFraction(): Uint8Array {
  const paper = new Paper();
  const y = paper.lines(60, 100, prose(4, 'Before'));
  const at = y + 24;
  paper
    .text(140, at, 'E')
    .text(152, at, '=')
    .text(172, at - 7, 'a + b')
    .text(182, at + 7, 'c')
    .text(260, at, '(12)');
  paper.rule(168, at - 3, 206, at - 3);
  paper.lines(60, at + 36, prose(4, 'Behind'));
  return onePage(paper.stream.replaceAll('/F1 10 Tf 140', '/F4 10 Tf 140').replace('/F1 10 Tf 172', '/F4 10 Tf 172'), {
    mediaBox: '[0 0 612 792]',
    resources: '/Font << /F1 5 0 R /F4 12 0 R >>',
    objects: { 12: '<< /Type /Font /Subtype /Type1 /BaseFont /CMMI10 /Encoding /WinAnsiEncoding >>' },
  });
}

test('a formula that stands by itself is one block, with its parts and its number', async () => {
  const doc = await openDocument(withFraction());
  for await (const { blocks } of doc.structured()) {
    expect(blocks.map(({ kind }) => kind)).toEqual(['paragraph', 'formula', 'paragraph']);
    const [, formula] = blocks;
    expect(formula!.box[0]).toBeCloseTo(140, 0);
    expect(formula!.box[2]).toBeGreaterThan(270);
  }
  const markdown = await new Response(doc.convert('markdown')).text();
  expect(markdown).toMatch(/\n\nE = .*\(12\)\n\n/);
});

test('a formula is a drawing of its place in a text that reflows, with its bar and without what stands around it', async () => {
  const html = await convert(withFraction(), 'html-reflow');
  const [, data, alt] = /<p class="formula"><img src="data:image\/svg\+xml;base64,([^"]+)" alt="([^"]*)" width="\d+" height="\d+">/.exec(
    html,
  )!;
  expect(alt).toContain('a + b');
  const svg = Buffer.from(data!, 'base64').toString();
  // The bar of the fraction is 38 points long; letters are shapes.
  expect(svg).toMatch(/<path d="M168 [\d.]+h38"/);
  expect(svg).not.toContain('<text');
  const [, x, y, width, height] = /viewBox="([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+)"/.exec(svg)!.map(Number);
  expect(x).toBeGreaterThan(138);
  expect(x! + width!).toBeLessThan(302);
  expect(y).toBeGreaterThan(150);
  expect(height).toBeLessThan(40);
});

/** Two lines of text with a sum in them as TeX sets it: its sign hangs from above, its limits stand above one another behind it. */
function withSum({ below = 0 } = {}): Uint8Array {
  const paper = new Paper();
  const y = paper.lines(60, 100, prose(3, 'Before'));
  paper
    .text(60, y, 'We need that')
    .raw(`BT /F4 10 Tf 122.5 ${792 - y + 7.5 + below} Td (P) Tj ET`)
    .text(133, y - 4, 'k', { size: 7 })
    .text(133, y + 3, 'i=1', { size: 7 })
    .text(144.5, y, 'Z')
    .text(150.6, y + 1.5, 'i', { size: 7 })
    .text(155, y, 'is near to the square of')
    .text(265, y, 's')
    .text(270, y - 4, '2', { size: 7 })
    .text(270, y + 2.5, 'n', { size: 7 })
    .text(277, y, 'for all of them.');
  paper.lines(60, y + 12, prose(2, 'Behind'));
  return onePage(paper.stream, {
    mediaBox: '[0 0 612 792]',
    resources: '/Font << /F1 5 0 R /F4 12 0 R >>',
    objects: {
      12: '<< /Type /Font /Subtype /Type1 /BaseFont /CMEX10 /FirstChar 80 /LastChar 80 /Widths [1056] /Encoding << /Differences [80 /summation] >> >>',
    },
  });
}

test('a sum in a line of text stays in it, with its limits, and so do indices below exponents', async () => {
  const doc = await openDocument(withSum());
  for await (const { blocks } of doc.structured()) {
    expect(blocks.map(({ kind }) => kind)).toEqual(['paragraph']);
    const { spans } = (blocks[0] as TextBlock).lines[3]!;
    expect(spans.map(({ text }) => text).join('')).toBe('We need that ∑k i=1 Zi is near to the square of s2 n for all of them.');
    const scripts = spans.flatMap(({ text, script }) => (script ? [[text.trim(), script]] : []));
    expect(scripts).toEqual([
      ['k', 'super'],
      ['i=1', 'sub'],
      ['i', 'sub'],
      ['2', 'super'],
      ['n', 'sub'],
    ]);
  }
});

test('a sign that hangs from the line above is not in the one below', async () => {
  const doc = await openDocument(withSum({ below: 6 }));
  for await (const { blocks } of doc.structured()) {
    const lines = blocks.flatMap((block) => (block as TextBlock).lines.map(({ spans }) => spans.map(({ text }) => text).join('')));
    expect(lines).toContainEqual(expect.stringMatching(/^We need that/));
    expect(lines).not.toContainEqual(expect.stringMatching(/that ∑/));
  }
});

test('signs in running text and figures below one another are no formula', async () => {
  const paper = new Paper();
  const y = paper.lines(60, 100, [...prose(3, 'Text'), 'so that x = y holds for all of the others as well, and for these']);
  for (let i = 0; i < 4; i++) paper.text(100, y + 20 + 14 * i, `< ${i}2.5`).text(180, y + 20 + 14 * i, `= ${i}7.25`);
  expect((await paper.blocks()).map(({ kind }) => kind)).not.toContain('formula');
});

/** Marked content: a text at a place, as MCID `id`. */
const mark = (id: number, x: number, y: number, text: string) =>
  `/Span << /MCID ${id} >> BDC BT /F1 10 Tf ${x} ${y} Td (${text}) Tj ET EMC`;

/**
 * A tagged page with a formula in a line and one below it, whose parts are elements of MathML. `more`: what else the first and the second
 * say, and objects from 40.
 */
const tagged = (fraction: string, more: { first?: string; second?: string; objects?: Record<number, Body> } = {}) =>
  onePage(
    [
      mark(0, 20, 180, 'Where'),
      mark(1, 60, 180, 'x'),
      mark(2, 70, 180, '<'),
      mark(3, 80, 180, '2'),
      mark(4, 100, 180, 'holds'),
      mark(5, 60, 140, 'a'),
      mark(6, 60, 128, 'b'),
      mark(7, 60, 100, 'c'),
      mark(8, 80, 128, 'd'),
    ].join('\n'),
    {
      mediaBox: '[0 0 300 200]',
      page: '/StructParents 0',
      catalog: '/StructTreeRoot 10 0 R /MarkInfo << /Marked true >> /Lang (en)',
      objects: {
        10: '<< /Type /StructTreeRoot /K 11 0 R /ParentTree 30 0 R >>',
        11: '<< /S /Document /K [12 0 R 20 0 R 26 0 R] >>',
        12: '<< /S /P /Pg 3 0 R /K [0 13 0 R 4] >>',
        13: `<< /S /Formula ${more.first ?? ''} /K 14 0 R >>`,
        14: '<< /S /math /K [15 0 R 16 0 R 17 0 R] >>',
        15: '<< /S /mi /Pg 3 0 R /K 1 >>',
        16: '<< /S /mo /Pg 3 0 R /K 2 >>',
        17: '<< /S /mn /Pg 3 0 R /K 3 >>',
        20: `<< /S /Formula ${more.second ?? ''} /Alt (a over b) /K 21 0 R >>`,
        21: '<< /S /math /K 22 0 R >>',
        22: `<< /S /mfrac /K [${fraction}] >>`,
        23: '<< /S /mi /Pg 3 0 R /K 5 >>',
        24: '<< /S /mi /Pg 3 0 R /K 6 >>',
        25: '<< /S /mi /Pg 3 0 R /K 8 >>',
        26: '<< /S /Formula /Alt (the letter c) /Pg 3 0 R /K 7 >>',
        30: '<< /Nums [0 [12 0 R 15 0 R 16 0 R 17 0 R 12 0 R 23 0 R 24 0 R 26 0 R 25 0 R]] >>',
        ...more.objects,
      },
    },
  );

/** The formula as MathML, in a line or by itself. */
const math = (display: string, inner: string) => `<math xmlns="http://www.w3.org/1998/Math/MathML"${display}>${inner}</math>`;

test('a formula that the document has as MathML is MathML, in a line of text and by itself; what is none has its words', async () => {
  const file = tagged('23 0 R 24 0 R');
  const html = await convert(file, 'html-reflow');
  expect(html).toContain(`<p>Where ${math('', '<mi>x</mi><mo>&lt;</mo><mn>2</mn>')} holds</p>`);
  expect(html).toContain(`<p class="formula" tabindex="0">${math(' display="block"', '<mfrac><mi>a</mi><mi>b</mi></mfrac>')}</p>`);
  expect(html).toMatch(/<p class="formula"><img src="data:image\/svg[^"]*" alt="the letter c"/);
  expect(await convert(file, 'markdown')).toContain('Where x < 2 holds');
});

test('MathML that is not sound is none: a fraction of three', async () => {
  const html = await convert(tagged('23 0 R 24 0 R 25 0 R'), 'html-reflow');
  expect(html).not.toContain('<mfrac>');
  expect(html).toContain('alt="a over b"');
});

test('a formula is the MathML of the file that it is associated with, or of the attribute that Word gives it', async () => {
  const files = (subtype: string, data: string) => ({
    40: '<< /Type /Filespec /F (a.tex) /AFRelationship /Source /EF << /F 41 0 R >> >>',
    41: { dict: '/Type /EmbeddedFile /Subtype /text#2Fx-tex', stream: 'x' },
    42: '<< /Type /Filespec /F (a.xml) /AFRelationship /Supplement /EF << /F 43 0 R >> >>',
    43: { dict: `/Type /EmbeddedFile /Subtype /${subtype}`, stream: Buffer.from(data) },
  });
  const word = '/A << /O /MSFT_Office /MSFT_MathML (<math display="block"><mfrac><mi>p</mi><mi>q</mi></mfrac></math>) >>';
  const element = '<mrow><mi mathvariant="normal">\u03c0</mi><mo stretchy="false">&lt;</mo></mrow>';
  const source = `<?xml version="1.0"?><math xmlns="http://www.w3.org/1998/Math/MathML">${element}</math>`;
  const parts = (data: string, subtype = 'application#2Fmathml+xml') =>
    tagged('23 0 R 24 0 R', { first: '/AF [40 0 R 42 0 R]', second: word, objects: files(subtype, data) });

  const file = parts(source);
  const html = await convert(file, 'html-reflow');
  expect(html).toContain(`<p>Where ${math('', element)} holds</p>`);
  expect(html).toContain(`<p class="formula" tabindex="0">${math(' display="block"', '<mfrac><mi>p</mi><mi>q</mi></mfrac>')}</p>`);
  // As a page it is drawn, and said besides.
  expect(await convert(file, 'html')).toContain(
    `aria-label="Formulas of page 1">${math('', element)}\n${math('', '<mfrac><mi>p</mi><mi>q</mi></mfrac>')}</div>`,
  );
  const { pages } = JSON.parse(await convert(file, 'json')) as { pages: { blocks: TextBlock[] }[] };
  const blocks = pages[0]!.blocks;
  expect(blocks[0]!.lines[0]!.spans.map((span) => span.mathml).filter(Boolean)).toEqual([math('', element)]);
  expect(blocks[1]).toMatchObject({ kind: 'formula', mathml: math(' display="block"', '<mfrac><mi>p</mi><mi>q</mi></mfrac>') });
  // What is no formula leaves the formula of the tree.
  for (const other of [parts('<math><script/></math>'), parts(source, 'text#2Fxml')])
    expect(await convert(other, 'html-reflow')).toContain(`Where ${math('', '<mi>x</mi><mo>&lt;</mo><mn>2</mn>')} holds`);
});
