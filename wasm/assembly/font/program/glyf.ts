import { Buffer } from '../../memory/buffer';
import { Path } from '../../geometry/path';
import { Bytes } from './bytes';
import { leftBearing, Sfnt, Table } from './sfnt';

/**
 * TrueType outlines (OpenType, 'glyf' and 'loca'). A glyph is first collected as points, since components may be
 * placed by matching points, then drawn. Instructions are not run.
 */
@unmanaged
class GlyphPoint {
  /** In font units. */
  x: f32;
  y: f32;
  /** ON and LAST; the file's own, while its coordinates are read. */
  flags: u32;

  /** The point so many behind it. */
  // @ts-ignore: decorator
  @inline plus(count: u32): GlyphPoint {
    return changetype<GlyphPoint>(changetype<usize>(this) + <usize>count * POINT);
  }
}
const POINT: u32 = offsetof<GlyphPoint>();
/** On the curve. */
const ON: u32 = 1;
/** The last one of its contour. */
const LAST: u32 = 2;

/** Composites may nest this deep. */
const MAX_DEPTH: i32 = 10;
/** Components that one glyph may load in all: nesting would else multiply without end. */
const MAX_COMPONENTS: i32 = 512;
const MAX_POINTS: u32 = 1 << 18;

// Flags of a simple glyph's points.
const X_SHORT: u32 = 2;
const Y_SHORT: u32 = 4;
const REPEAT: u32 = 8;
const X_SAME: u32 = 16;
const Y_SAME: u32 = 32;

// Flags of a composite's components.
const WORDS: u32 = 1;
const ARE_XY: u32 = 2;
const SCALE: u32 = 8;
const MORE: u32 = 0x20;
const XY_SCALE: u32 = 0x40;
const TWO_BY_TWO: u32 = 0x80;
const USE_MY_METRICS: u32 = 0x200;
const SCALED_OFFSET: u32 = 0x800;

/** Adds the outline of a glyph to `out`, 1 = em. False when the glyph is damaged; what could be read is there. */
export function outlineGlyf(sfnt: Sfnt, gid: u32, out: Path): bool {
  const points = Buffer.create();
  if (!points) return false;
  sfnt.componentBudget = MAX_COMPONENTS;
  sfnt.originX = 0;
  const whole = collect(sfnt, gid, points, 0);
  draw(points, 1.0 / <f32>sfnt.unitsPerEm, <f32>sfnt.originX, out);
  points.destroy();
  return whole && !out.failed;
}

/** Where a glyph's data ends in 'glyf' that starts at `start`: at the next one's, unless 'loca' is damaged. */
function endOf(sfnt: Sfnt, gid: u32, start: u32): u32 {
  const loca = sfnt.table(Table.Loca);
  const size: u32 = sfnt.longLoca ? 4 : 2;
  const shift: u32 = sfnt.longLoca ? 0 : 1;
  const last = sfnt.table(Table.Glyf).length;
  const next = (gid + 1) * size;
  const end = loca.has(next, size) ? loca.uint(next, size) << shift : last;
  return end > start ? min(end, last) : last;
}

/** Where a glyph's data starts in 'glyf'; -1 when it has none, because it is empty or 'loca' is damaged. */
function locate(sfnt: Sfnt, gid: u32): i64 {
  const loca = sfnt.table(Table.Loca);
  const size: u32 = sfnt.longLoca ? 4 : 2;
  const shift: u32 = sfnt.longLoca ? 0 : 1;
  if (gid >= sfnt.glyphCount || !loca.has(gid * size, size)) return -1;
  const start = loca.uint(gid * size, size) << shift;
  if (!sfnt.table(Table.Glyf).has(start, 10)) return -1;
  const next = (gid + 1) * size;
  if (loca.has(next, size) && loca.uint(next, size) << shift == start) return -1;
  return <i64>start;
}

/** Adds the points of a glyph; false when part of it could not be read. */
function collect(sfnt: Sfnt, gid: u32, points: Buffer, depth: i32): bool {
  const at = locate(sfnt, gid);
  if (at < 0) return true;
  const start = <u32>at;
  const glyf = sfnt.table(Table.Glyf);
  const left = glyf.i16(start + 2);
  // Outlines are shifted so that their left edge stands at the left side bearing, as all rasterizers do.
  sfnt.originX = left - leftBearing(sfnt, gid, left);
  const contours = glyf.i16(start);
  if (contours < 0) return collectComposite(sfnt, start + 10, points, depth);
  return collectSimple(glyf, start + 10, endOf(sfnt, gid, start), contours, points);
}

/**
 * Adds the points of a glyph whose description goes from `start` to `end`. One whose contours do not go on from one
 * another, or that reaches beyond its end, is not drawn at all: its points would be anywhere.
 */
function collectSimple(glyf: Bytes, start: u32, end: u32, contours: i32, points: Buffer): bool {
  if (!contours) return true;
  let count: u32 = 0;
  for (let i: u32 = 0; i < <u32>contours; i++) {
    const next = glyf.u16(start + i * 2) + 1;
    if (next <= count || !glyf.has(start + i * 2, 2)) return false;
    count = next;
  }
  const first = points.length;
  if (first + count * POINT > MAX_POINTS * POINT) return false;
  let p = start + <u32>contours * 2;
  p += 2 + glyf.u16(p);
  const room = points.extend(count * POINT);
  if (!room) return false;
  const out = changetype<GlyphPoint>(room);

  let i: u32 = 0;
  while (i < count && p < end) {
    const flag = glyf.u8(p++);
    let repeat: u32 = 1;
    if (flag & REPEAT) repeat += glyf.u8(p++);
    for (; repeat > 0 && i < count; repeat--) {
      out.plus(i).flags = flag;
      i++;
    }
  }
  if (i < count) {
    points.length = first;
    return false;
  }
  const p1 = readCoordinates(glyf, p, end, out, count, X_SHORT, X_SAME, offsetof<GlyphPoint>('x'));
  const p2 = p1 ? readCoordinates(glyf, p1, end, out, count, Y_SHORT, Y_SAME, offsetof<GlyphPoint>('y')) : 0;
  if (!p2) {
    points.length = first;
    return false;
  }
  for (i = 0; i < count; i++) out.plus(i).flags &= ON;
  for (i = 0; i < <u32>contours; i++) out.plus(glyf.u16(start + i * 2)).flags |= LAST;
  return true;
}

/** Reads one coordinate of all points, whose flags are in place; gives the offset behind, 0 past the glyph's end. */
function readCoordinates(glyf: Bytes, p: u32, end: u32, out: GlyphPoint, count: u32, short: u32, same: u32, field: usize): u32 {
  let value: i32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const point = out.plus(i);
    const flag = point.flags;
    if (flag & short) {
      const delta = <i32>glyf.u8(p++);
      value += flag & same ? delta : -delta;
    } else if (!(flag & same)) {
      value += glyf.i16(p);
      p += 2;
    }
    store<f32>(changetype<usize>(point) + field, <f32>value);
  }
  return p <= end ? p : 0;
}

function collectComposite(sfnt: Sfnt, start: u32, points: Buffer, depth: i32): bool {
  if (depth >= MAX_DEPTH) return false;
  const glyf = sfnt.table(Table.Glyf);
  const firstPoint = points.length / POINT;
  let originX = sfnt.originX;
  let whole = true;
  let p = start;
  let flags = MORE;
  while (flags & MORE) {
    if (!glyf.has(p, 6) || sfnt.componentBudget-- <= 0) {
      whole = false;
      break;
    }
    flags = glyf.u16(p);
    const gid = glyf.u16(p + 2);
    p += 4;
    let a1: i32;
    let a2: i32;
    if (flags & WORDS) {
      a1 = flags & ARE_XY ? glyf.i16(p) : <i32>glyf.u16(p);
      a2 = flags & ARE_XY ? glyf.i16(p + 2) : <i32>glyf.u16(p + 2);
      p += 4;
    } else {
      a1 = flags & ARE_XY ? <i32>(<i8>glyf.u8(p)) : <i32>glyf.u8(p);
      a2 = flags & ARE_XY ? <i32>(<i8>glyf.u8(p + 1)) : <i32>glyf.u8(p + 1);
      p += 2;
    }
    // x' = a·x + c·y + dx, y' = b·x + d·y + dy
    let a: f32 = 1;
    let b: f32 = 0;
    let c: f32 = 0;
    let d: f32 = 1;
    if (flags & SCALE) {
      a = d = f2dot14(glyf, p);
      p += 2;
    } else if (flags & XY_SCALE) {
      a = f2dot14(glyf, p);
      d = f2dot14(glyf, p + 2);
      p += 4;
    } else if (flags & TWO_BY_TWO) {
      a = f2dot14(glyf, p);
      b = f2dot14(glyf, p + 2);
      c = f2dot14(glyf, p + 4);
      d = f2dot14(glyf, p + 6);
      p += 8;
    }
    const child = points.length / POINT;
    if (!collect(sfnt, gid, points, depth + 1)) whole = false;
    if (flags & USE_MY_METRICS) originX = sfnt.originX;
    const end = points.length / POINT;
    let dx = <f32>a1;
    let dy = <f32>a2;
    if (flags & ARE_XY) {
      if (flags & SCALED_OFFSET) {
        dx *= sqrt<f32>(a * a + b * b);
        dy *= sqrt<f32>(c * c + d * d);
      }
      transform(points, child, end, a, b, c, d, dx, dy);
    } else {
      // Point a2 of the component is laid on point a1 of what is there already.
      transform(points, child, end, a, b, c, d, 0, 0);
      const anchor = firstPoint + <u32>a1;
      const matched = child + <u32>a2;
      if (anchor < child && matched < end) {
        const from = pointAt(points, matched);
        const to = pointAt(points, anchor);
        dx = to.x - from.x;
        dy = to.y - from.y;
        transform(points, child, end, 1, 0, 0, 1, dx, dy);
      } else {
        whole = false;
      }
    }
  }
  sfnt.originX = originX;
  return whole;
}

/** A signed number with 14 binary places. */
// @ts-ignore: decorator
@inline function f2dot14(glyf: Bytes, p: u32): f32 {
  return <f32>glyf.i16(p) / 16384.0;
}

// @ts-ignore: decorator
@inline function pointAt(points: Buffer, i: u32): GlyphPoint {
  return changetype<GlyphPoint>(points.data).plus(i);
}

function transform(points: Buffer, from: u32, to: u32, a: f32, b: f32, c: f32, d: f32, dx: f32, dy: f32): void {
  for (let i = from; i < to; i++) {
    const point = pointAt(points, i);
    const x = point.x;
    const y = point.y;
    point.x = a * x + c * y + dx;
    point.y = b * x + d * y + dy;
  }
}

/** Draws the collected contours, (x − originX) · scale. */
function draw(points: Buffer, scale: f32, originX: f32, out: Path): void {
  const count = points.length / POINT;
  for (let i: u32 = 0; i < count; i++) {
    const point = pointAt(points, i);
    point.x = (point.x - originX) * scale;
    point.y *= scale;
  }
  let start: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    if (!(pointAt(points, i).flags & LAST)) continue;
    // A contour of one point only anchors components.
    if (i > start) drawContour(pointAt(points, start), i - start + 1, out);
    start = i + 1;
  }
}

/** Quadratic segments: between two points off the curve lies one on it, half-way. */
function drawContour(first: GlyphPoint, count: u32, out: Path): void {
  const last = first.plus(count - 1);
  let i: u32 = 0;
  let x0 = first.x;
  let y0 = first.y;
  if (first.flags & ON) {
    i = 1;
  } else if (last.flags & ON) {
    x0 = last.x;
    y0 = last.y;
    count--;
  } else {
    x0 = (x0 + last.x) * 0.5;
    y0 = (y0 + last.y) * 0.5;
  }
  out.moveTo(x0, y0);
  let curved = false;
  let cx: f32 = 0;
  let cy: f32 = 0;
  for (; i < count; i++) {
    const point = first.plus(i);
    const x = point.x;
    const y = point.y;
    const on = (point.flags & ON) != 0;
    if (on) {
      if (curved) out.quadTo(cx, cy, x, y);
      else out.lineTo(x, y);
    } else {
      if (curved) out.quadTo(cx, cy, (cx + x) * 0.5, (cy + y) * 0.5);
      cx = x;
      cy = y;
    }
    curved = !on;
  }
  if (curved) out.quadTo(cx, cy, x0, y0);
  out.close();
}
