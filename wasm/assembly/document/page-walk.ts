import { IntMap } from '../memory/map';
import { Name } from '../syntax/names';
import { intOf, Kind, kindOf, lengthOf, nameOf, Obj, rawAt, rawGet, refNumber } from '../syntax/object';
import { fetch, get, resolve, spend, Store, XrefKind } from '../syntax/store';
import { Warning, warn } from '../syntax/warnings';
import { addNode, addPage, clearPages, isNode, MAX_DEPTH, MAX_PAGES, nodeCount, pageCount, placedIndexOf } from './page-place';

/** Walks the page tree and places its leaves in order. Where there is no tree, every object that is a page is one. */
export function walkPages(doc: Store): void {
  const seen = IntMap.create();
  if (!seen || !clearPages(doc)) return;
  const tree = rawGet(get(doc, doc.trailer, Name.Root), Name.Pages);
  visit(doc, tree, 0, 0, seen, 0);
  if (!pageCount(doc)) everyPage(doc, seen);
  if (!pageCount(doc)) blankPage(doc, tree);
  seen.destroy();
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
  if (!isNode(doc, node)) {
    // A page, also one that does not say so; an empty /Pages node is none.
    const type = nameOf(get(doc, node, Name.Type));
    if (type != Name.Pages || rawGet(node, Name.Contents)) addPage(doc, number, parent, kid);
    if (number) seen.set(number, 0);
    return;
  }
  if (!addNode(doc, number, parent, kid)) return;
  const self = nodeCount(doc);
  const kids = get(doc, node, Name.Kids);
  const count = lengthOf(kids);
  for (let i: u32 = 0; i < count && pageCount(doc) < MAX_PAGES; i++) visit(doc, rawAt(kids, i), self, i, seen, depth + 1);
  // Only a node inside itself is a loop: a page may well be shown twice.
  if (number) seen.set(number, 0);
}

/**
 * What is left of a document whose catalog does not lead to its pages: the trees above the objects of /Type /Page, and
 * those of these objects that no tree has, in the order of their numbers.
 */
function everyPage(doc: Store, seen: IntMap): void {
  for (let n: u32 = 1; n < doc.entryCount; n++) {
    if (!doc.entryAt(n).isListed) continue;
    const object = fetch(doc, n);
    if (kindOf(object) != Kind.Dict || nameOf(get(doc, object, Name.Type)) != Name.Page || placedIndexOf(doc, n) >= 0) continue;
    const top = topOf(doc, object);
    if (refNumber(top) && !seen.get(refNumber(top)) && kindOf(get(doc, resolve(doc, top), Name.Kids)) == Kind.Array) {
      visit(doc, top, 0, 0, seen, 0);
      seen.set(refNumber(top), 1); // a tree is walked once
      if (placedIndexOf(doc, n) >= 0) continue;
    }
    addPage(doc, n, 0, 0);
  }
  if (pageCount(doc)) warn(doc, Warning.PageTreeDamaged);
}

/** Follows /Parent up from a page. A reference to the node at the top; 0: there is none. */
function topOf(doc: Store, dict: Obj): Obj {
  let top: Obj = 0;
  let node = dict;
  for (let depth = 0; depth < MAX_DEPTH && spend(doc, 1); depth++) {
    const reference = rawGet(node, Name.Parent);
    node = resolve(doc, reference);
    if (kindOf(node) != Kind.Dict) break;
    top = reference;
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
