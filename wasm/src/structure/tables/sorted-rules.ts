import type { Rule } from '../page-content.js';

/** Horizontal rules from top to bottom: those of a stripe of the page are found without looking at all of them. */
export class SortedRules {
  private readonly rules: readonly Rule[];

  constructor(rules: readonly Rule[]) {
    this.rules = [...rules].sort((a, b) => a.at - b.at);
  }

  get isEmpty(): boolean {
    return !this.rules.length;
  }

  /** The rules below `top` and above `bottom`. */
  between(top: number, bottom: number): readonly Rule[] {
    const first = this.firstBelow(top);
    let end = first;
    while (end < this.rules.length && this.rules[end]!.at < bottom) end++;
    return end > first ? this.rules.slice(first, end) : NONE;
  }

  private firstBelow(y: number): number {
    let low = 0;
    let high = this.rules.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.rules[middle]!.at > y) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

const NONE: readonly Rule[] = [];
