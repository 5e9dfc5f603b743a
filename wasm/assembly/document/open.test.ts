import { describe, expect, test } from 'vitest';
import { TestDocument } from '../../test/document.js';
import { buildPdf, onePage, updatePdf, type Body, type PdfOptions } from '../../test/pdf-builder.js';

/** A page whose content says `original`, and a number, object 9. */
const OBJECTS: Record<number, Body> = {
  1: '<< /Type /Catalog /Pages 2 0 R >>',
  2: '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
  3: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R >>',
  4: { stream: '% original' },
  9: '1',
};
const build = (options: PdfOptions = {}) => buildPdf(OBJECTS, options);
const COMPRESSED = { xref: 'stream', compressed: [1, 2, 3, 9] } as const;

/** The objects, and a cross-reference stream with these rows, in hexadecimal digits, for 1 to 4 and 9. */
function withRows(widths: string, index: string, row: (offset: number) => string, more: string[] = []): Uint8Array {
  const file = latin1(build({ xref: 'none' }));
  const rows = [1, 2, 3, 4, 9].map((number) => row(file.indexOf(`${number} 0 obj`)));
  const data = `${[...more, ...rows].join('\n')}>`;
  const dict = `/Type /XRef /Root 1 0 R /Size 10 /W ${widths} /Index ${index} /Filter /ASCIIHexDecode /Length ${data.length}`;
  const table = `12 0 obj << ${dict} >> stream\n${data}\nendstream endobj\nstartxref\n${file.length}\n%%EOF\n`;
  return Buffer.from(file + table, 'latin1');
}

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
/** The file with a piece of its text replaced, which must be there. */
function edit(file: Uint8Array, from: string | RegExp, to: string): Uint8Array {
  const before = latin1(file);
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  return Buffer.from(after, 'latin1');
}

describe.each(['release', 'debug'])('%s', (target) => {
  const open = (file: Uint8Array) => TestDocument.of(target, file);

  /** The document, when it has its one page and the number 9, found by these means. */
  async function opens(file: Uint8Array, warnings: string[] = []): Promise<TestDocument> {
    const doc = await open(file);
    expect(doc.pages).toEqual([3]);
    expect(doc.contents()).toBe('% original');
    expect(doc.number(9)).toBe(1);
    expect(doc.warnings).toEqual(warnings);
    return doc;
  }

  describe('finds objects', () => {
    test('by a classic table, a cross-reference stream with object streams, and both', async () => {
      await opens(build());
      await opens(build({ xref: 'stream' }));
      await opens(build(COMPRESSED));
      await opens(build({ xref: 'hybrid', compressed: [2, 3, 9] }));
    });

    test('by offsets that count from a header with junk before it, and by those that count from the file', async () => {
      await opens(build({ junk: 'HTTP/1.1 200 OK\r\n\r\n' }));
      // What builds the file counts from its beginning: take the junk off every offset.
      await opens(build({ junk: 'x'.repeat(100), shift: -100 }));
      await opens(build({ ...COMPRESSED, junk: 'x'.repeat(100), shift: -100 }));
    });

    test('by offsets that lead to the end of the line before', async () => {
      await opens(build({ shift: -1 }));
      await opens(build({ ...COMPRESSED, shift: -1 }));
    });

    test('by a table whose rows have other widths than 20 bytes', async () => {
      await opens(edit(build(), / ([nf]) \n/g, ' $1\n'));
      await opens(edit(build(), /\n0+(\d+) 0+(\d+) ([nf]) (?=\n)/g, '\r\n  $1  $2  $3'));
    });

    test('by a cross-reference stream with fields of any width; without the first they are offsets (7.5.8.2)', async () => {
      await opens(withRows('[0 3 0]', '[1 4 9 1]', (offset) => offset.toString(16).padStart(6, '0')));
      await opens(withRows('[2 8 1]', '[1 4 9 1]', (offset) => `0001${offset.toString(16).padStart(16, '0')}00`));
    });

    test('by a stream without /Index, whose rows begin at 0', async () => {
      const rows = (offset: number) => `01${offset.toString(16).padStart(4, '0')}00`;
      const doc = await open(withRows('[1 2 1]', 'null', rows, ['000000FF']));
      expect([doc.pages, doc.contents(), doc.warnings]).toEqual([[3], '% original', []]);
    });

    test('by a table beside which there is no stream, though it says so', async () => {
      await opens(build({ trailer: '/XRefStm 5' }));
      await opens(build({ trailer: '/XRefStm 99999' }));
    });

    test('by a linearized file: the first section of the file is read first, and leads to the last', async () => {
      const file = latin1(build({ xref: 'none' }));
      const row = (text: string, number: number) => `${String(text.indexOf(`${number} 0 obj`)).padStart(10, '0')} 00000 n \n`;
      // Object 3 in the first section, which stands before the objects; the others in the last.
      const first = (body: string, prev: number) =>
        `xref\n3 1\n${row(body, 3)}trailer << /Root 1 0 R /Size 10 /Prev ${String(prev).padStart(4, '0')} >>\nstartxref\n0\n%%EOF\n`;
      const header = '%PDF-1.7\n';
      const body = (start: string) => header + start + file.slice(header.length);
      const room = body(first(file, 0));
      const objects = body(first(room, room.length));
      const last = `xref\n0 3\n0000000000 65535 f \n${row(objects, 1)}${row(objects, 2)}4 1\n${row(objects, 4)}9 1\n${row(objects, 9)}trailer << /Size 3 >>\n`;
      await opens(Buffer.from(`${objects}${last}startxref\n${header.length}\n%%EOF\n`, 'latin1'));
    });

    test('by a table whose entries begin at 1 and should at 0', async () => {
      await opens(edit(buildPdf({ ...OBJECTS, 5: '5', 6: '6', 7: '7', 8: '8' }), 'xref\n0 10', 'xref\n1 10'));
    });

    test('by a table whose subsection has fewer entries than it says', async () => {
      await opens(edit(buildPdf({ ...OBJECTS, 5: '5', 6: '6', 7: '7', 8: '8' }), 'xref\n0 10', 'xref\n0 99'));
    });
  });

  describe('updates', () => {
    test.each(['table', 'stream'] as const)('a changed object and a new one count, by a %s', async (xref) => {
      for (const original of [build(), build(COMPRESSED)]) {
        const doc = await open(updatePdf(original, { 4: { stream: '% changed' }, 9: '2', 20: '3' }, { xref }));
        expect([doc.contents(), doc.number(9), doc.number(20), doc.warnings]).toEqual(['% changed', 2, 3, []]);
      }
    });

    test('in an object stream count', async () => {
      const doc = await open(updatePdf(build(), { 9: '2', 20: '3' }, { xref: 'stream', compressed: [9, 20] }));
      expect([doc.number(9), doc.number(20), doc.warnings]).toEqual([2, 3, []]);
    });

    test('of updates the newest counts', async () => {
      const once = updatePdf(build(), { 9: '2', 20: '20' });
      const twice = updatePdf(once, { 9: '3' }, { xref: 'stream', compressed: [9] });
      const doc = await open(updatePdf(twice, { 9: '4' }));
      expect([doc.number(9), doc.number(20)]).toEqual([4, 20]);
    });

    test.each(['table', 'stream'] as const)('a deleted object is gone, wherever it was, by a %s', async (xref) => {
      for (const original of [build(), build(COMPRESSED)]) {
        expect((await open(original)).number(9)).toBe(1);
        const doc = await open(updatePdf(original, {}, { xref, deleted: [9] }));
        expect([doc.pages, doc.number(9), doc.warnings]).toEqual([[3], NaN, []]);
      }
    });

    test('a hybrid update hides its objects from its own table only', async () => {
      const doc = await open(updatePdf(build(), { 9: '2', 20: '3' }, { xref: 'hybrid', compressed: [9, 20] }));
      expect([doc.number(9), doc.number(20), doc.warnings]).toEqual([2, 3, []]);
      const deleted = updatePdf(build({ xref: 'hybrid', compressed: [2, 3, 9] }), {}, { deleted: [9] });
      expect((await open(deleted)).number(9)).toBeNaN();
    });

    test('/Prev that leads back to itself ends there', async () => {
      const original = build();
      const start = /startxref\n(\d+)/.exec(latin1(original))![1]!;
      await opens(build({ trailer: `/Prev ${start}` }));
    });

    test('/Prev that leads nowhere costs only what is older', async () => {
      await opens(build({ trailer: '/Prev 99999' }));
      await opens(build({ trailer: '/Prev 3' }));
    });
  });

  describe('repairs', () => {
    test.each([
      ['startxref that leads elsewhere', (file: Uint8Array) => edit(file, /startxref\n\d+/, 'startxref\n5')],
      ['startxref that leads behind the end', (file: Uint8Array) => edit(file, /startxref\n\d+/, 'startxref\n999999')],
      ['startxref without a number', (file: Uint8Array) => edit(file, /startxref\n\d+/, 'startxref\n')],
      ['no startxref', (file: Uint8Array) => edit(file, 'startxref', '')],
    ])('%s', async (_, damage) => {
      await opens(damage(build()), ['xref-rebuilt']);
      await opens(damage(build(COMPRESSED)), ['xref-rebuilt']);
    });

    test.each([1, -2, 7, 300])('offsets that are all wrong by %i', async (shift) => {
      await opens(build({ shift }), ['xref-rebuilt']);
      await opens(build({ ...COMPRESSED, shift }), ['xref-rebuilt']);
    });

    test('one offset that is wrong', async () => {
      const file = build();
      const offset = String(latin1(file).indexOf('9 0 obj')).padStart(10, '0');
      const doc = await open(edit(file, offset, '0000000020'));
      expect(doc.warnings).toEqual([]); // nobody has asked for the object
      expect(doc.number(9)).toBe(1);
      expect(doc.warnings).toEqual(['xref-rebuilt']);
    });

    test('an older section that is damaged: what only it has is looked for, once somebody asks', async () => {
      // The first row of the older table has one number too many.
      const { 9: _, ...others } = OBJECTS;
      const file = updatePdf(build(), { ...others, 10: '2' });
      const damaged = edit(file, '0000000000 65535 f', '00000 000 65535 f ');
      const doc = await open(damaged);
      expect([doc.number(10), doc.warnings]).toEqual([2, []]);
      expect([doc.number(9), doc.warnings]).toEqual([1, ['xref-rebuilt']]);
    });

    test('no table at all', async () => {
      await opens(build({ xref: 'none' }), ['xref-rebuilt']);
      await opens(build({ xref: 'none', compressed: [2, 3, 9] }), ['xref-rebuilt']);
    });

    test('a missing endobj, with a table and without', async () => {
      await opens(build({ noEndobj: true }));
      await opens(build({ noEndobj: true, xref: 'none' }), ['xref-rebuilt']);
    });

    test('a header that is missing', async () => {
      await opens(edit(build(), '%PDF-1.7', '%QQQ-1.7'));
    });

    test('of objects with one number the last in the file counts', async () => {
      const doc = await open(Buffer.concat([build({ xref: 'none' }), Buffer.from('9 0 obj 2 endobj\n')]));
      expect(doc.number(9)).toBe(2);
      const update = updatePdf(updatePdf(build(), { 9: '2' }), { 9: '3' });
      expect((await open(edit(update, /startxref(?![^]*startxref)/, ''))).number(9)).toBe(2); // the newest table is lost, the older one stands
      expect((await open(Buffer.from(latin1(update).replaceAll('startxref', ''), 'latin1'))).number(9)).toBe(3);
    });

    test('of an object and one in an object stream the later counts', async () => {
      const lost = (file: Uint8Array) => Buffer.from(latin1(file).replaceAll('startxref', ''), 'latin1');
      const plainFirst = updatePdf(build(), { 9: '2' }, { xref: 'stream', compressed: [9] });
      expect((await open(lost(plainFirst))).number(9)).toBe(2);
      const streamFirst = updatePdf(build(COMPRESSED), { 9: '2' }, { xref: 'stream' });
      expect((await open(lost(streamFirst))).number(9)).toBe(2);
      const twoStreams = updatePdf(build(COMPRESSED), { 9: '2' }, { xref: 'stream', compressed: [9] });
      expect((await open(lost(twoStreams))).number(9)).toBe(2);
    });

    test('a file that is cut off gives what is there', async () => {
      const file = latin1(build());
      await opens(Buffer.from(file.slice(0, file.indexOf('xref')), 'latin1'), ['xref-rebuilt']);
      // In the middle of the content.
      const doc = await open(Buffer.from(file.slice(0, file.indexOf('ginal')), 'latin1'));
      expect([doc.pages, doc.contents(), doc.number(9)]).toEqual([[3], '% ori', NaN]);
      expect(doc.warnings).toEqual(['xref-rebuilt', 'stream-length-wrong 4']);
    });

    test('what looks like an object inside a stream is none', async () => {
      const inner = 'x\n9 0 obj 7 endobj\ntrailer << /Root 8 0 R >>\n';
      const file = buildPdf({ ...OBJECTS, 10: { stream: inner } }, { xref: 'none' });
      await opens(file, ['xref-rebuilt']);
    });

    test('behind a stream goes on the next object, also where as much again ends with another stream', async () => {
      // From the end of object 10's data to the end of 12's it is 84 bytes, which is 10's /Length.
      const file = buildPdf({ ...OBJECTS, 10: { stream: 'x'.repeat(84) }, 11: '11', 12: { stream: 'y'.repeat(24) } }, { xref: 'none' });
      const text = latin1(file);
      expect(text.lastIndexOf('\nendstream') - text.indexOf('\nendstream', text.indexOf('xxx')) - '\nendstream\n'.length).toBe(84);
      expect((await open(file)).number(11)).toBe(11);
    });

    test('object numbers may be larger than the file', async () => {
      const doc = await open(buildPdf({ ...OBJECTS, 156324: '5' }, { xref: 'none' }));
      expect(doc.number(156324)).toBe(5);
    });

    test('a trailer whose /Root is no catalog', async () => {
      const file = edit(build(), '/Root 1 0 R', '/Root 4 0 R');
      await opens(file, ['xref-rebuilt']);
    });

    test('a catalog that only a scan finds leads to the rest of the document; the rest of the trailer stands', async () => {
      const objects = { ...OBJECTS, 1: '<< /Type /Catalog /Pages 2 0 R /Lang (en) >>', 20: '<< /Title (T) >>' };
      const doc = await open(edit(buildPdf(objects, { trailer: '/Info 20 0 R' }), '/Root 1 0 R', '/Root 77 0 R'));
      expect(doc.json('metadata')).toMatchObject({ language: 'en', title: 'T' });
    });

    test('of catalogs that a scan finds the last in the file counts', async () => {
      const lang = (language: string) => `<< /Type /Catalog /Pages 2 0 R /Lang (${language}) >>`;
      const first = buildPdf({ ...OBJECTS, 1: '0', 30: lang('en') }, { xref: 'none' });
      const doc = await open(Buffer.concat([first, Buffer.from(`20 0 obj ${lang('de')} endobj`)]));
      expect(doc.json('metadata')).toMatchObject({ language: 'de' });
    });
  });

  describe('streams', () => {
    const withLength = (length: string, stream = 'one two three') =>
      buildPdf({ ...OBJECTS, 9: '13', 10: `<< /Length ${length} >>\nstream\n${stream}\nendstream`, 11: '[12 0 R]' });

    test('end by their /Length, also one that is an object', async () => {
      for (const length of ['13', '9 0 R']) {
        const doc = await open(withLength(length));
        expect([doc.stream(10), doc.warnings]).toEqual(['one two three', []]);
      }
      const inside = await open(withLength('13', 'one endstream'));
      expect(inside.stream(10)).toBe('one endstream');
    });

    test.each(['5', '14', '50', '99999', '-1', '(13)', '2147483647', '11 0 R', '10 0 R', '77 0 R'])(
      'end before endstream where /Length is wrong: %s',
      async (length) => {
        const doc = await open(withLength(length));
        // 14 takes in the line feed, which does no harm.
        expect(doc.stream(10)).toBe(length === '14' ? 'one two three\n' : 'one two three');
        expect(doc.warnings).toEqual(length === '14' ? [] : ['stream-length-wrong 10']);
      },
    );

    test('end with the object where endstream is missing', async () => {
      const file = buildPdf({ ...OBJECTS, 10: '<< /Length 3 >>\nstream\none two three' });
      expect((await open(file)).stream(10)).toBe('one two three');
    });

    test('begin behind the end of a line, also a wrong one', async () => {
      for (const newline of ['\n', '\r\n', '\r', ' \n']) {
        const file = buildPdf({ ...OBJECTS, 10: `<< /Length 3 >>stream${newline}one\nendstream` });
        expect((await open(file)).stream(10)).toBe('one');
      }
    });
  });

  describe('what cannot be opened', () => {
    const DAMAGED = 2;
    const NOT_A_PDF = 1;
    test.each([
      ['nothing', '', NOT_A_PDF],
      ['text', 'Dear sir or madam,', NOT_A_PDF],
      ['a header', '%PDF-1.7\n', DAMAGED],
      ['a header and noise', `%PDF-1.4\n${'\x00\xff obj trailer stream 1 0 '.repeat(40)}`, DAMAGED],
    ])('%s', async (_, text, status) => {
      const doc = await open(Buffer.from(text, 'latin1'));
      expect([doc.pageCount, doc.status]).toEqual([0, status]);
    });

    test('references that lead in circles are nothing', async () => {
      const doc = await open(onePage('', { objects: { 20: '21 0 R', 21: '20 0 R', 22: '22 0 R', 23: '24 0 R', 24: '5' } }));
      expect([doc.number(20), doc.number(22)]).toEqual([NaN, NaN]);
      expect(doc.pages).toEqual([3]);
    });

    test('object streams that are inside themselves or one another are none', async () => {
      const row = (offset: number) => `01${offset.toString(16).padStart(4, '0')}00`;
      // 8 is in itself, 10 in 11, and 11 in 10.
      const inside = ['02000800', '02000B00', '02000A00'];
      const doc = await open(withRows('[1 2 1]', '[8 1 10 2 1 4]', row, inside));
      expect([doc.pages, doc.contents(), doc.warnings]).toEqual([[3], '% original', []]);
      expect([doc.number(8), doc.number(10), doc.number(11)]).toEqual([NaN, NaN, NaN]);
      expect(doc.warnings).toEqual(['xref-rebuilt']);
    });
  });
});
