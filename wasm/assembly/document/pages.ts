import { Buffer } from '../memory/buffer';
import { IntMap } from '../memory/map';
import { pop, push } from '../memory/stack';
import { Matrix } from '../geometry/matrix';
import { Name } from '../syntax/names';
import { intOf, Kind, kindOf, lengthOf, nameOf, numberOf, Obj, rawAt, rawGet, refNumber } from '../syntax/object';
import { at, fetch, get, rectOf, resolve, spend, Store, XrefKind } from '../syntax/store';
import { Warning, warn } from '../syntax/warnings';

/**
 * Where a page, or a node of the page tree, is found: by its number, or as an element of its parent's /Kids. Nothing here
 * is an address of an object, so a page can be found again when the cache has begun anew.
 */
@unmanaged
class Place {
  /** Its object number; 0: a direct object. */
  number: u32;
  /** The node above, by its index in `store.pageNodes` + 1; 0: a root. */
  parent: u32;
  /** Its index in the /Kids of that. */
  kid: u32;
}

/** A page with what it inherits. ISO 32000-2, 7.7.3. */
@unmanaged
export class Page extends Place {
  /** The generation of the cache that the objects are of; 0: not looked up yet. */
  generation: u32;
  dict: Obj;
  resources: Obj;
  mediaBox: Obj;
  cropBox: Obj;
  rotate: Obj;
}

/** Deeper page trees are loops that do not look like one. */
const MAX_DEPTH: i32 = 256;
const MAX_PAGES: u32 = 1 << 20;
/** Annex C: a page is 3 to 14,400 units a side; smaller ones occur. */
const MIN_SIDE: f64 = 0.01;
const MAX_SIDE: f64 = 2000000;

/** What PDF producers mean by a page without a usable box: US Letter, as every reader has it. */
const DEFAULT_WIDTH: f64 = 612;
const DEFAULT_HEIGHT: f64 = 792;

export function pageCount(doc: Store): u32 {
  return doc.pages ? changetype<Buffer>(doc.pages).length / <u32>offsetof<Page>() : 0;
}

/** The i-th page, null out of range. Good until the host's call ends. */
export function pageAt(doc: Store, i: u32): Page | null {
  if (i >= pageCount(doc)) return null;
  const page = placeOf(doc, i);
  if (page.generation != doc.generation) lookUp(doc, page);
  return page;
}

function placeOf(doc: Store, i: u32): Page {
  return changetype<Page>(changetype<Buffer>(doc.pages).data + <usize>i * offsetof<Page>());
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
  if (!page.parent) climb(doc, page.dict, page);
  for (let n = page.parent, depth = 0; n && depth <= MAX_DEPTH; n = nodeAt(doc, n).parent, depth++)
    inherit(doc, objectAt(doc, nodeAt(doc, n), 0), page);
}

/** A node by its index + 1. */
function nodeAt(doc: Store, n: u32): Place {
  return changetype<Place>(changetype<Buffer>(doc.pageNodes).data + <usize>(n - 1) * offsetof<Place>());
}

function objectAt(doc: Store, place: Place, depth: i32): Obj {
  if (place.number) return resolve(doc, fetch(doc, place.number));
  if (depth > MAX_DEPTH) return 0;
  if (!place.parent) return get(doc, get(doc, doc.trailer, Name.Root), Name.Pages);
  return at(doc, get(doc, objectAt(doc, nodeAt(doc, place.parent), depth + 1), Name.Kids), place.kid);
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

/** The index of the page with this object number, the first where it is shown twice; -1 when it is none. */
export function pageIndexOf(doc: Store, number: u32): i32 {
  const known = changetype<IntMap>(doc.pageNumbers);
  return doc.pageNumbers && number ? <i32>known.get(number) - 1 : -1;
}

/** Walks the page tree and keeps its leaves in order. Where there is no tree, every object that is a page is one. */
export function collectPages(doc: Store): void {
  if (!doc.pages) doc.pages = changetype<usize>(Buffer.create(4096));
  if (!doc.pageNodes) doc.pageNodes = changetype<usize>(Buffer.create(1024));
  const seen = IntMap.create();
  if (!doc.pages || !doc.pageNodes || !seen) return;
  changetype<Buffer>(doc.pages).clear();
  changetype<Buffer>(doc.pageNodes).clear();
  const root = get(doc, doc.trailer, Name.Root);
  const tree = rawGet(root, Name.Pages);
  visit(doc, tree, 0, 0, seen, 0);
  if (!pageCount(doc)) everyPage(doc, seen);
  if (!pageCount(doc)) blankPage(doc, tree);
  seen.destroy();
  numberPages(doc, 0);
}

/** Notes the object numbers of the pages from `from` on; from 0, of these only. */
function numberPages(doc: Store, from: u32): void {
  if (!from && doc.pageNumbers) {
    changetype<IntMap>(doc.pageNumbers).destroy();
    doc.pageNumbers = 0;
  }
  if (!doc.pageNumbers) doc.pageNumbers = changetype<usize>(IntMap.create());
  if (!doc.pageNumbers) return;
  const known = changetype<IntMap>(doc.pageNumbers);
  const count = pageCount(doc);
  for (let i = from; i < count; i++) {
    const number = placeOf(doc, i).number;
    if (number && !known.get(number)) known.set(number, i + 1);
  }
}

/** Walks a node, the `kid`-th of `parent` (its index + 1), or a page. */
function visit(doc: Store, reference: Obj, parent: u32, kid: u32, seen: IntMap, depth: i32): void {
  const number = refNumber(reference);
  if (!spend(doc, 1)) return;
  if (depth > MAX_DEPTH || (number && seen.get(number))) {
    warn(doc, Warning.PageTreeDamaged, number);
    return;
  }
  if (number) seen.set(number, 1);
  const node = resolve(doc, reference);
  if (kindOf(node) != Kind.Dict) {
    warn(doc, Warning.PageTreeDamaged, number);
    return;
  }
  const kids = get(doc, node, Name.Kids);
  const type = nameOf(get(doc, node, Name.Type));
  if (kindOf(kids) != Kind.Array || (type == Name.Page && rawGet(node, Name.Contents))) {
    // A page, also one that does not say so; an empty /Pages node is none.
    if (type != Name.Pages || rawGet(node, Name.Contents)) addPage(doc, number, parent, kid);
    if (number) seen.set(number, 0);
    return;
  }
  const here = changetype<Buffer>(doc.pageNodes).extend(<u32>offsetof<Place>());
  if (!here) return;
  setPlace(changetype<Place>(here), number, parent, kid);
  const self = changetype<Buffer>(doc.pageNodes).length / <u32>offsetof<Place>();
  const count = lengthOf(kids);
  for (let i: u32 = 0; i < count && pageCount(doc) < MAX_PAGES; i++) visit(doc, rawAt(kids, i), self, i, seen, depth + 1);
  // Only a node inside itself is a loop: a page may well be shown twice.
  if (number) seen.set(number, 0);
}

function setPlace(place: Place, number: u32, parent: u32, kid: u32): void {
  place.number = number;
  place.parent = parent;
  place.kid = kid;
}

function addPage(doc: Store, number: u32, parent: u32, kid: u32): void {
  if (pageCount(doc) >= MAX_PAGES) return;
  const p = changetype<Buffer>(doc.pages).extend(<u32>offsetof<Page>());
  if (!p) return;
  setPlace(changetype<Place>(p), number, parent, kid);
  changetype<Page>(p).generation = 0;
}

/**
 * What is left of a document whose catalog does not lead to its pages: the trees above the objects of /Type /Page, and
 * those of these objects that no tree has, in the order of their numbers.
 */
function everyPage(doc: Store, seen: IntMap): void {
  numberPages(doc, 0);
  for (let n: u32 = 1; n < doc.entryCount; n++) {
    if (load<u16>(doc.entry(n)) < <u16>XrefKind.Offset) continue;
    const object = fetch(doc, n);
    if (kindOf(object) != Kind.Dict || nameOf(get(doc, object, Name.Type)) != Name.Page || pageIndexOf(doc, n) >= 0) continue;
    const top = climb(doc, object, null);
    if (refNumber(top) && !seen.get(refNumber(top)) && kindOf(get(doc, resolve(doc, top), Name.Kids)) == Kind.Array) {
      const from = pageCount(doc);
      visit(doc, top, 0, 0, seen, 0);
      seen.set(refNumber(top), 1); // a tree is walked once
      numberPages(doc, from);
      if (pageIndexOf(doc, n) >= 0) continue;
    }
    addPage(doc, n, 0, 0);
    numberPages(doc, pageCount(doc) - 1);
  }
  if (pageCount(doc)) warn(doc, Warning.PageTreeDamaged);
}

/** Follows /Parent up from a page, which inherits from there. A reference to the node at the top; 0: there is none. */
function climb(doc: Store, dict: Obj, page: Page | null): Obj {
  let top: Obj = 0;
  let node = dict;
  for (let depth = 0; depth < MAX_DEPTH && spend(doc, 1); depth++) {
    const reference = rawGet(node, Name.Parent);
    node = resolve(doc, reference);
    if (kindOf(node) != Kind.Dict) break;
    top = reference;
    if (page) inherit(doc, node, page);
  }
  return top;
}

/** A tree that counts pages and has no /Kids at all, as forms that are XFA alone have it, is shown as an empty page. */
function blankPage(doc: Store, reference: Obj): void {
  const root = resolve(doc, reference);
  if (kindOf(root) != Kind.Dict || rawGet(root, Name.Kids) || intOf(get(doc, root, Name.Count)) < 1) return;
  addPage(doc, refNumber(reference), 0, 0);
  warn(doc, Warning.PageTreeDamaged, refNumber(reference));
}

/** How a page is shown. */
@unmanaged
export class PageBox {
  /** The CropBox inside the MediaBox, in user space. */
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
  const media = changetype<usize>(out);
  if (!rectOf(doc, page.mediaBox, media) || !isBox(media)) {
    if (page.mediaBox) warn(doc, Warning.PageBoxInvalid, page.number);
    putBox(media, 0, 0, DEFAULT_WIDTH, DEFAULT_HEIGHT);
  }
  const scratch = push(32);
  if (rectOf(doc, page.cropBox, scratch) && isBox(scratch)) {
    const x0 = max(out.x0, load<f64>(scratch));
    const y0 = max(out.y0, load<f64>(scratch, 8));
    const x1 = min(out.x1, load<f64>(scratch, 16));
    const y1 = min(out.y1, load<f64>(scratch, 24));
    if (x1 - x0 > MIN_SIDE && y1 - y0 > MIN_SIDE) putBox(media, x0, y0, x1, y1);
  }
  pop(scratch);
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

function isBox(p: usize): bool {
  const width = load<f64>(p, 16) - load<f64>(p);
  const height = load<f64>(p, 24) - load<f64>(p, 8);
  return width > MIN_SIDE && height > MIN_SIDE && width < MAX_SIDE && height < MAX_SIDE;
}

function putBox(p: usize, x0: f64, y0: f64, x1: f64, y1: f64): void {
  store<f64>(p, x0);
  store<f64>(p, y0, 8);
  store<f64>(p, x1, 16);
  store<f64>(p, y1, 24);
}
