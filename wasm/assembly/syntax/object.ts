import { Arena } from '../memory/arena';

/**
 * PDF objects. An `Obj` is the address of a 16-byte cell in the document's arena; 0 stands for null, and every
 * accessor takes it. ISO 32000-2, 7.3.
 *
 *   cell    ┌ 0  Kind (u16)   2 Dict: whether a table of its keys stands before its entries   Stream: `StreamFlag` (u16)
 *           │ 4  Bool, Int: value   Name: atom   String: length   Array, Dict: count   Ref: object number
 *           └ 8  Int, Real: f64   String: address of the bytes   Array: address of `count` cells
 *                Dict: address of `count` entries, 12 number of the object it is in   Stream: see below   Ref: generation
 *
 *   entry   ┌ 0  atom of the key    ┌ 4  object number that holds the dictionary (for encryption)    ┌ 8 value cell (16 bytes)
 *   table   ┌ 0  slots, each the index of an entry + 1, 0: empty (u32)    … number of slots - 1 (u32)   4 unused
 *
 *   Stream  │ 4  address of the cell of its dictionary (u32)   8  offset of its raw bytes in the file, or their address (u32)
 *           └ 12 their length (u32), once it is known: see raw-stream.ts
 *
 * Accessors here look at one cell and never follow references; `store.ts` has those that do.
 */
export type Obj = usize;

export const enum Kind {
  Null = 0,
  Bool = 1,
  Int = 2,
  Real = 3,
  Name = 4,
  String = 5,
  Array = 6,
  Dict = 7,
  Stream = 8,
  Ref = 9,
}

export const CELL: usize = 16;
export const ENTRY: usize = 24;

// @ts-ignore: decorator
@inline export function kindOf(o: Obj): Kind {
  return o ? <Kind>load<u16>(o) : Kind.Null;
}

export function isNumber(o: Obj): bool {
  const kind = kindOf(o);
  return kind == Kind.Int || kind == Kind.Real;
}

/** A dictionary, or a stream, which has one. */
export function isDict(o: Obj): bool {
  const kind = kindOf(o);
  return kind == Kind.Dict || kind == Kind.Stream;
}

/** The value of an Int, or of a Real cut to an integer; else `fallback`. */
export function intOf(o: Obj, fallback: i32 = 0): i32 {
  const kind = kindOf(o);
  if (kind == Kind.Int) return <i32>load<u32>(o, 4);
  if (kind == Kind.Real) return <i32>load<f64>(o, 8);
  return fallback;
}

/** The value of an Int or a Real; else `fallback`. Never infinite, never NaN. */
export function numberOf(o: Obj, fallback: f64 = 0): f64 {
  return isNumber(o) ? load<f64>(o, 8) : fallback;
}

export function boolOf(o: Obj, fallback: bool = false): bool {
  return kindOf(o) == Kind.Bool ? load<u32>(o, 4) != 0 : fallback;
}

/** The atom of a Name; else 0 (`Name.None`). */
export function nameOf(o: Obj): u32 {
  return kindOf(o) == Kind.Name ? load<u32>(o, 4) : 0;
}

/** The address of a String's bytes, already decrypted; else 0. */
export function stringOf(o: Obj): usize {
  return kindOf(o) == Kind.String ? <usize>load<u32>(o, 8) : 0;
}

/** Bytes of a String, elements of an Array, entries of a Dict or of a Stream's; else 0. */
export function lengthOf(o: Obj): u32 {
  const kind = kindOf(o);
  if (kind == Kind.Stream) return lengthOf(dictOf(o));
  return kind == Kind.String || kind == Kind.Array || kind == Kind.Dict ? load<u32>(o, 4) : 0;
}

/** The dictionary of a Stream, or the Dict itself; else 0. */
export function dictOf(o: Obj): Obj {
  const kind = kindOf(o);
  if (kind == Kind.Stream) return <usize>load<u32>(o, 4);
  return kind == Kind.Dict ? o : 0;
}

/** The number of the object that a Dict, or a Stream's, lies in; 0 in a content stream, and for anything else. */
export function ownerNumber(o: Obj): u32 {
  const dict = dictOf(o);
  return dict ? load<u32>(dict, 12) : 0;
}

/** The object number of a Ref; else 0. */
export function refNumber(o: Obj): u32 {
  return kindOf(o) == Kind.Ref ? load<u32>(o, 4) : 0;
}

export function refGeneration(o: Obj): u32 {
  return kindOf(o) == Kind.Ref ? load<u32>(o, 8) : 0;
}

/** The i-th element of an Array, which may be a Ref; 0 out of range. */
export function rawAt(array: Obj, i: u32): Obj {
  if (kindOf(array) != Kind.Array || i >= load<u32>(array, 4)) return 0;
  return <usize>load<u32>(array, 8) + <usize>i * CELL;
}

/** The key of the i-th entry of a Dict or Stream. */
export function keyAt(o: Obj, i: u32): u32 {
  const dict = dictOf(o);
  return i < lengthOf(dict) ? load<u32>(<usize>load<u32>(dict, 8) + <usize>i * ENTRY) : 0;
}

/** The value of the i-th entry of a Dict or Stream, which may be a Ref. */
export function valueAt(o: Obj, i: u32): Obj {
  const dict = dictOf(o);
  return i < lengthOf(dict) ? <usize>load<u32>(dict, 8) + <usize>i * ENTRY + 8 : 0;
}

/** The value of `key` in a Dict or Stream, which may be a Ref; 0 when it is missing. */
export function rawGet(o: Obj, key: u32): Obj {
  const dict = dictOf(o);
  const count = lengthOf(dict);
  if (!count) return 0;
  let entry = <usize>load<u32>(dict, 8);
  if (load<u16>(dict, 2)) {
    const found = load<u32>(slotOf(entry, key));
    return found ? entry + <usize>(found - 1) * ENTRY + 8 : 0;
  }
  for (let i: u32 = 0; i < count; i++, entry += ENTRY) if (load<u32>(entry) == key) return entry + 8;
  return 0;
}

/** Dictionaries of more entries have a table of their keys; fewer are as quickly looked through. */
const MOST_UNINDEXED: u32 = 16;

/**
 * Makes `cell` the Dict of the `count` entries at `from`, which are copied into `arena`. Of entries with the same key
 * the last one counts, in the place of the first. An empty Dict when memory is out.
 * How many keys were compared.
 */
export function layEntries(arena: Arena, cell: usize, from: usize, count: u32): u32 {
  const indexed = count > MOST_UNINDEXED;
  const size = <usize>count * ENTRY;
  // At most half of the slots are used; their number is a power of two.
  const mask: u32 = indexed ? (1 << (33 - clz(count))) - 1 : 0;
  const tableSize: usize = indexed ? ((<usize>mask + 1) << 2) + 8 : 0;
  const p = arena.alloc(tableSize + size);
  const entries = p + tableSize;
  store<u16>(cell, Kind.Dict);
  store<u16>(cell, <u16>(indexed && p != 0), 2);
  store<u32>(cell, p ? count : 0, 4);
  store<u32>(cell, <u32>entries, 8);
  if (!p) return 0;
  if (indexed) store<u32>(entries - 8, mask);
  let kept: u32 = 0;
  let compared: u32 = 0;
  for (let i: u32 = 0; i < count; i++, from += ENTRY) {
    const key = load<u32>(from);
    let place: u32 = 0;
    if (indexed) {
      const slot = slotOf(entries, key);
      compared += (((<u32>(slot - tableOf(entries, mask))) >> 2) - hashOf(key, mask)) & mask;
      place = load<u32>(slot);
      if (!place) {
        place = kept + 1;
        store<u32>(slot, place);
      }
      place--;
    } else {
      while (place < kept && load<u32>(entries + <usize>place * ENTRY) != key) place++;
      compared += place;
    }
    if (place == kept) kept++;
    memory.copy(entries + <usize>place * ENTRY, from, ENTRY);
  }
  store<u32>(cell, kept, 4);
  return compared;
}

/** The slot that has the entry of `key`, or the empty one where it belongs: open addressing, Fibonacci hashing (Knuth, TAOCP volume 3, 6.4). */
function slotOf(entries: usize, key: u32): usize {
  const mask = load<u32>(entries - 8);
  const table = tableOf(entries, mask);
  let i = hashOf(key, mask);
  while (true) {
    const slot = table + ((<usize>(i++ & mask)) << 2);
    const held = load<u32>(slot);
    if (!held || load<u32>(entries + <usize>(held - 1) * ENTRY) == key) return slot;
  }
}

// @ts-ignore: decorator
@inline function tableOf(entries: usize, mask: u32): usize {
  return entries - 8 - ((<usize>mask + 1) << 2);
}

// @ts-ignore: decorator
@inline function hashOf(key: u32, mask: u32): u32 {
  return (key * 0x9e3779b1) >> clz(mask);
}
