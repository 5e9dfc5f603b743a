import { OdeError, throwIfAborted } from '../errors.js';
import type { FindHit, FindOptions } from '../types.js';
import { clusterEnd, fold, type Folding } from './fold.js';
import type { LettersCache } from './letters-cache.js';
import { quadsOf, type PageLetters } from './page-letters.js';
import { compileQuery, type MatchPattern, type Spans } from './query.js';

/** What is searched. */
export interface Searched {
  readonly pageCount: number;
  readonly cache: LettersCache;
  /** How many requests for letters are answered side by side. */
  readonly parallel: number;
  /** The letters of the first of these pages, and of as many behind it as a short while allows. */
  letters(pages: readonly number[], signal: AbortSignal | undefined): Promise<PageLetters[]>;
  match: MatchPattern;
}

/** Code units of context on each side of a hit. */
const CONTEXT = 48;
/** Pages of a request, at most. */
const MOST_PAGES = 16;
/** Milliseconds after which others have their turn. */
const SLICE = 8;

/**
 * Looks for a text on all pages, from the one that is shown on and then from the first. See `Document.find`.
 *
 * @throws OdeError `query-invalid`, `aborted`, `closed`, `limit-exceeded` for a regular expression that takes too long
 */
export async function* find(searched: Searched, text: string, options: FindOptions = {}): AsyncGenerator<FindHit, void, undefined> {
  const { signal, onProgress } = options;
  throwIfAborted(signal);
  const query = compileQuery(text, options, searched.match);
  if (!query) return;
  const pages = new Order(searched.pageCount, options.from);
  const reader = new Reader(searched, pages, signal);
  let done = 0;
  let turn = performance.now();
  const othersFirst = async () => {
    if (performance.now() - turn < SLICE) return;
    await taskEnd();
    throwIfAborted(signal);
    turn = performance.now();
  };
  try {
    while (done < pages.count) {
      const page = pages.at(done);
      const letters = await reader.next();
      throwIfAborted(signal);
      if (letters?.text) {
        const spans = await query.spans(searched.cache.folded(page, letters, query.folding));
        if (spans.length)
          for (const hit of hitsOf(page, letters, spans, query.folding, options.context ?? CONTEXT)) {
            yield hit;
            await othersFirst(); // a page may have thousands
          }
      }
      done++;
      onProgress?.(done, pages.count);
      await othersFirst();
    }
  } finally {
    reader.stop();
  }
}

/** All pages from one on, and then from the first. */
class Order {
  private readonly first: number;

  constructor(
    readonly count: number,
    from = 0,
  ) {
    this.first = Number.isInteger(from) && from > 0 && from < count ? from : 0;
  }

  at(position: number): number {
    return (this.first + position) % this.count;
  }

  positionOf(page: number): number {
    return (page - this.first + this.count) % this.count;
  }
}

/** Asks for pages ahead of those that are searched, few at first: the first hit may be on the first page. */
class Reader {
  /** Of the page that is next to be searched, and of the first that was not yet asked for, in the order of the search. */
  private position = 0;
  private ahead = 0;
  private size = 1;
  /** Pages that wait for their turn and are not in the cache; null: one that cannot be read. */
  private readonly read = new Map<number, PageLetters | null>();
  private readonly wanted = new Set<number>();
  private readonly requests = new Set<Promise<void>>();
  private isStopped = false;
  private failure: unknown;

  constructor(
    private readonly searched: Searched,
    private readonly pages: Order,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /** The letters of the next page; null for one that cannot be read. */
  async next(): Promise<PageLetters | null> {
    const page = this.pages.at(this.position);
    for (;;) {
      const letters = this.searched.cache.get(page) ?? this.read.get(page);
      if (letters !== undefined) {
        this.read.delete(page);
        this.position++;
        return letters;
      }
      this.ask();
      await Promise.race(this.requests);
      if (this.failure) throw this.failure;
    }
  }

  /** Nothing more is asked for. */
  stop(): void {
    this.isStopped = true;
  }

  /** Keeps the requests going, the page that is waited for first. */
  private ask(): void {
    const { parallel, cache } = this.searched;
    const isAsked = (page: number) => this.read.has(page) || this.wanted.has(page) || cache.get(page) !== undefined;
    const end = Math.min(this.position + MOST_PAGES * parallel * 2, this.pages.count);
    while (this.requests.size < parallel) {
      const first = this.pages.at(this.position);
      const batch = this.position === this.pages.count || isAsked(first) ? [] : [first];
      while (batch.length < this.size && this.ahead < end) {
        const next = this.pages.at(this.ahead++);
        if (next !== first && !isAsked(next)) batch.push(next);
      }
      if (!batch.length) return;
      this.size = Math.min(this.size * 2, MOST_PAGES);
      this.request(batch);
    }
  }

  private request(batch: number[]): void {
    for (const page of batch) this.wanted.add(page);
    const { cache } = this.searched;
    const answer = this.searched.letters(batch, this.signal).then(
      (all) => {
        all.forEach((letters, i) => {
          if (!cache.add(batch[i]!, letters)) this.read.set(batch[i]!, letters);
        });
        // What there was no time for is asked for again.
        return batch.slice(all.length);
      },
      (error: unknown) => {
        const code = error instanceof OdeError ? error.code : '';
        if (code === 'aborted' || code === 'closed') this.failure = error;
        // A page that cannot be read has no text; those behind it may have.
        this.read.set(batch[0]!, null);
        return batch.slice(1);
      },
    );
    const request = answer.then((rest) => {
      for (const page of batch) this.wanted.delete(page);
      if (rest.length) this.ahead = Math.min(this.ahead, this.pages.positionOf(rest[0]!));
      this.requests.delete(request);
      if (!this.isStopped && !this.failure) this.ask();
    });
    this.requests.add(request);
  }
}

function* hitsOf(page: number, letters: PageLetters, spans: Spans, folding: Folding, context: number): Generator<FindHit> {
  const { text } = letters;
  const { origins } = fold(text, folding);
  for (let i = 0; i < spans.length; i += 2) {
    const from = origins[spans[i]!]!;
    const to = clusterEnd(text, origins[spans[i + 1]! - 1]!);
    yield {
      page,
      index: i / 2,
      quads: quadsOf(letters, from, to),
      before: oneLine(text.slice(contextFrom(text, from, context), from)).trimStart(),
      match: oneLine(text.slice(from, to)),
      after: oneLine(text.slice(to, contextTo(text, to, context))).trimEnd(),
    };
  }
}

/** Where the text before a hit begins: behind the word that the number of letters would cut. */
function contextFrom(text: string, hit: number, context: number): number {
  const from = Math.max(0, hit - context);
  // Chinese and Japanese have no spaces between words.
  const cut = from ? /^\S{0,24}(?=\s)/u.exec(text.slice(from - 1, hit)) : null;
  return cut ? from - 1 + cut[0].length : from;
}

/** Where the text after a hit ends, as above. */
function contextTo(text: string, hit: number, context: number): number {
  const to = hit + context;
  const cut = to < text.length ? /\s\S{0,24}$/u.exec(text.slice(hit, to + 1)) : null;
  return cut ? hit + cut.index : to;
}

/** Text of some lines as one: a hyphen in front of a line's end divides a word. */
function oneLine(text: string): string {
  return text.replace(/(\p{L})[-\u00ad\u2010]\n(?=\p{Ll})/gu, '$1').replace(/\s+/gu, ' ');
}

/** Lets what waits for this thread go first: events, drawing, other requests. */
function taskEnd(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
