import { Break, Buffer, Letter as Record } from '../../abi.js';
import type { DocumentCore } from '../../core.js';

/** What separates a letter from the one that is read before it. */
export const enum Gap {
  None,
  Space,
  Line,
}

/**
 * A page's text as the engine reads it: of each glyph what it says, and when. A page has thousands of letters, so they are
 * columns of numbers; a letter is its place in reading order.
 */
export class PageLetters {
  /** UTF-16. */
  readonly texts: string[] = [];
  readonly gaps: Uint8Array;
  /** The line that each is on, counted in reading order. */
  readonly lines: Uint32Array;
  /** Points: how large each looks. */
  readonly heights: Float32Array;
  /** Whether each is written from right to left. */
  readonly fromRight: Uint8Array;
  private readonly fonts: Uint32Array;
  private readonly xs: Float32Array;
  private readonly ys: Float32Array;
  /** The first letter + 1 at places of which a number is made, and behind each letter the next one there; 0: none. */
  private readonly first: Uint32Array;
  private readonly next: Uint32Array;

  constructor({ instance, store }: DocumentCore, page: number, list: number) {
    const buffer = instance.exports.pageLetters(store, list, page);
    const { view } = instance;
    const { data, length } = buffer ? new Buffer(view, buffer) : { data: 0, length: 0 };
    const count = Math.floor(length / Record.byteLength);
    this.gaps = new Uint8Array(count);
    this.lines = new Uint32Array(count);
    this.heights = new Float32Array(count);
    this.fromRight = new Uint8Array(count);
    this.fonts = new Uint32Array(count);
    this.xs = new Float32Array(count);
    this.ys = new Float32Array(count);
    this.next = new Uint32Array(count);
    this.first = new Uint32Array(1 << (32 - Math.clz32(count)));
    let gap = Gap.Line;
    let line = 0;
    let rank = 0;
    for (let i = 0; i < count; i++) {
      const record = new Record(view, data + i * Record.byteLength);
      const { before, length } = record;
      if (before === Break.Line) gap = Gap.Line;
      else if (before === Break.Space && gap === Gap.None) gap = Gap.Space;
      if (!length) continue;
      if (record.isSpace) {
        if (gap === Gap.None) gap = Gap.Space;
        continue;
      }
      if (gap === Gap.Line) line++;
      this.texts.push(instance.utf16(record.text, length));
      this.gaps[rank] = gap;
      this.lines[rank] = line;
      this.heights[rank] = record.height;
      this.fromRight[rank] = record.rightToLeft ? 1 : 0;
      this.fonts[rank] = record.font;
      this.xs[rank] = record.x;
      this.ys[rank] = record.y;
      rank++;
      gap = Gap.None;
    }
    instance.giveBuffer(buffer);
    // From the last: of those at one place the first is taken first.
    for (let letter = rank - 1; letter >= 0; letter--) {
      const place = this.placeOf(this.xs[letter]!, this.ys[letter]!);
      this.next[letter] = this.first[place]!;
      this.first[place] = letter + 1;
    }
  }

  /** The letter of a glyph; -1 when the glyph is no text of its own: a space, a shadow, what lies beyond the page. */
  take(font: number, x: number, y: number): number {
    const { next } = this;
    const place = this.placeOf(x, y);
    // The same glyph may be shown twice at one place.
    for (let at = this.first[place]!, last = -1; at; last = at - 1, at = next[last]!) {
      const letter = at - 1;
      if (this.xs[letter] !== x || this.ys[letter] !== y || this.fonts[letter] !== font) continue;
      if (last < 0) this.first[place] = next[letter]!;
      else next[last] = next[letter]!;
      return letter;
    }
    return -1;
  }

  private placeOf(x: number, y: number): number {
    const mixed = Math.imul(Math.round(x * 64), 0x9e3779b1) ^ Math.imul(Math.round(y * 64), 0x85ebca6b);
    return (mixed ^ (mixed >>> 15)) & (this.first.length - 1);
  }
}
