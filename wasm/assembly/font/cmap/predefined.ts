import { Name } from '../../syntax/names';
import { intern, nameBytes, nameLength } from '../../syntax/name-table';
import { Kind, kindOf, nameOf, Obj } from '../../syntax/object';
import { Resource, resource } from '../../syntax/resources';
import { get, Store } from '../../syntax/store';
import { readStream, releaseStream, StreamData } from '../../syntax/stream';
import { Warning, warn } from '../../syntax/warnings';
import { Font, Fonts } from '../record';
import { parseBinaryCMap } from './binary-cmap';
import { CMap, MAX_PARENTS } from './cmap';
import { parseCMap } from './cmap-parser';

/** The longest name of a predefined CMap (ISO 32000-2, table 116) has 22 letters. */
const LONGEST: u32 = 40;

/**
 * The CMap of an /Encoding or a /ToUnicode: a stream, or the name of a predefined one. Null when there is none, or when
 * the host has yet to bring it: then the font is `pending`.
 */
export function loadCMap(doc: Store, fonts: Fonts, font: Font, source: Obj, depth: i32 = 0): CMap | null {
  if (depth >= MAX_PARENTS) return null;
  if (kindOf(source) == Kind.Name) return namedCMap(doc, fonts, font, nameOf(source), depth);
  if (kindOf(source) != Kind.Stream) return null;
  const p = doc.cache.alloc(offsetof<StreamData>());
  const cmap = CMap.create(doc.cache);
  if (!p || !cmap) return null;
  const data = changetype<StreamData>(p);
  if (!readStream(doc, source, data)) return null;
  const used = parseCMap(doc, data.data, data.length, cmap);
  releaseStream(data);
  const parent = get(doc, source, Name.UseCMap);
  if (parent) cmap.parent = loadCMap(doc, fonts, font, parent, depth + 1);
  else if (used) cmap.parent = namedCMap(doc, fonts, font, used, depth + 1);
  return cmap;
}

/** See `loadCMap`. */
export function namedCMap(doc: Store, fonts: Fonts, font: Font, name: u32, depth: i32): CMap | null {
  if (depth >= MAX_PARENTS) return null;
  const known = fonts.cmaps.get(name);
  if (known) return changetype<CMap>(<usize>known);
  const identity = name == Name.Identity_H || name == Name.Identity_V;
  const atom = identity ? 0 : fileAtom(doc, fonts, name);
  const brought: Resource | null = atom ? resource(doc, atom) : null;
  if (atom && !brought) {
    font.pending = atom;
    return null;
  }
  if (!identity && (!brought || !brought.length)) {
    warn(doc, Warning.CMapMissing, font.objectNumber);
    return null;
  }
  const cmap = CMap.create(doc.arena);
  if (!cmap) return null;
  if (identity) {
    cmap.identity = true;
    cmap.vertical = name == Name.Identity_V;
  } else {
    const used = parseBinaryCMap(doc, brought!.bytes, brought!.length, cmap);
    cmap.utf16 = holds(doc, name, 0x32534355 /* UCS2 */) || holds(doc, name, 0x31465455 /* UTF1 */);
    if (used) cmap.parent = namedCMap(doc, fonts, font, used, depth + 1);
    if (font.pending) return cmap; // not to be kept without the one that it uses
  }
  fonts.cmaps.set(name, <u32>changetype<usize>(cmap));
  return cmap;
}

/** The atom of the file that holds a predefined CMap; 0 for a name that none can have. */
function fileAtom(doc: Store, fonts: Fonts, name: u32): u32 {
  const length = nameLength(doc, name);
  const from = nameBytes(doc, name);
  if (!length || length > LONGEST) return 0;
  for (let i: u32 = 0; i < length; i++) {
    const c = <u32>load<u8>(from + i);
    if (!((c | 0x20) - 97 < 26 || c - 48 < 10 || c == 0x2d)) return 0;
  }
  memory.copy(fonts.name, from, length);
  store<u32>(fonts.name + length, 0x6d63622e); // .bcm
  store<u16>(fonts.name + length, 0x7061, 4); // ap
  return intern(doc, fonts.name, length + 6);
}

/** Whether a name has four letters, packed with the first lowest, somewhere in it. */
function holds(doc: Store, name: u32, letters: u32): bool {
  const p = nameBytes(doc, name);
  const length = nameLength(doc, name);
  for (let i: u32 = 0; i + 4 <= length; i++) if (load<u32>(p + i) == letters) return true;
  return false;
}
