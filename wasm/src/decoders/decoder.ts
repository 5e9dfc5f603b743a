/** An image that a decoder module gave: rows without padding but to a whole byte. */
export interface DecodedImage {
  width: number;
  height: number;
  /** Samples a pixel. */
  components: number;
  data: Uint8Array | Uint8ClampedArray;
}

/** What the engine knows of an image before it is decoded. */
export interface ImageRequest {
  /** Pixels, by the image's dictionary. */
  width: number;
  height: number;
  /** Of the image's colour space; 0: it has none of its own. */
  components: number;
  /** Samples are indices, to be left as they are. */
  indexed: boolean;
  /** The data's own alpha is wanted (/SMaskInData). */
  alpha: boolean;
  /** JBIG2: the segments that pages share (/JBIG2Globals). */
  globals: Uint8Array;
  fuel: Fuel;
}

/** Steps that decoding may take; what it takes is subtracted. `scripts/meter.mjs` says what a step is: one to a few nanoseconds. */
export interface Fuel {
  left: number;
}

/** The data ask for more than an image is given. */
export class ImageLimit extends Error {}

/** Runs a metered module; throws `ImageLimit` when that ends for want of fuel, and then the module's memory is as it was left. */
export function withFuel<T>(gauge: WebAssembly.Global, fuel: Fuel, work: () => T): T {
  const given = Math.min(Math.max(Math.floor(fuel.left), 0), 0x7fffffff);
  gauge.value = given;
  try {
    return work();
  } catch (error) {
    throw gauge.value === 0 ? new ImageLimit() : error;
  } finally {
    fuel.left -= given - gauge.value;
  }
}

/** Decodes one image; throws on data that give nothing, `ImageLimit` on those that ask for too much. */
export type ImageDecoder = (data: Uint8Array, request: ImageRequest) => DecodedImage;

/** No image of more bytes than this is taken from a decoder. */
export const MOST_BYTES = 1 << 28;
