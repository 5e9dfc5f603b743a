import { fontOfAnyCharacter } from '../appearance/standard-fonts';
import { Rule } from '../display/paint';
import { askForFonts, FontKind, loadFont } from '../font/font';
import { Name } from '../syntax/names';
import { CELL, Kind, kindOf, lengthOf, Obj, rawAt, rawGet, refNumber } from '../syntax/object';
import { get, resolve } from '../syntax/store';
import { Interpreter } from './interpreter';
import { addClip } from './path-operators';
import { showItem } from './show-string';
import { TextMode } from './state';
import { showType3 } from './type3';

/** Text, ISO 32000-2, 9.4. */

export function beginText(self: Interpreter): void {
  self.textMatrix.identity();
  self.lineMatrix.identity();
}

/** Text that was shown in a clipping mode clips from here on: to nothing, where its glyphs have no outlines. */
export function endText(self: Interpreter): void {
  if (!self.clipsToText) return;
  self.clipsToText = false;
  const kept = self.keepPath(self.textClip);
  if (kept) addClip(self, kept, Rule.NonZero);
  self.textClip.clear();
}

/** `Tf`. A size alone, where there is no font yet, brings the font that stands for those that are not there, as in PDFium and MuPDF. */
export function setFont(self: Interpreter, name: u32, size: f64): void {
  if (self.count < 2 && (self.state.font || !self.hasNumbers(1))) return;
  const doc = self.doc;
  const fonts = get(doc, self.resources, Name.Font);
  const reference = name == Name.ODE_UTF16 ? fontOfAnyCharacter(doc) : rawGet(fonts, name);
  const font = loadFont(doc, resolve(doc, reference), refNumber(reference));
  if (doc.awaits) askForFonts(doc, fonts);
  self.state.font = font;
  self.state.fontSize = size;
}

/** `Td`. */
export function moveLine(self: Interpreter, x: f64, y: f64): void {
  const m = self.lineMatrix;
  m.e += x * m.a + y * m.c;
  m.f += x * m.b + y * m.d;
  self.textMatrix.copy(m);
}

/** `T*`. */
export function nextLine(self: Interpreter): void {
  moveLine(self, 0, -self.state.leading);
}

/** `Tm`. */
export function setTextMatrix(self: Interpreter): void {
  if (self.count < 6) return;
  const m = self.lineMatrix;
  m.set(self.number(6, 0), self.number(6, 1), self.number(6, 2), self.number(6, 3), self.number(6, 4), self.number(6, 5));
  self.textMatrix.copy(m);
}

/** `Tj`. */
export function showOperand(self: Interpreter): void {
  const string = self.operand(1, 0);
  if (kindOf(string) == Kind.String) showAll(self, string, 1);
}

/** `'`; with `spaced` `"`, which has the spacing of words and characters before the string. */
export function showOnNextLine(self: Interpreter, spaced: bool): void {
  const state = self.state;
  if (spaced && self.count >= 3) {
    state.wordSpace = self.number(3, 0);
    state.charSpace = self.number(3, 1);
  }
  const line = self.lineMatrix;
  const e = line.e;
  const f = line.f;
  nextLine(self);
  showOperand(self);
  if (!self.doc.awaits) return;
  line.e = e;
  line.f = f;
}

/** `TJ`: strings, and numbers that move back by thousandths of an em. */
export function showArray(self: Interpreter): void {
  const array = self.operand(1, 0);
  if (kindOf(array) == Kind.String) showAll(self, array, 1);
  else if (kindOf(array) == Kind.Array && lengthOf(array)) showAll(self, rawAt(array, 0), lengthOf(array));
}

/** Shows `count` items of a string or an array, from `items` on; none, where a resource is awaited. */
function showAll(self: Interpreter, items: Obj, count: u32): void {
  const state = self.state;
  let font = state.font;
  if (font && font.pending) {
    font = loadFont(self.doc, font.dict, font.objectNumber);
    state.font = font;
  }
  if (!font) return;
  if (font.kind == FontKind.Type3 && self.isVisible && (state.mode & 3) != TextMode.Invisible) return showType3(self, font, items, count);
  const m = self.textMatrix;
  const e = m.e;
  const f = m.f;
  for (let i: u32 = 0; i < count; i++) showItem(self, font, items + <usize>i * CELL);
  if (!self.doc.awaits) return;
  m.e = e;
  m.f = f;
}
