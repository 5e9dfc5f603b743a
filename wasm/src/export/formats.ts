import type { DocumentCore } from '../core.js';
import type { ConvertOptions } from '../types.js';

/** What a document can be converted to. Each is a generator of text, in UTF-8, loaded when it is first asked for. */

type Writer = (core: DocumentCore, options?: ConvertOptions) => AsyncGenerator<string, void>;

interface FormatEntry {
  /** What it is called in a list. */
  title: string;
  /** Of its files, without a dot. */
  extension: string;
  mediaType: string;
  load: () => Promise<Writer>;
}

export const FORMATS = {
  html: {
    title: 'HTML that looks like the page',
    extension: 'html',
    mediaType: 'text/html; charset=utf-8',
    load: async () => (await import('./html.js')).htmlOf,
  },
  'html-reflow': {
    title: 'HTML that reads like a web page',
    extension: 'html',
    mediaType: 'text/html; charset=utf-8',
    load: async () => (await import('./reflow.js')).reflowOf,
  },
  markdown: {
    title: 'Markdown',
    extension: 'md',
    mediaType: 'text/markdown; charset=utf-8',
    load: async () => (await import('./markdown.js')).markdownOf,
  },
  text: {
    title: 'Plain text',
    extension: 'txt',
    mediaType: 'text/plain; charset=utf-8',
    load: async () => (await import('./text.js')).textOf,
  },
  json: {
    title: 'JSON with a box for everything',
    extension: 'json',
    mediaType: 'application/json',
    load: async () => (await import('./json.js')).jsonOf,
  },
  csv: {
    title: 'Tables as CSV',
    extension: 'csv',
    mediaType: 'text/csv; charset=utf-8; header=present',
    load: async () => (await import('./csv.js')).csvOf,
  },
} satisfies Record<string, FormatEntry>;

export type Format = keyof typeof FORMATS;

export function isFormat(name: string): name is Format {
  return Object.hasOwn(FORMATS, name);
}
