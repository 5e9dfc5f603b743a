import { Lexer, packedKeyword } from '../syntax/lexer';
import { Kind, kindOf } from '../syntax/object';
import { setColorSpace, setColor, setDeviceColor } from './color-operators';
import { Interpreter } from './interpreter';
import { inlineImage } from './inline-image';
import { beginMarkedContent } from './marked-content';
import { closePath, curveTo, endPath, lineTo, moveTo, paintPath, rectangle } from './path-operators';
import { applyExtGState, setDash } from './ext-gstate';
import { paintShading } from './shading-operator';
import { beginText, endText, moveLine, nextLine, setFont, setTextMatrix, showArray, showOnNextLine, showOperand } from './text-operators';
import { paintXObject } from './xobject';
import { Rule } from '../display/paint';
import { glyphWidth } from './type3';

/**
 * Executes one operator (ISO 32000-2, annex A), its operands at hand in the interpreter. What is not an operator is
 * passed over, in and outside of BX and EX, and so is an operator that lacks operands.
 */
export function execute(self: Interpreter, lexer: Lexer): void {
  const length = lexer.textLength;
  if (length == 1) oneLetter(self, load<u8>(lexer.text));
  else if (length == 2) twoLetters(self, lexer, (<u32>load<u8>(lexer.text)) | ((<u32>load<u8>(lexer.text, 1)) << 8));
  else if (length == 3) threeLetters(self, <u32>packedKeyword(lexer.text, 3));
}

function oneLetter(self: Interpreter, c: u32): void {
  switch (c) {
    case 0x42: // B
      paintPath(self, true, true, Rule.NonZero);
      break;
    case 0x46: // F
    case 0x66: // f
      paintPath(self, true, false, Rule.NonZero);
      break;
    case 0x47: // G
      setDeviceColor(self, self.state.strokeInk, 1);
      break;
    case 0x4a: // J
      if (!self.hasNumbers(1)) break;
      self.state.cap = <u32>min(max(self.integer(1, 0), 0), 2);
      self.state.stroke = null;
      break;
    case 0x4b: // K
      setDeviceColor(self, self.state.strokeInk, 4);
      break;
    case 0x4d: // M
      if (!self.hasNumbers(1)) break;
      self.state.miterLimit = <f32>max(self.number(1, 0), 1);
      self.state.stroke = null;
      break;
    case 0x51: // Q
      self.restore();
      break;
    case 0x53: // S
      paintPath(self, false, true, Rule.NonZero);
      break;
    case 0x57: // W
      self.clipping = 1;
      break;
    case 0x62: // b
      closePath(self);
      paintPath(self, true, true, Rule.NonZero);
      break;
    case 0x63: // c
      curveTo(self, 0);
      break;
    case 0x64: // d
      if (kindOf(self.operand(2, 0)) == Kind.Array) setDash(self, self.operand(2, 0), self.number(2, 1));
      break;
    case 0x67: // g
      setDeviceColor(self, self.state.fill, 1);
      break;
    case 0x68: // h
      closePath(self);
      break;
    case 0x6a: // j
      if (!self.hasNumbers(1)) break;
      self.state.join = <u32>min(max(self.integer(1, 0), 0), 2);
      self.state.stroke = null;
      break;
    case 0x6b: // k
      setDeviceColor(self, self.state.fill, 4);
      break;
    case 0x6c: // l
      lineTo(self);
      break;
    case 0x6d: // m
      moveTo(self);
      break;
    case 0x6e: // n
      endPath(self);
      break;
    case 0x71: // q
      self.save();
      break;
    case 0x73: // s
      closePath(self);
      paintPath(self, false, true, Rule.NonZero);
      break;
    case 0x76: // v
      curveTo(self, 1);
      break;
    case 0x77: // w
      if (!self.hasNumbers(1)) break;
      self.state.lineWidth = <f32>abs(self.number(1, 0));
      self.state.stroke = null;
      break;
    case 0x79: // y
      curveTo(self, 2);
      break;
    case 0x27: // '
      showOnNextLine(self, false);
      break;
    case 0x22: // "
      showOnNextLine(self, true);
      break;
  }
}

/** Two letters as a number, the first in the low byte. */
// @ts-ignore: decorator
@inline function pair(a: u32, b: u32): u32 {
  return a | (b << 8);
}

function twoLetters(self: Interpreter, lexer: Lexer, op: u32): void {
  const state = self.state;
  if (op == pair(0x54, 0x6a)) return showOperand(self); // Tj
  if (op == pair(0x54, 0x4a)) return showArray(self); // TJ
  if (op == pair(0x54, 0x64)) return translateLine(self, false); // Td
  if (op == pair(0x54, 0x66)) return setFont(self, self.name(2, 0), self.number(2, 1)); // Tf
  if (op == pair(0x54, 0x6d)) return setTextMatrix(self); // Tm
  if (op == pair(0x72, 0x65)) return rectangle(self); // re
  if (op == pair(0x63, 0x6d)) return concatenate(self); // cm
  if (op == pair(0x42, 0x54)) return beginText(self); // BT
  if (op == pair(0x45, 0x54)) return endText(self); // ET
  if (op == pair(0x44, 0x6f)) return paintXObject(self, self.name(1, 0)); // Do
  if (op == pair(0x67, 0x73)) return applyExtGState(self, self.name(1, 0)); // gs
  if (op == pair(0x72, 0x67)) return setDeviceColor(self, state.fill, 3); // rg
  if (op == pair(0x52, 0x47)) return setDeviceColor(self, state.strokeInk, 3); // RG
  if (op == pair(0x63, 0x73)) return setColorSpace(self, state.fill); // cs
  if (op == pair(0x43, 0x53)) return setColorSpace(self, state.strokeInk); // CS
  if (op == pair(0x73, 0x63)) return setColor(self, state.fill); // sc
  if (op == pair(0x53, 0x43)) return setColor(self, state.strokeInk); // SC
  if (op == pair(0x66, 0x2a)) return paintPath(self, true, false, Rule.EvenOdd); // f*
  if (op == pair(0x42, 0x2a)) return paintPath(self, true, true, Rule.EvenOdd); // B*
  if (op == pair(0x73, 0x68)) return paintShading(self, self.name(1, 0)); // sh
  if (op == pair(0x42, 0x49)) return inlineImage(self, lexer); // BI
  if (op == pair(0x54, 0x2a)) return nextLine(self); // T*
  if (op == pair(0x64, 0x30) || op == pair(0x64, 0x31)) return glyphWidth(self, op == pair(0x64, 0x31)); // d0 d1
  if (op == pair(0x57, 0x2a))
    self.clipping = 2; // W*
  else if (op == pair(0x62, 0x2a)) {
    closePath(self); // b*
    paintPath(self, true, true, Rule.EvenOdd);
  } else if (op == pair(0x54, 0x44))
    translateLine(self, true); // TD
  else if ((op & 255) == 0x54 && self.hasNumbers(1)) setTextParameter(self, op >> 8);
}

/** `Td`, `TD`. */
function translateLine(self: Interpreter, setsLeading: bool): void {
  if (!self.hasNumbers(2)) return;
  if (setsLeading) self.state.leading = -self.number(2, 1);
  moveLine(self, self.number(2, 0), self.number(2, 1));
}

/** Text state operators of one number, by their second letter. Table 103. */
function setTextParameter(self: Interpreter, letter: u32): void {
  const state = self.state;
  const value = self.number(1, 0);
  if (letter == 0x63)
    state.charSpace = value; // Tc
  else if (letter == 0x77)
    state.wordSpace = value; // Tw
  else if (letter == 0x7a)
    state.stretch = value / 100; // Tz
  else if (letter == 0x4c)
    state.leading = value; // TL
  else if (letter == 0x73)
    state.rise = value; // Ts
  else if (letter == 0x72) state.mode = <u32>min(max(self.integer(1, 0), 0), 7); // Tr
}

function threeLetters(self: Interpreter, op: u32): void {
  if (op == 0x6e6373)
    setColor(self, self.state.fill); // scn
  else if (op == 0x4e4353)
    setColor(self, self.state.strokeInk); // SCN
  else if (op == 0x434442)
    beginMarkedContent(self, self.name(2, 0), self.operand(2, 1)); // BDC
  else if (op == 0x434d42)
    beginMarkedContent(self, self.name(1, 0), 0); // BMC
  else if (op == 0x434d45) self.endMark(); // EMC
}

/** `cm`. */
function concatenate(self: Interpreter): void {
  if (!self.hasNumbers(6)) return;
  const m = self.work;
  m.set(self.number(6, 0), self.number(6, 1), self.number(6, 2), self.number(6, 3), self.number(6, 4), self.number(6, 5));
  self.transform(m);
}
