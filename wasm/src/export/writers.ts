import type { DocumentCore } from '../core.js';
import type { ConvertOptions } from '../types.js';
import type { Format } from './formats.js';

/** Writes a document in a format: generates text, which becomes UTF-8. */
export type Writer = (core: DocumentCore, options?: ConvertOptions) => AsyncGenerator<string, void>;

/** Each is loaded when it is first asked for. */
export const WRITERS: Readonly<Record<Format, () => Promise<Writer>>> = {
  html: async () => (await import('./html.js')).htmlOf,
  'html-reflow': async () => (await import('./reflow.js')).reflowOf,
  markdown: async () => (await import('./markdown.js')).markdownOf,
  text: async () => (await import('./text.js')).textOf,
  json: async () => (await import('./json.js')).jsonOf,
  debug: async () => (await import('./debug.js')).debugOf,
  csv: async () => (await import('./csv.js')).csvOf,
};
