import { clamp, PdfFunction } from './function-record';

/** Where the point is in an input. */
@unmanaged
class Place {
  /** The place of samples below it, and samples from one place to the next. */
  below: u32;
  stride: u32;
  /** How far above that it is, 0 to 1. */
  part: f64;
}

// @ts-ignore: decorator
@inline function placeOf(f: PdfFunction, k: usize): Place {
  return changetype<Place>(f.work + ((<usize>f.inputs) << 3) + k * offsetof<Place>());
}

/**
 * Evaluates a sampled function (ISO 32000-2, 7.10.2): linear between the neighbours of the point in each input, so between
 * up to 2^inputs corners. The last input is halved first, so that a corner is visited once for all inputs before it.
 *
 *   work ┌ input (f64 × inputs)   `Place` × inputs
 *        ┌ outputs at the place above (f64 × outputs), for each input
 */
export function sampled(f: PdfFunction, output: usize): void {
  const n = <usize>f.inputs;
  let stride: u32 = 1;
  for (let k: usize = 0; k < n; k++) {
    const d = f.domain + (k << 4);
    const e = f.encode + (k << 4);
    const width = load<f64>(d, 8) - load<f64>(d);
    const x = width == 0 ? 0 : (load<f64>(f.work + (k << 3)) - load<f64>(d)) / width;
    const size = load<u32>(f.size + (k << 2));
    const at = clamp(load<f64>(e) + x * (load<f64>(e, 8) - load<f64>(e)), 0, <f64>(size - 1));
    const place = placeOf(f, k);
    place.below = <u32>at;
    place.stride = stride;
    place.part = at - <f64>place.below;
    stride *= size;
  }
  corner(f, n, 0, output);
  for (let j: usize = 0; j < <usize>f.outputs; j++) {
    const r = f.decode + (j << 4);
    store<f64>(output + (j << 3), load<f64>(r) + load<f64>(output + (j << 3)) * (load<f64>(r, 8) - load<f64>(r)));
  }
}

/** The outputs, 0 to 1, where all inputs but the first `left` have been chosen; `index`: of the sample, as far as they say. */
function corner(f: PdfFunction, left: usize, index: u32, out: usize): void {
  const outputs = <usize>f.outputs;
  if (!left) {
    const first = <usize>index * outputs;
    for (let j: usize = 0; j < outputs; j++)
      store<f64>(out + (j << 3), first + j < <usize>f.sampleCount ? <f64>load<f32>(f.samples + ((first + j) << 2)) : 0);
    return;
  }
  const k = left - 1;
  const place = placeOf(f, k);
  const stride = place.stride;
  const part = place.part;
  index += place.below * stride;
  corner(f, k, index, out);
  if (part == 0) return;
  const above = changetype<usize>(placeOf(f, <usize>f.inputs)) + k * (outputs << 3);
  corner(f, k, index + stride, above);
  for (let j: usize = 0; j < outputs; j++) {
    const low = load<f64>(out + (j << 3));
    store<f64>(out + (j << 3), low + part * (load<f64>(above + (j << 3)) - low));
  }
}
