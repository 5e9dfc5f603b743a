import { hashOf } from '../memory/hash';
import { IntMap } from '../memory/map';
import { NAME_BYTES, NAME_COUNT } from './names';
import { Store } from './state';
import { Warning, warn } from './warnings';

/**
 * Interned names: every different name of a document is one integer, its atom. The names that the engine speaks of
 * itself have the atoms of `Name`; others follow as they are met.
 *
 *   record  ┌ 0 address of the bytes   4 length   8 next record of the same hash, as atom; 0: none
 */
const RECORD: u32 = 12;
/** Names live as long as the document: bytes of names and records beyond which new ones are none. */
const MOST_BYTES: u64 = 1 << 25;

/** Fills the table with the well-known names. False when memory is out. */
export function initNames(doc: Store): bool {
  const map = IntMap.create();
  if (!map) return false;
  doc.nameMap = changetype<usize>(map);
  doc.names.init();
  if (!doc.names.extend(RECORD)) return false; // atom 0 is no name
  memory.fill(doc.names.data, 0, RECORD);
  let p = NAME_BYTES;
  for (let i: u32 = 0; i < NAME_COUNT; i++) {
    const length = <u32>load<u8>(p);
    add(doc, hash(p + 1, length), p + 1, length);
    p += 1 + <usize>length;
  }
  return !doc.names.failed;
}

/** The atom of a name; 0 when memory is out. The bytes are copied when they are new. */
export function intern(doc: Store, at: usize, length: u32): u32 {
  const key = hash(at, length);
  const map = changetype<IntMap>(doc.nameMap);
  for (let atom = map.get(key); atom;) {
    const record = doc.names.data + <usize>(atom * RECORD);
    if (load<u32>(record, 4) == length && memory.compare(<usize>load<u32>(record), at, length) == 0) return atom;
    atom = load<u32>(record, 8);
  }
  if (<u64>doc.nameBytes + <u64>length > MOST_BYTES) {
    warn(doc, Warning.MemoryOut);
    return 0;
  }
  const copy = doc.arena.alloc(<usize>length + 1);
  if (!copy) return 0;
  doc.nameBytes += length + RECORD;
  memory.copy(copy, at, length);
  return add(doc, key, copy, length);
}

/** The record of a name, whose first fields are the address and the length of its bytes; good until a name is added. */
export function nameRecord(doc: Store, atom: u32): usize {
  return doc.names.data + <usize>(atom * RECORD);
}

/** The bytes of a name, `nameLength` long. */
export function nameBytes(doc: Store, atom: u32): usize {
  return atom * RECORD < doc.names.length ? <usize>load<u32>(doc.names.data + <usize>(atom * RECORD)) : 0;
}

export function nameLength(doc: Store, atom: u32): u32 {
  return atom * RECORD < doc.names.length ? load<u32>(doc.names.data + <usize>(atom * RECORD), 4) : 0;
}

function add(doc: Store, key: u32, at: usize, length: u32): u32 {
  const atom = doc.names.length / RECORD;
  const record = doc.names.extend(RECORD);
  if (!record) return 0;
  const map = changetype<IntMap>(doc.nameMap);
  put(record, at, length, map.get(key));
  map.set(key, atom);
  return atom;
}

// @ts-ignore: decorator
@inline function put(record: usize, at: usize, length: u32, next: u32): void {
  store<u32>(record, <u32>at);
  store<u32>(record, length, 4);
  store<u32>(record, next, 8);
}

/** Never 0. */
function hash(at: usize, length: u32): u32 {
  const h = hashOf(at, length);
  return h ? h : 1;
}
