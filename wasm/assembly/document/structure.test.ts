import { describe, expect, test } from 'vitest';
import { TestDocument } from '../../test/document.js';
import { buildPdf, type Body } from '../../test/pdf-builder.js';

/** The structure tree (ISO 32000-2, 14.7), of a document of two pages, objects 10 and 11. Its root is object 20. */
describe.each(['release', 'debug'])('%s', (target) => {
  const structure = async (objects: Record<number, Body>, page = -1) => {
    const file = buildPdf({
      1: '<< /Type /Catalog /Pages 2 0 R /StructTreeRoot 20 0 R >>',
      2: '<< /Type /Pages /Count 2 /Kids [10 0 R 11 0 R] /MediaBox [0 0 200 100] >>',
      10: '<< /Type /Page /Parent 2 0 R >>',
      11: '<< /Type /Page /Parent 2 0 R >>',
      ...objects,
    });
    return (await TestDocument.of(target, file)).json('structure', page);
  };
  const tree = {
    20: '<< /Type /StructTreeRoot /K 30 0 R /RoleMap << /Chapter /Sect /Heading /Title1 /Title1 /H1 /Loop /Pool /Pool /Loop >> >>',
    30: '<< /S /Chapter /P 20 0 R /Lang (en) /K [31 0 R 32 0 R 33 0 R] >>',
    31: '<< /S /Heading /P 30 0 R /Pg 10 0 R /T (One) /K [0 << /Type /MCR /MCID 1 /Pg 11 0 R >> << /Type /MCR /MCID 2 /Stm 40 0 R >>] >>',
    32: '<< /S /Figure /P 30 0 R /Pg 11 0 R /Alt (A cat) /ActualText (cat) /E (Felis catus) /K << /Type /OBJR /Obj 41 0 R >> >>',
    33: '<< /S /Loop /P 30 0 R >>',
  };

  test('has the elements with their types, roles and texts, and where their content is', async () => {
    expect(await structure(tree)).toEqual([
      {
        type: 'Chapter',
        role: 'Sect',
        language: 'en',
        children: [
          {
            type: 'Heading',
            role: 'H1',
            title: 'One',
            children: [
              { page: 0, mcid: 0 },
              { page: 1, mcid: 1 },
              { page: 0, mcid: 2, form: 40 },
            ],
          },
          {
            type: 'Figure',
            role: 'Figure',
            alt: 'A cat',
            actualText: 'cat',
            expansion: 'Felis catus',
            children: [{ page: 1, object: 41 }],
          },
          { type: 'Loop', role: 'Loop', children: [] },
        ],
      },
    ]);
  });

  test('of a page, has what has content there', async () => {
    const heading = (children: object[]) => ({ type: 'Heading', role: 'H1', title: 'One', children });
    const chapter = (children: object[]) => [{ type: 'Chapter', role: 'Sect', language: 'en', children }];
    expect(await structure(tree, 0)).toEqual(
      chapter([
        heading([
          { page: 0, mcid: 0 },
          { page: 0, mcid: 2, form: 40 },
        ]),
      ]),
    );
    const [root] = (await structure(tree, 1)) as { children: { type: string }[] }[];
    expect(root!.children.map(({ type }) => type)).toEqual(['Heading', 'Figure']);
  });

  test('in a document without one, or with one that is none, is empty', async () => {
    expect(await structure({})).toEqual([]);
    expect(await structure({ 20: '<< /K 5 >>' })).toEqual([]);
    expect(await structure({ 20: '<< /K [null (x) << /Type /MCR /MCID -5 /Pg 10 0 R >> 99 0 R] >>' })).toEqual([]);
  });

  test('in a namespace, types stand for what that says', async () => {
    const elements = {
      20: '<< /Type /StructTreeRoot /K [30 0 R 31 0 R 32 0 R 33 0 R] /RoleMap << /Title /P /note /Note /Chapter /Sect >> >>',
      30: '<< /S /Title /NS 40 0 R >>',
      31: '<< /S /note /NS 41 0 R >>',
      32: '<< /S /chapter /NS 41 0 R >>',
      33: '<< /S /Title >>',
      40: '<< /Type /Namespace /NS (http://iso.org/pdf2/ssn) >>',
      41: '<< /Type /Namespace /NS (https://example.com) /RoleMapNS << /note [/foot 42 0 R] /chapter /Chapter >> >>',
      42: '<< /Type /Namespace /NS (https://example.com/2) /RoleMapNS << /foot [/FENote 40 0 R] >> >>',
    };
    const told = (await structure(elements)) as { type: string; role: string }[];
    expect(told.map(({ type, role }) => `${type} ${role}`)).toEqual(['Title Title', 'note FENote', 'chapter Sect', 'Title P']);
  });

  test('of a formula, has the MathML of its files, where it is told itself', async () => {
    const formulas = {
      20: '<< /Type /StructTreeRoot /K [30 0 R 31 0 R 32 0 R 33 0 R] /RoleMap << /Sum /Formula >> >>',
      30: '<< /S /Sum /Pg 10 0 R /K 0 /AF [40 0 R 41 0 R] >>',
      31: '<< /S /Formula /Pg 11 0 R /K 0 /AF 41 0 R >>',
      32: '<< /S /Formula /Pg 11 0 R /K 1 /A [<< /O /Layout >> 0 << /O /MSFT_Office /MSFT_MathML (<math>"</math>) >>] >>',
      33: '<< /S /P /Pg 11 0 R /K 2 /AF 41 0 R >>',
      40: '<< /Type /Filespec /EF << /F 42 0 R >> >>',
      41: '<< /Type /Filespec /EF << /UF 43 0 R >> >>',
      42: { dict: '/Subtype /text#2Fplain', stream: 'no' },
      43: { dict: '/Subtype /application#2Fmathml+xml', stream: Buffer.from('<math>\u03c0</math>'), flate: false },
    };
    const told = async (page: number) => ((await structure(formulas, page)) as { mathml?: string }[]).map(({ mathml }) => mathml);
    expect(await told(-1)).toEqual(['<math>\u03c0</math>', '<math>\u03c0</math>', '<math>"</math>', undefined]);
    expect(await told(0)).toEqual(['<math>\u03c0</math>']);
    expect(await told(1)).toEqual(['<math>\u03c0</math>', '<math>"</math>', undefined]);
  });

  test('of what is drawn, has the place on its page, where it is told', async () => {
    const figures = {
      10: '<< /Type /Page /Parent 2 0 R /Rotate 90 >>',
      20: '<< /Type /StructTreeRoot /K [30 0 R 31 0 R 32 0 R 33 0 R 34 0 R] /ClassMap << /Wide << /O /Layout /BBox [0 0 200 50] >> >> >>',
      // The page lies on its side: its left edge is above.
      30: '<< /S /Figure /Pg 10 0 R /K 0 /A << /O /Layout /BBox [10 20 60 90] >> >>',
      31: '<< /S /Figure /Pg 11 0 R /K 0 /A [<< /O /Layout /BBox [60 90 10 20] >> 0] >>',
      32: '<< /S /Formula /Pg 11 0 R /K 1 /C /Wide >>',
      33: '<< /S /P /Pg 11 0 R /K 2 /C /Wide >>',
      34: '<< /S /Figure /Pg 11 0 R /K [3 << /Type /MCR /MCID 1 /Pg 10 0 R >>] /A << /O /Layout /BBox 5 >> >>',
    };
    const told = async (page: number) => ((await structure(figures, page)) as { box?: number[] }[]).map(({ box }) => box);
    expect(await told(-1)).toEqual([[20, 10, 90, 60], [10, 10, 60, 80], [0, 50, 200, 100], undefined, undefined]);
    expect(await told(0)).toEqual([[20, 10, 90, 60], undefined]);
  });

  test('that leads back, or is 1,000 elements deep, ends', async () => {
    const circle = { 20: '<< /K [30 0 R 30 0 R] >>', 30: '<< /S /P /K [31 0 R 30 0 R] >>', 31: '<< /S /Span /K [30 0 R 31 0 R] >>' };
    expect(await structure(circle)).toEqual([{ type: 'P', role: 'P', children: [{ type: 'Span', role: 'Span', children: [] }] }]);
    const deep: Record<number, Body> = { 20: '<< /K 30 0 R >>' };
    for (let n = 30; n < 1030; n++) deep[n] = `<< /S /Div /K ${n + 1} 0 R >>`;
    expect(JSON.stringify(await structure(deep)).match(/"type"/g)!.length).toBe(128);
  });
});
