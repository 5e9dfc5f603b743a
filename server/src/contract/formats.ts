/** What documents can be converted to: the engine's formats (wasm/src/export/formats.ts), as those know them who have no engine. */
export const FORMAT_FILES = {
  html: { extension: 'html', mediaType: 'text/html; charset=utf-8' },
  'html-folder': { extension: 'zip', mediaType: 'application/zip' },
  'html-reflow': { extension: 'html', mediaType: 'text/html; charset=utf-8' },
  markdown: { extension: 'md', mediaType: 'text/markdown; charset=utf-8' },
  text: { extension: 'txt', mediaType: 'text/plain; charset=utf-8' },
  json: { extension: 'json', mediaType: 'application/json' },
  csv: { extension: 'csv', mediaType: 'text/csv; charset=utf-8; header=present' },
  xlsx: { extension: 'xlsx', mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
  epub: { extension: 'epub', mediaType: 'application/epub+zip' },
  // Each page is a file of its own.
  svg: { extension: 'zip', mediaType: 'application/zip' },
  png: { extension: 'zip', mediaType: 'application/zip' },
  jpeg: { extension: 'zip', mediaType: 'application/zip' },
  webp: { extension: 'zip', mediaType: 'application/zip' },
} as const satisfies Record<string, { extension: string; mediaType: string }>;

export type Format = keyof typeof FORMAT_FILES;
export const FORMATS = Object.keys(FORMAT_FILES) as [Format, ...Format[]];

/** The file of a result: its ending, and what it is. */
export const fileOfFormat = (format: string): { extension: string; mediaType: string } =>
  FORMAT_FILES[format as Format] ?? FORMAT_FILES.html;
