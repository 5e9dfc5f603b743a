import { intentByName } from '../color/intent';
import { transferId } from '../color/transfer';
import { Arena } from '../memory/arena';
import { refusals } from '../memory/heap';
import { IntMap } from '../memory/map';
import { Name } from '../syntax/names';
import { Cell, CELL, Kind, kindOf, nameOf, Obj, ownerNumber, putCell } from '../syntax/object';
import { StreamFlag } from '../syntax/raw-stream';
import { get, getBool, getInt, spend, Store } from '../syntax/store';
import { Warning, warn, warnAgain } from '../syntax/warnings';
import { forget, keep, touch } from './cache';
import { decodePixels } from './decode';
import { needModules } from './host-decoder';
import { Image, ImageKind, MAX_PIXELS } from './record';

export { Image, ImageKind, ImageLook } from './record';

/**
 * Images, ISO 32000-2, 8.9. An image is made from its dictionary alone; its pixels are decoded when it is first drawn and
 * may be dropped after that, to be decoded again. An image with an object number is one for the whole document, in the
 * document's arena, with pixels on the heap that cache.ts watches over; an inline image lives in the page's arena, and
 * its pixels do too.
 *
 *   record.ts    what an image is
 *   decode.ts    the way from a stream to pixels          samples.ts   rows of samples, from raw data or a JPEG
 *   convert.ts   samples to colours, /Decode              mask.ts      /SMask, /Mask, /Matte
 *   host-decoder.ts   what the host decodes: JPEG 2000, JBIG2
 *   cache.ts     which images' pixels are kept            scale.ts     pictures made larger or smaller
 */
const MAX_SIDE: i32 = 1 << 20; // columns or rows
/** Pixels that are decoded for a unit of fuel, as a power of two. */
const PIXELS_A_UNIT: u64 = 7;

/** Bits of an object number: the greatest, `MAX_OBJECT`, has as many. */
const NUMBER_BITS: u32 = 23;

/**
 * The image of an XObject's stream; null when it is none. Nothing is decoded yet. Where transfer functions are in force it is
 * another image than where there are others, or none.
 */
export function createImage(doc: Store, arena: Arena, stream: Obj, resources: Obj, transfer: usize = 0): Image | null {
  if (kindOf(stream) != Kind.Stream) return null;
  const number = ownerNumber(stream);
  if (!number) return create(doc, arena, stream, resources, 0, transfer);
  if (!doc.images) doc.images = changetype<usize>(IntMap.create(doc.cache));
  const images = changetype<IntMap>(doc.images);
  if (!images) return null;
  const key = number | (transferId(transfer) << NUMBER_BITS);
  const held = <usize>images.get(key);
  if (held) return changetype<Image>(held);
  const image = create(doc, doc.cache, stream, resources, number, transfer);
  if (image) images.set(key, <u32>changetype<usize>(image));
  return image;
}

/** The image of an inline image's dictionary, its keys spelled out (inline-keys.ts), and data, which are copied into `arena`, where the dictionary must already be. */
export function createInlineImage(
  doc: Store,
  arena: Arena,
  dict: Obj,
  data: usize,
  length: u32,
  resources: Obj,
  transfer: usize = 0,
): Image | null {
  const stream = arena.alloc(CELL);
  const copy = arena.alloc(<usize>length + 32);
  if (!stream || !copy) return null;
  memory.copy(copy, data, length);
  putCell(stream, Kind.Stream, <u32>dict, copy);
  changetype<Cell>(stream).flag = <u16>StreamFlag.InMemory;
  changetype<Cell>(stream).more = length;
  return create(doc, arena, stream, resources, 0, transfer);
}

function create(doc: Store, arena: Arena, stream: Obj, resources: Obj, number: u32, transfer: usize): Image | null {
  const width = getInt(doc, stream, Name.Width);
  const height = getInt(doc, stream, Name.Height);
  if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
    warn(doc, width < 1 || height < 1 ? Warning.ImageInvalid : Warning.MemoryOut, number);
    return null;
  }
  const p = arena.alloc(offsetof<Image>());
  if (!p) return null;
  const image = changetype<Image>(p);
  image.doc = doc;
  image.source = stream;
  image.resources = resources;
  image.objectNumber = number;
  image.transfer = transfer;
  image.id = idOf(doc, transfer ? 0 : number);
  // Table 87: the image's own, or that of the graphics state where it is painted first.
  const intent = get(doc, stream, Name.Intent);
  image.intent = intent ? intentByName(nameOf(intent), doc.intent) : doc.intent;
  image.arena = number ? 0 : changetype<usize>(arena);
  image.isStencil = getBool(doc, stream, Name.ImageMask);
  image.kind = image.isStencil ? ImageKind.Stencil : ImageKind.Rgba;
  image.width = <u32>width;
  image.height = <u32>height;
  image.fullWidth = image.width;
  image.fullHeight = image.height;
  needModules(doc, stream, resources);
  return image;
}

/** The id of an image: that of its object number, by which pictures of it are cached, also when it is read again; 0: one of its own. */
function idOf(doc: Store, number: u32): u32 {
  if (!number) return ++doc.imageCount;
  if (!doc.imageIds) doc.imageIds = changetype<usize>(IntMap.create(doc.arena));
  const ids = changetype<IntMap>(doc.imageIds);
  const known = ids ? ids.get(number) : 0;
  if (known) return known;
  if (ids) ids.set(number, doc.imageCount + 1);
  return ++doc.imageCount;
}

/**
 * Sees to it that an image's pixels are there. False when they cannot be had. Of a JPEG that is shown smaller, `leastWidth` ×
 * `leastHeight` pixels are enough: it may come at 1/2, 1/4 or 1/8 of its size, and comes again when more are wanted.
 */
export function loadImage(doc: Store, image: Image, leastWidth: u32 = u32.MAX_VALUE, leastHeight: u32 = u32.MAX_VALUE): bool {
  if (image.pixels) {
    const isReduced = image.width < image.fullWidth || image.height < image.fullHeight;
    if (!isReduced || (leastWidth <= image.width && leastHeight <= image.height)) {
      if (!image.arena) touch(doc, image);
      return true;
    }
    dropImage(image);
  }
  if (image.failed) {
    warnAgain(doc, image.objectNumber); // it is missing on this page, too
    return false;
  }
  if (!spend(doc, <i32>(min<u64>(<u64>image.fullWidth * <u64>image.fullHeight, MAX_PIXELS) >> PIXELS_A_UNIT))) {
    warn(doc, Warning.FuelOut, image.objectNumber);
    return false;
  }
  const refused = refusals();
  const intent = doc.intent;
  doc.intent = image.intent;
  const decoded = decodePixels(doc, image, leastWidth, leastHeight);
  doc.intent = intent;
  if (!decoded) {
    image.failed = refusals() == refused; // where memory was out it may be there the next time
    return false;
  }
  if (!image.arena) keep(doc, image);
  return true;
}

/** Gives back an image's pixels, if they are on the heap; `loadImage` brings them again. */
export function dropImage(image: Image): void {
  if (!image.arena && image.pixels) forget(image.doc, image);
}
