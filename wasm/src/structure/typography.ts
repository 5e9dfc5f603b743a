import type { Word } from './page-content.js';
import type { Segment } from './segments.js';

/** The looks of a document's text: what its body is set in, and what stands out from it. */
export class Typography {
  private readonly sizes = new Map<number, number>();
  private readonly bolds = new Map<number, number>();
  private readonly fonts = new Map<number, number>();

  private body = -1;
  private letters = 0;
  private fixed = 0;

  /** Takes in a line. */
  add(line: Segment): void {
    this.body = -1;
    const { words } = line;
    for (let i = 0; i < words.length;) {
      const first = words[i]!;
      const { look } = first;
      let letters = first.text.length;
      for (i++; i < words.length; i++) {
        const word = words[i]!;
        if (word.look !== look && !isAlike(word, first)) break;
        letters += word.text.length;
      }
      const size = Math.round(first.size * 2);
      add(this.sizes, size, letters);
      add(this.fonts, first.font, letters);
      this.letters += letters;
      if (first.fixedPitch) this.fixed += letters;
      if (first.bold) add(this.bolds, size, letters);
    }
  }

  /** Points. */
  get bodySize(): number {
    if (this.body < 0) {
      let most = 0;
      this.body = 0;
      for (const [size, count] of this.sizes)
        if (count > most) {
          most = count;
          this.body = size / 2;
        }
    }
    return this.body;
  }

  /** Whether most of the body is bold: then boldness says nothing. */
  get isBodyBold(): boolean {
    const key = Math.round(this.bodySize * 2);
    return (this.bolds.get(key) ?? 0) > 0.5 * (this.sizes.get(key) ?? 1);
  }

  get hasFixed(): boolean {
    return this.fixed > 0;
  }

  /** Whether most of the text is in letters of one width: then they say nothing. */
  get isBodyFixed(): boolean {
    return this.fixed > 0.5 * this.letters;
  }

  /** How much is set in a font, beside the one that most is set in: 0 to 1. */
  shareOf(font: number): number {
    let most = 1;
    for (const letters of this.fonts.values()) if (letters > most) most = letters;
    return (this.fonts.get(font) ?? 0) / most;
  }

  /** Sizes of headings, the largest first: levels. */
  levelOf(size: number): number {
    const body = this.bodySize;
    const larger = [...this.sizes.keys()]
      .map((k) => k / 2)
      .filter((s) => s > body * 1.08)
      .sort((a, b) => b - a);
    const distinct = larger.filter((s, i) => !i || larger[i - 1]! - s > 0.6);
    const at = distinct.findIndex((s) => size >= s - 0.6);
    return Math.min(6, at < 0 ? distinct.length + 1 : at + 1);
  }
}

function isAlike(a: Word, b: Word): boolean {
  return a.size === b.size && a.font === b.font && a.bold === b.bold;
}

function add(counts: Map<number, number>, key: number, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}
