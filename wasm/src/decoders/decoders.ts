import type { ImageDecoder } from './decoder.js';
import { jbig2Decoder } from './jbig2.js';
import { openJpegDecoder } from './openjpeg.js';

/** The modules that decode images, by the names that the engine asks for. */
const DECODERS = { 'jbig2.wasm': jbig2Decoder, 'openjpeg.wasm': openJpegDecoder };

export type DecoderName = keyof typeof DECODERS;

export function isDecoder(name: string): name is DecoderName {
  return Object.hasOwn(DECODERS, name);
}

export function makeDecoder(name: DecoderName, module: WebAssembly.Module): ImageDecoder {
  return DECODERS[name](module);
}
