import { Arena } from '../../memory/arena';
import { fixed, half, word } from './tags';

/** Signatures, as they are loaded. */
const CURV: u32 = 0x76727563;
const PARA: u32 = 0x61726170;
/** Parameters that each type of `para` has. 10.18, table 68. */
// @ts-ignore: decorator
@lazy const PARAMETERS: usize = memory.data<u8>([1, 3, 4, 5, 7]);
const MAX_ENTRIES: u32 = 65536;
/** Two f64 for each byte. */
const KNOWN: usize = 256 << 4;

/** A curve from 0…1 to 0…1: a table, or a formula. */
@unmanaged
export class Curve {
  /** Numbers of `width` bytes, the greatest stands for 1; 0: the formula. */
  table: usize;
  count: u32;
  width: u32;
  /** (a x + b)^g + e from d on, c x + f below. */
  g: f64;
  a: f64;
  b: f64;
  c: f64;
  d: f64;
  e: f64;
  f: f64;
  /** Formulas: what they gave for values seen before, pairs of f64 by the nearest byte; 0: that is not kept. */
  private known: usize;

  /** Has values that come again looked up: those of a grid, or of bytes, are few. */
  remember(arena: Arena): void {
    this.known = this.table ? 0 : arena.allocRaw(KNOWN);
    if (this.known) memory.fill(this.known, 0xff, KNOWN); // no number, which is equal to none
  }

  setTable(table: usize, count: u32, width: u32): void {
    this.table = table;
    this.count = count;
    this.width = width;
  }

  private setPower(g: f64): void {
    this.g = g;
    this.a = 1;
  }

  /** Reads a `curv` or `para` (10.6, 10.18); the address behind it, 0: it is none. */
  read(p: usize, end: usize): usize {
    if (p + 12 > end) return 0;
    if (load<u32>(p) == PARA) return this.readFormula(p, end);
    if (load<u32>(p) != CURV) return 0;
    const count = word(p + 8);
    if (count > MAX_ENTRIES || <u64>(end - p) < 12 + 2 * <u64>count) return 0;
    if (!count) this.setPower(1);
    else if (count == 1) this.setPower(<f64>half(p + 12) / 256);
    else this.setTable(p + 12, count, 2);
    return (p + 12 + 2 * <usize>count + 3) & ~3;
  }

  private readFormula(p: usize, end: usize): usize {
    const type = half(p + 8);
    if (type > 4) return 0;
    const count = <usize>load<u8>(PARAMETERS + type);
    if (p + 12 + 4 * count > end) return 0;
    this.setPower(fixed(p + 12));
    if (type > 0) {
      this.a = fixed(p + 16);
      this.b = fixed(p + 20);
      this.d = this.a != 0 ? -this.b / this.a : 0;
    }
    if (type == 2) this.e = this.f = fixed(p + 24);
    if (type > 2) {
      this.c = fixed(p + 24);
      this.d = fixed(p + 28);
    }
    if (type == 4) {
      this.e = fixed(p + 32);
      this.f = fixed(p + 36);
    }
    return (p + 12 + 4 * count + 3) & ~3;
  }

  at(x: f64): f64 {
    const v = unit(x);
    if (!this.table) return this.known ? this.knownAt(v) : this.formula(v);
    const place = v * <f64>(this.count - 1);
    const i = <u32>place;
    const low = this.entry(i);
    return low + (place - <f64>i) * (this.entry(min(i + 1, this.count - 1)) - low);
  }

  private formula(v: f64): f64 {
    return unit(v >= this.d ? Math.pow(max(this.a * v + this.b, 0), this.g) + this.e : this.c * v + this.f);
  }

  private knownAt(v: f64): f64 {
    const pair = this.known + ((<usize>(v * 255 + 0.5)) << 4);
    if (load<f64>(pair) != v) {
      store<f64>(pair, v);
      store<f64>(pair, this.formula(v), 8);
    }
    return load<f64>(pair, 8);
  }

  private entry(i: u32): f64 {
    return sample(this.table, i, this.width);
  }
}

/** The number at an index of a table as 0…1. */
export function sample(table: usize, index: usize, width: u32): f64 {
  return width == 1 ? <f64>load<u8>(table + index) / 255 : <f64>half(table + (index << 1)) / 65535;
}

/** Within 0…1; what is no number is 0. */
export function unit(x: f64): f64 {
  return x > 0 ? min(x, 1) : 0;
}

/** So many curves, one behind the other; 0: memory is out. */
export function allocCurves(arena: Arena, count: u32): usize {
  return arena.alloc(<usize>count * offsetof<Curve>());
}

export function curveAt(curves: usize, i: u32): Curve {
  return changetype<Curve>(curves + <usize>i * offsetof<Curve>());
}
