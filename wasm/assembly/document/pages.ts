import { Matrix } from '../geometry/matrix';
import { Rectangle } from '../geometry/rectangle';
import { Buffer } from '../memory/buffer';
import { pop, push } from '../memory/stack';
import { Name } from '../syntax/names';
import { intOf, Kind, kindOf, numberOf, Obj } from '../syntax/object';
import { get, rectOf, Store } from '../syntax/store';
import { Warning, warn } from '../syntax/warnings';
import { countPages, placeNumber, placePage, recountPages } from './page-counts';
import { isNode, MAX_DEPTH, nodeAt, objectAt, Page, pageCount, placedIndexOf, placeOf } from './page-place';
import { walkPages } from './page-walk';

export { Page, pageCount } from './page-place';

/** Annex C: a page is 3 to 14,400 units a side; smaller ones occur. */
const MIN_SIDE: f64 = 0.01;
const MAX_SIDE: f64 = 2000000;

/** What PDF producers mean by a page without a usable box: US Letter, as every reader has it. */
const DEFAULT_WIDTH: f64 = 612;
const DEFAULT_HEIGHT: f64 = 792;

/** Finds out how many pages there are, and where, as far as that is needed for their number. */
export function collectPages(doc: Store): void {
  doc.countsPages = countPages(doc);
  if (doc.countsPages && isCountedPage(doc, 0)) return;
  doc.countsPages = false;
  walkPages(doc);
}

/** Places and looks up the i-th page by the tree's counts. False when there is none, as they are wrong. */
function isCountedPage(doc: Store, i: u32): bool {
  if (!placePage(doc, i) && !(recountPages(doc) && placePage(doc, i))) return false;
  const page = placeOf(doc, i);
  if (page.generation != doc.generation) lookUp(doc, page);
  return kindOf(page.dict) == Kind.Dict && !isNode(doc, page.dict);
}

/** The tree is not what its counts make it look like: it is walked. As many pages as have been told of are there then, some of them blank if need be. */
function distrust(doc: Store): void {
  const told = pageCount(doc);
  doc.countsPages = false;
  walkPages(doc);
  if (pageCount(doc) == told) return;
  warn(doc, Warning.PageTreeDamaged);
  const pages = changetype<Buffer>(doc.pages);
  const length = told * <u32>offsetof<Page>();
  const missing = <i32>(length - pages.length);
  const blank = missing > 0 ? pages.extend(<u32>missing) : 0;
  if (blank) memory.fill(blank, 0, missing);
  pages.length = min(pages.length, length);
}

/** The i-th page, null out of range. Good until the host's call ends. */
export function pageAt(doc: Store, i: u32): Page | null {
  if (i >= pageCount(doc)) return null;
  if (doc.countsPages && !isCountedPage(doc, i)) {
    if (doc.fuel <= 0) return null; // nothing could be looked up
    distrust(doc);
  }
  const page = placeOf(doc, i);
  if (page.generation != doc.generation) lookUp(doc, page);
  return page;
}

/** The index of the page with this object number, the first where it is shown twice; -1 when it is none. */
export function pageIndexOf(doc: Store, number: u32): i32 {
  const isPlaced = !number || !doc.countsPages || placeNumber(doc, number) || (recountPages(doc) && placeNumber(doc, number));
  if (!isPlaced && doc.fuel > 0) distrust(doc);
  return placedIndexOf(doc, number);
}

/** Finds the page's dictionary and what it inherits, in the node that is nearest to it. */
function lookUp(doc: Store, page: Page): void {
  page.resources = 0;
  page.mediaBox = 0;
  page.cropBox = 0;
  page.rotate = 0;
  page.dict = objectAt(doc, page, 0);
  page.generation = doc.generation;
  inherit(doc, page.dict, page);
  // A page that was found without its tree says itself what is above it.
  if (!page.parent) inheritAbove(doc, page);
  for (let n = page.parent, depth = 0; n && depth <= MAX_DEPTH; n = nodeAt(doc, n).parent, depth++)
    inherit(doc, objectAt(doc, nodeAt(doc, n), 0), page);
}

/** Takes from a node what nothing nearer to the page has. */
function inherit(doc: Store, node: Obj, page: Page): void {
  if (!page.resources) page.resources = own(doc, node, Name.Resources);
  if (!page.mediaBox) page.mediaBox = own(doc, node, Name.MediaBox);
  if (!page.cropBox) page.cropBox = own(doc, node, Name.CropBox);
  if (!page.rotate) page.rotate = own(doc, node, Name.Rotate);
}

function own(doc: Store, node: Obj, key: Name): Obj {
  const value = get(doc, node, key);
  return kindOf(value) == Kind.Null ? 0 : value;
}

/** A page that has no place in the tree inherits from what it says is above it. */
function inheritAbove(doc: Store, page: Page): void {
  let node = page.dict;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    node = get(doc, node, Name.Parent);
    if (kindOf(node) != Kind.Dict) return;
    inherit(doc, node, page);
  }
}

/** How a page is shown. */
@unmanaged
export class PageBox {
  /** The CropBox inside the MediaBox, in user space: a `Rectangle`. */
  x0: f64;
  y0: f64;
  x1: f64;
  y1: f64;
  /** Clockwise: 0, 90, 180 or 270. */
  rotation: i32;
  /** Points a unit of user space. */
  userUnit: f64;
  /** Points, as the page is shown. */
  width: f64;
  height: f64;
}

/** The page's box, turned and scaled. A box that cannot be is replaced by US Letter. */
export function pageBox(doc: Store, page: Page, out: PageBox): void {
  const seen = changetype<Rectangle>(out);
  if (!rectOf(doc, page.mediaBox, seen) || !isBox(seen)) {
    if (page.mediaBox) warn(doc, Warning.PageBoxInvalid, page.number);
    seen.set(0, 0, DEFAULT_WIDTH, DEFAULT_HEIGHT);
  }
  const scratch = Rectangle.push();
  if (rectOf(doc, page.cropBox, scratch) && isBox(scratch)) {
    const x0 = max(seen.x0, scratch.x0);
    const y0 = max(seen.y0, scratch.y0);
    const x1 = min(seen.x1, scratch.x1);
    const y1 = min(seen.y1, scratch.y1);
    if (x1 - x0 > MIN_SIDE && y1 - y0 > MIN_SIDE) seen.set(x0, y0, x1, y1);
  }
  scratch.pop();
  // 7.7.3.3: a multiple of 90; others are taken for 0.
  const turn = intOf(page.rotate);
  out.rotation = turn % 90 == 0 ? ((turn % 360) + 360) % 360 : 0;
  const unit = numberOf(get(doc, page.dict, Name.UserUnit), 1);
  out.userUnit = unit > 0 && unit < 100000 ? unit : 1;
  const turned = out.rotation == 90 || out.rotation == 270;
  const width = (out.x1 - out.x0) * out.userUnit;
  const height = (out.y1 - out.y0) * out.userUnit;
  out.width = turned ? height : width;
  out.height = turned ? width : height;
}

/** From user space to page space: points, origin at the top left corner as the page is shown, y downwards. */
export function pageMatrix(box: PageBox, out: Matrix): void {
  const k = box.userUnit;
  switch (box.rotation) {
    case 90:
      out.set(0, k, k, 0, -box.y0 * k, -box.x0 * k);
      break;
    case 180:
      out.set(-k, 0, 0, k, box.x1 * k, -box.y0 * k);
      break;
    case 270:
      out.set(0, -k, -k, 0, box.y1 * k, box.x1 * k);
      break;
    default:
      out.set(k, 0, 0, -k, -box.x0 * k, box.y1 * k);
  }
}

/** From a page's user space to page space; see `pageMatrix`. */
export function pageSpace(doc: Store, page: Page, out: Matrix): void {
  const box = changetype<PageBox>(push(offsetof<PageBox>()));
  pageBox(doc, page, box);
  pageMatrix(box, out);
  pop(changetype<usize>(box));
}

function isBox(box: Rectangle): bool {
  const width = box.width;
  const height = box.height;
  return width > MIN_SIDE && height > MIN_SIDE && width < MAX_SIDE && height < MAX_SIDE;
}
