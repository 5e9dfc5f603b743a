import { startsWith, word } from '../memory/literal';
import { Name } from '../syntax/names';
import { nameBytes, nameLength } from '../syntax/name-table';
import { CELL, Entry, ENTRY, Kind, Obj, putCell } from '../syntax/object';
import { get, Store } from '../syntax/store';

/**
 * Resources with fonts that forms may speak of without having them: standard ones (ISO 32000-2, 9.6.2.2), in
 * WinAnsiEncoding but for ZapfDingbats. And the one for characters that a field's own font lacks, /ODE.UTF16: its codes are
 * UTF-16, a pair is one, its glyphs those of whatever font has them, and as wide as these. It is in reach wherever text is shown.
 */

const FACES: u32 = 7;

function faceAt(i: u32): Name {
  switch (i) {
    case 0:
      return Name.Helvetica;
    case 1:
      return Name.Helvetica_Bold;
    case 2:
      return Name.Times_Roman;
    case 3:
      return Name.Times_Bold;
    case 4:
      return Name.Courier;
    case 5:
      return Name.Courier_Bold;
    default:
      return Name.ZapfDingbats;
  }
}

/** `<< /Font << /Helvetica << … >> … /ODE.UTF16 << … >> >> >>`, made once for a document; 0 when memory is out. */
export function standardResources(doc: Store): Obj {
  if (doc.standardFonts) return doc.standardFonts;
  const cell = doc.arena.alloc(CELL);
  if (!cell) return 0;
  const resources = dictionary(doc, cell, 1);
  const fonts = resources ? dictionary(doc, value(resources, 0, Name.Font), FACES + 1) : 0;
  if (!fonts) return 0;
  for (let i: u32 = 0; i < FACES; i++) {
    const face = faceAt(i);
    const font = dictionary(doc, value(fonts, i, face), face == Name.ZapfDingbats ? 2 : 3);
    if (!font) return 0;
    name(value(font, 0, Name.Subtype), Name.Type1);
    name(value(font, 1, Name.BaseFont), face);
    if (face != Name.ZapfDingbats) name(value(font, 2, Name.Encoding), Name.WinAnsiEncoding);
  }
  if (!anyCharacter(doc, value(fonts, FACES, Name.ODE_UTF16))) return 0;
  doc.standardFonts = cell;
  return cell;
}

/** Makes a cell the font for all characters; false when memory is out. */
function anyCharacter(doc: Store, cell: usize): bool {
  const font = dictionary(doc, cell, 4);
  const descendant = font ? doc.arena.alloc(CELL) : 0;
  const own = descendant ? dictionary(doc, descendant, 2) : 0;
  if (!own) return false;
  name(value(font, 0, Name.Subtype), Name.Type0);
  name(value(font, 1, Name.BaseFont), Name.Helvetica);
  name(value(font, 2, Name.Encoding), Name.ODE_UTF16);
  putCell(value(font, 3, Name.DescendantFonts), Kind.Array, 1, descendant);
  name(value(own, 0, Name.Subtype), Name.CIDFontType2);
  name(value(own, 1, Name.BaseFont), Name.Helvetica);
  return true;
}

/** The font for all characters; 0 when memory is out. */
export function fontOfAnyCharacter(doc: Store): Obj {
  return get(doc, get(doc, standardResources(doc), Name.Font), Name.ODE_UTF16);
}

/** The standard font that a resource's name means: Acrobat's /Helv, /HeBo, /TiRo, /TiBo, /Cour, /CoBo, /ZaDb, or a font's own. */
export function standardFace(doc: Store, atom: u32): Name {
  const p = nameBytes(doc, atom);
  const length = atom ? nameLength(doc, atom) : 0;
  if (length < 4) return Name.Helvetica;
  let bold = <u64>load<u16>(p, 2) == word('Bo');
  for (let i: u32 = 4; i + 4 <= length; i++) bold = bold || startsWith(p + <usize>i, p + <usize>length, 'Bold');
  const start = <u64>load<u16>(p);
  if (start == word('Za')) return Name.ZapfDingbats;
  if (start == word('Ti')) return bold ? Name.Times_Bold : Name.Times_Roman;
  if (start == word('Co')) return bold ? Name.Courier_Bold : Name.Courier;
  return bold ? Name.Helvetica_Bold : Name.Helvetica;
}

/** Makes a cell a dictionary of so many entries; their address, 0 when memory is out. */
function dictionary(doc: Store, cell: usize, count: u32): usize {
  const size = <usize>count * ENTRY;
  const entries = doc.arena.alloc(size);
  if (!entries) return 0;
  memory.fill(entries, 0, size);
  putCell(cell, Kind.Dict, count, entries);
  return entries;
}

/** The cell of the i-th entry, which gets its key. */
function value(entries: usize, i: u32, key: Name): usize {
  const entry = changetype<Entry>(entries + <usize>i * ENTRY);
  entry.key = key;
  return entry.value;
}

function name(cell: usize, atom: Name): void {
  putCell(cell, Kind.Name, atom);
}
