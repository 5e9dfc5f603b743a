import { alloc, allocZeroed, free } from '../memory/heap';
import { Painter } from './painter';

/**
 * One row of pixels while its coverage is gathered. Each piece of an outline adds, at the pixels that it crosses, by
 * how much coverage changes from the pixel before; the running sum is then each pixel's exact coverage
 * (the signed-area accumulation of LibArt and font-rs). What is added is the outline of the *filled area*, made by
 * the sweep, so the sum needs no clamping.
 *
 * A bit for each group of four pixels says whether anything was added there: the reader goes from bit to bit, and
 * what lies between is a span of one coverage.
 *
 *   Row     ┌ 0 changes (f32 a pixel)  4 bits (u64 for 64 groups)  8 coverage of a run (u8 a pixel)
 *           └ 12 width   16 room, in pixels   20 folds   24 crossed
 */
@unmanaged
export class Row {
  changes: usize;
  bits: usize;
  cover: usize;
  width: i32;
  room: i32;
  /** The sums are winding numbers of the even-odd rule: two windings are none. */
  folds: bool;
  /** Pixels that pieces of outline have crossed. */
  crossed: u32;

  static create(): Row | null {
    const p = alloc(offsetof<Row>());
    if (!p) return null;
    memory.fill(p, 0, offsetof<Row>());
    return changetype<Row>(p);
  }

  /** Gets ready for rows of `width` pixels; false when memory is out. */
  open(width: i32): bool {
    if (width > this.room || !this.changes) {
      free(this.changes);
      const room = (width + 511) & ~255;
      // changes | bits | cover, with padding for groups that reach past the end
      const bitBytes = (<usize>((room >> 8) + 2)) << 3;
      this.room = 0;
      this.changes = allocZeroed(((<usize>room) << 2) + 64 + bitBytes + <usize>room + 64);
      if (!this.changes) return false;
      this.bits = this.changes + ((<usize>room) << 2) + 64;
      this.cover = this.bits + bitBytes;
      this.room = room;
    }
    this.width = width;
    return true;
  }

  /**
   * Adds a piece of outline that runs from x = `a` to x = `b` while covering `d` of the row's height; positive where
   * the filled area begins, negative where it ends.
   */
  add(a: f32, b: f32, d: f32): void {
    const limit = <f32>this.width;
    const l = min(max(min(a, b), 0), limit);
    const r = min(max(max(a, b), 0), limit);
    addChange(this.changes, l, r, d);
    const i = <i32>l;
    const j = <i32>r;
    this.crossed += j - i;
    const g0 = i >> 2;
    const g1 = (j + 1) >> 2;
    for (let g = g0; g <= g1; g++) {
      const word = this.bits + ((<usize>(g >> 6)) << 3);
      store<u64>(word, load<u64>(word) | ((<u64>1) << (g & 63)));
    }
  }

  /** Clears the row. */
  drop(): void {
    memory.fill(this.changes, 0, this.cover - this.changes);
  }

  /** Hands the row's spans to the painter, as row `y` from device column `x` on, and clears it. */
  flush(painter: Painter, x: i32, y: i32): void {
    const width = this.width;
    const words = (((width + 4) >> 2) >> 6) + 1;
    const cover = this.cover;
    let sum = f32x4.splat(0);
    let next = 0; // first pixel that has not been handled
    let run = 0; // first pixel of the run that is being gathered; none when run == next
    for (let w = 0; w < words; w++) {
      const word = this.bits + ((<usize>w) << 3);
      let bits = load<u64>(word);
      if (!bits) continue;
      store<u64>(word, 0);
      while (bits) {
        const at = ((w << 6) + <i32>ctz(bits)) << 2;
        bits &= bits - 1;
        if (at > next) {
          const level = levels(this.folds ? folded(sum) : sum) & 255;
          if (next > run && at - next <= 8) {
            memory.fill(cover + <usize>next, <u8>level, at - next);
          } else {
            if (next > run) painter.run(x + run, y, min(next, width) - run, cover + <usize>run);
            if (level && next < width) painter.fill(x + next, y, min(at, width) - next, level);
            run = at;
          }
        }
        const p = this.changes + ((<usize>at) << 2);
        let v = v128.load(p);
        v128.store(p, v128.splat<i32>(0));
        v = f32x4.add(v, v128.shuffle<i32>(v128.splat<i32>(0), v, 0, 4, 5, 6));
        v = f32x4.add(v, v128.shuffle<i32>(v128.splat<i32>(0), v, 0, 1, 4, 5));
        v = f32x4.add(v, sum);
        sum = v128.shuffle<i32>(v, v, 3, 3, 3, 3);
        store<u32>(cover + <usize>at, levels(this.folds ? folded(v) : v));
        next = at + 4;
      }
    }
    if (next > run && run < width) painter.run(x + run, y, min(next, width) - run, cover + <usize>run);
    if (next < width) {
      const level = levels(this.folds ? folded(sum) : sum) & 255;
      if (level) painter.fill(x + next, y, width - next, level);
    }
  }
}

/**
 * Adds a piece of outline that covers `d` of a row's height between x = `l` and x = `r`, l ≤ r, to the row's changes; those of
 * the pixel after `r` are written too.
 */
// @ts-ignore: decorator
@inline export function addChange(changes: usize, l: f32, r: f32, d: f32): void {
  const i = <i32>l;
  const j = <i32>r;
  const p = changes + ((<usize>i) << 2);
  if (i == j) {
    const right = d * ((l + r) * 0.5 - <f32>i);
    store<f32>(p, load<f32>(p) + d - right);
    store<f32>(p, load<f32>(p, 4) + right, 4);
    return;
  }
  const slope = d / (r - l);
  const first = <f32>(i + 1) - l;
  const last = r - <f32>j;
  let before = slope * first * first * 0.5; // coverage of pixel i
  store<f32>(p, load<f32>(p) + before);
  const q = changes + ((<usize>j) << 2);
  if (j > i + 1) {
    const second = slope * (first + 0.5);
    store<f32>(p, load<f32>(p, 4) + second - before, 4);
    for (let k = p + 8; k < q; k += 4) store<f32>(k, load<f32>(k) + slope);
    before = second + slope * <f32>(j - i - 2);
  }
  const at = d - slope * last * last * 0.5; // coverage of pixel j
  store<f32>(q, load<f32>(q) + at - before);
  store<f32>(q, load<f32>(q, 4) + d - at, 4);
}

/** Sums of four pixels as coverage, 0 to 255, a byte each. */
// @ts-ignore: decorator
@inline export function levels(sums: v128): u32 {
  const v = f32x4.add(f32x4.mul(f32x4.abs(sums), f32x4.splat(255)), f32x4.splat(0.5));
  const c = i32x4.trunc_sat_f32x4_s(v);
  const narrow = v128.narrow<i32>(c, c);
  return i32x4.extract_lane(i8x16.narrow_i16x8_u(narrow, narrow), 0);
}

/** The distance to the nearest even number. */
function folded(sums: v128): v128 {
  const nearest = f32x4.mul(f32x4.nearest(f32x4.mul(sums, f32x4.splat(0.5))), f32x4.splat(2));
  return f32x4.sub(sums, nearest);
}
