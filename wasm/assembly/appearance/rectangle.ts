import { Name } from '../syntax/names';
import { Kind, kindOf, numberOf, Obj } from '../syntax/object';
import { at, get, Store } from '../syntax/store';

/** Takes from a rectangle (f64 × 4: x0 y0 x1 y1) what /RD takes from an annotation's, and as much more on every side. */
export function insideOf(doc: Store, annotation: Obj, rect: usize, more: f64): void {
  const differences = get(doc, annotation, Name.RD);
  store<f64>(rect, load<f64>(rect) + side(doc, differences, 0) + more);
  store<f64>(rect, load<f64>(rect, 8) + side(doc, differences, 1) + more, 8);
  store<f64>(rect, load<f64>(rect, 16) - side(doc, differences, 2) - more, 16);
  store<f64>(rect, load<f64>(rect, 24) - side(doc, differences, 3) - more, 24);
}

function side(doc: Store, differences: Obj, i: u32): f64 {
  return kindOf(differences) == Kind.Array ? max<f64>(numberOf(at(doc, differences, i)), 0) : 0;
}
