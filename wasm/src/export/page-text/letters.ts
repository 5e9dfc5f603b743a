import { Break, Buffer, Letter as Record } from '../../abi.js';
import type { DocumentCore } from '../../core.js';

/** What separates a letter from the one that is read before it. */
export const enum Gap {
  None,
  Space,
  Line,
}

/** A glyph's part in the page's text. */
export interface Letter {
  /** Its place in reading order. */
  rank: number;
  text: string;
  gap: Gap;
  /** The line that it is on, counted in reading order. */
  line: number;
  /** Points: how large it looks. */
  height: number;
  rightToLeft: boolean;
}

/** A page's text as the engine reads it: of each glyph what it says, and when. */
export class PageLetters {
  /** Letters that are still to be drawn, by a number that their places make. */
  private readonly waiting = new Map<number, PlacedLetter[]>();

  constructor({ instance, store }: DocumentCore, page: number, list: number) {
    const buffer = instance.exports.pageLetters(store, list, page);
    if (!buffer) return;
    const { view } = instance;
    const { data, length } = new Buffer(view, buffer);
    let gap = Gap.Line;
    let line = 0;
    for (let i = 0, rank = 0; i < Math.floor(length / Record.byteLength); i++) {
      const record = new Record(view, data + i * Record.byteLength);
      if (record.before === Break.Line) gap = Gap.Line;
      else if (record.before === Break.Space && gap === Gap.None) gap = Gap.Space;
      if (!record.length) continue;
      if (record.isSpace) {
        if (gap === Gap.None) gap = Gap.Space;
        continue;
      }
      if (gap === Gap.Line) line++;
      const { font, x, y, height, rightToLeft } = record;
      const letter = { rank: rank++, text: instance.utf16(record.text, record.length), gap, line, height, rightToLeft };
      const key = keyOf(x, y);
      const others = this.waiting.get(key);
      if (others) others.push({ font, x, y, letter });
      else this.waiting.set(key, [{ font, x, y, letter }]);
      gap = Gap.None;
    }
    instance.giveBuffer(buffer);
  }

  /** The letter of a glyph; null when the glyph is no text of its own: a space, a shadow, what lies beyond the page. */
  take(font: number, x: number, y: number): Letter | null {
    const near = this.waiting.get(keyOf(x, y));
    if (!near) return null;
    // The same glyph may be shown twice at one place.
    for (let i = 0; i < near.length; i++) {
      const placed = near[i]!;
      if (placed.font === font && placed.x === x && placed.y === y) return near.splice(i, 1)[0]!.letter;
    }
    return null;
  }
}

interface PlacedLetter {
  font: number;
  x: number;
  y: number;
  letter: Letter;
}

/** Whole numbers of 30 bits are the fastest keys. */
function keyOf(x: number, y: number): number {
  return (Math.imul(Math.round(x * 64), 0x9e3779b1) ^ Math.round(y * 64)) & 0x3fffffff;
}
