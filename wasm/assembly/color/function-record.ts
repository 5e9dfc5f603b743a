import { Store } from '../syntax/store';

export const enum FunctionKind {
  Sampled = 0,
  Exponential = 2,
  Stitching = 3,
  Calculator = 4,
  /** An array of functions of one output each, as shadings may have. */
  Several = 5,
}

/** A function from `inputs` to `outputs` numbers. ISO 32000-2, 7.10. Lies in the cache. */
@unmanaged
export class PdfFunction {
  kind: FunctionKind;
  /** Whose fuel evaluations are charged to. */
  doc: Store;
  /** Functions inside one another, below this one. */
  height: u32;
  inputs: u32;
  outputs: u32;
  /** Steps that an evaluation takes at most, not counting those of its parts. */
  steps: u32;
  /** Steps that have been taken and not been charged yet. */
  owed: u32;
  /** What an evaluation needs besides: inputs cut to the domain (f64 × inputs), then see each kind. */
  work: usize;
  /** f64 pairs, inputs of them. */
  domain: usize;
  /** f64 pairs, outputs of them; 0: none. */
  range: usize;
  /** Sampled: u32 × inputs.  Stitching, Several: how many functions. */
  size: usize;
  /** Sampled, Stitching: f64 pairs. */
  encode: usize;
  decode: usize;
  /** Sampled: f32 samples, 0 to 1, the first input varying fastest; those behind the last one that the file has are 0. */
  samples: usize;
  sampleCount: u32;
  /** Exponential: f64 × outputs. */
  c0: usize;
  c1: usize;
  exponent: f64;
  /** Stitching, Several: addresses (u32). */
  parts: usize;
  /** Stitching: f64 × (parts - 1). */
  bounds: usize;
  /** Calculator. */
  program: usize;
}

// @ts-ignore: decorator
@inline export function clamp(v: f64, low: f64, high: f64): f64 {
  return v > low ? (v < high ? v : high) : low; // NaN becomes `low`
}
