import type { Word } from '../page-content.js';
import { wordsOf, type Row } from '../segments.js';

/** The narrowest space between two columns, in em; with letters of one width a space between words is 0.6 wide. */
const SPACE = 0.55;
const FIXED_SPACE = 0.9;

export function spaceBefore(word: Word): number {
  return word.fixedPitch ? FIXED_SPACE : SPACE;
}

/** Borders of columns: the middles of white strips that (nearly) no row has text in; null where there are none. */
export function bordersOf(rows: readonly Row[], fewest = 2): number[] | null {
  const size = median(rows.map((r) => r.size));
  const starts: number[] = [];
  const ends: number[] = [];
  let count = 0;
  for (const row of rows) {
    // A heading over several columns does not close the space between them.
    if (row.segments.length < 2) continue;
    count++;
    for (const [start, end] of extentsOf(row)) {
      starts.push(start);
      ends.push(end);
    }
  }
  if (count < fewest) return null;
  const opening = Float64Array.from(starts).sort();
  const closing = Float64Array.from(ends).sort();
  const allowed = count >= 6 ? Math.floor(count * 0.12) : 0;
  const x0 = opening[0]!;
  const x1 = closing[closing.length - 1]!;
  const borders = [x0 - 1];
  let depth = 0;
  let opened = x0;
  let open = false;
  // Where one begins at which another ends, no space is between them.
  for (let i = 0, j = 0; j < closing.length;) {
    const begins = i < opening.length && opening[i]! <= closing[j]!;
    const x = begins ? opening[i++]! : closing[j++]!;
    const before = depth;
    depth += begins ? 1 : -1;
    if (before > allowed && depth <= allowed) {
      opened = x;
      open = true;
    } else if (open && before <= allowed && depth > allowed) {
      if (x - opened >= SPACE * size && opened > x0) borders.push((opened + x) / 2);
      open = false;
    }
  }
  borders.push(x1 + 1);
  return borders.length >= 3 ? borders : null;
}

/** The extents of a row's pieces, where spaces between words are filled. Found once for a row. */
export function extentsOf(row: Row): readonly [x0: number, x1: number][] {
  return (row.extents ??= merged(row));
}

function merged(row: Row): [number, number][] {
  const out: [number, number][] = [];
  let last: [number, number] | null = null;
  for (const word of wordsOf(row)) {
    if (last && word.x0 - last[1] < spaceBefore(word) * row.size) {
      if (word.x1 > last[1]) last[1] = word.x1;
    } else out.push((last = [word.x0, word.x1]));
  }
  return out;
}

export function median(values: readonly number[]): number {
  // Sorted as numbers without calling back.
  return Float64Array.from(values).sort()[values.length >> 1] ?? 0;
}
