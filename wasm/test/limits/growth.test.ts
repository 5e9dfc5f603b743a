import { describe, expect, test } from 'vitest';
import { TestDocument } from '../document.js';
import { TestPage } from '../page.js';
import { buildPdf, onePage, type Body } from '../pdf-builder.js';

/** What a file can have more of: twice as much may cost about twice the work, counted in units of fuel. */
const count = (n: number, text: (i: number) => string) => Array.from({ length: n }, (_, i) => text(i)).join(' ');
const open = (file: Uint8Array) => TestDocument.of('release', file);
const CATALOG = '<< /Type /Catalog /Pages 2 0 R >>';
const PAGE: Record<number, Body> = { 2: '<< /Type /Pages /Count 1 /Kids [3 0 R] >>', 3: '<< /Type /Page /Parent 2 0 R >>' };

async function expectLinear(n: number, work: (n: number) => Promise<number>) {
  const [none, once, twice] = [await work(0), await work(n), await work(2 * n)];
  expect(once - none).toBeGreaterThanOrEqual(n / 2);
  expect((twice - none) / (once - none)).toBeGreaterThan(1.8);
  expect((twice - none) / (once - none)).toBeLessThan(2.2);
}

describe('work grows with the file, of which', () => {
  test('dictionaries have many keys', async () => {
    const work = async (n: number) =>
      (await open(buildPdf({ ...PAGE, 1: `<< /Type /Catalog /Pages 2 0 R ${count(n, (i) => `/Key${i} ${i}`)} >>` }))).openingWork;
    await expectLinear(4000, work);
  });

  test.each([
    ['trailers without an end', 'trailer <<\n'],
    ['trailers', 'trailer << /Root 1 0 R >>\n'],
    ['trailers that end in a string', 'trailer << /ID [('],
    ['trailers behind comments', 'trailer %'],
    ['streams whose /Length leads into white space', `9 0 obj << /Length 9 >> stream\n${' '.repeat(40)}`],
  ])('there are many %s', async (_, text) => {
    const work = async (n: number) =>
      (await open(Buffer.concat([buildPdf({ 1: CATALOG, ...PAGE }, { xref: 'none' }), Buffer.from(text.repeat(n))]))).openingWork;
    const [once, twice] = [await work(4000), await work(8000)];
    expect(twice / once).toBeLessThan(2.2);
  });

  test('pages have many streams', async () => {
    const work = async (n: number) => {
      const objects = Object.fromEntries(Array.from({ length: n }, (_, i): [number, Body] => [10 + i, { stream: 'q Q '.repeat(8) }]));
      const page = await TestPage.of(
        'content',
        'release',
        onePage('', { page: `/Contents [${count(n, (i) => `${10 + i} 0 R`)}]`, objects }),
      );
      return page.hooks.test_page_fuel!(page.doc) - page.hooks.test_fuel!(page.doc);
    };
    await expectLinear(500, work);
  });

  test('pages have many streams that do not end', async () => {
    // Each goes on to the end of the file, for want of `endstream`: what is read of all is a few times the file.
    const work = async (n: number) => {
      const streams = count(n, (i) => `${10 + i} 0 obj << /Length 0 >> stream\nq Q q Q q Q\n`);
      const pdf = buildPdf(
        { 1: CATALOG, 2: PAGE[2]!, 3: `<< /Type /Page /Parent 2 0 R /Contents [${count(n, (i) => `${10 + i} 0 R`)}] >>` },
        { xref: 'none' },
      );
      const page = await TestPage.of('content', 'release', Buffer.concat([pdf, Buffer.from(streams)]));
      return page.hooks.test_page_fuel!(page.doc) - page.hooks.test_fuel!(page.doc);
    };
    await expectLinear(1000, work);
  });

  describe('meshes', () => {
    const work = async (dict: string, n: number, stream: number[], content = '/S sh') => {
      const mesh = {
        dict: `/BitsPerFlag 8 /BitsPerCoordinate 8 /BitsPerComponent 8 ${dict}`,
        stream: Uint8Array.from(Array(n).fill(stream).flat()),
      };
      const file = onePage(content, { resources: '/Shading << /S 20 0 R >>', objects: { 20: mesh } });
      const page = await TestPage.of('content', 'release', file);
      return page.hooks.test_page_fuel!(page.doc) - page.hooks.test_fuel!(page.doc);
    };
    const GRAY = '/ColorSpace /DeviceGray /Decode [0 255 0 255 0 1]';

    test('have many triangles', () => expectLinear(4000, (n) => work(`/ShadingType 4 ${GRAY}`, n, [0, 9, 9, 0])));

    test('have many vertices in a row', async () => {
      const rows = (n: number) => work(`/ShadingType 5 /VerticesPerRow 100 ${GRAY}`, n, [9, 9, 0]);
      await expectLinear(4000, rows);
    });

    // t⁴ in the middle of 0 and 1 is 0.06, not 0.5: 112 of 255 levels. √(112 / 2) is 7.5: 8 pieces a side, of three vertices each.
    test('have triangles whose colours are worked out', async () => {
      const space = '[/Separation /Spot /DeviceGray << /FunctionType 2 /Domain [0 1] /N 4 /C0 [1] /C1 [0] >>]';
      const triangles = (n: number) =>
        work(`/ShadingType 4 /ColorSpace ${space} /Decode [0 255 0 255 0 1]`, n, [0, 9, 9, 0, 0, 99, 9, 255, 0, 9, 99, 255]);
      await expectLinear(20, triangles);
      expect((await triangles(40)) - (await triangles(20))).toBeGreaterThan(20 * 8 * 8 * 3);
    });

    test('are drawn again, for which they are not read again', async () => {
      const [once, often] = [
        await work(`/ShadingType 4 ${GRAY}`, 3000, [0, 9, 9, 0]),
        await work(`/ShadingType 4 ${GRAY}`, 3000, [0, 9, 9, 0], '/S sh '.repeat(100)),
      ];
      expect(often - once).toBeLessThan(3000);
    });
  });

  test('object streams have many objects', async () => {
    const work = async (n: number) => {
      const numbers = Array.from({ length: n }, (_, i) => 10 + i);
      const objects = Object.fromEntries(numbers.map((number): [number, Body] => [number, `<< /Kids [] /Type /Page /Parent 2 0 R >>`]));
      const kids = numbers.map((number) => `${number} 0 R`).join(' ');
      const doc = await open(
        buildPdf({ 1: CATALOG, 2: `<< /Type /Pages /Kids [${kids}] >>`, ...objects }, { xref: 'stream', compressed: numbers }),
      );
      return doc.openingWork;
    };
    await expectLinear(1000, work);
  });

  test('the table has many entries that lie', async () => {
    // Object streams that have other objects than the table says: each is looked for.
    const work = async (n: number) => {
      const objects = Object.fromEntries(Array.from({ length: n }, (_, i): [number, Body] => [10 + i, `<< /Type /Page /Parent 2 0 R >>`]));
      const kids = count(n, (i) => `${10 + i} 0 R`);
      return (await open(buildPdf({ 1: CATALOG, 2: `<< /Type /Pages /Kids [${kids}] >>`, ...objects }, { shift: 3 }))).openingWork;
    };
    await expectLinear(1000, work);
  });

  describe('fonts', () => {
    /** The work of a page that shows a character of a Type 0 font. */
    const work = async (descendant: string, objects: Record<number, Body>, rest = '') => {
      const font = {
        20: `<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [21 0 R] ${rest} >>`,
        21: `<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A ${descendant} >>`,
      };
      const file = onePage('BT /F 10 Tf <0001> Tj ET', { resources: '/Font << /F 20 0 R >>', objects: { ...font, ...objects } });
      const page = await TestPage.of('content', 'release', file);
      return page.hooks.test_page_fuel!(page.doc) - page.hooks.test_fuel!(page.doc);
    };

    test('have maps with many characters', async () => {
      const map = (n: number) =>
        `1 begincodespacerange <0000> <ffff> endcodespacerange ${n} beginbfchar ${count(n, () => '<0001> <0041>')} endbfchar`;
      await expectLinear(2000, (n) => work('', { 22: { stream: map(n) } }, '/ToUnicode 22 0 R'));
    });

    test('have maps with many ranges', async () => {
      const map = (n: number) =>
        `${n} beginbfrange ${count(n, (i) => `<${(9000 - (i % 9000)).toString(16).padStart(4, '0')}> <ffff> <0041>`)} endbfrange`;
      await expectLinear(2000, (n) => work('', { 22: { stream: map(n) } }, '/ToUnicode 22 0 R'));
    });

    test('name one array of widths many times', async () => {
      const widths = `[${count(100, () => '500')}]`;
      await expectLinear(500, (n) => work(`/W [${count(n, () => '0 22 0 R')}]`, { 22: widths }));
      const verticals = `[${count(99, () => '500')}]`;
      await expectLinear(500, (n) => work(`/W2 [${count(n, () => '0 22 0 R')}]`, { 22: verticals }));
      const [once, twice] = [await work('/W [0 22 0 R]', { 22: widths }), await work('/W [0 22 0 R 0 22 0 R]', { 22: widths })];
      expect(twice - once).toBeGreaterThanOrEqual(100);
    });
  });

  test('outlines have many items', async () => {
    const work = async (n: number) => {
      const items = Object.fromEntries(
        Array.from({ length: n }, (_, i): [number, Body] => [10 + i, `<< /Title (${i}) /Next ${11 + i} 0 R /Dest /Name${i} >>`]),
      );
      const doc = await open(onePage('', { catalog: '/Outlines << /First 10 0 R >>', objects: items }));
      return doc.jsonWork('outline');
    };
    await expectLinear(1000, work);
  });

  test('name trees have many names', async () => {
    const work = async (n: number) => {
      const names = count(n, (i) => `(name${i}) [3 0 R /Fit]`);
      return (await open(onePage('', { catalog: `/Names << /Dests << /Names [${names}] >> >>` }))).jsonWork('namedDestinations');
    };
    await expectLinear(1000, work);
  });

  test('groups of radio buttons have many layers, and pages many associated files', async () => {
    const buttons = async (n: number) => {
      const groups = count(n, () => '10 0 R');
      const catalog = `/OCProperties << /OCGs [10 0 R] /D << /RBGroups [20 0 R 20 0 R] >> >>`;
      const pdf = onePage('', { catalog, objects: { 10: '<< /Type /OCG /Name (a) >>', 20: `[${groups}]` } });
      return (await open(pdf)).jsonWork('layers');
    };
    await expectLinear(1000, buttons);
    const files = async (n: number) =>
      (await open(onePage('', { page: `/AF [${count(n, () => '20 0 R')}]`, objects: { 20: '<< /Type /Filespec >>' } }))).jsonWork(
        'attachments',
      );
    await expectLinear(1000, files);
  });

  test('structure trees have many elements', async () => {
    const work = async (n: number) => {
      const kids = count(n, (i) => `<< /S /P /K ${i} /Pg 3 0 R >>`);
      return (await open(onePage('', { catalog: `/StructTreeRoot << /K [${kids}] >>` }))).jsonWork('structure');
    };
    await expectLinear(1000, work);
  });

  /** What it costs to interpret a page. */
  const pageWork = async (pdf: Uint8Array) => {
    const page = await TestPage.of('content', 'release', pdf);
    return page.hooks.test_page_fuel!(page.doc) - page.hooks.test_fuel!(page.doc);
  };

  test('a stream that is read anew each time is long', async () => {
    // A mesh is, by each `sh`; one whose /Decode is too short paints nothing.
    const dict = '/ShadingType 4 /ColorSpace /DeviceRGB /BitsPerCoordinate 8 /BitsPerComponent 8 /BitsPerFlag 8 /Decode [0 1 0 1]';
    const work = (n: number) =>
      pageWork(onePage('/S sh', { resources: '/Shading << /S 10 0 R >>', objects: { 10: { dict, stream: '0'.repeat(n), flate: true } } }));
    const [once, twice] = [await work(1 << 20), await work(1 << 21)];
    expect(once).toBeGreaterThan(1 << 16); // 16 bytes a unit
    expect(twice / once).toBeGreaterThan(1.8);
    expect(twice / once).toBeLessThan(2.2);
  });

  describe('layers', () => {
    const work = (content: string, membership: string, configuration: string) =>
      pageWork(
        onePage(content, {
          resources: `/Properties << /M << /Type /OCMD ${membership} >> >>`,
          catalog: `/OCProperties << /OCGs [10 0 R] /D << ${configuration} >> >>`,
          objects: { 10: '<< /Type /OCG /Name (a) /Usage << /View << /ViewState /ON >> >> >>' },
        }),
      );
    const groups = (n: number) => `/OCGs [${count(n, () => '10 0 R')}]`;

    test('are named by memberships many times', async () => {
      await expectLinear(1000, (n) => work('/OC /M BDC EMC', `/P /AllOff ${groups(n)}`, ''));
    });

    test('are named by the configuration many times', async () => {
      const use = (n: number) => `/AS [<< /Event /View /Category [/View] ${groups(n)} >>]`;
      await expectLinear(1000, (n) => work('/OC /M BDC EMC', '/OCGs 10 0 R', use(n)));
      await expectLinear(1000, (n) => work('/OC /M BDC EMC', '/OCGs 10 0 R', `/OFF ${groups(n).slice(6)}`));
    });
  });
  const inTint = (functions: Record<number, Body>) =>
    pageWork(onePage('/C1 cs .5 scn', { resources: '/ColorSpace << /C1 [/Separation /Spot /DeviceGray 20 0 R] >>', objects: functions }));
  const stitch = (parts: string[]) =>
    `<< /FunctionType 3 /Domain [0 1] /Functions [${parts.join(' ')}] /Bounds [${count(parts.length - 1, (i) => String((i + 1) / parts.length))}] ` +
    `/Encode [${parts.map(() => '0 1').join(' ')}] >>`;

  test('functions have many parts', async () => {
    await expectLinear(1000, (n) =>
      inTint({ 20: stitch(Array.from({ length: n + 1 }, () => '<< /FunctionType 2 /Domain [0 1] /N 1 >>')) }),
    );
  });

  test('functions have the same function as many of their parts, and that another one: it is read once', async () => {
    const work = (n: number) =>
      inTint({
        ...Object.fromEntries(
          [20, 21, 22, 23].map((number): [number, Body] => [number, stitch(Array.from({ length: n + 1 }, () => `${number + 1} 0 R`))]),
        ),
        24: '<< /FunctionType 2 /Domain [0 1] /N 1 >>',
      });
    await expectLinear(100, work);
  });

  test('CMaps have many codes', async () => {
    const codes = (n: number) => count(n, (i) => `<${i.toString(16).padStart(4, '0')}> <0041>`);
    await expectLinear(2000, (n) =>
      pageWork(
        onePage('BT /F9 9 Tf (AB) Tj ET', {
          resources: '/Font << /F9 20 0 R >>',
          objects: {
            20: '<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /ToUnicode 21 0 R /DescendantFonts [22 0 R] >>',
            21: { stream: `1 begincodespacerange <0000> <ffff> endcodespacerange ${n} beginbfchar ${codes(n)} endbfchar` },
            22: '<< /Type /Font /Subtype /CIDFontType2 /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>',
          },
        }),
      ),
    );
  });
});
