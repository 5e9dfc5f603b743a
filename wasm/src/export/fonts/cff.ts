import { Bytes } from './bytes.js';
import { putInteger } from './charstring.js';

/**
 * The `CFF ` table: outlines as PostScript draws them (Adobe Technical Note 5176). What OpenType says elsewhere, such as
 * names and widths, is left out where that is allowed.
 */

/** Operators of DICTs (tables 9 and 23). */
const CHARSET = [15];
const CHAR_STRINGS = [17];
const PRIVATE = [18];
const DEFAULT_WIDTH = [20];
/** How many strings are known without being written (appendix A). */
const STANDARD_STRINGS = 391;

/** The table of outlines in thousandths of an em; `charStrings[0]` is .notdef. */
export function cffTable(name: string, charStrings: readonly Uint8Array[]): Uint8Array {
  const header = new Bytes().u8(1, 0, 4, 4).done();
  const names = index([ascii(name)]);
  // Every glyph has to have a name of its own; nobody reads them. The first is .notdef, whose name is not told.
  const named = charStrings.length - 1;
  const strings = index(Array.from({ length: Math.max(0, named - STANDARD_STRINGS + 1) }, (_, i) => ascii(i.toString(36))));
  const globals = index([]);
  const charset = new Bytes().u8(2);
  if (named) charset.u16(1, named - 1);
  const outlines = index(charStrings);
  const dict = new Bytes();
  putInteger(dict, 0);
  const priv = dict.u8(...DEFAULT_WIDTH).done();
  // Offsets in the top DICT have a fixed length, so that its own length is known.
  const top = (charsetAt: number, outlinesAt: number, privateAt: number) => {
    const out = new Bytes();
    out.u8(29).u32(charsetAt).u8(...CHARSET); // prettier-ignore
    out.u8(29).u32(outlinesAt).u8(...CHAR_STRINGS); // prettier-ignore
    out.u8(29).u32(priv.length).u8(29).u32(privateAt).u8(...PRIVATE); // prettier-ignore
    return index([out.done()]);
  };
  const charsetAt = header.length + names.length + top(0, 0, 0).length + strings.length + globals.length;
  const outlinesAt = charsetAt + charset.length;
  const out = new Bytes()
    .put(header)
    .put(names)
    .put(top(charsetAt, outlinesAt, outlinesAt + outlines.length));
  return out.put(strings).put(globals).put(charset.done()).put(outlines).put(priv).done();
}

/** An INDEX (5): objects of any length. */
function index(objects: readonly Uint8Array[]): Uint8Array {
  const out = new Bytes().u16(objects.length);
  if (!objects.length) return out.done();
  const size = objects.reduce((sum, { length }) => sum + length, 1);
  const bytes = size < 0x100 ? 1 : size < 0x10000 ? 2 : 4;
  const put = { 1: (n: number) => out.u8(n), 2: (n: number) => out.u16(n), 4: (n: number) => out.u32(n) }[bytes]!;
  out.u8(bytes);
  let at = 1;
  put(at);
  for (const { length } of objects) put((at += length));
  for (const object of objects) out.put(object);
  return out.done();
}

function ascii(text: string): Uint8Array {
  return new Bytes().ascii(text).done();
}
