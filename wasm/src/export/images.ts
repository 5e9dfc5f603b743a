import type { DocumentCore } from '../core.js';
import { encodePng } from './png.js';

/** `Image.kind` of `assembly/image/image.ts`. */
const enum Kind {
  Rgba,
  Gray,
  Stencil,
}

/** An image's picture as a `data:` URL: its own JPEG where the engine has nothing to add to it, else a PNG; null when it cannot be decoded. */
export async function imageUrl(core: DocumentCore, image: number): Promise<string | null> {
  const picture = pixelsOf(core, image);
  if (!picture) return null;
  if (picture.jpeg) return dataUrl('image/jpeg', picture.jpeg);
  return dataUrl('image/png', await encodePng(picture.width, picture.height, picture.pixels, picture.kind === Kind.Gray ? 1 : 4));
}

/** A stencil mask filled with a colour (`#rrggbb`). */
export async function stencilUrl(core: DocumentCore, image: number, color: string): Promise<string | null> {
  const picture = pixelsOf(core, image);
  if (!picture) return null;
  const rgb = parseInt(color.slice(1), 16);
  const pixels = new Uint8Array(picture.width * picture.height * 4);
  for (let i = 0; i < picture.width * picture.height; i++) pixels.set([rgb >> 16, (rgb >> 8) & 255, rgb & 255, picture.pixels[i]!], i * 4);
  return dataUrl('image/png', await encodePng(picture.width, picture.height, pixels, 4));
}

function pixelsOf({ instance, store }: DocumentCore, image: number) {
  const { exports } = instance;
  const out = exports.take(32);
  try {
    if (!out || !exports.imageInfo(store, image, out)) return null;
    const [width, height, kind, pixels, jpeg, jpegLength] = Array.from({ length: 6 }, (_, i) => instance.u32(out + 4 * i)) as [
      number,
      number,
      Kind,
      number,
      number,
      number,
    ];
    const size = width * height * (kind === Kind.Rgba ? 4 : 1);
    return {
      width,
      height,
      kind,
      pixels: instance.bytes(pixels, size).slice(),
      jpeg: jpeg ? instance.bytes(jpeg, jpegLength).slice() : null,
    };
  } catch {
    return null; // a trap while decoding: the image is left out
  } finally {
    if (out) exports.give(out);
    exports.dropImage(image);
  }
}

export function dataUrl(type: string, bytes: Uint8Array): string {
  let binary = '';
  for (let i = 0; i < bytes.length; i += 0x8000) binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return `data:${type};base64,${btoa(binary)}`;
}
