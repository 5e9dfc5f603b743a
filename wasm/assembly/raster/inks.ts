import { unpack } from '../color/cmyk';
import { INKS_KEY } from '../display/list';
import { cmykRow, CORNERS_SIZE, fillCorners, inkColor } from '../image/cmyk';
import { allocZeroed } from '../memory/heap';
import { IntMap } from '../memory/map';
import { Store } from '../syntax/store';

/** Colours that are remembered. */
const MEMO: u32 = 8192;
const MEMO_SIZE: usize = <usize>MEMO * offsetof<InkedColor>();
/** Each goes at least halfway to the inks that a colour has: less than one in 255 is left after so many. Most need fewer. */
const STEPS = 8;
const ENOUGH: f32 = 1.0 / 512.0;

/** A colour whose inks are known. */
@unmanaged
export class InkedColor {
  key: u32;
  inks: u32;
  /** What the inks look like. */
  look: u32;
}

/**
 * Which inks a colour is made of. Those of colours that the page has set in inks are known. Any other colour gets as much
 * black as it can have (what printers call full gray component replacement), and of one that no inks make, those of one near it.
 * Inks are bytes: cyan in the lowest, black in the highest. Colours are 0x00BBGGRR.
 */
@unmanaged
export class Inks {
  doc: Store;
  /** See image/cmyk.ts. */
  private corners: usize;
  private tables: usize;
  /** `InkedColor` × MEMO */
  private memo: usize;
  /** `IntMap` of the list that is drawn, or 0. */
  private known: usize;

  /** Null when memory is out. */
  static create(doc: Store): Inks | null {
    const p = allocZeroed(offsetof<Inks>() + 16 + CORNERS_SIZE + 4096 + MEMO_SIZE);
    if (!p) return null;
    const inks = changetype<Inks>(p);
    inks.doc = doc;
    inks.corners = (p + offsetof<Inks>() + 15) & ~15;
    inks.tables = inks.corners + CORNERS_SIZE;
    inks.memo = inks.tables + 4096;
    fillCorners(inks.corners);
    for (let i: usize = 0; i < 1024; i++) store<f32>(inks.tables + (i << 2), <f32>(i & 255) / 255);
    return inks;
  }

  /** From here on the colours of another list are asked for. */
  know(known: usize): void {
    if (this.known == known) return;
    this.known = known;
    memory.fill(this.memo, 0, MEMO_SIZE);
  }

  /** The colours of `n` inks (u32 each) as opaque pixels. Both rows may be the same. */
  look(from: usize, to: usize, n: i32): void {
    cmykRow(this.corners, this.tables, from, to, n);
  }

  /** A colour's inks, and what they look like: good until the next colour is asked for. */
  find(color: u32): InkedColor {
    const known = this.known ? changetype<IntMap>(this.known) : null;
    const inks = known ? known.get(color | INKS_KEY) : 0; // white, which has none, can be inferred
    // Neighbours share what is inferred, with six bits a channel; what they differ by is carried past the inks.
    if (!inks) color = (color & 0xfcfcfc) | ((color >> 6) & 0x030303);
    const key = color | (inks ? INKS_KEY << 1 : INKS_KEY);
    const entry = changetype<InkedColor>(this.memo + <usize>((key * 0x9e3779b1) >> 19) * offsetof<InkedColor>());
    if (entry.key != key) {
      entry.key = key;
      entry.inks = inks ? inks : this.infer(color);
      const p = changetype<usize>(entry);
      this.look(p + offsetof<InkedColor>('inks'), p + offsetof<InkedColor>('look'), 1);
    }
    return entry;
  }

  /**
   * Each of cyan, magenta and yellow is mostly seen in one channel, and all colours are linear in each ink: so black, which may
   * leave no channel too dark, and then the three in turn are set to what is right beside the others, again and again.
   */
  private infer(color: u32): u32 {
    this.doc.fuel--;
    const corners = this.corners;
    const zero = f32x4.splat(0);
    const one = f32x4.splat(1);
    // A colour that is darker than black ink is taken for one whose lightest channel is not.
    const lack = f32x4.sub(inkColor(corners, zero, zero, zero, one), unpack(color));
    const want = f32x4.add(unpack(color), f32x4.splat(max<f32>(least(lack), 0)));
    let c = zero;
    let m = zero;
    let y = zero;
    let k = zero;
    for (let i = 0; i < STEPS; i++) {
      const before = f32x4.extract_lane(k, 0);
      const black = share(want, this.color(c, m, y, zero), this.color(c, m, y, one));
      k = f32x4.splat(least(black));
      c = f32x4.splat(f32x4.extract_lane(share(want, this.color(zero, m, y, k), this.color(one, m, y, k)), 0));
      m = f32x4.splat(f32x4.extract_lane(share(want, this.color(c, zero, y, k), this.color(c, one, y, k)), 1));
      y = f32x4.splat(f32x4.extract_lane(share(want, this.color(c, m, zero, k), this.color(c, m, one, k)), 2));
      if (i && abs(f32x4.extract_lane(k, 0) - before) < ENOUGH) break;
    }
    return byteOf(c) | (byteOf(m) << 8) | (byteOf(y) << 16) | (byteOf(k) << 24);
  }

  private color(c: v128, m: v128, y: v128, k: v128): v128 {
    return inkColor(this.corners, c, m, y, k);
  }
}

/** How far on the way from one colour to another a third one is, 0 to 1, channel by channel; 1 where they are the same. */
function share(want: v128, from: v128, to: v128): v128 {
  const way = f32x4.sub(to, from);
  const one = f32x4.splat(1);
  const part = f32x4.min(f32x4.max(f32x4.div(f32x4.sub(want, from), way), f32x4.splat(0)), one);
  return v128.bitselect(one, part, f32x4.lt(f32x4.abs(way), f32x4.splat(0.5)));
}

/** The least of red, green and blue. */
function least(v: v128): f32 {
  return min(f32x4.extract_lane(v, 0), min(f32x4.extract_lane(v, 1), f32x4.extract_lane(v, 2)));
}

function byteOf(v: v128): u32 {
  return <u32>(f32x4.extract_lane(v, 0) * 255 + 0.5);
}
