import { Buffer } from '../memory/buffer';
import { Name } from '../syntax/names';
import { Kind, kindOf, lengthOf, nameOf, numberOf, Obj } from '../syntax/object';
import { at, get, getRect, Store } from '../syntax/store';
import { borderWidth, setBorder } from './border';
import { writeEnding } from './line-endings';
import { insideOf } from './rectangle';
import { ellipse, lineTo, moveTo, operand, operator, rectangle, setColor } from './writer';

/** What markup annotations look like by their entries, ISO 32000-2, 12.5.6, in default user space. */

// @ts-ignore: decorator
@inline const MAX_POINTS: u32 = 1 << 16;
/** Bytes of content: what an annotation writes ends soon after. */
// @ts-ignore: decorator
@inline const MAX_CONTENT: u32 = 1 << 22;
/** Where an underline is above the lower side of its quadrilateral, in points; and half a wave of a squiggly one. */
// @ts-ignore: decorator
@inline const UNDERLINE: f64 = 1.3;
// @ts-ignore: decorator
@inline const WAVE: f64 = 2;

/** Writes the appearance of an annotation of a kind; false when it has none. */
export function writeMarkup(doc: Store, annotation: Obj, kind: u32, out: Buffer): bool {
  switch (kind) {
    case Name.Square:
    case Name.Circle:
      return shape(doc, annotation, kind == Name.Circle, out);
    case Name.Line:
      return lines(doc, annotation, get(doc, annotation, Name.L), false, out);
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
  const rect = memory.data(32, 8);
  if (!getRect(doc, annotation, Name.Rect, rect)) return false;
  const width = borderWidth(doc, annotation);
  const filled = setColor(doc, out, get(doc, annotation, Name.IC), false);
  if (!width && !filled) return false;
  if (width) pen(doc, annotation, width, out);
  insideOf(doc, annotation, rect, width / 2);
  const x0 = load<f64>(rect);
  const y0 = load<f64>(rect, 8);
  const x1 = load<f64>(rect, 16);
  const y1 = load<f64>(rect, 24);
  if (isEllipse) ellipse(out, x0, y0, x1, y1);
  else rectangle(out, x0, y0, x1, y1);
  if (!width)
    operator(out, 0x66); // f
  else operator(out, filled ? 0x42 : 0x53); // B, S
  return true;
}

/** A line, or several, through the points of an array. */
function lines(doc: Store, annotation: Obj, points: Obj, closed: bool, out: Buffer): bool {
  const width = borderWidth(doc, annotation);
  const filled = setColor(doc, out, get(doc, annotation, Name.IC), false);
  if (!width && !(closed && filled)) return false;
  if (width) pen(doc, annotation, width, out);
  const count = polyline(doc, points, out);
  if (!count) return false;
  if (closed) operator(out, 0x68);
  if (!width) operator(out, 0x66);
  else operator(out, closed && filled ? 0x42 : 0x53);
  if (!closed) endings(doc, annotation, points, count, width, filled, out);
  return true;
}

/** /LE: how the first and the last of `count` points look. */
function endings(doc: Store, annotation: Obj, points: Obj, count: u32, width: f64, filled: bool, out: Buffer): void {
  const kinds = get(doc, annotation, Name.LE);
  if (kindOf(kinds) != Kind.Array) return;
  operand(out, width);
  operator(out, 0x77); // w
  out.pushU8(0x5b);
  out.pushU8(0x5d);
  operand(out, 0);
  operator(out, 0x64); // d: endings are not dashed
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
  operator(out, 0x53);
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

/** The border's line in the annotation's colour, black where it has none. */
function pen(doc: Store, annotation: Obj, width: f64, out: Buffer): void {
  setColor(doc, out, get(doc, annotation, Name.C), true);
  setBorder(doc, out, annotation, width);
}

/** 12.5.6.10: over, under or through the text in each quadrilateral, whose corners writers give in several orders. */
function textMarkup(doc: Store, annotation: Obj, kind: u32, out: Buffer): bool {
  const points = get(doc, annotation, Name.QuadPoints);
  const count = kindOf(points) == Kind.Array ? min(lengthOf(points) >> 3, MAX_POINTS) : 0;
  const color = get(doc, annotation, Name.C);
  const colored = setColor(doc, out, color, kind != Name.Highlight);
  if (kind == Name.Highlight && !colored) {
    operand(out, 1);
    operand(out, 1);
    operand(out, 0);
    operator(out, 0x72, 0x67); // rg: a highlighter is yellow
  }
  for (let i: u32 = 0; i < count && out.length < MAX_CONTENT; i++) {
    let x0 = Infinity;
    let y0 = Infinity;
    let x1 = -Infinity;
    let y1 = -Infinity;
    for (let k: u32 = 0; k < 8; k += 2) {
      const x = numberOf(at(doc, points, 8 * i + k));
      const y = numberOf(at(doc, points, 8 * i + k + 1));
      x0 = min(x0, x);
      y0 = min(y0, y);
      x1 = max(x1, x);
      y1 = max(y1, y);
    }
    if (kind == Name.Highlight) rectangle(out, x0, y0, x1, y1);
    else if (kind == Name.Underline) stretch(out, x0, x1, y0 + UNDERLINE);
    else if (kind == Name.StrikeOut) stretch(out, x0, x1, (y0 + y1) / 2);
    else squiggle(out, x0, x1, y0, (y1 - y0) / 6);
  }
  operator(out, kind == Name.Highlight ? 0x66 : 0x53);
  return count > 0;
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
