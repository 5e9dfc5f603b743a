import { intern } from '../../syntax/name-table';
import { Store } from '../../syntax/store';
import { findGlyphName, glyphNameAt } from './glyph-list';
import { ENCODINGS } from './tables';

/** The encodings that PDF knows by name, and those of symbol fonts. ISO 32000-2, annex D. */
export const enum Encoding {
  Standard = 0,
  MacRoman = 1,
  WinAnsi = 2,
  MacExpert = 3,
  Symbol = 4,
  ZapfDingbats = 5,
  /** The common signs of Microsoft's Wingdings: where it has others than ZapfDingbats. */
  Wingdings = 6,
  /** The font program's own. */
  BuiltIn = 7,
}

/** The atom of the glyph name that an encoding gives a code; 0 for none. `scratch` has room for LONGEST_NAME bytes. */
export function encodingName(doc: Store, encoding: Encoding, code: u32, scratch: usize): u32 {
  if (encoding >= Encoding.BuiltIn || code > 255) return 0;
  const index = <u32>load<u16>(ENCODINGS + ((<usize>(((<u32>encoding) << 8) | code)) << 1));
  return index ? intern(doc, scratch, glyphNameAt(index - 1, scratch)) : 0;
}

/** The code of a glyph name in an encoding; -1 for none. */
export function encodingCode(encoding: Encoding, name: usize, length: u32): i32 {
  const index = findGlyphName(name, length);
  if (index < 0 || encoding >= Encoding.BuiltIn) return -1;
  const table = ENCODINGS + ((<usize>encoding) << 9);
  for (let code: u32 = 0; code < 256; code++) if (<i32>load<u16>(table + ((<usize>code) << 1)) == index + 1) return <i32>code;
  return -1;
}
