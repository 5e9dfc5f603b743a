/** What a document can be converted to; `writers.ts` has what does it. */

interface FormatEntry {
  /** What it is called in a list. */
  title: string;
  /** Of its files, without a dot. */
  extension: string;
  mediaType: string;
  /** Each page becomes a file: of several pages, a ZIP of them. */
  paged?: true;
}

export const FORMATS = {
  html: { title: 'HTML that looks like the page', extension: 'html', mediaType: 'text/html; charset=utf-8' },
  'html-folder': { title: 'The same, with fonts and pictures as files beside it', extension: 'zip', mediaType: 'application/zip' },
  'html-reflow': { title: 'HTML that reads like a web page', extension: 'html', mediaType: 'text/html; charset=utf-8' },
  markdown: { title: 'Markdown', extension: 'md', mediaType: 'text/markdown; charset=utf-8' },
  text: { title: 'Plain text', extension: 'txt', mediaType: 'text/plain; charset=utf-8' },
  json: { title: 'JSON with a box for everything', extension: 'json', mediaType: 'application/json' },
  csv: { title: 'Tables as CSV', extension: 'csv', mediaType: 'text/csv; charset=utf-8; header=present' },
  xlsx: {
    title: 'Tables as a spreadsheet',
    extension: 'xlsx',
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  },
  epub: { title: 'An e-book', extension: 'epub', mediaType: 'application/epub+zip' },
  svg: { title: 'Pages as SVG', extension: 'svg', mediaType: 'image/svg+xml', paged: true },
  png: { title: 'Pages as pictures', extension: 'png', mediaType: 'image/png', paged: true },
  jpeg: { title: 'Pages as photographs', extension: 'jpg', mediaType: 'image/jpeg', paged: true },
  webp: { title: 'Pages as pictures without loss, smaller', extension: 'webp', mediaType: 'image/webp', paged: true },
  debug: { title: 'Why each block is what it is', extension: 'html', mediaType: 'text/html; charset=utf-8' },
} satisfies Record<string, FormatEntry>;

export type Format = keyof typeof FORMATS;

export function isFormat(name: string): name is Format {
  return Object.hasOwn(FORMATS, name);
}

/** Whether each page becomes a file. */
export function isPaged(format: Format): boolean {
  const entry: FormatEntry = FORMATS[format];
  return entry.paged ?? false;
}

/** The ending and the type of what a conversion makes; `onePage`: of one page alone. */
export function outputOf(format: Format, onePage: boolean): { extension: string; mediaType: string } {
  const { extension, mediaType } = FORMATS[format];
  return isPaged(format) && !onePage ? { extension: 'zip', mediaType: 'application/zip' } : { extension, mediaType };
}
