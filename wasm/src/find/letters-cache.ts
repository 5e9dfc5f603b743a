import { bytesOf, type PageLetters } from './page-letters.js';
import { foldedText, foldingKey, type Folding } from './fold.js';

/** Bytes that the letters of a document's pages may take. */
const BUDGET = 48 << 20;

interface Entry {
  letters: PageLetters;
  /** The text as it was folded last: typing goes on with the same folding. */
  key: string;
  folded: string;
}

/**
 * The letters of pages that have been searched. When it is full, what comes is not kept: a search goes through all pages
 * in turn, so what was used longest ago is what is needed next.
 */
export class LettersCache {
  private readonly pages = new Map<number, Entry>();
  private bytes = 0;

  get(page: number): PageLetters | undefined {
    return this.pages.get(page)?.letters;
  }

  /** Whether they are kept. */
  add(page: number, letters: PageLetters): boolean {
    const size = bytesOf(letters) + letters.text.length;
    if (this.pages.has(page)) return true;
    if (this.bytes + size > BUDGET) return false;
    this.bytes += size;
    this.pages.set(page, { letters, key: '', folded: '' });
    return true;
  }

  /** What a page says has changed. */
  forget(page: number): void {
    const entry = this.pages.get(page);
    if (!entry) return;
    this.bytes -= bytesOf(entry.letters) + entry.letters.text.length;
    this.pages.delete(page);
  }

  /** What pages say has changed. */
  clear(): void {
    this.pages.clear();
    this.bytes = 0;
  }

  /** A page's folded text, without the way back. */
  folded(page: number, letters: PageLetters, folding: Folding): string {
    const entry = this.pages.get(page);
    const key = foldingKey(folding);
    if (entry?.key === key) return entry.folded;
    const text = foldedText(letters.text, folding);
    if (entry) Object.assign(entry, { key, folded: text });
    return text;
  }
}
