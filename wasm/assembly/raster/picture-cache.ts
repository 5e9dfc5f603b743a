import { alloc, free } from '../memory/heap';
import { Bounds } from './bounds';
import { Surface } from './surface';

/** Pictures of at most this many bytes are kept: as many as the last page of a scan and its neighbours need. */
const BUDGET: u32 = 64 << 20;
/** More pictures than this are not kept: each is looked at when one is searched for. */
const MAX_PICTURES: u32 = 256;

/** An image at the number of pixels that it was drawn with. */
@unmanaged
class Entry {
  newer: usize;
  older: usize;
  picture: Surface;
  image: u32;
  /** The size of the whole picture, of which `picture` may be a part. */
  width: i32;
  height: i32;
  /** The colour of a stencil. */
  tint: u32;
}

/**
 * Images as they were drawn, made smaller from more pixels than they have now: a page that is drawn again, or by tiles, needs
 * neither to decode nor to resample them. The one used last comes first, and what was not used for the longest time goes.
 */
@unmanaged
export class PictureCache {
  private newest: usize;
  private oldest: usize;
  private bytes: u32;
  private count: u32;

  static create(): PictureCache | null {
    const p = alloc(offsetof<PictureCache>());
    if (!p) return null;
    memory.fill(p, 0, offsetof<PictureCache>());
    return changetype<PictureCache>(p);
  }

  /** The picture of an image at a size, if it is there and covers `part`. It stays the cache's. */
  find(image: u32, width: i32, height: i32, tint: u32, part: Bounds): Surface | null {
    for (let p = this.newest; p; p = changetype<Entry>(p).older) {
      const entry = changetype<Entry>(p);
      if (entry.image != image || entry.width != width || entry.height != height || entry.tint != tint) continue;
      const picture = entry.picture;
      if (picture.x0 > part.x0 || picture.y0 > part.y0 || picture.x1 < part.x1 || picture.y1 < part.y1) continue;
      if (p != this.newest) {
        this.unlink(entry);
        this.link(entry);
      }
      return picture;
    }
    return null;
  }

  /** Takes over a picture. False when there is no room for it: it is then the caller's still. */
  add(image: u32, width: i32, height: i32, tint: u32, picture: Surface): bool {
    const size = picture.bytes;
    if (size > BUDGET / 2) return false;
    const p = alloc(offsetof<Entry>());
    if (!p) return false;
    while (this.oldest && (this.bytes + size > BUDGET || this.count >= MAX_PICTURES)) this.drop(changetype<Entry>(this.oldest));
    const entry = changetype<Entry>(p);
    entry.picture = picture;
    entry.image = image;
    entry.width = width;
    entry.height = height;
    entry.tint = tint;
    this.bytes += size;
    this.count++;
    this.link(entry);
    return true;
  }

  private drop(entry: Entry): void {
    this.unlink(entry);
    this.bytes -= entry.picture.bytes;
    this.count--;
    entry.picture.destroy();
    free(changetype<usize>(entry));
  }

  private link(entry: Entry): void {
    const p = changetype<usize>(entry);
    entry.newer = 0;
    entry.older = this.newest;
    if (this.newest) changetype<Entry>(this.newest).newer = p;
    else this.oldest = p;
    this.newest = p;
  }

  private unlink(entry: Entry): void {
    if (entry.newer) changetype<Entry>(entry.newer).older = entry.older;
    else this.newest = entry.older;
    if (entry.older) changetype<Entry>(entry.older).newer = entry.newer;
    else this.oldest = entry.newer;
  }
}
