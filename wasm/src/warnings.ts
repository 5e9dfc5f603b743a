import { Warning as Code } from './abi.js';
import type { Warning } from './types.js';

/**
 * What a page loses: nothing, for it was repaired; what the file itself does not hold, whoever draws it; or what the engine
 * lacks or gave up, so that another program may draw it.
 */
type Loss = 'none' | 'invalid' | 'unsupported';

/** The stable names of the engine's warnings. */
const FEATURES: Readonly<Record<Code, readonly [feature: string, loss: Loss]>> = {
  [Code.None]: ['unknown', 'none'],
  [Code.XrefRebuilt]: ['xref-rebuilt', 'none'],
  [Code.XrefDamaged]: ['xref-damaged', 'none'],
  [Code.ObjectMissing]: ['object-missing', 'none'],
  [Code.StreamLengthWrong]: ['stream-length-wrong', 'none'],
  [Code.StreamDamaged]: ['stream-damaged', 'none'],
  [Code.FilterUnknown]: ['filter-unknown', 'invalid'], // every filter of ISO 32000-2, table 6, is known
  [Code.PageTreeDamaged]: ['page-tree-damaged', 'none'],
  [Code.PageBoxInvalid]: ['page-box-invalid', 'none'],
  [Code.DecryptionFailed]: ['decryption-failed', 'unsupported'],
  [Code.MemoryOut]: ['memory-limit', 'unsupported'],
  [Code.FuelOut]: ['work-limit', 'unsupported'],
  [Code.NestingTooDeep]: ['nesting-limit', 'unsupported'],
  [Code.ImageInvalid]: ['image-invalid', 'invalid'],
  [Code.ImageDamaged]: ['image-damaged', 'none'],
  [Code.JpxUnsupported]: ['jpx', 'unsupported'],
  [Code.Jbig2Unsupported]: ['jbig2', 'unsupported'],
  [Code.ShadingInvalid]: ['shading-invalid', 'invalid'],
  [Code.FontInvalid]: ['font-invalid', 'none'],
  [Code.FontMissing]: ['font-not-embedded', 'invalid'], // whoever draws it has to have a font for it
  [Code.FontSubstituted]: ['font-substituted', 'none'],
  [Code.XfaForm]: ['xfa-form', 'unsupported'],
  [Code.FontDamaged]: ['font-damaged', 'none'],
  [Code.CMapMissing]: ['cmap-missing', 'unsupported'],
  [Code.ReferenceXObject]: ['reference-xobject', 'none'], // what stands for the other document's page is drawn
  [Code.JpegUnsupported]: ['jpeg-process', 'unsupported'],
};

/** A warning of the engine, by its code. */
export function warningOf(code: number, page: number, object: number): Warning {
  const [feature, loss] = FEATURES[code as Code] ?? FEATURES[Code.None];
  return { feature, page, object, missing: loss !== 'none', unsupported: loss === 'unsupported' };
}

/** The features, each once, that a page lacks because the engine cannot draw them. */
export function undrawn(warnings: readonly Warning[], page: number): string[] {
  return [...new Set(warnings.filter((warning) => warning.page === page && warning.unsupported).map(({ feature }) => feature))];
}

/** The features, each once, that a page lacks, whoever is to blame. */
export function lacking(warnings: readonly Warning[], page: number): string[] {
  return [...new Set(warnings.filter((warning) => warning.page === page && warning.missing).map(({ feature }) => feature))];
}
