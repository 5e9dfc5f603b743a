import { ImageLimit, MOST_BYTES, withFuel, type ImageDecoder } from './decoder.js';
import { abort, EmscriptenModule } from './emscripten.js';

/**
 * JBIG2 (ITU-T T.88) by PDFium's decoder, as pdfjs-dist ships it (`jbig2.wasm`). One bit a pixel, as PDF's
 * filter gives it: 0 is black (ISO 32000-2, 7.4.7), not 1 as in the data.
 *
 * The one-letter names are what that build gives its imports and exports.
 */
export function jbig2Decoder(module: WebAssembly.Module): ImageDecoder {
  let image = new Uint8Array(0);
  const wasm: EmscriptenModule = new EmscriptenModule(
    module,
    {
      a: abort, // proc_exit
      b: () => {}, // runtime_keepalive_clear
      c: () => 0, // setitimer
      d: (size: number) => wasm.grow(size),
      e: abort,
      f: (line: number, rowBytes: number, offset: number) => image.set(wasm.bytes(line, rowBytes), offset),
      g: (size: number) => {
        if (size > MOST_BYTES) abort();
        image = new Uint8Array(size);
      },
      h: (rows: number, rowBytes: number, pitch: number, height: number) => {
        image = new Uint8Array(rowBytes * height);
        for (let y = 0; y < height; y++) image.set(wasm.bytes(rows + y * pitch, rowBytes), y * rowBytes);
      },
    },
    'i',
  );
  const { j: initialize, k: malloc, l: free, m: decode } = wasm.exports as Record<'j' | 'k' | 'l' | 'm', (...args: number[]) => number>;
  initialize();
  return (data, { width, height, globals, fuel }) => {
    const rowBytes = (width + 7) >> 3;
    if (rowBytes * height > MOST_BYTES) throw new ImageLimit();
    return withFuel(wasm.gauge, fuel, () => {
      image = new Uint8Array(0);
      const at = wasm.put(data, malloc);
      const globalsAt = globals.length ? wasm.put(globals, malloc) : 0;
      const failed = decode(at, data.length, width, height, globalsAt, globals.length);
      free(at);
      if (globalsAt) free(globalsAt);
      if (failed || !image.length) abort();
      return { width, height, components: 1, data: image };
    });
  };
}
