import { Bytes } from './bytes.js';

/** Operators of Type 2 charstrings (Adobe Technical Note 5177, 4.1 and 4.5). */
const enum Operator {
  VerticalMove = 4,
  Line = 5,
  HorizontalLine = 6,
  VerticalLine = 7,
  Curve = 8,
  End = 14,
  Move = 21,
  HorizontalMove = 22,
  VerticalHorizontalCurve = 30,
  HorizontalVerticalCurve = 31,
}

/** Numbers in a charstring have 16 bits (3.2), and say how far it is from one point to the next. */
const FARTHEST = 16383;
/** Of one operator (appendix B). */
const MOST_OPERANDS = 48;

/** A glyph's outline as a Type 2 charstring, in whole units. Without a width, which OpenType has elsewhere. */
export class CharString {
  private readonly out = new Bytes();
  private x = 0;
  private y = 0;

  moveTo(x: number, y: number): void {
    const [dx, dy] = this.step(x, y);
    if (!dy) this.put(Operator.HorizontalMove, dx);
    else if (!dx) this.put(Operator.VerticalMove, dy);
    else this.put(Operator.Move, dx, dy);
  }

  lineTo(x: number, y: number): void {
    const [dx, dy] = this.step(x, y);
    if (!dy) this.put(Operator.HorizontalLine, dx);
    else if (!dx) this.put(Operator.VerticalLine, dy);
    else this.put(Operator.Line, dx, dy);
  }

  /** A closed outline of straight lines, as x, y of its corners; long runs along the axes are written as one. */
  polygon(points: readonly number[]): void {
    this.moveTo(points[0]!, points[1]!);
    let run: number[] = [];
    let [startsAcross, isAcross] = [false, false];
    const flush = () => {
      if (run.length) this.put(startsAcross ? Operator.HorizontalLine : Operator.VerticalLine, ...run);
      run = [];
    };
    for (let i = 2; i < points.length; i += 2) {
      const [dx, dy] = this.step(points[i]!, points[i + 1]!);
      if (!dx && !dy) continue;
      if (dx && dy) {
        flush();
        this.put(Operator.Line, dx, dy);
        continue;
      }
      const across = dy === 0;
      if (run.length === MOST_OPERANDS || (run.length && across === isAcross)) flush();
      if (!run.length) startsAcross = across;
      isAcross = across;
      run.push(across ? dx : dy);
    }
    flush();
  }

  curveTo(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void {
    const [dx1, dy1] = this.step(x1, y1);
    const [dx2, dy2] = this.step(x2, y2);
    const [dx3, dy3] = this.step(x, y);
    if (!dy1 && !dx3) this.put(Operator.HorizontalVerticalCurve, dx1, dx2, dy2, dy3);
    else if (!dx1 && !dy3) this.put(Operator.VerticalHorizontalCurve, dy1, dx2, dy2, dx3);
    else this.put(Operator.Curve, dx1, dy1, dx2, dy2, dx3, dy3);
  }

  done(): Uint8Array {
    return this.out.u8(Operator.End).done();
  }

  /** From the last point to the next one, which is rounded and brought to where numbers reach. */
  private step(x: number, y: number): [number, number] {
    const [toX, toY] = [within(x), within(y)];
    const step: [number, number] = [toX - this.x, toY - this.y];
    [this.x, this.y] = [toX, toY];
    return step;
  }

  private put(operator: Operator, ...operands: number[]): void {
    for (const operand of operands) putInteger(this.out, operand);
    this.out.u8(operator);
  }
}

function within(value: number): number {
  return Number.isFinite(value) ? Math.round(Math.max(-FARTHEST, Math.min(FARTHEST, value))) : 0;
}

/** An integer of 16 bits as charstrings and DICTs have it (Technical Note 5176, 4, table 3). */
export function putInteger(out: Bytes, value: number): void {
  if (value >= -107 && value <= 107) out.u8(value + 139);
  else if (value >= 108 && value <= 1131) out.u8(247 + ((value - 108) >> 8), (value - 108) & 255);
  else if (value >= -1131 && value <= -108) out.u8(251 + ((-value - 108) >> 8), (-value - 108) & 255);
  else out.u8(28).u16(value & 0xffff);
}
