import { openDocument, type ConvertOptions } from '@ode/engine';
import { unzipSync } from 'fflate';
import { parse } from 'opentype.js';
import { PNG } from 'pngjs';
import { describe, expect, test } from 'vitest';
import { buildPdf, onePage } from '../../test/pdf-builder.js';
import { Writer } from '../../test/text-writer.js';

async function html(pdf: Uint8Array, options?: ConvertOptions): Promise<string> {
  const doc = await openDocument(pdf);
  const text = await new Response(doc.convert('html', options)).text();
  await doc.close();
  return text;
}

/** The first font of a converted document. */
function fontOf(page: string) {
  return parse(Uint8Array.from(Buffer.from(/src:url\(data:font\/woff;base64,([^)]+)/.exec(page)![1]!, 'base64')).buffer);
}

/** In a text 16 CSS pixels stand for one of 96 to the inch. */
const point = (points: number) => Math.round(((points * 64) / 3) * 100) / 100;

const count = (text: string, part: string) => text.split(part).length - 1;

describe('a converted document', () => {
  test('has its pages in points, its text as characters, and no script', async () => {
    const page = await html(onePage('BT /F1 20 Tf 10 50 Td (Hello) Tj ET'));
    expect(page).toMatch(/^<!DOCTYPE html>/);
    expect(page).toContain('id="page-1" aria-label="Page 1" style="width:200pt;aspect-ratio:200/100;page:p200x100"');
    expect(page).toContain('@page p200x100{size:200pt 100pt}');
    expect(page).toContain('<header><h1>Document</h1></header>');
    expect(page.replace(/<[^>]*>/g, '')).toContain('Hello');
    expect(page).toContain("content=\"default-src 'none'");
    expect(page).not.toMatch(/<script|<link|https?:\/\/(?!www\.w3\.org\/)/);
  });

  test('brings its fonts along: with the glyphs that it shows, as wide as they are', async () => {
    const font = fontOf(await html(onePage('BT /F1 10 Tf 10 50 Td (AW) Tj ET')));
    // Helvetica's advances: A 667, W 944.
    const em = (character: string) =>
      Math.round((font.glyphs.get(font.charToGlyphIndex(character)).advanceWidth! / font.unitsPerEm) * 1000);
    expect([em('A'), em('W')]).toEqual([667, 944]);
  });

  test('has its outline above the pages, over none of them', async () => {
    const page = await html(
      onePage('', {
        catalog: '/Outlines 20 0 R',
        objects: {
          20: '<< /First 21 0 R /Last 21 0 R /Count 1 >>',
          21: '<< /Title (Part I) /Parent 20 0 R /Dest [3 0 R /Fit] >>',
        },
      }),
    );
    expect(page).toMatch(/<nav [^>]*>.*<a href="#page-1">Part I<\/a>.*<\/nav>\n<main>/s);
    expect(page).not.toMatch(/nav\{[^}]*position:/);
  });

  test('has nothing of letters that are drawn far from the page, however many there are', async () => {
    const line = (letters: number) => html(onePage(`BT /F1 10 Tf 10 50 Td (${'A'.repeat(letters)}) Tj ET`));
    expect((await line(30_000)).length).toBe((await line(300)).length);
  });

  test('is the same twice', async () => {
    const pdf = onePage('BT /F1 20 Tf 10 50 Td (Hello) Tj ET');
    expect(await html(pdf)).toBe(await html(pdf));
  });

  test('holds an image once, however often it is shown', async () => {
    const image = { dict: '/Subtype /Image /Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray', stream: Uint8Array.of(0, 200) };
    const twice = 'q 50 0 0 50 0 0 cm /Im Do Q q 50 0 0 50 100 0 cm /Im Do Q';
    const page = await html(onePage(twice, { resources: '/XObject << /Im 10 0 R >>', objects: { 10: image } }));
    expect(count(page, 'data:image/png;base64,')).toBe(1);
    expect(count(page, '<use ')).toBe(2);
  });

  test('puts the strips of a picture together, unless something is drawn between them', async () => {
    const image = (...stream: number[]) => ({
      dict: '/Subtype /Image /Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray',
      stream: Uint8Array.from(stream),
    });
    const strips = (between: string) =>
      html(
        onePage(`q 50 0 0 20 10 60 cm /A Do Q ${between} q 50 0 0 20 10 40 cm /B Do Q`, {
          resources: '/XObject << /A 10 0 R /B 11 0 R >>',
          objects: { 10: image(0, 90), 11: image(200, 50) },
        }),
      );
    const page = await strips('');
    const png = PNG.sync.read(Buffer.from(/data:image\/png;base64,([^"]+)/.exec(page)![1]!, 'base64'));
    expect([...png.data].filter((_, i) => i % 4 === 0)).toEqual([0, 90, 200, 50]);
    // 40 points high, 20 below the top of a page of 100.
    expect([...page.matchAll(/<use [^>]*transform="([^"]*)"/g)].map(([, matrix]) => matrix)).toEqual(['matrix(50 0 0 40 10 20)']);
    expect(count(await strips('0 0 5 5 re f'), '<use ')).toBe(2);
  });

  test('says what figures show, where their author does', async () => {
    const image = { dict: '/Subtype /Image /Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray', stream: Uint8Array.of(0, 200) };
    const content =
      '/Figure << /MCID 0 >> BDC q 50 0 0 50 0 0 cm /Im Do Q EMC /Figure << /MCID 1 >> BDC 0 60 9 9 re f 20 60 9 9 re f EMC 40 60 9 9 re f';
    const page = await html(
      onePage(content, {
        resources: '/XObject << /Im 10 0 R >>',
        page: '/StructParents 0',
        catalog: '/StructTreeRoot 20 0 R /MarkInfo << /Marked true >>',
        objects: {
          10: image,
          20: '<< /Type /StructTreeRoot /K [21 0 R 22 0 R] /ParentTree 23 0 R >>',
          21: '<< /S /Figure /Alt (A bridge "at" night) /Pg 3 0 R /K 0 >>',
          22: '<< /S /Figure /Alt (Two squares) /Pg 3 0 R /K 1 >>',
          23: '<< /Nums [0 [21 0 R 22 0 R]] >>',
        },
      }),
    );
    expect([...page.matchAll(/<(use|path) [^>]*role="img" aria-label="([^"]*)"/g)].map(([, name, alt]) => `${name} ${alt}`)).toEqual([
      'use A bridge &quot;at&quot; night',
      'path Two squares',
    ]);
  });

  test('as a folder has its fonts and pictures as files, and asks for nothing else', async () => {
    const image = { dict: '/Subtype /Image /Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray', stream: Uint8Array.of(0, 200) };
    const doc = await openDocument(
      onePage('q 50 0 0 50 0 0 cm /Im Do Q BT /F1 20 Tf 10 50 Td (Hello) Tj ET', {
        resources: '/XObject << /Im 10 0 R >> /Font << /F1 5 0 R >>',
        objects: { 10: image },
      }),
    );
    const files = unzipSync(new Uint8Array(await new Response(doc.convert('html-folder')).arrayBuffer()));
    expect(Object.keys(files).sort()).toEqual(['fonts/1.woff', 'images/1.png', 'index.html']);
    const page = Buffer.from(files['index.html']!).toString();
    expect(page).toContain('src:url(fonts/1.woff)');
    expect(page).toContain('href="images/1.png"');
    expect(page).toContain("default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file:; font-src 'self' file:");
    expect(page).not.toContain('data:');
    expect(PNG.sync.read(Buffer.from(files['images/1.png']!)).width).toBe(2);
  });

  test('says what could not be drawn: below the page, of images as well, and of the document behind the pages', async () => {
    const image = {
      dict: '/Subtype /Image /Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /Unheard',
      stream: Uint8Array.of(0, 200),
    };
    const page = await html(onePage('q 50 0 0 50 0 0 cm /Im Do Q', { resources: '/XObject << /Im 10 0 R >>', objects: { 10: image } }));
    expect(page).toContain('<p class="lacking" role="note">Not all of page 1 could be drawn: filter-unknown</p>');
    const form = onePage('', { catalog: '/AcroForm << /XFA () /Fields [] >>' });
    expect(await html(form)).toContain('<p class="lacking" role="note">Not all of this document could be drawn: xfa-form</p>\n</main>');
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
    const page = await html(onePage('q 0 0 50 50 re W n 0 g 0 0 60 60 re f /M gs 1 1 0 rg 0 0 99 99 re f Q', { resources: gs }));
    const drawn = page.slice(page.indexOf('<svg'), page.indexOf('</svg>'));
    // A clip for the black square, and one for what blends, which is not in the first.
    expect(drawn).toMatch(
      /<g clip-path="(url\(#\w+\))"><path [^>]*\/><\/g><g clip-path="\1" style="mix-blend-mode:multiply"><path [^>]*fill="#ffff00"/,
    );
  });

  test('an image that stands upright and is smoothed reaches a little beyond its sides, so that pieces of a picture meet', async () => {
    const image = {
      dict: '/Subtype /Image /Width 40 /Height 40 /BitsPerComponent 8 /ColorSpace /DeviceGray',
      stream: new Uint8Array(1600),
    };
    const placed = async (matrix: string) => {
      const page = await html(onePage(`${matrix} cm /Im Do`, { resources: '/XObject << /Im 10 0 R >>', objects: { 10: image } }));
      return /<use [^>]*transform="matrix\(([^)]*)\)"/.exec(page)![1];
    };
    expect(await placed('20 0 0 30 10 40')).toBe('20.4 0 0 30.4 9.8 29.8');
    expect(await placed('20 5 -5 30 10 40')).toBe('20 -5 5 30 5 30');
    // Enlarged, it shows its pixels where they are.
    expect(await placed('90 0 0 80 10 10')).toBe('90 0 0 80 10 10');
  });

  test('what is clipped by a rectangle reaches a little beyond it, as pictures do, and the page ends where its box does', async () => {
    const page = await html(onePage('q 20 10 50 60 re W n 0 0 99 99 re f Q'));
    // From 30 to 90 below the page's top.
    expect(page).toMatch(/<clipPath id="\w+"><path d="M19.8 29.8h50.4v60.4h-50.4z"/);
    expect(page).toMatch(/\.page>svg\{[^}]*overflow:visible\}/);
  });

  test('lines thinner than a pixel are as thick as one on screens, whether they are dashed or not, and no others', async () => {
    const classes = async (look: string) =>
      [...(await html(onePage(`${look} 10 10 m 90 10 l S`))).matchAll(/<path [^>]*class="(\w+)"/g)].map(([, name]) => name);
    expect(await classes('0.2 w')).toEqual(['thin']);
    expect(await classes('0.2 w [3 2] 0 d')).toEqual(['fine']);
    expect(await classes('1 w [3 2] 0 d')).toEqual([]);
    expect(await html(onePage(''))).toMatch(/@media screen and \(min-resolution:2dppx\)\{[^}]*\}\.fine\{stroke-width:\.375\}\}/);
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
});

describe('text', () => {
  const fonts = '/Font << /F1 5 0 R /F2 10 0 R >>';
  const courier = { 10: '<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>' };
  const textOf = (markup: string) => markup.replace(/<[^>]*>/g, '');
  const paragraphs = (page: string) => [...page.matchAll(/<p class.*?<\/p>/gs)].map(([paragraph]) => paragraph);

  test('what is read from right to left is written in that order, and placed by its left end', async () => {
    // The codes A, B, C stand for alef, bet, gimel; they are shown from left to right: gimel, bet, alef.
    const toUnicode = 'begincmap 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <41> <43> <05d0> endbfrange endcmap';
    const font = '<< /Type /Font /Subtype /Type1 /BaseFont /Courier /ToUnicode 11 0 R >>';
    const page = await html(
      onePage('BT /F2 10 Tf 10 50 Td (CBA) Tj ET', { resources: fonts, objects: { 10: font, 11: { stream: toUnicode } } }),
    );
    const [, x, padding] = /<foreignObject x="(\d+)" y="[^"]*"><p [^>]*padding:\S+ \S+ \S+ (\d+)/.exec(page)!;
    expect(Number(x) + Number(padding)).toBe(Math.round(point(10)));
    expect(page).toContain('<span class="r">\u05d0\u05d1\u05d2</span>');
  });

  test('characters that no font has are left to fonts of the reader, which are named, and show nothing where there are none', async () => {
    const objects = {
      10: '<< /Type /Font /Subtype /Type0 /BaseFont /Mincho /Encoding /Identity-H /DescendantFonts [11 0 R] /ToUnicode 12 0 R >>',
      11: '<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Mincho /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 >>',
      12: {
        stream: 'begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <3000> <9fff> <3000> endbfrange endcmap',
      },
    };
    const page = await html(onePage('BT /F2 10 Tf 10 50 Td <30423044> Tj ET', { resources: fonts, objects }));
    expect(textOf(paragraphs(page)[0]!)).toBe('あい');
    // The document's own font, of which the glyphs are empty, is the last.
    expect(page).toMatch(/\.f0\{font-family:"Hiragino Sans",[^}]*"Noto Sans CJK JP",[^}]*,f0;/);
    expect(await html(onePage('BT /F1 10 Tf 10 50 Td (Hello) Tj ET'))).toContain('.f0{font-family:f0;');
  });

  test('spaces go on to the right: what is read next and stands to the left has a place of its own', async () => {
    // Read from the right: Hebrew, a number, and at last Latin at 20 points; letters are 5 points wide, a space is one of 250 units.
    const writer = new Writer().at(20, 50, 'ab').at(100, 50, '١٢').at(130, 50, 'םולש');
    const page = await html(writer.file());
    expect(page).toMatch(/>١٢ ?<\/span> ?<span [^>]*margin-left:-\d{4}px">ab</);
    expect(page).not.toMatch(/word-spacing:-\d{3}/);
  });

  test('a line in two fonts, with an exponent, is one', async () => {
    const content = 'BT /F1 10 Tf 10 50 Td (One) Tj /F2 10 Tf 30 0 Td (two) Tj /F1 6 Tf 19 4 Td (3) Tj /F1 10 Tf 80 -4 Td (Far) Tj ET';
    const [line, ...others] = paragraphs(await html(onePage(content, { resources: fonts, objects: courier })));
    expect(textOf(line!)).toBe('One two3 Far');
    expect(line).toContain(`font-size:${point(6)}px;vertical-align:85px`);
    expect(others).toEqual([]);
  });

  test('a line stays one where its letters are stretched by a hundredth, clipped at their sides, or have others drawn as shapes behind them', async () => {
    const lines = {
      stretched: 'BT /F1 10 Tf 10 50 Td 101 Tz (One ) Tj 100 Tz (two ) Tj 99 Tz (three) Tj ET',
      clipped:
        'BT /F1 10 Tf 10 50 Td (One ) Tj ET q 30.5 40 4 20 re W n BT /F1 10 Tf 30 50 Td (t) Tj ET Q BT /F1 10 Tf 33 50 Td (wo three) Tj ET',
      drawn: 'BT /F1 10 Tf 10 50 Td (One ) Tj ET BT [1] 0 d 1 Tr /F1 10 Tf 30 50 Td (two ) Tj 0 Tr ET BT /F1 10 Tf 50 50 Td (three) Tj ET',
    };
    for (const [name, content] of Object.entries(lines))
      expect(paragraphs(await html(onePage(content))).map(textOf), name).toContain('One two three');
  });

  test('what is stretched further is in its line as glyphs of its width, up to three widths of a font; others have a place of their own', async () => {
    const stretched = (...scales: number[]) => `BT /F1 10 Tf 10 50 Td ${scales.map((scale) => `${scale} Tz (AA ) Tj`).join(' ')} ET`;
    const page = await html(onePage(stretched(100, 90, 80, 70)));
    expect(paragraphs(page).map(textOf)).toEqual(['AA AA AA AA']);
    const font = fontOf(page);
    const width = (glyph: number) => Math.round((font.glyphs.get(glyph).advanceWidth! / font.unitsPerEm) * 1000);
    // Helvetica's A is 667 wide; all four say A.
    const alternates = font.substitution.getFeature('salt') as { by: number[] }[];
    expect([font.charToGlyphIndex('A'), ...alternates[0]!.by].map(width)).toEqual([667, 600, 534, 467]);
    expect(paragraphs(await html(onePage(stretched(100, 90, 80, 70, 60)))).map(textOf)).toEqual(['AA AA AA AA', 'AA']);
  });

  test('what is drawn between letters parts no line, and neither does a clip that is as narrow as they are', async () => {
    // At 10 points Helvetica's capitals are 7.2 high: the line goes between two lines of text, within the boxes of both.
    const content = (y: number) =>
      `BT /F1 10 Tf 10 50 Td (ONE ) Tj ET 1 0 0 rg 10 ${y} 80 0.5 re f 0 g 33 49.8 16 7.6 re W n BT /F1 10 Tf 33 50 Td (TW) Tj ET`;
    expect(paragraphs(await html(onePage(content(49)))).map(textOf)).toEqual(['ONE TW']);
    expect(paragraphs(await html(onePage(content(52)))).map(textOf)).toEqual(['ONE', 'TW']);
  });

  test('letters that wait are written before they have been compared with shapes without end', async () => {
    // 550 letters half a point high in one string, and a line that goes through its box, below them, 40,000 times: 22 million pairs.
    const lines = (count: number) =>
      `BT /F1 0.5 Tf 10 50 Td (${'A'.repeat(550)}) Tj ET 1 0 0 RG 0.02 w ${'10 49.93 m 90 49.93 l S '.repeat(count)}`;
    const behind = (page: string) => page.slice(page.lastIndexOf('</foreignObject>')).includes('<path');
    expect(behind(await html(onePage(lines(100))))).toBe(false);
    expect(behind(await html(onePage(lines(40_000))))).toBe(true);
  });

  test('lines that stand below one another are one paragraph, whatever is drawn between them', async () => {
    const content = 'BT /F1 10 Tf 10 60 Td (Of the) Tj ET 0 0 5 5 re f BT /F1 10 Tf 10 48 Td (people) Tj 0 -12 Td (by) Tj ET';
    const [paragraph, ...others] = paragraphs(await html(onePage(content)));
    expect(textOf(paragraph!)).toBe('Of the\npeople\nby');
    expect(paragraph).toContain(`line-height:${point(12)}px`);
    expect(paragraph!.match(/<math>/g)).toHaveLength(2);
    expect(others).toEqual([]);
  });

  test('is written before what covers it, and after what it covers', async () => {
    const page = await html(onePage('BT /F1 10 Tf 10 50 Td (Under) Tj ET 1 0 0 rg 0 40 50 20 re f 0 g BT /F1 10 Tf 10 50 Td (Over) Tj ET'));
    expect(page).toMatch(/Under.*fill="#ff0000".*Over/s);
  });

  test('spaces of a justified line are as wide as they are shown, and letters kerned by the font', async () => {
    const page = await html(onePage('BT /F1 10 Tf 10 50 Td [(A) 80 (V) -600 (A) 80 (V) -600 (A)] TJ ET'));
    // A gap of 0.6 em, of which the font's space is a quarter of an em.
    expect(page).toContain(`word-spacing:${point(3.5).toFixed(1)}px">AV AV A</span>`);
    const font = fontOf(page);
    const [left, right] = ['A', 'V'].map((character) => font.charToGlyphIndex(character)) as [number, number];
    const kerning = font.position.getKerningValue(font.position.getKerningTables('DFLT'), left, right);
    expect(kerning / font.unitsPerEm).toBeCloseTo(-0.08, 2);
  });

  test('turned lines have each its own place', async () => {
    const page = await html(onePage('BT /F1 10 Tf 0 1 -1 0 50 20 Tm (Up) Tj ET BT /F1 10 Tf 0 1 -1 0 90 20 Tm (Too) Tj ET'));
    // A line begins half of its height to the left of its baseline, by whole pixels.
    const places = [...page.matchAll(/transform:matrix\(0,-0.046875,0.046875,0,([\d.]+),80\)/g)].map(([, x]) => Number(x));
    const half = Math.floor(point(10) / 2) * 0.046875;
    expect(places.map((x) => Math.round(100 * (x + half)) / 100)).toEqual([50, 90]);
  });

  test('glyphs that stand for one text are one font: the first by itself, the others as alternates by number', async () => {
    // The codes A, B, C are one letter each of Helvetica, and all of them say Q.
    const map =
      '/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange 3 beginbfchar <41> <0051> <42> <0051> <43> <0051> endbfchar endcmap';
    const page = await html(
      onePage('BT /F2 10 Tf 10 50 Td (ABC) Tj ET', {
        resources: fonts,
        objects: { 10: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 11 0 R >>', 11: { stream: map } },
      }),
    );
    expect(textOf(paragraphs(page)[0]!)).toBe('QQQ');
    expect(count(page, '@font-face')).toBe(1);
    expect([...page.matchAll(/font-feature-settings:"salt" (\d)/g)].map(([, number]) => number)).toEqual(['1', '2']);
    const font = fontOf(page);
    const width = (glyph: number) => Math.round((font.glyphs.get(glyph).advanceWidth! / font.unitsPerEm) * 1000);
    const q = font.charToGlyphIndex('Q');
    const alternates = font.substitution.getFeature('salt') as { sub: number; by: number[] }[];
    expect(alternates.map(({ sub }) => sub)).toEqual([q]);
    // Helvetica's advances: A 667, B 667, C 722.
    expect([q, ...alternates[0]!.by].map(width)).toEqual([667, 667, 722]);
  });

  test('a glyph that is several characters stands for all of them', async () => {
    const toUnicode = 'begincmap 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <41> <00660066> endbfchar endcmap';
    const courierBy = '<< /Type /Font /Subtype /Type1 /BaseFont /Courier /ToUnicode 11 0 R >>';
    const page = await html(
      onePage('BT /F2 10 Tf 10 50 Td (A) Tj ET', { resources: fonts, objects: { 10: courierBy, 11: { stream: toUnicode } } }),
    );
    expect(textOf(paragraphs(page)[0]!)).toBe('ff');
    const font = fontOf(page);
    const part = font.charToGlyphIndex('f');
    expect(font.substitution.getLigatures('ccmp', 'DFLT').map(({ sub }) => sub)).toEqual([[part, part]]);
  });

  test('of a Type 3 font is as high as it looks', async () => {
    const type3 =
      '<< /Type /Font /Subtype /Type3 /FontBBox [0 0 100 100] /FontMatrix [0.1 0 0 0.1 0 0] /FirstChar 65 /LastChar 65 /Widths [6] ' +
      '/Encoding << /Differences [65 /A] >> /CharProcs << /A 11 0 R >> >>';
    const page = await html(
      onePage('BT /F2 10 Tf 10 50 Td (AA) Tj ET', {
        resources: fonts,
        objects: { 10: type3, 11: { stream: '6 0 0 0 6 9 d1 0 0 6 9 re f' } },
      }),
    );
    // The glyph is 9 points high; the em has 10, of which the font's box is 100.
    expect(Number(/font-size:([\d.]+)px[^>]*>AA</.exec(page)![1])).toBeGreaterThan(point(8));
  });
});

describe('lines that are no thicker than can be seen', () => {
  test('are filled as thick as a third of a pixel', async () => {
    // 0.3 pixels of 96 to the inch are 0.225 points.
    const page = await html(onePage('10 50 100 0 re f 10 20 100 0.1 re f 10 80 100 4 re f'));
    expect([...page.matchAll(/ stroke-width="([\d.]+)"/g)].map(([, width]) => width)).toEqual(['0.225', '0.125']);
  });

  test('with a pen that is no circle are drawn in its own space, also through a pattern', async () => {
    // A pen three times as wide as high: a level line is 2 points thick, an upright one 6.
    const line = 'q 3 0 0 1 0 0 cm 2 w 10 10 m 10 60 l S Q';
    const plain = await html(onePage(line));
    const [, a, b, width] = /<g transform="matrix\(([\d.]+) 0 0 (-?[\d.]+) 0 0\)"><path [^>]*stroke-width="([\d.]+)"/.exec(plain)!;
    expect(Number(a) * Number(width)).toBeCloseTo(6, 2);
    expect(Math.abs(Number(b)) * Number(width)).toBeCloseTo(2, 2);
    const shading =
      '<< /PatternType 2 /Shading << /ShadingType 2 /ColorSpace /DeviceRGB /Coords [0 0 100 0] /Function << /FunctionType 2 /Domain [0 1] /C0 [1 0 0] /C1 [0 0 1] /N 1 >> >> >>';
    const pattern = await html(onePage(`/Pattern CS /P SCN ${line}`, { resources: '/Pattern << /P 10 0 R >>', objects: { 10: shading } }));
    expect(pattern).toMatch(
      /<mask [^>]*><g transform="matrix\([^)]*\)"><path [^>]*stroke="#000000"[^>]*\/><\/g><\/mask><g mask="[^"]*">.*<path [^>]*fill="url\(#/s,
    );
  });
});

describe('glyphs of a bitmap font', () => {
  // 2 × 2 pixels, of which those on one diagonal are set, 8 units of glyph space high: 8 points, as large as the font.
  const objects = {
    10:
      '<< /Type /Font /Subtype /Type3 /FontBBox [0 0 8 8] /FontMatrix [0.1 0 0 0.1 0 0] /FirstChar 65 /LastChar 65 /Widths [10] ' +
      '/Encoding << /Differences [65 /A] >> /CharProcs << /A 11 0 R >> /Resources << >> >>',
    11: { stream: Buffer.from('10 0 0 0 8 8 d1 8 0 0 8 0 0 cm BI /W 2 /H 2 /IM true /BPC 1 /D [1 0] ID \x80\x40 EI', 'latin1') },
  };

  test('are glyphs of a font, with their outlines', async () => {
    const page = await html(onePage('BT /F3 10 Tf 10 50 Td (AAA) Tj ET', { resources: '/Font << /F3 10 0 R >>', objects }));
    expect(page).not.toContain('<image');
    expect(page.replace(/<[^>]*>/g, '')).toContain('AAA');
    const font = fontOf(page);
    const { path } = font.glyphs.get(font.charToGlyphIndex('A'));
    const size = Number(/font-size:([\d.]+)px/.exec(page)![1]) / point(1);
    const points = path.commands.flatMap((command) => ('x' in command ? [[command.x, command.y]] : []));
    const inPoints = points.map((point) => point.map((v) => Math.round((v * size) / font.unitsPerEm)).join(' '));
    expect([...new Set(inPoints)].sort()).toEqual(['0 4', '0 8', '4 0', '4 4', '4 8', '8 0', '8 4']);
  });

  test('are so in frames of their own size, too; where the frame cuts something off, they stay pictures', async () => {
    const framed = (frame: string) => ({
      ...objects,
      11: {
        stream: Buffer.from(
          `10 0 0 0 8 8 d1 q ${frame} re W n q 8 0 0 8 0 0 cm BI /W 2 /H 2 /IM true /BPC 1 /D [1 0] ID \x80\x40 EI Q Q`,
          'latin1',
        ),
      },
    });
    const shown = (frame: string) =>
      html(onePage('BT /F3 10 Tf 10 50 Td (AAA) Tj ET', { resources: '/Font << /F3 10 0 R >>', objects: framed(frame) }));
    const page = await shown('0 0 8 8');
    expect(page).not.toContain('<image');
    expect(page).not.toContain('<clipPath');
    expect(fontOf(page).glyphs.length).toBeGreaterThan(1);
    expect(count(await shown('0 0 8 4'), '<use ')).toBe(3);
  });

  test('stay pictures where a pattern fills them', async () => {
    const page = await html(
      onePage('/Pattern cs /P scn BT /F3 10 Tf 10 50 Td (A) Tj ET', {
        resources: '/Font << /F3 10 0 R >> /Pattern << /P 12 0 R >>',
        objects: {
          ...objects,
          12: {
            dict: '/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 4 4] /XStep 4 /YStep 4 /Resources << >>',
            stream: '1 0 0 rg 0 0 2 2 re f',
          },
        },
      }),
    );
    expect(page).toContain('<image');
  });
});

describe('what SVG has no like of', () => {
  test('a knockout group is a picture, with its text as text', async () => {
    const page = await html(
      onePage('/G Do', {
        resources: '/XObject << /G 10 0 R >>',
        objects: {
          10: {
            dict: '/Type /XObject /Subtype /Form /BBox [20 20 80 60] /Group << /S /Transparency /K true >> /Resources << /Font << /F1 5 0 R >> >>',
            stream: '1 0 0 rg 20 20 40 40 re f 0 0 1 rg 40 20 40 40 re f BT /F1 9 Tf 30 30 Td (inside) Tj ET',
          },
        },
      }),
    );
    // In points from the upper left corner of a page of 100.
    expect(page).toMatch(/<image x="20" y="40" width="60" height="40"/);
    expect(page.replace(/<[^>]*>/g, '')).toContain('inside');
  });

  test("a shading's box clips it, and circles that shrink are turned round", async () => {
    const shading = '/ShadingType 3 /ColorSpace /DeviceGray /Coords [50 50 40 50 50 0] /Function << /FunctionType 2 /N 1 /Domain [0 1] >>';
    const page = await html(onePage('/S sh', { resources: `/Shading << /S << ${shading} /BBox [10 20 60 70] >> >>` }));
    expect(page).toMatch(/<radialGradient [^>]*cx="50" cy="50" r="40" fx="50" fy="50" fr="0"/);
    expect(page).toContain('d="M10 80L60 80L60 30L10 30z"');
    // From the middle, which is the last circle: white.
    expect(page).toMatch(/<stop offset="0" stop-color="#ffffff"\/>/);
  });

  describe('circles that do not lie in one another', () => {
    // From black to red: at the height of the circles' middles, t is (x + 10) / 100 where the largest one counts (ISO 32000-2, 8.7.4.5.4).
    const shading =
      '<< /PatternType 2 /Shading << /ShadingType 3 /ColorSpace /DeviceRGB /Extend [true true] /Coords [0 50 10 100 50 10] /Function << /FunctionType 2 /Domain [0 1] /C0 [0 0 0] /C1 [1 0 0] /N 1 >> >> >>';
    const filled = (paths: string, mediaBox?: string) =>
      html(onePage(`/Pattern cs /P scn ${paths}`, { mediaBox, resources: '/Pattern << /P 10 0 R >>', objects: { 10: shading } }));
    const pictures = (page: string) =>
      [...page.matchAll(/<pattern [^>]*x="([^"]+)" y="([^"]+)" width="([^"]+)"[^>]*>.*?base64,([^"]+)/g)].map(([, x, y, width, data]) => ({
        place: [x, y, width].map(Number),
        png: PNG.sync.read(Buffer.from(data!, 'base64')),
      }));

    test('are a picture, of what is seen', async () => {
      const [picture, ...others] = pictures(await filled('20 45 40 10 re f'));
      expect(others).toEqual([]);
      // A point more at each side; the page is 100 points high.
      expect(picture!.place).toEqual([19, 44, 42]);
      const { width, height, data } = picture!.png;
      expect([width, height]).toEqual([84, 24]);
      // Two pixels a point: the 23rd pixel's middle lies at 30.25, the 12th row's at 50.25, where the circle's edge is .003 from 10.
      expect(Math.abs(data[(11 * 84 + 22) * 4]! - 0.4025 * 255)).toBeLessThan(2);
    });

    test('are one picture in all places but the first', async () => {
      const found = pictures(await filled('20 45 10 10 re f 22 46 2 2 re f 60 45 10 10 re f 120 20 10 10 re f'));
      expect(found.map(({ place }) => place)).toEqual([
        [19, 44, 12],
        [-1, -1, 202],
      ]);
    });

    test('are a picture of four million pixels at most, however large the page', async () => {
      const [picture] = pictures(await filled('0 0 60000 300 re f', '[0 0 60000 300]'));
      const { width, height } = picture!.png;
      expect(width * height).toBeLessThan(1.02 * 2 ** 22);
      expect(Math.abs(width / height - 60002 / 302)).toBeLessThan(2);
      expect(picture!.place[2]).toBeGreaterThanOrEqual(60001);
    });
  });

  test('a pattern without colours is drawn in that of its place, its lines as well; where its cell cuts nothing off, it has no seams', async () => {
    const pattern = (cell: string) => ({
      dict: '/PatternType 1 /PaintType 2 /TilingType 1 /BBox [0 0 10 10] /XStep 10 /YStep 10 /Resources << >>',
      stream: cell,
    });
    const filled = (cell: string) =>
      html(
        onePage('/C cs 0 0.2 1 /P scn 20 20 30 30 re f', {
          resources: '/ColorSpace << /C [/Pattern /DeviceRGB] >> /Pattern << /P 10 0 R >>',
          objects: { 10: pattern(cell) },
        }),
      );
    const page = await filled('1 1 m 9 9 l S 2 6 2 2 re f');
    expect(page).toMatch(/<path d="M1 1l8 8"[^>]*stroke="#0033ff"/);
    expect(page).toMatch(/<path d="M2 6h2v2h-2z" fill="#0033ff"/);
    expect(count(page, '<clipPath')).toBe(1);
    expect(count(await filled('1 1 m 12 12 l S'), '<clipPath')).toBe(2);
  });

  test('blend modes of a page see no paper', async () => {
    const page = await html(onePage('/B gs 1 0 0 rg 10 10 50 50 re f', { resources: '/ExtGState << /B << /BM /Difference >> >>' }));
    expect(page).toMatch(/<g style="isolation:isolate"><path [^>]*mix-blend-mode:difference/);
  });

  test('the letters of headlines are shapes below their text, up to so many a page', async () => {
    const page = await html(onePage('BT /F1 16 Tf 10 60 Td (Headline) Tj /F1 10 Tf 0 -20 Td (Text) Tj ET'));
    expect(count(page, '<path d="')).toBe(1);
    const font = fontOf(page);
    const shapes = ['H', 'x'].map((letter) => font.glyphs.get(font.charToGlyphIndex(letter)).path.commands.length > 0);
    expect(shapes).toEqual([false, true]);
    expect(page.replace(/<[^>]*>/g, '')).toMatch(/Headline\s+Text/);
    const slide = `BT /F1 16 Tf 1 60 Td ${Array.from({ length: 20 }, () => '(0123456789) Tj').join(' ')} ET`;
    expect(count(await html(onePage(slide, { mediaBox: '[0 0 2000 100]' })), '<path d="')).toBe(12);
  });

  test('text larger than browsers draw is drawn as shapes, and can be selected', async () => {
    const page = await html(onePage('BT /F1 300 Tf 10 10 Td (W) Tj ET'));
    expect(page).toMatch(/<path d="[^"]+"/);
    expect(Math.max(...[...page.matchAll(/font-size:([\d.]+)px/g)].map(([, size]) => Number(size)))).toBeLessThan(10_000);
    expect(page.replace(/<[^>]*>/g, '')).toContain('W');
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
      'http:javascript:alert\\(1\\)',
      'https:',
    ];
    const page = await html(onePage('', { page: `/Annots [${targets.map(uri).join(' ')} ${link('/Dest [3 0 R /Fit]')}]` }));
    expect([...page.matchAll(/<a href="([^"]*)"/g)].map(([, href]) => href)).toEqual([
      'https://example.org/?a=1&amp;b=&quot;2&quot;',
      '#page-1',
    ]);
  });
});
