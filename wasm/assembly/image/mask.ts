import { ColorSpace, toRgb } from '../color/space';
import { alloc, allocZeroed, free } from '../memory/heap';
import { pop, push } from '../memory/stack';
import { Kind, kindOf, lengthOf, numberOf, Obj } from '../syntax/object';
import { at, Store } from '../syntax/store';
import { ImageKind, shrinkOf } from './record';
import { addShrunk, enlarge, takeShrunk } from './scale';

/** A decoded picture on the heap, on its way into an image: `ImageKind` says what its pixels are. */
@unmanaged
export class Picture {
  width: u32;
  height: u32;
  /** Where it has been made smaller for the size that it is shown at: what it was; else 0. */
  fullWidth: u32;
  fullHeight: u32;
  /** Pixels that are enough; see `loadImage`. */
  leastWidth: u32;
  leastHeight: u32;
  kind: ImageKind;
  pixels: usize;
  /** The data brought alpha along. */
  hasAlpha: bool;

  // @ts-ignore: decorator
  @inline get channels(): u32 {
    return this.kind == ImageKind.Rgba ? 4 : 1;
  }

  // @ts-ignore: decorator
  @inline get size(): usize {
    return <usize>this.width * <usize>this.height * <usize>this.channels;
  }

  setLeast(width: u32, height: u32): void {
    this.leastWidth = width;
    this.leastHeight = height;
  }

  release(): void {
    free(this.pixels);
    this.pixels = 0;
  }
}

/**
 * Puts a mask's values into an image's alpha channel. Whichever of the two has fewer columns or rows is enlarged to the
 * other's; a stencil keeps hard edges. The mask is used up. False when memory is out: the image is then unchanged, and
 * opaque.
 */
export function applyMask(image: Picture, mask: Picture): bool {
  toLuminance(mask);
  let width = max(image.width, mask.width);
  let height = max(image.height, mask.height);
  const k = shrinkOf(width, height, 4);
  width = (width + k - 1) / k;
  height = (height + k - 1) / k;
  if (!resize(mask, width, height, k) || !resize(image, width, height, k)) return false;
  const count = <usize>width * <usize>height;
  for (let i: usize = 0; i < count; i++) {
    const p = image.pixels + (i << 2);
    // A pixel that a colour key has made transparent stays so.
    if (load<u8>(p, 3)) store<u8>(p, load<u8>(mask.pixels + i), 3);
  }
  return true;
}

/** Brings a picture to another size, at best by making one of k × k pixels. */
function resize(picture: Picture, width: u32, height: u32, k: u32): bool {
  if (picture.width == width && picture.height == height) return true;
  const to = alloc(<usize>width * <usize>height * <usize>picture.channels + 32);
  if (!to) return false;
  const divides = (picture.width + k - 1) / k == width && (picture.height + k - 1) / k == height;
  if (!divides)
    enlarge(picture.pixels, picture.width, picture.height, to, width, height, picture.channels, picture.kind == ImageKind.Stencil);
  else if (!shrink(picture, to, k)) {
    free(to);
    return false;
  }
  free(picture.pixels);
  picture.pixels = to;
  picture.width = width;
  picture.height = height;
  return true;
}

function shrink(picture: Picture, to: usize, k: u32): bool {
  const width = picture.width;
  const channels = picture.channels;
  const sums = allocZeroed((<usize>((width + k - 1) / k) * <usize>channels) << 2);
  if (!sums) return false;
  let from = picture.pixels;
  let held: u32 = 0;
  for (let y: u32 = 0; y < picture.height; y++) {
    addShrunk(sums, from, width, channels, k);
    from += <usize>width * <usize>channels;
    if (++held < k && y + 1 < picture.height) continue;
    takeShrunk(sums, to, width, channels, k, held);
    to += <usize>((width + k - 1) / k) * <usize>channels;
    held = 0;
  }
  free(sums);
  return true;
}

/** A mask has one channel; one that has colours is read by their luminance. */
function toLuminance(mask: Picture): void {
  if (mask.kind != ImageKind.Rgba) return;
  const count = <usize>mask.width * <usize>mask.height;
  for (let i: usize = 0; i < count; i++) {
    const p = mask.pixels + (i << 2);
    // ITU-R BT.601 weights, as 11.5.3 has them.
    store<u8>(mask.pixels + i, <u8>((<u32>load<u8>(p) * 77 + <u32>load<u8>(p, 1) * 151 + <u32>load<u8>(p, 2) * 28 + 128) >> 8));
  }
  mask.kind = ImageKind.Gray;
}

/**
 * Undoes the blending of an image with a /Matte colour: c = m + (c' - m) / alpha, 11.6.5.2. In RGB, which for the device
 * spaces that such images have is the same but for rounding.
 */
export function undoMatte(doc: Store, image: Picture, matte: Obj, space: ColorSpace): void {
  const n = space.components;
  if (kindOf(matte) != Kind.Array || lengthOf(matte) < n || n > 32) return;
  const values = push(128);
  for (let i: u32 = 0; i < n; i++) store<f32>(values + ((<usize>i) << 2), <f32>numberOf(at(doc, matte, i)));
  const color = toRgb(space, values);
  pop(values);
  const end = image.pixels + image.size;
  for (let p = image.pixels; p < end; p += 4) {
    const alpha = <i32>load<u8>(p, 3);
    if (alpha == 0 || alpha == 255) continue;
    for (let c: u32 = 0; c < 3; c++) {
      const m = (<i32>(color >> (8 * c))) & 255;
      const difference = (<i32>load<u8>(p + c) - m) * 255;
      const v = m + (difference + (difference < 0 ? -alpha : alpha) / 2) / alpha;
      store<u8>(p + c, <u8>min(max(v, 0), 255));
    }
  }
}

/** How far a colour may be above its alpha by what lossy compression does to it. */
const LOSS: u32 = 8;

/**
 * Divides the colours of `count` pixels, red, green, blue, alpha, by their alpha: what a black backdrop was blended with.
 * Writers also say that of colours that nothing has been multiplied with; some of those are greater than their alpha, and
 * then all are left as they are.
 */
export function undoPremultiplied(pixels: usize, count: u32): void {
  const end = pixels + ((<usize>count) << 2);
  for (let p = pixels; p < end; p += 4) {
    const color = max(max(<u32>load<u8>(p), <u32>load<u8>(p, 1)), <u32>load<u8>(p, 2));
    if (color > <u32>load<u8>(p, 3) + LOSS) return;
  }
  for (let p = pixels; p < end; p += 4) {
    const alpha = <u32>load<u8>(p, 3);
    if (alpha == 0 || alpha == 255) continue;
    for (let c: usize = 0; c < 3; c++) store<u8>(p + c, <u8>min<u32>((<u32>load<u8>(p + c) * 255 + (alpha >> 1)) / alpha, 255));
  }
}
