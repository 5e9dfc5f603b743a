import { openDocument as open, type BrowserDocument, type BrowserOptions, type Source } from '@ode/engine/browser';

/** Where ODE's server, or whoever serves the viewer, may have fonts for text whose own font is not embedded. */
const FALLBACK_FONTS = Object.fromEntries(
  ['ja', 'zh-Hans', 'zh-Hant', 'ko', 'default'].map((language) => [language, `./fallback-font/${language}`]),
);

/** Opens a PDF with the engine as this build ships it: from its own origin, in its own workers. */
export function openDocument(source: Source, options: BrowserOptions): Promise<BrowserDocument> {
  return open(source, { fallbackFont: FALLBACK_FONTS, ...options });
}
