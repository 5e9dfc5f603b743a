import { alloc, free } from '../memory/heap';
import { IntMap } from '../memory/map';
import { Store } from '../syntax/store';
import { Image } from './record';

/** Pixels of at most this many bytes are kept for images that may be drawn again. */
const BUDGET: u64 = 64 << 20;

/**
 * The images that are loaded, from the one drawn last to the one that was not drawn for the longest time, which goes
 * first. It hangs on the document's store.
 */
@unmanaged
class Cache {
  size: u64;
  newest: usize;
  oldest: usize;
}

/** Takes up an image that has just been loaded, and drops others that it leaves no room for. */
export function keep(doc: Store, image: Image): void {
  if (!doc.imageCache) {
    doc.imageCache = alloc(offsetof<Cache>());
    if (!doc.imageCache) return;
    memory.fill(doc.imageCache, 0, offsetof<Cache>());
  }
  const cache = changetype<Cache>(doc.imageCache);
  cache.size += <u64>image.size;
  link(cache, image);
  while (cache.size > BUDGET && cache.oldest != changetype<usize>(image)) forget(doc, changetype<Image>(cache.oldest));
}

/** Gives back the pixels of all images of a map. */
export function forgetAll(doc: Store, images: usize): void {
  if (!images) return;
  const map = changetype<IntMap>(images);
  for (let i: u32 = 0; i <= map.mask; i++) {
    const slot = map.slot(i);
    const image = changetype<Image>(<usize>slot.value);
    if (slot.key && image.pixels) forget(doc, image);
  }
}

/** Notes that an image is being drawn. */
export function touch(doc: Store, image: Image): void {
  const cache = changetype<Cache>(doc.imageCache);
  if (!doc.imageCache || cache.newest == changetype<usize>(image)) return;
  unlink(cache, image);
  link(cache, image);
}

/** Gives an image's pixels back. */
export function forget(doc: Store, image: Image): void {
  if (doc.imageCache) {
    const cache = changetype<Cache>(doc.imageCache);
    cache.size -= <u64>image.size;
    unlink(cache, image);
  }
  free(image.pixels);
  image.pixels = 0;
}

function link(cache: Cache, image: Image): void {
  const p = changetype<usize>(image);
  image.newer = 0;
  image.older = cache.newest;
  if (cache.newest) changetype<Image>(cache.newest).newer = p;
  else cache.oldest = p;
  cache.newest = p;
}

function unlink(cache: Cache, image: Image): void {
  if (image.newer) changetype<Image>(image.newer).older = image.older;
  else cache.newest = image.older;
  if (image.older) changetype<Image>(image.older).newer = image.newer;
  else cache.oldest = image.newer;
}
