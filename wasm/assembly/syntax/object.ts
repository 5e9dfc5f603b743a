import { Arena } from '../memory/arena';

/**
 * PDF objects. An `Obj` is the address of a `Cell` in the document's arena; 0 stands for null, and every
 * accessor takes it. ISO 32000-2, 7.3.
 *
 * Accessors here look at one cell and never follow references; `store.ts` has those that do.
 */
export type Obj = usize;

/** What an object is, in 16 bytes. */
@unmanaged
export class Cell {
  /** A `Kind`. */
  kind: u16;
  /** Dict: whether a table of its keys stands before its entries. Stream: a `StreamFlag`. */
  flag: u16;
  /** Bool, Int: value. Name: atom. String: length. Array, Dict: count. Ref: object number. Stream: address of its dictionary's cell. */
  value: u32;
  /**
   * String: address of the bytes. Array: of `count` cells. Dict: of `count` entries. Ref: generation. Stream: offset of its raw
   * bytes in the file, or their address. Int, Real: where `number` begins.
   */
  place: u32;
  /** Dict: number of the object that it is in. Stream: its length, once it is known (raw-stream.ts). */
  more: u32;

  /** Of an Int or a Real, in the place of `place` and `more`. */
  // @ts-ignore: decorator
  @inline get number(): f64 {
    return load<f64>(changetype<usize>(this), offsetof<Cell>('place'));
  }

  set number(v: f64) {
    store<f64>(changetype<usize>(this), v, offsetof<Cell>('place'));
  }
}

/** An entry of a dictionary. */
@unmanaged
export class Entry {
  /** An atom. */
  key: u32;
  /** Number of the object that holds the dictionary, for encryption. */
  owner: u32;
  /** The cell of its value lies in both: see `value`. */
  low: u64;
  high: u64;

  // @ts-ignore: decorator
  @inline get value(): Obj {
    return changetype<usize>(this) + offsetof<Entry>('low');
  }
}

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

export const CELL: usize = offsetof<Cell>();
export const ENTRY: usize = offsetof<Entry>();

// @ts-ignore: decorator
@inline function cellOf(o: Obj): Cell {
  return changetype<Cell>(o);
}

/** The i-th entry from an address on. */
// @ts-ignore: decorator
@inline function entryAt(entries: usize, i: u32): Entry {
  return changetype<Entry>(entries + <usize>i * ENTRY);
}

/** Makes a cell an object. */
export function putCell(cell: usize, kind: Kind, value: u32, place: usize = 0): void {
  cellOf(cell).kind = <u16>kind;
  cellOf(cell).flag = 0;
  cellOf(cell).value = value;
  cellOf(cell).place = <u32>place;
  cellOf(cell).more = 0;
}

// @ts-ignore: decorator
@inline export function kindOf(o: Obj): Kind {
  return o ? <Kind>cellOf(o).kind : Kind.Null;
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
  if (kind == Kind.Int) return <i32>cellOf(o).value;
  if (kind == Kind.Real) return <i32>cellOf(o).number;
  return fallback;
}

/** The value of an Int or a Real; else `fallback`. Never infinite, never NaN. */
export function numberOf(o: Obj, fallback: f64 = 0): f64 {
  return isNumber(o) ? cellOf(o).number : fallback;
}

export function boolOf(o: Obj, fallback: bool = false): bool {
  return kindOf(o) == Kind.Bool ? cellOf(o).value != 0 : fallback;
}

/** The atom of a Name; else 0 (`Name.None`). */
export function nameOf(o: Obj): u32 {
  return kindOf(o) == Kind.Name ? cellOf(o).value : 0;
}

/** The address of a String's bytes, already decrypted; else 0. */
export function stringOf(o: Obj): usize {
  return kindOf(o) == Kind.String ? <usize>cellOf(o).place : 0;
}

/** Bytes of a String, elements of an Array, entries of a Dict or of a Stream's; else 0. */
export function lengthOf(o: Obj): u32 {
  const kind = kindOf(o);
  if (kind == Kind.Stream) return lengthOf(dictOf(o));
  return kind == Kind.String || kind == Kind.Array || kind == Kind.Dict ? cellOf(o).value : 0;
}

/** The dictionary of a Stream, or the Dict itself; else 0. */
export function dictOf(o: Obj): Obj {
  const kind = kindOf(o);
  if (kind == Kind.Stream) return <usize>cellOf(o).value;
  return kind == Kind.Dict ? o : 0;
}

/** The number of the object that a Dict, or a Stream's, lies in; 0 in a content stream, and for anything else. */
export function ownerNumber(o: Obj): u32 {
  const dict = dictOf(o);
  return dict ? cellOf(dict).more : 0;
}

/** The object number of a Ref; else 0. */
export function refNumber(o: Obj): u32 {
  return kindOf(o) == Kind.Ref ? cellOf(o).value : 0;
}

export function refGeneration(o: Obj): u32 {
  return kindOf(o) == Kind.Ref ? cellOf(o).place : 0;
}

/** The i-th element of an Array, which may be a Ref; 0 out of range. */
export function rawAt(array: Obj, i: u32): Obj {
  if (kindOf(array) != Kind.Array || i >= cellOf(array).value) return 0;
  return <usize>cellOf(array).place + <usize>i * CELL;
}

/** The key of the i-th entry of a Dict or Stream. */
export function keyAt(o: Obj, i: u32): u32 {
  const dict = dictOf(o);
  return i < lengthOf(dict) ? entryAt(cellOf(dict).place, i).key : 0;
}

/** The value of the i-th entry of a Dict or Stream, which may be a Ref. */
export function valueAt(o: Obj, i: u32): Obj {
  const dict = dictOf(o);
  return i < lengthOf(dict) ? entryAt(cellOf(dict).place, i).value : 0;
}

/** The entry that has a value. */
// @ts-ignore: decorator
@inline export function entryOf(value: Obj): Entry {
  return changetype<Entry>(value - offsetof<Entry>('low'));
}

/** The value of `key` in a Dict or Stream, which may be a Ref; 0 when it is missing. */
export function rawGet(o: Obj, key: u32): Obj {
  const dict = dictOf(o);
  const count = lengthOf(dict);
  if (!count) return 0;
  const entries = <usize>cellOf(dict).place;
  if (cellOf(dict).flag) {
    const found = load<u32>(slotOf(entries, key));
    return found ? entryAt(entries, found - 1).value : 0;
  }
  const end = entries + <usize>count * ENTRY;
  for (let p = entries; p < end; p += ENTRY) if (changetype<Entry>(p).key == key) return changetype<Entry>(p).value;
  return 0;
}

/** The end of the table that stands before the entries of large dictionaries: slots are before it, each the index of an entry + 1, 0: empty (u32). */
@unmanaged
class KeyTable {
  /** The number of slots - 1. */
  mask: u32;
  private unused: u32;
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
  const tableSize: usize = indexed ? ((<usize>mask + 1) << 2) + offsetof<KeyTable>() : 0;
  const p = arena.alloc(tableSize + size);
  const entries = p + tableSize;
  putCell(cell, Kind.Dict, 0, entries);
  if (!p) return 0;
  cellOf(cell).flag = <u16>indexed;
  if (indexed) changetype<KeyTable>(entries - offsetof<KeyTable>()).mask = mask;
  let kept: u32 = 0;
  let compared: u32 = 0;
  for (let i: u32 = 0; i < count; i++, from += ENTRY) {
    const key = changetype<Entry>(from).key;
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
      while (place < kept && entryAt(entries, place).key != key) place++;
      compared += place;
    }
    if (place == kept) kept++;
    memory.copy(changetype<usize>(entryAt(entries, place)), from, ENTRY);
  }
  cellOf(cell).value = kept;
  return compared;
}

/** The slot that has the entry of `key`, or the empty one where it belongs: open addressing, Fibonacci hashing (Knuth, TAOCP volume 3, 6.4). */
function slotOf(entries: usize, key: u32): usize {
  const mask = changetype<KeyTable>(entries - offsetof<KeyTable>()).mask;
  const table = tableOf(entries, mask);
  let i = hashOf(key, mask);
  while (true) {
    const slot = table + ((<usize>(i++ & mask)) << 2);
    const held = load<u32>(slot);
    if (!held || entryAt(entries, held - 1).key == key) return slot;
  }
}

// @ts-ignore: decorator
@inline function tableOf(entries: usize, mask: u32): usize {
  return entries - offsetof<KeyTable>() - ((<usize>mask + 1) << 2);
}

// @ts-ignore: decorator
@inline function hashOf(key: u32, mask: u32): u32 {
  return (key * 0x9e3779b1) >> clz(mask);
}
