import { Name } from '../syntax/names';
import { getName, Store } from '../syntax/store';
import { unicodeOfName } from './encoding/glyph-names';
import { macintoshName, standardName } from './program/names';
import { Font, Fonts } from './record';

/** Where the fonts of Windows leave out a glyph of the Macintosh order, the no-break space. */
const OMITTED: u32 = 172;
/** The last glyph whose place is the same in them all. */
const LAST: u32 = 256;

/**
 * The text, written to `fonts.units`, of a glyph index of a TrueType font that is not embedded, where nothing else tells it;
 * its length. The fonts of Windows begin with the glyphs of the Macintosh order (OpenType, 'post' format 1), those of
 * Vista and later ones ("ownOrder") excepted. Programs that leave out a font write its glyph indices all the same. Who does not
 * describe the font either has none: its codes are no indices, but characters, as in the invisible text behind a scan.
 */
export function windowsText(doc: Store, fonts: Fonts, font: Font, gid: u32): u32 {
  if (!font.descriptor || gid < 3 || gid > LAST || font.ownOrder || getName(doc, font.descendant, Name.Subtype) != Name.CIDFontType2)
    return 0;
  const name = fonts.bytes;
  if (!standardName(macintoshName(gid < OMITTED ? gid : gid + 1), name)) return 0;
  return unicodeOfName(name.data, name.length, false, fonts.units);
}
