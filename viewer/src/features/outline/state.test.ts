import type { OutlineItem } from '@ode/engine/browser';
import { describe, expect, test } from 'vitest';
import { currentRow, rowsOf, treeKey } from './state.js';

const item = (title: string, page: number, children: OutlineItem[] = [], open = true): OutlineItem => ({
  title,
  open,
  children,
  destination: { page },
});
const book = [item('One', 0, [item('First', 1), item('Second', 3)]), item('Two', 5, [item('Hidden', 6)], false)];
const rows = rowsOf(book, new Map());

describe('the rows of an outline', () => {
  test('are those below open entries, with level, place and number of siblings', () => {
    expect(rows.map(({ item, id, level, place, siblings, open }) => [item.title, id, level, place, siblings, open])).toEqual([
      ['One', '0', 1, 1, 2, true],
      ['First', '0.0', 2, 1, 2, null],
      ['Second', '0.1', 2, 2, 2, null],
      ['Two', '1', 1, 2, 2, false],
    ]);
  });
  test('follow what the reader has opened and closed', () => {
    const turned = new Map([
      ['0', false],
      ['1', true],
    ]);
    expect(rowsOf(book, turned).map(({ item }) => item.title)).toEqual(['One', 'Two', 'Hidden']);
  });
  test('of 100,000 levels are listed without a stack of calls', () => {
    let deep = item('leaf', 0);
    for (let i = 0; i < 100_000; i++) deep = item('x', 0, [deep], i < 5);
    // From the outermost, which is closed.
    expect(rowsOf([deep], new Map()).length).toBe(1);
    expect(rowsOf([{ ...deep, open: true }], new Map()).length).toBe(2);
  });
});

test('a page belongs to the last section that begins on it or before it', () => {
  expect([0, 1, 2, 3, 4, 5, 9].map((page) => rows[currentRow(rows, page)]?.item.title)).toEqual([
    'One',
    'First',
    'First',
    'Second',
    'Second',
    'Two',
    'Two',
  ]);
  expect(currentRow(rowsOf([item('late', 4)], new Map()), 2)).toBe(-1);
  const sharing = rowsOf([item('Two', 5, [item('First', 5), item('Second', 5)]), item('Three', 7)], new Map());
  expect([5, 6, 7].map((page) => sharing[currentRow(sharing, page)]!.item.title)).toEqual(['Two', 'Second', 'Three']);
});

test('keys walk the tree, open and close, and jump to what begins with a letter', () => {
  expect(treeKey('ArrowDown', rows, 0)).toEqual({ to: 1 });
  expect(treeKey('ArrowLeft', rows, 2)).toEqual({ to: 0 });
  expect(treeKey('ArrowLeft', rows, 0)).toEqual({ turn: false });
  expect(treeKey('ArrowRight', rows, 3)).toEqual({ turn: true });
  expect(treeKey('ArrowRight', rows, 1)).toBeNull();
  expect(treeKey('s', rows, 0)).toEqual({ to: 2 });
  expect(treeKey('End', rows, 0)).toEqual({ to: 3 });
});
