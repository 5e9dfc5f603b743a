import { Buffer } from '../memory/buffer';
import { IntMap } from '../memory/map';
import { Name } from '../syntax/names';
import { intOf, Kind, kindOf, lengthOf, Obj, rawAt, rawGet, refNumber } from '../syntax/object';
import { at, fetch, get, getInt, getName, resolve, Store } from '../syntax/store';
import { entryCount, keyOf, rawValueOf, readTree } from './name-tree';
import { Page } from './pages';

/**
 * Where a page's marked content stands in the structure tree (ISO 32000-2, 14.7), and what the tree says for it. The
 * way leads from the content to its elements, by /ParentTree (14.7.5.4): the rest of a large tree is left alone.
 */

/** A piece of marked content. */
@unmanaged
export class Mark {
  /** Object number of the form that the MCID belongs to; 0: the page's own content. */
  stream: u32;
  mcid: i32;
  /** Its place in the logical order, from 1; 0: the tree does not have it. */
  rank: u32;
  /** The outermost element around it with an /ActualText, and the innermost with an /Alt; 0: none. */
  actual: Obj;
  alternate: Obj;
  /** The next mark with the same hash: index + 1. */
  private next: u32;

  static at(marks: Buffer, i: u32): Mark {
    return changetype<Mark>(marks.data + <usize>i * offsetof<Mark>());
  }
}

/** Elements inside one another. */
const MAX_DEPTH: i32 = 128;
/** Elements and their content that are looked at for one page; a dictionary with many entries counts for several. */
const MAX_VISITS: u32 = 1 << 22;

/** What a walk down the tree needs. */
@unmanaged
class Walk {
  doc: Store;
  page: Page;
  marks: Buffer;
  /** Marks by their hash. */
  index: IntMap;
  /** Elements that lead to marks of this page, by address: 1, and 2 once they have been walked. */
  wanted: IntMap;
  rank: u32;
  visits: u32;
}

/** Fills in what the tree says of each mark; false in a document without a tree that could say anything. */
export function placeMarks(doc: Store, page: Page, marks: Buffer): bool {
  const catalog = get(doc, doc.trailer, Name.Root);
  const root = get(doc, catalog, Name.StructTreeRoot);
  if (kindOf(root) != Kind.Dict || !marks.length) return false;
  const parents = parentTree(doc, root);
  const mark = doc.call.mark();
  const walk = doc.call.alloc(offsetof<Walk>());
  const index = IntMap.create();
  const wanted = IntMap.create();
  const placed = parents && walk && index && wanted ? place(doc, page, marks, root, parents, walk, index, wanted) : false;
  if (index) index.destroy();
  if (wanted) wanted.destroy();
  doc.call.release(mark);
  return placed;
}

function place(doc: Store, page: Page, marks: Buffer, root: Obj, parents: IntMap, walk: usize, index: IntMap, wanted: IntMap): bool {
  const self = changetype<Walk>(walk);
  self.doc = doc;
  self.page = page;
  self.marks = marks;
  self.index = index;
  self.wanted = wanted;
  const count = marks.length / <u32>offsetof<Mark>();
  for (let i: u32 = 0; i < count; i++) {
    const mark = Mark.at(marks, i);
    const hash = hashOf(mark.stream, mark.mcid);
    mark.next = index.get(hash);
    index.set(hash, i + 1);
    const owner = mark.stream ? fetch(doc, mark.stream) : page.dict;
    const key = getInt(doc, owner, Name.StructParents, -1);
    const array = key >= 0 ? resolve(doc, <usize>parents.get(<u32>key + 1)) : 0;
    climb(self, at(doc, array, <u32>max(mark.mcid, 0)), mark);
  }
  wanted.set(<u32>root, 1);
  visit(self, root, 0);
  return self.rank > 0;
}

/** The number tree /ParentTree: its keys + 1, and its values. It is read once in a generation of the cache. */
function parentTree(doc: Store, root: Obj): IntMap | null {
  if (doc.structureParents) return changetype<IntMap>(doc.structureParents);
  const entries = readTree(doc, rawGet(root, Name.ParentTree), Name.Nums);
  const map = IntMap.create(doc.cache);
  if (!entries || !map) {
    if (entries) entries.destroy();
    return null;
  }
  for (let i = entryCount(entries); i > 0; i--) {
    const key = intOf(keyOf(entries, i - 1), -1);
    if (key >= 0) map.set(<u32>key + 1, <u32>rawValueOf(entries, i - 1));
  }
  entries.destroy();
  doc.structureParents = changetype<usize>(map);
  return map;
}

function hashOf(stream: u32, mcid: i32): u32 {
  return ((stream * 0x9e3779b1) ^ (<u32>mcid)) | 0x80000000;
}

/** Notes the elements from `element` up to the root, and what they say for the mark. */
function climb(self: Walk, element: Obj, mark: Mark): void {
  const doc = self.doc;
  for (let depth = 0; kindOf(element) == Kind.Dict && depth < MAX_DEPTH && self.visits < MAX_VISITS; depth++) {
    self.visits += 1 + (lengthOf(element) >> 3);
    self.wanted.set(<u32>element, 1);
    if (lengthOf(get(doc, element, Name.ActualText)) && kindOf(get(doc, element, Name.ActualText)) == Kind.String) mark.actual = element;
    if (!mark.alternate && kindOf(get(doc, element, Name.Alt)) == Kind.String) mark.alternate = element;
    element = get(doc, element, Name.P);
  }
}

/** Ranks the marks below an element, in the order of its kids. Each element counts where it is met first. */
function visit(self: Walk, element: Obj, depth: i32): void {
  if (depth > MAX_DEPTH || self.wanted.get(<u32>element) != 1) return;
  self.wanted.set(<u32>element, 2);
  const kids = get(self.doc, element, Name.K);
  const page = refNumber(rawGet(element, Name.Pg));
  if (kindOf(kids) != Kind.Array) return kid(self, kids, page, depth);
  const count = lengthOf(kids);
  for (let i: u32 = 0; i < count && self.visits < MAX_VISITS; i++) kid(self, at(self.doc, kids, i), page, depth);
}

/** 14.7.5: an MCID, a marked-content reference, or an element. */
function kid(self: Walk, o: Obj, page: u32, depth: i32): void {
  self.visits += 1 + (kindOf(o) == Kind.Dict ? lengthOf(o) >> 3 : 0);
  if (kindOf(o) == Kind.Int) return rankMark(self, 0, intOf(o), page);
  if (kindOf(o) != Kind.Dict) return;
  const mcid = get(self.doc, o, Name.MCID);
  if (kindOf(mcid) != Kind.Int || getName(self.doc, o, Name.Type) == Name.StructElem) return visit(self, o, depth + 1);
  const own = refNumber(rawGet(o, Name.Pg));
  rankMark(self, refNumber(rawGet(o, Name.Stm)), intOf(mcid), own ? own : page);
}

function rankMark(self: Walk, stream: u32, mcid: i32, page: u32): void {
  // An MCID counts on its own page; where no page is named, on this one.
  if (page && self.page.number && page != self.page.number) return;
  let ranked = false;
  for (let i = self.index.get(hashOf(stream, mcid)); i;) {
    if (self.visits++ > MAX_VISITS) return;
    const mark = Mark.at(self.marks, i - 1);
    if (mark.stream == stream && mark.mcid == mcid && !mark.rank) {
      if (!ranked) self.rank++;
      ranked = true;
      mark.rank = self.rank;
    }
    i = mark.next;
  }
}
