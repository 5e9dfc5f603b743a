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
  let components = 0;
  /** Interleaves planes of 32-bit samples, and opaque alpha where `planes` has fewer than `count`. */
  const take = (planes: number[], count: number, pixels: number) => {
    if (pixels * count > MOST_BYTES) abort();
    components = count;
    image = new Uint8ClampedArray(pixels * count);
    if (planes.length < count) image.fill(255);
    planes.forEach((plane, k) => {
      const samples = wasm.ints(plane, pixels);
      for (let i = 0, to = k; i < pixels; i++, to += count) image[to] = samples[i]!;
    });
  };
  const wasm: EmscriptenModule = new EmscriptenModule(
    module,
    {
      a: () => {}, // an error's message
      b: (_file: number, _vectors: number, _count: number, written: number) => ((wasm.ints(written, 1)[0] = 0), 0), // fd_write
      c: () => {}, // a warning's message
      d: (r: number, g: number, b: number, a: number, pixels: number) => take([r, g, b, a], 4, pixels),
      e: (r: number, g: number, b: number, pixels: number) => take([r, g, b], 3, pixels),
      f: (gray: number, pixels: number) => take([gray], 1, pixels),
      g: (r: number, g: number, b: number, pixels: number) => take([r, g, b], 4, pixels),
      h: (gray: number, alpha: number, pixels: number) => take([gray, gray, gray, alpha], 4, pixels),
      i: abort, // proc_exit
      j: () => {}, // runtime_keepalive_clear
      k: abort,
      l: () => 0, // setitimer
      m: (size: number) => wasm.grow(size),
      n: () => 70, // fd_seek: cannot
      o: () => 0, // environ_get
      p: (count: number, size: number) => ((wasm.ints(count, 1)[0] = 0), (wasm.ints(size, 1)[0] = 0), 0),
      q: (gray: number, pixels: number) => take([gray, gray, gray], 4, pixels),
    },
    'r',
  );
  const { s: initialize, t: malloc, u: free, v: decode } = wasm.exports as Record<'s' | 't' | 'u' | 'v', (...args: number[]) => number>;
  initialize();
  return (data, request) => {
    const { width, height } = sizeOf(data);
    if (width * height * MOST_PLANES > MOST_BYTES) abort();
    return withFuel(wasm.gauge, request.fuel, () => {
      image = new Uint8ClampedArray(0);
      const at = wasm.put(data, malloc);
      const failed = decode(at, data.length, request.components, request.indexed ? 1 : 0, request.alpha ? 1 : 0, 0);
      free(at);
      if (failed || image.length < width * height * components || !components) abort();
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
