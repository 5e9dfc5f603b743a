import { describe, expect, test } from 'vitest';
import { TestDocument } from '../../test/document.js';
import { buildPdf, onePage, type Body, type PageOptions } from '../../test/pdf-builder.js';

/** A text string in UTF-16, big-endian, with its mark: as hexadecimal digits (ISO 32000-2, 7.9.2.2). */
const utf16 = (text: string) => `<FEFF${Buffer.from(text, 'utf16le').swap16().toString('hex')}>`;
const utf8 = (text: string) => `<EFBBBF${Buffer.from(text).toString('hex')}>`;

/** A document of that many pages, objects 10 and on, all 200 × 100 points; `catalog` is added to its catalog. */
function document(count: number, catalog: string, objects: Record<number, Body> = {}, page = ''): Uint8Array {
  const numbers = Array.from({ length: count }, (_, i) => 10 + i);
  return buildPdf({
    1: `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
    2: `<< /Type /Pages /Count ${count} /Kids [${numbers.map((n) => `${n} 0 R`).join(' ')}] /MediaBox [0 0 200 100] ${page} >>`,
    ...Object.fromEntries(numbers.map((n) => [n, '<< /Type /Page /Parent 2 0 R >>'])),
    ...objects,
  });
}

describe.each(['release', 'debug'])('%s', (target) => {
  type Part = Parameters<TestDocument['json']>[0];
  const json = async (part: Part, file: Uint8Array) => (await TestDocument.of(target, file)).json(part);
  const one = (part: Part, options: PageOptions) => json(part, onePage('', options));

  test('a document without any of it', async () => {
    const doc = await TestDocument.of(target, onePage(''));
    for (const part of ['outline', 'labels', 'attachments', 'layers', 'layerOrder', 'links', 'annotations', 'structure'] as const)
      expect(doc.json(part)).toEqual([]);
    expect(doc.json('metadata')).toEqual({ pdfVersion: '1.7', tagged: false });
    expect(Object.values(doc.json('permissions') as object)).toEqual(Array(8).fill(true));
    expect(doc.json('links', 99)).toEqual([]);
  });

  describe('text strings', () => {
    const title = async (string: string) =>
      ((await one('metadata', { objects: { 20: `<< /Title ${string} >>` }, trailer: '/Info 20 0 R' })) as { title?: string }).title;

    test('in PDFDocEncoding (annex D.2), UTF-16 and UTF-8', async () => {
      // Bullet, quotes, fi, Euro; breve, caron; é as in Latin-1.
      expect(await title('<80 8D 8E 93 A0 18 19 E9 41>')).toBe('\u2022\u201c\u201d\ufb01\u20ac\u02d8\u02c7éA');
      expect(await title(utf16('Grüße 漢字 😀'))).toBe('Grüße 漢字 😀');
      expect(await title('<FFFE 4100 2920>')).toBe('A\u2029');
      expect(await title(utf8('Grüße 漢字 😀'))).toBe('Grüße 漢字 😀');
    });

    test('are valid JSON, whatever is in them', async () => {
      expect(await title('(quote " backslash \\\\ line\\n tab\\t nothing\\000 \\001)')).toBe(
        'quote " backslash \\ line\n tab\t nothing \u0001',
      );
      expect(await title('<FEFF D83D 0041>')).toBe('\ufffdA'); // half of a pair
      expect(await title('<FEFF 0041 00>')).toBe('A');
      expect(await title('<EFBBBF 41 C3>')).toMatch(/^A/);
    });

    test('leave out the language between escapes (7.9.2.2)', async () => {
      expect(await title('<FEFF 001B 0065 006E 001B 0041>')).toBe('A');
    });

    test('that are empty, or none, are left out', async () => {
      for (const nothing of ['()', '/Name', '5', 'null', '99 0 R']) expect(await title(nothing)).toBeUndefined();
    });
  });

  describe('the outline', () => {
    test('has the items of each level in order, with what they lead to', async () => {
      const catalog = '/Outlines 20 0 R /Names << /Dests 30 0 R >> /Dests << /old [11 0 R /Fit] >>';
      const outline = await json(
        'outline',
        document(3, catalog, {
          20: '<< /First 21 0 R /Last 24 0 R >>',
          21: '<< /Title (One) /Next 22 0 R /Dest [10 0 R /XYZ 50 90 2] /First 25 0 R /Count 1 >>',
          22: `<< /Title ${utf16('Zwei')} /Next 23 0 R /A << /S /GoTo /D (named) >> /First 26 0 R /Count -1 >>`,
          23: '<< /Title (Three) /Next 24 0 R /A << /S /URI /URI (https://example.org/?a=1&b="2") >> >>',
          24: '<< /Dest /old >>',
          25: '<< /Title (One.One) /Dest [12 0 R /FitH 60] >>',
          26: '<< /Title (Two.One) >>',
          30: '<< /Names [(named) << /D [11 0 R /FitR 10 20 110 80] >>] >>',
        }),
      );
      expect(outline).toEqual([
        {
          title: 'One',
          destination: { page: 0, x: 50, y: 10, zoom: 2 },
          open: true,
          children: [{ title: 'One.One', destination: { page: 2, y: 40, fit: 'FitH' }, open: false, children: [] }],
        },
        {
          title: 'Zwei',
          destination: { page: 1, x: 10, y: 20, to: { x: 110, y: 80 }, fit: 'FitR' },
          open: false,
          children: [{ title: 'Two.One', open: false, children: [] }],
        },
        { title: 'Three', url: 'https://example.org/?a=1&b="2"', open: false, children: [] },
        { title: '', destination: { page: 1, fit: 'Fit' }, open: false, children: [] },
      ]);
    });

    test('tells colours and styles where they are not the usual ones (tables 151 and 152)', async () => {
      const looks = ['/C [1 0 0.5] /F 3', '/C 27 0 R /F 1', '/C [0 0 0] /F 0', '/C [7 -2 (x)] /F 2', '/C [0.5]', '/C /Red /F 65540'];
      const objects: Record<number, Body> = { 20: '<< /First 21 0 R >>', 27: '[0.2 0.4 0.6]' };
      looks.forEach((look, i) => (objects[21 + i] = `<< /Title (${i}) /Next ${i < 5 ? 22 + i : 99} 0 R ${look} >>`));
      const items = (await json('outline', document(1, '/Outlines 20 0 R', objects))) as Record<string, unknown>[];
      expect(items.map(({ color, bold, italic }) => ({ color, bold, italic }))).toEqual([
        { color: [255, 0, 128], bold: true, italic: true },
        { color: [51, 102, 153], italic: true },
        {},
        { color: [255, 0, 0], bold: true },
        { color: [128, 0, 0] },
        {},
      ]);
    });

    test('ends where it leads back', async () => {
      const item = (n: number, entries: string) => ({ [n]: `<< /Title (${n}) ${entries} >>` });
      const titles = (items: unknown): unknown =>
        (items as { title: string; children: unknown }[]).map(({ title, children }) => [title, titles(children)]);
      const file = document(1, '/Outlines 20 0 R', {
        20: '<< /First 21 0 R >>',
        ...item(21, '/Next 22 0 R /First 23 0 R'),
        ...item(22, '/Next 21 0 R'),
        ...item(23, '/First 21 0 R /Next 23 0 R'),
      });
      expect(titles(await json('outline', file))).toEqual([
        ['21', [['23', []]]],
        ['22', []],
      ]);
    });

    test('that is 1,000 items deep ends by a limit', async () => {
      const objects: Record<number, Body> = { 20: '<< /First 21 0 R >>' };
      for (let n = 21; n < 1021; n++) objects[n] = `<< /Title (${n}) /First ${n + 1} 0 R >>`;
      const text = JSON.stringify(await json('outline', document(1, '/Outlines 20 0 R', objects)));
      expect(text.match(/"title"/g)!.length).toBe(64);
    });
  });

  describe('destinations', () => {
    const destination = async (dest: string, catalog = '', objects: Record<number, Body> = {}, page = '') => {
      const file = document(
        2,
        `/Outlines 20 0 R ${catalog}`,
        { 20: '<< /First 21 0 R >>', 21: `<< /Title (T) /Dest ${dest} >>`, ...objects },
        page,
      );
      return ((await json('outline', file)) as { destination?: object }[])[0]!.destination;
    };

    test('of every kind (table 149), from the top left corner', async () => {
      expect(await destination('[11 0 R /XYZ null 25 null]')).toEqual({ page: 1, y: 75 });
      expect(await destination('[11 0 R /XYZ 5 null 0]')).toEqual({ page: 1, x: 5 });
      expect(await destination('[11 0 R /XYZ]')).toEqual({ page: 1 });
      for (const none of ['/Unknown', '(x)', '']) expect(await destination(`[11 0 R ${none}]`)).toEqual({ page: 1 });
      for (const fit of ['Fit', 'FitB']) expect(await destination(`[11 0 R /${fit}]`)).toEqual({ page: 1, fit });
      for (const fit of ['FitH', 'FitBH']) expect(await destination(`[11 0 R /${fit} 30.25]`)).toEqual({ page: 1, y: 69.75, fit });
      for (const fit of ['FitV', 'FitBV']) expect(await destination(`[11 0 R /${fit} 30.25]`)).toEqual({ page: 1, x: 30.25, fit });
      expect(await destination('[1 /Fit]')).toEqual({ page: 1, fit: 'Fit' });
    });

    test('on pages that are cropped, turned and scaled', async () => {
      expect(await destination('[10 0 R /XYZ 50 60 null]', '', {}, '/CropBox [20 10 200 90]')).toEqual({ page: 0, x: 30, y: 30 });
      expect(await destination('[10 0 R /XYZ 50 60 null]', '', {}, '/Rotate 90')).toEqual({ page: 0, x: 60, y: 50 });
      expect(await destination('[10 0 R /XYZ 50 60 null]', '', {}, '/Rotate 180')).toEqual({ page: 0, x: 150, y: 60 });
      expect(await destination('[10 0 R /XYZ 50 60 null]', '', {}, '/Rotate 270')).toEqual({ page: 0, x: 40, y: 150 });
      // Turned by a quarter, up in user space is right on the page.
      expect(await destination('[10 0 R /FitH 60]', '', {}, '/Rotate 90')).toEqual({ page: 0, x: 60, fit: 'FitH' });
      expect(await destination('[10 0 R /FitV 50]', '', {}, '/Rotate 270')).toEqual({ page: 0, y: 150, fit: 'FitV' });
      const scaled = { 10: '<< /Type /Page /Parent 2 0 R /UserUnit 2 >>' };
      expect(await destination('[10 0 R /XYZ 50 60 null]', '', scaled)).toEqual({ page: 0, x: 100, y: 80 });
    });

    test('that lead nowhere are none', async () => {
      for (const nowhere of [
        '[99 0 R /Fit]',
        '[1 0 R /Fit]',
        '[2 /Fit]',
        '[-1 /Fit]',
        '[]',
        '[/Fit]',
        '(missing)',
        '/missing',
        '5',
        '<< >>',
      ])
        expect(await destination(nowhere)).toBeUndefined();
    });

    test('by name: in the catalog’s /Dests, and in a tree of any depth without /Limits', async () => {
      const catalog = '/Dests << /a [10 0 R /Fit] /b << /D [11 0 R /Fit] >> /c [10 0 R /FitV 3] >> /Names << /Dests 30 0 R >>';
      const tree: Record<number, Body> = {
        30: '<< /Kids [31 0 R 32 0 R] >>',
        31: '<< /Kids [33 0 R] /Limits [(z) (z)] >>',
        32: '<< /Names [(c) 34 0 R (d) << /D [11 0 R /FitV 7] >> (odd)] >>',
        33: '<< /Names [(e) [11 0 R /FitH 40] (c) [10 0 R /FitH 1] /a [11 0 R /FitH 1]] >>',
        34: '[11 0 R /FitH 90]',
      };
      expect(await destination('/a', catalog, tree)).toEqual({ page: 0, fit: 'Fit' });
      expect(await destination('/b', catalog, tree)).toEqual({ page: 1, fit: 'Fit' });
      expect(await destination('(b)', catalog, tree)).toEqual({ page: 1, fit: 'Fit' });
      expect(await destination('(d)', catalog, tree)).toEqual({ page: 1, x: 7, fit: 'FitV' });
      expect(await destination('/e', catalog, tree)).toEqual({ page: 1, y: 60, fit: 'FitH' });
      expect(await destination('(c)', catalog, tree)).toEqual({ page: 0, y: 99, fit: 'FitH' }); // the first of the two
      expect(await destination('/c', catalog, tree)).toEqual({ page: 0, x: 3, fit: 'FitV' });
      expect(await destination('<FEFF0063>', catalog, tree)).toBeUndefined(); // keys are compared as bytes
    });

    test('in a tree whose nodes are shared end', async () => {
      const tree: Record<number, Body> = {};
      for (let n = 30; n < 60; n++) tree[n] = `<< /Kids [${n + 1} 0 R ${n + 1} 0 R 30 0 R] >>`;
      tree[60] = '<< /Names [(x) [10 0 R /Fit]] >>';
      expect(await destination('(x)', '/Names << /Dests 30 0 R >>', tree)).toEqual({ page: 0, fit: 'Fit' });
      expect(await destination('(y)', '/Names << /Dests 30 0 R >>', tree)).toBeUndefined();
    });

    test('by the thousand, each by a name of its own', async () => {
      const count = 20_000;
      const objects: Record<number, Body> = { 20: '<< /First 21 0 R >>' };
      for (let i = 0; i < count; i++) objects[21 + i] = `<< /Title (${i}) /Dest (d${i}) /Next ${22 + i} 0 R >>`;
      const names = Array.from({ length: count }, (_, i) => `(d${i}) [10 0 R /FitV ${i}]`);
      const file = document(1, `/Outlines 20 0 R /Names << /Dests << /Names [${names.join(' ')}] >> >>`, objects);
      const items = (await json('outline', file)) as { destination: { x: number } }[];
      expect(items.length).toBe(count);
      expect(items.every((item, i) => item.destination.x === i)).toBe(true);
    });
  });

  describe('page labels', () => {
    const labels = (count: number, tree: string, objects: Record<number, Body> = {}) =>
      json('labels', document(count, `/PageLabels ${tree}`, objects));

    test('as in the example of 12.4.2: i to iv, 1 to 3, A-8, A-9', async () => {
      const tree = '<< /Nums [0 << /S /r >> 4 << /S /D >> 7 << /S /D /P (A-) /St 8 >>] >>';
      expect(await labels(9, tree)).toEqual(['i', 'ii', 'iii', 'iv', '1', '2', '3', 'A-8', 'A-9']);
    });

    test('in all styles (table 161)', async () => {
      const from = async (style: string, start: number) =>
        ((await labels(1, `<< /Nums [0 << /S /${style} /St ${start} >>] >>`)) as string[])[0];
      expect([await from('R', 1), await from('R', 4), await from('R', 1999), await from('r', 48)]).toEqual([
        'I',
        'IV',
        'MCMXCIX',
        'xlviii',
      ]);
      expect([await from('A', 1), await from('A', 26), await from('A', 27), await from('a', 53)]).toEqual(['A', 'Z', 'AA', 'aaa']);
      expect([await from('D', 1234567890), await from('D', 0), await from('D', -5)]).toEqual(['1234567890', '1', '1']);
      expect(await from('X', 3)).toBe('');
      expect((await from('A', 2_000_000_000))!.length).toBeLessThan(200);
    });

    test('with a prefix alone, in Unicode; without a range a page has none', async () => {
      const tree = `<< /Nums [1 << /P ${utf16('§')} >> 2 << /P (a) /S /D >>] >>`;
      expect(await labels(4, tree)).toEqual(['', '§', 'a1', 'a2']);
    });

    test('from a tree out of order, with kids, and with ranges behind the end', async () => {
      const tree = '<< /Kids [30 0 R 31 0 R 30 0 R] >>';
      const kids = {
        30: '<< /Nums [2 << /S /D >> 99 << /S /r >>] >>',
        31: '<< /Nums [0 << /S /a >> 3 null (x) << /S /R >>] /Kids [30 0 R] >>',
      };
      // A key that is no number is taken for 0, and the later of two ranges counts.
      expect(await labels(4, tree, kids)).toEqual(['I', 'II', '1', '2']);
    });
  });

  describe('metadata', () => {
    const metadata = (info: string, options: PageOptions = {}) =>
      one('metadata', { trailer: '/Info 20 0 R', ...options, objects: { 20: `<< ${info} >>`, ...options.objects } });

    test('of the information dictionary and the catalog', async () => {
      const info = '/Title (T) /Author (A) /Subject (S) /Keywords (K, L) /Creator (C) /Producer (P)';
      expect(await metadata(info, { catalog: '/Lang (en-GB) /MarkInfo << /Marked true >>' })).toEqual({
        title: 'T',
        author: 'A',
        subject: 'S',
        keywords: 'K, L',
        creator: 'C',
        producer: 'P',
        language: 'en-GB',
        pdfVersion: '1.7',
        tagged: true,
      });
    });

    test('and the file identifier that stays (14.4), as far as it tells files apart', async () => {
      const id = async (entry: string) => ((await json('metadata', onePage('', { trailer: `/ID ${entry}` }))) as { id?: string }).id;
      expect(await id('[<00FF1a> <22>]')).toBe('00ff1a');
      expect(await id(`[<${'5a'.repeat(90)}> <22>]`)).toBe('5a'.repeat(32));
      for (const none of ['[() <22>]', '[/a]', '<00>', '[]']) expect(await id(none)).toBeUndefined();
    });

    test('dates (7.9.4), as ISO 8601', async () => {
      const created = async (date: string) => ((await metadata(`/CreationDate (${date})`)) as { created?: string }).created;
      expect(await created("D:199812231952-08'00")).toBe('1998-12-23T19:52:00-08:00'); // the clause's example
      expect(await created("D:20240229123456+05'30'")).toBe('2024-02-29T12:34:56+05:30');
      expect(await created('D:20240229123456+0530')).toBe('2024-02-29T12:34:56+05:30');
      expect(await created('D:20240229123456+05')).toBe('2024-02-29T12:34:56+05:00');
      expect(await created('D:20240229123456Z')).toBe('2024-02-29T12:34:56Z');
      expect(await created("D:20240229123456Z00'00'")).toBe('2024-02-29T12:34:56Z');
      expect(await created('20240229123456')).toBe('2024-02-29T12:34:56');
      expect(await created('D:2024')).toBe('2024-01-01T00:00:00');
      expect(await created('D:202405')).toBe('2024-05-01T00:00:00');
      expect(await created('D:20240506+xx')).toBe('2024-05-06T00:00:00');
      for (const none of ['', 'D:', 'D:99', 'Tuesday']) expect(await created(none)).toBeUndefined();
      expect(await metadata('/ModDate (D:20200101000000Z)')).toMatchObject({ modified: '2020-01-01T00:00:00Z' });
    });

    test('the version is the later of the header’s and the catalog’s', async () => {
      const version = async (catalog: string, header = '1.4') => {
        const file = Buffer.from(Buffer.from(onePage('', { catalog })).toString('latin1').replace('%PDF-1.7', `%PDF-${header}`), 'latin1');
        return ((await json('metadata', file)) as { pdfVersion?: string }).pdfVersion;
      };
      expect(await version('')).toBe('1.4');
      expect(await version('/Version /1.6')).toBe('1.6');
      expect(await version('/Version /2.0', '1.7')).toBe('2.0');
      expect(await version('/Version /1.3')).toBe('1.4');
      for (const bad of ['/Version /new', '/Version 1.6', '/Version /']) expect(await version(bad)).toBe('1.4');
      expect(await version('/Version /1.5', 'x.y')).toBe('1.5');
      expect(await version('', 'x.y')).toBeUndefined();
    });

    test('the XMP packet, in UTF-8 or UTF-16, compressed or not', async () => {
      const xmp = '<x:xmpmeta>Grüße "漢字"\n</x:xmpmeta>';
      const forms: [string | Uint8Array, boolean][] = [
        [Buffer.from(xmp), false],
        [Buffer.from(xmp), true],
        [Buffer.concat([Buffer.from('\ufeff'), Buffer.from(xmp)]), false],
        [Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(xmp, 'utf16le').swap16()]), false],
      ];
      for (const [stream, flate] of forms)
        expect(
          await metadata('', { catalog: '/Metadata 21 0 R', objects: { 21: { dict: '/Type /Metadata', stream, flate } } }),
        ).toMatchObject({ xmp });
      expect(await metadata('', { catalog: '/Metadata 21 0 R', objects: { 21: { stream: '' } } })).not.toHaveProperty('xmp');
    });
  });

  test('attachments: names, descriptions, sizes and types', async () => {
    const attachments = await one('attachments', {
      catalog: '/Names << /EmbeddedFiles << /Kids [20 0 R 21 0 R 20 0 R] >> >>',
      objects: {
        20: '<< /Names [(key) 22 0 R (alone) << >> (no file) (text)] >>',
        21: `<< /Names [(x) << /F (plain.txt) /UF ${utf16('ünï.txt')} /EF << /UF 24 0 R >> >>] >>`,
        22: '<< /Type /Filespec /F (data.csv) /Desc (Some "data") /EF << /F 23 0 R >> >>',
        23: { dict: '/Type /EmbeddedFile /Subtype /text#2Fcsv /Params << /Size 5 >>', stream: 'a;b;c' },
        24: { dict: '/Params << /Size 7 >>', stream: '' },
      },
    });
    expect(attachments).toEqual([
      { name: 'data.csv', description: 'Some "data"', size: 5, mimeType: 'text/csv' },
      { name: 'alone', size: -1 },
      { name: 'ünï.txt', size: 7 },
    ]);
  });

  test('layers, as the default configuration shows them', async () => {
    const layers = async (config: string) =>
      (
        (await one('layers', {
          catalog: `/OCProperties << /OCGs [20 0 R 21 0 R 22 0 R 99 0 R] /D << ${config} >> >>`,
          objects: { 20: '<< /Type /OCG /Name (A) >>', 21: `<< /Type /OCG /Name ${utf16('Ebene')} >>`, 22: '<< /Type /OCG >>' },
        })) as { visible: boolean }[]
      ).map(({ visible, ...rest }) => [Object.values(rest), visible]);
    const shown = (a: boolean, b: boolean, c: boolean) => [
      [[20, 'A'], a],
      [[21, 'Ebene'], b],
      [[22, ''], c],
    ];
    expect(await layers('')).toEqual(shown(true, true, true));
    expect(await layers('/OFF [21 0 R 99 0 R]')).toEqual(shown(true, false, true));
    expect(await layers('/BaseState /OFF')).toEqual(shown(false, false, false));
    expect(await layers('/BaseState /OFF /ON [20 0 R 22 0 R]')).toEqual(shown(true, false, true));
    expect(await layers('/BaseState /OFF /ON [20 0 R 22 0 R] /OFF [22 0 R]')).toEqual(shown(true, false, false));
    expect(await layers('/BaseState /Unchanged /ON [20 0 R] /OFF 21 0 R')).toEqual(shown(true, true, true));
  });

  describe('permissions (table 22)', () => {
    const allowed = async (encrypt: string) => {
      const all = (await one('permissions', { trailer: `/Encrypt << /Filter /Standard ${encrypt} >>` })) as Record<string, boolean>;
      return Object.keys(all).filter((name) => all[name]);
    };
    const bits = (...numbers: number[]) => numbers.reduce((p, n) => p | (1 << (n - 1)), 0xfffff0c0 | 0);

    test('each by its bit', async () => {
      const one = async (...numbers: number[]) => allowed(`/V 2 /R 3 /P ${bits(...numbers)}`);
      expect(await one()).toEqual([]);
      expect(await one(3)).toEqual(['print']);
      expect(await one(3, 12)).toEqual(['print', 'printHighQuality']);
      expect(await one(12)).toEqual([]);
      expect(await one(4)).toEqual(['modify']);
      expect(await one(5)).toEqual(['copy']);
      expect(await one(6)).toEqual(['annotate', 'fillForms']);
      expect(await one(9)).toEqual(['fillForms']);
      expect(await one(10)).toEqual(['extractForAccessibility']);
      expect(await one(11)).toEqual(['assemble']);
      expect((await one(3, 4, 5, 6, 9, 10, 11, 12)).length).toBe(8);
    });

    test('in revision 2, whose later bits are always set', async () => {
      const one = async (...numbers: number[]) => allowed(`/V 1 /R 2 /P ${bits(9, 10, 11, 12, ...numbers)}`);
      expect(await one()).toEqual([]);
      expect(await one(3, 5)).toEqual(['print', 'copy', 'extractForAccessibility', 'printHighQuality']);
      expect(await one(4, 6)).toEqual(['modify', 'annotate', 'fillForms', 'assemble']);
    });

    test('as a number without a sign, and none at all', async () => {
      expect(await allowed(`/V 2 /R 3 /P ${bits(3) >>> 0}`)).toEqual(['print']);
      expect((await allowed('/V 2 /R 3')).length).toBe(8);
    });
  });

  describe('links and annotations', () => {
    const annots = '/Annots [20 0 R 21 0 R 22 0 R 23 0 R 24 0 R null 99 0 R 5 0 R 25 0 R]';
    const objects = {
      20: '<< /Subtype /Link /Rect [10 20 60 40] /A << /S /URI /URI (https://example.org/) >> >>',
      21: '<< /Subtype /Link /Rect [60 40 10 20] /Dest [3 0 R /XYZ 0 100 null] >>',
      22: '<< /Subtype /Link /Rect [0 0 1 1] /F 2 /A << /S /URI /URI (hidden) >> >>',
      23: '<< /Subtype /Link /Rect [0 0 1 1] /A << /S /JavaScript /JS (x) >> >>',
      24: `<< /Subtype /Text /Rect [0 80 20 100] /Contents ${utf16('Notiz')} >>`,
      25: '<< /Subtype /Text /Rect [0 80 20 100] /IRT 24 0 R /T (Bo) /State (Accepted) /StateModel (Review) >>',
    };

    test('links are those that can be followed, from the top left corner', async () => {
      expect(await one('links', { page: annots, objects })).toEqual([
        { rect: [10, 60, 60, 80], url: 'https://example.org/' },
        { rect: [10, 60, 60, 80], destination: { page: 0, x: 0, y: 0 } },
      ]);
    });

    test('on a page that is turned and cropped', async () => {
      const page = `${annots} /Rotate 90 /CropBox [10 0 200 100]`;
      expect(((await one('links', { page, objects })) as object[])[0]).toEqual({ rect: [20, 0, 40, 50], url: 'https://example.org/' });
    });

    test('annotations are all there are, with what they say', async () => {
      expect(await one('annotations', { page: annots, objects })).toEqual([
        { id: 20, type: 'Link', rect: [10, 60, 60, 80] },
        { id: 21, type: 'Link', rect: [10, 60, 60, 80] },
        { id: 22, type: 'Link', rect: [0, 99, 1, 100], hidden: true },
        { id: 23, type: 'Link', rect: [0, 99, 1, 100] },
        { id: 24, type: 'Text', rect: [0, 0, 20, 20], contents: 'Notiz' },
        { id: 5, type: 'Type1', rect: [0, 100, 0, 100] },
        { id: 25, type: 'Text', rect: [0, 0, 20, 20], author: 'Bo', inReplyTo: 24, state: 'Accepted' },
      ]);
    });
  });
});
