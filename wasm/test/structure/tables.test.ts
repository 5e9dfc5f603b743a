import type { Block, TableBlock } from '@ode/engine';
import { expect, test } from 'vitest';
import { Paper, prose } from './paper.js';

const text = (lines: Block extends { lines: infer L } ? L : TableBlock['cells'][number]['lines']) =>
  lines
    .map((l) =>
      l.spans
        .map((s) => s.text)
        .join('')
        .trim(),
    )
    .join(' ');

/** Rows of cells, those that span with how far. */
function rowsOf(table: TableBlock): string[][] {
  return Array.from({ length: table.rows }, (_, r) =>
    table.cells
      .filter((c) => c.row === r)
      .map(({ rowSpan, columnSpan, lines }) => `${rowSpan > 1 || columnSpan > 1 ? `${rowSpan}×${columnSpan} ` : ''}${text(lines)}`),
  );
}

const tablesOf = async (paper: Paper) => (await paper.blocks()).flatMap((b) => (b.kind === 'table' ? [rowsOf(b)] : []));

/** Texts at places of one row. */
function row(paper: Paper, y: number, cells: Record<number, string>): void {
  for (const [x, cell] of Object.entries(cells)) paper.text(Number(x), y, cell);
}

test('two tables between rules of one width, with a note and a title between them, are two', async () => {
  const paper = new Paper();
  for (const top of [100, 220]) {
    for (const y of [top, top + 20, top + 60]) paper.rule(60, y, 460, y);
    row(paper, top + 14, { 62: 'Name', 200: 'Count', 320: 'Share' });
    row(paper, top + 34, { 62: 'One', 200: '12', 320: '40%' });
    row(paper, top + 52, { 62: 'Two', 200: '18', 320: '60%' });
  }
  paper.lines(60, 175, ['A note on the first one, long enough to be a line that nobody takes for a cell of it', prose(1, 'Title')[0]!]);
  const wanted = [
    ['Name', 'Count', 'Share'],
    ['One', '12', '40%'],
    ['Two', '18', '60%'],
  ];
  expect(await tablesOf(paper)).toEqual([wanted, wanted]);
});

test('rules that are drawn cell by cell tell columns that nearly touch', async () => {
  const paper = new Paper();
  const columns = [60, 120, 165, 230];
  for (const y of [100, 118, 154]) for (let i = 0; i < 3; i++) paper.rule(columns[i]!, y, columns[i + 1]!, y);
  row(paper, 112, { 62: 'Group', 122: 'Rate', 168: 'Interval' });
  // Between 2,494.1 and its interval there are three points, as much as a space is wide.
  row(paper, 132, { 62: 'One', 122: '12,494.1', 166: '(2,021-2,899)' });
  row(paper, 148, { 62: 'Two', 122: '13,494.1', 166: '(1,021-1,899)' });
  expect((await tablesOf(paper))[0]!.slice(1)).toEqual([
    ['One', '12,494.1', '(2,021-2,899)'],
    ['Two', '13,494.1', '(1,021-1,899)'],
  ]);
});

test('a heading wider than its column, which reaches below the one beside it, is of the column that its middle is in', async () => {
  const paper = new Paper();
  for (const y of [100, 120, 310]) paper.rule(60, y, 280, y);
  row(paper, 114, { 62: 'date', 121: 'week', 240: 'rank' });
  // Of so many rows one may stand in the space between columns: its middle is in the heading.
  for (let i = 0; i < 10; i++) row(paper, 134 + 18 * i, { 62: `2000-02-${10 + i}`, 140: String(i), 240: String(80 + i) });
  expect((await tablesOf(paper))[0]!.slice(0, 2)).toEqual([
    ['date', 'week', 'rank'],
    ['2000-02-10', '0', '80'],
  ]);
});

test('a name of two lines joins the numbers beside its last one', async () => {
  const paper = new Paper();
  for (const y of [90, 110, 230]) paper.rule(60, y, 460, y);
  row(paper, 104, { 62: 'Measure', 220: '2019', 320: '2020' });
  ['One measure', 'Another one'].forEach((name, i) => {
    paper.text(62, 130 + 50 * i, name);
    row(paper, 140 + 50 * i, { 62: '(in a unit)', 220: `${i}.1`, 320: `${i}.2` });
    row(paper, 165 + 50 * i, { 62: `Plain ${i}`, 220: '7', 320: '8' });
  });
  expect(await tablesOf(paper)).toEqual([
    [
      ['Measure', '2019', '2020'],
      ['One measure (in a unit)', '0.1', '0.2'],
      ['Plain 0', '7', '8'],
      ['Another one (in a unit)', '1.1', '1.2'],
      ['Plain 1', '7', '8'],
    ],
  ]);
});

test('headers over several columns: by the rule below them, and by what they are centred over', async () => {
  const paper = new Paper();
  paper.rule(60, 80, 460, 80).rule(60, 130, 460, 130).rule(60, 170, 460, 170);
  paper.rule(160, 112, 300, 112).rule(310, 112, 460, 112);
  paper.text(292, 92, 'Both');
  row(paper, 108, { 62: 'Name', 220: 'Men', 370: 'Women' });
  row(paper, 125, { 170: 'Count', 250: 'Share', 320: 'Count', 400: 'Share' });
  row(paper, 145, { 62: 'One', 170: '1', 250: '2', 320: '3', 400: '4' });
  row(paper, 162, { 62: 'Two', 170: '5', 250: '6', 320: '7', 400: '8' });
  expect((await tablesOf(paper))[0]).toEqual([
    ['3×1 Name', '1×4 Both'],
    ['1×2 Men', '1×2 Women'],
    ['Count', 'Share', 'Count', 'Share'],
    ['One', '1', '2', '3', '4'],
    ['Two', '5', '6', '7', '8'],
  ]);
});

test('lines that are shaded inside of coloured cells are no rows', async () => {
  const paper = new Paper();
  const fill = (x0: number, y0: number, x1: number, y1: number) =>
    paper.raw(`0.7 0.8 0.9 rg ${x0} ${792 - y1} ${x1 - x0} ${y1 - y0} re f 0 g`);
  [100, 131].forEach((y) => {
    fill(60, y, 200, y + 30);
    fill(66, y + 1, 194, y + 15);
    fill(66, y + 15, 194, y + 29);
    fill(201, y, 300, y + 30);
  });
  ['Apples', 'Pears'].forEach((name, i) => {
    paper.text(68, 112 + 31 * i, name).text(68, 126 + 31 * i, 'and others');
    paper.text(230, 112 + 31 * i, String(i + 4));
  });
  expect(await tablesOf(paper)).toEqual([
    [
      ['Apples and others', '4'],
      ['Pears and others', '5'],
    ],
  ]);
});

test('a title and a source inside of the border are none of its rows', async () => {
  const paper = new Paper();
  for (const y of [80, 100, 120, 140, 160, 180]) paper.rule(60, y, 360, y);
  for (const x of [60, 360]) paper.rule(x, 80, x, 180);
  for (const x of [160, 260]) paper.rule(x, 100, x, 160);
  paper.text(70, 94, 'Table 3: Fruit').text(70, 174, 'Source: the market');
  row(paper, 114, { 70: 'Kind', 170: 'Count', 270: 'Price' });
  row(paper, 134, { 70: 'Pear', 170: '4', 270: '1.20' });
  row(paper, 154, { 70: 'Plum', 170: '5', 270: '0.40' });
  const blocks = await paper.blocks();
  expect(blocks.map((b) => b.kind)).toEqual(['caption', 'table', 'paragraph']);
  expect(rowsOf(blocks[1] as TableBlock)[0]).toEqual(['Kind', 'Count', 'Price']);
});

test('groups of rows in one drawn cell: numbers below one another, with names of groups between them', async () => {
  const paper = new Paper();
  for (const y of [80, 100, 190]) paper.rule(60, y, 360, y);
  for (const x of [60, 200, 280, 360]) paper.rule(x, 80, x, 190);
  row(paper, 94, { 70: 'Group', 210: 'Yes', 290: 'No' });
  paper.text(70, 112, 'All').text(70, 148, 'Younger');
  row(paper, 124, { 80: 'Girls', 210: '85%', 290: '15%' });
  row(paper, 136, { 80: 'Boys', 210: '17%', 290: '83%' });
  row(paper, 160, { 80: 'Girls', 210: '80%', 290: '20%' });
  expect(await tablesOf(paper)).toEqual([
    [
      ['Group', 'Yes', 'No'],
      ['All', '', ''],
      ['Girls', '85%', '15%'],
      ['Boys', '17%', '83%'],
      ['Younger', '', ''],
      ['Girls', '80%', '20%'],
    ],
  ]);
});

test('below a header over several columns a row that names them is a header as well', async () => {
  const headersOf = async (second: Record<number, string>) => {
    const paper = new Paper();
    for (const x of [60, 460]) paper.rule(x, 100, x, 180);
    for (const x of [180, 320]) paper.rule(x, x === 180 ? 100 : 120, x, 180);
    for (const y of [100, 120, 140, 160, 180]) paper.rule(60, y, 460, y);
    row(paper, 114, { 200: 'Threshold for releases' });
    row(paper, 134, second);
    row(paper, 154, { 66: 'Methane', 200: '100', 340: '-' });
    row(paper, 174, { 66: 'Ammonia', 200: '10', 340: '5' });
    const table = (await paper.blocks()).find((b) => b.kind === 'table');
    return Array.from({ length: 4 }, (_, r) => table?.cells.filter((c) => c.row === r).every((c) => c.header));
  };
  expect(await headersOf({ 200: 'to air', 340: 'to water' })).toEqual([true, true, false, false]);
  // A row with a name of its own is one of the table's.
  expect(await headersOf({ 66: 'Halons', 200: '1', 340: '-' })).toEqual([true, false, false, false]);
});
