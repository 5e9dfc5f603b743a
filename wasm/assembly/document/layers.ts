import { Buffer } from '../memory/buffer';
import { IntMap } from '../memory/map';
import { Name } from '../syntax/names';
import { Kind, kindOf, lengthOf, Obj, rawAt, refNumber } from '../syntax/object';
import { at, fetch, get, getName, Store } from '../syntax/store';
import { bool_, close, integer, key, open, text } from './json';

/**
 * Optional content groups, which readers know as layers, and which of them are shown: by the default configuration
 * (ISO 32000-2, 8.11.4.3: /BaseState, then /ON, then /OFF), and by what the host has chosen since.
 */

// @ts-ignore: decorator
@inline const MAX_GROUPS: u32 = 1 << 16;
// @ts-ignore: decorator
@inline const SHOWN: u32 = 1;
// @ts-ignore: decorator
@inline const HIDDEN: u32 = 2;

/** Whether a group is shown. */
export function isLayerShown(doc: Store, group: Obj): bool {
  const states = statesOf(doc);
  return !states || states.get(<u32>group, isBaseOff(doc) ? HIDDEN : SHOWN) == SHOWN;
}

/** Shows or hides the group of an object number, until `resetLayers`. */
export function setLayer(doc: Store, number: u32, shown: bool): void {
  const states = statesOf(doc);
  const group = fetch(doc, number);
  if (states && kindOf(group) == Kind.Dict) states.set(<u32>group, shown ? SHOWN : HIDDEN);
}

/** Goes back to the default configuration. */
export function resetLayers(doc: Store): void {
  if (doc.layers) changetype<IntMap>(doc.layers).destroy();
  doc.layers = 0;
}

/** Writes the groups, as `Layer` of wasm/src/types.ts; `maxBytes` ends it. */
export function writeLayers(doc: Store, out: Buffer, maxBytes: u32): void {
  const groups = get(doc, properties(doc), Name.OCGs);
  const count = kindOf(groups) == Kind.Array ? min(lengthOf(groups), MAX_GROUPS) : 0;
  open(out, 0x5b);
  for (let i: u32 = 0; i < count && out.length < maxBytes; i++) {
    const group = at(doc, groups, i);
    if (kindOf(group) != Kind.Dict) continue;
    open(out, 0x7b);
    key(out, 'id');
    integer(out, <i32>refNumber(rawAt(groups, i)));
    key(out, 'name');
    text(doc, out, get(doc, group, Name.Name));
    key(out, 'visible');
    bool_(out, isLayerShown(doc, group));
    close(out, 0x7d);
  }
  close(out, 0x5d);
}

/** States by the groups' addresses: an object is parsed once, so they tell groups apart. Null when memory is out. */
function statesOf(doc: Store): IntMap | null {
  if (doc.layers) return changetype<IntMap>(doc.layers);
  const states = IntMap.create();
  if (!states) return null;
  const config = get(doc, properties(doc), Name.D);
  put(doc, states, get(doc, config, Name.ON), SHOWN);
  put(doc, states, get(doc, config, Name.OFF), HIDDEN);
  doc.layers = changetype<usize>(states);
  return states;
}

function put(doc: Store, states: IntMap, groups: Obj, state: u32): void {
  const count = kindOf(groups) == Kind.Array ? min(lengthOf(groups), MAX_GROUPS) : 0;
  for (let i: u32 = 0; i < count; i++) {
    const group = at(doc, groups, i);
    if (group) states.set(<u32>group, state);
  }
}

function isBaseOff(doc: Store): bool {
  return getName(doc, get(doc, properties(doc), Name.D), Name.BaseState) == Name.OFF;
}

function properties(doc: Store): Obj {
  return get(doc, get(doc, doc.trailer, Name.Root), Name.OCProperties);
}
