import { openDocument, type Line } from '@ode/engine';
import { expect, test } from 'vitest';
import { onePage } from '../pdf-builder.js';

/** Marked content: a text at a height, as MCID `id`. */
const mark = (id: number, y: number, text: string, x = 20) => `/Span << /MCID ${id} >> BDC BT /F1 10 Tf ${x} ${y} Td (${text}) Tj ET EMC`;

/** A page whose content stands in no order, and a tree that has one. */
const file = onePage(
  [
    mark(3, 60, 'Cell b', 150),
    mark(1, 180, 'Lines of one'),
    mark(0, 30, 'A heading that is as small as its text'),
    mark(2, 60, 'Cell a'),
    mark(4, 45, 'Over both'),
    mark(5, 120, 'First item', 40),
    mark(6, 120, '1.'),
    '/Artifact BMC BT /F1 10 Tf 20 190 Td (Running head) Tj ET EMC',
  ].join('\n'),
  {
    mediaBox: '[0 0 300 200]',
    page: '/StructParents 0',
    catalog: '/StructTreeRoot 10 0 R /MarkInfo << /Marked true >> /Lang (en)',
    objects: {
      10: '<< /Type /StructTreeRoot /K 11 0 R /RoleMap << /Kopf /H2 >> /ParentTree 30 0 R >>',
      11: '<< /S /Document /K [12 0 R 13 0 R 14 0 R 20 0 R 25 0 R] >>',
      12: '<< /S /Kopf /Pg 3 0 R /K 0 >>',
      13: '<< /S /P /Pg 3 0 R /Lang (de) /K 1 >>',
      14: '<< /S /Table /K [15 0 R 16 0 R] >>',
      15: '<< /S /TR /K [17 0 R 18 0 R] >>',
      16: '<< /S /TR /K 19 0 R >>',
      17: '<< /S /TH /Pg 3 0 R /K 2 /A << /O /Table /Scope /Column >> >>',
      18: '<< /S /TH /Pg 3 0 R /K 3 >>',
      19: '<< /S /TD /Pg 3 0 R /K 4 /A [<< /O /Layout >> 0 << /O /Table /ColSpan 2 >>] >>',
      20: '<< /S /L /K 21 0 R >>',
      21: '<< /S /LI /K [22 0 R 23 0 R] >>',
      22: '<< /S /Lbl /Pg 3 0 R /K 6 >>',
      23: '<< /S /LBody /Pg 3 0 R /K 5 >>',
      25: '<< /S /Figure /Alt (A bridge at night) /Pg 3 0 R /K << /Type /MCR /Pg 3 0 R /MCID 7 >> >>',
      30: '<< /Nums [0 [12 0 R 13 0 R 17 0 R 18 0 R 19 0 R 23 0 R 22 0 R 25 0 R]] >>',
    },
  },
);

test('a tagged page is what its structure tree says, in the order of the tree', async () => {
  const doc = await openDocument(file);
  const html = await new Response(doc.convert('html-reflow')).text();
  const body = html.slice(html.indexOf('<section'), html.lastIndexOf('</section>'));
  expect(body).toContain('<h1>A heading that is as small as its text</h1>\n<p lang="de">Lines of one</p>');
  expect(body).toContain('<tr><th scope="col">Cell a</th><th scope="col">Cell b</th></tr>');
  expect(body).toContain('<tr><td colspan="2">Over both</td></tr>');
  expect(body).toContain('<li><span class="mark">1.</span> First item</li>');
  // Where the figure stands is not known, but what it shows is.
  expect(body).toContain('<figure><p>A bridge at night</p></figure>');
  expect(body).not.toContain('Running head');
  const kinds = [];
  for await (const { blocks } of doc.structured()) for (const block of blocks) kinds.push(block.kind === 'figure' ? block.alt : block.kind);
  expect(kinds).toEqual(['running-head', 'heading', 'paragraph', 'table', 'list', 'A bridge at night']);
});

test('a passage, an item and a cell have the languages that their author gives them', async () => {
  const spoken = onePage(
    [
      mark(0, 180, 'He called it'),
      mark(1, 180, 'raison', 90),
      mark(2, 180, "d'etat", 125),
      mark(3, 150, 'uno', 40),
      mark(4, 120, 'zwei'),
      mark(5, 135, 'dos', 60),
    ].join('\n'),
    {
      mediaBox: '[0 0 300 200]',
      page: '/StructParents 0',
      catalog: '/StructTreeRoot 10 0 R /MarkInfo << /Marked true >> /Lang (en)',
      objects: {
        10: '<< /Type /StructTreeRoot /K 11 0 R /ParentTree 30 0 R >>',
        11: '<< /S /Document /K [12 0 R 14 0 R 17 0 R] >>',
        12: '<< /S /P /Pg 3 0 R /K [0 13 0 R] >>',
        13: '<< /S /Span /Pg 3 0 R /Lang (fr) /K [1 20 0 R] >>',
        14: '<< /S /L /K 15 0 R >>',
        15: '<< /S /LI /K 16 0 R >>',
        16: '<< /S /LBody /Pg 3 0 R /Lang (es) /K [3 22 0 R] >>',
        17: '<< /S /Table /K 18 0 R >>',
        18: '<< /S /TR /K 19 0 R >>',
        // Not a tag that HTML could name, and one of a language that nobody has registered.
        19: '<< /S /TD /Pg 3 0 R /Lang (p-de) /K 21 0 R >>',
        20: '<< /S /Span /Pg 3 0 R /Lang (x-law) /K 2 >>',
        21: '<< /S /Span /Pg 3 0 R /Lang (deutsche) /K 4 >>',
        22: '<< /S /L /K 23 0 R >>',
        23: '<< /S /LI /Pg 3 0 R /K 5 >>',
        30: '<< /Nums [0 [12 0 R 13 0 R 20 0 R 16 0 R 21 0 R 23 0 R]] >>',
      },
    },
  );
  const doc = await openDocument(spoken);
  const html = await new Response(doc.convert('html-reflow')).text();
  expect(html).toContain(`<p>He called it <span lang="fr">raison</span> <span lang="x-law">d'etat</span></p>`);
  expect(html).toMatch(/<li>.*<span lang="es">uno<\/span>/);
  expect(html).toContain('<span lang="es">dos</span>');
  expect(html).toContain('<td><span lang="deutsche">zwei</span></td>');
  const { pages } = JSON.parse(await new Response(doc.convert('json')).text()) as { pages: { blocks: { lines?: Line[] }[] }[] };
  expect(pages[0]!.blocks[0]!.lines![0]!.spans.map(({ text, language }) => [text, language])).toEqual([
    ['He called it ', undefined],
    ['raison ', 'fr'],
    ["d'etat", 'x-law'],
  ]);
});

test('a tree that knows little of the page is not asked', async () => {
  const text = 'Text that no element of the tree has, and much more of it than of the text that one has';
  const untagged = onePage(`${mark(0, 80, 'Tagged')} BT /F1 10 Tf 20 40 Td (${text}) Tj ET`, {
    mediaBox: '[0 0 600 100]',
    page: '/StructParents 0',
    catalog: '/StructTreeRoot 10 0 R /MarkInfo << /Marked true >>',
    objects: {
      10: '<< /Type /StructTreeRoot /K 11 0 R /ParentTree 12 0 R >>',
      11: '<< /S /H1 /Pg 3 0 R /K 0 >>',
      12: '<< /Nums [0 [11 0 R]] >>',
    },
  });
  const markdown = await new Response((await openDocument(untagged)).convert('markdown')).text();
  expect(markdown).toContain(text);
});

test('a footnote in a text comes behind it, and its mark leads there', async () => {
  const texts = [
    mark(0, 180, 'The text'),
    mark(1, 183, '1', 62),
    mark(2, 40, '1', 20),
    mark(3, 40, 'The note', 30),
    mark(4, 168, 'goes on'),
  ];
  const note = (role: string) =>
    onePage(texts.join('\n').replaceAll('/F1 10 Tf 62', '/F1 6 Tf 62'), {
      mediaBox: '[0 0 300 200]',
      page: '/StructParents 0',
      catalog: '/StructTreeRoot 10 0 R /MarkInfo << /Marked true >> /Lang (en)',
      objects: {
        10: '<< /Type /StructTreeRoot /K 11 0 R /ParentTree 30 0 R >>',
        11: '<< /S /P /Pg 3 0 R /K [0 12 0 R 13 0 R 4] >>',
        12: '<< /S /Lbl /Pg 3 0 R /K 1 >>',
        13: `<< /S /${role} /K [14 0 R 15 0 R] >>`,
        14: '<< /S /Lbl /Pg 3 0 R /K 2 >>',
        15: '<< /S /P /Pg 3 0 R /K 3 >>',
        30: '<< /Nums [0 [11 0 R 12 0 R 14 0 R 15 0 R 11 0 R]] >>',
      },
    });
  for (const role of ['FENote', 'Note']) {
    const html = await new Response((await openDocument(note(role))).convert('html-reflow')).text();
    expect(html).toMatch(
      /<p>The text *<sup><a href="#note-1-2"[^>]*>1<\/a><\/sup> goes on<\/p>\n<hr class="notes">\n<aside [^>]*><p>1 The note/,
    );
  }
});

test('a table of contents is one, with the parts in it', async () => {
  const contents = onePage([mark(0, 180, 'One'), mark(1, 168, 'Below one'), mark(2, 156, 'Two')].join('\n'), {
    mediaBox: '[0 0 300 200]',
    page: '/StructParents 0',
    catalog: '/StructTreeRoot 10 0 R /MarkInfo << /Marked true >>',
    objects: {
      10: '<< /Type /StructTreeRoot /K 11 0 R /ParentTree 30 0 R >>',
      11: '<< /S /TOC /K [12 0 R 13 0 R 14 0 R] >>',
      12: '<< /S /TOCI /Pg 3 0 R /K 0 >>',
      13: '<< /S /TOC /K 15 0 R >>',
      14: '<< /S /TOCI /Pg 3 0 R /K 2 >>',
      15: '<< /S /TOCI /Pg 3 0 R /K 1 >>',
      30: '<< /Nums [0 [12 0 R 15 0 R 14 0 R]] >>',
    },
  });
  const html = await new Response((await openDocument(contents)).convert('html-reflow')).text();
  expect(html).toContain('<ul class="contents"><li>One</li><li>Below one</li><li>Two</li></ul>');
});

test('what is written in a field stands where the tree has the field, and behind the page where it does not', async () => {
  const field = (id: number, y: number, text: string) => ({
    [id]: `<< /Type /Annot /Subtype /Widget /Rect [60 ${y} 160 ${y + 12}] /AP << /N ${id + 1} 0 R >> >>`,
    [id + 1]: {
      dict: '/Type /XObject /Subtype /Form /BBox [0 0 100 12] /Resources << /Font << /F1 5 0 R >> >>',
      stream: `BT /F1 10 Tf 0 3 Td (${text}) Tj ET`,
    },
  });
  const doc = await openDocument(
    onePage(`${mark(0, 80, 'Name')}\n${mark(1, 60, 'A form')}\n${mark(2, 40, 'Thanks')}`, {
      page: '/StructParents 0 /Annots [40 0 R 42 0 R]',
      catalog: '/StructTreeRoot 10 0 R /MarkInfo << /Marked true >>',
      objects: {
        10: '<< /S /StructTreeRoot /K 11 0 R /ParentTree 30 0 R >>',
        11: '<< /S /Document /K [12 0 R 13 0 R 15 0 R] >>',
        12: '<< /S /H1 /Pg 3 0 R /K 1 >>',
        13: '<< /S /P /Pg 3 0 R /K [0 14 0 R] >>',
        14: '<< /S /Form /Pg 3 0 R /K << /Type /OBJR /Obj 40 0 R >> >>',
        15: '<< /S /P /Pg 3 0 R /K 2 >>',
        30: '<< /Nums [0 [13 0 R 12 0 R 15 0 R]] >>',
        ...field(40, 77, 'Enrico'),
        ...field(42, 37, 'stray'),
      },
    }),
  );
  expect(await new Response(doc.convert('markdown')).text()).toBe('# A form\n\nName Enrico\n\nThanks\n\nstray\n');
  await doc.close();
});

test('a figure is a picture of the place that the document says, also a small one; a place beside the page is none', async () => {
  const image = (x: number, side: number) => `q ${side} 0 0 ${side} ${x} 120 cm BI /W 2 /H 2 /CS /G /BPC 8 ID 0aP~ EI Q`;
  const file = onePage(
    `/Figure << /MCID 0 >> BDC ${image(20, 12)} EMC /Figure << /MCID 1 >> BDC ${image(100, 60)} EMC ${mark(2, 60, 'What follows')}`,
    {
      mediaBox: '[0 0 300 200]',
      page: '/StructParents 0',
      catalog: '/StructTreeRoot 10 0 R /MarkInfo << /Marked true >>',
      objects: {
        10: '<< /Type /StructTreeRoot /K [11 0 R 12 0 R 13 0 R] /ParentTree 30 0 R >>',
        11: '<< /S /Figure /Alt (A logo) /Pg 3 0 R /K 0 /A << /O /Layout /BBox [20 120 32 132] >> >>',
        12: '<< /S /Figure /Alt (A bridge) /Pg 3 0 R /K 1 /A << /O /Layout /BBox [-32768 -32768 32768 32768] >> >>',
        13: '<< /S /P /Pg 3 0 R /K 2 >>',
        30: '<< /Nums [0 [11 0 R 12 0 R 13 0 R]] >>',
      },
    },
  );
  const doc = await openDocument(file);
  const boxes = [];
  for await (const { blocks } of doc.structured()) boxes.push(...blocks.map(({ kind, box }) => [kind, box.map(Math.round)]));
  expect(boxes.slice(0, 2)).toEqual([
    ['figure', [20, 68, 32, 80]],
    ['figure', [100, 20, 160, 80]],
  ]);
  const html = await new Response(doc.convert('html-reflow')).text();
  expect(html).toMatch(
    /<figure><img [^>]*alt="A logo" width="12" height="12"><\/figure>\n<figure><img [^>]*alt="A bridge" width="60" height="60">/,
  );
  await doc.close();
});

test("a figure's caption is one: the figure lies where it is drawn, not where that is written", async () => {
  const file = onePage(
    `/Figure << /MCID 0 >> BDC q 100 0 0 60 20 80 cm BI /W 2 /H 2 /CS /G /BPC 8 ID 0aP~ EI Q EMC ${mark(1, 60, 'Figure 1: A bridge')} ${mark(2, 30, 'What follows')}`,
    {
      mediaBox: '[0 0 300 200]',
      page: '/StructParents 0',
      catalog: '/StructTreeRoot 10 0 R /MarkInfo << /Marked true >>',
      objects: {
        10: '<< /Type /StructTreeRoot /K [11 0 R 13 0 R] /ParentTree 30 0 R >>',
        11: '<< /S /Figure /Alt (A bridge) /Pg 3 0 R /K [0 12 0 R] >>',
        12: '<< /S /Caption /Pg 3 0 R /K 1 >>',
        13: '<< /S /P /Pg 3 0 R /K 2 >>',
        30: '<< /Nums [0 [11 0 R 12 0 R 13 0 R]] >>',
      },
    },
  );
  const doc = await openDocument(file);
  const html = await new Response(doc.convert('html-reflow')).text();
  for await (const { blocks } of doc.structured()) expect(blocks.map(({ kind }) => kind)).toEqual(['figure', 'caption', 'paragraph']);
  expect(html).toMatch(/<figure><img [^>]*alt="A bridge"[^>]*><figcaption>Figure 1: A bridge<\/figcaption><\/figure>/);
  await doc.close();
});

test('a tree with a paragraph for each line says no more than where the lines are: how they look says more; its language counts', async () => {
  const texts = ['A paragraph that is', 'in three lines which', 'the tree calls three', 'And another one far below'];
  const file = onePage(texts.map((text, id) => mark(id, id < 3 ? 170 - 12 * id : 60, text)).join('\n'), {
    mediaBox: '[0 0 300 200]',
    page: '/StructParents 0',
    catalog: '/StructTreeRoot 10 0 R /MarkInfo << /Marked true >>',
    objects: {
      10: '<< /Type /StructTreeRoot /K 11 0 R >>',
      11: '<< /S /Document /Lang (de) /K [12 0 R 13 0 R 14 0 R 15 0 R] >>',
      ...Object.fromEntries(texts.map((_, id) => [12 + id, `<< /S /P /Pg 3 0 R /K ${id} >>`])),
    },
  });
  const doc = await openDocument(file);
  for await (const { blocks } of doc.structured())
    expect(blocks.map((block) => ['lines' in block && block.lines.length, block.language])).toEqual([
      [3, 'de'],
      [1, 'de'],
    ]);
});

test('of a page without text the tree says what its picture shows', async () => {
  const doc = await openDocument(
    onePage('/Figure << /MCID 0 >> BDC q 60 0 0 60 20 60 cm BI /W 1 /H 1 /CS /G /BPC 8 ID A EI Q EMC', {
      page: '/StructParents 0',
      catalog: '/StructTreeRoot 10 0 R /MarkInfo << /Marked true >>',
      objects: {
        10: '<< /Type /StructTreeRoot /K 11 0 R /ParentTree 30 0 R >>',
        11: '<< /S /Figure /Alt (A bridge) /Pg 3 0 R /K 0 >>',
        30: '<< /Nums [0 [11 0 R]] >>',
      },
    }),
  );
  expect(await new Response(doc.convert('html-reflow')).text()).toMatch(/<figure><img [^>]*alt="A bridge"/);
});
