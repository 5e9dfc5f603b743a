import { Buffer } from '../memory/buffer';
import { Name } from '../syntax/names';
import { keyAt, kindOf, Kind, lengthOf, Obj, rawGet, valueAt } from '../syntax/object';
import { get, resolve, Store } from '../syntax/store';
import { writeDestination } from './destinations';
import { close, key, name, open, text } from './json';
import { entryCount, keyOf, readTree, valueOf } from './name-tree';

/** Writes all that have a name (ISO 32000-2, 12.3.2.4) and lead somewhere, as an array of `NamedDestination`; `maxBytes` ends it. */
export function writeNamedDestinations(doc: Store, out: Buffer, maxBytes: u32): void {
  const catalog = get(doc, doc.trailer, Name.Root);
  open(out, 0x5b);
  const entries = readTree(doc, rawGet(get(doc, catalog, Name.Names), Name.Dests), Name.Names);
  for (let i: u32 = 0; entries && i < entryCount(entries) && out.length < maxBytes; i++) {
    if (kindOf(keyOf(entries, i)) == Kind.String) item(doc, out, keyOf(entries, i), 0, valueOf(doc, entries, i));
  }
  if (entries) entries.destroy();
  const old = get(doc, catalog, Name.Dests);
  for (let i: u32 = 0; i < lengthOf(old) && out.length < maxBytes; i++) item(doc, out, 0, keyAt(old, i), resolve(doc, valueAt(old, i)));
  close(out, 0x5d);
}

/** The name is a string, or an atom. */
function item(doc: Store, out: Buffer, string: Obj, atom: u32, destination: Obj): void {
  // A name that stands for a name leads nowhere, and in a circle at worst.
  if (kindOf(destination) != Kind.Array && kindOf(destination) != Kind.Dict) return;
  const before = out.length;
  open(out, 0x7b);
  key(out, 'name');
  if (string) text(doc, out, string);
  else name(doc, out, atom);
  const named = out.length;
  writeDestination(doc, out, destination);
  if (out.length == named) out.length = before;
  else close(out, 0x7d);
}
