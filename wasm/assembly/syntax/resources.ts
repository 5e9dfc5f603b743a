import { IntMap } from '../memory/map';
import { Store } from './state';

/**
 * What the engine needs from outside, by file name: substitute fonts, predefined CMaps. Who needs one asks and goes on
 * without it; what came of that is done again when the host has brought it.
 */
@unmanaged
export class Resource {
  bytes: usize;
  /** 0: the host has none of that name. */
  length: u32;
  atom: u32;
  /** The host has brought it, or said that it has none; else it is needed. */
  isBrought: bool;
}

/** A resource that the host has brought; null: not yet. Then it is noted as needed, and `awaits` set. */
export function resource(doc: Store, atom: u32): Resource | null {
  const found = announce(doc, atom);
  if (!found || found.isBrought) return found;
  doc.awaits = true;
  return null;
}

/** Notes that a resource will be needed, but not yet; null when memory is out. */
export function announce(doc: Store, atom: u32): Resource | null {
  const map = changetype<IntMap>(doc.resourceMap);
  const known = <usize>map.get(atom);
  if (known) return changetype<Resource>(known);
  const p = doc.arena.alloc(offsetof<Resource>());
  // What is not in the list the host never brings: who asks for it must not wait.
  if (!p || !doc.resources.reserve(4) || !map.set(atom, <u32>p)) return null;
  changetype<Resource>(p).atom = atom;
  doc.resources.pushU32(<u32>p);
  return changetype<Resource>(p);
}

/** The atom of the i-th resource that is still needed; 0: no more. */
export function neededResource(doc: Store, i: u32): u32 {
  const count = doc.resources.length >> 2;
  for (let k: u32 = 0; k < count; k++) {
    const resource = changetype<Resource>(<usize>doc.resources.getU32(k));
    if (resource.isBrought) continue;
    if (!i) return resource.atom;
    i--;
  }
  return 0;
}

/** Takes over a resource's bytes from the host; length 0: there is none. */
export function provideResource(doc: Store, atom: u32, at: usize, length: u32): void {
  const resource = announce(doc, atom);
  if (!resource) return;
  resource.bytes = at;
  resource.length = length;
  resource.isBrought = true;
}
