import { Buffer } from '../memory/buffer';
import { IntMap } from '../memory/map';
import { Name } from '../syntax/names';
import { Kind, kindOf, nameOf, Obj, rawGet } from '../syntax/object';
import { at, fetch, get, resolve, Store } from '../syntax/store';

/**
 * Where a page, or a node of the page tree, is found: by its number, or as an element of its parent's /Kids. Nothing here
 * is an address of an object, so a page can be found again when the cache has begun anew.
 */
@unmanaged
export class Place {
  /** Its object number; 0: a direct object. */
  number: u32;
  /** The node above, by its index in `store.pageNodes` + 1; 0: a root. */
  parent: u32;
  /** Its index in the /Kids of that. */
  kid: u32;
}

/** A node of the page tree. What follows its place is known where the tree is gone down by /Count (page-counts.ts). */
@unmanaged
export class Node extends Place {
  /** Nodes above it. */
  depth: i32;
  /** The index of its first page, and how many pages it has. */
  first: u32;
  pages: u32;
  /** Whether its kids have been placed; the nodes among them are `children`, from the index + 1 `child` on. */
  expanded: bool;
  child: u32;
  children: u32;
  /** Of how many of them, from the first one on, it is known what they count. */
  measured: u32;
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
export const MAX_DEPTH: i32 = 256;
export const MAX_PAGES: u32 = 1 << 20;

export function pageCount(doc: Store): u32 {
  return doc.pages ? changetype<Buffer>(doc.pages).length / <u32>offsetof<Page>() : 0;
}

/** Begins with no pages. False when memory is out. */
export function clearPages(doc: Store): bool {
  // Those that there were may be in use.
  doc.pages = changetype<usize>(Buffer.create(4096));
  doc.pageNodes = changetype<usize>(Buffer.create(1024));
  doc.pageNumbers = changetype<usize>(IntMap.create());
  return doc.pages != 0 && doc.pageNodes != 0 && doc.pageNumbers != 0;
}

export function placeOf(doc: Store, i: u32): Page {
  return changetype<Page>(changetype<Buffer>(doc.pages).data + <usize>i * offsetof<Page>());
}

export function nodeCount(doc: Store): u32 {
  return changetype<Buffer>(doc.pageNodes).length / <u32>offsetof<Node>();
}

/** A node by its index + 1. */
export function nodeAt(doc: Store, n: u32): Node {
  return changetype<Node>(changetype<Buffer>(doc.pageNodes).data + <usize>(n - 1) * offsetof<Node>());
}

export function setPlace(place: Place, number: u32, parent: u32, kid: u32): void {
  place.number = number;
  place.parent = parent;
  place.kid = kid;
}

/** Adds a node; null when memory is out. */
export function addNode(doc: Store, number: u32, parent: u32, kid: u32): Node | null {
  const p = changetype<Buffer>(doc.pageNodes).extend(<u32>offsetof<Node>());
  if (!p) return null;
  memory.fill(p, 0, offsetof<Node>());
  setPlace(changetype<Place>(p), number, parent, kid);
  return changetype<Node>(p);
}

/** Adds a page behind the others. */
export function addPage(doc: Store, number: u32, parent: u32, kid: u32): void {
  const i = pageCount(doc);
  if (i >= MAX_PAGES) return;
  const p = changetype<Buffer>(doc.pages).extend(<u32>offsetof<Page>());
  if (!p) return;
  setPlace(changetype<Place>(p), number, parent, kid);
  changetype<Page>(p).generation = 0;
  noteNumber(doc, number, i);
}

/** Notes that the object of a number is the i-th page: the first where it is shown twice. */
export function noteNumber(doc: Store, number: u32, i: u32): void {
  const known = changetype<IntMap>(doc.pageNumbers);
  if (!number) return;
  const held = known.get(number);
  if (!held || held > i + 1) known.set(number, i + 1);
}

/** The index of a page that has been placed, by its object number; -1 when none has it. */
export function placedIndexOf(doc: Store, number: u32): i32 {
  return doc.pageNumbers && number ? <i32>changetype<IntMap>(doc.pageNumbers).get(number) - 1 : -1;
}

/** Whether a dictionary is a node, not a page: that is told by /Kids, since /Type is missing or wrong in places. */
export function isNode(doc: Store, dict: Obj): bool {
  if (kindOf(get(doc, dict, Name.Kids)) != Kind.Array) return false;
  return nameOf(get(doc, dict, Name.Type)) != Name.Page || !rawGet(dict, Name.Contents);
}

export function objectAt(doc: Store, place: Place, depth: i32): Obj {
  if (place.number) return resolve(doc, fetch(doc, place.number));
  if (depth > MAX_DEPTH) return 0;
  if (!place.parent) return get(doc, get(doc, doc.trailer, Name.Root), Name.Pages);
  return at(doc, get(doc, objectAt(doc, nodeAt(doc, place.parent), depth + 1), Name.Kids), place.kid);
}
