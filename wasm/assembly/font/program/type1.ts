import { Matrix } from '../../geometry/matrix';
import { Bytes } from './bytes';
import { standardEncoding } from './encodings';
import { Machine } from './machine';
import { NameIndex } from './name-index';
import { standardName } from './names';

/**
 * A Type 1 font (Adobe Type 1 Font Format). Glyph 0 is always .notdef, empty where the font has none; the others
 * follow in the order of /CharStrings.
 */
@unmanaged
export class Type1 {
  machine: Machine;
  matrix: Matrix;
  /** The charstring, subroutine or name that was looked up last. */
  item: Bytes;
  names: NameIndex;
  /** Subroutines (Bytes each, decrypted; empty where one is missing). */
  subrs: usize;
  subrCount: u32;
  /** Glyphs: name, then charstring (Bytes × 2 each). */
  glyphs: usize;
  glyphCount: u32;
  /** Names of the 256 codes (Bytes each); 0: StandardEncoding. */
  encoding: usize;
  /** WeightVector of a multiple master font (f64 each). */
  weights: usize;
  masters: u32;
}

/** The name of a glyph; false past the last. */
export function type1Name(font: Type1, gid: u32, out: Bytes): bool {
  if (gid >= font.glyphCount) return false;
  const name = changetype<Bytes>(font.glyphs + <usize>gid * 2 * offsetof<Bytes>());
  out.data = name.data;
  out.length = name.length;
  return true;
}

/** The decrypted charstring of a glyph; false past the last. */
export function type1Charstring(font: Type1, gid: u32, out: Bytes): bool {
  if (gid >= font.glyphCount) return false;
  const charstring = changetype<Bytes>(font.glyphs + <usize>(gid * 2 + 1) * offsetof<Bytes>());
  out.data = charstring.data;
  out.length = charstring.length;
  return true;
}

/** The decrypted subroutine `i`; false when there is none. */
export function type1Subr(font: Type1, i: u32, out: Bytes): bool {
  if (i >= font.subrCount) return false;
  const subr = changetype<Bytes>(font.subrs + <usize>i * offsetof<Bytes>());
  out.data = subr.data;
  out.length = subr.length;
  return subr.length > 0;
}

/** The name of the glyph that the font's own encoding gives `code`; false for none. */
export function type1CodeName(font: Type1, code: u32, out: Bytes): bool {
  if (code > 255) return false;
  if (!font.encoding) {
    const sid = standardEncoding(code);
    return sid != 0 && standardName(sid, out);
  }
  const name = changetype<Bytes>(font.encoding + <usize>code * offsetof<Bytes>());
  out.data = name.data;
  out.length = name.length;
  return name.length > 0;
}
