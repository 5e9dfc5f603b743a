import { IntMap } from '../memory/map';
import { Store } from './state';

/**
 * What the engine needs from outside, by file name: substitute fonts, predefined CMaps. Who needs one asks and goes on
 * without it; what came of that is done again when the host has brought it.
 *
 *   record  ┌ 0 address of the bytes   4 length, 0: the host has none of that name   8 atom   12 state
 */
export const enum ResourceState {
  Needed = 1,
  Brought = 2,
}

/** The record (u32 address, u32 length) of a resource that the host has brought; 0: not yet. Then it is noted as needed, and `awaits` set. */
export function resource(doc: Store, atom: u32): usize {
  const record = announce(doc, atom);
  if (record && load<u32>(record, 12) == ResourceState.Brought) return record;
  if (record) doc.awaits = true;
  return 0;
}

/** Notes that a resource will be needed, but not yet; its record, or 0 when memory is out. */
export function announce(doc: Store, atom: u32): usize {
  const map = changetype<IntMap>(doc.resourceMap);
  let record = <usize>map.get(atom);
  if (!record) {
    record = doc.arena.alloc(16);
    // What is not in the list the host never brings: who asks for it must not wait.
    if (!record || !doc.resources.reserve(4) || !map.set(atom, <u32>record)) return 0;
    put(record, 8, atom);
    put(record, 12, ResourceState.Needed);
    doc.resources.pushU32(<u32>record);
  }
  return record;
}

/** The atom of the i-th resource that is still needed; 0: no more. */
export function neededResource(doc: Store, i: u32): u32 {
  const count = doc.resources.length >> 2;
  for (let k: u32 = 0; k < count; k++) {
    const record = <usize>doc.resources.getU32(k);
    if (load<u32>(record, 12) == ResourceState.Needed) {
      if (!i) return load<u32>(record, 8);
      i--;
    }
  }
  return 0;
}

/** Takes over a resource's bytes from the host; length 0: there is none. */
export function provideResource(doc: Store, atom: u32, at: usize, length: u32): void {
  const record = announce(doc, atom);
  if (!record) return;
  put(record, 0, <u32>at);
  put(record, 4, length);
  put(record, 12, ResourceState.Brought);
}

// @ts-ignore: decorator
@inline function put(record: usize, offset: usize, value: u32): void {
  store<u32>(record + offset, value);
}
