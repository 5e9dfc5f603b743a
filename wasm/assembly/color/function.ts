import { IntMap } from '../memory/map';
import { Name } from '../syntax/names';
import { Kind, kindOf, lengthOf, numberOf, Obj, ownerNumber } from '../syntax/object';
import { at, fetch, get, getInt, getNumber, spend, Store } from '../syntax/store';
import { readStream, releaseStream, StreamData } from '../syntax/stream';
import { CALCULATOR_WORK, compileCalculator, hasSteps, runCalculator, stepsOf } from './calculator';
import { clamp, FunctionKind, PdfFunction } from './function-record';
import { sampled } from './sampled';

export { PdfFunction } from './function-record';

/** More inputs or outputs than this are refused: ISO 32000-2 has at most 32 colorants (annex C). */
export const MAX_VALUES: u32 = 32;
const MAX_DEPTH: i32 = 16;
const MAX_SAMPLES: u64 = 1 << 24;

/** Fuel for making a function: for what it takes of memory, too. */
const FUNCTION_COST: i32 = 256;
const CALCULATOR_COST: i32 = 4096;
const SAMPLE_COST: i32 = 4;
/** Steps of an evaluation that a unit of fuel pays for. */
const STEPS_A_UNIT: u32 = 8;

/** Reads a function, or an array of them; null when it is none. One that is an object of the file is read once. */
export function parseFunction(doc: Store, o: Obj, depth: i32 = 0): PdfFunction | null {
  if (depth > MAX_DEPTH || !spend(doc, FUNCTION_COST)) return null;
  if (kindOf(o) == Kind.Array) return depth ? null : parseSeveral(doc, o);
  const number = ownerNumber(o);
  if (!number || fetch(doc, number) != o) return readFunction(doc, o, depth);
  if (!doc.functions) doc.functions = changetype<usize>(IntMap.create(doc.cache));
  const known = changetype<IntMap>(doc.functions);
  if (!doc.functions) return null;
  const held = changetype<PdfFunction | null>(<usize>known.get(number));
  // Where it is first met it may be less deep than where it is met again.
  if (held) return depth + <i32>held.height > MAX_DEPTH ? null : held;
  const f = readFunction(doc, o, depth);
  if (f) known.set(number, <u32>changetype<usize>(f));
  return f;
}

function readFunction(doc: Store, o: Obj, depth: i32): PdfFunction | null {
  const type = getInt(doc, o, Name.FunctionType, -1);
  const p = doc.cache.alloc(offsetof<PdfFunction>());
  if (!p) return null;
  const f = changetype<PdfFunction>(p);
  f.doc = doc;
  const domain = get(doc, o, Name.Domain);
  const range = get(doc, o, Name.Range);
  f.kind = <FunctionKind>type;
  f.inputs = lengthOf(domain) >> 1;
  f.outputs = lengthOf(range) >> 1;
  if (f.inputs < 1 || f.inputs > MAX_VALUES || f.outputs > MAX_VALUES) return null;
  f.domain = numbers(doc, domain, f.inputs * 2);
  if (f.outputs) f.range = numbers(doc, range, f.outputs * 2);
  let ok = false;
  let work: usize = 0;
  if (type == FunctionKind.Sampled) {
    ok = parseSampled(doc, o, f);
    work = sampledWork(f);
  } else if (type == FunctionKind.Exponential) {
    ok = parseExponential(doc, o, f);
    f.steps = f.outputs + 4;
  } else if (type == FunctionKind.Stitching) {
    ok = parseStitching(doc, o, f, depth);
    work = 8; // the input of a part
    f.steps = <u32>f.size;
  } else if (type == FunctionKind.Calculator && spend(doc, CALCULATOR_COST)) {
    f.program = compileCalculator(doc, o);
    ok = f.program != 0 && f.range != 0;
    work = CALCULATOR_WORK;
    if (ok) f.steps = stepsOf(f.program);
  }
  if (!ok) return null;
  f.work = doc.cache.alloc(((<usize>f.inputs) << 3) + work);
  return f.work ? f : null;
}

/** Sampled functions: what sampled.ts keeps of each input, and the outputs of a corner for each. */
function sampledWork(f: PdfFunction): usize {
  return <usize>f.inputs * (16 + ((<usize>f.outputs) << 3));
}

/**
 * Applies the function. `input` and `output` are f64s; `output` has room for MAX_VALUES. Each step is charged to the
 * document's fuel; when that is out, the outputs stay as they are.
 */
export function evaluate(f: PdfFunction, input: usize, output: usize): void {
  f.owed += f.steps;
  if (f.owed >= STEPS_A_UNIT) {
    const ok = spend(f.doc, <i32>(f.owed / STEPS_A_UNIT));
    f.owed %= STEPS_A_UNIT;
    if (!ok) return;
  }
  if (f.kind == FunctionKind.Several) {
    const count = <u32>f.size;
    for (let i: u32 = 0; i < count; i++) {
      evaluate(changetype<PdfFunction>(<usize>load<u32>(f.parts + ((<usize>i) << 2))), input, f.work);
      store<f64>(output + ((<usize>i) << 3), load<f64>(f.work));
    }
    return;
  }
  const clipped = f.work;
  for (let i: u32 = 0; i < f.inputs; i++) {
    const d = f.domain + ((<usize>i) << 4);
    store<f64>(clipped + ((<usize>i) << 3), clamp(load<f64>(input + ((<usize>i) << 3)), load<f64>(d), load<f64>(d, 8)));
  }
  switch (f.kind) {
    case FunctionKind.Sampled:
      sampled(f, output);
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
      runCalculator(f.program, clipped + ((<usize>f.inputs) << 3), clipped, f.inputs, output, f.outputs);
  }
  if (!f.range) return;
  for (let j: u32 = 0; j < f.outputs; j++) {
    const r = f.range + ((<usize>j) << 4);
    const q = output + ((<usize>j) << 3);
    store<f64>(q, clamp(load<f64>(q), load<f64>(r), load<f64>(r, 8)));
  }
}

/** Whether a function may have steps in between any points at which it is sampled. */
export function mayJump(f: PdfFunction): bool {
  if (f.kind == FunctionKind.Several) {
    for (let i: usize = 0; i < f.size; i++) if (mayJump(changetype<PdfFunction>(<usize>load<u32>(f.parts + (i << 2))))) return true;
    return false;
  }
  return f.kind == FunctionKind.Calculator && hasSteps(f.program);
}

/** `count` numbers of an array as f64s; missing ones are 0. */
export function numbers(doc: Store, array: Obj, count: u32): usize {
  const p = doc.cache.alloc((<usize>count) << 3);
  for (let i: u32 = 0; p && i < count; i++) store<f64>(p + ((<usize>i) << 3), numberOf(at(doc, array, i)));
  return p;
}

/** Each of them has one output and is no array itself. */
function parseSeveral(doc: Store, array: Obj): PdfFunction | null {
  const count = lengthOf(array);
  if (!count || count > MAX_VALUES) return null;
  if (count == 1) return parseFunction(doc, at(doc, array, 0), 1);
  const p = doc.cache.alloc(offsetof<PdfFunction>());
  const parts = doc.cache.alloc((<usize>count) << 2);
  const work = doc.cache.alloc((<usize>MAX_VALUES) << 3); // the outputs of a part
  if (!p || !parts || !work) return null;
  const f = changetype<PdfFunction>(p);
  f.kind = FunctionKind.Several;
  f.doc = doc;
  f.work = work;
  f.steps = count;
  f.outputs = count;
  f.size = count;
  f.parts = parts;
  for (let i: u32 = 0; i < count; i++) {
    const part = parseFunction(doc, at(doc, array, i), 1);
    if (!part) return null;
    f.inputs = part.inputs;
    f.height = max(f.height, part.height + 1);
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
  const data = doc.cache.alloc(offsetof<StreamData>());
  if (!f.decode || !data) return false;
  const stream = changetype<StreamData>(data);
  if (!readStream(doc, o, stream)) return false;
  f.sampleCount = <u32>min(total, (<u64>stream.length * 8) / <u64>bits);
  f.samples = spend(doc, SAMPLE_COST * <i32>f.sampleCount) ? doc.cache.alloc(((<usize>f.sampleCount) << 2) + 4) : 0;
  if (f.samples) unpack(stream.data, bits, f.samples, f.sampleCount);
  releaseStream(stream);
  // Of each input both neighbours, but where it has one sample only.
  let corners: u64 = 1;
  for (let i: usize = 0; i < <usize>f.inputs; i++) if (load<u32>(f.size + (i << 2)) > 1) corners <<= 1;
  f.steps = f.inputs + 2 * <u32>corners * f.outputs;
  return f.samples != 0;
}

/** Samples of `bits` bits, the highest first, as numbers from 0 to 1. */
function unpack(data: usize, bits: u32, to: usize, count: u32): void {
  const top = 1.0 / (Math.pow(2, bits) - 1);
  let position: u64 = 0;
  for (let i: usize = 0; i < <usize>count; i++, position += bits) {
    const word = bswap<u64>(load<u64>(data + <usize>(position >> 3)));
    const value = (word << (position & 7)) >> (<u64>(64 - bits));
    store<f32>(to + (i << 2), <f32>(<f64>value * top));
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
  // The default is [1.0]; where /C0 has more values, a damaged file has lost /C1, and readers take it for as many ones.
  if (kindOf(c1) != Kind.Array) for (let i: usize = 0; i < <usize>f.outputs; i++) store<f64>(f.c1 + (i << 3), 1);
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
    f.height = max(f.height, part.height + 1);
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
  const scratch = f.work + 8;
  store<f64>(scratch, load<f64>(e) + t * (load<f64>(e, 8) - load<f64>(e)));
  evaluate(changetype<PdfFunction>(<usize>load<u32>(f.parts + ((<usize>k) << 2))), scratch, output);
}
