import { fetch, Store } from '../syntax/store';
import { cmykToRgb } from './cmyk';
import { evaluate, parseFunction, PdfFunction } from './function';
import { ColorSpace, initialColor, maxOf, minOf, parseColorSpace, SpaceKind, toRgb } from './space';
import { transferOf } from './transfer';

export { test_alloc } from '../memory/hooks';
export { test_open } from '../document/hooks';

/** The function of an object; 0: it is none. */
export function test_function(doc: Store, objectNumber: u32): usize {
  return changetype<usize>(parseFunction(doc, fetch(doc, objectNumber)));
}

export function test_outputs(f: PdfFunction): u32 {
  return f.outputs;
}

export function test_set_fuel(doc: Store, fuel: f64): void {
  doc.fuel = <i64>fuel;
}

export function test_fuel(doc: Store): f64 {
  return <f64>doc.fuel;
}

/** From f64s to f64s. */
export function test_evaluate(f: PdfFunction, input: usize, output: usize): void {
  evaluate(f, input, output);
}

/** The colour space of an object, with the resources of another (0: none). */
export function test_space(doc: Store, objectNumber: u32, resources: u32): usize {
  return changetype<usize>(parseColorSpace(doc, fetch(doc, objectNumber), resources ? fetch(doc, resources) : 0));
}

export function test_kind(space: ColorSpace): SpaceKind {
  return space.kind;
}

export function test_components(space: ColorSpace): u32 {
  return space.components;
}

export function test_is_none(space: ColorSpace): bool {
  return space.isNone;
}

export function test_min(space: ColorSpace, component: u32): f64 {
  return minOf(space, component);
}

export function test_max(space: ColorSpace, component: u32): f64 {
  return maxOf(space, component);
}

/** The colour of f32s. */
export function test_rgb(space: ColorSpace, values: usize): u32 {
  return toRgb(space, values);
}

/** Writes the initial colour, 32 f32s. */
export function test_initial(space: ColorSpace, values: usize): void {
  initialColor(space, values);
}

/** Where the transfer tables of a graphics state dictionary are; `held`: those that hold where it has none. */
export function test_transfer(doc: Store, objectNumber: u32, held: usize): usize {
  return transferOf(doc, fetch(doc, objectNumber), held);
}

export function test_cmyk(c: f32, m: f32, y: f32, k: f32): u32 {
  return cmykToRgb(c, m, y, k);
}
