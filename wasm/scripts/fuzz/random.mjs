/**
 * Random numbers that a seed repeats: mulberry32 (Tommy Ettinger, public domain), which has 32 bits of state and gives
 * neighbouring seeds unrelated sequences.
 */
export class Random {
  /** @param {number} seed */
  constructor(seed) {
    this.state = seed | 0;
  }

  /** An integer from 0 to `n` - 1. @param {number} n */
  below(n) {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * n);
  }

  /** True once in `n` times. @param {number} n */
  oneIn(n) {
    return this.below(n) === 0;
  }

  /** @template T @param {readonly T[]} all @returns {T} */
  pick(all) {
    return /** @type {T} */ (all[this.below(all.length)]);
  }

  /** Small numbers often, large ones seldom: 1 to about `most`. @param {number} most */
  length(most) {
    return 1 + this.below(Math.max(1, Math.round(most ** (this.below(1000) / 1000))));
  }
}
