import { Matrix } from '../geometry/matrix';
import { Rectangle } from '../geometry/rectangle';
import { boolOf, intOf, Kind, kindOf, lengthOf, nameOf, numberOf, Obj, rawAt, rawGet, refNumber } from './object';
import { LOADING, Store } from './state';

/** References that lead to references end here. */
const MAX_CHAIN: i32 = 16;

function loaded(doc: Store, number: u32): Obj {
  return call_indirect<Obj>(doc.loader, doc, number);
}

/** The object of a number, parsed when it is first asked for; 0 when there is none. */
export function fetch(doc: Store, number: u32): Obj {
  const entry = doc.entry(number);
  if (!entry) return doc.incomplete ? loaded(doc, number) : 0;
  const held = entry.object;
  if (held) return held == LOADING ? 0 : <usize>held;
  return loaded(doc, number);
}

/** The object itself, where `o` is a reference; else `o`. 0 when it leads nowhere. */
export function resolve(doc: Store, o: Obj): Obj {
  for (let i = 0; kindOf(o) == Kind.Ref; i++) {
    if (i >= MAX_CHAIN) return 0;
    o = fetch(doc, refNumber(o));
  }
  return o;
}

/** The value of `key` in a Dict or a Stream, resolved; 0 when it is missing. */
export function get(doc: Store, dict: Obj, key: u32): Obj {
  return resolve(doc, rawGet(dict, key));
}

/** The i-th element of an Array, resolved; 0 out of range. */
export function at(doc: Store, array: Obj, i: u32): Obj {
  return resolve(doc, rawAt(array, i));
}

export function getInt(doc: Store, dict: Obj, key: u32, fallback: i32 = 0): i32 {
  return intOf(get(doc, dict, key), fallback);
}

export function getNumber(doc: Store, dict: Obj, key: u32, fallback: f64 = 0): f64 {
  return numberOf(get(doc, dict, key), fallback);
}

export function getBool(doc: Store, dict: Obj, key: u32, fallback: bool = false): bool {
  return boolOf(get(doc, dict, key), fallback);
}

export function getName(doc: Store, dict: Obj, key: u32): u32 {
  return nameOf(get(doc, dict, key));
}

/** Six numbers as a matrix; false, and the identity, when there are none. */
export function getMatrix(doc: Store, dict: Obj, key: u32, out: Matrix): bool {
  out.identity();
  const array = get(doc, dict, key);
  if (kindOf(array) != Kind.Array || lengthOf(array) < 6) return false;
  out.set(
    numberOf(at(doc, array, 0)),
    numberOf(at(doc, array, 1)),
    numberOf(at(doc, array, 2)),
    numberOf(at(doc, array, 3)),
    numberOf(at(doc, array, 4)),
    numberOf(at(doc, array, 5)),
  );
  return true;
}

/** A rectangle (7.9.5); false, and zeros, when there is none. */
export function getRect(doc: Store, dict: Obj, key: u32, out: Rectangle): bool {
  return rectOf(doc, get(doc, dict, key), out);
}

/** See `getRect`. */
export function rectOf(doc: Store, array: Obj, out: Rectangle): bool {
  out.set(0, 0, 0, 0);
  if (kindOf(array) != Kind.Array || lengthOf(array) < 4) return false;
  const x0 = numberOf(at(doc, array, 0));
  const y0 = numberOf(at(doc, array, 1));
  const x1 = numberOf(at(doc, array, 2));
  const y1 = numberOf(at(doc, array, 3));
  out.set(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1));
  return true;
}
