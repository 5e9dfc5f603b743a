import { Font, loadFont } from '../font/font';
import { Buffer } from '../memory/buffer';
import { Name } from '../syntax/names';
import { Kind, kindOf, lengthOf, numberOf, Obj, rawGet, refNumber, stringOf } from '../syntax/object';
import { get, getBool, getRect, resolve, Store } from '../syntax/store';
import { decodeText } from '../syntax/text-string';
import { borderWidth } from './border';
import { DefaultAppearance, readDefaultAppearance } from './default-appearance';
import { breakLines, textWidth } from './measure';
import { operand, operator, rectangle, setColor } from './writer';

/** Form fields by their values, ISO 32000-2, 12.7.4.3: text fields, choices, and the captions of buttons. */

// Bits of /Ff, tables 228, 229 and 231.
// @ts-ignore: decorator
@inline const MULTILINE: i32 = 1 << 12;
// @ts-ignore: decorator
@inline const PASSWORD: i32 = 1 << 13;
// @ts-ignore: decorator
@inline const COMB: i32 = 1 << 24;
// @ts-ignore: decorator
@inline const PUSHBUTTON: i32 = 1 << 16;

/** A field's parents, at most. */
// @ts-ignore: decorator
@inline const MAX_DEPTH: i32 = 32;
/** Longer values are cut: no widget shows so much. */
// @ts-ignore: decorator
@inline const MAX_LENGTH: u32 = 1 << 15;
/** From line to line, in sizes of the font. */
// @ts-ignore: decorator
@inline const LEADING: f64 = 1.15;
/** The most that a size of 0 becomes in a field of several lines. */
// @ts-ignore: decorator
@inline const MULTILINE_SIZE: f64 = 12;
/** Between the text and the sides, in points, beside the border. */
// @ts-ignore: decorator
@inline const PADDING: f64 = 2;

/** The resources that default appearances take their fonts from. */
export function formResources(doc: Store): Obj {
  return get(doc, form(doc), Name.DR);
}

/** Whether the widget's own appearance may be out of date, and is to be made anew from a value (table 224, /NeedAppearances). */
export function isOutdated(doc: Store, widget: Obj): bool {
  if (!getBool(doc, form(doc), Name.NeedAppearances)) return false;
  const type = inherited(doc, widget, Name.FT);
  const kind = kindOf(type) == Kind.Name ? load<u32>(type, 4) : 0;
  return (kind == Name.Tx || kind == Name.Ch) && kindOf(inherited(doc, widget, Name.V)) == Kind.String;
}

/** Whether the form leaves the appearances of its fields to the reader, whatever they bring. Table 224. */
export function needsAppearances(doc: Store): bool {
  return getBool(doc, form(doc), Name.NeedAppearances);
}

/**
 * Writes a widget's background, border and value; false when there is nothing to show, or when the form does not ask for
 * it: PDFium and pdf.js then leave fields without an appearance empty.
 */
export function writeField(doc: Store, widget: Obj, out: Buffer): bool {
  if (!needsAppearances(doc)) return false;
  const rect = memory.data(32, 8);
  if (!getRect(doc, widget, Name.Rect, rect)) return false;
  const x0 = load<f64>(rect);
  const y0 = load<f64>(rect, 8);
  const width = load<f64>(rect, 16) - x0;
  const height = load<f64>(rect, 24) - y0;
  if (!(width > 0) || !(height > 0)) return false;
  operator(out, 0x71); // q
  for (let i = 0; i < 4; i++) operand(out, i == 0 || i == 3 ? 1 : 0);
  operand(out, x0);
  operand(out, y0);
  operator(out, 0x63, 0x6d); // cm
  const boxed = writeBox(doc, widget, width, height, out);
  const said = writeValue(doc, widget, width, height, out);
  operator(out, 0x51); // Q
  return boxed || said;
}

/** Table 192: /BG and /BC. */
function writeBox(doc: Store, widget: Obj, width: f64, height: f64, out: Buffer): bool {
  const looks = get(doc, widget, Name.MK);
  const filled = setColor(doc, out, get(doc, looks, Name.BG), false);
  if (filled) {
    rectangle(out, 0, 0, width, height);
    operator(out, 0x66); // f
  }
  const border = borderWidth(doc, widget);
  if (!border || !setColor(doc, out, get(doc, looks, Name.BC), true)) return filled;
  operand(out, border);
  operator(out, 0x77); // w
  rectangle(out, border / 2, border / 2, width - border / 2, height - border / 2);
  operator(out, 0x53); // S
  return true;
}

function writeValue(doc: Store, widget: Obj, width: f64, height: f64, out: Buffer): bool {
  const flags = <i32>numberOf(inherited(doc, widget, Name.Ff));
  const text = Buffer.create(256);
  const p = doc.arena.alloc(offsetof<DefaultAppearance>());
  if (!text || !p) return false;
  const looks = changetype<DefaultAppearance>(p);
  const da = defaultAppearance(doc, widget);
  readDefaultAppearance(doc, da, looks);
  const reference = rawGet(get(doc, formResources(doc), Name.Font), looks.font);
  const font = loadFont(doc, resolve(doc, reference), refNumber(reference));
  valueOf(doc, widget, flags, text);
  const shown = font != null && text.length > 0;
  if (shown) {
    const inset = borderWidth(doc, widget) + PADDING;
    operator(out, 0x71);
    rectangle(out, inset / 2, inset / 2, width - inset / 2, height - inset / 2);
    operator(out, 0x57); // W
    operator(out, 0x6e); // n
    operator(out, 0x42, 0x54); // BT
    out.pushBytes(stringOf(da), kindOf(da) == Kind.String ? lengthOf(da) : 0);
    out.pushU8(10);
    const longest = <i32>numberOf(inherited(doc, widget, Name.MaxLen));
    const line = changetype<Font>(changetype<usize>(font));
    if (flags & MULTILINE) writeLines(doc, widget, line, looks, text, width, height, inset, out);
    else if (flags & COMB && longest > 0 && longest < 1000) writeComb(doc, line, looks, text, width, height, longest, out);
    else writeLine(doc, widget, line, looks, text, width, height, inset, out);
    operator(out, 0x45, 0x54); // ET
    operator(out, 0x51);
  }
  text.destroy();
  return shown;
}

/** One line, in the middle of the height; a size of 0 is as large as fits. */
function writeLine(
  doc: Store,
  widget: Obj,
  font: Font,
  looks: DefaultAppearance,
  text: Buffer,
  width: f64,
  height: f64,
  inset: f64,
  out: Buffer,
): void {
  const em = textWidth(doc, font, text.data, text.length);
  let size = looks.size;
  if (!size) {
    size = max<f64>((height - inset) / LEADING, 1);
    if (em * size > width - 2 * inset && em > 0) size = max<f64>((width - 2 * inset) / em, 1);
  }
  setSize(out, looks, size);
  place(out, start(doc, widget, em * size, width, inset), baseline(font, size, height));
  showText(out, text.data, text.length);
}

/** Lines from the top, broken between words. */
function writeLines(
  doc: Store,
  widget: Obj,
  font: Font,
  looks: DefaultAppearance,
  text: Buffer,
  width: f64,
  height: f64,
  inset: f64,
  out: Buffer,
): void {
  const size = looks.size ? looks.size : min<f64>(MULTILINE_SIZE, max<f64>(height - inset, 1));
  const lines = Buffer.create(64);
  if (!lines) return;
  setSize(out, looks, size);
  breakLines(doc, font, text, (width - 2 * inset) / size, lines);
  let y = height - inset - <f64>font.ascent * size;
  for (let i: u32 = 0; i < lines.length && y > -size; i += 8, y -= size * LEADING) {
    const from = text.data + <usize>load<u32>(lines.data + i);
    const length = load<u32>(lines.data + i, 4);
    place(out, start(doc, widget, textWidth(doc, font, from, length) * size, width, inset), y);
    showText(out, from, length);
  }
  lines.destroy();
}

/** 12.7.5.3: each character in the middle of a cell of its own. */
function writeComb(doc: Store, font: Font, looks: DefaultAppearance, text: Buffer, width: f64, height: f64, cells: i32, out: Buffer): void {
  const cell = width / <f64>cells;
  const size = looks.size ? looks.size : max<f64>(height / LEADING - PADDING, 1);
  setSize(out, looks, size);
  for (let i: u32 = 0; i < text.length && i < <u32>cells; i++) {
    const em = textWidth(doc, font, text.data + <usize>i, 1);
    place(out, cell * (<f64>i + 0.5) - (em * size) / 2, baseline(font, size, height));
    showText(out, text.data + <usize>i, 1);
  }
}

/** `Tf` again, where the default appearance leaves the size to the reader. */
function setSize(out: Buffer, looks: DefaultAppearance, size: f64): void {
  if (looks.size) return;
  out.pushU8(0x2f);
  out.pushBytes(looks.name, looks.nameLength);
  out.pushU8(0x20);
  operand(out, size);
  operator(out, 0x54, 0x66); // Tf
}

/** `Tm`. */
function place(out: Buffer, x: f64, y: f64): void {
  for (let i = 0; i < 4; i++) operand(out, i == 0 || i == 3 ? 1 : 0);
  operand(out, x);
  operand(out, y);
  operator(out, 0x54, 0x6d);
}

/** `Tj`, of a string in hexadecimal digits. */
function showText(out: Buffer, from: usize, length: u32): void {
  out.pushU8(0x3c);
  for (let i: usize = 0; i < <usize>length; i++) {
    const byte = <u32>load<u8>(from + i);
    out.pushU8(digit(byte >> 4));
    out.pushU8(digit(byte & 15));
  }
  out.pushU8(0x3e);
  operator(out, 0x54, 0x6a);
}

// @ts-ignore: decorator
@inline function digit(value: u32): u32 {
  return value < 10 ? 48 + value : 55 + value;
}

/** Where a line of a width begins: /Q, table 228. */
function start(doc: Store, widget: Obj, length: f64, width: f64, inset: f64): f64 {
  const field = inherited(doc, widget, Name.Q);
  const quadding = <i32>numberOf(field ? field : get(doc, form(doc), Name.Q));
  const button = inherited(doc, widget, Name.FT);
  if (quadding == 1 || (kindOf(button) == Kind.Name && load<u32>(button, 4) == Name.Btn)) return (width - length) / 2;
  return quadding == 2 ? width - inset - length : inset;
}

function baseline(font: Font, size: f64, height: f64): f64 {
  return (height - <f64>(font.ascent - font.descent) * size) / 2 - <f64>font.descent * size;
}

/** The value's text in Latin-1, which the fonts of forms have; other characters are left out. */
function valueOf(doc: Store, widget: Obj, flags: i32, out: Buffer): void {
  const type = inherited(doc, widget, Name.FT);
  const kind: u32 = kindOf(type) == Kind.Name ? load<u32>(type, 4) : 0;
  let value: Obj = 0;
  if (kind == Name.Tx || kind == Name.Ch) value = inherited(doc, widget, Name.V);
  else if (kind == Name.Btn && flags & PUSHBUTTON) value = get(doc, get(doc, widget, Name.MK), Name.CA);
  const length = kindOf(value) == Kind.String ? min(lengthOf(value), MAX_LENGTH) : 0;
  const units = length ? doc.arena.alloc(<usize>length * 2 + 2) : 0;
  if (!units) return;
  const count = decodeText(stringOf(value), length, units);
  for (let i: u32 = 0; i < count; i++) {
    const unit = <u32>load<u16>(units + ((<usize>i) << 1));
    if (kind == Name.Tx && flags & PASSWORD) out.pushU8(0x2a);
    else if ((unit >= 0x20 && unit < 0x7f) || (unit > 0xa0 && unit < 0x100)) out.pushU8(unit);
    else if (unit == 13 || unit == 10) out.pushU8(unit);
  }
}

function defaultAppearance(doc: Store, widget: Obj): Obj {
  const own = inherited(doc, widget, Name.DA);
  return own ? own : get(doc, form(doc), Name.DA);
}

/** An entry of a field, or of those that it is part of (table 226). */
function inherited(doc: Store, field: Obj, key: Name): Obj {
  for (let i = 0; i < MAX_DEPTH && kindOf(field) == Kind.Dict; i++) {
    const value = get(doc, field, key);
    if (value && kindOf(value) != Kind.Null) return value;
    field = get(doc, field, Name.Parent);
  }
  return 0;
}

function form(doc: Store): Obj {
  return get(doc, get(doc, doc.trailer, Name.Root), Name.AcroForm);
}
