import type { DocumentCore } from '../core.js';
import type { ConvertOptions } from '../types.js';
import type { Format } from './formats.js';

/** Writes a document in a format: generates bytes, or text, which becomes UTF-8. */
export type Writer = (core: DocumentCore, options?: ConvertOptions) => AsyncGenerator<string | Uint8Array, void>;

/** Each is loaded when it is first asked for. */
export const WRITERS: Readonly<Record<Format, () => Promise<Writer>>> = {
  html: async () => (await import('./html.js')).htmlOf,
  'html-folder': async () => (await import('./html.js')).htmlFolderOf,
  'html-reflow': async () => (await import('./reflow.js')).reflowOf,
  markdown: async () => (await import('./markdown.js')).markdownOf,
  text: async () => (await import('./text.js')).textOf,
  json: async () => (await import('./json.js')).jsonOf,
  debug: async () => (await import('./debug.js')).debugOf,
  csv: async () => (await import('./csv.js')).csvOf,
  xlsx: async () => (await import('./xlsx.js')).xlsxOf,
  epub: async () => (await import('./epub.js')).epubOf,
  svg: async () => (await import('./page-files.js')).svgPagesOf,
  png: async () => (await import('./page-files.js')).pngPagesOf,
  jpeg: async () => (await import('./page-files.js')).jpegPagesOf,
  webp: async () => (await import('./page-files.js')).webpPagesOf,
};
