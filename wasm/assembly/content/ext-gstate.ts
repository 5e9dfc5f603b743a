import { intentOf } from '../color/intent';
import { transferOf } from '../color/transfer';
import { Blend } from '../display/paint';
import { Name } from '../syntax/names';
import { intOf, Kind, kindOf, lengthOf, nameOf, numberOf, Obj, rawAt, rawGet, refNumber } from '../syntax/object';
import { at, get, resolve, Store } from '../syntax/store';
import { loadFont } from '../font/font';
import { Interpreter } from './interpreter';
import { overprintOf } from './overprint';
import { setSoftMask } from './soft-mask';

/** Longer dash arrays are damage. */
const MAX_DASHES: u32 = 64;
/** So many blend modes are looked at for one that is known: there are sixteen. */
const MAX_BLENDS: u32 = 64;

/** `gs`: ISO 32000-2, table 57. Flatness, smoothness and halftones are ignored, as nothing is printed. */
export function applyExtGState(self: Interpreter, name: u32): void {
  const doc = self.doc;
  const dict = get(doc, get(doc, self.resources, Name.ExtGState), name);
  if (kindOf(dict) != Kind.Dict) return;
  const state = self.state;
  const width = get(doc, dict, Name.LW);
  if (width) state.lineWidth = <f32>abs(numberOf(width));
  const cap = get(doc, dict, Name.LC);
  if (cap) state.cap = <u32>min(max(intOf(cap), 0), 2);
  const join = get(doc, dict, Name.LJ);
  if (join) state.join = <u32>min(max(intOf(join), 0), 2);
  const limit = get(doc, dict, Name.ML);
  if (limit) state.miterLimit = <f32>max(numberOf(limit), 1);
  state.stroke = null;
  const dash = get(doc, dict, Name.D);
  if (kindOf(dash) == Kind.Array) setDash(self, at(doc, dash, 0), numberOf(at(doc, dash, 1)));
  const font = get(doc, dict, Name.Font);
  if (kindOf(font) == Kind.Array) {
    const reference = rawAt(font, 0);
    state.font = loadFont(doc, resolve(doc, reference), refNumber(reference));
    state.fontSize = numberOf(at(doc, font, 1));
  }
  const strokeAlpha = get(doc, dict, Name.CA);
  if (strokeAlpha) state.strokeAlpha = <f32>min(max(numberOf(strokeAlpha, 1), 0), 1);
  state.fillAlpha = fillAlphaOf(doc, dict, state.fillAlpha);
  state.blend = blendOf(doc, dict, state.blend);
  state.intent = intentOf(doc, dict, state.intent);
  state.overprint = overprintOf(doc, dict, state.overprint);
  state.transfer = transferOf(doc, dict, state.transfer);
  state.forgetPaints();
  if (rawGet(dict, Name.SMask)) setSoftMask(self, get(doc, dict, Name.SMask));
}

/** `d`: dashes in user space. An array of zeros, or with a negative number, is a solid line. */
export function setDash(self: Interpreter, array: Obj, phase: f64): void {
  const state = self.state;
  state.stroke = null;
  state.dashCount = 0;
  state.dashPhase = <f32>phase;
  const count = min(lengthOf(array), MAX_DASHES);
  if (kindOf(array) != Kind.Array || !count) return;
  const dashes = self.arena.alloc((<usize>count) << 2);
  if (!dashes) return;
  let sum: f64 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const length = numberOf(at(self.doc, array, i));
    if (length < 0) return;
    sum += length;
    store<f32>(dashes + ((<usize>i) << 2), <f32>length);
  }
  if (!(sum > 0)) return;
  state.dashes = dashes;
  state.dashCount = count;
}

/** The alpha of what is not stroked, by a graphics state dictionary; `held` where it says nothing of it. */
export function fillAlphaOf(doc: Store, dict: Obj, held: f32): f32 {
  const alpha = get(doc, dict, Name.ca);
  return alpha ? <f32>min(max(numberOf(alpha, 1), 0), 1) : held;
}

/** The blend mode of a graphics state dictionary: a name, or the first known one of several (11.3.5); `held` where it says nothing of it. */
export function blendOf(doc: Store, dict: Obj, held: Blend): Blend {
  const o = get(doc, dict, Name.BM);
  if (!o) return held;
  if (kindOf(o) != Kind.Array) return blendByName(nameOf(o));
  const count = min(lengthOf(o), MAX_BLENDS);
  for (let i: u32 = 0; i < count; i++) {
    const name = nameOf(at(doc, o, i));
    const blend = blendByName(name);
    if (blend != Blend.Normal || name == Name.Normal) return blend;
  }
  return Blend.Normal;
}

function blendByName(name: u32): Blend {
  switch (name) {
    case Name.Multiply:
      return Blend.Multiply;
    case Name.Screen:
      return Blend.Screen;
    case Name.Overlay:
      return Blend.Overlay;
    case Name.Darken:
      return Blend.Darken;
    case Name.Lighten:
      return Blend.Lighten;
    case Name.ColorDodge:
      return Blend.ColorDodge;
    case Name.ColorBurn:
      return Blend.ColorBurn;
    case Name.HardLight:
      return Blend.HardLight;
    case Name.SoftLight:
      return Blend.SoftLight;
    case Name.Difference:
      return Blend.Difference;
    case Name.Exclusion:
      return Blend.Exclusion;
    case Name.Hue:
      return Blend.Hue;
    case Name.Saturation:
      return Blend.Saturation;
    case Name.Color:
      return Blend.Color;
    case Name.Luminosity:
      return Blend.Luminosity;
    default:
      return Blend.Normal;
  }
}
