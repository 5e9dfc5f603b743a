import { Verb } from '../abi.js';
import type { Box, Matrix, Path } from './display-list.js';

/** Boxes along the axes of the page. */

export function union(a: Box, b: Box): Box {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}

/** What two boxes have in common; its sides are the wrong way round where that is nothing. */
export function meeting(a: Box, b: Box): Box {
  return [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
}

/** A box that reaches further by so much at each side. */
export function grown([x0, y0, x1, y1]: Box, by: number): Box {
  return [x0 - by, y0 - by, x1 + by, y1 + by];
}

export function meet(a: Box, b: Box): boolean {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

export function contains(outer: Box, inner: Box): boolean {
  return outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3];
}

/** Where a path may be, with `reach` around its points; null: it has none. */
export function boxOfPath({ points }: Path, reach: number): Box | null {
  let x0 = Infinity;
  let y0 = Infinity;
  let x1 = -Infinity;
  let y1 = -Infinity;
  for (let i = 0; i < points.length; i += 2) {
    const x = points[i]!;
    const y = points[i + 1]!;
    x0 = Math.min(x0, x - reach);
    y0 = Math.min(y0, y - reach);
    x1 = Math.max(x1, x + reach);
    y1 = Math.max(y1, y + reach);
  }
  return x0 <= x1 ? [x0, y0, x1, y1] : null;
}

/** Where points are whose x and y lie in a row from one place to another; of none, its sides are the wrong way round. */
export function boxOfPoints(points: Float32Array, from: number, to: number): Box {
  let x0 = Infinity;
  let y0 = Infinity;
  let x1 = -Infinity;
  let y1 = -Infinity;
  for (let i = from; i + 1 < to; i += 2) {
    const x = points[i]!;
    const y = points[i + 1]!;
    if (x < x0) x0 = x;
    if (y < y0) y0 = y;
    if (x > x1) x1 = x;
    if (y > y1) y1 = y;
  }
  return [x0, y0, x1, y1];
}

/** Where a matrix takes the unit square. */
export function boxOfUnitSquare(matrix: Matrix): Box {
  // By their indices: images are glyphs of bitmap fonts, too, of which a page has thousands.
  const a = matrix[0];
  const b = matrix[1];
  const c = matrix[2];
  const d = matrix[3];
  const e = matrix[4];
  const f = matrix[5];
  return [
    Math.min(e, e + a, e + c, e + a + c),
    Math.min(f, f + b, f + d, f + b + d),
    Math.max(e, e + a, e + c, e + a + c),
    Math.max(f, f + b, f + d, f + b + d),
  ];
}

export function pathOfBox([x0, y0, x1, y1]: Box): Path {
  return { verbs: [Verb.Move, Verb.Line, Verb.Line, Verb.Line, Verb.Close], points: [x0, y0, x1, y0, x1, y1, x0, y1] };
}

/** The rectangle that a path is, along the axes; null: it is another shape. */
export function rectangleOf(path: Path): Box | null {
  const { verbs, points: p } = path;
  if (p.length !== 8 && p.length !== 10) return null;
  for (let i = 0; i < verbs.length; i++) if ((verbs[i] === Verb.Move) !== (i === 0) || verbs[i] === Verb.Cubic) return null;
  if (p.length === 10 && (p[8] !== p[0] || p[9] !== p[1])) return null;
  const upFirst = p[0] === p[2] && p[3] === p[5] && p[4] === p[6] && p[7] === p[1];
  const acrossFirst = p[1] === p[3] && p[2] === p[4] && p[5] === p[7] && p[6] === p[0];
  return upFirst || acrossFirst ? boxOfPath(path, 0) : null;
}
