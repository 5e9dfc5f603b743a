import { ColorSpace, SpaceKind } from '../color/space';
import { Name } from '../syntax/names';
import { boolOf, intOf, Kind, kindOf, nameOf, Obj } from '../syntax/object';
import { at, get, Store } from '../syntax/store';

/**
 * Overprinting (ISO 32000-2, 8.6.7 and 11.7.4.3): a colour leaves alone the colorants that it says nothing of. Here all ink
 * ends as red, green and blue, in which inks that lie one over the other multiply; so that is what overprinting ink does.
 */
export const enum Overprint {
  Fill = 1,
  Stroke = 2,
  /** /OPM 1: components of DeviceCMYK that are 0 are left alone, too. */
  Nonzero = 4,
}

/** What a graphics state dictionary makes of the `Overprint` flags. Table 57. */
export function overprintOf(doc: Store, dict: Obj, held: u32): u32 {
  const stroke = get(doc, dict, Name.OP);
  const fill = get(doc, dict, Name.op);
  const mode = get(doc, dict, Name.OPM);
  let flags = held;
  if (stroke) flags = set(flags, Overprint.Stroke, boolOf(stroke));
  // /OP alone says both.
  if (fill || stroke) flags = set(flags, Overprint.Fill, boolOf(fill ? fill : stroke));
  if (mode) flags = set(flags, Overprint.Nonzero, intOf(mode) == 1);
  return flags;
}

// @ts-ignore: decorator
@inline function set(flags: u32, flag: u32, on: bool): u32 {
  return on ? flags | flag : flags & ~flag;
}

/** The flag without which a colour (f32 components) paints all colorants: 0: it always does. */
export function overprintNeeds(space: ColorSpace, values: usize): u32 {
  if (space.kind == SpaceKind.Tint) return Overprint.Fill | Overprint.Stroke;
  if (space.kind != SpaceKind.Cmyk) return 0;
  const zero = f32x4.eq(v128.load(values), f32x4.splat(0));
  return v128.any_true(zero) ? Overprint.Nonzero : 0;
}

/**
 * Whether an image or a shading in a colour space leaves colorants alone where it overprints: it names some of them. Components that
 * are 0 say nothing of theirs in colours of the graphics state alone, whatever the mode (8.6.7).
 */
export function namesColorants(doc: Store, space: Obj): bool {
  const family = kindOf(space) == Kind.Array ? nameOf(at(doc, space, 0)) : 0;
  return family == Name.Separation || family == Name.DeviceN;
}
