import { Arena } from '../../memory/arena';
import { Buffer } from '../../memory/buffer';
import { alloc, free } from '../../memory/heap';

/**
 * Ranges of numbers to values: codes to CIDs, codes to text, CIDs to widths. Ranges are added in any order, sorted at
 * the first look-up, and of two that overlap the later one counts.
 *
 *   record  ┌ 0 first   ┌ 4 last   ┌ 8 value      (u32 each)
 */
const RECORD: usize = 12;
/** How many ranges before the nearest one are looked at: one of them may be longer and cover the number. */
const LOOK_BACK: u32 = 32;
/** More ranges than this are an attack; the largest predefined CMaps have some ten thousand. */
const MOST: u32 = 1 << 20;


@unmanaged
export class RangeMap {
  private data: usize;
  private length: u32;
  private limit: u32;
  private failed: bool;
  private sorted: bool;

  /** An empty map, or null when memory is out. */
  static create(arena: Arena): RangeMap | null {
    const p = arena.alloc(offsetof<RangeMap>());
    if (!p) return null;
    const map = changetype<RangeMap>(p);
    map.buffer.init();
    if (!map.buffer.reserve(<u32>RECORD)) return null;
    arena.adopt(map.data);
    map.sorted = true;
    return map;
  }

  // @ts-ignore: decorator
  @inline private get buffer(): Buffer {
    return changetype<Buffer>(changetype<usize>(this));
  }

  get count(): u32 {
    return this.length / <u32>RECORD;
  }

  /** Adds a range, both ends included. */
  add(first: u32, last: u32, value: u32): void {
    if (last < first || this.count >= MOST) return;
    const p = this.buffer.extend(<u32>RECORD);
    if (!p) return;
    store<u32>(p, first);
    store<u32>(p, last, 4);
    store<u32>(p, value, 8);
    if (this.count > 1 && load<u32>(p - RECORD) > first) this.sorted = false;
  }

  /** The i-th record, in the order in which they were added or, after the first look-up, of their starts. */
  at(i: u32): usize {
    return this.data + <usize>i * RECORD;
  }

  /** The record of the range that holds a number; 0 when there is none. Good until a range is added. */
  find(number: u32): usize {
    if (!this.sorted) this.sort();
    let low: u32 = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (load<u32>(this.data + <usize>middle * RECORD) <= number) low = middle + 1;
      else high = middle;
    }
    for (let i: u32 = 0; i < LOOK_BACK && i < low; i++) {
      const p = this.data + <usize>(low - 1 - i) * RECORD;
      if (load<u32>(p, 4) >= number) return p;
    }
    return 0;
  }

  /** Merge sort, from runs of one record up: ranges with the same start stay in order. */
  private sort(): void {
    this.sorted = true;
    const count = this.count;
    let other = alloc(<usize>count * RECORD);
    if (!other) return;
    const spare = other;
    let from = this.data;
    for (let run: u32 = 1; run < count; run <<= 1) {
      for (let start: u32 = 0; start < count; start += run << 1) {
        const middle = min(start + run, count);
        merge(from, other, start, middle, min(middle + run, count));
      }
      const swap = from;
      from = other;
      other = swap;
    }
    if (from != this.data) memory.copy(this.data, from, <usize>count * RECORD);
    free(spare);
  }
}

function merge(from: usize, to: usize, start: u32, middle: u32, end: u32): void {
  let i = start;
  let k = middle;
  for (let out = start; out < end; out++) {
    const takeLeft = i < middle && (k >= end || load<u32>(from + <usize>i * RECORD) <= load<u32>(from + <usize>k * RECORD));
    memory.copy(to + <usize>out * RECORD, from + <usize>(takeLeft ? i++ : k++) * RECORD, RECORD);
  }
}
