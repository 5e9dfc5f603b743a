import { Name } from '../syntax/names';
import { Kind, kindOf, lengthOf, numberOf, Obj } from '../syntax/object';
import { at, get, getInt, getNumber, Store } from '../syntax/store';
import { readStream, releaseStream, StreamData } from '../syntax/stream';
import { compileCalculator, runCalculator } from './calculator';

/** More inputs or outputs than this are refused: ISO 32000-2 has at most 32 colorants (annex C). */
export const MAX_VALUES: u32 = 32;
const MAX_DEPTH: i32 = 16;
const MAX_SAMPLES: u64 = 1 << 24;

export const enum FunctionKind {
  Sampled = 0,
  Exponential = 2,
  Stitching = 3,
  Calculator = 4,
  /** An array of functions of one output each, as shadings may have. */
  Several = 5,
}

/** A function from `inputs` to `outputs` numbers. ISO 32000-2, 7.10. Lies in the document's arena. */
@unmanaged
export class PdfFunction {
  kind: FunctionKind;
  inputs: u32;
  outputs: u32;
  /** f64 pairs, inputs of them. */
  domain: usize;
  /** f64 pairs, outputs of them; 0: none. */
  range: usize;
  /** Sampled: u32 × inputs.  Stitching, Several: how many functions. */
  size: usize;
  /** Sampled, Stitching: f64 pairs. */
  encode: usize;
  decode: usize;
  /** Sampled: f32 samples, 0 to 1, the first input varying fastest. */
  samples: usize;
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

/** Reads a function, or an array of them; null when it is none. */
export function parseFunction(doc: Store, o: Obj, depth: i32 = 0): PdfFunction | null {
  if (depth > MAX_DEPTH) return null;
  if (kindOf(o) == Kind.Array) return parseSeveral(doc, o, depth);
  const type = getInt(doc, o, Name.FunctionType, -1);
  const p = doc.cache.alloc(offsetof<PdfFunction>());
  if (!p) return null;
  const f = changetype<PdfFunction>(p);
  const domain = get(doc, o, Name.Domain);
  const range = get(doc, o, Name.Range);
  f.kind = <FunctionKind>type;
  f.inputs = lengthOf(domain) >> 1;
  f.outputs = lengthOf(range) >> 1;
  if (f.inputs < 1 || f.inputs > MAX_VALUES || f.outputs > MAX_VALUES) return null;
  f.domain = numbers(doc, domain, f.inputs * 2);
  if (f.outputs) f.range = numbers(doc, range, f.outputs * 2);
  let ok = false;
  if (type == FunctionKind.Sampled) ok = parseSampled(doc, o, f);
  else if (type == FunctionKind.Exponential) ok = parseExponential(doc, o, f);
  else if (type == FunctionKind.Stitching) ok = parseStitching(doc, o, f, depth);
  else if (type == FunctionKind.Calculator) {
    f.program = compileCalculator(doc, o);
    ok = f.program != 0 && f.range != 0;
  }
  return ok ? f : null;
}

/** Applies the function. `input` and `output` are f64s; `output` has room for MAX_VALUES. */
export function evaluate(f: PdfFunction, input: usize, output: usize): void {
  const clipped = memory.data(256, 8);
  if (f.kind == FunctionKind.Several) {
    const count = <u32>f.size;
    const one = memory.data(256, 8);
    for (let i: u32 = 0; i < count; i++) {
      evaluate(changetype<PdfFunction>(<usize>load<u32>(f.parts + ((<usize>i) << 2))), input, one);
      store<f64>(output + ((<usize>i) << 3), load<f64>(one));
    }
    return;
  }
  for (let i: u32 = 0; i < f.inputs; i++) {
    const d = f.domain + ((<usize>i) << 4);
    store<f64>(clipped + ((<usize>i) << 3), clamp(load<f64>(input + ((<usize>i) << 3)), load<f64>(d), load<f64>(d, 8)));
  }
  switch (f.kind) {
    case FunctionKind.Sampled:
      sampled(f, clipped, output);
      break;
    case FunctionKind.Exponential: {
      const x = load<f64>(clipped);
      const power = f.exponent == 1 ? x : Math.pow(x, f.exponent);
      for (let j: usize = 0; j < <usize>f.outputs; j++) {
        const a = load<f64>(f.c0 + (j << 3));
        store<f64>(output + (j << 3), a + power * (load<f64>(f.c1 + (j << 3)) - a));
      }
      break;
    }
    case FunctionKind.Stitching:
      stitch(f, load<f64>(clipped), output);
      break;
    default:
      runCalculator(f.program, clipped, f.inputs, output, f.outputs);
  }
  if (!f.range) return;
  for (let j: u32 = 0; j < f.outputs; j++) {
    const r = f.range + ((<usize>j) << 4);
    const q = output + ((<usize>j) << 3);
    store<f64>(q, clamp(load<f64>(q), load<f64>(r), load<f64>(r, 8)));
  }
}

// @ts-ignore: decorator
@inline function clamp(v: f64, low: f64, high: f64): f64 {
  return v > low ? (v < high ? v : high) : low; // NaN becomes `low`
}

/** `count` numbers of an array as f64s; missing ones are 0. */
export function numbers(doc: Store, array: Obj, count: u32): usize {
  const p = doc.cache.alloc((<usize>count) << 3);
  for (let i: u32 = 0; p && i < count; i++) store<f64>(p + ((<usize>i) << 3), numberOf(at(doc, array, i)));
  return p;
}

function parseSeveral(doc: Store, array: Obj, depth: i32): PdfFunction | null {
  const count = lengthOf(array);
  if (!count || count > MAX_VALUES) return null;
  if (count == 1) return parseFunction(doc, at(doc, array, 0), depth + 1);
  const p = doc.cache.alloc(offsetof<PdfFunction>());
  const parts = doc.cache.alloc((<usize>count) << 2);
  if (!p || !parts) return null;
  const f = changetype<PdfFunction>(p);
  f.kind = FunctionKind.Several;
  f.outputs = count;
  f.size = count;
  f.parts = parts;
  for (let i: u32 = 0; i < count; i++) {
    const part = parseFunction(doc, at(doc, array, i), depth + 1);
    if (!part) return null;
    f.inputs = part.inputs;
    store<u32>(parts + ((<usize>i) << 2), <u32>changetype<usize>(part));
  }
  return f;
}

/** 7.10.2. Samples are kept as numbers from 0 to 1. */
function parseSampled(doc: Store, o: Obj, f: PdfFunction): bool {
  const bits = <u32>getInt(doc, o, Name.BitsPerSample, 8);
  if (!f.outputs || bits < 1 || bits > 32) return false;
  const sizes = get(doc, o, Name.Size);
  f.size = doc.cache.alloc((<usize>f.inputs) << 2);
  if (!f.size) return false;
  let total: u64 = f.outputs;
  for (let i: u32 = 0; i < f.inputs; i++) {
    const n = numberOf(kindOf(sizes) == Kind.Array ? at(doc, sizes, i) : sizes);
    if (!(n >= 1)) return false;
    store<u32>(f.size + ((<usize>i) << 2), <u32>n);
    total *= <u64>n;
    if (total > MAX_SAMPLES) return false;
  }
  const encode = get(doc, o, Name.Encode);
  f.encode = kindOf(encode) == Kind.Array ? numbers(doc, encode, f.inputs * 2) : doc.cache.alloc((<usize>f.inputs) << 4);
  if (!f.encode) return false;
  if (kindOf(encode) != Kind.Array)
    for (let i: usize = 0; i < <usize>f.inputs; i++) store<f64>(f.encode + (i << 4), <f64>load<u32>(f.size + (i << 2)) - 1, 8);
  const decode = get(doc, o, Name.Decode);
  f.decode = kindOf(decode) == Kind.Array ? numbers(doc, decode, f.outputs * 2) : f.range;
  f.samples = doc.cache.alloc((<usize>total) << 2);
  const data = doc.cache.alloc(offsetof<StreamData>());
  if (!f.decode || !f.samples || !data) return false;
  const stream = changetype<StreamData>(data);
  if (!readStream(doc, o, stream)) return false;
  const top = 1.0 / (Math.pow(2, bits) - 1);
  const available = (<u64>stream.length * 8) / <u64>bits;
  let position: u64 = 0;
  for (let i: u64 = 0; i < min(total, available); i++, position += bits) {
    const word = bswap<u64>(load<u64>(stream.data + <usize>(position >> 3)));
    const value = (word << (position & 7)) >> (<u64>(64 - bits));
    store<f32>(f.samples + ((<usize>i) << 2), <f32>(<f64>value * top));
  }
  releaseStream(stream);
  return true;
}

/** Multilinear interpolation between the 2^inputs samples around the point. */
function sampled(f: PdfFunction, input: usize, output: usize): void {
  const n = f.inputs;
  const lower = memory.data(128, 8); // u32 × 32: index below
  const part = memory.data(256, 8); // f64 × 32: how far above it
  for (let i: u32 = 0; i < n; i++) {
    const k = <usize>i;
    const d = f.domain + (k << 4);
    const e = f.encode + (k << 4);
    const width = load<f64>(d, 8) - load<f64>(d);
    const x = width == 0 ? 0 : (load<f64>(input + (k << 3)) - load<f64>(d)) / width;
    const last = load<u32>(f.size + (k << 2)) - 1;
    const place = clamp(load<f64>(e) + x * (load<f64>(e, 8) - load<f64>(e)), 0, <f64>last);
    const below = min(<u32>place, last > 0 ? last - 1 : 0);
    store<u32>(lower + (k << 2), below);
    store<f64>(part + (k << 3), place - <f64>below);
  }
  for (let j: u32 = 0; j < f.outputs; j++) {
    let sum: f64 = 0;
    const corners: u32 = 1 << min(n, 12);
    for (let c: u32 = 0; c < corners; c++) {
      let weight: f64 = 1;
      let index: u32 = 0;
      let stride: u32 = 1;
      for (let i: u32 = 0; i < n; i++) {
        const t = load<f64>(part + ((<usize>i) << 3));
        const upper = (c >> i) & 1;
        weight *= upper ? t : 1 - t;
        const size = load<u32>(f.size + ((<usize>i) << 2));
        index += min(load<u32>(lower + ((<usize>i) << 2)) + upper, size - 1) * stride;
        stride *= size;
      }
      if (weight != 0) sum += weight * <f64>load<f32>(f.samples + ((<usize>(index * f.outputs + j)) << 2));
    }
    const r = f.decode + ((<usize>j) << 4);
    store<f64>(output + ((<usize>j) << 3), load<f64>(r) + sum * (load<f64>(r, 8) - load<f64>(r)));
  }
}

/** 7.10.3. */
function parseExponential(doc: Store, o: Obj, f: PdfFunction): bool {
  const c0 = get(doc, o, Name.C0);
  const c1 = get(doc, o, Name.C1);
  const outputs = max(max(lengthOf(c0), lengthOf(c1)), 1);
  if (outputs > MAX_VALUES) return false;
  f.outputs = f.range ? min(f.outputs, outputs) : outputs;
  f.exponent = getNumber(doc, o, Name.N, 1);
  f.c0 = numbers(doc, c0, f.outputs);
  f.c1 = numbers(doc, c1, f.outputs);
  if (!f.c0 || !f.c1) return false;
  if (kindOf(c1) != Kind.Array) store<f64>(f.c1, 1);
  return true;
}

/** 7.10.4. */
function parseStitching(doc: Store, o: Obj, f: PdfFunction, depth: i32): bool {
  const parts = get(doc, o, Name.Functions);
  const count = lengthOf(parts);
  if (kindOf(parts) != Kind.Array || !count || count > 4096) return false;
  f.size = count;
  f.parts = doc.cache.alloc((<usize>count) << 2);
  f.bounds = numbers(doc, get(doc, o, Name.Bounds), count);
  f.encode = numbers(doc, get(doc, o, Name.Encode), count * 2);
  if (!f.parts || !f.bounds || !f.encode) return false;
  for (let i: u32 = 0; i < count; i++) {
    const part = parseFunction(doc, at(doc, parts, i), depth + 1);
    if (!part || part.inputs != 1) return false;
    if (!f.range) f.outputs = max(f.outputs, part.outputs);
    store<u32>(f.parts + ((<usize>i) << 2), <u32>changetype<usize>(part));
  }
  return true;
}

function stitch(f: PdfFunction, x: f64, output: usize): void {
  const count = <u32>f.size;
  let k: u32 = 0;
  while (k + 1 < count && x >= load<f64>(f.bounds + ((<usize>k) << 3))) k++;
  const low = k ? load<f64>(f.bounds + ((<usize>(k - 1)) << 3)) : load<f64>(f.domain);
  const high = k + 1 < count ? load<f64>(f.bounds + ((<usize>k) << 3)) : load<f64>(f.domain, 8);
  const e = f.encode + ((<usize>k) << 4);
  const t = high == low ? 0 : (x - low) / (high - low);
  const scratch = memory.data(8, 8);
  store<f64>(scratch, load<f64>(e) + t * (load<f64>(e, 8) - load<f64>(e)));
  evaluate(changetype<PdfFunction>(<usize>load<u32>(f.parts + ((<usize>k) << 2))), scratch, output);
}
