import type { ArchivedFile } from './archive.js';
import { dataUrl } from './markup.js';

/** The bytes of a font or a picture, which may still be being packed. */
type Content = Uint8Array | Promise<Uint8Array>;

/** Where a converted document has its fonts and pictures. */
export interface Assets {
  /** What may be loaded from, as a Content Security Policy has it. */
  readonly sources: string;
  /** The address of a font or a picture of a type (`font/woff`, `image/png`, `image/jpeg`), as `settled` takes it. */
  url(type: string, content: Content): string;
  /** Markup with the addresses that it asked for, once all of them are there. */
  settled(markup: string): Promise<string>;
}

/** Stands on both sides of the number of what is still being packed: markup never has it (XML 1.0, 2.2). */
const MARK = '\0';

/** In the document itself. */
export class InlineAssets implements Assets {
  readonly sources = 'data:';
  private waiting: { type: string; content: Content }[] = [];

  url(type: string, content: Content): string {
    return `${MARK}${this.waiting.push({ type, content }) - 1}${MARK}`;
  }

  async settled(markup: string): Promise<string> {
    const { waiting } = this;
    if (!waiting.length) return markup;
    this.waiting = [];
    const urls = await Promise.all(waiting.map(async ({ type, content }) => dataUrl(type, await content)));
    return markup
      .split(MARK)
      .map((part, i) => (i & 1 ? urls[Number(part)]! : part))
      .join('');
  }
}

const ENDINGS: Readonly<Record<string, string>> = { 'font/woff': 'woff', 'image/png': 'png', 'image/jpeg': 'jpg' };

/** As files beside the document, in a folder for each kind. */
export class AssetFiles implements Assets {
  /** A file that is opened from a disk has an origin that not every browser takes for its own. */
  readonly sources = "'self' file:";
  private files: { name: string; content: Content }[] = [];
  private readonly counts = { fonts: 0, images: 0 };

  url(type: string, content: Content): string {
    const kind = type.startsWith('font/') ? 'fonts' : 'images';
    const name = `${kind}/${++this.counts[kind]}.${ENDINGS[type]!}`;
    this.files.push({ name, content });
    return name;
  }

  settled(markup: string): Promise<string> {
    return Promise.resolve(markup);
  }

  /** The files that have come since this was last called. */
  take(): Promise<ArchivedFile[]> {
    const { files } = this;
    this.files = [];
    return Promise.all(files.map(async ({ name, content }) => ({ name, bytes: await content, stored: true })));
  }
}
