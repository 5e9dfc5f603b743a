import { Name } from '../syntax/names';
import { entryOf, Kind, keyAt, kindOf, lengthOf, Obj, rawGet, valueAt } from '../syntax/object';

/**
 * Spells out the abbreviated keys of an inline image's dictionary (ISO 32000-2, table 91), in place. Where both are
 * there, the abbreviation counts, as in MuPDF, PDFium and pdf.js.
 */
export function spellOutKeys(dict: Obj): void {
  if (kindOf(dict) != Kind.Dict) return;
  const count = lengthOf(dict);
  for (let i: u32 = 0; i < count; i++) {
    const full = fullKey(keyAt(dict, i));
    if (!full) continue;
    const other = rawGet(dict, full);
    if (other) entryOf(other).key = Name.None;
    entryOf(valueAt(dict, i)).key = full;
  }
}

function fullKey(key: u32): Name {
  switch (key) {
    case Name.BPC:
      return Name.BitsPerComponent;
    case Name.CS:
      return Name.ColorSpace;
    case Name.D:
      return Name.Decode;
    case Name.DP:
      return Name.DecodeParms;
    case Name.F:
      return Name.Filter;
    case Name.H:
      return Name.Height;
    case Name.I:
      return Name.Interpolate;
    case Name.IM:
      return Name.ImageMask;
    case Name.W:
      return Name.Width;
    default:
      return Name.None;
  }
}
