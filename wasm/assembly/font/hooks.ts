import { Path } from '../geometry/path';
import { alloc } from '../memory/heap';
import { intern, nameBytes, nameLength } from '../syntax/name-table';
import { neededResource, provideResource } from '../syntax/resources';
import { createStore, fetch, Store } from '../syntax/store';
import { warningAt, warningCount } from '../syntax/warnings';
import { CMap } from './cmap/cmap';
import { parseBinaryCMap } from './cmap/binary-cmap';
import { parseCMap } from './cmap/cmap-parser';
import { Encoding, encodingName } from './encoding/encoding';
import { unicodeOfName } from './encoding/glyph-names';
import { CharInfo, Font, fontOutline, loadFont, nextChar } from './font';

export { test_alloc } from '../memory/hooks';
export { test_open } from '../document/hooks';

export function test_store(): usize {
  return changetype<usize>(createStore(alloc(64), 0));
}

/** Writes the text of a glyph name to `out` (UTF-16); its length. */
export function test_unicode_of_name(name: usize, length: u32, dingbats: bool, out: usize): u32 {
  return unicodeOfName(name, length, dingbats, out);
}

/** The name's bytes: address, and their length to `out`. */
export function test_encoding_name(doc: Store, encoding: Encoding, code: u32, out: usize): usize {
  const atom = encodingName(doc, encoding, code, out);
  store<u32>(out, nameLength(doc, atom));
  return atom ? nameBytes(doc, atom) : 0;
}

export function test_cmap(doc: Store, data: usize, length: u32, binary: bool): usize {
  const cmap = CMap.create(doc.arena) as CMap;
  if (binary) parseBinaryCMap(doc, data, length, cmap);
  else parseCMap(doc, data, length, cmap);
  return changetype<usize>(cmap);
}

export function test_cid(cmap: CMap, code: u32): u32 {
  return cmap.cidOf(code);
}

export function test_cmap_text(cmap: CMap, code: u32, out: usize): u32 {
  return cmap.textOf(code, out);
}

/** The bytes of the code at `p`; the code goes to `out`. */
export function test_read_code(cmap: CMap, p: usize, end: usize, out: usize): u32 {
  return cmap.readCode(p, end, out);
}

export function test_cmap_vertical(cmap: CMap): bool {
  return cmap.vertical;
}

/** The font of an object; 0 for none. */
export function test_font(doc: Store, objectNumber: u32): usize {
  return changetype<usize>(loadFont(doc, fetch(doc, objectNumber), objectNumber));
}

/** Copies what a character stands for to `out`, a CharInfo; the bytes of the character. */
export function test_next(doc: Store, font: Font, p: usize, end: usize, out: usize): u32 {
  const info = nextChar(doc, font, p, end);
  memory.copy(out, changetype<usize>(info), offsetof<CharInfo>());
  return info.codeLength;
}

/** The number of points of a glyph's outline; the box x0 y0 x1 y1 of them to `out` (f32, em). */
export function test_outline(font: Font, gid: u32, out: usize): u32 {
  const path = Path.create() as Path;
  fontOutline(font, gid, path);
  store<f32>(out, f32.MAX_VALUE);
  store<f32>(out, f32.MAX_VALUE, 4);
  store<f32>(out, -f32.MAX_VALUE, 8);
  store<f32>(out, -f32.MAX_VALUE, 12);
  for (let p = path.pointData; p < path.pointData + path.pointLength; p += 8) {
    store<f32>(out, min(load<f32>(out), load<f32>(p)));
    store<f32>(out, min(load<f32>(out, 4), load<f32>(p, 4)), 4);
    store<f32>(out, max(load<f32>(out, 8), load<f32>(p)), 8);
    store<f32>(out, max(load<f32>(out, 12), load<f32>(p, 4)), 12);
  }
  const count = path.pointLength >> 3;
  path.destroy();
  return count;
}

/** The name of the i-th file that is needed: its address, and its length to `out`; 0: no more. */
export function test_needed(doc: Store, i: u32, out: usize): usize {
  const atom = neededResource(doc, i);
  store<u32>(out, nameLength(doc, atom));
  return atom ? nameBytes(doc, atom) : 0;
}

export function test_provide(doc: Store, name: usize, nameBytes: u32, data: usize, length: u32): void {
  provideResource(doc, intern(doc, name, nameBytes), data, length);
}

export function test_warning_count(doc: Store): u32 {
  return warningCount(doc);
}

/** The code of the i-th warning. */
export function test_warning(doc: Store, i: u32): u32 {
  return load<u32>(warningAt(doc, i));
}
