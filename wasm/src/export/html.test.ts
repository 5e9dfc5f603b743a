import { openDocument, type ConvertOptions } from '@ode/engine';
import { parse } from 'opentype.js';
import { decompress } from 'wawoff2';
import { describe, expect, test } from 'vitest';
import { buildPdf, onePage } from '../../test/pdf-builder.js';

async function html(pdf: Uint8Array, options?: ConvertOptions): Promise<string> {
  const doc = await openDocument(pdf);
  const text = await new Response(doc.convert('html', options)).text();
  await doc.close();
  return text;
}

const count = (text: string, part: string) => text.split(part).length - 1;

describe('a converted document', () => {
  test('has its pages in points, its text as characters, and no script', async () => {
    const page = await html(onePage('BT /F1 20 Tf 10 50 Td (Hello) Tj ET'));
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain('id="page-1" aria-label="Page 1" style="width:200pt;height:100pt;page:p200x100"');
    expect(page).toContain('@page p200x100{size:200pt 100pt}');
    expect(page.replace(/<[^>]*>/g, '')).toContain('Hello');
    expect(page).toContain("content=\"default-src 'none'");
    expect(page).not.toMatch(/<script|<link|https?:\/\/(?!www\.w3\.org\/)/);
  });

  test('brings its fonts along as WOFF2: with the glyphs that it shows, as wide as they are', async () => {
    const page = await html(onePage('BT /F1 20 Tf 10 50 Td (AW) Tj ET'));
    const base64 = /src:url\(["']?data:font\/woff2;base64,([^"')]+)/.exec(page)![1]!;
    const font = parse(Uint8Array.from(await decompress(Buffer.from(base64, 'base64'))).buffer);
    // Helvetica's advances: A 667, W 944.
    const em = (character: string) =>
      Math.round((font.glyphs.get(font.charToGlyphIndex(character)).advanceWidth! / font.unitsPerEm) * 1000);
    expect([em('A'), em('W')]).toEqual([667, 944]);
  });

  test('holds an image once, however often it is shown', async () => {
    const image = { dict: '/Subtype /Image /Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray', stream: Uint8Array.of(0, 200) };
    const twice = 'q 50 0 0 50 0 0 cm /Im Do Q q 50 0 0 50 100 0 cm /Im Do Q';
    const page = await html(onePage(twice, { resources: '/XObject << /Im 10 0 R >>', objects: { 10: image } }));
    expect(count(page, 'data:image/png;base64,')).toBe(1);
    expect(count(page, '<use ')).toBe(2);
  });

  test('holds the pages that were asked for, and tells how far it is', async () => {
    const pdf = buildPdf({
      1: '<< /Type /Catalog /Pages 2 0 R >>',
      2: '<< /Type /Pages /Count 3 /MediaBox [0 0 10 10] /Kids [3 0 R 4 0 R 5 0 R] >>',
      3: '<< /Type /Page /Parent 2 0 R >>',
      4: '<< /Type /Page /Parent 2 0 R >>',
      5: '<< /Type /Page /Parent 2 0 R >>',
    });
    const told: number[][] = [];
    const page = await html(pdf, { pages: [2, 0], onProgress: (...progress) => told.push(progress) });
    expect([...page.matchAll(/id="page-(\d)"/g)].map(([, number]) => number)).toEqual(['3', '1']);
    expect(told).toEqual([[1, 2], [2, 2]]); // prettier-ignore
  });
});

describe('what CSS does in its own way', () => {
  const gs = '/ExtGState << /M << /BM /Multiply >> >>';

  test('what blends with the page does so from outside its clips, which are groups to CSS', async () => {
    const page = await html(onePage('q 0 0 50 50 re W n 0 g 0 0 9 9 re f /M gs 1 1 0 rg 0 0 99 99 re f Q', { resources: gs }));
    const drawn = page.slice(page.indexOf('<svg'), page.indexOf('</svg>'));
    // A clip for the black square, and one for what blends, which is not in the first.
    expect(drawn).toMatch(
      /<g clip-path="(url\(#\w+\))"><path [^>]*\/><\/g><g clip-path="\1" style="mix-blend-mode:multiply"><path [^>]*fill="#ffff00"/,
    );
  });

  test('an image that is much enlarged shows its pixels, unless it asks to be smoothed', async () => {
    const image = (entries: string) => ({
      dict: `/Subtype /Image /Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray ${entries}`,
      stream: Uint8Array.of(0, 200),
    });
    const of = (matrix: string, entries = '') =>
      html(onePage(`${matrix} cm /Im Do`, { resources: '/XObject << /Im 10 0 R >>', objects: { 10: image(entries) } }));
    expect(await of('50 0 0 50 0 0')).toContain('image-rendering:pixelated');
    expect(await of('50 0 0 50 0 0', '/Interpolate true')).not.toContain('image-rendering');
    expect(await of('2 0 0 1 0 0')).not.toContain('image-rendering');
  });

  test('what is read from right to left is written in that order, from its right end', async () => {
    // The codes A, B, C stand for alef, bet, gimel; they are shown from left to right: gimel, bet, alef.
    const toUnicode = 'begincmap 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <41> <43> <05d0> endbfrange endcmap';
    const font = '<< /Type /Font /Subtype /Type1 /BaseFont /Courier /ToUnicode 11 0 R >>';
    const page = await html(
      onePage('BT /F2 10 Tf 10 50 Td (CBA) Tj ET', {
        resources: '/Font << /F2 10 0 R >>',
        objects: { 10: font, 11: { stream: toUnicode } },
      }),
    );
    // Courier's glyphs are 0.6 em wide.
    expect(page).toMatch(/<text x="28" y="50" font-family="f0" font-size="10" class="rtl">\u05d0\u05d1\u05d2<\/text>/);
  });

  test('a line in two fonts, with an exponent, is one text, so that it is copied without line breaks', async () => {
    const fonts = '/Font << /F1 5 0 R /F2 10 0 R >>';
    const pdf = onePage(
      'BT /F1 10 Tf 10 50 Td (One) Tj /F2 10 Tf 30 0 Td (two) Tj /F1 6 Tf 19 4 Td (3) Tj /F1 10 Tf 80 -4 Td (Far) Tj ET',
      {
        resources: fonts,
        objects: { 10: '<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>' },
      },
    );
    const texts = [...(await html(pdf)).matchAll(/<text .*?<\/text>/g)].map(([text]) => text.replace(/<[^>]*>/g, ''));
    expect(texts).toEqual(['One two3', 'Far']);
  });

  test('a glyph of many ems has a font of fewer units, which a charstring can hold', async () => {
    const type3 =
      '<< /Type /Font /Subtype /Type3 /FontBBox [0 0 100 100] /FontMatrix [1 0 0 1 0 0] /FirstChar 65 /LastChar 65 /Widths [30] ' +
      '/Encoding << /Differences [65 /A] >> /CharProcs << /A 11 0 R >> >>';
    const page = await html(
      onePage('BT /F2 1 Tf 10 50 Td (A) Tj ET', { resources: '/Font << /F2 10 0 R >>', objects: { 10: type3, 11: { stream: '30 0 d0' } } }),
    );
    const base64 = /base64,([^"')]+)/.exec(page)![1]!;
    const font = parse(Uint8Array.from(await decompress(Buffer.from(base64, 'base64'))).buffer);
    const advance = font.glyphs.get(font.charToGlyphIndex('A')).advanceWidth!;
    expect(advance / font.unitsPerEm).toBeCloseTo(30, 1);
    expect(advance).toBeLessThan(1 << 15);
  });
});

describe('a hostile document', () => {
  const NASTY = '</title></text><script>alert\\(1\\)</script>" onload="x';

  test('puts no markup in by its text or its title', async () => {
    const pdf = onePage(`BT /F1 9 Tf 1 50 Td (${NASTY}) Tj ET`, { objects: { 20: `<< /Title (${NASTY}) >>` }, trailer: '/Info 20 0 R' });
    for (const page of [await html(pdf), await html(pdf, { title: NASTY })]) {
      expect(page).not.toContain('<script');
      expect(page).not.toMatch(/<[^>]* onload=/);
      expect(page).toMatch(/<title>&lt;\/title&gt;/);
    }
  });

  test('has links to the web and into itself, and no others', async () => {
    const link = (action: string) => `<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] ${action} >>`;
    const uri = (target: string) => link(`/A << /S /URI /URI (${target}) >>`);
    const targets = [
      'https://example.org/?a=1&b="2"',
      'javascript:alert\\(1\\)',
      ' JavaScript:x',
      'data:text/html,x',
      'file:///etc/passwd',
    ];
    const page = await html(onePage('', { page: `/Annots [${targets.map(uri).join(' ')} ${link('/Dest [3 0 R /Fit]')}]` }));
    expect([...page.matchAll(/<a href="([^"]*)"/g)].map(([, href]) => href)).toEqual([
      'https://example.org/?a=1&amp;b=&quot;2&quot;',
      '#page-1',
    ]);
  });
});
