import { Arena } from '../memory/arena';
import { alloc } from '../memory/heap';
import { createStore, fetch, Store } from '../syntax/store';
import { warningAt, warningCount } from '../syntax/warnings';
import { rebuildXref } from '../syntax/rebuild-xref';
import { createImage, createInlineImage, dropImage, Image, loadImage } from './image';
import { spellOutKeys } from './inline-keys';
import { jpegOf } from './passthrough';

export { test_bytes_in_use, test_free } from '../memory/hooks';

export function test_alloc(size: u32): usize {
  return alloc(size + 32);
}

/** A document over a file that has no table. */
export function test_open(bytes: usize, length: u32): usize {
  const doc = createStore(bytes, length);
  if (!doc) return 0;
  rebuildXref(doc);
  return changetype<usize>(doc);
}

/** The image of an object number; 0: none. */
export function test_image(doc: usize, number: u32): usize {
  const store = changetype<Store>(doc);
  return changetype<usize>(createImage(store, store.arena, fetch(store, number), 0));
}

/** An inline image whose dictionary is an object of the document. */
export function test_inline(doc: usize, number: u32, data: usize, length: u32): usize {
  const store = changetype<Store>(doc);
  const dict = fetch(store, number);
  spellOutKeys(dict);
  return changetype<usize>(createInlineImage(store, changetype<Arena>(store.arena), dict, data, length, 0));
}

export function test_load(doc: usize, image: usize): bool {
  return loadImage(changetype<Store>(doc), changetype<Image>(image));
}

/** With so many pixels, or more. */
export function test_load_reduced(doc: usize, image: usize, width: u32, height: u32): bool {
  return loadImage(changetype<Store>(doc), changetype<Image>(image), width, height);
}

export function test_drop(image: usize): void {
  dropImage(changetype<Image>(image));
}

export function test_width(image: usize): u32 {
  return changetype<Image>(image).width;
}

export function test_height(image: usize): u32 {
  return changetype<Image>(image).height;
}

export function test_kind(image: usize): u32 {
  return changetype<Image>(image).kind;
}

export function test_opaque(image: usize): bool {
  return changetype<Image>(image).opaque;
}

export function test_pixels(image: usize): usize {
  return changetype<Image>(image).pixels;
}

export function test_jpeg(doc: usize, image: usize, out: usize): bool {
  return jpegOf(changetype<Store>(doc), changetype<Image>(image), out);
}

export function test_warning_count(doc: usize): u32 {
  return warningCount(changetype<Store>(doc));
}

export function test_warning(doc: usize, i: u32): u32 {
  return load<u32>(warningAt(changetype<Store>(doc), i));
}
