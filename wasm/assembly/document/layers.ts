import { IntMap } from '../memory/map';
import { Name } from '../syntax/names';
import { Kind, kindOf, lengthOf, nameOf, Obj, ownerNumber } from '../syntax/object';
import { at, fetch, get, getName, spend, Store } from '../syntax/store';
import { applyUsage, LayerEvent, LayerState, usesZoom } from './layer-usage';

/**
 * Optional content groups, which readers know as layers, and which of them are shown: by the default configuration
 * (ISO 32000-2, 8.11.4.3: /BaseState, then /ON, then /OFF, then /AS), and by what the host has chosen since.
 */

const MAX_GROUPS: u32 = 1 << 16;

/** Whether a group is shown. */
export function isLayerShown(doc: Store, group: Obj): bool {
  if (!group) return true;
  const states = statesOf(doc);
  const fallback = isBaseOff(doc) ? LayerState.Hidden : LayerState.Shown;
  return !states || states.get(ownerNumber(group), fallback) == LayerState.Shown || !isIntended(doc, group);
}

/** Shows or hides the group of an object number, until `resetLayers`. */
export function setLayer(doc: Store, number: u32, shown: bool): void {
  const states = statesOf(doc);
  const group = fetch(doc, number);
  if (states && kindOf(group) == Kind.Dict) states.set(number, shown ? LayerState.Shown : LayerState.Hidden);
}

/** Says what pages are for from now on, and at which magnification; whether that changes what is shown. */
export function setLayerUsage(doc: Store, event: LayerEvent, zoom: f64): bool {
  resetLayers(doc);
  doc.layerEvent = event;
  doc.layerZoom = zoom;
  return usesZoom(doc, get(doc, layerProperties(doc), Name.D));
}

/** Goes back to the default configuration. */
export function resetLayers(doc: Store): void {
  if (doc.layers) changetype<IntMap>(doc.layers).destroy();
  doc.layers = 0;
}

/** The catalog's /OCProperties. */
export function layerProperties(doc: Store): Obj {
  return get(doc, get(doc, doc.trailer, Name.Root), Name.OCProperties);
}

/** States by the groups' object numbers, which they all have (8.11.2.1). Null when memory is out. */
function statesOf(doc: Store): IntMap | null {
  if (doc.layers) return changetype<IntMap>(doc.layers);
  const states = IntMap.create();
  if (!states) return null;
  const config = get(doc, layerProperties(doc), Name.D);
  put(doc, states, get(doc, config, Name.ON), LayerState.Shown);
  put(doc, states, get(doc, config, Name.OFF), LayerState.Hidden);
  applyUsage(doc, config, states);
  doc.layers = changetype<usize>(states);
  return states;
}

function put(doc: Store, states: IntMap, groups: Obj, state: LayerState): void {
  const count = kindOf(groups) == Kind.Array ? min(lengthOf(groups), MAX_GROUPS) : 0;
  for (let i: u32 = 0; i < count && spend(doc, 1); i++) {
    const group = at(doc, groups, i);
    if (ownerNumber(group)) states.set(ownerNumber(group), state);
  }
}

function isBaseOff(doc: Store): bool {
  return getName(doc, get(doc, layerProperties(doc), Name.D), Name.BaseState) == Name.OFF;
}

/**
 * 8.11.2.3: a group whose /Intent the configuration does not have hides nothing. Both are a name or several, View where
 * nothing is said.
 */
function isIntended(doc: Store, group: Obj): bool {
  const own = get(doc, group, Name.Intent);
  const asked = get(doc, get(doc, layerProperties(doc), Name.D), Name.Intent);
  for (let i: u32 = 0; i < intentCount(own); i++) {
    const intent = intentAt(doc, own, i);
    for (let k: u32 = 0; k < intentCount(asked); k++) {
      const other = intentAt(doc, asked, k);
      if (intent == other || other == Name.All) return true;
    }
  }
  return false;
}

function intentCount(o: Obj): u32 {
  return kindOf(o) == Kind.Array ? min<u32>(lengthOf(o), 16) : 1;
}

function intentAt(doc: Store, o: Obj, i: u32): u32 {
  const name = nameOf(kindOf(o) == Kind.Array ? at(doc, o, i) : o);
  return name ? name : Name.View;
}
