import type { Box, Matrix, Segment } from './display-list.js';

/** Boxes along the axes of the page. */

export function union(a: Box, b: Box): Box {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}

/** What two boxes have in common; its sides are the wrong way round where that is nothing. */
export function meeting(a: Box, b: Box): Box {
  return [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
}

export function meet(a: Box, b: Box): boolean {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

export function contains(outer: Box, inner: Box): boolean {
  return outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3];
}

/** Where a path may be, with `reach` around its points; null: it has none. */
export function boxOfSegments(segments: readonly Segment[], reach: number): Box | null {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { points } of segments) {
    for (let i = 0; i < points.length; i += 2) {
      box[0] = Math.min(box[0], points[i]! - reach);
      box[1] = Math.min(box[1], points[i + 1]! - reach);
      box[2] = Math.max(box[2], points[i]! + reach);
      box[3] = Math.max(box[3], points[i + 1]! + reach);
    }
  }
  return box[0] <= box[2] ? box : null;
}

/** Where a matrix takes the unit square. */
export function boxOfUnitSquare([a, b, c, d, e, f]: Matrix): Box {
  return [
    Math.min(e, e + a, e + c, e + a + c),
    Math.min(f, f + b, f + d, f + b + d),
    Math.max(e, e + a, e + c, e + a + c),
    Math.max(f, f + b, f + d, f + b + d),
  ];
}

export function segmentsOfBox([x0, y0, x1, y1]: Box): Segment[] {
  const [start, ...others] = [
    [x0, y0],
    [x1, y0],
    [x1, y1],
    [x0, y1],
  ] as [number[], ...number[][]];
  return [{ verb: 'M', points: start }, ...others.map((points) => ({ verb: 'L', points }) as const), { verb: 'Z', points: [] }];
}

/** The rectangle that a path is, along the axes; null: it is another shape. */
export function rectangleOf(segments: readonly Segment[]): Box | null {
  const points = segments.filter(({ verb }) => verb !== 'Z').map(({ points: [x, y] }) => [x!, y!] as const);
  if (points.length < 4 || points.length > 5 || segments.some(({ verb }, i) => (verb === 'M') !== (i === 0) || verb === 'C')) return null;
  if (points.length === 5 && (points[4]![0] !== points[0]![0] || points[4]![1] !== points[0]![1])) return null;
  const [p, q, r, t] = points as [Point, Point, Point, Point];
  const upFirst = p[0] === q[0] && q[1] === r[1] && r[0] === t[0] && t[1] === p[1];
  const acrossFirst = p[1] === q[1] && q[0] === r[0] && r[1] === t[1] && t[0] === p[0];
  return upFirst || acrossFirst ? boxOfSegments(segments, 0) : null;
}

type Point = readonly [x: number, y: number];
