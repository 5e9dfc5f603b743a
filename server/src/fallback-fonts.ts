import fs from 'node:fs';
import path from 'node:path';

/** Languages that may have a font of their own (BCP 47); the same as in the engine's `FallbackFont`. */
const LANGUAGES = ['ja', 'zh-Hans', 'zh-Hant', 'ko', 'default'];

/** Files of fonts by language; `#2` behind a path is the third font of a collection. */
export type FallbackFonts = Partial<Record<string, string>>;

export const FALLBACK_FONT_RULE =
  'ODE_FALLBACK_FONT must be the path of a font file, or such paths by language: ja=…,zh-Hans=…,zh-Hant=…,ko=…,default=…';

/** Reads the setting ODE_FALLBACK_FONT; null when it is wrong, or names a file that is not there. */
export function parseFallbackFonts(value: string | undefined): FallbackFonts | null {
  if (!value) return {};
  const entries = /^[A-Za-z-]+=/.test(value) ? value.split(',').map((part) => part.split(/=(.*)/s)) : [['default', value]];
  const fonts: FallbackFonts = {};
  for (const [language, file] of entries) {
    if (!LANGUAGES.includes(language!) || !file || !fs.statSync(splitIndex(file).path, { throwIfNoEntry: false })?.isFile()) return null;
    fonts[language!] = path.resolve(file);
  }
  return fonts;
}

/** The file for a language: its own, or else the default one; for none in particular any. */
export function fontFor(fonts: FallbackFonts, language: string): { path: string; index: number } | null {
  // Languages are named by whoever asks, and `constructor` is none.
  const own = Object.hasOwn(fonts, language) ? fonts[language] : undefined;
  const file = own ?? fonts.default ?? (language === 'default' ? Object.values(fonts)[0] : undefined);
  return file ? splitIndex(file) : null;
}

function splitIndex(file: string): { path: string; index: number } {
  const match = /^(.*)#(\d+)$/s.exec(file);
  return match ? { path: match[1]!, index: Number(match[2]) } : { path: file, index: 0 };
}
