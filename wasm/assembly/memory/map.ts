import { alloc, allocZeroed, free } from './heap';

/**
 * A hash map from u32 keys (not 0) to u32 values: open addressing, linear probing, at most 3/4 full. Fibonacci hashing
 * (Knuth, TAOCP volume 3, 6.4): the highest bits of the product depend on all bits of the key.
 *
 *   slot    ┌ 0  key, 0: empty    ┌ 4  value
 */
@unmanaged
export class IntMap {
  slots: usize;
  mask: u32;
  count: u32;

  /** A new map on the heap, or null when memory is out. */
  static create(): IntMap | null {
    const p = alloc(offsetof<IntMap>());
    if (!p) return null;
    const map = changetype<IntMap>(p);
    map.mask = 63;
    map.count = 0;
    map.slots = allocZeroed(64 << 3);
    if (map.slots) return map;
    free(p);
    return null;
  }

  /** The value of `key`, or `fallback`. */
  get(key: u32, fallback: u32 = 0): u32 {
    let i = (key * 0x9e3779b1) >> clz(this.mask);
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
    let i = (key * 0x9e3779b1) >> clz(this.mask);
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
    free(old);
    return true;
  }

  destroy(): void {
    free(this.slots);
    free(changetype<usize>(this));
  }
}
