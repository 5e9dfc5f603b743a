import type { DocumentCore } from '../core.js';
import type { OcrOptions, TextRun } from '../types.js';
import { readerOf } from './scanned-words.js';

/** What a page's picture shows, as text runs: one a word. None of a page that has text. */
export async function scannedRuns(core: DocumentCore, page: number, options: OcrOptions, signal?: AbortSignal): Promise<TextRun[]> {
  const words = await readerOf(core, options).words(page, signal);
  return words.map(({ text, x0, y0, x1, y1, size, rightToLeft }, i) => {
    const next = words[i + 1];
    const endsLine = !next || next.startsLine;
    return {
      text: endsLine ? text : `${text} `,
      quad: [x0, y1, x1, y1, x1, y0, x0, y0],
      fontSize: size,
      direction: rightToLeft ? 'rtl' : 'ltr',
      endsLine,
    };
  });
}
