import type { Block, TableBlock } from '@ode/engine';
import { describe, expect, test } from 'vitest';
import { bound, convert, Paper, prose } from './paper.js';

const said = (block: Block) =>
  block.kind === 'list'
    ? block.items.map((item) => `${item.mark} ${item.lines.map((l) => l.spans.map((s) => s.text).join('')).join(' ')}`)
    : block.kind === 'table'
      ? cells(block)
      : block.lines.map((l) => l.spans.map((s) => s.text).join('')).join(' ');

/** `row,column[+rows×columns]: text` */
const cells = (table: TableBlock) =>
  table.cells.map(({ row, column, rowSpan, columnSpan, lines }) => {
    const spans = rowSpan > 1 || columnSpan > 1 ? `+${rowSpan}×${columnSpan}` : '';
    return `${row},${column}${spans}: ${lines.map((l) => l.spans.map((s) => s.text).join('')).join(' ')}`;
  });

describe('reading order', () => {
  test('a title over two columns comes first, then the left column, then the right one', async () => {
    const paper = new Paper().text(200, 80, 'A title over both', { size: 18 });
    paper.lines(60, 120, prose(12, 'Left'));
    paper.lines(320, 120, prose(12, 'Right'));
    const blocks = await paper.blocks();
    expect(blocks.map((b) => b.kind)).toEqual(['heading', 'paragraph', 'paragraph']);
    expect(blocks.map((b) => String(said(b)).slice(0, 6))).toEqual(['A titl', 'Left a', 'Right ']);
  });

  test('also where the page was written line by line across both', async () => {
    const paper = new Paper();
    const right = prose(12, 'Right');
    prose(12, 'Left').forEach((line, i) => paper.text(60, 120 + 12 * i, line).text(320, 120 + 12 * i, right[i]!));
    expect((await paper.blocks()).map((b) => String(said(b)).slice(0, 6))).toEqual(['Left a', 'Right ']);
  });

  test('what stands in the margins comes first and last', async () => {
    const paper = new Paper().text(300, 770, '7');
    paper.lines(60, 120, prose(8, 'Text'));
    paper.text(60, 40, 'Annual report');
    expect((await paper.blocks()).map((b) => b.kind)).toEqual(['running-head', 'paragraph', 'page-number']);
  });

  test('text that reaches into a margin is text: lines that go on out of it, a heading above them, what a column beside it says', async () => {
    const kinds = async (paper: Paper) => (await paper.blocks()).map((b) => `${b.kind} ${String(said(b)).slice(0, 5)}`);
    // The margin is 57 points high. Two lines of a paragraph that another one follows, without a space between them.
    const ends = new Paper();
    ends.lines(60, 40, ['ends here, in the second line of what the page', 'before began.']);
    ends.text(72, 64, 'Then a new one begins, by its indented first line').lines(60, 76, prose(6, 'Then'));
    expect(await kinds(ends)).toEqual(['paragraph ends ', 'paragraph Then ']);
    const heading = new Paper().text(60, 40, '1. Introduction', { bold: true });
    heading.lines(60, 58, prose(8, 'Text'));
    expect(await kinds(heading)).toEqual(['heading 1. In', 'paragraph Text ']);
    const caption = new Paper().text(60, 44, 'Table A-3. Shares of the three parts', { size: 8 });
    caption.lines(60, 80, prose(8, 'Text'));
    expect(await kinds(caption)).toEqual(['caption Table', 'paragraph Text ']);
    // A line above white space, in a column; the one beside it is text from there on.
    const column = new Paper().text(60, 40, 'ends here.');
    column.lines(60, 90, prose(8, 'Left'));
    column.lines(330, 40, prose(12, 'Right'));
    expect(await kinds(column)).toEqual(['paragraph ends ', 'paragraph Left ', 'paragraph Right']);
    expect(await kinds(new Paper().text(60, 44, 'A label, and all that there is'))).toEqual(['paragraph A lab']);
    // The last line of a page, and what stands below it with some space.
    const foot = new Paper();
    foot.lines(60, 664, prose(8, 'Text'));
    expect(await kinds(foot)).toEqual(['paragraph Text ']);
    const footer = new Paper().text(60, 752, 'The makers, 2026', { size: 8 });
    footer.lines(60, 652, prose(8, 'Text'));
    expect(await kinds(footer)).toEqual(['paragraph Text ', 'running-head The m']);
  });

  test('what comes again at one height on three pages is a running foot, also of three lines', async () => {
    const pages = [0, 1, 2].map((i) => {
      const paper = new Paper();
      paper.lines(60, 120, prose(8, `Text${i}`));
      paper.lines(60, 730, ['Communications', 'of', 'the makers'], { size: 8 });
      return paper;
    });
    const markdown = await convert(bound(pages), 'markdown');
    expect(markdown).not.toContain('makers');
    expect(markdown.match(/Text\d a/g)).toHaveLength(3);
  });

  test('a number in the middle below all else is that of the only page, not one beside other text', async () => {
    const kinds = async (number: string, beside: boolean) => {
      const paper = new Paper();
      paper.lines(60, 120, prose(4, 'Left'));
      paper.text(302, 660, number);
      if (beside) paper.lines(60, 648, prose(4, 'Below'));
      return (await paper.blocks()).filter((block) => block.kind === 'page-number').length;
    };
    expect(await kinds('1', false)).toBe(1);
    expect(await kinds('7', false)).toBe(0);
    expect(await kinds('1', true)).toBe(0);
  });

  test('what stands further left, but lower and in no column, comes later: a heading below the authors', async () => {
    const paper = new Paper();
    paper.text(150, 80, 'A title over the whole page', { size: 18 });
    paper.text(250, 120, 'Jane Doe and John Smith');
    paper.text(60, 160, 'Abstract', { bold: true });
    paper.lines(60, 180, prose(4, 'What it is about, over the whole width of the page, and'));
    const blocks = await paper.blocks();
    const texts = blocks.map((b) => ('lines' in b ? b.lines[0]!.spans[0]!.text.slice(0, 8) : ''));
    expect(texts).toEqual(['A title ', 'Jane Doe', 'Abstract', 'What it ']);
  });
});

describe('paragraphs', () => {
  test('end where the next line is indented', async () => {
    const paper = new Paper();
    paper.lines(60, 120, prose(4, 'First'));
    paper.text(75, 168, prose(1, 'Second')[0]!);
    paper.lines(60, 180, prose(3, 'Second'));
    expect((await paper.blocks()).map((b) => ('lines' in b ? b.lines.length : 0))).toEqual([4, 4]);
  });

  test('go on in the next column', async () => {
    const paper = new Paper();
    const left = [...prose(7, 'Left'), 'Left at the end of which there is no stop, and'];
    left.forEach((line, i) => paper.text(60, 120 + 12 * i, line));
    ['so it goes on over there until the line is filled', ...prose(7, 'right')].forEach((line, i) => paper.text(320, 120 + 12 * i, line));
    expect((await paper.blocks()).map((b) => ('lines' in b ? b.lines.length : 0))).toEqual([16]);
  });

  /** Lines so far apart that in another document they would be paragraphs. */
  const spaced = (paper: Paper, top: number, lines: string[]) => lines.forEach((line, i) => paper.text(60, top + 20 * i, line));

  test('of a document with lines far apart are as long as they look', async () => {
    const paper = new Paper();
    spaced(paper, 100, [...prose(5, 'First'), 'it ends']);
    spaced(paper, 260, [...prose(5, 'Other'), 'as well']);
    const blocks = await paper.blocks();
    expect(blocks.map((block) => [block.kind, 'lines' in block && block.lines.length])).toEqual([
      ['paragraph', 6],
      ['paragraph', 6],
    ]);
  });

  test('are no lines of their own that are as far apart, in a document that has its lines close', async () => {
    const paper = new Paper();
    paper.lines(60, 100, prose(8, 'Close'));
    spaced(paper, 300, prose(4, 'Apart'));
    expect(await paper.blocks()).toHaveLength(5);
  });

  test('go on behind a note: one in Markdown and in chunks, parts where they stand in JSON', async () => {
    const paper = new Paper();
    paper.lines(60, 400, [...prose(20, 'Left'), 'and here the column ends with']);
    paper.text(60, 700, '1', { size: 5 }).text(64, 703, 'A note that belongs to the first column', { size: 7 });
    paper.lines(350, 400, ['what the next one says first, of course', ...prose(20, 'right')]);
    expect(await paper.to('markdown')).toContain('the column ends with what the next one says first');
    expect(await paper.to('markdown', { faithful: true })).toContain('the column ends with\n');
    const { pages } = JSON.parse(await paper.to('json'));
    const [begun, rest] = pages[0].blocks.filter(({ lines }: { lines: unknown[] }) => lines.length > 20);
    expect(rest.continues).toBe(begun.id);
    const chunk = pages[0].chunks.find(({ text }: { text: string }) => text.includes('ends with what the next'));
    expect(chunk.blocks).toEqual(expect.arrayContaining([begun.id, rest.id]));
  });
});

describe('headings', () => {
  test('are larger than the body, or bold and apart; their levels go by size and number', async () => {
    const paper = new Paper().text(60, 100, 'The whole', { size: 20 }).text(60, 140, '1 A part', { size: 14 });
    const y = paper.lines(60, 170, prose(5, 'Text'));
    paper.text(60, y + 20, '1.1.1 Smallest', { bold: true });
    paper.lines(60, y + 45, prose(5, 'More'));
    const blocks = await paper.blocks();
    expect(blocks.map((b) => (b.kind === 'heading' ? `${b.level} ${said(b)}` : b.kind))).toEqual([
      '1 The whole',
      '2 1 A part',
      'paragraph',
      '3 1.1.1 Smallest',
      'paragraph',
    ]);
  });

  test('what begins small is none: a line of a program, or a formula in larger type; unless it is set large', async () => {
    const paper = new Paper().text(60, 100, 'contents of this book', { size: 20 });
    const y = paper.lines(60, 140, prose(8, 'body'));
    paper.text(60, y + 24, 'return true', { bold: true }).text(60, y + 60, 'iterate f x = Cons x', { size: 12 });
    paper.text(60, y + 96, 'c) Numbered so', { bold: true });
    paper.lines(60, y + 130, prose(8, 'body'));
    const blocks = await paper.blocks();
    const headings = blocks.filter((b) => b.kind === 'heading').map(said);
    expect(headings).toEqual(['contents of this book', 'c) Numbered so']);
  });

  test('a caption is none, and neither is a bold word in a paragraph', async () => {
    const paper = new Paper().text(60, 100, 'Figure 3: What it shows', { size: 12, bold: true });
    paper.text(60, 140, 'Bold', { bold: true }).text(90, 140, 'and then text that goes on until the line is filled');
    paper.lines(60, 152, prose(4, 'Text'));
    expect((await paper.blocks()).map((b) => b.kind)).toEqual(['caption', 'paragraph']);
  });
});

test('lists are told by their marks, and nest by indent', async () => {
  const paper = new Paper();
  paper.text(60, 120, '1. One').text(60, 136, '2. Two').text(80, 152, '(a) Below two').text(60, 168, '3. Three');
  const [list, ...others] = await paper.blocks();
  expect(others).toEqual([]);
  expect(list).toMatchObject({ kind: 'list', items: [{ depth: 0 }, { depth: 0 }, { depth: 1 }, { depth: 0 }] });
  expect(said(list!)).toEqual(['1. One', '2. Two', '(a) Below two', '3. Three']);
});

describe('tables', () => {
  test('of drawn cells, with one over two columns', async () => {
    const paper = new Paper();
    for (const y of [100, 120, 140, 160]) paper.rule(60, y, 360, y);
    for (const x of [60, 360]) paper.rule(x, 100, x, 160);
    for (const x of [160, 260]) paper.rule(x, 120, x, 160);
    paper.text(150, 114, 'Heading over all three');
    ['a', 'b', 'c'].forEach((t, i) => paper.text(70 + 100 * i, 134, t).text(70 + 100 * i, 154, `${t}${t}`));
    expect((await paper.blocks()).map(said)).toEqual([
      ['0,0+1×3: Heading over all three', '1,0: a', '1,1: b', '1,2: c', '2,0: aa', '2,1: bb', '2,2: cc'],
    ]);
  });

  test('between rules of one width, a row of several lines', async () => {
    const paper = new Paper();
    for (const y of [100, 118, 180]) paper.rule(60, y, 400, y);
    const row = (y: number, ...texts: string[]) => texts.forEach((t, i) => paper.text([60, 220, 320][i]!, y, t));
    row(112, 'Name', 'Count', 'Share');
    row(132, 'First', '12', '0.4');
    row(148, 'Second', '18', '0.6');
    paper.text(70, 159, 'of a long name');
    row(174, 'Third', '7', '0.2');
    const [table] = await paper.blocks();
    expect(table).toMatchObject({ kind: 'table', rows: 4, columns: 3 });
    expect(said(table!)).toContain('1,1: 12');
    expect(said(table!)).toContain('2,0: Second of a long name');
    expect(said(table!)).toContain('3,2: 0.2');
  });

  test('without any rule, where numbers stand below one another', async () => {
    const paper = new Paper();
    paper.lines(60, 80, prose(3, 'Text'));
    [
      ['Year', 'Income', 'Costs'],
      ['2019', '1,200', '800'],
      ['2020', '1,350', '900'],
      ['2021', '1,500', '950'],
    ].forEach((row, r) => row.forEach((t, c) => paper.text(60 + 120 * c, 150 + 14 * r, t)));
    const blocks = await paper.blocks();
    expect(blocks.map((b) => b.kind)).toEqual(['paragraph', 'table']);
    expect(said(blocks[1]!)).toEqual(
      ['Year', 'Income', 'Costs', '2019', '1,200', '800', '2020', '1,350', '900', '2021', '1,500', '950'].map(
        (t, i) => `${Math.floor(i / 3)},${i % 3}: ${t}`,
      ),
    );
  });

  test('a table of contents is none', async () => {
    const paper = new Paper().text(60, 100, 'Contents', { size: 16 });
    ['Foreword', 'The beginning', 'The end'].forEach((title, i) =>
      paper.text(60, 140 + 14 * i, `${title} ........................`).text(400, 140 + 14 * i, String(3 + 20 * i)),
    );
    expect((await paper.blocks()).map((b) => b.kind)).toEqual(['heading', 'contents']);
  });

  test('a chart with its axes is a figure', async () => {
    const paper = new Paper();
    paper.raw([40, 90, 60, 120].map((h, i) => `0 0.4 0.8 rg ${100 + 40 * i} 500 24 ${h} re f`).join(' '));
    ['0', '50', '100'].forEach((t, i) => paper.text(80, 292 - 50 * i, t));
    ['2019', '2020', '2021', '2022'].forEach((t, i) => paper.text(100 + 40 * i, 305, t));
    expect((await paper.blocks()).map((b) => b.kind)).toEqual(['figure']);
  });
});

test('a sentence about a table is no caption', async () => {
  const kindOf = async (text: string) => {
    const paper = new Paper().text(60, 80, text);
    paper.lines(60, 120, prose(5, 'Text'));
    return (await paper.blocks())[0]!.kind;
  };
  expect(await kindOf('Table 3 shows what was measured in both years.')).toBe('paragraph');
  expect(await kindOf('Table 3. What was measured in both years')).toBe('caption');
  expect(await kindOf('Figure 12 Overview of the parts')).toBe('caption');
});

test('lines of text beside a drawing are none of its labels', async () => {
  const paper = new Paper();
  // Eight slanted lines, 200 to 320 from the left and 192 to 292 from above; labels above and to the left.
  for (let i = 0; i < 8; i++) paper.raw(`1 w ${200 + 10 * i} 500 m ${250 + 10 * i} 600 l S`);
  paper.text(240, 188, 'Speed').text(180, 240, '50');
  paper.lines(150, 160, ['Above it stands text that is longer than it is wide', 'and that ends right above what is drawn.']);
  paper.lines(150, 303, ['Below it the text goes on, and so it is read', ...prose(3, 'where')]);
  const blocks = await paper.blocks();
  expect(blocks.map((b) => [b.kind, 'lines' in b && b.lines.map((line) => line.spans[0]!.text)])).toEqual([
    ['paragraph', ['Above it stands text that is longer than it is wide', 'and that ends right above what is drawn.']],
    ['figure', ['Speed', '50']],
    ['paragraph', ['Below it the text goes on, and so it is read', ...prose(3, 'where')]],
  ]);
});

test('what runs along a side of the page is in the margin, however large it is set', async () => {
  const paper = new Paper().raw('BT /F1 20 Tf 0 1 -1 0 30 200 Tm (arXiv:0501170v3 25 Jan 2005) Tj ET');
  paper.text(60, 100, 'A title', { size: 16 }).lines(60, 130, prose(5, 'Text'));
  expect((await paper.blocks()).map((b) => b.kind)).toEqual(['running-head', 'heading', 'paragraph']);
  // An axis's name stands no further out than the text does.
  const axis = new Paper().raw('BT /F1 8 Tf 0 1 -1 0 50 200 Tm (Household income) Tj ET');
  axis.text(40, 100, 'A title', { size: 16 }).lines(40, 130, prose(5, 'Text'));
  expect((await axis.blocks()).map((b) => b.kind)).not.toContain('running-head');
});

test("a slide's number is no item of the list above it", async () => {
  const kindsOf = async (number: string) => {
    const paper = new Paper();
    ['first', 'second', 'third'].forEach((name, i) => paper.text(72, 600 + 30 * i, `- The ${name} point`));
    return (await paper.text(530, 700, number).blocks()).map(({ kind }) => kind);
  };
  expect(await kindsOf('- 12 -')).toEqual(['list', 'page-number']);
  expect(await kindsOf('1')).toEqual(['list', 'page-number']);
  // One that does not count as pages do may be anything.
  expect(await kindsOf('12')).not.toContain('page-number');
});
