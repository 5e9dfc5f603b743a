/** What a document can be converted to; `writers.ts` has what does it. */

interface FormatEntry {
  /** What it is called in a list. */
  title: string;
  /** Of its files, without a dot. */
  extension: string;
  mediaType: string;
}

export const FORMATS = {
  html: { title: 'HTML that looks like the page', extension: 'html', mediaType: 'text/html; charset=utf-8' },
  'html-reflow': { title: 'HTML that reads like a web page', extension: 'html', mediaType: 'text/html; charset=utf-8' },
  markdown: { title: 'Markdown', extension: 'md', mediaType: 'text/markdown; charset=utf-8' },
  text: { title: 'Plain text', extension: 'txt', mediaType: 'text/plain; charset=utf-8' },
  json: { title: 'JSON with a box for everything', extension: 'json', mediaType: 'application/json' },
  debug: { title: 'Why each block is what it is', extension: 'html', mediaType: 'text/html; charset=utf-8' },
  csv: { title: 'Tables as CSV', extension: 'csv', mediaType: 'text/csv; charset=utf-8; header=present' },
} satisfies Record<string, FormatEntry>;

export type Format = keyof typeof FORMATS;

export function isFormat(name: string): name is Format {
  return Object.hasOwn(FORMATS, name);
}
