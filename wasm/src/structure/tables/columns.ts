import { wordsOf, type Row } from '../segments.js';

/** The narrowest space between two columns, in em; with letters of one width a space between words is 0.6 wide. */
const SPACE = 0.55;
const FIXED_SPACE = 0.9;

/** Borders of columns: the middles of white strips that (nearly) no row has text in; null where there are none. */
export function bordersOf(rows: readonly Row[], fewest = 2): number[] | null {
  let count = 0;
  let numbers = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    // A heading over several columns does not close the space between them.
    if (row.segments.length < 2) continue;
    count++;
    numbers += extentsOf(row).length;
  }
  if (count < fewest) return null;
  const opening = new Float64Array(numbers >> 1);
  const closing = new Float64Array(numbers >> 1);
  for (let i = 0, k = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (row.segments.length < 2) continue;
    const extents = extentsOf(row);
    for (let n = 0; n < extents.length; n += 2, k++) {
      opening[k] = extents[n]!;
      closing[k] = extents[n + 1]!;
    }
  }
  opening.sort();
  closing.sort();
  const size = medianSize(rows);
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

/** The extents of a row's pieces, where spaces between words are filled: where each begins and ends. Found once for a row. */
export function extentsOf(row: Row): readonly number[] {
  return (row.extents ??= merged(row));
}

function merged(row: Row): number[] {
  const out: number[] = [];
  const words = wordsOf(row);
  const space = SPACE * row.size;
  const fixed = FIXED_SPACE * row.size;
  let right = -Infinity;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const { x0, x1 } = word;
    if (x0 - right < (word.fixedPitch ? fixed : space)) {
      if (x1 > right) out[out.length - 1] = right = x1;
    } else out.push(x0, (right = x1));
  }
  return out;
}

export function median(values: readonly number[]): number {
  // Sorted as numbers without calling back.
  return new Float64Array(values).sort()[values.length >> 1] ?? 0;
}

/** Most rows of a page are of one size. */
export function medianSize(rows: readonly Row[]): number {
  const first = rows[0]?.size ?? 0;
  return rows.every((row) => row.size === first) ? first : median(rows.map((row) => row.size));
}
