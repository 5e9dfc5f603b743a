import { Buffer } from '../memory/buffer';
import { Name } from '../syntax/names';
import { Kind, kindOf, lengthOf, nameOf, numberOf, Obj } from '../syntax/object';
import { at, get, getBool, getName, getNumber, Store } from '../syntax/store';
import { borderWidth, pen, setSolid } from './border';
import { writeEnding } from './line-endings';
import { plainText } from './rich-text';
import { setFont, setTextColor, TextStyle, useStandard } from './text-style';
import { Typeface, typefaceFor } from './typeface';
import { place } from './variable-text';
import { lineTo, moveTo, operand, operator, setColor } from './writer';

/** Line annotations, ISO 32000-2, 12.5.6.7: with leader lines, endings and a caption. */

/** The caption's size in points, and the room beside it. */
const SIZE: f64 = 9;
const GAP: f64 = 3;
/** Longer values of /LL and the like are damage. */
const FAR: f64 = 1e5;

/** Everything is written along the line: x from its start to its end, y to its left. */
export function writeLineAnnotation(doc: Store, annotation: Obj, style: TextStyle, out: Buffer): bool {
  const points = get(doc, annotation, Name.L);
  const width = borderWidth(doc, annotation);
  if (kindOf(points) != Kind.Array || lengthOf(points) < 4 || !(width > 0)) return false;
  const x = numberOf(at(doc, points, 0));
  const y = numberOf(at(doc, points, 1));
  const dx = numberOf(at(doc, points, 2)) - x;
  const dy = numberOf(at(doc, points, 3)) - y;
  const length = Math.sqrt(dx * dx + dy * dy);
  const filled = setColor(doc, out, get(doc, annotation, Name.IC), false);
  pen(doc, annotation, width, out);
  operator(out, 'q');
  const cos = length > 0 ? dx / length : 1;
  const sin = length > 0 ? dy / length : 0;
  operand6(out, cos, sin, -sin, cos, x, y);
  operator(out, 'cm');
  const level = leaders(doc, annotation, length, out);
  const text = getBool(doc, annotation, Name.Cap) ? plainText(doc, annotation) : null;
  const face = text && useStandard(doc, Name.Helvetica, style) ? typefaceFor(doc, style, text) : null;
  const wide = text && face ? face.width(text.data, text.length >> 1) * SIZE : 0;
  const above = getName(doc, annotation, Name.CP) == Name.Top;
  const gap = above || !face ? 0 : wide / 2 + GAP;
  // An inline caption stands in a gap of the line, where there is room for it.
  if (gap > 0 && 2 * gap < length) {
    segment(out, 0, length / 2 - gap, level);
    segment(out, length / 2 + gap, length, level);
  } else {
    segment(out, 0, length, level);
  }
  operator(out, 'S');
  const kinds = get(doc, annotation, Name.LE);
  if (kindOf(kinds) == Kind.Array) {
    setSolid(out, width);
    writeEnding(out, nameOf(at(doc, kinds, 0)), 0, level, length, level, width, filled);
    writeEnding(out, nameOf(at(doc, kinds, 1)), length, level, 0, level, width, filled);
  }
  if (text && face) {
    const offset = get(doc, annotation, Name.CO);
    const left = (length - wide) / 2 + near(numberOf(at(doc, offset, 0)));
    const base =
      level + near(numberOf(at(doc, offset, 1))) + (above ? width / 2 + GAP : -(<f64>(face.font.ascent + face.font.descent)) * (SIZE / 2));
    caption(doc, annotation, style, face, text, left, base, out);
    face.destroy();
  }
  if (text) text.destroy();
  operator(out, 'Q');
  return true;
}

/** /LL, /LLE and /LLO: the lines from the points that are measured to the line itself, whose height is returned. Table 178. */
function leaders(doc: Store, annotation: Obj, length: f64, out: Buffer): f64 {
  const leader = near(getNumber(doc, annotation, Name.LL, 0));
  const side: f64 = leader < 0 ? -1 : 1;
  const offset = side * max<f64>(near(getNumber(doc, annotation, Name.LLO, 0)), 0);
  if (!leader) return 0;
  const end = offset + leader + side * max<f64>(near(getNumber(doc, annotation, Name.LLE, 0)), 0);
  moveTo(out, 0, offset);
  lineTo(out, 0, end);
  moveTo(out, length, offset);
  lineTo(out, length, end);
  return offset + leader;
}

function near(value: f64): f64 {
  return abs(value) < FAR ? value : 0;
}

function segment(out: Buffer, from: f64, to: f64, y: f64): void {
  moveTo(out, from, y);
  lineTo(out, to, y);
}

function caption(doc: Store, annotation: Obj, style: TextStyle, face: Typeface, text: Buffer, x: f64, y: f64, out: Buffer): void {
  operator(out, 'BT');
  if (!setColor(doc, out, get(doc, annotation, Name.C), false)) setTextColor(out, style, false);
  setFont(doc, out, style.name, SIZE);
  place(out, x, y);
  face.show(out, SIZE, text.data, text.length >> 1);
  operator(out, 'ET');
}

function operand6(out: Buffer, a: f64, b: f64, c: f64, d: f64, e: f64, f: f64): void {
  operand(out, a);
  operand(out, b);
  operand(out, c);
  operand(out, d);
  operand(out, e);
  operand(out, f);
}
