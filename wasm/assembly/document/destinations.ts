import { Matrix } from '../geometry/matrix';
import { Buffer } from '../memory/buffer';
import { Name } from '../syntax/names';
import { nameBytes, nameLength } from '../syntax/name-table';
import { isNumber, Kind, kindOf, lengthOf, nameOf, numberOf, Obj, rawAt, refNumber, intOf, stringOf } from '../syntax/object';
import { at, get, getName, Store } from '../syntax/store';
import { close, integer, key, number, open, text } from './json';
import { pageAt, pageBox, PageBox, pageCount, pageIndexOf, pageMatrix } from './pages';

/** Destinations and actions, ISO 32000-2, 12.3.2 and 12.6. */

/** Name trees inside one another. */
// @ts-ignore: decorator
@inline const MAX_DEPTH: i32 = 32;

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
  if (isNumber(x)) {
    key(out, 'x');
    number(out, m.x(px, py));
  }
  if (isNumber(y)) {
    key(out, 'y');
    number(out, m.y(px, py));
  }
  if (isNumber(zoom) && numberOf(zoom) > 0) {
    key(out, 'zoom');
    number(out, numberOf(zoom));
  }
}

/** 12.3.2.4: in the catalog's /Dests by name, in the name tree /Dests by string. */
function namedDestination(doc: Store, o: Obj): Obj {
  const catalog = get(doc, doc.trailer, Name.Root);
  if (kindOf(o) == Kind.Name) {
    const found = get(doc, get(doc, catalog, Name.Dests), nameOf(o));
    if (found) return found;
    return inTree(doc, get(doc, get(doc, catalog, Name.Names), Name.Dests), nameBytes(doc, nameOf(o)), nameLength(doc, nameOf(o)), 0);
  }
  return inTree(doc, get(doc, get(doc, catalog, Name.Names), Name.Dests), stringOf(o), lengthOf(o), 0);
}

/** The value of a key in a name tree (7.9.6). All leaves are looked at: limits in damaged trees cannot be relied on. */
function inTree(doc: Store, node: Obj, at_: usize, length: u32, depth: i32): Obj {
  if (kindOf(node) != Kind.Dict || depth > MAX_DEPTH) return 0;
  const names = get(doc, node, Name.Names);
  const count = kindOf(names) == Kind.Array ? lengthOf(names) : 0;
  for (let i: u32 = 0; i + 1 < count; i += 2) {
    const entry = at(doc, names, i);
    if (kindOf(entry) == Kind.String && lengthOf(entry) == length && memory.compare(stringOf(entry), at_, length) == 0)
      return at(doc, names, i + 1);
  }
  const kids = get(doc, node, Name.Kids);
  const kidCount = kindOf(kids) == Kind.Array ? lengthOf(kids) : 0;
  for (let i: u32 = 0; i < kidCount; i++) {
    const found = inTree(doc, at(doc, kids, i), at_, length, depth + 1);
    if (found) return found;
  }
  return 0;
}
