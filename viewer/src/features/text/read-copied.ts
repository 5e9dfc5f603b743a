import type { BrowserDocument, RequestOptions } from '@ode/engine/browser';
import { tableBetween, textBetween, undivided, type CopiedPage } from './copied.js';
import { readOf } from './runs.js';
import type { TextPoint } from './state.js';

/** What is selected of a document, read from its pages: text, and HTML. */

/** Of more pages the structure is not looked into: their lines are copied as they stand, with divided words whole. */
const MOST_STRUCTURED = 100;

export interface Ends {
  from: TextPoint;
  to: TextPoint;
}
export interface Copied {
  text: string;
  /** Of what is selected on one page; null: nothing but the text is copied. */
  html: string | null;
}

const pagesOf = ({ from, to }: Ends, { pageCount }: BrowserDocument) =>
  Array.from({ length: Math.min(to.page, pageCount - 1) - from.page + 1 }, (_, i) => from.page + i);

function copiedOf(pages: readonly CopiedPage[], { from, to }: Ends, apart?: string): Copied {
  const table = pages.length === 1 ? tableBetween(pages[0]!, from, to) : null;
  return table ?? { text: textBetween(pages, from, to, apart), html: null };
}

/** What is selected, read page by page. `apart`: what stands between pages. */
export async function read(document: BrowserDocument, ends: Ends, options?: RequestOptions, apart?: string): Promise<Copied> {
  const { runs, structure } = readOf(document);
  const numbers = pagesOf(ends, document);
  const structured = numbers.length <= MOST_STRUCTURED;
  const pages = await Promise.all(
    numbers.map(async (page): Promise<CopiedPage> => ({
      page,
      runs: await runs.get(page, options).catch(() => []),
      structure: structured ? await structure.get(page).catch(() => null) : null,
    })),
  );
  return copiedOf(pages, ends, apart);
}

/** What is selected, where all of it has been read already. */
export function knownOf(document: BrowserDocument, ends: Ends): Copied | null {
  const { runs, structure } = readOf(document);
  const pages: CopiedPage[] = [];
  for (const page of pagesOf(ends, document)) {
    const [text, structured] = [runs.known(page), structure.known(page)];
    if (!text || structured === undefined) return null;
    pages.push({ page, runs: text, structure: structured });
  }
  return copiedOf(pages, ends);
}

/** Between pages that are copied as a whole. */
const BLANK_LINE = '\n\n';

/** The text of all pages; of one that cannot be read, none. Whatever else is asked for comes first. */
export async function readAll(document: BrowserDocument): Promise<Copied> {
  const { pageCount } = document;
  const options = { priority: 'background' } as const;
  const start = { page: 0, run: 0, offset: 0 };
  if (pageCount <= MOST_STRUCTURED) return read(document, { from: start, to: { ...start, page: pageCount } }, options, BLANK_LINE);
  const textOf = (page: number) => document.pageText(page, { ...options, annotations: true }).then(undivided, () => '');
  const texts = await Promise.all(Array.from({ length: pageCount }, (_, i) => textOf(i)));
  return { text: texts.join(BLANK_LINE), html: null };
}

/** Lines as paragraphs. */
export function asMarkup(text: string): string {
  const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  return `<p>${escaped.split('\n').join('</p><p>')}</p>`;
}
