/** A closed line: x, y, x, y, … */
export type Polygon = number[];

/** Coverage of a half: what lies above it is inside. */
const EDGE = 127.5;

/**
 * The outlines of a picture of coverage, 0 to 255 a pixel, in pixels: y down, pixel centres at halves. The inside is on the
 * same side of all lines. By marching squares (W. E. Lorensen and H. E. Cline, "Marching Cubes", 1987, in the plane): a line
 * crosses the way from one pixel's centre to the next where coverage, taken to be linear between them, is a half.
 */
export function trace(coverage: Uint8Array | Uint8ClampedArray, width: number, height: number, tolerance: number): Polygon[] {
  const at = (x: number, y: number) => (x < 0 || y < 0 || x >= width || y >= height ? 0 : coverage[y * width + x]!);
  // The ways between centres, by number: to the right of (x, y) twice its place, downwards from it that and one.
  const stride = width + 2;
  const right = (x: number, y: number) => ((y + 1) * stride + x + 1) * 2;
  const down = (x: number, y: number) => right(x, y) + 1;
  const next = new Map<number, number>();
  for (let y = -1; y < height; y++) {
    for (let x = -1; x < width; x++) {
      const [a, b, c, d] = [at(x, y), at(x + 1, y), at(x + 1, y + 1), at(x, y + 1)];
      const inside = (a > EDGE ? 1 : 0) | (b > EDGE ? 2 : 0) | (c > EDGE ? 4 : 0) | (d > EDGE ? 8 : 0);
      if (inside === 0 || inside === 15) continue;
      const [top, east, bottom, west] = [right(x, y), down(x + 1, y), right(x, y + 1), down(x, y)];
      // Two corners across from each other: joined where the middle is inside.
      const joined = (a + b + c + d) / 4 > EDGE;
      for (const [from, to] of lines(inside, joined)) next.set([top, east, bottom, west][from]!, [top, east, bottom, west][to]!);
    }
  }
  const place = (way: number): [number, number] => {
    const cell = way >> 1;
    const [x, y] = [(cell % stride) - 1, Math.floor(cell / stride) - 1];
    const [a, b] = way & 1 ? [at(x, y), at(x, y + 1)] : [at(x, y), at(x + 1, y)];
    const part = (EDGE - a) / (b - a);
    return way & 1 ? [x + 0.5, y + 0.5 + part] : [x + 0.5 + part, y + 0.5];
  };
  const polygons: Polygon[] = [];
  for (const [start] of next) {
    if (!next.has(start)) continue;
    const points: Polygon = [];
    for (let way: number | undefined = start; way !== undefined && next.has(way);) {
      points.push(...place(way));
      const following: number = next.get(way)!;
      next.delete(way);
      way = following;
    }
    const polygon = simplified(points, tolerance);
    if (polygon.length >= 6) polygons.push(polygon);
  }
  return polygons;
}

const [TOP, EAST, BOTTOM, WEST] = [0, 1, 2, 3] as const;
type Line = readonly [number, number];

/** The lines through a cell, the inside to their right; by the corners that are inside (1 top left, then clockwise). */
function lines(inside: number, joined: boolean): readonly Line[] {
  switch (inside) {
    case 1: return [[TOP, WEST]]; // prettier-ignore
    case 2: return [[EAST, TOP]]; // prettier-ignore
    case 3: return [[EAST, WEST]]; // prettier-ignore
    case 4: return [[BOTTOM, EAST]]; // prettier-ignore
    case 5: return joined ? [[TOP, EAST], [BOTTOM, WEST]] : [[TOP, WEST], [BOTTOM, EAST]]; // prettier-ignore
    case 6: return [[BOTTOM, TOP]]; // prettier-ignore
    case 7: return [[BOTTOM, WEST]]; // prettier-ignore
    case 8: return [[WEST, BOTTOM]]; // prettier-ignore
    case 9: return [[TOP, BOTTOM]]; // prettier-ignore
    case 10: return joined ? [[WEST, TOP], [EAST, BOTTOM]] : [[EAST, TOP], [WEST, BOTTOM]]; // prettier-ignore
    case 11: return [[EAST, BOTTOM]]; // prettier-ignore
    case 12: return [[WEST, EAST]]; // prettier-ignore
    case 13: return [[TOP, EAST]]; // prettier-ignore
    default: return [[WEST, TOP]]; // prettier-ignore
  }
}

/**
 * A closed line with fewer points, none of those left out further than `tolerance` from it: D. H. Douglas and T. K. Peucker,
 * "Algorithms for the reduction of the number of points…", 1973, between two points far from each other.
 */
function simplified(points: Polygon, tolerance: number): Polygon {
  const count = points.length / 2;
  const x = (i: number) => points[(i % count) * 2]!;
  const y = (i: number) => points[(i % count) * 2 + 1]!;
  let far = 0;
  for (let i = 1; i < count; i++) if (Math.hypot(x(i) - x(0), y(i) - y(0)) > Math.hypot(x(far) - x(0), y(far) - y(0))) far = i;
  const kept = new Uint8Array(count);
  kept[0] = kept[far] = 1;
  const parts: [number, number][] = [[0, far], [far, count]]; // prettier-ignore
  for (let part = parts.pop(); part; part = parts.pop()) {
    const [from, to] = part;
    const [dx, dy] = [x(to) - x(from), y(to) - y(from)];
    const length = Math.hypot(dx, dy) || 1;
    let [furthest, most] = [0, tolerance];
    for (let i = from + 1; i < to; i++) {
      const distance = Math.abs((x(i) - x(from)) * dy - (y(i) - y(from)) * dx) / length;
      if (distance > most) [furthest, most] = [i, distance];
    }
    if (!furthest) continue;
    kept[furthest] = 1;
    parts.push([from, furthest], [furthest, to]);
  }
  return points.filter((_, i) => kept[i >> 1]);
}
