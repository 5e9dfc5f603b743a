import { Buffer } from '../memory/buffer';
import { IntMap } from '../memory/map';
import { Name } from '../syntax/names';
import { Kind, kindOf, lengthOf, Obj, rawAt, refNumber } from '../syntax/object';
import { at, get, spend, Store } from '../syntax/store';
import { bool_, close, integer, key, open, text } from './json';
import { isLayerShown, layerProperties } from './layers';

const MAX_GROUPS: u32 = 1 << 16;
/** Entries of /Order inside one another, and all of them. */
const MAX_DEPTH: i32 = 32;
const MAX_ENTRIES: u32 = 1 << 16;

/** Writes the groups as an array of `Layer`; `maxBytes` ends it. */
export function writeLayers(doc: Store, out: Buffer, maxBytes: u32): void {
  const config = get(doc, layerProperties(doc), Name.D);
  const groups = get(doc, layerProperties(doc), Name.OCGs);
  const locked = IntMap.create();
  const radio = IntMap.create();
  if (locked) number(doc, get(doc, config, Name.Locked), locked, 1);
  const buttons = get(doc, config, Name.RBGroups);
  for (let i: u32 = 0; radio && i < countOf(buttons) && spend(doc, 1); i++) number(doc, at(doc, buttons, i), radio, i + 1);
  open(out, 0x5b);
  for (let i: u32 = 0; i < countOf(groups) && out.length < maxBytes; i++) {
    const group = at(doc, groups, i);
    if (kindOf(group) != Kind.Dict) continue;
    open(out, 0x7b);
    key(out, 'id');
    integer(out, <i32>refNumber(rawAt(groups, i)));
    key(out, 'name');
    text(doc, out, get(doc, group, Name.Name));
    key(out, 'visible');
    bool_(out, isLayerShown(doc, group));
    if (locked && locked.get(<u32>group)) {
      key(out, 'locked');
      bool_(out, true);
    }
    if (radio && radio.get(<u32>group)) {
      key(out, 'radioGroup');
      integer(out, <i32>radio.get(<u32>group) - 1);
    }
    close(out, 0x7d);
  }
  close(out, 0x5d);
  if (locked) locked.destroy();
  if (radio) radio.destroy();
}

/** Gives a number to the groups of an array that have none. */
function number(doc: Store, array: Obj, numbers: IntMap, value: u32): void {
  for (let i: u32 = 0; i < countOf(array) && spend(doc, 1); i++) {
    const group = at(doc, array, i);
    if (kindOf(group) == Kind.Dict && !numbers.get(<u32>group)) numbers.set(<u32>group, value);
  }
}

function countOf(array: Obj): u32 {
  return kindOf(array) == Kind.Array ? min(lengthOf(array), MAX_GROUPS) : 0;
}

/** Writes how the layers are listed to readers, /Order of the default configuration (table 99), as an array of `LayerOrder`. */
export function writeLayerOrder(doc: Store, out: Buffer): void {
  writeOrder(doc, out, get(doc, get(doc, layerProperties(doc), Name.D), Name.Order), 0, 0, 0);
}

/**
 * An array is what hangs on the group before it; one that begins with a text stands by itself, under that label. The number of
 * entries so far.
 */
function writeOrder(doc: Store, out: Buffer, array: Obj, from: u32, depth: i32, entries: u32): u32 {
  open(out, 0x5b);
  const count = depth < MAX_DEPTH ? countOf(array) : 0;
  for (let i = from; i < count && entries < MAX_ENTRIES; i++) {
    entries++;
    const entry = at(doc, array, i);
    const isLabelled = kindOf(entry) == Kind.Array && kindOf(at(doc, entry, 0)) == Kind.String;
    if (kindOf(entry) != Kind.Dict && kindOf(entry) != Kind.Array) continue;
    open(out, 0x7b);
    let kids = entry;
    if (kindOf(entry) == Kind.Dict) {
      key(out, 'id');
      integer(out, <i32>refNumber(rawAt(array, i)));
      const next = at(doc, array, i + 1);
      kids = kindOf(next) == Kind.Array && kindOf(at(doc, next, 0)) != Kind.String ? next : 0;
      if (kids) i++;
    } else if (isLabelled) {
      key(out, 'label');
      text(doc, out, at(doc, entry, 0));
    }
    key(out, 'children');
    entries = writeOrder(doc, out, kids, isLabelled ? 1 : 0, depth + 1, entries);
    close(out, 0x7d);
  }
  close(out, 0x5d);
  return entries;
}
