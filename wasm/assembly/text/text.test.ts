import { describe, expect, test } from 'vitest';
import { bufferOf } from '../../test/hooks.js';
import { TestPage } from '../../test/page.js';
import { onePage, type PageOptions } from '../../test/pdf-builder.js';

/**
 * The text of pages. /F1 here is a font in which every glyph is half an em wide, and whose ToUnicode map says what each
 * code means: `say` gives new codes to characters as they come. At 10 points a glyph is 5 points wide.
 */
class Writer {
  private readonly codes = new Map<string, number>();
  content = '';

  /** The characters, each a glyph of its own, as a string of codes. */
  say(text: string | string[]): string {
    const hex = [...text].map((c) => {
      if (!this.codes.has(c)) this.codes.set(c, 33 + this.codes.size);
      return this.codes.get(c)!.toString(16).padStart(2, '0');
    });
    return `<${hex.join('')}>`;
  }

  /** Shows text from a point on (y up, as in the file), turned by `angle` quarters to the left. */
  at(x: number, y: number, text: string | string[], { size = 10, angle = 0, font = 'F1' } = {}): this {
    const [c, s] = [[1, 0], [0, 1], [-1, 0], [0, -1]][angle] as [number, number]; // prettier-ignore
    this.content += `BT /${font} ${size} Tf ${c} ${s} ${-s} ${c} ${x} ${y} Tm ${this.say(text)} Tj ET\n`;
    return this;
  }

  raw(content: string): this {
    this.content += `${content}\n`;
    return this;
  }

  file(options: PageOptions = {}): Uint8Array {
    const utf16 = (text: string) => Buffer.from(text, 'utf16le').swap16().toString('hex');
    const rows = [...this.codes].map(([text, code]) => `<${code.toString(16)}> <${utf16(text)}>`);
    const { resources = '', objects, ...rest } = options;
    const font = (name: string) =>
      `<< /Type /Font /Subtype /TrueType /BaseFont /${name} /FirstChar 0 /LastChar 255 /Widths [${'500 '.repeat(256)}] /ToUnicode 11 0 R /FontDescriptor 12 0 R >>`;
    return onePage(this.content, {
      resources: `/Font << /F1 5 0 R /F2 6 0 R /V 7 0 R >> ${resources}`,
      ...rest,
      objects: {
        5: font('One'),
        6: font('Two'),
        7: '<< /Type /Font /Subtype /Type0 /BaseFont /V /Encoding /Identity-V /DescendantFonts [8 0 R] /ToUnicode 13 0 R >>',
        8: '<< /Type /Font /Subtype /CIDFontType2 /BaseFont /V /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 /FontDescriptor 12 0 R >>',
        11: { stream: `1 begincodespacerange <00> <ff> endcodespacerange ${rows.length} beginbfchar ${rows.join('\n')} endbfchar` },
        12: '<< /Type /FontDescriptor /FontName /One /Flags 4 /Ascent 750 /Descent -250 >>',
        13: { stream: '1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0001> <0020> <65e5> endbfrange' },
        ...objects,
      },
    });
  }
}

describe.each(['release', 'debug'])('%s', (target) => {
  const open = (writer: Writer, options?: PageOptions) => TestPage.of('text', target, writer.file(options));
  const textOf = async (writer: Writer, options?: PageOptions) => {
    const page = await open(writer, options);
    return Buffer.from(bufferOf(page.hooks, page.hooks.test_text!(page.list))).toString('utf16le');
  };
  const runsOf = async (writer: Writer, options?: PageOptions) => {
    const page = await open(writer, options);
    const records = bufferOf(page.hooks, page.hooks.test_runs!(page.list));
    const view = new DataView(records.buffer, records.byteOffset);
    return Array.from({ length: records.length / 52 }, (_, i) => ({
      corners: Array.from({ length: 8 }, (_, k) => Math.round(view.getFloat32(i * 52 + k * 4, true) * 100) / 100),
      size: view.getFloat32(i * 52 + 32, true),
      direction: ['ltr', 'rtl', 'vertical'][view.getUint32(i * 52 + 36, true)],
      text: page.instance.utf16(view.getUint32(i * 52 + 40, true), view.getUint32(i * 52 + 44, true)),
      endsLine: (view.getUint32(i * 52 + 48, true) & 1) === 1,
    }));
  };
  const hebrew = 'שלום'; // in the order in which it is read
  const seen = (text: string) => [...text].reverse().join(''); // as it stands on paper, from the left

  test('a gap between glyphs is a space, kerning is none, and spaces are not doubled', async () => {
    const w = new Writer();
    w.raw(`BT /F1 10 Tf 10 50 Td [${w.say('ab')} -90 ${w.say('cd')} -260 ${w.say('ef')} 90 ${w.say('g')}] TJ ET`);
    expect(await textOf(w)).toBe('abcd efg');
    const spaced = new Writer();
    spaced.raw(`BT /F1 10 Tf 10 50 Td [${spaced.say('a ')} -260 ${spaced.say('b')} -260 ${spaced.say(' c')}] TJ ET`);
    expect(await textOf(spaced)).toBe('a b c');
  });

  test('words that are placed one by one', async () => {
    expect(await textOf(new Writer().at(10, 50, 'one').at(28, 50, 'two').at(43, 50, 'x'))).toBe('one twox');
    expect(await textOf(new Writer().at(10, 50, 'one').at(150, 50, 'far'))).toBe('one far');
  });

  test('lines: a step down, or back', async () => {
    const w = new Writer().at(10, 80, 'one').at(10, 68, 'two').at(10, 56, 'three');
    expect(await textOf(w)).toBe('one\ntwo\nthree');
    expect(await textOf(new Writer().at(100, 80, 'one').at(10, 80, 'two'))).toBe('one\ntwo');
  });

  test('exponents and indices stay on their line', async () => {
    const w = new Writer().at(10, 50, 'x').at(15, 54, '2', { size: 6 }).at(18, 50, '+H').at(28, 48, '2', { size: 6 }).at(31, 50, 'O');
    expect(await textOf(w)).toBe('x2+H2O');
  });

  test('two columns that are written one after the other are read so', async () => {
    const w = new Writer().at(10, 80, 'left').at(10, 68, 'side').at(100, 80, 'right').at(100, 68, 'hand');
    expect(await textOf(w)).toBe('left\nside\nright\nhand');
  });

  test('text that is turned is read along its own direction', async () => {
    expect(await textOf(new Writer().at(50, 10, 'up', { angle: 1 }).at(50, 23, 'we', { angle: 1 }).at(62, 10, 'go', { angle: 1 }))).toBe(
      'up we\ngo',
    );
    expect(await textOf(new Writer().at(90, 50, 'heads', { angle: 2 }).at(60, 50, 'down', { angle: 2 }))).toBe('heads down');
    expect(await textOf(new Writer().at(10, 50, 'flat').at(30, 50, 'up', { angle: 1 }))).toBe('flat\nup');
    expect(await textOf(new Writer().at(50, 10, 'a', { angle: 1 }).at(50, 23, 'b', { angle: 1 }), { page: '/Rotate 90' })).toBe('a b');
  });

  test('Hebrew that is shown from the left, as it is seen, is read from the right', async () => {
    expect(await textOf(new Writer().at(10, 50, seen(hebrew)))).toBe(hebrew);
    expect(await textOf(new Writer().at(10, 50, seen(`${hebrew} עולם`)))).toBe(`${hebrew} עולם`);
    expect(await textOf(new Writer().at(10, 50, seen('עולם')).at(33, 50, seen(hebrew)))).toBe(`${hebrew} עולם`); // a gap for the space
  });

  test('numbers and Latin words keep their direction inside right-to-left lines, and the other way round', async () => {
    expect(await textOf(new Writer().at(10, 50, `123 ${seen(hebrew)}`))).toBe(`${hebrew} 123`);
    expect(await textOf(new Writer().at(10, 50, `${seen('עולם')} ab ${seen(hebrew)}`))).toBe(`${hebrew} ab עולם`);
    expect(await textOf(new Writer().at(10, 50, `abcdef ${seen(hebrew)} xyz`))).toBe(`abcdef ${hebrew} xyz`);
    const lines = new Writer().at(10, 80, 'abc').at(10, 60, seen(hebrew));
    expect(await textOf(lines)).toBe(`abc\n${hebrew}`);
  });

  test('Hebrew that is shown from the right is in reading order already', async () => {
    const w = new Writer();
    [...hebrew].forEach((c, i) => w.at(100 - i * 5, 50, c));
    [...'עולם'].forEach((c, i) => w.at(77 - i * 5, 50, c)); // after a gap of 3 points
    expect(await textOf(w)).toBe(`${hebrew} עולם`);
  });

  test('ToUnicode: ligatures of several letters, characters outside the basic plane, soft hyphens', async () => {
    expect(await textOf(new Writer().at(10, 50, ['o', 'ffi', 'c', 'e']))).toBe('office');
    expect(await textOf(new Writer().at(10, 50, ['𝒜', '\ufb01', '😀']))).toBe('𝒜fi😀');
    expect(await textOf(new Writer().at(10, 50, 'hy\u00ad').at(10, 38, 'phen'))).toBe('hy\u00ad\nphen');
  });

  test('ActualText stands for what is shown, once; an empty one says nothing', async () => {
    const w = new Writer()
      .at(10, 50, 'a')
      .raw('/Span << /ActualText (word) >> BDC')
      .at(15, 50, 'bc')
      .at(25, 50, 'd')
      .raw('EMC')
      .at(30, 50, 'e');
    expect(await textOf(w)).toBe('aworde');
    const hyphen = new Writer().at(10, 50, 'ab').raw('/Span << /ActualText () >> BDC').at(20, 50, '-').raw('EMC').at(10, 38, 'cd');
    expect(await textOf(hyphen)).toBe('ab\ncd');
    const nested = new Writer()
      .raw('/Span << /ActualText (out) >> BDC /Span << /ActualText (in) >> BDC')
      .at(10, 50, 'x')
      .raw('EMC')
      .at(15, 50, 'y');
    expect(await textOf(nested.raw('EMC').at(20, 50, 'z'))).toBe('outz');
  });

  test('what is printed twice to look bold is read once', async () => {
    const letters = new Writer();
    [...'bold'].forEach((c, i) => letters.at(10 + i * 5, 50, c).at(10.4 + i * 5, 50, c));
    expect(await textOf(letters)).toBe('bold');
    const words = new Writer().at(10, 50, 'very bold').at(10.4, 50, 'very bold').at(10, 50.3, 'very bold').at(60, 50, 'end');
    expect(await textOf(words)).toBe('very bold end');
    expect(await textOf(new Writer().at(10, 50, 'llaaama'))).toBe('llaaama');
    expect(await textOf(new Writer().at(10, 50, 'abc').at(10, 38, 'abc'))).toBe('abc\nabc');
  });

  test('doubled letters of a Type 3 font whose em is large are two letters', async () => {
    // The em is 50 points, a glyph 2 points wide: 0.04 em.
    const w = new Writer().raw('BT /T 50 Tf 10 50 Td (aab) Tj ET');
    const font =
      '<< /Type /Font /Subtype /Type3 /FontBBox [0 0 0 0] /FontMatrix [0.004 0 0 0.004 0 0] /FirstChar 97 /Widths [10 10] /CharProcs << /a 21 0 R /b 21 0 R >> /Encoding << /Differences [97 /a /b] >> >>';
    const options = { resources: '/Font << /T 20 0 R >>', objects: { 20: font, 21: { stream: '10 0 0 0 10 10 d1 0 0 10 10 re f' } } };
    const page = await TestPage.of('text', target, onePage(w.content, options));
    expect(Buffer.from(bufferOf(page.hooks, page.hooks.test_text!(page.list))).toString('utf16le')).toBe('aab');
  });

  test('invisible text is read, as that of scanned pages is; that of annotations is not', async () => {
    const w = new Writer().raw('3 Tr').at(10, 50, 'scan');
    const annotation = new Writer();
    annotation.say('scan');
    expect(
      await textOf(w, {
        page: '/Annots [20 0 R]',
        objects: {
          20: '<< /Type /Annot /Subtype /FreeText /Rect [0 0 50 50] /AP << /N 21 0 R >> >>',
          21: {
            dict: '/Subtype /Form /BBox [0 0 50 50] /Resources << /Font << /F1 5 0 R >> >>',
            stream: 'BT /F1 10 Tf 5 5 Td <2122> Tj ET',
          },
        },
      }),
    ).toBe('scan');
  });

  test('vertical writing: down the line, and the next line to the left', async () => {
    const w = new Writer().raw('BT /V 10 Tf 150 90 Td <00010002> Tj -15 0 Td <0003> Tj ET');
    expect(await textOf(w)).toBe('日旦\n旧'); // U+65E5, 65E6, 65E7
    const [first, second] = await runsOf(w);
    expect(first).toMatchObject({ text: '日旦', direction: 'vertical', size: 10, endsLine: true });
    expect(second!.text).toBe('旧');
  });

  test('runs: text with the quadrilateral from descent to ascent', async () => {
    const [run, ...more] = await runsOf(new Writer().at(10, 50, 'abcd'));
    // Four glyphs of 5 points; 2.5 below the baseline (y = 50) and 7.5 above it.
    expect(run).toEqual({ corners: [10, 52.5, 30, 52.5, 30, 42.5, 10, 42.5], size: 10, direction: 'ltr', text: 'abcd', endsLine: true });
    expect(more).toEqual([]);
    const [turned] = await runsOf(new Writer().at(50, 10, 'abcd', { angle: 1 }));
    expect(turned!.corners).toEqual([52.5, 90, 52.5, 70, 42.5, 70, 42.5, 90]);
  });

  test('runs: another font, another size, a wide gap and a line end one', async () => {
    const w = new Writer()
      .at(10, 50, 'ab')
      .at(22, 50, 'cd', { font: 'F2' })
      .at(34, 50, 'ef', { size: 12 })
      .at(100, 50, 'gh')
      .at(10, 30, 'i');
    expect((await runsOf(w)).map((r) => [r.text, r.endsLine])).toEqual([
      ['ab ', false],
      ['cd ', false],
      ['ef ', false],
      ['gh', true],
      ['i', true],
    ]);
  });

  test('runs: right to left text is in reading order, its box as it is seen', async () => {
    const runs = (await runsOf(new Writer().at(10, 50, `12 ${seen(hebrew)}`))).filter((r) => r.text.trim());
    expect(runs.map((r) => [r.text.trim(), r.direction])).toEqual([[hebrew, 'rtl'], ['12', 'ltr']]); // prettier-ignore
    expect(runs.map((r) => [r.corners[0], r.corners[2]])).toEqual([[25, 45], [10, 20]]); // prettier-ignore
  });

  test('what lies beyond the sides of the page is not text of it', async () => {
    const page = new Writer().at(10, 110, 'above').at(10, 50, 'here').at(195, 30, 'cut').at(210, 30, 'right').at(10, -12, 'below');
    expect(await textOf(page)).toBe('here\ncu');
  });

  test('places that are no places do no harm', async () => {
    const w = new Writer().at(1e30, 50, 'a').at(10, 50, 'bc', { size: 0 }).at(10, 50, 'de', { size: -10 }).at(10, 20, 'fg', { size: 1e-9 });
    w.raw('BT /F1 10 Tf 0 0 0 0 0 0 Tm')
      .raw(`${w.say('h')} Tj ET`)
      .at(10, 5, 'end');
    expect(await textOf(w)).toMatch(/end$/);
    expect((await runsOf(w)).at(-1)!.text).toBe('end');
  });
});
