import { Arena } from '../memory/arena';
import { Name } from '../syntax/names';
import { isNumber, Kind, kindOf, lengthOf, numberOf, Obj } from '../syntax/object';
import { at, get, spend, Store } from '../syntax/store';
import { RangeMap } from './cmap/range-map';

/** Advances as the PDF gives them. ISO 32000-2, 9.2.4, 9.7.4.3. */

/** Nothing is wider: what is, is damage. Thousandths of an em. */
const WIDEST: f64 = 100000;

/** A number of thousandths as a fraction of the em. */
export function emOf(o: Obj, fallback: f64): f32 {
  const value = numberOf(o, fallback);
  return <f32>(max(-WIDEST, min(value, WIDEST)) * 0.001);
}

/** Of a character that is written downwards: its advance, and its vertical origin, in em. */
@unmanaged
export class VerticalMetrics {
  advance: f32;
  x: f32;
  y: f32;
}

/** /W of a CID font as CID → advance (the bits of an f32, em). */
export function readWidths(doc: Store, arena: Arena, array: Obj): RangeMap | null {
  const map = RangeMap.create(arena);
  if (!map) return null;
  const count = kindOf(array) == Kind.Array ? lengthOf(array) : 0;
  for (let i: u32 = 0; i + 1 < count && spend(doc, 1);) {
    const first = <u32>max(numberOf(at(doc, array, i)), 0);
    const second = at(doc, array, i + 1);
    if (kindOf(second) == Kind.Array) {
      // One array may be named many times.
      const n = lengthOf(second);
      for (let k: u32 = 0; k < n && spend(doc, 1); k++) map.add(first + k, first + k, reinterpret<u32>(emOf(at(doc, second, k), 0)));
      i += 2;
    } else if (isNumber(second) && i + 2 < count) {
      map.add(first, <u32>max(numberOf(second), 0), reinterpret<u32>(emOf(at(doc, array, i + 2), 0)));
      i += 3;
    } else {
      i++;
    }
  }
  return map;
}

/** /W2 of a CID font as CID → address of `VerticalMetrics`. */
export function readVerticals(doc: Store, arena: Arena, array: Obj): RangeMap | null {
  const map = RangeMap.create(arena);
  if (!map) return null;
  const count = kindOf(array) == Kind.Array ? lengthOf(array) : 0;
  for (let i: u32 = 0; i + 1 < count && spend(doc, 1);) {
    const first = <u32>max(numberOf(at(doc, array, i)), 0);
    const second = at(doc, array, i + 1);
    if (kindOf(second) == Kind.Array) {
      const n = lengthOf(second) / 3;
      for (let k: u32 = 0; k < n && spend(doc, 1); k++) addVertical(doc, arena, map, first + k, first + k, second, k * 3);
      i += 2;
    } else if (isNumber(second) && i + 4 < count) {
      addVertical(doc, arena, map, first, <u32>max(numberOf(second), 0), array, i + 2);
      i += 5;
    } else {
      i++;
    }
  }
  return map;
}

function addVertical(doc: Store, arena: Arena, map: RangeMap, first: u32, last: u32, array: Obj, i: u32): void {
  const p = arena.alloc(offsetof<VerticalMetrics>());
  if (!p) return;
  const metrics = changetype<VerticalMetrics>(p);
  metrics.advance = -emOf(at(doc, array, i), 0);
  metrics.x = emOf(at(doc, array, i + 1), 0);
  metrics.y = emOf(at(doc, array, i + 2), 0);
  map.add(first, last, <u32>p);
}

/**
 * The advance in em of a code of a simple font; -1 when the PDF does not say. In Type 3 fonts `unit` is the size of a
 * unit of glyph space, else 0.001.
 */
export function simpleWidth(doc: Store, dict: Obj, descriptor: Obj, code: u32, unit: f64): f32 {
  const widths = get(doc, dict, Name.Widths);
  if (kindOf(widths) != Kind.Array) return -1;
  const first = <i32>numberOf(get(doc, dict, Name.FirstChar));
  const index = <i32>code - first;
  const width = index >= 0 ? at(doc, widths, <u32>index) : 0;
  const value = isNumber(width) ? numberOf(width) : numberOf(get(doc, descriptor, Name.MissingWidth));
  return <f32>(max(-WIDEST, min(value, WIDEST)) * unit);
}
