import { Rectangle } from '../geometry/rectangle';
import { Buffer } from '../memory/buffer';
import { pop, push } from '../memory/stack';
import { Name } from '../syntax/names';
import { intOf, Obj } from '../syntax/object';
import { get, getInt, getRect, Store } from '../syntax/store';
import { writeButton } from './button';
import { optionText, writeListBox } from './choice';
import { fieldInset, writeFieldBox } from './field-box';
import { defaulted, fieldType, filledIn, inherited, needsAppearances } from '../document/form';
import { readTextStyle, TextStyle } from './text-style';
import { textOf } from '../document/text-value';
import { Typeface, typefaceFor } from './typeface';
import { beginText, TextBox, writeComb, writeLine, writeLines } from './variable-text';
import { operand, operator, rectangle } from './writer';

/** Form fields by their values, ISO 32000-2, 12.7.5: text fields, choices, and buttons. */

// Bits of /Ff, tables 229, 231 and 233.
const MULTILINE: i32 = 1 << 12;
const PASSWORD: i32 = 1 << 13;
const COMBO: i32 = 1 << 17;
const COMB: i32 = 1 << 24;

/** A comb has no more cells. */
const MAX_CELLS: i32 = 1000;
/** Between the border and the text at its sides, in points. */
const PADDING: f64 = 2;

/**
 * Whether a widget's appearance is to be made anew, whatever it brings: that of text fields and choices which
 * have been filled in, or have a value where the form asks for it, as PDFium and pdf.js do. Buttons have states that only their own appearances know.
 */
export function isRemade(doc: Store, widget: Obj): bool {
  if (!filledIn(doc, widget) && (!needsAppearances(doc) || !inherited(doc, widget, Name.V))) return false;
  const type = fieldType(doc, widget);
  return type == Name.Tx || type == Name.Ch;
}

/**
 * Writes a widget's background, border and value; false when there is nothing to show. A field without an appearance
 * shows its value whether the form asks for it or not: what has been filled in is to be seen, as in MuPDF. PDFium and
 * pdf.js leave it to the input elements that they lay over the page.
 */
export function writeField(doc: Store, widget: Obj, style: TextStyle, out: Buffer): bool {
  const rect = Rectangle.push();
  const found = getRect(doc, widget, Name.Rect, rect);
  const x = rect.x0;
  const y = rect.y0;
  let width = rect.width;
  let height = rect.height;
  rect.pop();
  if (!found) return false;
  if (!(width > 0) || !(height > 0)) return false;
  const looks = get(doc, widget, Name.MK);
  operator(out, 'q');
  const turns = (((getInt(doc, looks, Name.R) / 90) % 4) + 4) % 4;
  turn(out, x, y, width, height, turns);
  if (turns & 1) {
    const sideways = width;
    width = height;
    height = sideways;
  }
  const type = fieldType(doc, widget);
  let any: bool = false;
  if (type == Name.Btn) {
    any = writeButton(doc, widget, style, width, height, out);
  } else {
    any = writeFieldBox(doc, widget, width, height, out);
    if (type == Name.Tx || type == Name.Ch) any = writeValue(doc, widget, type, style, width, height, out) || any;
  }
  operator(out, 'Q');
  return any;
}

/** The origin into the corner of the rectangle that is the lower left one after so many quarter turns, table 192. */
function turn(out: Buffer, x: f64, y: f64, width: f64, height: f64, turns: i32): void {
  const cos: f64 = turns == 0 ? 1 : turns == 2 ? -1 : 0;
  const sin: f64 = turns == 1 ? 1 : turns == 3 ? -1 : 0;
  operand(out, cos);
  operand(out, sin);
  operand(out, -sin);
  operand(out, cos);
  operand(out, x + (turns == 1 || turns == 2 ? width : 0));
  operand(out, y + (turns == 2 || turns == 3 ? height : 0));
  operator(out, 'cm');
}

function writeValue(doc: Store, widget: Obj, type: u32, style: TextStyle, width: f64, height: f64, out: Buffer): bool {
  if (!readTextStyle(doc, widget, style)) return false;
  const flags = intOf(inherited(doc, widget, Name.Ff));
  const inset = fieldInset(doc, widget);
  const box = changetype<TextBox>(push(offsetof<TextBox>()));
  box.style = style;
  box.x = inset + PADDING;
  box.y = inset;
  box.width = max<f64>(width - 2 * (inset + PADDING), 1);
  box.height = max<f64>(height - 2 * inset, 1);
  box.quadding = intOf(defaulted(doc, widget, Name.Q));
  const list = type == Name.Ch && !(flags & COMBO);
  const value: Buffer | null = list ? null : valueOf(doc, widget, type);
  const face: Typeface | null = list || value ? typefaceFor(doc, style, value) : null;
  if (face) {
    box.face = face;
    operator(out, 'q');
    rectangle(out, inset, inset, width - inset, height - inset);
    operator(out, 'W');
    operator(out, 'n');
    if (list) writeListBox(doc, widget, box, out);
    else if (value) writeTextValue(doc, widget, type == Name.Tx ? flags : 0, box, value, width, out);
    operator(out, 'Q');
    face.destroy();
  }
  pop(changetype<usize>(box));
  if (value) value.destroy();
  return face != null;
}

function writeTextValue(doc: Store, widget: Obj, flags: i32, box: TextBox, value: Buffer, width: f64, out: Buffer): void {
  const count = value.length >> 1;
  if (flags & PASSWORD) for (let i: u32 = 0; i < count; i++) store<u16>(value.data + ((<usize>i) << 1), 0x2a);
  beginText(out, box.style);
  const cells = intOf(inherited(doc, widget, Name.MaxLen));
  if (flags & MULTILINE) {
    // Below the border there is as much room as beside it.
    box.y += PADDING;
    box.height = max<f64>(box.height - 2 * PADDING, 1);
    writeLines(doc, box, value.data, count, out);
  } else if (flags & COMB && cells > 0 && cells <= MAX_CELLS) {
    box.x = 0;
    box.width = width;
    writeComb(doc, box, value.data, count, <u32>cells, out);
  } else {
    writeLine(doc, box, value.data, count, out);
  }
  operator(out, 'ET');
}

/** A field's value as UTF-16, of choices as the options say it; null when there is none. */
function valueOf(doc: Store, widget: Obj, type: u32): Buffer | null {
  let value = inherited(doc, widget, Name.V);
  if (type == Name.Ch && !filledIn(doc, widget)) value = optionText(doc, widget, value);
  return textOf(doc, value);
}
