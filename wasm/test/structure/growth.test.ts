import { expect, test } from 'vitest';
import { Furniture } from '../../src/structure/furniture.js';
import { layOut } from '../../src/structure/layout.js';
import { Leading } from '../../src/structure/leading.js';
import type { Word } from '../../src/structure/page-content.js';
import { findSegments } from '../../src/structure/segments.js';
import { groupLines } from '../../src/structure/text-blocks.js';
import type { Typography } from '../../src/structure/typography.js';

/** How often the places and the texts of a page's words are looked at: the steps that reading it takes. */
function stepsOf(rows: number, texts: (row: number) => string[], pitch = 12): number {
  const words = Array.from({ length: rows }, (_, row) =>
    texts(row).flatMap((text, column) => wordsOf(text, 60 + 180 * column, 100 + pitch * row)),
  ).flat();
  const shapes = { rules: [], fills: [], images: [], drawings: [], covers: [], hasShading: false };
  looks = 0;
  const { lines } = layOut({ page: 0, width: 612, height: 1e6, words, ...shapes });
  const leading = new Leading();
  leading.add(lines);
  groupLines(lines, leading.limit);
  return looks;
}

let looks = 0;

/** A word that counts how often its place and its text are looked at. */
class CountedWord implements Word {
  readonly bold = false;
  readonly italic = false;
  readonly fixedPitch = false;
  readonly artifact = false;
  readonly rightToLeft = false;
  readonly glued = false;
  readonly invisible = false;
  readonly hidden = false;
  readonly font = 1;
  readonly fontName = 'Test';
  readonly color = 0;
  readonly turn = 0;
  readonly vertical = false;
  readonly mcid = -1;
  readonly form = 0;
  readonly at = 0;
  readonly link = undefined;
  readonly language = undefined;
  readonly box = null;
  /** All are in one font: a baseline's number says all that they have in common. */
  readonly look: number;

  constructor(
    private readonly written: string,
    private readonly left: number,
    private readonly baseline: number,
    readonly startsLine: boolean,
    readonly size = 10,
  ) {
    this.look = baseline;
  }

  get text() {
    looks++;
    return this.written;
  }
  get x() {
    return this.x0;
  }
  get x0() {
    looks++;
    return this.left;
  }
  get x1() {
    looks++;
    return this.left + 5 * this.written.length;
  }
  get y() {
    looks++;
    return this.baseline;
  }
  get y0() {
    return this.y - 8;
  }
  get y1() {
    return this.y + 2;
  }
}

function wordsOf(text: string, x: number, y: number): Word[] {
  return text.split(' ').map((part, i, all) => new CountedWord(part, x + 5 * all.slice(0, i).join(' ').length + (i ? 5 : 0), y, !i));
}

const PAGES: Record<string, Parameters<typeof stepsOf>[1]> = {
  'running text in two columns': () => ['a line of a paragraph that goes on', 'and one in the column beside it'],
  'a table': (row) => [`name ${row}`, String(row * 17), `${row % 7}.5`],
  'short lines in three columns that are no table': (row) => ['some words here', 'others beside', `a third ${'abc'[row % 3]}`],
  'a list of marks': (row) => [`${row}.`, 'what is said of it in some words'],
};

test.each(Object.entries(PAGES))('%s: twice the rows take about twice the steps', (_, texts) => {
  const [once, twice] = [stepsOf(150, texts), stepsOf(300, texts)];
  expect(twice / once).toBeLessThan(2.5);
});

test('letters with exponents and indices, without end: twice as many take about twice the steps', () => {
  const stepsOf = (count: number) => {
    const words = Array.from({ length: count }, (_, i) => {
      const isLetter = i % 10 === 0;
      return new CountedWord('i', 60 + 5 * i, isLetter ? 100 : i % 2 ? 96 : 103, true, isLetter ? 10 : 7);
    });
    looks = 0;
    expect(findSegments(words)).toHaveLength(1);
    return looks;
  };
  expect(stepsOf(2000) / stepsOf(1000)).toBeLessThan(2.5);
});

test('pieces in a margin, without end: twice as many take about twice the steps', () => {
  const stepsOf = (count: number) => {
    const words = Array.from({ length: count }, (_, row) => wordsOf(`head ${row}`, 60, 100 + 40 * row)).flat();
    const shapes = { rules: [], fills: [], images: [], drawings: [], covers: [], hasShading: false };
    // The margin is 72,000 points high.
    const content = { page: 0, width: 612, height: 1e6, words, ...shapes };
    const { lines } = layOut(content);
    const groups = groupLines(lines, 2);
    expect(groups).toHaveLength(count);
    const furniture = new Furniture();
    looks = 0;
    for (const group of groups) furniture.includes(group, content, { bodySize: 10 } as Typography);
    return looks;
  };
  expect(stepsOf(1200) / stepsOf(600)).toBeLessThan(2.5);
});
