import type { DocumentCore } from '../core.js';
import { Chunker } from '../structure/chunks.js';
import { structured } from '../structure/structured.js';
import type { ConvertOptions } from '../types.js';

/**
 * The structure of a document as JSON, by `schema/document.schema.json`: pages, blocks, lines, spans and words, each with
 * its box in points, and chunks for retrieval; a page a line.
 */
export async function* jsonOf(core: DocumentCore, options: ConvertOptions = {}): AsyncGenerator<string, void> {
  const { title, author, language } = core.metadata();
  const head = { version: 1, title: options.title ?? title, author, language, pageCount: core.pageCount };
  yield `${JSON.stringify(head).slice(0, -1)},"pages":[`;
  const chunker = new Chunker();
  let separator = '\n';
  for await (const page of structured(core, options)) {
    yield separator + JSON.stringify({ ...page, chunks: chunker.chunksOf(page) }, rounded);
    separator = ',\n';
  }
  yield '\n]}\n';
}

/** A hundredth of a point is less than anybody sees. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 100) / 100 : value;
}
