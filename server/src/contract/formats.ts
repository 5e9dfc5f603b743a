/**
 * What documents can be converted to: the engine's formats, which the service does not load. Of formats in which each page is
 * a file, results are ZIPs.
 */

const ZIP = { extension: 'zip', mediaType: 'application/zip' };

const RESULTS = {
  html: { extension: 'html', mediaType: 'text/html; charset=utf-8' },
  'html-reflow': { extension: 'html', mediaType: 'text/html; charset=utf-8' },
  markdown: { extension: 'md', mediaType: 'text/markdown; charset=utf-8' },
  text: { extension: 'txt', mediaType: 'text/plain; charset=utf-8' },
  json: { extension: 'json', mediaType: 'application/json' },
  debug: { extension: 'html', mediaType: 'text/html; charset=utf-8' },
  csv: { extension: 'csv', mediaType: 'text/csv; charset=utf-8; header=present' },
  xlsx: { extension: 'xlsx', mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
  epub: { extension: 'epub', mediaType: 'application/epub+zip' },
  svg: ZIP,
  png: ZIP,
} as const;

export type Format = keyof typeof RESULTS;

export const FORMATS = Object.keys(RESULTS) as [Format, ...Format[]];

/** The ending and the type of a job's result. */
export function resultOf(format: string): { extension: string; mediaType: string } {
  return Object.hasOwn(RESULTS, format) ? RESULTS[format as Format] : RESULTS.html;
}
