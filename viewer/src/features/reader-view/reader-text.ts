import type { BrowserDocument } from '@ode/engine/browser';
import { READER_STYLE } from './reader-style.js';
import { keepSafe } from './safe-markup.js';
import { batchAbove, batchAround, batchBelow, placeAt, type Place } from './state.js';

/** Converted pages in a shadow tree of their own, read as they come near: neither side's styles reach the other. */
export class ReaderText {
  private readonly article: HTMLElement;
  private readonly shadow: ShadowRoot;
  /** What has been read: from the first page to the one before `end`. */
  private first = 0;
  private end = 0;
  private reading = false;
  private readonly stop = new AbortController();

  /** `scroller` scrolls, and `host` in it gets the text. */
  constructor(
    private readonly document: BrowserDocument,
    private readonly scroller: HTMLElement,
    host: HTMLElement,
  ) {
    this.shadow = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
    const style = new CSSStyleSheet();
    style.replaceSync(READER_STYLE);
    this.shadow.adoptedStyleSheets = [style];
    this.article = host.ownerDocument.createElement('article');
    this.shadow.replaceChildren(this.article);
    this.article.addEventListener('click', this.follow);
    scroller.addEventListener('scroll', this.scrolled, { passive: true });
  }

  /** Shows a place; what is not near it is read later. */
  async show({ page, down }: Place): Promise<void> {
    if (page < this.first || page >= this.end) {
      this.article.replaceChildren();
      [this.first, this.end] = batchAround(page, this.document.pageCount);
      const pages = await this.read(this.first, this.end);
      if (!pages) return;
      this.article.replaceChildren(pages);
    }
    const section = this.sections().find((one) => one.page === page);
    if (section) this.scroller.scrollTop = down > 0 || page > 0 ? section.top + down * section.height : 0;
    this.scrolled();
  }

  get place(): Place | null {
    return placeAt(this.sections(), this.scroller.scrollTop + 1);
  }

  close(): void {
    this.stop.abort();
    this.scroller.removeEventListener('scroll', this.scrolled);
  }

  private sections(): { page: number; top: number; height: number }[] {
    const top = this.scroller.getBoundingClientRect().top - this.scroller.scrollTop;
    return [...this.article.querySelectorAll<HTMLElement>(':scope > section[id^=page-]')].map((section) => {
      const box = section.getBoundingClientRect();
      return { page: Number(section.id.slice('page-'.length)) - 1, top: box.top - top, height: box.height };
    });
  }

  /** What fails is tried again when the reader scrolls on. */
  private readonly scrolled = (): void => void this.fill().catch(() => undefined);

  /** Reads what is above or below once the window comes near it. */
  private async fill(): Promise<void> {
    if (this.reading) return;
    const { scroller } = this;
    const room = scroller.clientHeight;
    this.reading = true;
    try {
      for (let more = true; more && !this.stop.signal.aborted;) {
        more = false;
        if (this.end < this.document.pageCount && scroller.scrollHeight - scroller.scrollTop - room < 2 * room) {
          const [from, to] = batchBelow(this.end, this.document.pageCount);
          const pages = await this.read(from, to);
          if (!pages) return;
          this.article.append(pages);
          this.end = to;
          more = true;
        }
        if (this.first > 0 && scroller.scrollTop < room) {
          const [from, to] = batchAbove(this.first);
          const pages = await this.read(from, to);
          if (!pages) return;
          const before = scroller.scrollHeight;
          const top = scroller.scrollTop;
          this.article.prepend(pages);
          this.first = from;
          // What is looked at stays where it is.
          scroller.scrollTop = top + scroller.scrollHeight - before;
          more = true;
        }
      }
    } finally {
      this.reading = false;
    }
  }

  /** Pages as markup; null: the reader was closed meanwhile. */
  private async read(from: number, to: number): Promise<DocumentFragment | null> {
    const { signal } = this.stop;
    const pages = Array.from({ length: to - from }, (_, i) => from + i);
    const html = await new Response(this.document.convert('html-reflow', { pages, signal })).text().catch((error: unknown) => {
      if (signal.aborted) return null;
      throw error;
    });
    if (html === null || signal.aborted) return null;
    // A document that is parsed on its own runs nothing and loads nothing. Its own styles are not wanted.
    const parsed = new DOMParser().parseFromString(html.slice(html.indexOf('<body')), 'text/html');
    const fragment = this.article.ownerDocument.createDocumentFragment();
    for (const section of parsed.querySelectorAll('section[id^=page-]')) {
      keepSafe(section);
      // A page is no landmark here, but a part of one text.
      section.removeAttribute('aria-label');
      fragment.append(this.article.ownerDocument.adoptNode(section));
    }
    return fragment;
  }

  private readonly follow = (event: MouseEvent): void => {
    const href = (event.target as Element).closest('a')?.getAttribute('href');
    if (!href?.startsWith('#')) return;
    event.preventDefault();
    const page = /^#page-(\d+)$/.exec(href)?.[1];
    if (page !== undefined) void this.show({ page: Number(page) - 1, down: 0 });
    else this.shadow.getElementById(href.slice(1))?.scrollIntoView({ block: 'center' });
  };
}
