import { Buffer } from '../memory/buffer';
import { Name } from '../syntax/names';
import { get, getName, getNumber, Store } from '../syntax/store';
import { Obj } from '../syntax/object';
import { curveTo, KAPPA, moveTo, operator } from './writer';

/** Cloudy borders, ISO 32000-2, 12.5.4: half circles along the sides of a polygon, outwards. */

/** The diameter of a half circle of intensity 1, in points; where it does not divide a side they are smaller. */
const DIAMETER: f64 = 8;
/** Half circles of one border, at most. */
const MAX_ARCS: i32 = 1 << 14;
/** Steps in which an ellipse is walked around; its half circles are a multiple of them. */
const STEPS: i32 = 4096;
const STEP: f64 = (2 * Math.PI) / 4096;

/** The diameter of the half circles that an annotation's /BE asks for (table 169); 0: its border is not cloudy. */
export function cloudDiameter(doc: Store, annotation: Obj): f64 {
  const effect = get(doc, annotation, Name.BE);
  if (getName(doc, effect, Name.S) != Name.C) return 0;
  return DIAMETER * min<f64>(max<f64>(getNumber(doc, effect, Name.I, 0), 0), 2);
}

/** A point of the polygon. */
@unmanaged
class Corner {
  x: f64;
  y: f64;
}
const CORNER: u32 = <u32>offsetof<Corner>();

/** Writes the closed path around `count` points, as `addPoint` adds them. */
export function cloud(out: Buffer, points: usize, count: u32, diameter: f64): void {
  let area: f64 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const p = pointAt(points, i);
    const q = pointAt(points, i + 1 < count ? i + 1 : 0);
    area += p.x * q.y - q.x * p.y;
  }
  // Counter-clockwise, the outside is to the right.
  const turn: f64 = area < 0 ? -1 : 1;
  let arcs = MAX_ARCS;
  moveTo(out, pointAt(points, 0).x, pointAt(points, 0).y);
  for (let i: u32 = 0; i < count && arcs > 0; i++) {
    const p = pointAt(points, i);
    const q = pointAt(points, i + 1 < count ? i + 1 : 0);
    const dx = q.x - p.x;
    const dy = q.y - p.y;
    const length = Math.sqrt(dx * dx + dy * dy);
    if (!(length > 0)) continue;
    const n = <i32>min<f64>(max<f64>(Math.ceil(length / diameter), 1), <f64>arcs);
    arcs -= n;
    for (let k = 0; k < n; k++) bump(out, p.x + (dx * <f64>k) / <f64>n, p.y + (dy * <f64>k) / <f64>n, dx / <f64>n, dy / <f64>n, turn);
  }
  operator(out, 'h');
}

/** A half circle from (x, y) to (x + dx, y + dy), to the right of it for `turn` 1. */
function bump(out: Buffer, x: f64, y: f64, dx: f64, dy: f64, turn: f64): void {
  const rx = (dy / 2) * turn;
  const ry = (-dx / 2) * turn;
  const mx = x + dx / 2 + rx;
  const my = y + dy / 2 + ry;
  const kx = (dx / 2) * KAPPA;
  const ky = (dy / 2) * KAPPA;
  curveTo(out, x + rx * KAPPA, y + ry * KAPPA, mx - kx, my - ky, mx, my);
  curveTo(out, mx + kx, my + ky, x + dx + rx * KAPPA, y + dy + ry * KAPPA, x + dx, y + dy);
}

/** A cloud around the rectangle between two corners, or around the ellipse in it. */
export function cloudIn(out: Buffer, points: Buffer, x0: f64, y0: f64, x1: f64, y1: f64, isEllipse: bool, diameter: f64): void {
  points.clear();
  if (isEllipse) {
    ring(points, (x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0) / 2, (y1 - y0) / 2, diameter);
  } else {
    addPoint(points, x0, y0);
    addPoint(points, x1, y0);
    addPoint(points, x1, y1);
    addPoint(points, x0, y1);
  }
  if (!points.failed) cloud(out, points.data, points.length / CORNER, diameter);
}

/** Points on an ellipse, about as far from one another as a half circle is wide. */
function ring(points: Buffer, cx: f64, cy: f64, rx: f64, ry: f64, diameter: f64): void {
  let around: f64 = 0;
  for (let i = 0; i < STEPS; i++) around += speed(rx, ry, i);
  const part = around / min<f64>(max<f64>(Math.ceil((around * STEP) / diameter), 4), <f64>STEPS / 8);
  let gone = part;
  for (let i = 0; i < STEPS; i++) {
    if (gone >= part) {
      addPoint(points, cx + rx * Math.cos(<f64>i * STEP), cy + ry * Math.sin(<f64>i * STEP));
      gone -= part;
    }
    gone += speed(rx, ry, i);
  }
}

/** How fast a point moves around an ellipse in the middle of a step. */
function speed(rx: f64, ry: f64, i: i32): f64 {
  const angle = (<f64>i + 0.5) * STEP;
  const x = rx * Math.sin(angle);
  const y = ry * Math.cos(angle);
  return Math.sqrt(x * x + y * y);
}

export function addPoint(points: Buffer, x: f64, y: f64): void {
  const p = points.extend(CORNER);
  if (!p) return;
  changetype<Corner>(p).x = x;
  changetype<Corner>(p).y = y;
}

// @ts-ignore: decorator
@inline function pointAt(points: usize, i: u32): Corner {
  return changetype<Corner>(points + <usize>i * offsetof<Corner>());
}
