import { Arena } from '../../memory/arena';
import { Buffer } from '../../memory/buffer';
import { alloc, free } from '../../memory/heap';

/** Numbers, both ends included, and the value of the first of them. */
@unmanaged
export class Range {
  first: u32;
  last: u32;
  value: u32;
}
const RANGE: usize = offsetof<Range>();
/** How many ranges before the nearest one are looked at: one of them may be longer and cover the number. */
const LOOK_BACK: u32 = 32;
/** More ranges than this are an attack; the largest predefined CMaps have some ten thousand. */
const MOST: u32 = 1 << 20;

/**
 * Ranges of numbers to values: codes to CIDs, codes to text, CIDs to widths. Ranges are added in any order, sorted at
 * the first look-up, and of two that overlap the later one counts.
 */
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
    if (!map.buffer.reserve(<u32>RANGE)) return null;
    arena.adopt(map.data);
    map.sorted = true;
    return map;
  }

  // @ts-ignore: decorator
  @inline private get buffer(): Buffer {
    return changetype<Buffer>(changetype<usize>(this));
  }

  get count(): u32 {
    return this.length / <u32>RANGE;
  }

  /** Adds a range, both ends included. */
  add(first: u32, last: u32, value: u32): void {
    if (last < first || this.count >= MOST) return;
    const p = this.buffer.extend(<u32>RANGE);
    if (!p) return;
    const range = changetype<Range>(p);
    range.first = first;
    range.last = last;
    range.value = value;
    if (this.count > 1 && this.at(this.count - 2).first > first) this.sorted = false;
  }

  /** The i-th range, in the order in which they were added or, after the first look-up, of their starts. */
  at(i: u32): Range {
    return rangeAt(this.data, i);
  }

  /** The range that holds a number; null when there is none. Good until a range is added. */
  find(number: u32): Range | null {
    if (!this.sorted) this.sort();
    let low: u32 = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.at(middle).first <= number) low = middle + 1;
      else high = middle;
    }
    for (let i: u32 = 0; i < LOOK_BACK && i < low; i++) {
      const range = this.at(low - 1 - i);
      if (range.last >= number) return range;
    }
    return null;
  }

  /** Merge sort, from runs of one range up: ranges with the same start stay in order. */
  private sort(): void {
    this.sorted = true;
    const count = this.count;
    let other = alloc(<usize>count * RANGE);
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
    if (from != this.data) memory.copy(this.data, from, <usize>count * RANGE);
    free(spare);
  }
}

function merge(from: usize, to: usize, start: u32, middle: u32, end: u32): void {
  let i = start;
  let k = middle;
  for (let out = start; out < end; out++) {
    const takeLeft = i < middle && (k >= end || rangeAt(from, i).first <= rangeAt(from, k).first);
    memory.copy(to + <usize>out * RANGE, from + <usize>(takeLeft ? i++ : k++) * RANGE, RANGE);
  }
}

// @ts-ignore: decorator
@inline function rangeAt(data: usize, i: u32): Range {
  return changetype<Range>(data + <usize>i * RANGE);
}
