import type { Block, Line, TextRun } from '@ode/engine/browser';
import { expect, test } from 'vitest';
import { beginningOf, countOf, partsOf, type Part } from './parts.js';

/** A piece of text of 50 × 10 points. */
const run = (x: number, y: number): TextRun => ({
  ...{ text: 'x', fontSize: 10, direction: 'ltr', endsLine: true },
  quad: [x, y + 10, x + 50, y + 10, x + 50, y, x, y],
});
const line = (x: number, y: number): Line => ({ box: [x, y, x + 50, y + 10], spans: [] });
const common = { id: '1', reason: '', box: [0, 0, 0, 0] as Line['box'] };
const parts = (blocks: Block[], runs: TextRun[]) => partsOf({ blocks }, runs);

test('pieces of text belong to the part whose line they stand in, in the order of the structure', () => {
  const blocks: Block[] = [
    { ...common, kind: 'heading', level: 2, lines: [line(0, 0)] },
    { ...common, kind: 'paragraph', language: 'fr', lines: [line(0, 20), line(0, 30)] },
    { ...common, kind: 'page-number', lines: [line(0, 90)] },
  ];
  expect(parts(blocks, [run(0, 30), run(0, 20), run(0, 0), run(0, 90)])).toEqual([
    { role: 'heading', level: 2, runs: [2], parts: [] },
    { role: 'paragraph', language: 'fr', runs: [1, 0], parts: [] },
  ]);
});

test('lists within lists, tables by rows, figures with their text', () => {
  const item = (y: number, depth: number) => ({ mark: '•', ordered: false, depth, box: line(0, y).box, lines: [line(0, y)] });
  const cell = (row: number, column: number, header: boolean) => ({
    ...{ row, column, header, rowSpan: 1, columnSpan: column ? 1 : 2 },
    ...{ box: line(60 * column, 40 + 10 * row).box, lines: [line(60 * column, 40 + 10 * row)] },
  });
  const blocks: Block[] = [
    { ...common, kind: 'list', items: [item(0, 0), item(10, 1), item(20, 0)] },
    { ...common, kind: 'table', rows: 2, columns: 2, cells: [cell(0, 0, true), cell(1, 0, false), cell(1, 1, false)] },
    { ...common, kind: 'figure', alt: 'A cat', box: [0, 70, 50, 80], lines: [] },
  ];
  const [list, table, figure] = parts(blocks, [run(0, 0), run(0, 10), run(0, 20), run(0, 40), run(0, 50), run(60, 50), run(0, 70)]);
  expect(list!.parts.map(({ runs, parts }) => [runs, parts.map(({ role, parts }) => [role, parts.map(({ runs }) => runs)])])).toEqual([
    [[0], [['list', [[1]]]]],
    [[2], []],
  ]);
  expect(table!.parts.map(({ parts }) => parts.map(({ role, runs, span }) => [role, runs, span?.columns]))).toEqual([
    [['columnheader', [3], 2]],
    [
      ['cell', [4], 2],
      ['cell', [5], undefined],
    ],
  ]);
  expect(figure).toEqual({ role: 'img', label: 'A cat', runs: [], parts: [] });
});

test('parts come piece by piece, and those that are whole stay what they are', () => {
  const part = (role: Part['role'], ...parts: Part[]): Part => ({ role, runs: [], parts });
  const row = part('row', part('cell'), part('cell'));
  const all = [part('heading'), part('table', row, part('row', part('cell'))), part('paragraph')];
  expect(countOf(all)).toBe(8);
  const begun = Array.from({ length: 9 }, (_, most) => beginningOf(all, most));
  expect(begun.map(countOf)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(begun[6]![1]!.parts[0]).toBe(row);
  expect(begun[8]).toEqual(all);
  expect(begun[7]![1]).toBe(all[1]);
});
