import type { DocumentCore } from './core.js';
import { find } from './find/find.js';
import { LettersCache } from './find/letters-cache.js';
import type { MatchPattern } from './find/query.js';
import { LocalDocument } from './local-document.js';
import { lettersOfRuns, type PageLetters } from './find/page-letters.js';
import type { Document, FieldValue, FindOptions, TextOptions } from './types.js';

/** A document on the calling thread, with all that a document can do. */
export class SearchableDocument extends LocalDocument implements Document {
  private readonly letters = new LettersCache();
  /** What pictures show, of pages that were read by OCR. */
  private readonly recognized = new Map<number, PageLetters>();

  /** `match` runs patterns of users, which may take for ever, where they can be ended. */
  constructor(
    core: DocumentCore,
    private readonly match: MatchPattern,
  ) {
    super(core);
  }

  override async pageTextRuns(page: number, options?: TextOptions) {
    const runs = await super.pageTextRuns(page, options);
    if (options?.ocr) {
      this.recognized.set(page, lettersOfRuns(runs));
      this.letters.forget(page);
    }
    return runs;
  }

  find(query: string, options?: FindOptions) {
    for (const [page, read] of this.recognized) this.letters.add(page, read);
    const letters = (pages: readonly number[]) => this.pageLetters(pages);
    return find({ pageCount: this.pageCount, cache: this.letters, parallel: 1, letters, match: this.match }, query, options);
  }

  override async setFields(values: readonly FieldValue[]) {
    this.letters.clear();
    await super.setFields(values);
  }
}
