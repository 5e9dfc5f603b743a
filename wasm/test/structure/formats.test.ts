import { openDocument } from '@ode/engine';
import { expect, test } from 'vitest';
import { onePage } from '../pdf-builder.js';
import { convert, Paper, prose } from './paper.js';

/** A heading, text with markup in it, a list and a table. */
function sample(): Paper {
  const paper = new Paper().text(60, 100, 'Costs & <benefits>', { size: 18 });
  paper.lines(60, 130, ['# of items is what this paragraph counts, and a word that is di-', 'vided at the end of its line']);
  paper.text(60, 180, '\x95 One').text(60, 194, '\x95 Two');
  [
    ['Year', 'A|B'],
    ['2020', '1'],
    ['2021', '=2+3'],
    ['2022', '-4'],
  ].forEach((row, r) => {
    row.forEach((t, c) => paper.text(66 + 100 * c, 234 + 20 * r, t));
    paper.rule(60, 220 + 20 * r, 260, 220 + 20 * r);
  });
  paper.rule(60, 300, 260, 300);
  for (const x of [60, 160, 260]) paper.rule(x, 220, x, 300);
  return paper;
}

test('Markdown', async () => {
  expect(await sample().to('markdown')).toBe(`# Costs & <benefits>

\\# of items is what this paragraph counts, and a word that is divided at the end of its line

- One
- Two

| Year | A\\|B |
| --- | --- |
| 2020 | 1 |
| 2021 | =2+3 |
| 2022 | -4 |
`);
});

test('HTML that reads like a web page: escaped, with a real table and no script', async () => {
  const html = await sample().to('html-reflow');
  expect(html).toContain('<h1>Costs &amp; &lt;benefits&gt;</h1>');
  expect(html).toContain('a word that is divided at the end of its line</p>');
  expect(html).toMatch(/<ul class="marked"><li><span class="mark">•<\/span> One<\/li><li>.*Two<\/li><\/ul>/);
  expect(html).toContain(
    '<thead><tr><th scope="col">Year</th><th scope="col">A|B</th></tr></thead><tbody><tr><td>2020</td><td>1</td></tr>',
  );
  expect(html).not.toMatch(/<script|\son\w+=|javascript:/i);
});

test('tables as CSV, in which no cell is a formula', async () => {
  expect(await sample().to('csv')).toBe("Year,A|B\r\n2020,1\r\n2021,'=2+3\r\n2022,-4\r\n");
});

test('JSON has a box for everything', async () => {
  const { pageCount, pages } = JSON.parse(await sample().to('json'));
  expect(pageCount).toBe(1);
  expect(pages[0]).toMatchObject({ page: 0, width: 612, height: 792 });
  expect(pages[0].blocks.map((b: { kind: string }) => b.kind)).toEqual(['heading', 'paragraph', 'list', 'table']);
  const [x0, y0, x1, y1] = pages[0].blocks[0].lines[0].spans[0].box;
  // Set at (60, 100) in 18 points: it begins there, and its baseline is inside of the box.
  expect(x0).toBeCloseTo(60, 1);
  expect(y0).toBeLessThan(90);
  expect(y1).toBeGreaterThan(100);
  expect(x1).toBeGreaterThan(200);
});

test('plain text, a form feed between pages', async () => {
  const paper = new Paper();
  paper.lines(60, 100, prose(2, 'Text'));
  expect(await paper.to('text')).toBe(`${prose(2, 'Text').join('\n')}\n`);
});

test('a hostile link and a hostile title are inert', async () => {
  const file = onePage('BT /F1 10 Tf 10 50 Td (click) Tj ET', {
    page: '/Annots [10 0 R]',
    trailer: '/Info 11 0 R',
    objects: {
      10: '<< /Type /Annot /Subtype /Link /Rect [0 40 100 70] /A << /S /URI /URI (javascript:alert\\(1\\)) >> >>',
      11: '<< /Title (</title><script>alert(1)</script>) >>',
    },
  });
  const doc = await openDocument(file);
  const html = await new Response(doc.convert('html-reflow')).text();
  expect(html).toContain('<title>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;</title>');
  expect(html).not.toContain('<a ');
});

test('a format that is not known is refused by name', async () => {
  const doc = await openDocument(onePage(''));
  await expect(new Response(doc.convert('docx' as 'html')).text()).rejects.toThrow('There is no format "docx"');
});

test('a listing keeps its lines and indents', async () => {
  const paper = new Paper();
  const y = paper.lines(60, 100, prose(5, 'Text'));
  // Courier's letters are 0.6 em wide: four of them are 24 points at 10.
  paper
    .text(60, y + 10, 'if (a < b)', { mono: true })
    .text(84, y + 22, 'return |a|;', { mono: true })
    .text(60, y + 34, 'return b;', { mono: true });
  expect(await paper.to('markdown')).toContain('```\nif (a < b)\n    return |a|;\nreturn b;\n```');
  expect(await paper.to('html-reflow')).toContain('<pre><code>if (a &lt; b)\n    return |a|;\nreturn b;</code></pre>');
});

test('the debug view has a box for each block, and says why it is what it is', async () => {
  const html = await sample().to('debug');
  expect(html).toMatch(/<rect x="60" y="[\d.]+" [^>]*\/>.*<title>1\.1 heading: set at 18\.0 points, the body at 10\.0<\/title>/);
  expect(html).toContain('<b>1.4 table</b>cells drawn by rules<small>4 rows, 2 columns</small>');
  expect(html).toContain('Costs &amp; &lt;benefits&gt;');
  expect(html).not.toContain('<script');
});

test('Markdown: links, unless they are left out; running heads only when it is faithful', async () => {
  const file = onePage('BT /F1 10 Tf 10 70 Td (see there) Tj ET', {
    mediaBox: '[0 0 200 100]',
    page: '/Annots [10 0 R]',
    objects: { 10: '<< /Type /Annot /Subtype /Link /Rect [24 60 100 85] /A << /S /URI /URI (https://example.com/a\\(b\\)) >> >>' },
  });
  expect(await convert(file, 'markdown')).toBe('see [there](<https://example.com/a(b)>)\n');
  expect(await convert(file, 'markdown', { links: false })).toBe('see there\n');
  const paper = new Paper().text(60, 30, 'Annual report').text(300, 775, '7');
  paper.lines(60, 120, ['a word that is di-', 'vided']);
  expect(await paper.to('markdown')).toBe('a word that is divided\n');
  expect(await paper.to('markdown', { faithful: true })).toBe('Annual report\n\na word that is di- vided\n\n7\n');
});
