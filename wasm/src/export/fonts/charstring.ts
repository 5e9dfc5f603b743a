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
  /** From the point before to the last one. */
  private dx = 0;
  private dy = 0;

  moveTo(x: number, y: number): void {
    this.step(x, y);
    this.put(Operator.Move, Operator.HorizontalMove, Operator.VerticalMove);
  }

  lineTo(x: number, y: number): void {
    this.step(x, y);
    this.put(Operator.Line, Operator.HorizontalLine, Operator.VerticalLine);
  }

  /** A closed outline of straight lines, as x, y of its corners; long runs along the axes are written as one. */
  polygon(points: readonly number[]): void {
    this.moveTo(points[0]!, points[1]!);
    let run: number[] = [];
    let [startsAcross, isAcross] = [false, false];
    const flush = () => {
      for (const step of run) putInteger(this.out, step);
      if (run.length) this.out.byte(startsAcross ? Operator.HorizontalLine : Operator.VerticalLine);
      run = [];
    };
    for (let i = 2; i < points.length; i += 2) {
      this.step(points[i]!, points[i + 1]!);
      const { dx, dy } = this;
      if (!dx && !dy) continue;
      if (dx && dy) {
        flush();
        this.put(Operator.Line, Operator.HorizontalLine, Operator.VerticalLine);
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
    const { out } = this;
    this.step(x1, y1);
    const dx1 = this.dx;
    const dy1 = this.dy;
    this.step(x2, y2);
    const dx2 = this.dx;
    const dy2 = this.dy;
    this.step(x, y);
    const dx3 = this.dx;
    const dy3 = this.dy;
    const isAcross = !dy1 && !dx3;
    const isUp = !isAcross && !dx1 && !dy3;
    if (!isUp) putInteger(out, dx1);
    if (!isAcross) putInteger(out, dy1);
    putInteger(out, dx2);
    putInteger(out, dy2);
    if (!isAcross) putInteger(out, dx3);
    if (!isUp) putInteger(out, dy3);
    out.byte(isAcross ? Operator.HorizontalVerticalCurve : isUp ? Operator.VerticalHorizontalCurve : Operator.Curve);
  }

  done(): Uint8Array {
    return this.out.u8(Operator.End).done();
  }

  /** From the last point to the next one, which is rounded and brought to where numbers reach. */
  private step(x: number, y: number): void {
    const toX = within(x);
    const toY = within(y);
    this.dx = toX - this.x;
    this.dy = toY - this.y;
    this.x = toX;
    this.y = toY;
  }

  /** Writes the last step, by the operator for its direction. */
  private put(any: Operator, horizontal: Operator, vertical: Operator): void {
    const { dx, dy } = this;
    if (dx || !dy) putInteger(this.out, dx);
    if (dy) putInteger(this.out, dy);
    this.out.byte(!dy ? horizontal : !dx ? vertical : any);
  }
}

function within(value: number): number {
  return Number.isFinite(value) ? Math.round(Math.max(-FARTHEST, Math.min(FARTHEST, value))) : 0;
}

/** An integer of 16 bits as charstrings and DICTs have it (Technical Note 5176, 4, table 3). */
export function putInteger(out: Bytes, value: number): void {
  if (value >= -107 && value <= 107) {
    out.byte(value + 139);
  } else if (value >= -1131 && value <= 1131) {
    const rest = Math.abs(value) - 108;
    out.byte((value > 0 ? 247 : 251) + (rest >> 8));
    out.byte(rest & 255);
  } else {
    out.byte(28);
    out.byte((value >> 8) & 255);
    out.byte(value & 255);
  }
}
