import { Rule } from '../display/paint';
import { Buffer } from '../memory/buffer';
import { alloc } from '../memory/heap';
import { Row } from './coverage';
import { Edge, Edges } from './edges';
import { Store } from '../syntax/store';
import { Painter } from './painter';

/**
 * Scan conversion with exact winding and exact area.
 *
 * Each row of pixels is cut into strips at the heights where an edge starts or ends, and again where edges cross.
 * Inside a strip the edges have one order from left to right, so the winding number between each two is known, and
 * with it where the filled area begins and ends. Only those edges go into the row's coverage: overlapping contours
 * leave no seams, and a fill has as many levels as a byte holds. (The idea of Skia's analytic anti-aliasing and of the
 * classic trapezoid sweep, Bentley and Ottmann 1979; strips a row at a time keep the state small.)
 */

/** An edge that reaches into the row. Two vectors of 16 bytes: slots are copied by them. */
@unmanaged
class Slot {
  /** A copy of the edge: its first four fields, in their order. */
  y0: f32;
  y1: f32;
  x: f32;
  slope: f32;
  /** Sorted by: x at the strip's top + at its bottom. */
  key: f32;
  /** x at the strip's top, and at its bottom. */
  top: f32;
  bottom: f32;
  /** Of the edge. */
  winding: i8;
  /** The same, or 0 where the edge does not cross the strip. */
  crossing: i8;
}
const SLOT: usize = 32;

/** Strips to a row at most where edges cross; fewer in a row of very many edges, where a single one shows less. */
const STRIPS: f32 = 16;
/** So many edges of a strip (as a power of two) cost a unit of fuel. */
const EDGES_A_UNIT: u32 = 3;
/** Edges out of order by less than this (pixels) do not count as crossing. */
const OUT_OF_ORDER: f32 = 1.0 / 64.0;
/** A row of more edges than this is accumulated: where that many cross a row of pixels, nobody sees how they do. */
export const MAX_EDGES: u32 = 1024;
/** A row with more different heights than this is cut into a few even strips instead. */
const MAX_HEIGHTS: i32 = 40;


@unmanaged
export class Sweep {
  private slotData: usize;
  private slotLength: u32;
  private slotLimit: u32;
  private slotFailed: bool;
  private row: Row;
  private heights: usize;
  private evenOdd: bool;
  /** Rows of more edges than this are accumulated; 0: all. */
  limit: u32;
  /** Edges that this row has gone through: once for keeping those that reach into it, and once a strip. */
  private work: u32;

  static create(): Sweep | null {
    const p = alloc(offsetof<Sweep>());
    if (!p) return null;
    memory.fill(p, 0, offsetof<Sweep>());
    const sweep = changetype<Sweep>(p);
    const row = Row.create();
    if (!row) return null;
    sweep.row = row;
    sweep.limit = MAX_EDGES;
    sweep.heights = alloc((<usize>(MAX_HEIGHTS + 1)) << 2);
    return sweep.heights ? sweep : null;
  }

  // @ts-ignore: decorator
  @inline private get slots(): Buffer {
    return changetype<Buffer>(changetype<usize>(this));
  }

  /** Fills the shape and hands its coverage to the painter row by row; each edge of a strip is charged. Ends when fuel is out. */
  fill(edges: Edges, rule: Rule, painter: Painter, store: Store): void {
    if (!this.row.open(edges.width)) return;
    this.evenOdd = rule == Rule.EvenOdd;
    this.slots.clear();
    const bottom = edges.bottom;
    for (let y = edges.top; y <= bottom; y++) {
      this.row.crossed = 0;
      this.sweepRow(edges, y);
      store.fuel -= <i64>((this.work + (this.row.crossed >> 2)) >> EDGES_A_UNIT);
      if (store.fuel <= 0) return this.row.drop();
      this.row.flush(painter, edges.x0, edges.y0 + y);
    }
  }

  private sweepRow(edges: Edges, y: i32): void {
    const top = <f32>y;
    const end = top + 1;
    const heights = this.heights;
    let count = 0;
    // Edges that have ended leave; those that end in this row cut it.
    const kept = this.slotData;
    let to = kept;
    for (let from = kept, limit = kept + this.slotLength; from < limit; from += SLOT) {
      const y1 = changetype<Slot>(from).y1;
      if (y1 <= top) continue;
      if (y1 < end) count = addHeight(heights, count, y1);
      if (to != from) copy(from, to);
      to += SLOT;
    }
    this.slotLength = <u32>(to - kept);
    let edge: Edge | null = edges.first(y);
    while (edge) {
      const slot = this.slots.extend(<u32>SLOT);
      if (!slot) break;
      v128.store(slot, v128.load(changetype<usize>(edge)));
      changetype<Slot>(slot).winding = <i8>edge.winding;
      if (edge.y0 > top) count = addHeight(heights, count, edge.y0);
      if (edge.y1 < end) count = addHeight(heights, count, edge.y1);
      edge = edges.next(edge);
    }
    const slots = this.slotLength / <u32>SLOT;
    this.row.folds = false;
    this.work = slots;
    if (!slots) return;
    if (slots > this.limit) return this.accumulate(top, end);
    const strips: f32 = slots > 400 ? STRIPS / 4 : slots > 100 ? STRIPS / 2 : STRIPS;
    if (count > MAX_HEIGHTS) {
      for (let k: f32 = 0; k < strips; k += 1) this.strip(top + k / strips, top + (k + 1) / strips, 1);
      return;
    }
    let from = top;
    for (let k = 0; k < count; k++) {
      const to = load<f32>(heights + ((<usize>k) << 2));
      this.strip(from, to, 1 / strips);
      from = to;
    }
    this.strip(from, end, 1 / strips);
  }

  /**
   * Adds each edge's area as it is, without order: the sums are then winding numbers, of which the row makes coverage. It is
   * exact but for pixels that the sides of several contours cross.
   */
  private accumulate(top: f32, end: f32): void {
    const row = this.row;
    row.folds = this.evenOdd;
    this.work += this.slotLength / <u32>SLOT;
    for (let p = this.slotData, limit = p + this.slotLength; p < limit; p += SLOT) {
      const slot = changetype<Slot>(p);
      const y0 = slot.y0;
      const from = max(top, y0);
      const to = min(end, slot.y1);
      row.add(slot.x + slot.slope * (from - y0), slot.x + slot.slope * (to - y0), (to - from) * <f32>slot.winding);
    }
  }

  /**
   * Adds the filled area between two heights of the row. Where edges cross it is cut again,
   * down to `thinnest`.
   */
  private strip(from: f32, to: f32, thinnest: f32): void {
    const middle = (from + to) * 0.5;
    const slots = this.slotData;
    const end = slots + this.slotLength;
    this.work += this.slotLength / <u32>SLOT;
    for (let p = slots; p < end; p += SLOT) {
      const slot = changetype<Slot>(p);
      const y0 = slot.y0;
      const y1 = slot.y1;
      const x = slot.x;
      const slope = slot.slope;
      const a = x + slope * (min(max(from, y0), y1) - y0);
      const b = x + slope * (min(max(to, y0), y1) - y0);
      slot.key = a + b;
      slot.top = a;
      slot.bottom = b;
      slot.crossing = y0 <= middle && y1 > middle ? slot.winding : 0;
    }
    sort(slots, end);
    if (to - from > thinnest && hasCrossing(slots, end)) {
      this.strip(from, middle, thinnest);
      this.strip(middle, to, thinnest);
      return;
    }
    const row = this.row;
    const height = to - from;
    const mask = this.evenOdd ? 1 : -1;
    let winding = 0;
    for (let p = slots; p < end; p += SLOT) {
      const slot = changetype<Slot>(p);
      if (!slot.crossing) continue;
      const before = winding & mask;
      winding += <i32>slot.crossing;
      const after = winding & mask;
      if (!before != !after) row.add(slot.top, slot.bottom, after ? height : -height);
    }
  }
}

/** Puts a height into the sorted list unless it is there; a count above MAX_HEIGHTS means that there are too many. */
function addHeight(heights: usize, count: i32, y: f32): i32 {
  if (count > MAX_HEIGHTS) return count;
  let p = heights + ((<usize>count) << 2);
  while (p > heights && load<f32>(p - 4) >= y) {
    if (load<f32>(p - 4) == y) return count;
    p -= 4;
  }
  if (count == MAX_HEIGHTS) return count + 1;
  memory.copy(p + 4, p, heights + ((<usize>count) << 2) - p);
  store<f32>(p, y);
  return count + 1;
}

/** Copies a slot. */
// @ts-ignore: decorator
@inline function copy(from: usize, to: usize): void {
  v128.store(to, v128.load(from));
  v128.store(to, v128.load(from, 16), 16);
}

/** Sorts slots by key: by insertion, since they keep most of the order from strip to strip; many with Shell's gaps. */
function sort(slots: usize, end: usize): void {
  const count = (end - slots) / SLOT;
  if (count > 64) {
    let gap: usize = 1;
    while (gap < count / 9) gap = gap * 3 + 1;
    for (; gap > 1; gap /= 3) insertionSort(slots, end, gap * SLOT);
  }
  insertionSort(slots, end, SLOT);
}

function insertionSort(slots: usize, end: usize, gap: usize): void {
  for (let s = slots + gap; s < end; s += SLOT) {
    const key = changetype<Slot>(s).key;
    if (changetype<Slot>(s - gap).key <= key) continue;
    const head = v128.load(s);
    const tail = v128.load(s, 16);
    let p = s;
    do {
      copy(p - gap, p);
      p -= gap;
    } while (p >= slots + gap && changetype<Slot>(p - gap).key > key);
    v128.store(p, head);
    v128.store(p, tail, 16);
  }
}

/** Whether edges that cross the strip change places inside it. */
function hasCrossing(slots: usize, end: usize): bool {
  let a: f32 = -Infinity;
  let b: f32 = -Infinity;
  for (let p = slots; p < end; p += SLOT) {
    const slot = changetype<Slot>(p);
    if (!slot.crossing) continue;
    if (slot.top < a - OUT_OF_ORDER || slot.bottom < b - OUT_OF_ORDER) return true;
    a = max(a, slot.top);
    b = max(b, slot.bottom);
  }
  return false;
}
