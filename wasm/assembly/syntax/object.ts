/**
 * PDF objects. An `Obj` is the address of a 16-byte cell in the document's arena; 0 stands for null, and every
 * accessor takes it. ISO 32000-2, 7.3.
 *
 *   cell    ┌ 0  Kind
 *           │ 4  Bool, Int: value   Name: atom   String: length   Array, Dict: count   Ref: object number
 *           └ 8  Int, Real: f64   String: address of the bytes   Array: address of `count` cells
 *                Dict: address of `count` entries, 12 number of the object it is in   Stream: see below   Ref: generation
 *
 *   entry   ┌ 0  atom of the key    ┌ 4  object number that holds the dictionary (for encryption)    ┌ 8 value cell (16 bytes)
 *
 *   Stream  │ 4  address of the cell of its dictionary (u32)    8  address of its raw bytes (u32)
 *           └ 12 their length (u32), already repaired where /Length was wrong
 *
 * Accessors here look at one cell and never follow references; `doc.ts` has those that do.
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
  return o ? <Kind>load<u32>(o) : Kind.Null;
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
  for (let i: u32 = 0; i < count; i++, entry += ENTRY) if (load<u32>(entry) == key) return entry + 8;
  return 0;
}
