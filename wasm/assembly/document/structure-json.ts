import { Matrix } from '../geometry/matrix';
import { Buffer } from '../memory/buffer';
import { IntMap } from '../memory/map';
import { pop, push } from '../memory/stack';
import { Name } from '../syntax/names';
import { intOf, Kind, kindOf, lengthOf, nameOf, Obj, rawAt, rawGet, refNumber } from '../syntax/object';
import { at, get, getName, resolve, spend, Store } from '../syntax/store';
import { embedded } from './attachments';
import { close, integer, key, name, open, text } from './json';
import { pageAt, pageIndexOf, pageSpace } from './pages';
import { rectangle } from './rectangle-json';
import { textStream } from './text-stream-json';

/** Elements inside one another. */
const MAX_DEPTH: i32 = 128;
/** Elements and their content that are looked at; a dictionary with many entries counts for several. */
const MAX_VISITS: u32 = 1 << 20;
/** Types that stand for types that stand for types. */
const MAX_ROLES: i32 = 16;
/** Attribute objects, or classes, of one element. */
const MAX_ATTRIBUTES: u32 = 64;
/** Files that one element is associated with, and bytes of one. */
const MAX_FILES: u32 = 16;
const MAX_FILE: u32 = 1 << 18;


@unmanaged
class Walk {
  doc: Store;
  out: Buffer;
  maxBytes: u32;
  roles: Obj;
  classes: Obj;
  /** Elements that were met, by address: each is told once. */
  seen: IntMap;
  /** The page whose content is told, -1: all. */
  page: i32;
  visits: u32;
}

/**
 * Writes the structure tree (ISO 32000-2, 14.7) as an array of `StructureElement`; of a page, what has content on it.
 * `page` -1: all.
 */
export function writeStructure(doc: Store, out: Buffer, page: i32, maxBytes: u32): void {
  const root = get(doc, get(doc, doc.trailer, Name.Root), Name.StructTreeRoot);
  const seen = IntMap.create();
  const p = doc.call.alloc(offsetof<Walk>());
  open(out, 0x5b);
  if (seen && p && kindOf(root) == Kind.Dict) {
    const self = changetype<Walk>(p);
    self.doc = doc;
    self.out = out;
    self.maxBytes = maxBytes;
    self.roles = get(doc, root, Name.RoleMap);
    self.classes = get(doc, root, Name.ClassMap);
    self.seen = seen;
    self.page = page;
    writeKids(self, root, 0, 0);
  }
  close(out, 0x5d);
  if (seen) seen.destroy();
}

/** Writes what /K has; whether some of it is content. `page`: object number of the page that content is on where it does not say. */
function writeKids(self: Walk, element: Obj, page: u32, depth: i32): bool {
  const kids = rawGet(element, Name.K);
  const array = resolve(self.doc, kids);
  if (kindOf(array) != Kind.Array) return writeKid(self, kids, page, depth);
  const count = lengthOf(array);
  let any = false;
  for (let i: u32 = 0; i < count && self.visits < MAX_VISITS && self.out.length < self.maxBytes; i++) {
    if (writeKid(self, rawAt(array, i), page, depth)) any = true;
  }
  return any;
}

/** 14.7.5: an MCID, a reference to marked content or to an object, or an element. */
function writeKid(self: Walk, reference: Obj, page: u32, depth: i32): bool {
  const o = resolve(self.doc, reference);
  const cost = 1 + (kindOf(o) == Kind.Dict ? lengthOf(o) >> 3 : 0);
  self.visits += cost;
  if (!spend(self.doc, <i32>cost)) return false;
  if (kindOf(o) == Kind.Int) return writeContent(self, page, 'mcid', intOf(o), 0);
  if (kindOf(o) != Kind.Dict) return false;
  const own = refNumber(rawGet(o, Name.Pg));
  const here = own ? own : page;
  const type = getName(self.doc, o, Name.Type);
  if (type == Name.OBJR) return writeContent(self, here, 'object', <i32>refNumber(rawGet(o, Name.Obj)), 0);
  const mcid = get(self.doc, o, Name.MCID);
  if (type == Name.MCR || (kindOf(mcid) == Kind.Int && !rawGet(o, Name.S)))
    return writeContent(self, here, 'mcid', intOf(mcid, -1), refNumber(rawGet(o, Name.Stm)));
  return writeElement(self, o, here, depth);
}

function writeContent(self: Walk, page: u32, literal: string, value: i32, form: u32): bool {
  const index = pageIndexOf(self.doc, page);
  if (index < 0 || value < 0 || (self.page >= 0 && index != self.page)) return false;
  const out = self.out;
  open(out, 0x7b);
  key(out, 'page');
  integer(out, index);
  key(out, literal);
  integer(out, value);
  if (form) {
    key(out, 'form');
    integer(out, <i32>form);
  }
  close(out, 0x7d);
  return true;
}

/** Table 355. */
function writeElement(self: Walk, element: Obj, page: u32, depth: i32): bool {
  const doc = self.doc;
  const out = self.out;
  if (depth >= MAX_DEPTH || self.seen.get(<u32>element)) return false;
  self.seen.set(<u32>element, 1);
  const before = out.length;
  const type = getName(doc, element, Name.S);
  open(out, 0x7b);
  key(out, 'type');
  name(doc, out, type);
  const role = roleOf(self, type, get(doc, element, Name.NS));
  key(out, 'role');
  name(doc, out, role);
  entry(doc, out, 'title', get(doc, element, Name.T));
  entry(doc, out, 'language', get(doc, element, Name.Lang));
  entry(doc, out, 'alt', get(doc, element, Name.Alt));
  entry(doc, out, 'actualText', get(doc, element, Name.ActualText));
  entry(doc, out, 'expansion', get(doc, element, Name.E));
  if (role == Name.Figure || role == Name.Formula) box(self, element, page);
  const isCell = role == Name.TD || role == Name.TH;
  if (isCell) {
    span(doc, out, 'columnSpan', attribute(self, element, Name.ColSpan));
    span(doc, out, 'rowSpan', attribute(self, element, Name.RowSpan));
    const scope = attribute(self, element, Name.Scope);
    if (kindOf(scope) == Kind.Name) {
      key(out, 'scope');
      name(doc, out, nameOf(scope));
    }
  }
  key(out, 'children');
  open(out, 0x5b);
  const any = writeKids(self, element, page, depth + 1);
  close(out, 0x5d);
  // Files are read where the element is told.
  if (role == Name.Formula && (any || self.page < 0)) formula(self, element);
  close(out, 0x7d);
  // An empty cell keeps its place in its row; a row without content on the page is left out with all its cells.
  if (!any && self.page >= 0 && !isCell) out.length = before;
  return any;
}

/** What a formula is in MathML: by a file that it is associated with (14.13.6), or as Microsoft Word writes it, by an attribute. */
function formula(self: Walk, element: Obj): void {
  const doc = self.doc;
  const out = self.out;
  const before = out.length;
  const files = get(doc, element, Name.AF);
  const isArray = kindOf(files) == Kind.Array;
  const count = isArray ? min<u32>(lengthOf(files), MAX_FILES) : 1;
  for (let i: u32 = 0; i < count && out.length == before; i++) {
    const stream = embedded(doc, isArray ? at(doc, files, i) : files);
    if (getName(doc, stream, Name.Subtype) == Name.application_mathml_xml) textStream(doc, out, 'mathml', stream, MAX_FILE);
  }
  if (out.length == before) entry(doc, out, 'mathml', attribute(self, element, Name.MSFT_MathML));
}

/** 14.8.5.4.3: where on its page an element stands that is no text. `number`: the page's object number. */
function box(self: Walk, element: Obj, number: u32): void {
  const doc = self.doc;
  const array = attribute(self, element, Name.BBox);
  if (kindOf(array) != Kind.Array) return;
  const index = pageIndexOf(doc, number);
  if (self.page >= 0 && index != self.page) return;
  const page = pageAt(doc, <u32>index);
  if (!page) return;
  const m = changetype<Matrix>(push(offsetof<Matrix>()));
  pageSpace(doc, page, m);
  key(self.out, 'box');
  rectangle(doc, self.out, array, m);
  pop(changetype<usize>(m));
}

/** 14.8.5.7, table 384: how many columns or rows a cell takes. */
function span(doc: Store, out: Buffer, literal: string, o: Obj): void {
  const count = intOf(o, 1);
  if (count < 2 || count > 1000) return;
  key(out, literal);
  integer(out, count);
}

/** 14.7.6: an attribute of an element, by its own attribute objects, else by those of its classes; 0: it has none. */
function attribute(self: Walk, element: Obj, wanted: u32): Obj {
  const doc = self.doc;
  const own = among(doc, get(doc, element, Name.A), wanted);
  if (own) return own;
  const classes = get(doc, element, Name.C);
  if (kindOf(classes) == Kind.Name) return among(doc, get(doc, self.classes, nameOf(classes)), wanted);
  const count = min<u32>(lengthOf(classes), MAX_ATTRIBUTES);
  for (let i: u32 = 0; kindOf(classes) == Kind.Array && i < count; i++) {
    const found = among(doc, get(doc, self.classes, nameOf(at(doc, classes, i))), wanted);
    if (found) return found;
  }
  return 0;
}

/** An attribute in one attribute object, or in an array of them; revision numbers stand between them. */
function among(doc: Store, attributes: Obj, wanted: u32): Obj {
  if (kindOf(attributes) != Kind.Array) return get(doc, attributes, wanted);
  const count = min<u32>(lengthOf(attributes), MAX_ATTRIBUTES);
  for (let i: u32 = 0; i < count && spend(doc, 1); i++) {
    const found = get(doc, at(doc, attributes, i), wanted);
    if (found) return found;
  }
  return 0;
}

function entry(doc: Store, out: Buffer, literal: string, o: Obj): void {
  if (kindOf(o) != Kind.String) return;
  key(out, literal);
  text(doc, out, o);
}

/** 14.8.6.2: what a type stands for; in a namespace by its /RoleMapNS, which leads to a type of another, else by /RoleMap. */
function roleOf(self: Walk, type: u32, namespace: Obj): u32 {
  const doc = self.doc;
  for (let i = 0; i < MAX_ROLES; i++) {
    let target = get(doc, kindOf(namespace) == Kind.Dict ? get(doc, namespace, Name.RoleMapNS) : self.roles, type);
    const isPair = kindOf(target) == Kind.Array;
    namespace = isPair ? at(doc, target, 1) : 0;
    if (isPair) target = at(doc, target, 0);
    const mapped = nameOf(target);
    if (!mapped || mapped == type) break;
    type = mapped;
  }
  return type;
}
