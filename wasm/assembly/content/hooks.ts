import { DisplayList } from '../display/list';
import { openStore } from '../document/open';
import { Image, loadImage } from '../image/image';
import { Arena } from '../memory/arena';
import { alloc, bytesInUse } from '../memory/heap';
import { nameBytes, nameLength } from '../syntax/name-table';
import { Store } from '../syntax/store';
import { warningAt, warningCount } from '../syntax/warnings';
import { interpretPage } from './page';

export function test_alloc(size: u32): usize {
  return alloc(size);
}

export function test_open(bytes: usize, length: u32): usize {
  return changetype<usize>(openStore(bytes, length));
}

/** The display list of a page; 0 when there is none. */
export function test_page(doc: Store, i: u32): usize {
  return changetype<usize>(interpretPage(doc, i, Arena.create(65536) as Arena));
}

/** Fuel that the last page left. */
export function test_fuel(doc: Store): f64 {
  return <f64>doc.fuel;
}

/** Gives a page's list back, with its arena. */
export function test_close(list: DisplayList): void {
  const arena = list.arena;
  list.release();
  arena.destroy();
}

export function test_bytes_in_use(): usize {
  return bytesInUse();
}

export function test_warnings(doc: Store): u32 {
  return warningCount(doc);
}

/** The address of a warning: u32 code, i32 page, u32 object number. */
export function test_warning(doc: Store, i: u32): usize {
  return warningAt(doc, i);
}

/** Decodes an image: u32 width, height, kind and address of the pixels to `out`; false when it cannot be. */
export function test_image(doc: Store, image: Image, out: usize): bool {
  if (!loadImage(doc, image)) return false;
  store<u32>(out, image.width);
  store<u32>(out, image.height, 4);
  store<u32>(out, image.kind, 8);
  store<u32>(out, <u32>image.pixels, 12);
  return true;
}

/** A name: u32 address of its bytes, u32 their length. */
export function test_name(doc: Store, atom: u32): usize {
  const p = alloc(8);
  store<u32>(p, <u32>nameBytes(doc, atom));
  store<u32>(p, nameLength(doc, atom), 4);
  return p;
}
