import { openDocument, type ConvertOptions, type Format } from '@ode/engine';
import { expect, test } from 'vitest';
import { linesOfHocr } from '../../src/ocr/hocr.js';
import { scanOf } from '../scan.js';
import { convert, Paper } from './paper.js';

const LINES = ['The quick brown fox jumps over the lazy dog.', 'It was seen by nobody but the cat.'];

test('a page that is a picture is read when it is asked for: its words stand where they are on the page', async () => {
  const paper = new Paper().text(72, 100, 'Animals', { size: 24, bold: true });
  LINES.forEach((line, i) => paper.text(72, 140 + 16 * i, line, { size: 12 }));
  const file = await scanOf(paper.file);
  const doc = await openDocument(file);
  const to = (format: Format, options: ConvertOptions = {}) => new Response(doc.convert(format, options)).text();
  expect(await to('markdown')).toBe('');
  expect(await to('markdown', { ocr: {} })).toBe(`# Animals\n\n${LINES.join(' ')}\n`);
  expect((await to('text', { ocr: {} })).trim().split('\n')).toEqual(['Animals', ...LINES]);
  const { pages } = JSON.parse(await to('json', { ocr: {} }));
  const [x0, y0, , y1] = pages[0].blocks[1].lines[1].spans[0].words[0].box;
  expect(Math.abs(x0 - 72)).toBeLessThan(2);
  expect(y0).toBeLessThan(150);
  expect(y1).toBeGreaterThan(155);
  expect(y1).toBeLessThan(165);
});

test('a page that looks like the scan has what was read over it, as text that does not show: a span a line', async () => {
  const paper = new Paper();
  LINES.forEach((line, i) => paper.text(72, 140 + 16 * i, line, { size: 12 }));
  const html = await convert(await scanOf(paper.file), 'html', { ocr: {} });
  const page = html.slice(html.indexOf('<main>'), html.indexOf('</main>'));
  expect(page.indexOf('</foreignObject>')).toBeGreaterThan(page.indexOf('<use '));
  expect(
    page
      .replace(/<[^>]*>/g, '')
      .trim()
      .split('\n'),
  ).toEqual(LINES);
  const spans = [...page.matchAll(/<span[^>]*style="([^"]*)"/g)].map(([, style]) => style!);
  expect(spans).toHaveLength(LINES.length);
  expect(spans.every((style) => style.includes('color:#0000'))).toBe(true);
  // In a text, 64/3 pixels stand for a point.
  const left = Number(/<foreignObject x="([\d.]+)"/.exec(page)![1]);
  expect(Math.abs((left * 3) / 64 - 72)).toBeLessThan(2);
});

test('where a sheet lay askew in the scanner, so does the text over it', async () => {
  const paper = new Paper();
  LINES.forEach((line, i) => paper.text(72, 140 + 16 * i, line, { size: 12 }));
  const file = await scanOf(paper.file, { dpi: 200, turn: 0.5, noise: 30 });
  expect(await convert(file, 'markdown', { ocr: {} })).toBe(`${LINES.join(' ')}\n`);
  const html = await convert(file, 'html', { ocr: {} });
  // The second axis of a matrix is the first one's, turned further by a right angle.
  const [a, b, c, d] = /<foreignObject style="transform:matrix\(([^)]*)\)/.exec(html)![1]!.split(',').map(Number);
  expect(b! / a!).toBeCloseTo(Math.tan((0.5 * Math.PI) / 180), 3);
  expect([c! / a!, d! / a!]).toEqual([expect.closeTo(-b! / a!, 6), expect.closeTo(1, 6)]);
});

test('the text of a scan is selected and found where it stands, once it was read', async () => {
  const doc = await openDocument(await scanOf(new Paper().text(72, 140, LINES[0]!, { size: 12 }).file));
  const hits = async () => {
    const found = [];
    for await (const hit of doc.find('brown FOX')) found.push(hit);
    return found;
  };
  expect(await hits()).toEqual([]);
  const runs = await doc.pageTextRuns(0, { ocr: {} });
  expect(runs.map(({ text }) => text).join('')).toBe(LINES[0]);
  const [hit, ...others] = await hits();
  expect(others).toEqual([]);
  // Behind "The quick ", which is 56 points wide in Helvetica at 12 points.
  expect(Math.abs(hit!.quads[0]![0] - 128)).toBeLessThan(3);
});

test('a page with text is not read, and a language without data is told', async () => {
  const paper = new Paper().text(72, 100, 'This page says of itself what stands on it, in forty letters and more.');
  expect(await paper.to('markdown', { ocr: { languages: ['tlh'] } })).toContain('says of itself');
  const file = await scanOf(new Paper().text(72, 100, 'nuqneH', { size: 20 }).file);
  await expect(convert(file, 'markdown', { ocr: { languages: ['tlh'] } })).rejects.toMatchObject({ code: 'ocr-unavailable' });
  await expect(convert(file, 'markdown', { ocr: { languages: ['../eng'] } })).rejects.toMatchObject({ code: 'ocr-unavailable' });
});

test('hOCR: what is unlikely is no word, and entities are letters', () => {
  const hocr = `<span class='ocr_line' id='line_1_1' title="bbox 10 20 110 40; baseline 0.01 -4; x_size 18; x_descenders 4; x_ascenders 5">
    <span class='ocrx_word' id='word_1_1' title='bbox 10 20 50 40; x_wconf 95'>A&amp;B</span>
    <span class='ocrx_word' id='word_1_2' title='bbox 60 20 110 40; x_wconf 12'>~'</span></span>
  <span class='ocr_header' id='line_1_2' title="bbox 10 50 110 70; baseline 0 0; x_size 20"><span class='ocrx_word' title='bbox 10 50 20 70; x_wconf 3'>.</span></span>`;
  expect(linesOfHocr(hocr)).toEqual([{ x: 10, y: 36, slope: 0.01, size: 18, words: [{ text: 'A&B', box: [10, 20, 50, 40] }] }]);
});

test('a scan that nobody reads is a figure, as large as its page', async () => {
  const file = await scanOf(new Paper().text(72, 100, 'Unread', { size: 20 }).file, { dpi: 72 });
  const { pages } = JSON.parse(await convert(file, 'json'));
  expect(pages[0].blocks).toMatchObject([{ kind: 'figure', box: [0, 0, 612, 792], lines: [] }]);
  expect(await convert(file, 'html-reflow')).toMatch(
    /<figure><img src="data:image\/[^"]+" alt="[^"]+" width="612" height="792"><\/figure>/,
  );
  expect(await convert(file, 'markdown')).toBe('');
});
