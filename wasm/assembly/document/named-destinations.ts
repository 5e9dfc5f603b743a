import { IntMap } from '../memory/map';
import { Name } from '../syntax/names';
import { intern } from '../syntax/name-table';
import { Kind, kindOf, lengthOf, nameOf, Obj, rawGet, stringOf } from '../syntax/object';
import { get, resolve, Store } from '../syntax/store';
import { entryCount, keyOf, rawValueOf, readTree } from './name-tree';

/**
 * What a name or a string stands for, ISO 32000-2, 12.3.2.4: in the catalog's /Dests, or in the name tree /Dests; each
 * is looked at for both, in the order that is right for it. 0 when it is in neither.
 */
export function namedDestination(doc: Store, o: Obj): Obj {
  const isName = kindOf(o) == Kind.Name;
  const name = isName ? nameOf(o) : intern(doc, stringOf(o), lengthOf(o));
  const old = get(doc, get(doc, get(doc, doc.trailer, Name.Root), Name.Dests), name);
  if (old && isName) return old;
  const found = inTree(doc, name);
  return found ? found : old;
}

/** The tree is read once in a generation of the cache, into a map from keys as atoms to values: outlines and trees have tens of thousands of entries. */
function inTree(doc: Store, name: u32): Obj {
  if (!doc.namedDestinations) doc.namedDestinations = changetype<usize>(readDestinations(doc));
  if (!doc.namedDestinations || !name) return 0;
  return resolve(doc, <usize>changetype<IntMap>(doc.namedDestinations).get(name));
}

function readDestinations(doc: Store): IntMap | null {
  const names = get(doc, get(doc, doc.trailer, Name.Root), Name.Names);
  const entries = readTree(doc, rawGet(names, Name.Dests), Name.Names);
  const map = IntMap.create(doc.cache);
  if (!entries || !map) {
    if (entries) entries.destroy();
    return map;
  }
  // Backwards, so that of equal keys the first counts.
  for (let i = entryCount(entries); i > 0; i--) {
    const key = keyOf(entries, i - 1);
    const name = kindOf(key) == Kind.String ? intern(doc, stringOf(key), lengthOf(key)) : 0;
    if (name) map.set(name, <u32>rawValueOf(entries, i - 1));
  }
  entries.destroy();
  return map;
}
