import type { ArchivedFile } from './archive.js';
import { dataUrl } from './markup.js';

/** Where a converted document has its fonts and pictures. */
export interface Assets {
  /** What may be loaded from, as a Content Security Policy has it. */
  readonly sources: string;
  /** The address of a font or a picture of a type (`font/woff`, `image/png`, `image/jpeg`). */
  url(type: string, bytes: Uint8Array): string;
}

/** In the document itself. */
export const INLINE: Assets = { sources: 'data:', url: dataUrl };

const ENDINGS: Readonly<Record<string, string>> = { 'font/woff': 'woff', 'image/png': 'png', 'image/jpeg': 'jpg' };

/** As files beside the document, in a folder for each kind. */
export class AssetFiles implements Assets {
  /** A file that is opened from a disk has an origin that not every browser takes for its own. */
  readonly sources = "'self' file:";
  private files: ArchivedFile[] = [];
  private readonly counts = { fonts: 0, images: 0 };

  url(type: string, bytes: Uint8Array): string {
    const kind = type.startsWith('font/') ? 'fonts' : 'images';
    const name = `${kind}/${++this.counts[kind]}.${ENDINGS[type]!}`;
    this.files.push({ name, bytes, stored: true });
    return name;
  }

  /** The files that have come since this was last called. */
  take(): ArchivedFile[] {
    const { files } = this;
    this.files = [];
    return files;
  }
}
