import type { TextRun } from '@ode/engine/browser';
import { expect, test } from 'vitest';
import { caretAt, placesOf } from './caret.js';

/** A run on a line of its own, 10 points high. */
const run = (left: number, right: number, top: number, more: Partial<TextRun> = {}): TextRun => ({
  text: 'text',
  quad: [left, top + 10, right, top + 10, right, top, left, top],
  fontSize: 10,
  direction: 'ltr',
  endsLine: true,
  ...more,
});

/** Two columns of three lines each at 100, 114 and 128: from 50 to 200, where the last line ends at 120, and from 230 to 380. */
const columns = placesOf([
  run(50, 200, 100),
  run(50, 200, 114),
  run(50, 120, 128),
  run(230, 380, 100),
  run(230, 380, 114),
  run(230, 380, 128),
])!;

test('a point on a line is as far along it', () => {
  expect(caretAt(columns, 125, 119)).toEqual({ run: 1, along: 0.5 });
  expect(caretAt(columns, 380, 105)).toEqual({ run: 3, along: 1 });
});

test('in the gutter the line of the column counts in which the selection was begun', () => {
  expect(caretAt(columns, 225, 119, 0)).toEqual({ run: 1, along: 1 });
  expect(caretAt(columns, 205, 119, 5)).toEqual({ run: 4, along: 0 });
  expect(caretAt(columns, 205, 105)).toEqual({ run: 0, along: 1 });
});

test('a foot as wide as both columns makes none of them wider', () => {
  const all = placesOf([...columns.runs, run(50, 380, 150)])!;
  expect(caretAt(all, 225, 119, 0)).toEqual({ run: 1, along: 1 });
  expect(caretAt(all, 205, 119, 5)).toEqual({ run: 4, along: 0 });
});

test('white space behind a short line is that line; between lines it is the nearer one', () => {
  expect(caretAt(columns, 190, 133)).toEqual({ run: 2, along: 1 });
  expect(caretAt(columns, 125, 113, 0)).toEqual({ run: 1, along: 0.5 });
});

test('above and below a column are its beginning and its end, and margins are the ends of lines', () => {
  expect(caretAt(columns, 150, 20, 2)).toEqual({ run: 0, along: 0 });
  expect(caretAt(columns, 60, 300, 0)).toEqual({ run: 2, along: 1 });
  expect(caretAt(columns, 300, 300, 3)).toEqual({ run: 5, along: 1 });
  expect(caretAt(columns, 5, 119, 0)).toEqual({ run: 1, along: 0 });
});

test('what is read from the right begins there', () => {
  const places = placesOf([run(50, 150, 100, { direction: 'rtl' })])!;
  expect([caretAt(places, 150, 105), caretAt(places, 75, 105)]).toEqual([
    { run: 0, along: 0 },
    { run: 0, along: 0.75 },
  ]);
});

test('text that runs downwards is left to the browser', () => {
  expect(placesOf([run(50, 60, 100, { direction: 'vertical' })])).toBeNull();
  expect(placesOf([])).toBeNull();
});
