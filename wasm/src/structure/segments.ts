import type { Word } from './page-content.js';
import { hangs } from './math-fonts.js';
import { goesOn } from './scripts.js';
import type { Box } from './tree.js';

/** A piece of a line: words beside one another without a gap as wide as between columns. */
export interface Segment {
  box: Box;
  /** The baseline of most of its text. */
  y: number;
  /** The size of most of its text, in points. */
  size: number;
  words: Word[];
  /** Letters. */
  length: number;
  /** When it was written: its place among the segments of the page. */
  order: number;
  /** (Nearly) all of it is bold. */
  isBold: boolean;
  /** The font of (nearly) all of it; 0: it has several. */
  font: number;
}

/** Segments at one height, from left to right. */
export interface Row {
  y: number;
  size: number;
  segments: Segment[];
  /** Its words from left to right, once `wordsOf` was asked. */
  words: readonly Word[] | null;
  /** Where its pieces reach from and to, in turn, once `extentsOf` was asked. */
  extents: readonly number[] | null;
}

/** A gap wider than this, in em, separates segments whatever stands above and below. */
const WIDE = 1.6;
/** Baselines nearer than this, in em, are one row. */
const SAME_ROW = 0.35;

/** All that is asked of words is found in one go: a page has hundreds of segments, and most are made several times. */
export function makeSegment(words: Word[], order: number): Segment {
  const first = words[0]!;
  const { y, size, font, look } = first;
  const isFirstBold = first.bold;
  let x0 = Infinity;
  let y0 = Infinity;
  let x1 = -Infinity;
  let y1 = -Infinity;
  let length = 0;
  let bold = 0;
  let alike = 0;
  let isEven = true;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const letters = word.text.length;
    length += letters;
    if (word.look === look) {
      if (isFirstBold) bold += letters;
      alike += letters;
    } else {
      if (word.bold) bold += letters;
      if (word.font === font) alike += letters;
      if (word.size !== size || word.y !== y) isEven = false;
    }
    const left = word.x0;
    const top = word.y0;
    const right = word.x1;
    const bottom = word.y1;
    if (left < x0) x0 = left;
    if (top < y0) y0 = top;
    if (right > x1) x1 = right;
    if (bottom > y1) y1 = bottom;
  }
  const box: Box = [x0, y0, x1, y1];
  const main = isEven ? first : mainWord(words);
  return { box, y: main.y, size: main.size, words, length, order, isBold: bold > 0.9 * length, font: alike >= 0.95 * length ? font : 0 };
}

/** The word whose size and baseline are those of most of the text: not a sign that hangs from its line. */
function mainWord(words: readonly Word[]): Word {
  const weight = new Map<number, number>();
  for (const w of words) {
    const key = Math.round(w.size * 4);
    weight.set(key, (weight.get(key) ?? 0) + w.text.length);
  }
  let best = words[0]!;
  let most = -1;
  for (const w of words) {
    const held = weight.get(Math.round(w.size * 4))!;
    if (held > most || (held === most && hangs(best) && !hangs(w))) {
      most = held;
      best = w;
    }
  }
  return best;
}

export function boxAround(boxes: readonly Box[]): Box {
  const out: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < boxes.length; i++) addBox(out, boxes[i]!);
  return out;
}

/** The box around several rows. */
export function boxOfRows(rows: readonly Row[]): Box {
  let x0 = Infinity;
  let y0 = Infinity;
  let x1 = -Infinity;
  let y1 = -Infinity;
  for (let i = 0; i < rows.length; i++) {
    const { segments } = rows[i]!;
    for (let k = 0; k < segments.length; k++) {
      const { box } = segments[k]!;
      const left = box[0];
      const top = box[1];
      const right = box[2];
      const bottom = box[3];
      if (left < x0) x0 = left;
      if (top < y0) y0 = top;
      if (right > x1) x1 = right;
      if (bottom > y1) y1 = bottom;
    }
  }
  return [x0, y0, x1, y1];
}

/** Makes a box as large as to hold a word. */
export function addWord(box: Box, { x0, y0, x1, y1 }: Word): void {
  if (x0 < box[0]) box[0] = x0;
  if (y0 < box[1]) box[1] = y0;
  if (x1 > box[2]) box[2] = x1;
  if (y1 > box[3]) box[3] = y1;
}

/** The box around words. */
export function boxOfWords(words: readonly Word[]): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < words.length; i++) addWord(box, words[i]!);
  return box;
}

/** Makes a box as large as to hold another. */
export function addBox(out: Box, box: Box): void {
  if (box[0] < out[0]) out[0] = box[0];
  if (box[1] < out[1]) out[1] = box[1];
  if (box[2] > out[2]) out[2] = box[2];
  if (box[3] > out[3]) out[3] = box[3];
}

/** The lines of the engine, cut where a gap is wide. Words keep the order in which they are read. */
export function findSegments(words: readonly Word[], wide = WIDE): Segment[] {
  if (!words.length) return [];
  const segments: Segment[] = [];
  let last = words[0]!;
  let lastSize = last.size;
  let open = [last];
  let fromRight = last.rightToLeft;
  for (let i = 1; i < words.length; i++) {
    const word = words[i]!;
    const own = word.look === last.look ? lastSize : word.size;
    const size = own > lastSize ? own : lastSize;
    if (word.startsLine ? !goesOn(open, word) : !isBeside(last, word, size, wide, fromRight || word.rightToLeft)) {
      segments.push(makeSegment(open, segments.length));
      open = [word];
      fromRight = word.rightToLeft;
    } else {
      open.push(word);
      fromRight ||= word.rightToLeft;
    }
    last = word;
    lastSize = own;
  }
  segments.push(makeSegment(open, segments.length));
  return joinPieces(segments, wide);
}

/** `size`: that of the larger one. `fromRight`: of a line with words from the right, where what follows may stand on either side. */
function isBeside(last: Word, word: Word, size: number, wide: number, fromRight: boolean): boolean {
  const gap = fromRight ? Math.max(word.x0 - last.x1, last.x0 - word.x1) : word.x0 - last.x1;
  return gap < wide * size && gap > -2 * size;
}

/** Joins pieces of one line that were written apart: drop capitals' rest, words set one by one in any order. */
function joinPieces(segments: Segment[], wide: number): Segment[] {
  const rows = findRows(segments);
  const joined: Segment[] = [];
  for (let k = 0; k < rows.length; k++) {
    const { segments: pieces } = rows[k]!;
    let open = pieces[0]!;
    for (let i = 1; i < pieces.length; i++) {
      const next = pieces[i]!;
      const size = Math.max(open.size, next.size);
      const gap = next.box[0] - open.box[2];
      // Of two columns that nearly touch each has its own run of lines; pieces of a line follow on one another.
      const follows = Math.abs(next.order - open.order) <= 1;
      if (gap < (follows ? Math.min(1, wide) : 0.45) * size && gap > -0.5 * size && Math.abs(open.y - next.y) < 0.5 * size) {
        const [left, right] = [open.words.at(-1)!.rightToLeft, next.words[0]!.rightToLeft];
        // In a line from right to left, what runs to the right comes where it is read.
        const rtl = (left && right) || ((left || right) && next.order < open.order);
        open = makeSegment(rtl ? [...next.words, ...open.words] : [...open.words, ...next.words], Math.min(open.order, next.order));
      } else {
        joined.push(open);
        open = next;
      }
    }
    joined.push(open);
  }
  return inOrder(joined);
}

/** Sorts segments by when they were written, and numbers them so. */
export function inOrder(segments: Segment[]): Segment[] {
  segments.sort((a, b) => a.order - b.order);
  for (let i = 0; i < segments.length; i++) segments[i]!.order = i;
  return segments;
}

/** The words of a row from left to right. Sorted once for a row. */
export function wordsOf(row: Row): readonly Word[] {
  if (row.words) return row.words;
  const words: Word[] = [];
  let isSorted = true;
  let x0 = -Infinity;
  for (let i = 0; i < row.segments.length; i++) {
    const own = row.segments[i]!.words;
    for (let k = 0; k < own.length; k++) {
      const word = own[k]!;
      if (word.x0 < x0) isSorted = false;
      x0 = word.x0;
      words.push(word);
    }
  }
  if (!isSorted) words.sort((a, b) => a.x0 - b.x0);
  return (row.words = words);
}

/** Rows from top to bottom, their segments from left to right. */
export function findRows(segments: readonly Segment[]): Row[] {
  const sorted = sortedByPlace(segments);
  const rows: Row[] = [];
  for (let k = 0; k < sorted.length; k++) {
    const segment = sorted[k]!;
    const { y, size } = segment;
    let row: Row | undefined;
    for (let i = rows.length - 1; i >= 0 && i >= rows.length - 4; i--) {
      const candidate = rows[i]!;
      const down = y - candidate.y;
      // What is further up is even further away.
      if (down > SAME_ROW * size) break;
      if (down > SAME_ROW * candidate.size) continue;
      row = candidate;
      break;
    }
    if (row) row.segments.push(segment);
    else rows.push({ y, size, segments: [segment], words: null, extents: null });
  }
  for (let i = 0; i < rows.length; i++) {
    const { segments: pieces } = rows[i]!;
    if (pieces.length > 1) pieces.sort(byLeft);
  }
  return rows;
}

/** In the order of their places; mostly they are so already. */
export function sortedByPlace(segments: readonly Segment[]): readonly Segment[] {
  let last = -Infinity;
  for (let i = 0; i < segments.length; i++) {
    const { y } = segments[i]!;
    if (y < last || (y === last && byPlace(segments[i - 1]!, segments[i]!) > 0)) return [...segments].sort(byPlace);
    last = y;
  }
  return segments;
}

/** From top to bottom, and from left to right where they stand on one line. */
function byPlace(a: Segment, b: Segment): number {
  return a.y - b.y || a.box[0] - b.box[0];
}

function byLeft(a: Segment, b: Segment): number {
  return a.box[0] - b.box[0];
}
