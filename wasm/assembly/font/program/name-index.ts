import { Arena } from '../../memory/arena';
import { hashOf } from '../../memory/hash';

/** A name that is known. */
@unmanaged
class NamedGlyph {
  hash: u32;
  /** The glyph + 1; 0: the slot is empty. */
  glyph: u32;
  name: usize;
  length: u32;
}

/**
 * Glyphs by their names: each name is hashed once, when the index is made, and a look-up compares one or two names
 * (open addressing, linear probing, at most half full). The names stay where they are.
 */
@unmanaged
export class NameIndex {
  /** `NamedGlyph` × (mask + 1) */
  private slots: usize;
  private mask: u32;

  /** An index with room for `count` names, or null when memory is out. */
  static create(arena: Arena, count: u32): NameIndex | null {
    const size: u32 = 1 << (32 - clz<u32>((count * 2) | 15));
    const p = arena.alloc(offsetof<NameIndex>());
    const slots = arena.alloc(<usize>size * offsetof<NamedGlyph>());
    if (!p || !slots) return null;
    const index = changetype<NameIndex>(p);
    index.slots = slots;
    index.mask = size - 1;
    return index;
  }

  /** Adds a name; of two glyphs with the same name the first one counts. */
  add(name: usize, length: u32, gid: u32): void {
    const slot = this.probe(name, length);
    if (slot.glyph) return;
    slot.hash = hashOf(name, length);
    slot.glyph = gid + 1;
    slot.name = name;
    slot.length = length;
  }

  /** The glyph of a name; -1 for none. */
  find(name: usize, length: u32): i32 {
    return <i32>this.probe(name, length).glyph - 1;
  }

  /** The slot that holds the name, or the empty one where it belongs. */
  private probe(name: usize, length: u32): NamedGlyph {
    const hash = hashOf(name, length);
    let i = hash;
    while (true) {
      const slot = changetype<NamedGlyph>(this.slots + <usize>(i & this.mask) * offsetof<NamedGlyph>());
      if (!slot.glyph) return slot;
      if (slot.hash == hash && slot.length == length && memory.compare(slot.name, name, length) == 0) return slot;
      i++;
    }
  }
}
