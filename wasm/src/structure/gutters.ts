import type { Word } from './page-content.js';
import { findRows, inOrder, makeSegment, wordsOf, type Row, type Segment } from './segments.js';

/**
 * White gutters: strips that no line of several in a row goes into, between columns of text and between those of a table.
 * They are grown downwards from each gap between words, as T. M. Breuel's "Two Geometric Algorithms for Layout Analysis"
 * (2002) has white space lead to columns.
 */
export interface Gutter {
  x0: number;
  x1: number;
  /** Rows, the last included. */
  from: number;
  to: number;
  /** Rows with text on both sides. */
  both: number;
}

/** The narrowest gutter, in em. */
const NARROW = 0.75;
/** Rows further apart than this, in em, are not in one column. */
const LEADING = 4.5;
/** Rows with text on both sides of a gutter between columns of text. */
const ROWS = 4;
/** Rows of a page that are looked at. */
const MOST_ROWS = 600;

/** Finds gutters between columns of running text, and cuts the segments that go across them; with the rows that they stand in. */
export function cutAtGutters(segments: Segment[]): { segments: Segment[]; rows: Row[] } {
  const rows = findRows(segments);
  if (rows.length > MOST_ROWS) return { segments, rows };
  const gutters = findGutters(rows);
  if (!gutters.length) return { segments, rows };
  const cut: Segment[] = [];
  rows.forEach((row, i) => {
    const here = gutters.filter((g) => g.from <= i && i <= g.to);
    for (const segment of row.segments) {
      // Most lines end at a gutter already.
      if (here.some((g) => segment.box[0] < g.x1 + 1 && segment.box[2] > g.x0 - 1)) cut.push(...split(segment, here));
      else cut.push(segment);
    }
  });
  const all = inOrder(cut);
  return { segments: all, rows: findRows(all) };
}

function split(segment: Segment, gutters: readonly Gutter[]): Segment[] {
  const parts: Segment[] = [];
  let from = 0;
  const { words } = segment;
  for (let i = 1; i < words.length; i++) {
    const left = words[i - 1]!;
    const right = words[i]!;
    if (!gutters.some((g) => left.x1 <= g.x0 + 0.5 && right.x0 >= g.x1 - 0.5)) continue;
    parts.push(makeSegment(words.slice(from, i), segment.order));
    from = i;
  }
  if (!parts.length) return [segment];
  parts.push(makeSegment(words.slice(from), segment.order));
  parts.forEach((part, i) => (part.order += i / (parts.length + 1)));
  return parts;
}

function findGutters(rows: readonly Row[]): Gutter[] {
  const found: Gutter[] = [];
  // Strips between what is no text. Below their beginnings they are tried again, at twice the distance each time.
  let refused: { strip: Gutter; again: number }[] = [];
  for (let i = 0; i < rows.length; i++) {
    const gaps = gapsOf(rows[i]!);
    if (!gaps.length) continue;
    if (refused.length) refused = refused.filter(({ strip }) => i <= strip.to);
    for (const [x0, x1] of gaps) {
      const isSame = (g: Gutter) => g.from <= i && i <= g.to && g.x0 < x1 && x0 < g.x1;
      if (found.length && found.some(isSame)) continue;
      const before = refused.length ? refused.find(({ strip }) => isSame(strip)) : undefined;
      if (before && i < before.again) continue;
      const gutter = grow(rows, i, x0, x1);
      if (gutter && isBetweenText(rows, gutter)) found.push(gutter);
      else if (before) before.again = i + 2 * (i - before.strip.from);
      else if (gutter) refused.push({ strip: gutter, again: i + 1 });
    }
  }
  return found;
}

/** The gaps of a row that may be part of a gutter. */
function gapsOf(row: Row): [x0: number, x1: number][] {
  const words = wordsOf(row);
  const gaps: [number, number][] = [];
  const narrow = NARROW * row.size;
  let right = words[0]?.x1 ?? 0;
  for (let i = 1; i < words.length; i++) {
    const word = words[i]!;
    const { x0, x1 } = word;
    if (x0 - right >= narrow) gaps.push([right, x0]);
    if (x1 > right) right = x1;
  }
  return gaps;
}

function grow(rows: readonly Row[], from: number, x0: number, x1: number): Gutter | null {
  let to = from;
  let both = 0;
  let lastOfBoth = from;
  let y = rows[from]!.y;
  for (let i = from; i < rows.length; i++) {
    const row = rows[i]!;
    if (row.y - y > LEADING * row.size) break;
    let left = x0;
    let right = x1;
    let hasLeft = false;
    let hasRight = false;
    const centre = (x0 + x1) / 2;
    const { segments } = row;
    for (let s = 0; s < segments.length; s++) {
      const { words } = segments[s]!;
      for (let w = 0; w < words.length; w++) {
        const word = words[w]!;
        const from = word.x0;
        const end = word.x1;
        // A word ends before the gutter or begins behind it, and may make it narrower.
        if ((from + end) / 2 < centre) {
          if (end > left) left = end;
          hasLeft = true;
        } else {
          if (from < right) right = from;
          hasRight = true;
        }
      }
    }
    if (right - left < NARROW * row.size) break;
    x0 = left;
    x1 = right;
    y = row.y;
    to = i;
    if (hasLeft && hasRight) {
      both++;
      lastOfBoth = i;
    }
  }
  if (both < ROWS) return null;
  return { x0, x1, from, to: both * 2 >= to - from + 1 ? to : lastOfBoth, both };
}

/** Whether running text stands on both sides: long lines that fill their column. Cells of tables are short. */
function isBetweenText(rows: readonly Row[], gutter: Gutter): boolean {
  const sides: { left: { width: number; length: number }[]; right: { width: number; length: number }[] } = { left: [], right: [] };
  for (let i = gutter.from; i <= gutter.to; i++) {
    const words = wordsOf(rows[i]!);
    const cut = words.findIndex((w) => w.x0 >= gutter.x1 - 0.5);
    const size = rows[i]!.size;
    // Only up to the next wide gap: what is behind it is another column.
    const left = piece(words, (cut < 0 ? words.length : cut) - 1, -1, size);
    const right = cut < 0 ? null : piece(words, cut, 1, size);
    if (left) sides.left.push(left);
    if (right) sides.right.push(right);
  }
  return isText(sides.left) && isText(sides.right);
}

/** The words from one on, to the left (-1) or to the right (1), up to a wide gap. */
function piece(words: readonly Word[], from: number, step: 1 | -1, size: number): { width: number; length: number } | null {
  const first = words[from];
  if (!first) return null;
  let length = first.text.length;
  let near = first;
  for (let i = from + step; i >= 0 && i < words.length; i += step) {
    const word = words[i]!;
    if ((step < 0 ? near.x0 - word.x1 : word.x0 - near.x1) > 2 * size) break;
    length += word.text.length;
    near = word;
  }
  return { width: Math.abs(step < 0 ? first.x1 - near.x0 : near.x1 - first.x0), length };
}

function isText(lines: { width: number; length: number }[]): boolean {
  if (lines.length < ROWS) return false;
  let widest = -Infinity;
  let letters = 0;
  for (const { width, length } of lines) {
    if (width > widest) widest = width;
    letters += length;
  }
  const filled = lines.filter((l) => l.width > 0.6 * widest).length;
  return letters / lines.length >= 12 && filled * 5 >= lines.length * 3;
}
