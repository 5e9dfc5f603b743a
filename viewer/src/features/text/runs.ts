import type { BrowserDocument, RequestOptions, StructuredPage, TextRun } from '@ode/engine/browser';

/** Pages of which the text is kept, and of which the structure is. */
const MOST = 80;

/** What has been read of a document's pages, each once: the text layer, links and copying read the same. */
class PageCache<T> {
  private readonly pages = new Map<number, { promise: Promise<T>; value?: T }>();

  constructor(private readonly read: (page: number, options?: RequestOptions) => Promise<T>) {}

  get(page: number, options?: RequestOptions): Promise<T> {
    const known = this.pages.get(page);
    if (known) return known.promise;
    const entry: { promise: Promise<T>; value?: T } = { promise: this.read(page, options) };
    this.pages.set(page, entry);
    entry.promise.then(
      (value) => void (entry.value = value),
      () => void this.pages.delete(page),
    );
    const [oldest] = this.pages.keys();
    if (this.pages.size > MOST) this.pages.delete(oldest!);
    return entry.promise;
  }

  /** What a page says has changed. */
  forget(page: number): void {
    this.pages.delete(page);
  }

  /** What all pages say has changed. */
  clear(): void {
    this.pages.clear();
  }

  /** What has come already. */
  known(page: number): T | undefined {
    return this.pages.get(page)?.value;
  }
}

interface Read {
  runs: PageCache<TextRun[]>;
  structure: PageCache<StructuredPage | null>;
  /** From now on what pictures show is text, too, of pages that are nothing but a picture. */
  readPictures: () => void;
}

const documents = new WeakMap<BrowserDocument, Read>();

/** The text of a document's pages, and what it consists of. */
export function readOf(document: BrowserDocument): Read {
  let read = documents.get(document);
  if (!read) {
    let ocr = false;
    const runs = new PageCache((page, options) => document.pageTextRuns(page, { annotations: true, ...options, ...(ocr && { ocr: {} }) }));
    read = {
      runs,
      structure: new PageCache(async (page) => {
        for await (const structured of document.structured({ pages: [page] })) return structured;
        return null;
      }),
      readPictures: () => {
        ocr = true;
        runs.clear();
      },
    };
    documents.set(document, read);
  }
  return read;
}
