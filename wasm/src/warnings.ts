import type { Warning } from './types.js';

/**
 * What a page loses: nothing, for it was repaired; what the file itself does not hold, whoever draws it; or what the engine
 * lacks or gave up, so that another program may draw it.
 */
type Loss = 'none' | 'invalid' | 'unsupported';

/** The stable names of `Warning` in assembly/syntax/warnings.ts, in its order. */
const FEATURES: readonly [feature: string, loss: Loss][] = [
  ['unknown', 'none'],
  ['xref-rebuilt', 'none'],
  ['xref-damaged', 'none'],
  ['object-missing', 'none'],
  ['stream-length-wrong', 'none'],
  ['stream-damaged', 'none'],
  ['filter-unknown', 'invalid'], // every filter of ISO 32000-2, table 6, is known
  ['page-tree-damaged', 'none'],
  ['page-box-invalid', 'none'],
  ['decryption-failed', 'unsupported'],
  ['memory-limit', 'unsupported'],
  ['work-limit', 'unsupported'],
  ['nesting-limit', 'unsupported'],
  ['image-invalid', 'invalid'],
  ['image-damaged', 'none'],
  ['jpx', 'unsupported'],
  ['jbig2', 'unsupported'],
  ['shading-invalid', 'invalid'],
  ['font-invalid', 'none'],
  ['font-not-embedded', 'none'],
  ['xfa-form', 'unsupported'],
  ['font-damaged', 'none'],
  ['cmap-missing', 'unsupported'],
  ['jpeg-process', 'unsupported'],
];

/** A warning of the engine, by its code. */
export function warningOf(code: number, page: number, object: number): Warning {
  const [feature, loss] = FEATURES[code] ?? ['unknown', 'none'];
  return { feature, page, object, missing: loss !== 'none', unsupported: loss === 'unsupported' };
}

/** The features, each once, that a page lacks because the engine cannot draw them. */
export function undrawn(warnings: readonly Warning[], page: number): string[] {
  return [...new Set(warnings.filter((warning) => warning.page === page && warning.unsupported).map(({ feature }) => feature))];
}
