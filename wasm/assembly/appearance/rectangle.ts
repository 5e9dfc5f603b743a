import { Rectangle } from '../geometry/rectangle';
import { Name } from '../syntax/names';
import { Kind, kindOf, numberOf, Obj } from '../syntax/object';
import { at, get, Store } from '../syntax/store';

/** Takes from a rectangle what /RD takes from an annotation's, and as much more on every side. */
export function insideOf(doc: Store, annotation: Obj, rect: Rectangle, more: f64): void {
  const differences = get(doc, annotation, Name.RD);
  rect.x0 += side(doc, differences, 0) + more;
  rect.y0 += side(doc, differences, 1) + more;
  rect.x1 -= side(doc, differences, 2) + more;
  rect.y1 -= side(doc, differences, 3) + more;
}

function side(doc: Store, differences: Obj, i: u32): f64 {
  return kindOf(differences) == Kind.Array ? max<f64>(numberOf(at(doc, differences, i)), 0) : 0;
}
