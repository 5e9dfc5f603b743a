import { Font } from '../font/font';
import { Buffer } from '../memory/buffer';
import { Store } from '../syntax/store';
import { setFont, setTextColor, TextStyle } from './text-style';
import { characterAt, Typeface, unitsOf } from './typeface';
import { operand, operator } from './writer';

/** Variable text, ISO 32000-2, 12.7.4.3: characters (UTF-16) into a box, from its lower left corner. */

/** From line to line, in sizes of the font. */
export const LEADING: f64 = 1.15;
/** What a size of 0 may become in text of several lines: from the first, so small that it fits, to the second. */
const LARGEST: f64 = 12;
const SMALLEST: f64 = 4;

/** Table 231. */
export const enum Quadding {
  Left = 0,
  Center = 1,
  Right = 2,
}

/** Where text goes, and how it looks there. */
@unmanaged
export class TextBox {
  face: Typeface;
  style: TextStyle;
  x: f64;
  y: f64;
  width: f64;
  height: f64;
  quadding: i32;
}

/** `BT`, and the colour. */
export function beginText(out: Buffer, style: TextStyle): void {
  operator(out, 'BT');
  setTextColor(out, style, false);
}

/** One line, in the middle of the height; a size of 0 is as large as fits. */
export function writeLine(doc: Store, box: TextBox, units: usize, count: u32, out: Buffer): void {
  const face = box.face;
  const em = face.width(units, count);
  let size = box.style.size;
  if (!size) {
    size = box.height / LEADING;
    if (em * size > box.width && em > 0) size = box.width / em;
    size = max<f64>(size, 1);
  }
  setFont(doc, out, box.style.name, size);
  place(out, box.x + indent(box, em * size), box.y + baseline(face.font, size, box.height));
  face.show(out, size, units, count);
}

/** Lines from the top, broken between words. */
export function writeLines(doc: Store, box: TextBox, units: usize, count: u32, out: Buffer): void {
  const lines = Buffer.create(64);
  if (!lines) return;
  const face = box.face;
  let size = box.style.size;
  if (size) {
    breakLines(face, units, count, box.width / size, lines);
  } else {
    for (size = LARGEST; ; size -= 1) {
      lines.clear();
      breakLines(face, units, count, box.width / size, lines);
      if (size <= SMALLEST || <f64>(lines.length / LINE) * size * LEADING <= box.height) break;
    }
  }
  setFont(doc, out, box.style.name, size);
  let y = box.y + box.height - <f64>face.font.ascent * size;
  for (let i: u32 = 0; i < lines.length && y > box.y - size; i += LINE, y -= size * LEADING) {
    const line = changetype<Line>(lines.data + <usize>i);
    const from = units + ((<usize>line.start) << 1);
    place(out, box.x + indent(box, face.width(from, line.length) * size), y);
    face.show(out, size, from, line.length);
  }
  lines.destroy();
}

/** 12.7.5.3: each character in the middle of a cell of its own. */
export function writeComb(doc: Store, box: TextBox, units: usize, count: u32, cells: u32, out: Buffer): void {
  const face = box.face;
  const cell = box.width / <f64>cells;
  let size = box.style.size;
  if (!size) size = max<f64>(min(box.height / LEADING, cell * 1.5), 1);
  const unused = cells - min(charactersOf(units, count), cells);
  let at = box.quadding == Quadding.Right ? unused : box.quadding == Quadding.Center ? unused >> 1 : 0;
  setFont(doc, out, box.style.name, size);
  for (let i: u32 = 0; i < count && at < cells; at++) {
    const first = units + ((<usize>i) << 1);
    const length = unitsOf(characterAt(first, count - i));
    const middle = cell * (<f64>at + 0.5);
    place(out, box.x + middle - (face.width(first, length) * size) / 2, box.y + baseline(face.font, size, box.height));
    face.show(out, size, first, length);
    i += length;
  }
}

function charactersOf(units: usize, count: u32): u32 {
  let characters: u32 = 0;
  for (let i: u32 = 0; i < count; characters++) i += unitsOf(characterAt(units + ((<usize>i) << 1), count - i));
  return characters;
}

/** `Tm`. */
export function place(out: Buffer, x: f64, y: f64): void {
  for (let i = 0; i < 4; i++) operand(out, i == 0 || i == 3 ? 1 : 0);
  operand(out, x);
  operand(out, y);
  operator(out, 'Tm');
}

/** How far a line of a length begins from the left side of its box. */
function indent(box: TextBox, length: f64): f64 {
  if (box.quadding == Quadding.Center) return (box.width - length) / 2;
  return box.quadding == Quadding.Right ? box.width - length : 0;
}

function baseline(font: Font, size: f64, height: f64): f64 {
  return (height - <f64>(font.ascent - font.descent) * size) / 2 - <f64>font.descent * size;
}

/** A line of the text: where it begins, and how long it is. */
@unmanaged
class Line {
  start: u32;
  length: u32;
}
const LINE: u32 = <u32>offsetof<Line>();

/** Writes a `Line` for each of the lines of at most `width` em: they end at line breaks, else between words, else within one. */
function breakLines(face: Typeface, units: usize, end: u32, width: f64, lines: Buffer): void {
  let start: u32 = 0;
  face.doc.fuel -= end;
  while (start < end) {
    let used: f64 = 0;
    let at = start;
    let space: u32 = 0; // behind the last one that fits
    let stop = end;
    let next = end;
    while (at < end) {
      const character = characterAt(units + ((<usize>at) << 1), end - at);
      if (character == 10 || character == 13) {
        stop = at;
        next = at + 1;
        if (character == 13 && next < end && load<u16>(units + ((<usize>next) << 1)) == 10) next++;
        break;
      }
      used += face.characterWidth(character);
      if (used > width && at > start && character != 0x20) {
        stop = space ? space : at;
        next = stop;
        break;
      }
      at += unitsOf(character);
      if (character == 0x20) space = at;
    }
    const p = lines.extend(LINE);
    if (!p) return;
    changetype<Line>(p).start = start;
    changetype<Line>(p).length = stop - start;
    start = next;
  }
}
