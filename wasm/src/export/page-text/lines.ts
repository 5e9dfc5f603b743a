import type { Matrix } from '../display-list.js';
import type { Face } from '../fonts/face.js';
import { SPACE_ADVANCE, UNITS_PER_EM } from '../fonts/opentype.js';
import { Gap } from './letters.js';

/** The style of text that does not show. */
export const UNSEEN = 'color:#0000';

/** A letter where it is shown. */
export interface ShownLetter {
  /** Its place in reading order. */
  rank: number;
  /** The line that it is on, counted in reading order. */
  line: number;
  gap: Gap;
  rightToLeft: boolean;
  face: Face;
  /** As the face has it. */
  text: string;
  /** Units. */
  advance: number;
  /** Points. */
  size: number;
  /** CSS declarations. */
  style: string;
  /** From the text's own plane, in which it runs to the right and y goes down, to the page; no place. */
  frame: string;
  plane: Plane;
  /** Where it stands in that plane, in points. */
  u: number;
  v: number;
}

/** The axes of a text's plane, in the page. */
export type Plane = [a: number, b: number, c: number, d: number];

export const UPRIGHT: Plane = [1, 0, 0, 1];

/** A line, or as much of it as stands in one plane. */
export interface Line {
  letters: ShownLetter[];
  plane: Plane;
  frame: string;
  /** Points: of most of its letters. */
  size: number;
  /** Where it begins and ends, and its baseline. */
  start: number;
  end: number;
  baseline: number;
  spacing: Spacing;
}

/** Lines that stand below one another like those of a paragraph. */
export interface Paragraph {
  lines: Line[];
}

/** How far apart baselines of a paragraph may be, in its size. */
const TIGHTEST = 0.6;
const WIDEST = 2.2;
/** How much the sizes of two lines of a paragraph may differ. */
const SAME_SIZE = 0.12;
/** Lines are on one baseline within this part of their size. */
const RAISED = 0.75;

/** The lines of letters that are drawn in one go. */
export function linesOf(letters: readonly ShownLetter[]): Line[] {
  const ordered = inOrder(letters) ? letters : [...letters].sort((a, b) => a.rank - b.rank);
  const lines: Line[] = [];
  let last: ShownLetter | null = null;
  for (let i = 0; i < ordered.length; i++) {
    const shown = ordered[i]!;
    const line = lines[lines.length - 1];
    const goesOn =
      line &&
      last &&
      last.line === shown.line &&
      last.frame === shown.frame &&
      Math.abs(shown.v - last.v) < RAISED * Math.max(shown.size, last.size);
    if (goesOn) line.letters.push(shown);
    else lines.push(lineFrom(shown));
    last = shown;
  }
  for (const line of lines) measure(line);
  return lines;
}

function inOrder(letters: readonly ShownLetter[]): boolean {
  for (let i = 1; i < letters.length; i++) if (letters[i]!.rank < letters[i - 1]!.rank) return false;
  return true;
}

function lineFrom(shown: ShownLetter): Line {
  const { plane, frame } = shown;
  return { letters: [shown], plane, frame, size: 0, start: 0, end: 0, baseline: 0, spacing: NONE };
}

function measure(line: Line): void {
  const { letters } = line;
  const first = letters[0]!;
  let isEven = true;
  for (let i = 1; i < letters.length && isEven; i++) isEven = letters[i]!.size === first.size && letters[i]!.v === first.v;
  const main = isEven ? first : mostCommon(letters, ({ size, v }) => `${size.toFixed(2)} ${v.toFixed(2)}`);
  line.size = main.size;
  line.baseline = main.v;
  let start = Infinity;
  let end = -Infinity;
  for (let i = 0; i < letters.length; i++) {
    const { u, advance, size } = letters[i]!;
    start = Math.min(start, u);
    end = Math.max(end, u + (advance / UNITS_PER_EM) * size);
  }
  line.start = start;
  line.end = end;
  line.spacing = spacingOf(line);
}

function mostCommon(letters: readonly ShownLetter[], key: (letter: ShownLetter) => string): ShownLetter {
  const counts = new Map<string, { letter: ShownLetter; count: number }>();
  for (const letter of letters) {
    const k = key(letter);
    const entry = counts.get(k);
    if (entry) entry.count++;
    else counts.set(k, { letter, count: 1 });
  }
  let best = { letter: letters[0]!, count: 0 };
  for (const entry of counts.values()) if (entry.count > best.count) best = entry;
  return best.letter;
}

/** Gathers lines that follow one another into paragraphs. */
export function paragraphsOf(lines: readonly Line[]): Paragraph[] {
  const paragraphs: Paragraph[] = [];
  for (const line of lines) {
    const last = paragraphs[paragraphs.length - 1];
    if (last && goesOn(last, line)) last.lines.push(line);
    else paragraphs.push({ lines: [line] });
  }
  return paragraphs;
}

function goesOn({ lines }: Paragraph, next: Line): boolean {
  const last = lines[lines.length - 1]!;
  const size = Math.max(last.size, next.size);
  const leading = (next.baseline - last.baseline) / size;
  if (last.frame !== next.frame || leading < TIGHTEST || leading > WIDEST) return false;
  if (Math.abs(last.size - next.size) > SAME_SIZE * size) return false;
  return next.start < last.end && next.end > last.start;
}

/** What a line's letters have in common: in points, how much further apart than their widths say, and how much wider its spaces. */
export interface Spacing {
  letters: number;
  words: number;
}

const NONE: Spacing = { letters: 0, words: 0 };
/** Letters are spaced when this part of them stands further apart, or nearer, by the same amount. */
const SPACED = 0.6;
/** Fewer pairs say nothing about a line. */
const LEAST_SPACED = 4;
/** Amounts within so many units are the same. */
const SAME = 4;

/** The distance from where a letter ends to the next one's origin, in units of the first one's size. */
export function gapBehind({ u, advance, size }: ShownLetter, next: ShownLetter): number {
  return ((next.u - u) / size) * UNITS_PER_EM - advance;
}

function spacingOf({ letters, size }: Line): Spacing {
  const inside: number[] = [];
  const between: number[] = [];
  for (let i = 0; i + 1 < letters.length; i++) {
    const a = letters[i]!;
    const b = letters[i + 1]!;
    if (a.size !== b.size || b.rightToLeft || a.rightToLeft) continue;
    if (b.gap === Gap.None) {
      if (a.face === b.face) inside.push(gapBehind(a, b));
    } else between.push(gapBehind(a, b));
  }
  const point = (units: number) => (units / UNITS_PER_EM) * size;
  const middle = median(inside.slice());
  const mayBeSpaced = Math.abs(middle) > SAME / 2 && inside.length >= LEAST_SPACED;
  const alike = mayBeSpaced ? inside.filter((gap) => Math.abs(gap - middle) <= SAME) : [];
  const spaced = mayBeSpaced && alike.length >= SPACED * inside.length;
  const letterSpace = spaced ? alike.reduce((sum, gap) => sum + gap, 0) / alike.length : 0;
  // What is read next may stand further to the left, as in lines of two directions: that is no space. CSS spaces letters behind spaces, too.
  const wide = median(between);
  const wordSpace = wide > 0 ? wide - SPACE_ADVANCE - 2 * letterSpace : 0;
  const tenth = (points: number) => Math.round(points * 1000) / 1000;
  return { letters: tenth(point(letterSpace)), words: tenth(point(wordSpace)) };
}

/** The value in the middle, by Hoare's selection ("Algorithm 65: find", 1961), which leaves the values in another order. */
function median(values: number[]): number {
  const middle = values.length >> 1;
  let from = 0;
  let to = values.length - 1;
  while (from < to) {
    const pivot = values[middle]!;
    let i = from;
    let k = to;
    do {
      while (values[i]! < pivot) i++;
      while (values[k]! > pivot) k--;
      if (i > k) break;
      const value = values[i]!;
      values[i++] = values[k]!;
      values[k--] = value;
    } while (i <= k);
    if (k < middle) from = i;
    if (i > middle) to = k;
  }
  return values[middle] ?? 0;
}

/** Letters that are stretched by less, as TeX does to fill lines (Thành, "Micro-typographic extensions to the TeX typesetting system", 2000), are as they were, and stand where they stood. */
const STRETCHED = 0.021;

/** The plane of a text whose em is a matrix, the size of its letters there, and its name. */
export function planeOf(a: number, b: number, c: number, d: number): { plane: Plane; size: number; frame: string } {
  const size = Math.hypot(c, d) || Math.hypot(a, b);
  const plane: Plane = [a / size, b / size, -c / size, -d / size];
  const upright =
    Math.abs(plane[0] - 1) < STRETCHED && Math.abs(plane[3] - 1) < 2e-3 && Math.abs(plane[1]) < 1e-4 && Math.abs(plane[2]) < 1e-4;
  if (upright) return { plane: UPRIGHT, size, frame: '' };
  return { plane, size, frame: plane.map((v) => v.toFixed(4)).join(' ') };
}

/** A point of the page in a text's plane. */
export function inPlane(plane: Plane, x: number, y: number): [u: number, v: number] {
  const a = plane[0];
  const b = plane[1];
  const c = plane[2];
  const d = plane[3];
  const determinant = a * d - b * c;
  return [(x * d - y * c) / determinant, (y * a - x * b) / determinant];
}

/** A text's plane, as a matrix, with a point of its own at the origin. */
export function placed([a, b, c, d]: Plane, u: number, v: number, scale: number): Matrix {
  return [a * scale, b * scale, c * scale, d * scale, a * u + c * v, b * u + d * v];
}
