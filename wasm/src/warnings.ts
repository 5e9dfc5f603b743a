import type { Warning } from './types.js';

/** The stable names of `Warning` in assembly/syntax/warnings.ts, in its order; those that leave something out of the page are marked. */
const FEATURES: readonly [feature: string, unsupported: boolean][] = [
  ['unknown', false],
  ['xref-rebuilt', false],
  ['xref-damaged', false],
  ['object-missing', false],
  ['stream-length-wrong', false],
  ['stream-damaged', false],
  ['filter-unsupported', true],
  ['page-tree-damaged', false],
  ['page-box-invalid', false],
  ['decryption-failed', true],
  ['memory-limit', true],
  ['work-limit', true],
  ['nesting-limit', true],
  ['image-invalid', true],
  ['image-damaged', false],
  ['jpx', true],
  ['jbig2', true],
  ['shading-invalid', true],
  ['font-invalid', false],
  ['font-not-embedded', false],
  ['xfa-form', true],
  ['font-damaged', false],
  ['cmap-missing', true],
];

/** A warning of the engine, by its code. */
export function warningOf(code: number, page: number, object: number): Warning {
  const [feature, unsupported] = FEATURES[code] ?? ['unknown', false];
  return { feature, page, object, unsupported };
}
