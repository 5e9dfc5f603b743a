import type { TextRun } from '@ode/engine/browser';
import { expect, test } from 'vitest';
import { extentAt, spanning } from './extent.js';

const run = (text: string, endsLine = true): TextRun => ({
  text,
  quad: [0, 0, 0, 0, 0, 0, 0, 0],
  fontSize: 10,
  direction: 'ltr',
  endsLine,
});
const runs = [run('one '), run('two, ', false), run('three'), run('four')];
const at = (run: number, offset: number) => ({ page: 0, run, offset });

test('a click selects nothing, a double click a word, a third one the line', () => {
  expect(extentAt(runs, at(1, 1), 'letter')).toEqual({ from: at(1, 1), to: at(1, 1) });
  expect(extentAt(runs, at(1, 1), 'word')).toEqual({ from: at(1, 0), to: at(1, 3) });
  expect(extentAt(runs, at(2, 5), 'word')).toEqual({ from: at(2, 0), to: at(2, 5) });
  expect(extentAt(runs, at(2, 2), 'line')).toEqual({ from: at(1, 0), to: at(2, 5) });
});

test('what is drawn on has both extents in it, in either direction', () => {
  const [first, last] = [extentAt(runs, at(0, 1), 'word'), extentAt(runs, at(3, 1), 'word')];
  expect(spanning(first, last)).toEqual({ anchor: at(0, 0), focus: at(3, 4) });
  expect(spanning(last, first)).toEqual({ anchor: at(3, 4), focus: at(0, 0) });
});
