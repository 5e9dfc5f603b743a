import type { Segment } from './segments.js';

/** The looks of a document's text: what its body is set in, and what stands out from it. */
export class Typography {
  private readonly sizes = new Map<number, number>();
  private readonly bolds = new Map<number, number>();
  private readonly fonts = new Map<number, number>();

  /** Takes in a line. */
  add(line: Segment): void {
    for (const word of line.words) {
      const size = Math.round(word.size * 2);
      this.sizes.set(size, (this.sizes.get(size) ?? 0) + word.text.length);
      this.fonts.set(word.font, (this.fonts.get(word.font) ?? 0) + word.text.length);
      if (word.bold) this.bolds.set(size, (this.bolds.get(size) ?? 0) + word.text.length);
    }
  }

  /** Points. */
  get bodySize(): number {
    let best = 0;
    let most = 0;
    for (const [size, count] of this.sizes)
      if (count > most) {
        most = count;
        best = size;
      }
    return best / 2;
  }

  /** Whether most of the body is bold: then boldness says nothing. */
  get isBodyBold(): boolean {
    const key = Math.round(this.bodySize * 2);
    return (this.bolds.get(key) ?? 0) > 0.5 * (this.sizes.get(key) ?? 1);
  }

  /** How much is set in a font, beside the one that most is set in: 0 to 1. */
  shareOf(font: number): number {
    return (this.fonts.get(font) ?? 0) / Math.max(...this.fonts.values(), 1);
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
