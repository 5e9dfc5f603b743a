import { refusals } from '../memory/heap';
import { startsWith } from '../memory/literal';
import { Name } from '../syntax/names';
import { kindOf, Kind, lengthOf, nameOf, Obj, rawGet } from '../syntax/object';
import { indexObjectStreams, rebuildXref } from '../syntax/rebuild-xref';
import { createStore, get, getBool, Store } from '../syntax/store';
import { Warning, warn, warnOfMemory } from '../syntax/warnings';
import { readXref } from '../syntax/xref';
import { collectPages, pageCount } from './pages';

/** How opening went; the host's errors stand behind each (wasm/src/core.ts). */
export const enum Status {
  Ok = 0,
  NotAPdf = 1, // not-a-pdf
  Damaged = 2, // damaged
  EncryptionUnsupported = 3, // encryption-unsupported
  MemoryOut = 4, // limit-exceeded
  Empty = 5, // empty-file
}

/** Work that opening a file of so many bytes may take. */
export function openFuel(length: u32): i64 {
  return 20000000 + ((<i64>length) << 1);
}

/** `%PDF-` must stand in the first bytes (annex H of PDF 1.7: 1,024 of them). */
const HEADER_RANGE: u32 = 1024;

/**
 * Opens a file: finds its objects and its pages. `store.status` says how it went. An encrypted document is ready only
 * after `unlock`; null when memory is out. `bytes` as for `Store.create`.
 */
export function openStore(bytes: usize, length: u32): Store | null {
  const refused = refusals();
  const doc = createStore(bytes, length);
  if (!doc) return null;
  doc.fuel = openFuel(length);
  const hasHeader = findHeader(doc);
  if (!readXref(doc) || !isCatalog(doc)) rebuildXref(doc);
  if (rawGet(doc.trailer, Name.Encrypt)) {
    // An entry that leads elsewhere says that the table is wrong, not that the document is plain.
    if (!isEncrypted(doc) && !doc.rebuilt) rebuildXref(doc);
    if (isEncrypted(doc)) {
      warnOfMemory(doc, refused);
      return doc;
    }
  }
  ready(doc);
  if (doc.status == Status.Damaged && !hasHeader) doc.status = Status.NotAPdf;
  heedMemory(doc, refused);
  return doc;
}

function isEncrypted(doc: Store): bool {
  return kindOf(get(doc, doc.trailer, Name.Encrypt)) == Kind.Dict;
}

/** Goes on where `openStore` stopped, now that the host can decrypt. */
export function unlock(doc: Store): void {
  const refused = refusals();
  doc.encrypted = true;
  doc.fuel = openFuel(doc.length);
  indexObjectStreams(doc);
  ready(doc);
  heedMemory(doc, refused);
}

/** Where memory has been out it is not the file that is damaged. */
function heedMemory(doc: Store, refused: u32): void {
  warnOfMemory(doc, refused);
  if (refusals() != refused && doc.status != Status.Ok) doc.status = Status.MemoryOut;
}

function ready(doc: Store): void {
  collectPages(doc);
  if (!pageCount(doc) && !doc.rebuilt) {
    rebuildXref(doc);
    collectPages(doc);
  }
  doc.status = pageCount(doc) ? Status.Ok : Status.Damaged;
  if (doc.fuel <= 0) warn(doc, Warning.FuelOut);
  if (isXfaOnly(doc)) warn(doc, Warning.XfaForm);
}

/** Whether what the reader is meant to see is an XFA form, which PDF 2.0 has no more (annex K), and its pages a stand-in. */
function isXfaOnly(doc: Store): bool {
  const form = get(doc, catalog(doc), Name.AcroForm);
  if (!rawGet(form, Name.XFA)) return false;
  return getBool(doc, catalog(doc), Name.NeedsRendering) || !lengthOf(get(doc, form, Name.Fields));
}

function findHeader(doc: Store): bool {
  const view = doc.look(0, HEADER_RANGE);
  const end = min(view.end, view.start + HEADER_RANGE);
  for (let p = view.start; p + 5 <= end; p++) {
    if (startsWith(p, end, '%PDF-')) {
      doc.headerOffset = view.offsetOf(p);
      return true;
    }
  }
  return false;
}

/** Whether the trailer leads to a catalog with a page tree. In an encrypted document it may lie in an object stream that cannot be read yet. */
function isCatalog(doc: Store): bool {
  if (rawGet(doc.trailer, Name.Encrypt)) return kindOf(rawGet(doc.trailer, Name.Root)) == Kind.Ref;
  return kindOf(get(doc, catalog(doc), Name.Pages)) == Kind.Dict;
}

/** The document catalog (7.7.2), 0 when there is none. */
export function catalog(doc: Store): Obj {
  const root = get(doc, doc.trailer, Name.Root);
  return kindOf(root) == Kind.Dict ? root : 0;
}

/** Whether an object is a dictionary of this /Type. */
export function isType(doc: Store, o: Obj, type: Name): bool {
  return kindOf(o) == Kind.Dict && nameOf(get(doc, o, Name.Type)) == type;
}
