import { Buffer } from '../memory/buffer';
import { Name } from '../syntax/names';
import { Kind, kindOf, lengthOf, numberOf, Obj } from '../syntax/object';
import { at, get, getName, Store } from '../syntax/store';
import { operand, operator, setColor } from './writer';

/** More dashes make no pattern that anybody sees. */
const MAX_DASHES: u32 = 16;

/** The width of an annotation's border in points: by /BS, then by /Border; 1. ISO 32000-2, 12.5.4. */
export function borderWidth(doc: Store, annotation: Obj): f64 {
  const style = get(doc, annotation, Name.BS);
  const border = get(doc, annotation, Name.Border);
  let width: f64 = 1;
  if (kindOf(style) == Kind.Dict) width = numberOf(get(doc, style, Name.W), 1);
  else if (kindOf(border) == Kind.Array && lengthOf(border) >= 3) width = numberOf(at(doc, border, 2), 1);
  return width >= 0 && width < 1000 ? width : 1;
}

/** Sets the line width, and the dashes where the border is dashed. */
export function setBorder(doc: Store, out: Buffer, annotation: Obj, width: f64): void {
  operand(out, width);
  operator(out, 'w');
  const style = get(doc, annotation, Name.BS);
  const border = get(doc, annotation, Name.Border);
  if (kindOf(style) == Kind.Dict) {
    if (getName(doc, style, Name.S) == Name.D) setDashes(doc, out, get(doc, style, Name.D), 3);
  } else if (kindOf(border) == Kind.Array && lengthOf(border) >= 4) {
    setDashes(doc, out, at(doc, border, 3), 0);
  }
}

/** `fallback`: the dash of an array that is missing; 0: none. */
function setDashes(doc: Store, out: Buffer, dashes: Obj, fallback: f64): void {
  const count = kindOf(dashes) == Kind.Array ? min(lengthOf(dashes), MAX_DASHES) : 0;
  if (!count && !fallback) return;
  out.pushU8(0x5b);
  for (let i: u32 = 0; i < count; i++) operand(out, max<f64>(numberOf(at(doc, dashes, i)), 0));
  if (!count) operand(out, fallback);
  out.pushU8(0x5d);
  operand(out, 0);
  operator(out, 'd');
}

/** The border's line in the annotation's colour, black where it has none. */
export function pen(doc: Store, annotation: Obj, width: f64, out: Buffer): void {
  setColor(doc, out, get(doc, annotation, Name.C), true);
  setBorder(doc, out, annotation, width);
}

/** The line's width again, without dashes, which the endings of lines do not have. */
export function setSolid(out: Buffer, width: f64): void {
  operand(out, width);
  operator(out, 'w');
  out.pushU8(0x5b);
  out.pushU8(0x5d);
  operand(out, 0);
  operator(out, 'd');
}
