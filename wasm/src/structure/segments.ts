import type { Word } from './page-content.js';
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
}

/** Segments at one height, from left to right. */
export interface Row {
  y: number;
  size: number;
  segments: Segment[];
  /** Its words from left to right, once `wordsOf` was asked. */
  words?: readonly Word[];
  /** Where its pieces reach from and to, once `extentsOf` was asked. */
  extents?: readonly [x0: number, x1: number][];
}

/** A gap wider than this, in em, separates segments whatever stands above and below. */
const WIDE = 1.6;
/** Baselines nearer than this, in em, are one row. */
const SAME_ROW = 0.35;

export function makeSegment(words: Word[], order: number): Segment {
  const main = mainWord(words);
  let length = 0;
  for (const word of words) length += word.text.length;
  return { box: boxOfWords(words), y: main.y, size: main.size, words, length, order };
}

export function boxOfWords(words: readonly Word[]): Box {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const word of words) {
    if (word.x0 < x0) x0 = word.x0;
    if (word.y0 < y0) y0 = word.y0;
    if (word.x1 > x1) x1 = word.x1;
    if (word.y1 > y1) y1 = word.y1;
  }
  return [x0, y0, x1, y1];
}

/** The word whose size and baseline are those of most of the text. */
function mainWord(words: Word[]): Word {
  const first = words[0]!;
  if (words.every((w) => w.size === first.size)) return first;
  const weight = new Map<number, number>();
  for (const w of words) {
    const key = Math.round(w.size * 4);
    weight.set(key, (weight.get(key) ?? 0) + w.text.length);
  }
  let best = first;
  let most = -1;
  for (const w of words) {
    const held = weight.get(Math.round(w.size * 4))!;
    if (held > most) {
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
  const out: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const row of rows) for (const segment of row.segments) addBox(out, segment.box);
  return out;
}

/** Makes a box as large as to hold another. */
function addBox(out: Box, box: Box): void {
  if (box[0] < out[0]) out[0] = box[0];
  if (box[1] < out[1]) out[1] = box[1];
  if (box[2] > out[2]) out[2] = box[2];
  if (box[3] > out[3]) out[3] = box[3];
}

/** The lines of the engine, cut where a gap is wide. Words keep the order in which they are read. */
export function findSegments(words: readonly Word[], wide = WIDE): Segment[] {
  const segments: Segment[] = [];
  let open: Word[] = [];
  const close = () => {
    if (open.length) segments.push(makeSegment(open, segments.length));
    open = [];
  };
  for (const word of words) {
    const last = open.at(-1);
    if (last && (word.startsLine || !isBeside(last, word, wide))) close();
    open.push(word);
  }
  close();
  return joinPieces(segments, wide);
}

function isBeside(last: Word, word: Word, wide: number): boolean {
  const size = Math.max(last.size, word.size);
  const gap = word.rightToLeft && last.rightToLeft ? last.x0 - word.x1 : word.x0 - last.x1;
  return gap < wide * size && gap > -2 * size;
}

/** Joins pieces of one line that were written apart: drop capitals' rest, words set one by one in any order. */
function joinPieces(segments: Segment[], wide: number): Segment[] {
  const rows = findRows(segments);
  const joined: Segment[] = [];
  for (const row of rows) {
    let open = row.segments[0]!;
    for (let i = 1; i < row.segments.length; i++) {
      const next = row.segments[i]!;
      const size = Math.max(open.size, next.size);
      const gap = next.box[0] - open.box[2];
      // Of two columns that nearly touch each has its own run of lines; pieces of a line follow on one another.
      const follows = Math.abs(next.order - open.order) <= 1;
      if (gap < (follows ? Math.min(1, wide) : 0.45) * size && gap > -0.5 * size && Math.abs(open.y - next.y) < 0.5 * size) {
        const rtl = open.words.at(-1)!.rightToLeft && next.words[0]!.rightToLeft;
        open = makeSegment(rtl ? [...next.words, ...open.words] : [...open.words, ...next.words], Math.min(open.order, next.order));
      } else {
        joined.push(open);
        open = next;
      }
    }
    joined.push(open);
  }
  return joined.sort((a, b) => a.order - b.order).map((segment, order) => ({ ...segment, order }));
}

/** The words of a row from left to right. Sorted once for a row. */
export function wordsOf(row: Row): readonly Word[] {
  if (row.words) return row.words;
  const words: Word[] = [];
  let isSorted = true;
  for (const segment of row.segments) {
    for (const word of segment.words) {
      if (words.length && word.x0 < words[words.length - 1]!.x0) isSorted = false;
      words.push(word);
    }
  }
  if (!isSorted) words.sort((a, b) => a.x0 - b.x0);
  return (row.words = words);
}

/** Rows from top to bottom, their segments from left to right. */
export function findRows(segments: readonly Segment[]): Row[] {
  const sorted = [...segments].sort((a, b) => a.y - b.y || a.box[0] - b.box[0]);
  const rows: Row[] = [];
  for (const segment of sorted) {
    let row: Row | undefined;
    for (let i = rows.length - 1; i >= 0 && i >= rows.length - 4; i--) {
      const candidate = rows[i]!;
      if (Math.abs(candidate.y - segment.y) > SAME_ROW * Math.min(candidate.size, segment.size)) continue;
      row = candidate;
      break;
    }
    if (row) row.segments.push(segment);
    else rows.push({ y: segment.y, size: segment.size, segments: [segment] });
  }
  for (const row of rows) row.segments.sort((a, b) => a.box[0] - b.box[0]);
  return rows.sort((a, b) => a.y - b.y);
}
