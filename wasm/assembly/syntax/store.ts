import { loadObject } from './load-object';
import { initNames } from './name-table';
import { Store } from './state';
import { WARNINGS_ROOM } from './warnings';

/** The document's store, as other folders use it: what it is (state.ts), and how objects are asked for (fetch.ts). */
export { at, fetch, get, getBool, getInt, getMatrix, getName, getNumber, getRect, rectOf, resolve } from './fetch';
export { LOADING, MAX_OBJECT, Store, XrefKind, forgetObjects, refuel, reserveOf, spend, spendBytes } from './state';

/** A store over a file, ready to be read; null when memory is out. `bytes` as for `Store.create`. */
export function createStore(bytes: usize, length: u32): Store | null {
  const doc = Store.create(bytes, length);
  if (!doc || !initNames(doc) || !doc.warnings.reserve(WARNINGS_ROOM)) return null;
  doc.loader = loadObject.index;
  return doc;
}
