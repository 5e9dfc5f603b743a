import { Buffer } from '../memory/buffer';
import { Name } from '../syntax/names';
import { ellipse, lineTo, moveTo, operator } from './writer';

/** The endings of lines, ISO 32000-2, table 179. Sizes are in widths of the line, as Acrobat has them. */

const RADIUS: f64 = 3;
const ARROW: f64 = 9;
/** Half the angle of an arrow, 30 degrees, by its cosine and sine; a slash leans as far. */
const COS: f64 = 0.8660254;
const SIN: f64 = 0.5;

/**
 * Writes the ending at (x, y) of a line that comes from (fromX, fromY), in the current colours. `filled`: closed ones have
 * an interior colour.
 */
export function writeEnding(out: Buffer, kind: u32, x: f64, y: f64, fromX: f64, fromY: f64, width: f64, filled: bool): void {
  const length = Math.sqrt((x - fromX) * (x - fromX) + (y - fromY) * (y - fromY));
  const w = max<f64>(width, 1);
  const r = RADIUS * w;
  // Along the line, outwards.
  let ux = length > 0 ? (x - fromX) / length : 1;
  let uy = length > 0 ? (y - fromY) / length : 0;
  const close = filled ? 'b' : 's';
  switch (kind) {
    case Name.Square:
      quadrilateral(out, x, y, r * (ux - uy), r * (uy + ux));
      return operator(out, close);
    case Name.Diamond:
      quadrilateral(out, x, y, r * ux, r * uy);
      return operator(out, close);
    case Name.Circle:
      ellipse(out, x - r, y - r, x + r, y + r);
      return operator(out, close);
    case Name.Butt:
      return stretch(out, x, y, -r * uy, r * ux);
    case Name.Slash:
      return stretch(out, x, y, r * (ux * SIN - uy * COS), r * (uy * SIN + ux * COS));
    case Name.ROpenArrow:
    case Name.RClosedArrow:
      ux = -ux;
      uy = -uy;
      arrow(out, x, y, ux, uy, ARROW * w);
      return operator(out, kind == Name.RClosedArrow ? close : 'S');
    case Name.OpenArrow:
    case Name.ClosedArrow:
      arrow(out, x, y, ux, uy, ARROW * w);
      return operator(out, kind == Name.ClosedArrow ? close : 'S');
  }
}

/** A corner, what it becomes by quarter turns about (x, y), and back. */
function quadrilateral(out: Buffer, x: f64, y: f64, dx: f64, dy: f64): void {
  moveTo(out, x + dx, y + dy);
  lineTo(out, x - dy, y + dx);
  lineTo(out, x - dx, y - dy);
  lineTo(out, x + dy, y - dx);
}

function stretch(out: Buffer, x: f64, y: f64, dx: f64, dy: f64): void {
  moveTo(out, x + dx, y + dy);
  lineTo(out, x - dx, y - dy);
  operator(out, 'S');
}

/** Two arms, whose tip is at (x, y) and points along (ux, uy). */
function arrow(out: Buffer, x: f64, y: f64, ux: f64, uy: f64, size: f64): void {
  moveTo(out, x - size * (ux * COS - uy * SIN), y - size * (uy * COS + ux * SIN));
  lineTo(out, x, y);
  lineTo(out, x - size * (ux * COS + uy * SIN), y - size * (uy * COS - ux * SIN));
}
