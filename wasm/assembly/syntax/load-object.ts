import { Obj } from './object';
import { parseIndirect } from './indirect-object';
import { loadCompressed } from './object-stream';
import { rebuildXref } from './rebuild-xref';
import { LOADING, spend, Store, XrefKind } from './state';
import { Warning, warn } from './warnings';

/**
 * Parses an object that the table has and keeps it there; 0 when nothing is where the table says, even after a repair,
 * and when the fuel is used up: then nothing is kept, so that it can be asked for again.
 */
export function loadObject(doc: Store, number: u32): Obj {
  if (!spend(doc, 1)) return 0;
  let found = loadFromTable(doc, number);
  if (!found && !doc.rebuilt && (isListed(doc, number) || (doc.incomplete && isUnknown(doc, number)))) {
    // The table lies, or is not all there: make it anew by scanning the file, once.
    rebuildXref(doc);
    found = loadFromTable(doc, number);
  }
  if (found) keep(doc, number, found);
  else if (isListed(doc, number)) warn(doc, Warning.ObjectMissing, number);
  return found;
}

function isListed(doc: Store, number: u32): bool {
  const entry = doc.entry(number);
  return entry != 0 && load<u16>(entry) >= <u16>XrefKind.Offset;
}

function isUnknown(doc: Store, number: u32): bool {
  const entry = doc.entry(number);
  return !entry || load<u16>(entry) == <u16>XrefKind.Unknown;
}

function keep(doc: Store, number: u32, object: Obj): void {
  const entry = doc.entry(number);
  if (entry) store<u32>(entry, <u32>object, 12);
}

function loadFromTable(doc: Store, number: u32): Obj {
  const entry = doc.entry(number);
  if (!entry) return 0;
  const kind = <XrefKind>load<u16>(entry);
  const place = load<u32>(entry, 4);
  let found: Obj = 0;
  store<u32>(entry, LOADING, 12); // an object that needs itself finds nothing
  if (kind == XrefKind.Offset) {
    found = parseIndirect(doc, place, number);
    if (!found && doc.headerOffset) found = parseIndirect(doc, place + doc.headerOffset, number);
  } else if (kind == XrefKind.Compressed) {
    found = loadCompressed(doc, place, load<u32>(entry, 8), number);
  }
  // The table may have moved while it was read.
  const now = doc.entry(number);
  if (now && load<u32>(now, 12) == LOADING) store<u32>(now, 0, 12);
  return found;
}
