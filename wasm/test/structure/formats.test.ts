import { strFromU8, unzipSync } from 'fflate';
import { openDocument, type ConvertOptions, type Format } from '@ode/engine';
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
  expect(await sample().to('markdown')).toBe(`# Costs & \\<benefits>

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

async function bytesOf(pdf: Uint8Array, format: Format, options?: ConvertOptions): Promise<Uint8Array> {
  const doc = await openDocument(pdf);
  return new Uint8Array(await new Response(doc.convert(format, options)).arrayBuffer());
}

/** The names of a document's elements, in order; fails where one is not closed. */
function elements(xml: string): string[] {
  const open: string[] = [];
  const all: string[] = [];
  for (const [, close, name, inside] of xml.matchAll(/<(\/?)([a-z][\w:]*)((?:[^<>"]|"[^"<]*")*)>/gi)) {
    if (close) expect(open.pop()).toBe(name);
    else {
      all.push(name!);
      if (!inside!.endsWith('/')) open.push(name!);
    }
  }
  expect(open).toEqual([]);
  return all;
}

test('tables as a workbook, in which numbers are numbers and no text is a formula', async () => {
  const files = unzipSync(await bytesOf(sample().file, 'xlsx'));
  const sheet = strFromU8(files['xl/worksheets/sheet1.xml']!);
  expect(strFromU8(files['xl/workbook.xml']!)).toContain('name="Page 1"');
  expect(sheet).toMatch(/<v>2020<\/v>/);
  expect(sheet).toMatch(/<v>-4<\/v>/);
  expect(sheet).not.toContain('<f>');
});

test('an e-book: its type comes first, its parts are XML, and it is the same twice', async () => {
  const book = await bytesOf(sample().file, 'epub');
  expect(strFromU8(book.subarray(30, 58))).toBe('mimetypeapplication/epub+zip');
  const files = unzipSync(book);
  expect(Object.keys(files)).toEqual(['mimetype', 'META-INF/container.xml', 'style.css', 'part-1.xhtml', 'contents.xhtml', 'book.opf']);
  const part = strFromU8(files['part-1.xhtml']!);
  expect(elements(part)).toEqual(expect.arrayContaining(['html', 'main', 'section', 'h1', 'table']));
  expect(part).toContain('<h1>Costs &amp; &lt;benefits&gt;</h1>');
  elements(strFromU8(files['contents.xhtml']!));
  expect(elements(strFromU8(files['book.opf']!)).filter((name) => name === 'itemref')).toHaveLength(1);
  expect(await bytesOf(sample().file, 'epub')).toEqual(book);
});

test('a page as SVG, its letters as shapes; as PNG, as large as is asked for; several as a ZIP', async () => {
  const page = onePage('BT /F1 20 Tf 10 50 Td (Hello) Tj ET 1 0 0 rg 0 0 5 5 re f');
  const svg = strFromU8(await bytesOf(page, 'svg'));
  expect(elements(svg)[0]).toBe('svg');
  expect(svg).toContain('viewBox="0 0 200 100"');
  expect(svg).toContain('fill="#ff0000"');
  expect(svg).not.toMatch(/<text|foreignObject|Hello/);
  const png = await bytesOf(page, 'png', { scale: 3 });
  expect([...new Uint32Array(png.slice(16, 24).reverse().buffer)]).toEqual([300, 600]);
  const files = unzipSync(await bytesOf(page, 'png', { onePage: false }));
  expect(Object.keys(files)).toEqual(['page-1.png']);
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
  // As LaTeX's tagged PDF has it: a soft hyphen stands for what is shown.
  const soft = new Paper().raw('BT /F1 10 Tf 60 672 Td (a word that is di) Tj /Span << /ActualText <FEFF00AD> >> BDC (-) Tj EMC ET');
  soft.text(60, 132, 'vided').text(60, 144, 'there');
  expect(await soft.to('markdown')).toBe('a word that is divided there\n');
  expect(await soft.to('markdown', { faithful: true })).toBe('a word that is di- vided there\n');
});

test('a compound that the document has inside a line keeps its hyphen at the end of one', async () => {
  const paper = new Paper();
  paper.lines(60, 130, [
    'A state-of-the-art system that is well-known here may be di-',
    'vided in a line, while others say that it is both well-',
    'known and state-of-the-',
    'art.',
  ]);
  const whole =
    'A state-of-the-art system that is well-known here may be divided in a line, while others say that it is both well-known and state-of-the-art.';
  expect(await paper.to('markdown')).toBe(`${whole}\n`);
  expect(await paper.to('html-reflow')).toContain(`<p>${whole}</p>`);
});

test('what is raised or lowered is so in Markdown, unless it has to be as the page has it', async () => {
  const paper = new Paper().text(60, 100, 'About 10').text(100.2, 96, '6', { size: 6 }).text(107, 100, 'molecules of CO');
  paper.text(181, 102, '2', { size: 6 });
  expect(await paper.to('markdown')).toMatch(/^About 10<sup>6<\/sup> ?molecules of CO<sub>2<\/sub>\n$/);
  expect(await paper.to('markdown', { faithful: true })).not.toContain('<su');
});
