import { Buffer } from '../memory/buffer';
import { pushDecimal } from '../memory/decimal';
import { Kind, kindOf, lengthOf, numberOf, Obj } from '../syntax/object';
import { at, Store } from '../syntax/store';

/** Writing content streams: operands, then an operator of one or two characters. */

export function operand(out: Buffer, value: f64): void {
  pushDecimal(out, value);
  out.pushU8(0x20);
}

export function operator(out: Buffer, literal: string): void {
  for (let i = 0; i < literal.length; i++) out.pushU8(literal.charCodeAt(i));
  out.pushU8(10);
}

export function moveTo(out: Buffer, x: f64, y: f64): void {
  operand(out, x);
  operand(out, y);
  operator(out, 'm');
}

export function lineTo(out: Buffer, x: f64, y: f64): void {
  operand(out, x);
  operand(out, y);
  operator(out, 'l');
}

export function curveTo(out: Buffer, x1: f64, y1: f64, x2: f64, y2: f64, x: f64, y: f64): void {
  operand(out, x1);
  operand(out, y1);
  operand(out, x2);
  operand(out, y2);
  operand(out, x);
  operand(out, y);
  operator(out, 'c');
}

/** `re`, of the rectangle between two corners. */
export function rectangle(out: Buffer, x0: f64, y0: f64, x1: f64, y1: f64): void {
  operand(out, x0);
  operand(out, y0);
  operand(out, x1 - x0);
  operand(out, y1 - y0);
  operator(out, 're');
}

/** How far the handles of a quarter of a circle reach, in radii: the curve is at most 0.03 % off. */
export const KAPPA: f64 = 0.5522847498;

/** The ellipse in a rectangle, closed. */
export function ellipse(out: Buffer, x0: f64, y0: f64, x1: f64, y1: f64): void {
  const cx = (x0 + x1) / 2;
  const cy = (y0 + y1) / 2;
  const kx = ((x1 - x0) / 2) * KAPPA;
  const ky = ((y1 - y0) / 2) * KAPPA;
  moveTo(out, x1, cy);
  curveTo(out, x1, cy + ky, cx + kx, y1, cx, y1);
  curveTo(out, cx - kx, y1, x0, cy + ky, x0, cy);
  curveTo(out, x0, cy - ky, cx - kx, y0, cx, y0);
  curveTo(out, cx + kx, y0, x1, cy - ky, x1, cy);
  operator(out, 'h');
}

/**
 * Sets the colour of an array of 1, 3 or 4 components, gray, RGB or CMYK (ISO 32000-2, table 166), for stroking or
 * filling; false when it names none.
 */
export function setColor(doc: Store, out: Buffer, array: Obj, stroking: bool): bool {
  const count = kindOf(array) == Kind.Array ? lengthOf(array) : 0;
  if (count != 1 && count != 3 && count != 4) return false;
  for (let i: u32 = 0; i < count; i++) operand(out, numberOf(at(doc, array, i)));
  setColorOf(out, count, stroking);
  return true;
}

/** Sets the colour of 1, 3 or 4 operands. */
export function setColorOf(out: Buffer, count: u32, stroking: bool): void {
  if (count < 3) operator(out, stroking ? 'G' : 'g');
  else if (count == 3) operator(out, stroking ? 'RG' : 'rg');
  else operator(out, stroking ? 'K' : 'k');
}

/** Two hexadecimal digits. */
export function pushHex(out: Buffer, byte: u32): void {
  out.pushU8(digit(byte >> 4));
  out.pushU8(digit(byte & 15));
}

// @ts-ignore: decorator
@inline function digit(value: u32): u32 {
  return value < 10 ? 48 + value : 55 + value;
}
