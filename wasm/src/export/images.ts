import { DecodedImage, Image as ImageRecord, ImageKind } from '../abi.js';
import type { DocumentCore } from '../core.js';
import { withoutExif } from './exif.js';
import type { Assets } from './assets.js';
import { encodePng, encodeStencil } from './png.js';

/** An image of the document: the id that it is used by, and its element where this is the first use. */
export interface PlacedImage {
  id: string;
  /** Pixels. */
  width: number;
  height: number;
  /** `<defs>…</defs>`, or nothing. */
  definition: string;
}

/**
 * The images of a converted document. One that looks the same stands in the file once, however often it is shown and from
 * wherever in the PDF it comes: the glyphs of a bitmap font are thousands of images.
 */
export class Images {
  /** The page, from 0, that images are asked for by: what is wrong with them is said there. */
  page = -1;
  /** Ids by what the images look like. */
  private readonly ids = new Map<string, string>();
  /** What the document's own images have become, by their ids and colours: one that is shown again is not decoded again. */
  private readonly known = new Map<string, Omit<PlacedImage, 'definition'>>();

  /** By the ids of stencils. */
  private readonly looks = new Map<number, string>();

  constructor(
    private readonly core: DocumentCore,
    private readonly nextId: () => string,
    private readonly assets: Assets,
  ) {}

  /** An image: its own JPEG where the engine has nothing to add to it, else a PNG. */
  image(address: number): PlacedImage | null {
    return this.place(address, '', ({ width, height, kind, pixels, jpeg }) =>
      jpeg ? this.assets.url('image/jpeg', withoutExif(jpeg)) : this.pngUrl(width, height, pixels, kind === ImageKind.Gray ? 1 : 4),
    );
  }

  /** Images one under the other as one; null where they are not of one kind and width, or JPEGs. */
  strips(addresses: readonly number[]): PlacedImage | null {
    const pictures = addresses.map((address) => this.pixelsOf(address));
    const [first] = pictures;
    if (!first || !pictures.every((one) => one && !one.jpeg && one.width === first.width && one.kind === first.kind)) return null;
    const pixels = new Uint8Array(pictures.reduce((sum, one) => sum + one!.pixels.length, 0));
    let at = 0;
    for (const one of pictures) {
      pixels.set(one!.pixels, at);
      at += one!.pixels.length;
    }
    const height = pictures.reduce((sum, one) => sum + one!.height, 0);
    return this.written({ ...first, height, pixels }, '', (all) =>
      this.pngUrl(all.width, all.height, all.pixels, all.kind === ImageKind.Gray ? 1 : 4),
    );
  }

  /** A stencil mask filled with a colour (`#rrggbb`). */
  stencil(address: number, color: string): PlacedImage | null {
    return this.place(address, color, ({ width, height, pixels }) =>
      this.assets.url('image/png', encodeStencil(width, height, pixels, parseInt(color.slice(1), 16))),
    );
  }

  /** What a stencil looks like: the same for images that look the same. */
  lookOf(address: number): string {
    const { id } = new ImageRecord(this.core.instance.view, address);
    let look = this.looks.get(id);
    if (look === undefined) {
      const mask = this.mask(address);
      look = mask ? `${mask.width} ${mask.height} ${digest(mask.pixels)}` : '';
      this.looks.set(id, look);
    }
    return look;
  }

  /** A stencil's mask: 255 where it paints; null where it cannot be read. */
  mask(address: number): { width: number; height: number; pixels: Uint8Array } | null {
    return this.pixelsOf(address);
  }

  private place(address: number, color: string, encode: (picture: Picture) => string): PlacedImage | null {
    const key = `${new ImageRecord(this.core.instance.view, address).id} ${color}`;
    const known = this.known.get(key);
    if (known) return { ...known, definition: '' };
    const picture = this.pixelsOf(address);
    if (!picture) return null; // tried again where it is shown again, so that each page tells of it
    const image = this.written(picture, color, encode);
    this.known.set(key, { id: image.id, width: image.width, height: image.height });
    return image;
  }

  /** The picture as it stands in the file, where it may be already. */
  private written(picture: Picture, color: string, encode: (picture: Picture) => string): PlacedImage {
    const look = `${picture.width} ${picture.height} ${picture.kind} ${color} ${digest(picture.jpeg ?? picture.pixels)}`;
    const known = this.ids.get(look);
    const { width, height } = picture;
    if (known) return { id: known, width, height, definition: '' };
    const id = this.nextId();
    this.ids.set(look, id);
    const url = encode(picture);
    return {
      id,
      width,
      height,
      definition: `<defs><image id="${id}" width="1" height="1" preserveAspectRatio="none" href="${url}"/></defs>`,
    };
  }

  private pngUrl(width: number, height: number, pixels: Uint8Array, channels: 1 | 4): string {
    return this.assets.url('image/png', encodePng(width, height, pixels, channels));
  }

  private pixelsOf(image: number): Picture | null {
    const { instance, store } = this.core;
    const { exports } = instance;
    const out = exports.take(DecodedImage.byteLength);
    try {
      if (!out || !exports.imageInfo(store, this.page, image, out)) return null;
      const { width, height, kind, pixels, jpeg, jpegLength } = new DecodedImage(instance.view, out);
      const size = width * height * (kind === ImageKind.Rgba ? 4 : 1);
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
}

interface Picture {
  width: number;
  height: number;
  kind: ImageKind;
  pixels: Uint8Array;
  jpeg: Uint8Array | null;
}

/** 64 bits that tell pictures apart: two rounds a word as those of MurmurHash3 (Appleby), of two multipliers. Bytes that are left over count as words. */
function digest(bytes: Uint8Array): string {
  let a = 0x811c9dc5 | 0;
  let b = 0x01234567;
  const take = (word: number) => {
    a = Math.imul(a ^ word, 0xcc9e2d51);
    a = (a << 15) | (a >>> 17);
    b = Math.imul(b ^ word, 0x1b873593);
    b = (b << 13) | (b >>> 19);
  };
  // By words: pictures have millions of bytes.
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  for (let i = 0; i < words.length; i++) take(words[i]!);
  for (let i = words.length << 2; i < bytes.length; i++) take(bytes[i]!);
  return `${a >>> 0} ${b >>> 0}`;
}
