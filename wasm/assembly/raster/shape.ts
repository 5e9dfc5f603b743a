import { Rule } from '../display/paint';
import { Matrix } from '../geometry/matrix';
import { Path } from '../geometry/path';
import { Rectangle } from '../geometry/rectangle';
import { Bounds } from './bounds';
import { Canvas } from './canvas';
import { charge, Cost } from './charge';
import { flatten, pathBounds } from './flatten';
import { snapped } from './edges';
import { Ink } from './painter';
import { Polyline } from './polyline';
import { multiplyCover } from './spans';
import { Mask, Surface } from './surface';

/** Shapes as coverage rather than as paint: clips, and what cuts surfaces to a shape. */

/** Cuts the clip down to the inside of `path`. */
export function clipPath(canvas: Canvas, path: Path, m: Matrix, rule: Rule): void {
  const clip = canvas.clip;
  const raster = canvas.raster;
  const region = canvas.raster.region;
  const box = canvas.raster.box;
  if (!pathBounds(path, m, box) || !region.set(clip, box.x0 + SLACK, box.y0 + SLACK, box.x1 - SLACK, box.y1 - SLACK)) {
    clip.cut(0, 0, 0, 0);
    return;
  }
  clip.cut(region.x0, region.y0, region.x1, region.y1);
  const line = raster.line;
  line.clear();
  flatten(path, m, line);
  if (isBox(line, box)) return;
  const mask = coverageOf(canvas, line, rule, region);
  if (!mask) {
    clip.cut(0, 0, 0, 0);
    return;
  }
  if (clip.mask) {
    charge(raster.store, region.width, region.height, Cost.Through);
    intersect(mask, changetype<Mask>(clip.mask));
  }
  clip.setMask(changetype<usize>(mask));
}

/** A clip's side that reaches into a pixel by less than this does not take it in. */
const SLACK: f64 = 0.03125;

/** The coverage of flattened subpaths in a region of the device; null when memory is out. */
export function coverageOf(canvas: Canvas, line: Polyline, rule: Rule, region: Bounds): Mask | null {
  const raster = canvas.raster;
  const mask = Mask.create(region.x0, region.y0, region.x1, region.y1);
  if (!mask) return null;
  raster.store.fuel -= <i64>(line.count >> 5);
  charge(raster.store, region.width, region.height, Cost.Paint);
  const edges = raster.edges;
  if (edges.open(region.x0, region.y0, region.x1, region.y1)) {
    edges.addPolyline(line);
    const painter = raster.painter;
    painter.ink = Ink.Coverage;
    painter.into = mask;
    raster.sweep.fill(edges, rule, painter, raster.store);
  }
  return mask;
}

/** mask = mask · other; `other` covers all of `mask`. */
function intersect(mask: Mask, other: Mask): void {
  const width = mask.x1 - mask.x0;
  const whole = width & ~15;
  for (let y = mask.y0; y < mask.y1; y++) {
    const p = mask.at(mask.x0, y);
    const q = other.at(mask.x0, y);
    multiplyCover(p, p, q, whole);
    for (let i = <usize>whole; i < <usize>width; i++) {
      const v = <u32>load<u8>(p + i) * <u32>load<u8>(q + i) + 128;
      store<u8>(p + i, (v + (v >> 8)) >> 8);
    }
  }
}

/** Whether the subpaths are one upright rectangle, which is then `out`. */
export function isBox(line: Polyline, out: Rectangle): bool {
  const count = line.count;
  if (count < 4 || count > 5) return false;
  const first = line.at(0);
  const second = first.plus(1);
  const third = first.plus(2);
  const fourth = first.plus(3);
  const x0 = first.x;
  const y0 = first.y;
  const x1 = third.x;
  const y1 = third.y;
  const ax = second.x;
  const ay = second.y;
  const bx = fourth.x;
  const by = fourth.y;
  if (count == 5 && (first.plus(4).x != x0 || first.plus(4).y != y0)) return false;
  for (let i: u32 = 1; i < count; i++) if (line.at(i).isStart) return false;
  const across = ay == y0 && ax == x1 && by == y1 && bx == x0;
  const down = ax == x0 && ay == y1 && bx == x1 && by == y0;
  if (!across && !down) return false;
  out.set(<f64>min(x0, x1), <f64>min(y0, y1), <f64>max(x0, x1), <f64>max(y0, y1));
  return true;
}

/** Clears a surface outside the rectangle (x0, y0) to (x1, y1) under a matrix, with anti-aliased sides. */
export function cutToParallelogram(canvas: Canvas, out: Surface, m: Matrix, x0: f64, y0: f64, x1: f64, y1: f64): void {
  const raster = canvas.raster;
  const line = raster.line;
  line.clear();
  line.start(<f32>m.x(x0, y0), <f32>m.y(x0, y0));
  line.add(<f32>m.x(x1, y0), <f32>m.y(x1, y0), 1);
  line.add(<f32>m.x(x1, y1), <f32>m.y(x1, y1), 1);
  line.add(<f32>m.x(x0, y1), <f32>m.y(x0, y1), 1);
  // Also where the fuel has ended: what there is of the surface is seen.
  raster.store.fuel += FOUR_SIDES;
  cutToLine(canvas, out, line);
  raster.store.fuel -= FOUR_SIDES;
}

/** More fuel than it takes to sweep four lines. */
const FOUR_SIDES: i64 = 1 << 40;

/** Clears a surface outside flattened subpaths, by the non-zero rule, with anti-aliased sides. */
export function cutToLine(canvas: Canvas, out: Surface, line: Polyline): void {
  const region = canvas.raster.region;
  region.x0 = out.x0;
  region.y0 = out.y0;
  region.x1 = out.x1;
  region.y1 = out.y1;
  const masks = canvas.raster.glyphMasks;
  let mask: Mask | null = null;
  if (masks.takes(region) && isBox(line, canvas.raster.box)) {
    // Bitmap glyphs come by the thousand, and a sweep of four sides is mostly getting ready for it.
    snap(line, region.y0);
    mask = masks.cover(line, region);
  } else {
    mask = coverageOf(canvas, line, Rule.NonZero, region);
  }
  if (!mask) return;
  charge(canvas.raster.store, out.width, out.height, Cost.Through);
  maskSurface(out, mask);
  mask.destroy();
}

/** Moves points up or down as those of a sweep are, whose corner is at `top`: the coverage is then the same. */
function snap(line: Polyline, top: i32): void {
  for (let i: u32 = 0; i < line.count; i++) {
    const p = line.at(i);
    p.y = <f32>(snapped(<f64>p.y - <f64>top) + <f64>top);
  }
}

/** Multiplies a surface by a mask of the same rectangle. */
function maskSurface(out: Surface, mask: Mask): void {
  const count = <usize>out.width * <usize>out.height;
  for (let i: usize = 0; i < count; i++) {
    const c = <u32>load<u8>(mask.data + i);
    const p = out.pixels + (i << 2);
    if (c == 0) store<u32>(p, 0);
    else if (c != 255) {
      const v = i16x8.add(i16x8.mul(i16x8.extend_low_i8x16_u(v128.load_zero<u32>(p)), i16x8.splat(<i16>c)), i16x8.splat(128));
      const t = i16x8.shr_u(i16x8.add(v, i16x8.shr_u(v, 8)), 8);
      store<u32>(p, i32x4.extract_lane(i8x16.narrow_i16x8_u(t, t), 0));
    }
  }
}
