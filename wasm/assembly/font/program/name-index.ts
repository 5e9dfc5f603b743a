import { Arena } from '../../memory/arena';
import { hashOf } from '../../memory/hash';

/**
 * Glyphs by their names: each name is hashed once, when the index is made, and a look-up compares one or two names
 * (open addressing, linear probing, at most half full). The names stay where they are.
 *
 *   NameIndex ┌ 0  slots  ┌ 4  number of slots − 1
 *   slot      ┌ 0  hash   ┌ 4  glyph + 1, 0: empty   ┌ 8  address of the name   ┌ 12 its length
 */
@unmanaged
export class NameIndex {
  slots: usize;
  mask: u32;

  /** An index with room for `count` names, or null when memory is out. */
  static create(arena: Arena, count: u32): NameIndex | null {
    const size: u32 = 1 << (32 - clz<u32>((count * 2) | 15));
    const p = arena.alloc(offsetof<NameIndex>());
    const slots = arena.alloc((<usize>size) << 4);
    if (!p || !slots) return null;
    const index = changetype<NameIndex>(p);
    index.slots = slots;
    index.mask = size - 1;
    return index;
  }

  /** Adds a name; of two glyphs with the same name the first one counts. */
  add(name: usize, length: u32, gid: u32): void {
    const slot = this.probe(name, length);
    if (load<u32>(slot, 4)) return;
    store<u32>(slot, hashOf(name, length));
    store<u32>(slot, gid + 1, 4);
    store<u32>(slot, <u32>name, 8);
    store<u32>(slot, length, 12);
  }

  /** The glyph of a name; -1 for none. */
  find(name: usize, length: u32): i32 {
    return <i32>load<u32>(this.probe(name, length), 4) - 1;
  }

  /** The slot that holds the name, or the empty one where it belongs. */
  private probe(name: usize, length: u32): usize {
    const hash = hashOf(name, length);
    let i = hash;
    while (true) {
      const slot = this.slots + ((<usize>(i & this.mask)) << 4);
      if (!load<u32>(slot, 4)) return slot;
      if (load<u32>(slot) == hash && load<u32>(slot, 12) == length) {
        if (memory.compare(<usize>load<u32>(slot, 8), name, length) == 0) return slot;
      }
      i++;
    }
  }
}
