import { Rectangle } from '../geometry/rectangle';
import { Buffer } from '../memory/buffer';
import { pop, push } from '../memory/stack';
import { nameBytes, nameLength } from '../syntax/name-table';
import { Name } from '../syntax/names';
import { Obj } from '../syntax/object';
import { get, getName, getRect, Store } from '../syntax/store';
import { TextStyle, useStandard } from './text-style';
import { typefaceFor } from './typeface';
import { beginText, Quadding, TextBox, writeLine } from './variable-text';
import { curveTo, lineTo, moveTo, operand, operator, rectangle, setColor, setColorOf } from './writer';

/** Notes, attachments, carets and stamps: what stands for them on the page, in a drawing of ODE's own. */

/** The drawings' squares have sides of 20 units; notes and attachments are at most so large, in points, and carets as their rectangles. */
const UNITS: f64 = 20;

export function writeIcon(doc: Store, annotation: Obj, kind: u32, style: TextStyle, out: Buffer): bool {
  const rect = Rectangle.push();
  const found = getRect(doc, annotation, Name.Rect, rect);
  const x = rect.x0;
  const y = rect.y0;
  let width = rect.width;
  let height = rect.height;
  rect.pop();
  if (!found) return false;
  if (!(width > 0) || !(height > 0)) width = height = UNITS;
  const color = get(doc, annotation, Name.C);
  if (kind == Name.Stamp) {
    if (!setColor(doc, out, color, true)) setRed(out, true);
    if (!setColor(doc, out, color, false)) setRed(out, false);
    return stamp(doc, annotation, style, x, y, width, height, out);
  }
  const side = min(min(width, height), UNITS);
  const fills = kind == Name.Caret;
  if (!setColor(doc, out, color, false)) {
    operand(out, fills ? 0 : 1);
    operand(out, fills ? 0 : 1);
    operand(out, 0);
    operator(out, 'rg'); // rg: notes are yellow
  }
  operator(out, 'q');
  // Notes and attachments hang from the upper left corner.
  operand(out, (fills ? width : side) / UNITS);
  operand(out, 0);
  operand(out, 0);
  operand(out, (fills ? height : side) / UNITS);
  operand(out, x);
  operand(out, fills ? y : y + height - side);
  operator(out, 'cm');
  if (kind == Name.Caret) caret(out);
  else if (kind == Name.Text) note(out);
  else clip(out);
  operator(out, 'Q');
  return true;
}

function setRed(out: Buffer, stroking: bool): void {
  operand(out, 0.8);
  operand(out, 0);
  operand(out, 0);
  setColorOf(out, 3, stroking);
}

/** A sheet with lines. */
function note(out: Buffer): void {
  rectangle(out, 2, 1, 18, 19);
  operator(out, 'B');
  for (let y: f64 = 5; y <= 15; y += 5) {
    moveTo(out, 5, y);
    lineTo(out, 15, y);
  }
  operator(out, 'S');
}

/** A paper clip. */
function clip(out: Buffer): void {
  operand(out, 1.5);
  operator(out, 'w');
  moveTo(out, 14, 15);
  lineTo(out, 14, 5);
  curveTo(out, 14, 0, 6, 0, 6, 5);
  lineTo(out, 6, 15);
  curveTo(out, 6, 19, 11.5, 19, 11.5, 15);
  lineTo(out, 11.5, 6);
  curveTo(out, 11.5, 3.5, 8.5, 3.5, 8.5, 6);
  lineTo(out, 8.5, 14);
  operator(out, 'S');
}

function caret(out: Buffer): void {
  moveTo(out, 0, 0);
  curveTo(out, 7, 0, 10, 8, 10, 20);
  curveTo(out, 10, 8, 13, 0, 20, 0);
  operator(out, 'f');
}

/** Its name in a frame. Table 184: of those without a name, Draft. */
function stamp(doc: Store, annotation: Obj, style: TextStyle, x: f64, y: f64, width: f64, height: f64, out: Buffer): bool {
  memory.fill(changetype<usize>(style), 0, offsetof<TextStyle>());
  if (!useStandard(doc, Name.Helvetica_Bold, style)) return false;
  const line = min(width, height) / UNITS;
  operand(out, line);
  operator(out, 'w');
  rectangle(out, x + line, y + line, x + width - line, y + height - line);
  operator(out, 'S');
  const text = Buffer.create(64);
  if (!text) return true;
  const named = getName(doc, annotation, Name.Name);
  const atom: u32 = named ? named : <u32>Name.Draft;
  const from = nameBytes(doc, atom);
  const length = min(nameLength(doc, atom), 64);
  for (let i: u32 = 0; i < length; i++) {
    text.pushU8(load<u8>(from + <usize>i));
    text.pushU8(0);
  }
  const face = typefaceFor(doc, style, text);
  if (face) {
    const box = changetype<TextBox>(push(offsetof<TextBox>()));
    box.face = face;
    box.style = style;
    box.x = x + 4 * line;
    box.y = y + 2 * line;
    box.width = max<f64>(width - 8 * line, 1);
    box.height = max<f64>(height - 4 * line, 1);
    box.quadding = Quadding.Center;
    operator(out, 'BT');
    writeLine(doc, box, text.data, length, out);
    operator(out, 'ET');
    pop(changetype<usize>(box));
    face.destroy();
  }
  text.destroy();
  return true;
}
