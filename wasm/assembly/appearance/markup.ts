import { Rectangle } from '../geometry/rectangle';
import { Buffer } from '../memory/buffer';
import { Name } from '../syntax/names';
import { Kind, kindOf, lengthOf, nameOf, numberOf, Obj } from '../syntax/object';
import { at, get, getRect, Store } from '../syntax/store';
import { borderWidth, pen, setSolid } from './border';
import { addPoint, cloud, cloudDiameter, cloudIn } from './cloud';
import { writeEnding } from './line-endings';
import { insideOf } from './rectangle';
import { ellipse, lineTo, moveTo, operand, operator, rectangle, setColor } from './writer';

/** What markup annotations look like by their entries, ISO 32000-2, 12.5.6, in default user space. */

const MAX_POINTS: u32 = 1 << 16;
/** Bytes of content: what an annotation writes ends soon after. */
const MAX_CONTENT: u32 = 1 << 22;
/** Where an underline is above the lower side of its quadrilateral, in points; and half a wave of a squiggly one. */
const UNDERLINE: f64 = 1.3;
const WAVE: f64 = 2;

/** Writes the appearance of an annotation of a kind; false when it has none. */
export function writeMarkup(doc: Store, annotation: Obj, kind: u32, out: Buffer): bool {
  switch (kind) {
    case Name.Square:
    case Name.Circle:
      return shape(doc, annotation, kind == Name.Circle, out);
    case Name.PolyLine:
    case Name.Polygon:
      return lines(doc, annotation, get(doc, annotation, Name.Vertices), kind == Name.Polygon, out);
    case Name.Ink:
      return ink(doc, annotation, out);
    case Name.Highlight:
    case Name.Underline:
    case Name.StrikeOut:
    case Name.Squiggly:
      return textMarkup(doc, annotation, kind, out);
  }
  return false;
}

/** A rectangle, or the ellipse in it. */
function shape(doc: Store, annotation: Obj, isEllipse: bool, out: Buffer): bool {
  const rect = Rectangle.push();
  const drawn = getRect(doc, annotation, Name.Rect, rect) && shapeIn(doc, annotation, isEllipse, rect, out);
  rect.pop();
  return drawn;
}

function shapeIn(doc: Store, annotation: Obj, isEllipse: bool, rect: Rectangle, out: Buffer): bool {
  const width = borderWidth(doc, annotation);
  const filled = setColor(doc, out, get(doc, annotation, Name.IC), false);
  if (!width && !filled) return false;
  if (width) pen(doc, annotation, width, out);
  const diameter = cloudDiameter(doc, annotation);
  // Half circles are outside of what /RD leaves; without it they are to stay within the rectangle.
  insideOf(doc, annotation, rect, width / 2 + (get(doc, annotation, Name.RD) ? 0 : diameter / 2));
  const x0 = rect.x0;
  const y0 = rect.y0;
  const x1 = rect.x1;
  const y1 = rect.y1;
  const points: Buffer | null = diameter > 0 ? Buffer.create(256) : null;
  if (points) {
    cloudIn(out, points, x0, y0, x1, y1, isEllipse, diameter);
    points.destroy();
  } else if (isEllipse) {
    ellipse(out, x0, y0, x1, y1);
  } else {
    rectangle(out, x0, y0, x1, y1);
  }
  if (!width) operator(out, 'f');
  else operator(out, filled ? 'B' : 'S');
  return true;
}

/** A line, or several, through the points of an array. */
function lines(doc: Store, annotation: Obj, points: Obj, closed: bool, out: Buffer): bool {
  const width = borderWidth(doc, annotation);
  const filled = setColor(doc, out, get(doc, annotation, Name.IC), false);
  if (!width && !(closed && filled)) return false;
  if (width) pen(doc, annotation, width, out);
  const diameter: f64 = closed ? cloudDiameter(doc, annotation) : 0;
  const count = diameter > 0 ? cloudy(doc, points, diameter, out) : polyline(doc, points, out);
  if (!count) return false;
  if (closed) operator(out, 'h');
  if (!width) operator(out, 'f');
  else operator(out, closed && filled ? 'B' : 'S');
  if (!closed) endings(doc, annotation, points, count, width, filled, out);
  return true;
}

/** A polygon with a cloudy border; the number of its points. */
function cloudy(doc: Store, points: Obj, diameter: f64, out: Buffer): u32 {
  const count = kindOf(points) == Kind.Array ? min(lengthOf(points) >> 1, MAX_POINTS) : 0;
  const all: Buffer | null = count < 2 ? null : Buffer.create(16 * count);
  if (!all) return 0;
  for (let i: u32 = 0; i < count; i++) addPoint(all, numberOf(at(doc, points, 2 * i)), numberOf(at(doc, points, 2 * i + 1)));
  if (!all.failed) cloud(out, all.data, count, diameter);
  all.destroy();
  return count;
}

/** /LE: how the first and the last of `count` points look. */
function endings(doc: Store, annotation: Obj, points: Obj, count: u32, width: f64, filled: bool, out: Buffer): void {
  const kinds = get(doc, annotation, Name.LE);
  if (kindOf(kinds) != Kind.Array) return;
  setSolid(out, width);
  ending(doc, nameOf(at(doc, kinds, 0)), points, 0, 1, width, filled, out);
  ending(doc, nameOf(at(doc, kinds, 1)), points, count - 1, count - 2, width, filled, out);
}

function ending(doc: Store, kind: u32, points: Obj, i: u32, before: u32, width: f64, filled: bool, out: Buffer): void {
  const x = numberOf(at(doc, points, 2 * i));
  const y = numberOf(at(doc, points, 2 * i + 1));
  writeEnding(out, kind, x, y, numberOf(at(doc, points, 2 * before)), numberOf(at(doc, points, 2 * before + 1)), width, filled);
}

function ink(doc: Store, annotation: Obj, out: Buffer): bool {
  const paths = get(doc, annotation, Name.InkList);
  const width = borderWidth(doc, annotation);
  const count = kindOf(paths) == Kind.Array ? min(lengthOf(paths), MAX_POINTS) : 0;
  if (!count || !width) return false;
  pen(doc, annotation, width, out);
  let points: u32 = 0;
  for (let i: u32 = 0; i < count && points < MAX_POINTS; i++) points += polyline(doc, at(doc, paths, i), out);
  operator(out, 'S');
  return points > 0;
}

/** The number of points. */
function polyline(doc: Store, points: Obj, out: Buffer): u32 {
  const count = kindOf(points) == Kind.Array ? min(lengthOf(points) >> 1, MAX_POINTS) : 0;
  if (count < 2) return 0;
  for (let i: u32 = 0; i < count; i++) {
    const x = numberOf(at(doc, points, 2 * i));
    const y = numberOf(at(doc, points, 2 * i + 1));
    if (i) lineTo(out, x, y);
    else moveTo(out, x, y);
  }
  return count;
}

/** 12.5.6.10: over, under or through the text in each quadrilateral. */
function textMarkup(doc: Store, annotation: Obj, kind: u32, out: Buffer): bool {
  const points = get(doc, annotation, Name.QuadPoints);
  const count = kindOf(points) == Kind.Array ? min(lengthOf(points) >> 3, MAX_POINTS) : 0;
  const color = get(doc, annotation, Name.C);
  const colored = setColor(doc, out, color, kind != Name.Highlight);
  if (kind == Name.Highlight && !colored) {
    operand(out, 1);
    operand(out, 1);
    operand(out, 0);
    operator(out, 'rg'); // rg: a highlighter is yellow
  }
  const box = Rectangle.push();
  for (let i: u32 = 0; i < count && out.length < MAX_CONTENT; i++) {
    quadBox(doc, points, i, box);
    const x0 = box.x0;
    const y0 = box.y0;
    const x1 = box.x1;
    const y1 = box.y1;
    if (kind == Name.Highlight) rectangle(out, x0, y0, x1, y1);
    else if (kind == Name.Underline) stretch(out, x0, x1, y0 + UNDERLINE);
    else if (kind == Name.StrikeOut) stretch(out, x0, x1, (y0 + y1) / 2);
    else squiggle(out, x0, x1, y0, (y1 - y0) / 6);
  }
  box.pop();
  operator(out, kind == Name.Highlight ? 'f' : 'S');
  return count > 0;
}

/** The box around the i-th quadrilateral, whose corners writers give in several orders. */
function quadBox(doc: Store, points: Obj, i: u32, box: Rectangle): void {
  box.set(Infinity, Infinity, -Infinity, -Infinity);
  for (let k: u32 = 0; k < 8; k += 2) {
    const x = numberOf(at(doc, points, 8 * i + k));
    const y = numberOf(at(doc, points, 8 * i + k + 1));
    box.x0 = min(box.x0, x);
    box.y0 = min(box.y0, y);
    box.x1 = max(box.x1, x);
    box.y1 = max(box.y1, y);
  }
}

function stretch(out: Buffer, x0: f64, x1: f64, y: f64): void {
  moveTo(out, x0, y);
  lineTo(out, x1, y);
}

function squiggle(out: Buffer, x0: f64, x1: f64, y: f64, height: f64): void {
  if (!(x1 - x0 < 1e5)) return;
  moveTo(out, x0, y + height);
  let up = false;
  for (let x = x0 + WAVE; x < x1 + WAVE; x += WAVE) {
    lineTo(out, min(x, x1), up ? y + height : y);
    up = !up;
  }
}
