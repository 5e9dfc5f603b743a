import { Matrix } from '../geometry/matrix';
import { Buffer } from '../memory/buffer';
import { Name } from '../syntax/names';
import { Kind, kindOf, lengthOf, nameOf, Obj, rawAt, refNumber } from '../syntax/object';
import { at, get, getInt, getName, getRect, Store } from '../syntax/store';
import { writeTarget } from './destinations';
import { permissionBits } from './encryption-json';
import { bool_, close, integer, key, name, number, open, text } from './json';
import { writeLabels } from './labels-json';
import { writeMetadata } from './metadata-json';
import { writeOutline } from './outline-json';
import { pageAt, pageBox, PageBox, pageMatrix } from './pages';

/** What can be asked for; the order is that of wasm/src/core.ts, and what is written has the shape of wasm/src/types.ts. */
export const enum Part {
  Outline = 0,
  Labels = 1,
  Metadata = 2,
  Attachments = 3,
  Layers = 4,
  Permissions = 5,
  Links = 6,
  Annotations = 7,
}

// @ts-ignore: decorator
@inline const MAX_DEPTH: i32 = 32;
// @ts-ignore: decorator
@inline const MAX_ITEMS: u32 = 1 << 16;

/** A part of the document as JSON in a Buffer, which is the caller's; 0 when memory is out. */
export function writeJson(doc: Store, part: Part, page: u32): usize {
  const out = Buffer.create(1024);
  if (!out) return 0;
  switch (part) {
    case Part.Outline:
      writeOutline(doc, out);
      break;
    case Part.Labels:
      writeLabels(doc, out);
      break;
    case Part.Metadata:
      writeMetadata(doc, out);
      break;
    case Part.Attachments:
      open(out, 0x5b);
      attachments(doc, out, get(doc, get(doc, get(doc, doc.trailer, Name.Root), Name.Names), Name.EmbeddedFiles), 0);
      close(out, 0x5d);
      break;
    case Part.Layers:
      layers(doc, out);
      break;
    case Part.Permissions:
      permissions(doc, out);
      break;
    default:
      annotations(doc, out, page, part == Part.Links);
  }
  return changetype<usize>(out);
}

/** 7.11.4: the files of the name tree /EmbeddedFiles. */
function attachments(doc: Store, out: Buffer, node: Obj, depth: i32): void {
  if (kindOf(node) != Kind.Dict || depth > MAX_DEPTH || out.length > 1 << 24) return;
  const names = get(doc, node, Name.Names);
  const count = kindOf(names) == Kind.Array ? min(lengthOf(names), MAX_ITEMS) : 0;
  for (let i: u32 = 0; i + 1 < count; i += 2) {
    const file = at(doc, names, i + 1);
    if (kindOf(file) != Kind.Dict) continue;
    const unicode = get(doc, file, Name.UF);
    const plain = get(doc, file, Name.F);
    const stream = get(doc, get(doc, file, Name.EF), Name.F);
    open(out, 0x7b);
    key(out, 'name');
    text(doc, out, unicode ? unicode : plain ? plain : at(doc, names, i));
    const description = get(doc, file, Name.Desc);
    if (kindOf(description) == Kind.String) {
      key(out, 'description');
      text(doc, out, description);
    }
    key(out, 'size');
    integer(out, getInt(doc, get(doc, stream, Name.Params), Name.Size, -1));
    const type = getName(doc, stream, Name.Subtype);
    if (type) {
      key(out, 'mimeType');
      name(doc, out, type);
    }
    close(out, 0x7d);
  }
  const kids = get(doc, node, Name.Kids);
  const kidCount = kindOf(kids) == Kind.Array ? min(lengthOf(kids), MAX_ITEMS) : 0;
  for (let i: u32 = 0; i < kidCount; i++) attachments(doc, out, at(doc, kids, i), depth + 1);
}

/** 8.11: the optional content groups, and whether the default configuration shows them. */
function layers(doc: Store, out: Buffer): void {
  const properties = get(doc, get(doc, doc.trailer, Name.Root), Name.OCProperties);
  const groups = get(doc, properties, Name.OCGs);
  const config = get(doc, properties, Name.D);
  const count = kindOf(groups) == Kind.Array ? min(lengthOf(groups), MAX_ITEMS) : 0;
  const off = getName(doc, config, Name.BaseState) == Name.OFF;
  open(out, 0x5b);
  for (let i: u32 = 0; i < count; i++) {
    const group = at(doc, groups, i);
    if (kindOf(group) != Kind.Dict) continue;
    open(out, 0x7b);
    key(out, 'id');
    integer(out, <i32>refNumber(rawAt(groups, i)));
    key(out, 'name');
    text(doc, out, get(doc, group, Name.Name));
    key(out, 'visible');
    bool_(out, off ? lists(doc, get(doc, config, Name.ON), group) : !lists(doc, get(doc, config, Name.OFF), group));
    close(out, 0x7d);
  }
  close(out, 0x5d);
}

function lists(doc: Store, array: Obj, group: Obj): bool {
  const count = kindOf(array) == Kind.Array ? lengthOf(array) : 0;
  for (let i: u32 = 0; i < count; i++) if (at(doc, array, i) == group) return true;
  return false;
}

/** Table 22: the bits of /P, counted from 1. */
function permissions(doc: Store, out: Buffer): void {
  const dict = get(doc, doc.trailer, Name.Encrypt);
  const bits = kindOf(dict) == Kind.Dict ? permissionBits(doc, dict) : -1;
  open(out, 0x7b);
  permission(out, 'print', bits, 3);
  permission(out, 'modify', bits, 4);
  permission(out, 'copy', bits, 5);
  permission(out, 'annotate', bits, 6);
  permission(out, 'fillForms', bits, 9);
  permission(out, 'extractForAccessibility', bits, 10);
  permission(out, 'assemble', bits, 11);
  permission(out, 'printHighQuality', bits, 12);
  close(out, 0x7d);
}

function permission(out: Buffer, literal: string, bits: i32, bit: i32): void {
  key(out, literal);
  bool_(out, ((bits >> (bit - 1)) & 1) != 0);
}

/** The page's annotations, or of them only the links that lead somewhere. */
function annotations(doc: Store, out: Buffer, index: u32, links: bool): void {
  open(out, 0x5b);
  const page = pageAt(doc, index);
  const p = doc.arena.alloc(offsetof<PageBox>() + offsetof<Matrix>());
  if (page && p) {
    const m = changetype<Matrix>(p + offsetof<PageBox>());
    pageBox(doc, page, changetype<PageBox>(p));
    pageMatrix(changetype<PageBox>(p), m);
    const array = get(doc, page.dict, Name.Annots);
    const count = kindOf(array) == Kind.Array ? min(lengthOf(array), MAX_ITEMS) : 0;
    for (let i: u32 = 0; i < count; i++) {
      const annotation = at(doc, array, i);
      if (kindOf(annotation) != Kind.Dict) continue;
      const type = nameOf(get(doc, annotation, Name.Subtype));
      if (links && (type != Name.Link || getInt(doc, annotation, Name.F) & 2)) continue;
      open(out, 0x7b);
      if (!links) {
        key(out, 'type');
        name(doc, out, type);
      }
      key(out, 'rect');
      rectangle(doc, out, annotation, m);
      if (links) {
        writeTarget(doc, out, annotation);
      } else if (kindOf(get(doc, annotation, Name.Contents)) == Kind.String) {
        key(out, 'contents');
        text(doc, out, get(doc, annotation, Name.Contents));
      }
      close(out, 0x7d);
    }
  }
  close(out, 0x5d);
}

/** /Rect in page space. */
function rectangle(doc: Store, out: Buffer, annotation: Obj, m: Matrix): void {
  const rect = memory.data(32, 8);
  getRect(doc, annotation, Name.Rect, rect);
  const ax = m.x(load<f64>(rect), load<f64>(rect, 8));
  const ay = m.y(load<f64>(rect), load<f64>(rect, 8));
  const bx = m.x(load<f64>(rect, 16), load<f64>(rect, 24));
  const by = m.y(load<f64>(rect, 16), load<f64>(rect, 24));
  open(out, 0x5b);
  number(out, min(ax, bx));
  number(out, min(ay, by));
  number(out, max(ax, bx));
  number(out, max(ay, by));
  close(out, 0x5d);
}
