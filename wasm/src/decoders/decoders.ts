import { ImageLimit, type ImageDecoder } from './decoder.js';
import { jbig2Decoder } from './jbig2.js';
import { openJpegDecoder } from './openjpeg.js';

/** The modules that decode images, by the names that the engine asks for. */
const DECODERS = { 'jbig2.wasm': jbig2Decoder, 'openjpeg.wasm': openJpegDecoder };

export type DecoderName = keyof typeof DECODERS;

export function isDecoder(name: string): name is DecoderName {
  return Object.hasOwn(DECODERS, name);
}

/**
 * A decoder that images cannot spoil for one another: after one that gave nothing it is not known what its memory holds, and
 * an image before may have been at fault. So each of those is tried by a new instance, and the next image has another one.
 */
export function makeDecoder(name: DecoderName, module: WebAssembly.Module): ImageDecoder {
  const fresh = () => DECODERS[name](module);
  let decode = fresh();
  return (data, request) => {
    try {
      return decode(data, request);
    } catch (error) {
      decode = fresh();
      if (error instanceof ImageLimit) throw error;
      return fresh()(data, request);
    }
  };
}
