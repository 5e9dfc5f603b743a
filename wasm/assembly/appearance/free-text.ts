import { Rectangle } from '../geometry/rectangle';
import { Buffer } from '../memory/buffer';
import { pop, push } from '../memory/stack';
import { Name } from '../syntax/names';
import { getInt, get, getName, getRect, Store } from '../syntax/store';
import { Kind, kindOf, lengthOf, numberOf, Obj } from '../syntax/object';
import { at } from '../syntax/store';
import { borderWidth, setBorder } from './border';
import { writeEnding } from './line-endings';
import { insideOf } from './rectangle';
import { plainText, readRichStyle } from './rich-text';
import { readTextStyle, setTextColor, TextStyle } from './text-style';
import { typefaceFor } from './typeface';
import { beginText, TextBox, writeLines } from './variable-text';
import { lineTo, moveTo, operator, rectangle, setColor } from './writer';

/** Free text annotations, ISO 32000-2, 12.5.6.6. */

/** Between the border and the text, in points. */
const PADDING: f64 = 2;

export function writeFreeText(doc: Store, annotation: Obj, style: TextStyle, out: Buffer): bool {
  const rect = Rectangle.push();
  const written =
    getRect(doc, annotation, Name.Rect, rect) && readTextStyle(doc, annotation, style) && writeIn(doc, annotation, style, rect, out);
  rect.pop();
  return written;
}

function writeIn(doc: Store, annotation: Obj, style: TextStyle, rect: Rectangle, out: Buffer): bool {
  const quadding = readRichStyle(doc, annotation, style);
  insideOf(doc, annotation, rect, 0);
  const x0 = rect.x0;
  const y0 = rect.y0;
  const x1 = rect.x1;
  const y1 = rect.y1;
  const line = borderWidth(doc, annotation);
  const filled = setColor(doc, out, get(doc, annotation, Name.C), false);
  if (filled) {
    rectangle(out, x0, y0, x1, y1);
    operator(out, 'f');
  }
  if (line > 0) {
    setTextColor(out, style, true);
    setBorder(doc, out, annotation, line);
    rectangle(out, x0 + line / 2, y0 + line / 2, x1 - line / 2, y1 - line / 2);
    operator(out, 'S');
    callout(doc, annotation, line, filled, out);
  }
  const text = plainText(doc, annotation);
  const face = text ? typefaceFor(doc, style, text) : null;
  if (text && face) {
    const inset = line + PADDING;
    const box = changetype<TextBox>(push(offsetof<TextBox>()));
    box.face = face;
    box.style = style;
    box.x = x0 + inset;
    box.y = y0 + inset;
    box.width = max<f64>(x1 - x0 - 2 * inset, 1);
    box.height = max<f64>(y1 - y0 - 2 * inset, 1);
    box.quadding = quadding < 0 ? getInt(doc, annotation, Name.Q) : quadding;
    operator(out, 'q');
    rectangle(out, x0 + line, y0 + line, x1 - line, y1 - line);
    operator(out, 'W');
    operator(out, 'n');
    beginText(out, style);
    writeLines(doc, box, text.data, text.length >> 1, out);
    operator(out, 'ET');
    operator(out, 'Q');
    pop(changetype<usize>(box));
    face.destroy();
  }
  if (text) text.destroy();
  return true;
}

/** The line to what is spoken of: two points or three, from its end to the text. */
function callout(doc: Store, annotation: Obj, width: f64, filled: bool, out: Buffer): void {
  const points = get(doc, annotation, Name.CL);
  const count = kindOf(points) == Kind.Array ? min(lengthOf(points) >> 1, 3) : 0;
  if (count < 2) return;
  for (let i: u32 = 0; i < count; i++) {
    const x = numberOf(at(doc, points, 2 * i));
    const y = numberOf(at(doc, points, 2 * i + 1));
    if (i) lineTo(out, x, y);
    else moveTo(out, x, y);
  }
  operator(out, 'S');
  const x = numberOf(at(doc, points, 0));
  const y = numberOf(at(doc, points, 1));
  writeEnding(out, getName(doc, annotation, Name.LE), x, y, numberOf(at(doc, points, 2)), numberOf(at(doc, points, 3)), width, filled);
}
