import { describe, expect, test } from 'vitest';
import { bufferOf } from '../../test/hooks.js';
import { TestPage } from '../../test/page.js';
import { onePage, type PageOptions } from '../../test/pdf-builder.js';
import { Writer } from '../../test/text-writer.js';

/** The text of pages, written by a `Writer`: at 10 points a glyph is 5 points wide. */
describe.each(['release', 'debug'])('%s', (target) => {
  const open = (writer: Writer, options?: PageOptions) => TestPage.of('text', target, writer.file(options));
  const textOf = async (writer: Writer, options?: PageOptions) => {
    const page = await open(writer, options);
    return Buffer.from(bufferOf(page.hooks, page.hooks.test_text!(page.doc, page.list))).toString('utf16le');
  };
  const runsOf = async (writer: Writer, options?: PageOptions) => {
    const page = await open(writer, options);
    const records = bufferOf(page.hooks, page.hooks.test_runs!(page.doc, page.list));
    const view = new DataView(records.buffer, records.byteOffset);
    return Array.from({ length: records.length / 64 }, (_, i) => ({
      corners: Array.from({ length: 8 }, (_, k) => Math.round(view.getFloat32(i * 64 + k * 4, true) * 100) / 100),
      size: view.getFloat32(i * 64 + 32, true),
      direction: ['ltr', 'rtl', 'vertical'][view.getUint32(i * 64 + 36, true)],
      text: page.instance.utf16(view.getUint32(i * 64 + 40, true), view.getUint32(i * 64 + 44, true)),
      endsLine: (view.getUint32(i * 64 + 48, true) & 1) === 1,
    }));
  };
  /** Where the code units of each run end, in parts of its length. */
  const edgesOf = async (writer: Writer) => {
    const page = await open(writer);
    const records = bufferOf(page.hooks, page.hooks.test_runs!(page.doc, page.list));
    const view = new DataView(records.buffer, records.byteOffset);
    return Array.from({ length: records.length / 64 }, (_, i) => {
      const units = new Uint16Array(
        page.instance.exports.memory.buffer,
        view.getUint32(i * 64 + 60, true),
        view.getUint32(i * 64 + 44, true),
      );
      return Array.from(units, (unit) => Math.round((unit / 65535) * 100) / 100);
    });
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

  test('brackets in right-to-left text open on the other side (UAX #9, L4)', async () => {
    // On paper the opening bracket of ( שלום ) stands to the right and looks like ")".
    expect(await textOf(new Writer().at(10, 50, `(${seen(hebrew)})`))).toBe(`(${hebrew})`);
    expect(await textOf(new Writer().at(10, 50, `(abc) ${seen(hebrew)}]${seen('עולם')}[`))).toBe(`]עולם[${hebrew} (abc)`);
    // The bracket that is read first is the left one, at 10 points, where it encloses what runs to the right.
    const runs = await runsOf(new Writer().at(10, 50, `(abc) ${seen(hebrew)} ${seen('עולם')}`));
    const { corners } = runs.find(({ text }) => text.trim() === '(abc)')!;
    expect([Math.min(...corners.filter((_, i) => i % 2 === 0)), Math.max(...corners.filter((_, i) => i % 2 === 0))]).toEqual([10, 35]);
  });

  test('numbers beside one another in right-to-left text are each read from the left (UAX #9, N1)', async () => {
    expect(await textOf(new Writer().at(10, 50, `34 1.2 ${seen(hebrew)}`))).toBe(`${hebrew} 1.2 34`);
    expect(await textOf(new Writer().at(10, 50, `ab 34 ${seen('עולם')} ${seen(hebrew)}`))).toBe(`${hebrew} עולם ab 34`);
    expect(await textOf(new Writer().at(10, 50, `34 ab ${seen(hebrew)}`))).toBe(`${hebrew} 34 ab`);
    expect(await textOf(new Writer().at(10, 50, `١٤٣٤ ${seen('إبريل')} ١٤`))).toBe('١٤ إبريل ١٤٣٤'); // 14 April 1434
    expect(await textOf(new Writer().at(10, 50, `14 april 1434 ١٤٣٤ ${seen('إبريل')} ١٤`))).toBe('١٤ إبريل ١٤٣٤ 14 april 1434');
  });

  test('Hebrew that is shown from the right is in reading order already', async () => {
    const w = new Writer();
    [...hebrew].forEach((c, i) => w.at(100 - i * 5, 50, c));
    [...'עולם'].forEach((c, i) => w.at(77 - i * 5, 50, c)); // after a gap of 3 points
    expect(await textOf(w)).toBe(`${hebrew} עולם`);
  });

  test('ToUnicode: ligatures of several letters, characters outside the basic plane', async () => {
    expect(await textOf(new Writer().at(10, 50, ['o', 'ffi', 'c', 'e']))).toBe('office');
    expect(await textOf(new Writer().at(10, 50, ['𝒜', '\ufb01', '😀']))).toBe('𝒜fi😀');
  });

  test('a soft hyphen at the end of a line divides a word, which is joined; inside a line it is a hyphen', async () => {
    const divided = (last: string, next: string) => textOf(new Writer().at(10, 50, `a hy${last}`).at(10, 38, next));
    expect(await divided('\u00ad', 'phen and more')).toBe('a hyphen \nand more');
    expect(await divided('\u00ad', 'phen')).toBe('a hyphen');
    expect(await divided('\u00ad', '- phen')).toBe('a hy-\n- phen');
    expect(await divided('-', 'phen')).toBe('a hy-\nphen');
    expect(await textOf(new Writer().at(10, 50, 'well\u00adknown\u00ad'))).toBe('well-known-');
    const runs = await runsOf(new Writer().at(10, 50, 'hy\u00ad').at(10, 38, 'phen and'));
    expect(runs.map((r) => [r.text, r.endsLine])).toEqual([['hy', false], ['phen ', true], ['and', true]]); // prettier-ignore
  });

  test('a glyph of which nobody knows the character is U+FFFD, and does not join its neighbours; one that shows nothing is a space', async () => {
    // A substitute has no glyph for .notdef.
    const font = `<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences [65 /A /.notdef /C] >> /FirstChar 65 /Widths [500 500 500] >>`;
    const file = onePage('BT /F1 10 Tf 10 50 Td (ABC) Tj ET', { objects: { 5: font } });
    const page = await TestPage.of('text', target, file);
    const text = Buffer.from(bufferOf(page.hooks, page.hooks.test_text!(page.doc, page.list))).toString('utf16le');
    expect(text).toBe('A C');
    // Type 3: the glyph is drawn, whatever it is called.
    const type3 =
      '<< /Type /Font /Subtype /Type3 /FontBBox [0 0 0 0] /FontMatrix [0.01 0 0 0.01 0 0] /FirstChar 65 /Widths [50 50 50] /CharProcs << /A 21 0 R /.notdef 21 0 R /C 21 0 R >> /Encoding << /Differences [65 /A /.notdef /C] >> >>';
    const drawn = onePage('BT /F1 10 Tf 10 50 Td (ABC) Tj ET', {
      objects: { 5: type3, 21: { stream: '50 0 0 0 50 50 d1 0 0 50 50 re f' } },
    });
    const other = await TestPage.of('text', target, drawn);
    expect(Buffer.from(bufferOf(other.hooks, other.hooks.test_text!(other.doc, other.list))).toString('utf16le')).toBe('A\ufffdC');
  });

  test('text that a glyph of a Type 3 font shows is not said again', async () => {
    const type3 = (encoding: string) =>
      `<< /Type /Font /Subtype /Type3 /FontBBox [0 0 0 0] /FontMatrix [0.1 0 0 0.1 0 0] /FirstChar 65 /Widths [5] /CharProcs << /A 21 0 R /.notdef 21 0 R >> /Encoding << /Differences [65 ${encoding}] >> /Resources << /Font << /F1 5 0 R >> >> >>`;
    const say = async (encoding: string) => {
      const file = onePage('BT /T 10 Tf 10 50 Td (A) Tj ET', {
        resources: '/Font << /T 20 0 R >>',
        objects: { 20: type3(encoding), 21: { stream: '5 0 d0 BT /F1 10 Tf (x) Tj ET' } },
      });
      const page = await TestPage.of('text', target, file);
      return Buffer.from(bufferOf(page.hooks, page.hooks.test_text!(page.doc, page.list))).toString('utf16le');
    };
    expect(await say('/A')).toBe('A');
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
    expect(Buffer.from(bufferOf(page.hooks, page.hooks.test_text!(page.doc, page.list))).toString('utf16le')).toBe('aab');
  });

  test('gaps of a Type 3 font whose em is small are measured by its height', async () => {
    // The em is 0.2 points, a glyph 5 points wide of a font that is 12 points high; b stands 0.4 points back, c 0.4 further, d behind a space.
    const w = new Writer().raw('BT /T 0.2 Tf 10 50 Td (a) Tj 4.6 0 Td (b) Tj 5.4 0 Td (c) Tj 8.5 0 Td (d) Tj ET');
    const font =
      '<< /Type /Font /Subtype /Type3 /FontBBox [0 -12 30 48] /FontMatrix [1 0 0 1 0 0] /FirstChar 97 /Widths [25 25 25 25] /CharProcs << /a 21 0 R /b 21 0 R /c 21 0 R /d 21 0 R >> /Encoding << /Differences [97 /a /b /c /d] >> >>';
    const options = { resources: '/Font << /T 20 0 R >>', objects: { 20: font, 21: { stream: '25 0 0 0 25 40 d1 0 0 25 40 re f' } } };
    const page = await TestPage.of('text', target, onePage(w.content, options));
    expect(Buffer.from(bufferOf(page.hooks, page.hooks.test_text!(page.doc, page.list))).toString('utf16le')).toBe('abc d');
  });

  test('invisible text is read, as that of scanned pages is; that of stamps is not', async () => {
    const w = new Writer().raw('3 Tr').at(10, 50, 'scan');
    const annotation = new Writer();
    annotation.say('scan');
    expect(
      await textOf(w, {
        page: '/Annots [20 0 R]',
        objects: {
          20: '<< /Type /Annot /Subtype /Stamp /Rect [0 0 50 50] /AP << /N 21 0 R >> >>',
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
    // Glyphs of 10 points in the middle of the line at 150, from its start at 90 on, 10 below the page's top.
    expect(first!.corners).toEqual([145, 10, 145, 30, 155, 30, 155, 10]);
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

  test('runs: where each letter ends', async () => {
    expect(await edgesOf(new Writer().at(10, 50, 'abcd'))).toEqual([[0.25, 0.5, 0.75, 1]]);
    // a, a gap as wide as two glyphs that reads as a space, b; and a space at the end, which is part of the next gap.
    expect(await edgesOf(new Writer().at(10, 50, 'a').at(25, 50, 'b').at(60, 50, 'c'))).toEqual([[0.25, 0.75, 1, 1], [1]]);
    // Two letters in one glyph have the same part of it each.
    expect(await edgesOf(new Writer().at(10, 50, ['xy', 'z']))).toEqual([[0.25, 0.5, 1]]);
    // From the right: the first letter is the last one that is shown.
    const w = new Writer();
    w.raw(`BT /F1 10 Tf 10 50 Td [${w.say(seen('של'))} -100 ${w.say(seen('א'))}] TJ ET`);
    expect(await edgesOf(w)).toEqual([[0.31, 0.69, 1]]);
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
      .at(10, 60, 'i', { size: 1e20 })
      .at(10, 5, 'end');
    expect(await textOf(w)).toMatch(/end$/);
    const runs = await runsOf(w);
    expect(runs.at(-1)!.text).toBe('end');
    expect(runs.flatMap(({ corners }) => [...corners]).every(Number.isFinite)).toBe(true);
  });
});
