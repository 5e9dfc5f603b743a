/** A font's dictionary that stands in the file as it is, and which of the standard fonts it names. */
const DICTIONARY = /<<[^<>]*\/BaseFont\s*\/(Times|Courier)(?:-(Roman|Bold|Italic|Oblique|BoldItalic|BoldOblique))?[\s/>][^<>]*/g;

/** Bytes that are looked at: a longer file is not there at once. */
const LOOK = 1 << 19;

/**
 * The resources for the standard fonts (ISO 32000-2, 9.6.2.2) that a file names and does not embed, as far as a look at its bytes
 * tells: they can be on their way while the engine, which knows, still is. Only Times and Courier: those of Helvetica are
 * large, and it is often named for a figure far behind.
 */
export function standardFontsIn(file: Uint8Array): Set<string> {
  const names = new Set<string>();
  for (const [dictionary, family, style = ''] of new TextDecoder('latin1').decode(file.subarray(0, LOOK)).matchAll(DICTIONARY)) {
    if (dictionary.includes('/FontDescriptor')) continue;
    const bold = style.startsWith('Bold') ? 'Bold' : '';
    const italic = /Italic|Oblique/.test(style) ? 'Italic' : '';
    names.add(`Foxit${family === 'Times' ? 'Serif' : 'Fixed'}${bold}${italic}.pfb`);
  }
  return names;
}
