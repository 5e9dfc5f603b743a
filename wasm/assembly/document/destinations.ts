import { Matrix } from '../geometry/matrix';
import { Buffer } from '../memory/buffer';
import { Name } from '../syntax/names';
import { intOf, isNumber, Kind, kindOf, nameOf, numberOf, Obj, rawAt, refNumber } from '../syntax/object';
import { at, get, getName, Store } from '../syntax/store';
import { close, integer, key, number, open, text } from './json';
import { namedDestination } from './named-destinations';
import { pageAt, pageBox, PageBox, pageCount, pageIndexOf, pageMatrix } from './pages';

/** Destinations and actions, ISO 32000-2, 12.3.2 and 12.6. */

/** Writes `url` or `destination` of what an outline entry or a link leads to, where it leads anywhere. */
export function writeTarget(doc: Store, out: Buffer, dict: Obj): void {
  const direct = get(doc, dict, Name.Dest);
  if (direct) return writeDestination(doc, out, direct);
  const action = get(doc, dict, Name.A);
  const type = getName(doc, action, Name.S);
  if (type == Name.URI) {
    key(out, 'url');
    text(doc, out, get(doc, action, Name.URI));
  } else if (type == Name.GoTo) {
    writeDestination(doc, out, get(doc, action, Name.D));
  }
}

function writeDestination(doc: Store, out: Buffer, o: Obj): void {
  let target = o;
  if (kindOf(target) == Kind.Name || kindOf(target) == Kind.String) target = namedDestination(doc, target);
  if (kindOf(target) == Kind.Dict) target = get(doc, target, Name.D);
  if (kindOf(target) != Kind.Array) return;
  const first = rawAt(target, 0);
  const page = refNumber(first) ? pageIndexOf(doc, refNumber(first)) : isNumber(first) ? intOf(first) : -1;
  if (page < 0 || <u32>page >= pageCount(doc)) return;
  key(out, 'destination');
  open(out, 0x7b);
  key(out, 'page');
  integer(out, page);
  const type = nameOf(at(doc, target, 1));
  if (type == Name.XYZ) writePoint(doc, out, <u32>page, at(doc, target, 2), at(doc, target, 3), at(doc, target, 4));
  else if (type == Name.FitH || type == Name.FitBH) writePoint(doc, out, <u32>page, 0, at(doc, target, 2), 0);
  else if (type == Name.FitV || type == Name.FitBV) writePoint(doc, out, <u32>page, at(doc, target, 2), 0, 0);
  else if (type == Name.FitR) writePoint(doc, out, <u32>page, at(doc, target, 2), at(doc, target, 5), 0);
  close(out, 0x7d);
}

/** A point in the page's user space, as points from the top left corner. */
function writePoint(doc: Store, out: Buffer, page: u32, x: Obj, y: Obj, zoom: Obj): void {
  const p = doc.arena.alloc(offsetof<PageBox>() + offsetof<Matrix>());
  const found = pageAt(doc, page);
  if (!p || !found) return;
  const box = changetype<PageBox>(p);
  const m = changetype<Matrix>(p + offsetof<PageBox>());
  pageBox(doc, found, box);
  pageMatrix(box, m);
  const px = numberOf(x, box.x0);
  const py = numberOf(y, box.y1);
  // On a page that lies on its side the one decides where the other is.
  const turned = box.rotation == 90 || box.rotation == 270;
  if (isNumber(turned ? y : x)) {
    key(out, 'x');
    number(out, m.x(px, py));
  }
  if (isNumber(turned ? x : y)) {
    key(out, 'y');
    number(out, m.y(px, py));
  }
  if (isNumber(zoom) && numberOf(zoom) > 0) {
    key(out, 'zoom');
    number(out, numberOf(zoom));
  }
}
