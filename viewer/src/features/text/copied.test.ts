import type { StructuredPage, TableBlock, TextRun } from '@ode/engine/browser';
import { expect, test } from 'vitest';
import { tableBetween, textBetween, undivided } from './copied.js';
import { compoundsIn, joined } from './joined.js';

const run = (text: string, top: number, left = 50, endsLine = true): TextRun => ({
  text,
  quad: [left, top + 10, left + 100, top + 10, left + 100, top, left, top],
  fontSize: 10,
  direction: 'ltr',
  endsLine,
});
const at = (page: number, run: number, offset: number) => ({ page, run, offset });
const paragraph = (id: string, top: number, bottom: number) => ({
  ...{ id, kind: 'paragraph' as const, box: [50, top, 150, bottom] as [number, number, number, number], reason: '', lines: [] },
});
const structured = (...blocks: StructuredPage['blocks']): StructuredPage => ({ page: 0, width: 200, height: 300, blocks });

test('lines of a paragraph are joined, and divided words made whole; paragraphs stay apart', () => {
  const runs = [run('We present the meth-', 10), run('od and its', 24), run('proof.', 38), run('Another one.', 66)];
  const page = { page: 0, runs, structure: structured(paragraph('1.1', 8, 50), paragraph('1.2', 64, 78)) };
  expect(textBetween([page], at(0, 0, 3), at(0, 3, 7))).toBe('present the method and its proof.\nAnother');
  // Of a page whose structure is not known, lines stay as they are, but for divided words.
  expect(textBetween([{ page: 0, runs }], at(0, 0, 11), at(0, 2, 6))).toBe('the method and its\nproof.');
  expect(undivided('a fine-grained meth-\nod of\nfine-\ngrained work')).toBe('a fine-grained method of\nfine-grained work');
});

test('whole pages lie between the ends, and a line may be of several runs', () => {
  const pages = [
    { page: 3, runs: [run('one ', 10, 50, false), run('two', 10, 150)] },
    { page: 4, runs: [run('three', 10)] },
    { page: 5, runs: [run('four five', 10)] },
  ];
  expect(textBetween(pages, at(3, 0, 1), at(5, 0, 4))).toBe('ne two\nthree\nfour');
});

test('a hyphen between words that have one stays, and wide letters are not spaced', () => {
  expect(joined('so well-', 'known', compoundsIn(['A Well-Known man']))).toBe('so well-known');
  expect([joined('well-', 'Known'), joined('divi-', 'ded'), joined('a', 'b'), joined('漢', '字')]).toEqual([
    'well-Known',
    'divided',
    'a b',
    '漢字',
  ]);
});

test('what is selected in a table is a table, of the rows and columns that were touched', () => {
  const texts = [
    ['Name', 'Kilos', 'Note'],
    ['Ada', '5 < 6', 'x'],
  ];
  const cells = texts.flatMap((row, r) =>
    row.map((text, c) => ({
      ...{ row: r, column: c, rowSpan: 1, columnSpan: 1, header: r === 0 },
      box: [50 + 100 * c, 10 + 20 * r, 150 + 100 * c, 30 + 20 * r] as [number, number, number, number],
      lines: [{ box: [0, 0, 0, 0] as [number, number, number, number], spans: [{ text }] as never }],
    })),
  );
  const table: TableBlock = { id: '1.1', kind: 'table', box: [50, 10, 350, 50], reason: '', rows: 2, columns: 3, cells };
  const runs = texts.flatMap((row, r) => row.map((text, c) => run(text, 15 + 20 * r, 50 + 100 * c, c === 2)));
  const page = { page: 0, runs, structure: structured(table) };
  expect(tableBetween(page, at(0, 0, 0), at(0, 4, 5))).toEqual({
    html: '<table><tr><th>Name</th><th>Kilos</th><th>Note</th></tr><tr><td>Ada</td><td>5 &lt; 6</td><td>x</td></tr></table>',
    text: 'Name\tKilos\tNote\nAda\t5 < 6\tx',
  });
  expect(tableBetween(page, at(0, 1, 0), at(0, 1, 3))).toBeNull(); // in one cell it is text
});
