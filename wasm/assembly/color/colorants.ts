import { Arena } from '../memory/arena';
import { Name } from '../syntax/names';
import { Kind, kindOf, lengthOf, nameOf, numberOf, Obj, rawGet } from '../syntax/object';
import { at, get, Store } from '../syntax/store';

/** One component of a DeviceN space; and, which has nothing to do with it, a place in the order of printing. */
@unmanaged
export class Colorant {
  /** Its Separation space (a `ColorSpace`), or 0; /None has none. */
  space: usize;
  isNone: bool;
  /** Which component of the process space it is; -1: none. */
  process: i32;
  /** How far it hides the inks under it, 0 to 1. */
  solidity: f32;
  /** The component that is printed as the n-th, in the n-th record. */
  printed: u32;
}

/** What a DeviceN space's attributes say of each of its colorants. ISO 32000-2, 8.6.6.5, tables 70 to 72. */
@unmanaged
export class Colorants {
  /** The space of the process colorants (a `ColorSpace`), or 0. */
  process: usize;
  count: u32;
  first: usize;

  // @ts-ignore: decorator
  @inline at(i: u32): Colorant {
    return changetype<Colorant>(this.first + <usize>i * offsetof<Colorant>());
  }
}

/** Reads the attributes of a space of so many colorants, but for the colour spaces in them; null: there are none, or memory is out. */
export function readColorants(doc: Store, arena: Arena, names: Obj, attributes: Obj): Colorants | null {
  const count = lengthOf(names);
  if (kindOf(attributes) != Kind.Dict) return null;
  const p = arena.alloc(offsetof<Colorants>());
  const first = arena.alloc(<usize>count * offsetof<Colorant>());
  if (!p || !first) return null;
  const all = changetype<Colorants>(p);
  all.count = count;
  all.first = first;
  const process = get(doc, get(doc, attributes, Name.Process), Name.Components);
  const hints = get(doc, attributes, Name.MixingHints);
  const solidities = get(doc, hints, Name.Solidities);
  const order = get(doc, hints, Name.PrintingOrder);
  let printed: u32 = 0;
  for (let k: u32 = 0; k < min(lengthOf(order), 2 * count); k++) {
    const i = indexOf(doc, names, nameOf(at(doc, order, k)));
    if (i < 0 || printed == count) continue;
    all.at(printed++).printed = i;
  }
  for (let i: u32 = 0; i < count; i++) {
    const name = nameOf(at(doc, names, i));
    const colorant = all.at(i);
    if (printed < count) colorant.printed = i; // an order that lacks some is none
    colorant.isNone = name == Name.None_;
    colorant.process = indexOf(doc, process, name);
    const solidity = rawGet(solidities, name) ? get(doc, solidities, name) : get(doc, solidities, Name.Default);
    colorant.solidity = <f32>min(max(numberOf(solidity), 0), 1);
  }
  return all;
}

function indexOf(doc: Store, names: Obj, name: u32): i32 {
  if (kindOf(names) != Kind.Array || !name) return -1;
  for (let i: u32 = 0; i < min<u32>(lengthOf(names), 32); i++) if (nameOf(at(doc, names, i)) == name) return i;
  return -1;
}
