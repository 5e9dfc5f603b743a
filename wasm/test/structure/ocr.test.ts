import { openDocument, type ConvertOptions, type Format } from '@ode/engine';
import { expect, test } from 'vitest';
import { linesOfHocr } from '../../src/ocr/hocr.js';
import { onePage } from '../pdf-builder.js';
import { convert, Paper } from './paper.js';

const LINES = ['The quick brown fox jumps over the lazy dog.', 'It was seen by nobody but the cat.'];

/** A page as a scanner gives it: a picture of 150 dpi, without text. */
async function scan(paper: Paper): Promise<Uint8Array> {
  const { width, height, data } = await (await openDocument(paper.file)).renderPage(0, { scale: 150 / 72 });
  const gray = Uint8Array.from({ length: width * height }, (_, i) => data[4 * i]!);
  return onePage('q 612 0 0 792 0 0 cm /Im Do Q', {
    mediaBox: '[0 0 612 792]',
    resources: '/XObject << /Im 20 0 R >>',
    objects: {
      20: {
        dict: `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /BitsPerComponent 8 /ColorSpace /DeviceGray`,
        stream: gray,
        flate: true,
      },
    },
  });
}

test('a page that is a picture is read when it is asked for: its words stand where they are on the page', async () => {
  const paper = new Paper().text(72, 100, 'Animals', { size: 24, bold: true });
  LINES.forEach((line, i) => paper.text(72, 140 + 16 * i, line, { size: 12 }));
  const file = await scan(paper);
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
  const html = await convert(await scan(paper), 'html', { ocr: {} });
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

test('the text of a scan is selected and found where it stands, once it was read', async () => {
  const doc = await openDocument(await scan(new Paper().text(72, 140, LINES[0]!, { size: 12 })));
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
  const file = await scan(new Paper().text(72, 100, 'nuqneH', { size: 20 }));
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
