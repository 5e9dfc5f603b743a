import { MOST_BYTES, withFuel, type ImageDecoder } from './decoder.js';
import { abort, EmscriptenModule } from './emscripten.js';

/** More planes than this are not an image for a page. */
const MOST_PLANES = 4;

/**
 * JPEG 2000 (ISO/IEC 15444-1) by OpenJPEG, as pdfjs-dist ships it (`openjpeg.wasm`). Eight bits a sample, whatever the
 * data have; a file without a colour space in the PDF comes as RGBA.
 *
 * The one-letter names are what that build gives its imports and exports.
 */
export function openJpegDecoder(module: WebAssembly.Module): ImageDecoder {
  let image = new Uint8ClampedArray(0);
  const wasm: EmscriptenModule = new EmscriptenModule(
    module,
    {
      a: () => {}, // an error's message
      b: (_file: number, _vectors: number, _count: number, written: number) => ((wasm.ints(written, 1)[0] = 0), 0), // fd_write
      c: (size: number) => wasm.grow(size),
      d: () => 70, // fd_seek: cannot
      e: () => {}, // a warning's message
      f: (samples: number, size: number) => void (image = new Uint8ClampedArray(wasm.bytes(samples, size))),
      g: (plane: number, first: number, count: number, pixels: number) => {
        const samples = wasm.ints(plane, pixels);
        for (let i = 0, to = first; i < pixels; i++, to += count) image[to] = samples[i]!;
      },
      h: (size: number) => {
        if (size > MOST_BYTES) abort();
        image = new Uint8ClampedArray(size);
      },
    },
    'i',
  );
  const { j: initialize, k: malloc, l: free, m: decode } = wasm.exports as Record<'j' | 'k' | 'l' | 'm', (...args: number[]) => number>;
  initialize();
  return (data, { components: wanted, indexed, alpha, fuel }) => {
    const { width, height } = sizeOf(data);
    if (width * height * MOST_PLANES > MOST_BYTES) abort();
    return withFuel(wasm.gauge, fuel, () => {
      image = new Uint8ClampedArray(0);
      const at = wasm.put(data, malloc);
      const failed = decode(at, data.length, wanted, Number(indexed), Number(alpha), 0, 1);
      free(at);
      const components = Math.floor(image.length / (width * height));
      if (failed || !components) abort();
      return { width, height, components, data: image };
    });
  };
}

/** The size that the codestream's SIZ marker gives (15444-1, A.5.1). */
function sizeOf(data: Uint8Array): { width: number; height: number } {
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  for (let i = 0; i + 22 <= data.length; i++) {
    // FF4F SOC comes right before FF51 SIZ.
    if (view.getUint32(i) !== 0xff4fff51) continue;
    return { width: view.getUint32(i + 8) - view.getUint32(i + 16), height: view.getUint32(i + 12) - view.getUint32(i + 20) };
  }
  return abort();
}
