import { Matrix } from '../geometry/matrix';
import { Buffer } from '../memory/buffer';
import { Name } from '../syntax/names';
import { intOf, isNumber, Kind, kindOf, nameOf, numberOf, Obj, rawAt, refNumber } from '../syntax/object';
import { at, get, getName, Store } from '../syntax/store';
import { close, integer, key, name, number, open, text } from './json';
import { namedDestination } from './named-destinations';
import { Page, pageAt, pageBox, PageBox, pageCount, pageIndexOf, pageMatrix } from './pages';

/** Destinations and actions, ISO 32000-2, 12.3.2 and 12.6. */

/** Writes what an outline entry or a link leads to, where it leads anywhere: see `Target` in wasm/src/types.ts. */
export function writeTarget(doc: Store, out: Buffer, dict: Obj): void {
  const direct = get(doc, dict, Name.Dest);
  if (direct) return writeDestination(doc, out, direct);
  writeActionTarget(doc, out, get(doc, dict, Name.A));
}

/** Writes what an action leads to: `url`, `destination`, `file` and its place, or the name of a `command`. 12.6.4. */
export function writeActionTarget(doc: Store, out: Buffer, action: Obj): void {
  const type = getName(doc, action, Name.S);
  if (type == Name.URI) {
    key(out, 'url');
    text(doc, out, get(doc, action, Name.URI));
    // 12.6.4.8: the host puts the two together.
    const base = get(doc, get(doc, get(doc, doc.trailer, Name.Root), Name.URI), Name.Base);
    if (kindOf(base) == Kind.String) {
      key(out, 'base');
      text(doc, out, base);
    }
  } else if (type == Name.GoTo) {
    writeDestination(doc, out, get(doc, action, Name.D));
  } else if (type == Name.GoToR) {
    writeRemote(doc, out, action);
  } else if (type == Name.Named && getName(doc, action, Name.N)) {
    key(out, 'command');
    name(doc, out, getName(doc, action, Name.N));
  }
}

/** 12.6.4.3: a page of another file, by its index, or a name that the other file knows. */
function writeRemote(doc: Store, out: Buffer, action: Obj): void {
  const file = get(doc, action, Name.F);
  const unicode = get(doc, file, Name.UF);
  const path = kindOf(file) != Kind.Dict ? file : unicode ? unicode : get(doc, file, Name.F);
  if (kindOf(path) != Kind.String) return;
  key(out, 'file');
  text(doc, out, path);
  const target = get(doc, action, Name.D);
  const page = rawAt(target, 0);
  if (kindOf(target) == Kind.String || kindOf(target) == Kind.Name) {
    key(out, 'named');
    if (kindOf(target) == Kind.Name) name(doc, out, nameOf(target));
    else text(doc, out, target);
  } else if (isNumber(page) && intOf(page) >= 0) {
    key(out, 'filePage');
    integer(out, intOf(page));
  }
}

/** Writes `destination`, where there is one: an array, or what has a name (12.3.2). */
export function writeDestination(doc: Store, out: Buffer, o: Obj): void {
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
  else if (type == Name.FitR) {
    key(out, 'to');
    open(out, 0x7b);
    writePoint(doc, out, <u32>page, at(doc, target, 4), at(doc, target, 3), 0);
    close(out, 0x7d);
    writePoint(doc, out, <u32>page, at(doc, target, 2), at(doc, target, 5), 0);
  }
  if (isFit(type)) {
    key(out, 'fit');
    name(doc, out, type);
  }
  close(out, 0x7d);
}

/** Whether it says what is to be seen, rather than how large (table 149). */
function isFit(type: u32): bool {
  return (
    type == Name.Fit ||
    type == Name.FitB ||
    type == Name.FitH ||
    type == Name.FitBH ||
    type == Name.FitV ||
    type == Name.FitBV ||
    type == Name.FitR
  );
}

/** A point in the page's user space, as points from the top left corner. */
function writePoint(doc: Store, out: Buffer, page: u32, x: Obj, y: Obj, zoom: Obj): void {
  const mark = doc.call.mark();
  const p = doc.call.alloc(offsetof<PageBox>() + offsetof<Matrix>());
  const found = pageAt(doc, page);
  if (p && found) putPoint(doc, out, found, p, x, y, zoom);
  doc.call.release(mark);
}

/** With room for a PageBox and a Matrix at `p`. */
function putPoint(doc: Store, out: Buffer, page: Page, p: usize, x: Obj, y: Obj, zoom: Obj): void {
  const box = changetype<PageBox>(p);
  const m = changetype<Matrix>(p + offsetof<PageBox>());
  pageBox(doc, page, box);
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
