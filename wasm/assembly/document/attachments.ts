import { Buffer } from '../memory/buffer';
import { IntMap } from '../memory/map';
import { Name } from '../syntax/names';
import { Kind, kindOf, lengthOf, Obj, rawGet } from '../syntax/object';
import { at, get, getInt, getName, spend, Store } from '../syntax/store';
import { readStream, releaseStream, StreamData } from '../syntax/stream';
import { Warning, warn } from '../syntax/warnings';
import { close, integer, key, name, open, text } from './json';
import { entryCount, keyOf, readTree, valueOf } from './name-tree';
import { pageAt, pageCount } from './pages';

/**
 * The files that a document carries (ISO 32000-2, 7.11.4): those of the name tree /EmbeddedFiles, those that the
 * document and its pages are associated with (14.13), and those of FileAttachment annotations (12.5.6.15). A file
 * specification that is met again is the same file.
 */

/** A file that has been found. */
@unmanaged
class Entry {
  /** The file specification. */
  file: Obj;
  /** Its key in the tree, or 0. */
  treeName: Obj;
  /** Its page, -1: none. */
  page: i32;
}
const ENTRY: u32 = <u32>offsetof<Entry>();
const MAX_FILES: u32 = 1 << 16;
/** Annotations that are looked at. */
const MAX_ANNOTATIONS: u32 = 1 << 18;

/** Writes the files as an array of `Attachment`, those that only pages have if `ofPages`; `maxBytes` ends it. */
export function writeAttachments(doc: Store, out: Buffer, ofPages: bool, maxBytes: u32): void {
  const files = collect(doc, ofPages ? MAX_FILES : 0);
  open(out, 0x5b);
  for (let i: u32 = 0; files && i < files.length / ENTRY && out.length < maxBytes; i++) {
    const entry = entryAt(files, i);
    writeFile(doc, out, entry.file, entry.treeName, entry.page);
  }
  close(out, 0x5d);
  if (files) files.destroy();
}

/** The contents of the i-th file in a Buffer, which is the caller's; 0 where there is none. */
export function attachmentData(doc: Store, i: u32): usize {
  const files = collect(doc, i + 1);
  const file: Obj = files && i < files.length / ENTRY ? entryAt(files, i).file : 0;
  if (files) files.destroy();
  if (!file) return 0;
  const out = Buffer.create();
  const mark = doc.call.mark();
  const p = doc.call.alloc(offsetof<StreamData>());
  if (!out || !p) {
    if (out) out.destroy();
    return 0;
  }
  const data = changetype<StreamData>(p);
  const stream = embedded(doc, file);
  let found = kindOf(stream) == Kind.Stream && readStream(doc, stream, data);
  if (found) out.pushBytes(data.data, data.length);
  releaseStream(data);
  doc.call.release(mark);
  if (out.failed) {
    warn(doc, Warning.MemoryOut);
    found = false;
  }
  if (found) return changetype<usize>(out);
  out.destroy();
  return 0;
}

/** The files; pages, which all may have to be read, are looked at while there are fewer than `wanted`. */
function collect(doc: Store, wanted: u32): Buffer | null {
  const files = Buffer.create(256);
  const seen = IntMap.create();
  if (!files || !seen) {
    Buffer.drop(files);
    if (seen) seen.destroy();
    return null;
  }
  const catalog = get(doc, doc.trailer, Name.Root);
  const tree = readTree(doc, rawGet(get(doc, catalog, Name.Names), Name.EmbeddedFiles), Name.Names);
  for (let i: u32 = 0; tree && i < entryCount(tree); i++) add(files, seen, valueOf(doc, tree, i), keyOf(tree, i), -1);
  if (tree) tree.destroy();
  addAll(doc, files, seen, get(doc, catalog, Name.AF), -1);
  let looked: u32 = 0;
  for (let i: u32 = 0; i < pageCount(doc) && looked < MAX_ANNOTATIONS && files.length / ENTRY < wanted; i++) {
    const page = pageAt(doc, i)!.dict;
    addAll(doc, files, seen, get(doc, page, Name.AF), <i32>i);
    const annotations = get(doc, page, Name.Annots);
    const count = kindOf(annotations) == Kind.Array ? lengthOf(annotations) : 0;
    for (let k: u32 = 0; k < count && looked < MAX_ANNOTATIONS; k++, looked++) {
      const annotation = at(doc, annotations, k);
      if (getName(doc, annotation, Name.Subtype) == Name.FileAttachment) add(files, seen, get(doc, annotation, Name.FS), 0, <i32>i);
    }
  }
  seen.destroy();
  return files;
}

function addAll(doc: Store, files: Buffer, seen: IntMap, array: Obj, page: i32): void {
  const count = kindOf(array) == Kind.Array ? min(lengthOf(array), MAX_FILES) : 0;
  for (let i: u32 = 0; i < count && spend(doc, 1); i++) add(files, seen, at(doc, array, i), 0, page);
}

function add(files: Buffer, seen: IntMap, file: Obj, treeName: Obj, page: i32): void {
  if (kindOf(file) != Kind.Dict || seen.get(<u32>file) || files.length >= MAX_FILES * ENTRY) return;
  seen.set(<u32>file, 1);
  const p = files.extend(ENTRY);
  if (!p) return;
  const entry = changetype<Entry>(p);
  entry.file = file;
  entry.treeName = treeName;
  entry.page = page;
}

// @ts-ignore: decorator
@inline function entryAt(files: Buffer, i: u32): Entry {
  return changetype<Entry>(files.data + <usize>(i * ENTRY));
}

/** The embedded file stream of a file specification (tables 43 and 44). */
export function embedded(doc: Store, file: Obj): Obj {
  const streams = get(doc, file, Name.EF);
  return get(doc, streams, rawGet(streams, Name.F) ? Name.F : Name.UF);
}

/** A file specification (7.11.3). */
function writeFile(doc: Store, out: Buffer, file: Obj, treeName: Obj, page: i32): void {
  const unicode = get(doc, file, Name.UF);
  const plain = get(doc, file, Name.F);
  const stream = embedded(doc, file);
  open(out, 0x7b);
  key(out, 'name');
  text(doc, out, unicode ? unicode : plain ? plain : treeName);
  const description = get(doc, file, Name.Desc);
  if (kindOf(description) == Kind.String) {
    key(out, 'description');
    text(doc, out, description);
  }
  key(out, 'size');
  integer(out, getInt(doc, get(doc, stream, Name.Params), Name.Size, -1));
  entry(doc, out, 'mimeType', getName(doc, stream, Name.Subtype));
  entry(doc, out, 'relationship', getName(doc, file, Name.AFRelationship));
  if (page >= 0) {
    key(out, 'page');
    integer(out, page);
  }
  close(out, 0x7d);
}

function entry(doc: Store, out: Buffer, literal: string, atom: u32): void {
  if (!atom) return;
  key(out, literal);
  name(doc, out, atom);
}
