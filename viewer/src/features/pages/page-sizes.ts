import type { PageSize } from '@ode/engine/browser';
import type { Rotation } from '../../core/store.js';

export type Size = Pick<PageSize, 'width' | 'height'>;

/** A page's size when the reader has turned it. */
export function turned({ width, height }: Size, rotation: Rotation): Size {
  return rotation % 180 ? { width: height, height: width } : { width, height };
}

/** Pages that follow one another and are of one size: documents of many thousand pages have few such runs. */
export interface Run {
  size: Size;
  first: number;
  /** The page behind the last one. */
  end: number;
}

const known = new WeakMap<readonly Size[], readonly Run[]>();

/** All pages, in their order; found once for an array of sizes. */
export function runsOf(sizes: readonly Size[]): readonly Run[] {
  let runs = known.get(sizes);
  if (!runs) known.set(sizes, (runs = countedRuns(sizes)));
  return runs;
}

function countedRuns(sizes: readonly Size[]): Run[] {
  const runs: Run[] = [];
  let first = 0;
  for (let end = 1; end <= sizes.length; end++) {
    const size = sizes[first]!;
    const next = sizes[end];
    // Most often it is one object, and there is no need to look into it.
    if (next === size || (next?.width === size.width && next.height === size.height)) continue;
    runs.push({ size, first, end });
    first = end;
  }
  return runs;
}

const typical = new WeakMap<readonly Size[], number[]>();

/** The width, to a point, that more pages have than any other: one wide page does not shrink the rest. */
export function typicalWidth(sizes: readonly Size[], rotation: Rotation): number {
  let known = typical.get(sizes);
  if (!known) typical.set(sizes, (known = [mostFrequent(sizes, ({ width }) => width), mostFrequent(sizes, ({ height }) => height)]));
  return known[rotation % 180 ? 1 : 0]!;
}

/** As `typicalWidth`. */
export function typicalHeight(sizes: readonly Size[], rotation: Rotation): number {
  return typicalWidth(sizes, rotation % 180 ? 0 : 90);
}

/** Of two lengths that are as frequent the greater one, so that neither is cut off. */
function mostFrequent(sizes: readonly Size[], lengthOf: (size: Size) => number): number {
  const counts = new Map<number, number>();
  for (const { size, first, end } of runsOf(sizes)) {
    const length = Math.max(1, Math.round(lengthOf(size)));
    counts.set(length, (counts.get(length) ?? 0) + end - first);
  }
  let length = 1;
  let most = 0;
  for (const [candidate, times] of counts) {
    if (times < most || (times === most && candidate < length)) continue;
    length = candidate;
    most = times;
  }
  return length;
}
