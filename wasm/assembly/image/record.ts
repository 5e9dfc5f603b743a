import { Arena } from '../memory/arena';
import { alloc } from '../memory/heap';
import { Obj } from '../syntax/object';
import { Store } from '../syntax/store';

export const enum ImageKind {
  /** 4 bytes a pixel: red, green, blue, alpha, not premultiplied. */
  Rgba = 0,
  /** 1 byte a pixel, opaque. */
  Gray = 1,
  /** 1 byte a pixel, 255: paint. */
  Stencil = 2,
}

/** What an image shows: told when somebody needs to know (raster/photographs.ts). */
export const enum ImageLook {
  Unknown = 0,
  Drawing = 1,
  Photograph = 2,
}

/** An image of more bytes than this is averaged to fewer pixels while it is decoded. */
export const MAX_BYTES: u64 = 1 << 27;

/** An image of more bytes than this is averaged while it is decoded where it is shown with far fewer pixels. */
const LARGE_BYTES: u64 = 1 << 25;

/** Not more pixels than about these are read of an image that is averaged. */
export const MAX_PIXELS: u64 = 1 << 29;


@unmanaged
export class Image {
  /** Pixels a row and rows; not the dictionary's once the image is loaded, if a mask or a JPEG has other ones. */
  width: u32;
  height: u32;
  /** The same when nothing has made the image smaller for the size that it is shown at. */
  fullWidth: u32;
  fullHeight: u32;
  kind: ImageKind;
  /** First row first, without padding; 0: not loaded. */
  pixels: usize;
  /** Whether all alpha is 255. */
  opaque: bool;
  isStencil: bool;
  /** Decoding has failed once and is not tried again. */
  failed: bool;
  look: ImageLook;
  /** How its colours become the screen's: an `Intent`. */
  intent: u32;
  /** What becomes of its colours then: see color/transfer.ts. */
  transfer: usize;
  /** 0: inline. */
  objectNumber: u32;
  /** Counts the document's images from 1. */
  id: u32;
  doc: Store;
  /** The stream, and the resources that its colour space may be named in. */
  source: Obj;
  resources: Obj;
  /** Where the pixels go when they are not on the heap: the page's arena; 0: on the heap. */
  arena: usize;
  /** Neighbours in the cache's list, and what the pixels take. */
  newer: usize;
  older: usize;
  size: u32;
}

/** How many pixels, across and down, must become one so that not more than MAX_BYTES are left. */
export function shrinkOf(width: u32, height: u32, channels: u32): u32 {
  let k: u32 = 1;
  while (<u64>((width + k - 1) / k) * <u64>((height + k - 1) / k) * <u64>channels > MAX_BYTES) k++;
  return k;
}

/**
 * How many pixels, across and down, of a large image may become one so that at least twice as many are left, each way, as are
 * wanted: what is made of them then is as sharp as if all were there.
 */
export function spareShrink(width: u32, height: u32, channels: u32, leastWidth: u32, leastHeight: u32): u32 {
  if (<u64>width * <u64>height * <u64>channels <= LARGE_BYTES) return 1;
  return max<u32>(min(width / max<u32>(leastWidth, 1), height / max<u32>(leastHeight, 1)) >> 1, 1);
}

/** Memory for an image's pixels, 32 bytes more than asked for; 0 when it is out. */
export function allocPixels(image: Image, size: usize): usize {
  return image.arena ? changetype<Arena>(image.arena).alloc(size + 32) : alloc(size + 32);
}
