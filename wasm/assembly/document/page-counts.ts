import { Buffer } from '../memory/buffer';
import { Name } from '../syntax/names';
import { intOf, Kind, kindOf, lengthOf, Obj, rawAt, rawGet, refNumber } from '../syntax/object';
import { get, resolve, spend, Store, XrefKind } from '../syntax/store';
import {
  addNode,
  clearPages,
  isNode,
  MAX_DEPTH,
  MAX_PAGES,
  Node,
  nodeAt,
  nodeCount,
  noteNumber,
  objectAt,
  Page,
  placedIndexOf,
  placeOf,
  setPlace,
} from './page-place';

/**
 * Pages found by /Count (ISO 32000-2, table 30), when they are asked for: only the nodes above a page are read, and of a
 * node with as many kids as pages not even the kids. Of many kids of a file that is read in parts only those are read that come
 * before the page: some writers have each node behind its pages, all over the file. What does not add up on the way shows that
 * the counts are wrong; then the tree has to be walked (page-walk.ts), as it is in small files anyway.
 */

/** Up to so many pages of a file in memory are walked at once, which takes a few milliseconds and believes nothing. */
const FEW_PAGES: i32 = 1000;

/** Fewer kids than this are read at once. */
const MANY_KIDS: u32 = 16;

/** Takes the number of pages from the tree's root. False when it cannot be right, or the tree is better walked. */
export function countPages(doc: Store): bool {
  const tree = rawGet(get(doc, doc.trailer, Name.Root), Name.Pages);
  const count = countOf(doc, resolve(doc, tree));
  if (count < 1 || <u32>count > min(doc.entryCount, MAX_PAGES) || (doc.source.bytes && count <= FEW_PAGES) || !clearPages(doc))
    return false;
  const size = <u32>count * <u32>offsetof<Page>();
  const pages = changetype<Buffer>(doc.pages).extend(size);
  const root = addNode(doc, refNumber(tree), 0, 0);
  if (!pages || !root) return false;
  memory.fill(pages, 0, size);
  doc.nodesExpanded = 0;
  root.pages = <u32>count;
  return placePage(doc, 0);
}

/** /Count of a node; -1 where there is none. */
function countOf(doc: Store, node: Obj): i32 {
  return isNode(doc, node) ? intOf(get(doc, node, Name.Count), -1) : -1;
}

/** Begins anew, and reads all kids. False when that would find nothing else. */
export function recountPages(doc: Store): bool {
  if (doc.readsKids) return false;
  doc.readsKids = true;
  return countPages(doc);
}

/** Finds the place of the i-th page. False when the counts are wrong. */
export function placePage(doc: Store, i: u32): bool {
  for (let n: u32 = 1; !placeOf(doc, i).parent;) {
    if (!nodeAt(doc, n).expanded && !expand(doc, n)) return false;
    if (!measure(doc, n, i)) return false;
    n = childWith(doc, nodeAt(doc, n), i);
    if (!n) return placeOf(doc, i).parent != 0;
  }
  return true;
}

/** The child node that the i-th page is below; 0: none. They come in the order of their pages. */
function childWith(doc: Store, node: Node, i: u32): u32 {
  let low = node.child;
  let high = node.child + node.measured;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (nodeAt(doc, middle).first <= i) low = middle + 1;
    else high = middle;
  }
  if (low == node.child) return 0;
  const child = nodeAt(doc, low - 1);
  return i < child.first + child.pages ? low - 1 : 0;
}

/** Places pages until one has this object number, or there are no more. False when the counts are wrong. */
export function placeNumber(doc: Store, number: u32): bool {
  // Nodes are added behind those that they are found in.
  for (; placedIndexOf(doc, number) < 0 && doc.nodesExpanded < nodeCount(doc); doc.nodesExpanded++) {
    const n = doc.nodesExpanded + 1;
    if (!nodeAt(doc, n).expanded && !expand(doc, n)) return false;
    if (!measure(doc, n, u32.MAX_VALUE)) return false;
  }
  return true;
}

/** Reads what a node's kids count, up to the one that the i-th page is below. False when they are not as many pages as the node counts, or not all are nodes. */
function measure(doc: Store, n: u32, i: u32): bool {
  const node = nodeAt(doc, n);
  if (node.measured == node.children) return true;
  const end = node.first + node.pages;
  let at = node.first;
  if (node.measured) {
    const last = nodeAt(doc, node.child + node.measured - 1);
    at = last.first + last.pages;
  }
  while (at <= i && node.measured < node.children) {
    const kid = nodeAt(doc, node.child + node.measured);
    const pages = spend(doc, 1) ? countOf(doc, objectAt(doc, kid, 0)) : -1;
    if (pages < 0 || <u32>pages > end - at) return false;
    kid.first = at;
    kid.pages = <u32>pages;
    at += <u32>pages;
    node.measured++;
  }
  return node.measured < node.children || at == end;
}

/** Places the kids of a node. False when they are not as many pages as it counts. */
function expand(doc: Store, n: u32): bool {
  const node = nodeAt(doc, n); // good until a node is added
  const depth = node.depth + 1;
  const end = node.first + node.pages;
  const kids = get(doc, objectAt(doc, node, 0), Name.Kids);
  if (kindOf(kids) != Kind.Array || depth > MAX_DEPTH) return false;
  const count = lengthOf(kids);
  const flat = count == node.pages;
  const later = !flat && !doc.source.bytes && !doc.readsKids && count >= MANY_KIDS;
  const child = nodeCount(doc) + 1;
  let i = node.first;
  for (let k: u32 = 0; k < count; k++) {
    const number = refNumber(rawAt(kids, k));
    const entry = number ? doc.entry(number) : null;
    if (!entry || !entry.isListed || !spend(doc, 1)) return false;
    if (later) {
      const unread = addNode(doc, number, n, k);
      if (!unread) return false;
      unread.depth = depth;
      continue;
    }
    const kid: Obj = flat ? 0 : resolve(doc, rawAt(kids, k));
    if (!flat && kindOf(kid) != Kind.Dict) return false;
    if (!flat && isNode(doc, kid)) {
      const pages = countOf(doc, kid);
      if (pages < 0 || <u32>pages > end - i) return false;
      const added = addNode(doc, number, n, k);
      if (!added) return false;
      added.depth = depth;
      added.first = i;
      added.pages = <u32>pages;
      i += <u32>pages;
    } else {
      if (i >= end) return false;
      setPlace(placeOf(doc, i), number, n, k);
      noteNumber(doc, number, i++);
    }
  }
  const done = nodeAt(doc, n);
  done.expanded = true;
  done.child = child;
  done.children = nodeCount(doc) + 1 - child;
  done.measured = later ? 0 : done.children;
  return later || i == end;
}
