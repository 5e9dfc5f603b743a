import { Arena } from './arena';
import { alloc, allocZeroed, free, replace } from './heap';

/**
 * A hash map from u32 keys (not 0) to u32 values: open addressing, linear probing, at most 3/4 full.
 *
 *   slot    ┌ 0  key, 0: empty    ┌ 4  value
 */
@unmanaged
export class IntMap {
  slots: usize;
  mask: u32;
  count: u32;

  /** A new map on the heap, or null when memory is out; with an owner, it is freed with that. */
  static create(owner: Arena | null = null): IntMap | null {
    const p = alloc(offsetof<IntMap>());
    if (!p) return null;
    const map = changetype<IntMap>(p);
    map.mask = 63;
    map.count = 0;
    map.slots = allocZeroed(64 << 3);
    if (!map.slots) {
      free(p);
      return null;
    }
    if (owner) {
      owner.adopt(p);
      owner.adopt(map.slots);
    }
    return map;
  }

  /** The value of `key`, or `fallback`. */
  get(key: u32, fallback: u32 = 0): u32 {
    let i = hash(key);
    while (true) {
      const slot = this.slots + ((<usize>(i & this.mask)) << 3);
      const k = load<u32>(slot);
      if (k == key) return load<u32>(slot, 4);
      if (!k) return fallback;
      i++;
    }
  }

  /** Sets the value of `key`. False when memory is out. */
  set(key: u32, value: u32): bool {
    if ((this.count + 1) * 4 > (this.mask + 1) * 3 && !this.widen()) return false;
    let i = hash(key);
    while (true) {
      const slot = this.slots + ((<usize>(i & this.mask)) << 3);
      const k = load<u32>(slot);
      if (!k) {
        store<u32>(slot, key);
        this.count++;
      }
      if (!k || k == key) {
        store<u32>(slot, value, 4);
        return true;
      }
      i++;
    }
  }

  private widen(): bool {
    const old = this.slots;
    const size = this.mask + 1;
    const slots = allocZeroed((<usize>size) << 4);
    if (!slots) return false;
    this.slots = slots;
    this.mask = size * 2 - 1;
    this.count = 0;
    for (let i: u32 = 0; i < size; i++) {
      const slot = old + ((<usize>i) << 3);
      const key = load<u32>(slot);
      if (key) this.set(key, load<u32>(slot, 4));
    }
    replace(old, slots);
    return true;
  }

  destroy(): void {
    free(this.slots);
    free(changetype<usize>(this));
  }
}

/** The upper half of the product is the well mixed one; keys that are multiples of a power of two have zeros in the lower. */
// @ts-ignore: decorator
@inline function hash(key: u32): u32 {
  const h = key * 0x9e3779b1;
  return h ^ (h >> 16);
}
