import { hashOf } from '../memory/hash';
import { IntMap } from '../memory/map';
import { NAME_BYTES, NAME_COUNT } from './names';
import { Store } from './state';
import { Warning, warn } from './warnings';

/**
 * Interned names: every different name of a document is one integer, its atom. The names that the engine speaks of
 * itself have the atoms of `Name`; others follow as they are met.
 */

/** A name, by its atom. */
@unmanaged
class NameRecord {
  bytes: usize;
  length: u32;
  /** The atom of the next name of the same hash; 0: none. */
  next: u32;
}
const RECORD: u32 = <u32>offsetof<NameRecord>();
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
    const record = recordOf(doc, atom);
    if (record.length == length && memory.compare(record.bytes, at, length) == 0) return atom;
    atom = record.next;
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
  return changetype<usize>(recordOf(doc, atom));
}

// @ts-ignore: decorator
@inline function recordOf(doc: Store, atom: u32): NameRecord {
  return changetype<NameRecord>(doc.names.data + <usize>(atom * RECORD));
}

/** The bytes of a name, `nameLength` long. */
export function nameBytes(doc: Store, atom: u32): usize {
  return atom * RECORD < doc.names.length ? recordOf(doc, atom).bytes : 0;
}

export function nameLength(doc: Store, atom: u32): u32 {
  return atom * RECORD < doc.names.length ? recordOf(doc, atom).length : 0;
}

function add(doc: Store, key: u32, at: usize, length: u32): u32 {
  const atom = doc.names.length / RECORD;
  if (!doc.names.extend(RECORD)) return 0;
  const map = changetype<IntMap>(doc.nameMap);
  const record = recordOf(doc, atom);
  record.bytes = at;
  record.length = length;
  record.next = map.get(key);
  map.set(key, atom);
  return atom;
}

/** Never 0. */
function hash(at: usize, length: u32): u32 {
  const h = hashOf(at, length);
  return h ? h : 1;
}
