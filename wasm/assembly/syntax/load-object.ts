import { Obj } from './object';
import { parseIndirect } from './indirect-object';
import { loadCompressed } from './object-stream';
import { rebuildXref } from './rebuild-xref';
import { LOADING, spend, Store, XrefKind } from './state';
import { Warning, warn } from './warnings';

/**
 * Parses an object that the table has and keeps it there; 0 when nothing is where the table says, even after a repair,
 * and when the fuel is used up: then nothing is kept, also of what was read by then, so that it can be asked for again.
 */
export function loadObject(doc: Store, number: u32): Obj {
  if (!spend(doc, 1)) return 0;
  let found = loadFromTable(doc, number);
  if (!found && doc.fuel > 0 && !doc.rebuilt && (isListed(doc, number) || (doc.incomplete && isUnknown(doc, number)))) {
    // The table lies, or is not all there: make it anew by scanning the file, once.
    rebuildXref(doc);
    found = loadFromTable(doc, number);
  }
  if (doc.fuel <= 0) return found;
  if (found) keep(doc, number, found);
  else if (isListed(doc, number)) warn(doc, Warning.ObjectMissing, number);
  return found;
}

function isListed(doc: Store, number: u32): bool {
  const entry = doc.entry(number);
  return entry != null && entry.isListed;
}

function isUnknown(doc: Store, number: u32): bool {
  const entry = doc.entry(number);
  return !entry || entry.kind == <u16>XrefKind.Unknown;
}

function keep(doc: Store, number: u32, object: Obj): void {
  const entry = doc.entry(number);
  if (entry) entry.object = <u32>object;
}

function loadFromTable(doc: Store, number: u32): Obj {
  const entry = doc.entry(number);
  if (!entry) return 0;
  const place = entry.place;
  let found: Obj = 0;
  entry.object = LOADING; // an object that needs itself finds nothing
  if (entry.kind == <u16>XrefKind.Offset) {
    found = parseIndirect(doc, place, number);
    if (!found && doc.headerOffset) found = parseIndirect(doc, place + doc.headerOffset, number);
  } else if (entry.kind == <u16>XrefKind.Compressed) {
    found = loadCompressed(doc, place, entry.index, number);
  }
  // The table may have moved while it was read.
  const now = doc.entry(number);
  if (now && now.object == LOADING) now.object = 0;
  return found;
}
