import { Arena } from './arena';
import { alloc, allocZeroed, free, replace } from './heap';

/** A key and its value. */
@unmanaged
export class Slot {
  /** 0: empty. */
  key: u32;
  value: u32;
}

/** A hash map from u32 keys (not 0) to u32 values: open addressing, linear probing, at most 3/4 full. */
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
    map.slots = allocZeroed(64 * offsetof<Slot>());
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

  /** The slot of a number up to `mask`. */
  // @ts-ignore: decorator
  @inline slot(i: u32): Slot {
    return slotAt(this.slots, i);
  }

  /** The value of `key`, or `fallback`. */
  get(key: u32, fallback: u32 = 0): u32 {
    let i = hash(key);
    while (true) {
      const slot = this.slot(i & this.mask);
      const k = slot.key;
      if (k == key) return slot.value;
      if (!k) return fallback;
      i++;
    }
  }

  /** Sets the value of `key`. False when memory is out. */
  set(key: u32, value: u32): bool {
    if ((this.count + 1) * 4 > (this.mask + 1) * 3 && !this.widen()) return false;
    let i = hash(key);
    while (true) {
      const slot = this.slot(i & this.mask);
      const k = slot.key;
      if (!k) {
        slot.key = key;
        this.count++;
      }
      if (!k || k == key) {
        slot.value = value;
        return true;
      }
      i++;
    }
  }

  private widen(): bool {
    const old = this.slots;
    const size = this.mask + 1;
    const slots = allocZeroed(<usize>size * 2 * offsetof<Slot>());
    if (!slots) return false;
    this.slots = slots;
    this.mask = size * 2 - 1;
    this.count = 0;
    for (let i: u32 = 0; i < size; i++) {
      const slot = slotAt(old, i);
      if (slot.key) this.set(slot.key, slot.value);
    }
    replace(old, slots);
    return true;
  }

  destroy(): void {
    free(this.slots);
    free(changetype<usize>(this));
  }
}

// @ts-ignore: decorator
@inline function slotAt(slots: usize, i: u32): Slot {
  return changetype<Slot>(slots + <usize>i * offsetof<Slot>());
}

/** The upper half of the product is the well mixed one; keys that are multiples of a power of two have zeros in the lower. */
// @ts-ignore: decorator
@inline function hash(key: u32): u32 {
  const h = key * 0x9e3779b1;
  return h ^ (h >> 16);
}
