import { describe, expect, test } from 'vitest';
import { bufferOf } from '../../test/hooks.js';
import { TestPage } from '../../test/page.js';
import type { Body, PageOptions } from '../../test/pdf-builder.js';
import { Writer } from '../../test/text-writer.js';

/** The order in which pages are read: by the structure tree where there is one, over columns where there is none. */
describe.each(['release', 'debug'])('%s', (target) => {
  const textOf = async (writer: Writer, options?: PageOptions) => {
    const page = await TestPage.of('text', target, writer.file(options));
    return Buffer.from(bufferOf(page.hooks, page.hooks.test_text!(page.doc, page.list))).toString('utf16le');
  };

  /** Columns of lines of 20 glyphs (100 points at 10 points), named by column and row, 12 points apart, from (x, 180) on. */
  const columns = (xs: number[], rows: number, { byRow = true, text = (c: number, r: number) => line(c, r) } = {}) => {
    const places = xs.flatMap((x, c) => Array.from({ length: rows }, (_, r) => ({ x, c, r })));
    if (byRow) places.sort((a, b) => a.r - b.r || a.c - b.c);
    const writer = new Writer();
    for (const { x, c, r } of places) writer.at(x, 180 - 12 * r, text(c, r));
    return writer;
  };
  const line = (c: number, r: number) => `column ${'abc'[c]} is line ${r} ok`;
  const wide = { mediaBox: '[0 0 400 200]' };

  describe('columns', () => {
    const read = (count: number, rows: number) =>
      Array.from({ length: count }, (_, c) => Array.from({ length: rows }, (_, r) => line(c, r)))
        .flat()
        .join('\n');

    test('that are written across are read one after the other', async () => {
      expect(await textOf(columns([10, 130], 5), wide)).toBe(read(2, 5));
      expect(await textOf(columns([10, 130, 250], 6), wide)).toBe(read(3, 6));
    });

    test('that are written one after the other are left as they are', async () => {
      expect(await textOf(columns([10, 130], 5, { byRow: false }), wide)).toBe(read(2, 5));
    });

    test('whose lines do not stand level', async () => {
      const writer = new Writer();
      for (let r = 0; r < 5; r++) writer.at(10, 180 - 12 * r, line(0, r)).at(130, 176 - 12 * r, line(1, r));
      expect(await textOf(writer, wide)).toBe(read(2, 5));
    });

    test('below a heading that goes past them, with a last line on the left alone', async () => {
      const both = new Writer().at(10, 195, 'a heading that goes past both of the columns');
      for (let r = 0; r < 5; r++) both.at(10, 170 - 12 * r, line(0, r)).at(130, 170 - 12 * r, line(1, r));
      both.at(10, 110, 'the last one');
      expect(await textOf(both, wide)).toBe(
        ['a heading that goes past both of the columns', read(1, 5), 'the last one', read(2, 5).slice(read(1, 5).length + 1)].join('\n'),
      );
    });

    test('are not what a table has: short cells, or cells that do not fill their columns', async () => {
      const cells = await textOf(columns([10, 130], 5, { text: (c, r) => `cell ${'ab'[c]}${r}` }), wide);
      expect(cells.split('\n')[0]).toBe('cell a0 cell b0');
      const ragged = await textOf(
        columns([10, 200], 5, { text: (c, r) => (r ? `cell ${'ab'[c]}${r} is 1` : 'a head that is as long as this') }),
        wide,
      );
      expect(ragged.split('\n')[1]).toBe('cell a1 is 1 cell b1 is 1');
    });

    test('are not what a hole in the lines of a paragraph makes', async () => {
      const writer = new Writer().at(10, 192, 'this line of the paragraph goes past it all');
      for (let r = 0; r < 5; r++) writer.at(10, 180 - 12 * r, line(0, r)).at(130, 180 - 12 * r, line(1, r));
      expect((await textOf(writer, wide)).split('\n')[1]).toBe(`${line(0, 0)} ${line(1, 0)}`);
    });

    test('three rows are too few to tell', async () => {
      expect((await textOf(columns([10, 130], 3), wide)).split('\n')[0]).toBe(`${line(0, 0)} ${line(1, 0)}`);
    });
  });

  describe('a tagged page', () => {
    /** A page whose content is `writer`'s, with a structure tree: object 20, and the elements from 30 on. */
    const tagged = (parents: string, elements: Record<number, string>, more: PageOptions = {}): PageOptions => ({
      page: '/StructParents 0',
      catalog: '/StructTreeRoot 20 0 R',
      ...more,
      objects: {
        20: `<< /Type /StructTreeRoot /K [30 0 R] /ParentTree << /Nums [0 ${parents}] >> >>`,
        ...elements,
        ...(more.objects as Record<number, Body>),
      },
    });
    const marked = (mcid: number, text: string, x: number, y: number, writer = new Writer()) =>
      writer.raw(`/P << /MCID ${mcid} >> BDC`).at(x, y, text).raw('EMC');
    const three = () => marked(2, 'third', 10, 20, marked(0, 'first', 10, 80, marked(1, 'second', 10, 50)));
    const document = '<< /Type /StructElem /S /Document /P 20 0 R /K [31 0 R 32 0 R 33 0 R] >>';
    const paragraph = (mcid: number, more = '') => `<< /Type /StructElem /S /P /P 30 0 R /Pg 3 0 R /K ${mcid} ${more} >>`;
    const elements = { 30: document, 31: paragraph(0), 32: paragraph(1), 33: paragraph(2) };
    const parents = '[31 0 R 32 0 R 33 0 R]';

    test('is read in the order of its tree', async () => {
      expect(await textOf(three())).toBe('second\nfirst\nthird');
      expect(await textOf(three(), tagged(parents, elements))).toBe('first\nsecond\nthird');
      const turned = { ...elements, 30: document.replace('31 0 R 32 0 R 33 0 R', '33 0 R 31 0 R 32 0 R') };
      expect(await textOf(three(), tagged(parents, turned))).toBe('third\nfirst\nsecond');
    });

    test('by marked-content references, with content of a form that counts by itself', async () => {
      const elementsOfForm = {
        30: '<< /S /P /P 20 0 R /K [<< /Type /MCR /Pg 3 0 R /MCID 1 >> << /Type /MCR /Pg 3 0 R /Stm 40 0 R /MCID 0 >> << /Type /MCR /Pg 3 0 R /MCID 0 >>] >>',
      };
      const writer = marked(1, 'one', 10, 50, marked(0, 'three', 10, 80));
      const form = marked(0, 'two', 10, 20, writer);
      const content = form.content.slice(form.content.lastIndexOf('/P <<'));
      form.content = `${form.content.slice(0, -content.length)} /Form Do`;
      const options = tagged('[30 0 R 30 0 R] 1 [30 0 R]', elementsOfForm, {
        resources: '/XObject << /Form 40 0 R >>',
        objects: {
          40: { dict: '/Subtype /Form /BBox [0 0 200 100] /StructParents 1 /Resources << /Font << /F1 5 0 R >> >>', stream: content },
        },
      });
      expect(await textOf(form, options)).toBe('one\ntwo\nthree');
    });

    test('artifacts stay behind what they follow, and first where nothing goes before', async () => {
      const writer = new Writer().raw('/Artifact BMC').at(10, 92, 'head').raw('EMC');
      marked(0, 'first', 10, 70, marked(1, 'second', 10, 50, writer))
        .raw('/Artifact BMC')
        .at(10, 5, 'foot')
        .raw('EMC');
      expect(await textOf(writer, tagged(parents, elements))).toBe('head\nfirst\nsecond\nfoot');
    });

    test('whose tree knows too little of it is read as it is written', async () => {
      const writer = three().at(100, 80, 'nobody knows').at(100, 60, 'of this');
      expect(await textOf(writer, tagged(parents, elements))).toBe('second\nfirst\nthird\nnobody knows\nof this');
      expect(await textOf(three(), tagged('[]', elements))).toBe('second\nfirst\nthird');
      expect(await textOf(three(), tagged('5', elements))).toBe('second\nfirst\nthird');
    });

    test('whose tree leads in circles ends', async () => {
      const circle = { 30: '<< /S /P /P 31 0 R /K [31 0 R 30 0 R 0 1 2] >>', 31: '<< /S /P /P 30 0 R /K [30 0 R] >>' };
      expect(await textOf(three(), tagged('[31 0 R 30 0 R 30 0 R]', circle))).toBe('first\nsecond\nthird');
    });

    test('the ActualText of an element stands for all that is in it (14.9.4); an empty one for nothing', async () => {
      const said = { ...elements, 32: paragraph(1, '/ActualText (LaTeX)') };
      expect(await textOf(three(), tagged(parents, said))).toBe('first\nLaTeX\nthird');
      expect(await textOf(three(), tagged(parents, { ...elements, 30: document.replace('/K', '/ActualText (all) /K') }))).toBe('all');
      expect(await textOf(three(), tagged(parents, { ...elements, 32: paragraph(1, '/ActualText ()') }))).toBe('first\nsecond\nthird');
    });

    test('an Alt is said where nobody knows what the letters are (14.9.3)', async () => {
      const described = { ...elements, 32: paragraph(1, '/Alt (an ornament)') };
      expect(await textOf(three(), tagged(parents, described))).toBe('first\nsecond\nthird');
      const type3 =
        '<< /Type /Font /Subtype /Type3 /FontBBox [0 0 0 0] /FontMatrix [0.01 0 0 0.01 0 0] /FirstChar 66 /Widths [50] /CharProcs << /.notdef 51 0 R >> /Encoding << /Differences [66 /.notdef] >> >>';
      const writer = marked(0, 'first', 10, 80).raw('/P << /MCID 1 >> BDC BT /T 10 Tf 10 50 Td (BB) Tj ET EMC');
      const options = tagged(parents, described, {
        resources: '/Font << /F1 5 0 R /T 50 0 R >>',
        objects: { 50: type3, 51: { stream: '50 0 0 0 50 50 d1 0 0 50 50 re f' } },
      });
      expect(await textOf(writer, options)).toBe('first\nan ornament');
    });
  });
});
