import { linesOfBlock, type KnownCompounds } from './spans.js';
import type { Block } from './tree.js';

const COMPOUND = /\p{L}+(?:[-\u2010]\p{L}+)+/gu;
const HYPHEN = /[-\u2010]/;

/**
 * Compounds that a document has inside its lines, such as "well-known": where one is divided at the end of a line, its hyphen is
 * its own. Whether a hyphen is the word's or the line's nothing else says without a dictionary.
 */
export class Compounds implements KnownCompounds {
  /** Neighbouring parts, in small letters, with a hyphen between them. */
  private readonly pairs = new Set<string>();

  /** What a page has, before its blocks are written. */
  learn(blocks: readonly Block[]): void {
    for (const block of blocks) {
      for (const { spans } of linesOfBlock(block)) {
        for (const { text } of spans) if (text.includes('-') || text.includes('\u2010')) this.learnText(text);
      }
    }
  }

  private learnText(text: string): void {
    for (const [compound] of text.toLowerCase().matchAll(COMPOUND)) {
      const parts = compound.split(HYPHEN);
      for (let i = 1; i < parts.length; i++) this.pairs.add(`${parts[i - 1]!}-${parts[i]!}`);
    }
  }

  /** Whether a line that ends with a hyphen, and the next one, have parts of such a compound on both sides. */
  has(line: string, next: string): boolean {
    if (!this.pairs.size) return false;
    const [before] = /\p{L}+(?=.$)/su.exec(line) ?? [];
    const [after] = /^\p{L}+/u.exec(next) ?? [];
    return before !== undefined && after !== undefined && this.pairs.has(`${before}-${after}`.toLowerCase());
  }
}
