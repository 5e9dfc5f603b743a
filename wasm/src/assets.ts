import { CMAPS } from './resources.js';

/**
 * The files that stand beside this module in the package. Bundlers (Vite, webpack, Turbopack, Parcel) look for exactly
 * `new URL('…', import.meta.url)`, copy the file as it is and put its new address there: nothing has to be copied by hand. All
 * stand in this one module, which is bundled into dist/browser.js.
 */

/** Where a worker finds what few documents need; see worker-parts.ts. */
export type PartAddresses = Record<'unlock' | 'structure' | 'tagged' | 'convert' | 'certificates' | 'tesseract', string>;

export const engineAddress = () => new URL('./engine.wasm', import.meta.url);

/** Not written inside `new Worker(…)`: bundlers would bundle it anew, with all its parts, and for old browsers. */
export const workerAddress = () => new URL('./worker.js', import.meta.url);

export const partAddresses = (): PartAddresses => ({
  unlock: new URL('./parts/unlock.js', import.meta.url).href,
  structure: new URL('./parts/structure.js', import.meta.url).href,
  tagged: new URL('./parts/tagged.js', import.meta.url).href,
  convert: new URL('./parts/convert.js', import.meta.url).href,
  certificates: new URL('./parts/certificates.js', import.meta.url).href,
  tesseract: new URL('./parts/tesseract.js', import.meta.url).href,
});

/** Resources by the names that the engine asks for, and all predefined CMaps in one file. */
export const resourceAddresses = (): Record<string, string> => ({
  'FoxitDingbats.pfb': new URL('./resources/standard_fonts/FoxitDingbats.pfb', import.meta.url).href,
  'FoxitFixed.pfb': new URL('./resources/standard_fonts/FoxitFixed.pfb', import.meta.url).href,
  'FoxitFixedBold.pfb': new URL('./resources/standard_fonts/FoxitFixedBold.pfb', import.meta.url).href,
  'FoxitFixedBoldItalic.pfb': new URL('./resources/standard_fonts/FoxitFixedBoldItalic.pfb', import.meta.url).href,
  'FoxitFixedItalic.pfb': new URL('./resources/standard_fonts/FoxitFixedItalic.pfb', import.meta.url).href,
  'FoxitSerif.pfb': new URL('./resources/standard_fonts/FoxitSerif.pfb', import.meta.url).href,
  'FoxitSerifBold.pfb': new URL('./resources/standard_fonts/FoxitSerifBold.pfb', import.meta.url).href,
  'FoxitSerifBoldItalic.pfb': new URL('./resources/standard_fonts/FoxitSerifBoldItalic.pfb', import.meta.url).href,
  'FoxitSerifItalic.pfb': new URL('./resources/standard_fonts/FoxitSerifItalic.pfb', import.meta.url).href,
  'FoxitSymbol.pfb': new URL('./resources/standard_fonts/FoxitSymbol.pfb', import.meta.url).href,
  'LiberationSans-Bold.ttf': new URL('./resources/standard_fonts/LiberationSans-Bold.ttf', import.meta.url).href,
  'LiberationSans-BoldItalic.ttf': new URL('./resources/standard_fonts/LiberationSans-BoldItalic.ttf', import.meta.url).href,
  'LiberationSans-Italic.ttf': new URL('./resources/standard_fonts/LiberationSans-Italic.ttf', import.meta.url).href,
  'LiberationSans-Regular.ttf': new URL('./resources/standard_fonts/LiberationSans-Regular.ttf', import.meta.url).href,
  'jbig2.wasm': new URL('./resources/wasm/jbig2.wasm', import.meta.url).href,
  'openjpeg.wasm': new URL('./resources/wasm/openjpeg.wasm', import.meta.url).href,
  'tesseract-core-simd-lstm.wasm': new URL('./resources/wasm/tesseract-core-simd-lstm.wasm', import.meta.url).href,
  'eng.traineddata': new URL('./resources/ocr/eng.traineddata', import.meta.url).href,
  [CMAPS]: new URL('./resources/cmaps.pack', import.meta.url).href,
});
