import { IntMap } from '../memory/map';
import { Name } from '../syntax/names';
import { isNumber, Kind, kindOf, lengthOf, nameOf, numberOf, Obj, ownerNumber } from '../syntax/object';
import { at, get, getName, spend, Store } from '../syntax/store';

/**
 * Layers whose state depends on what the document is opened for: the usage application dictionaries in /AS of the
 * configuration (ISO 32000-2, 8.11.4.4), and what the groups' /Usage says (table 100). /Language and /User, which ask who is reading,
 * are not heeded.
 */

/** What a page is interpreted for. */
export const enum LayerEvent {
  View = 0,
  Print = 1,
  Export = 2,
}

export const enum LayerState {
  Unknown = 0,
  Shown = 1,
  Hidden = 2,
}

const MAX_USES: u32 = 256;
/** Categories of a use: table 100 has eight. */
const MAX_CATEGORIES: u32 = 16;
/** What looking at a group's usage costs in fuel. */
const GROUP_COST: i32 = 4;

/** Sets the states that follow from the event and the magnification. */
export function applyUsage(doc: Store, config: Obj, states: IntMap): void {
  const uses = get(doc, config, Name.AS);
  const count = kindOf(uses) == Kind.Array ? min(lengthOf(uses), MAX_USES) : 0;
  for (let i: u32 = 0; i < count; i++) {
    const use = at(doc, uses, i);
    const groups = get(doc, use, Name.OCGs);
    if (getName(doc, use, Name.Event) != eventName(doc.layerEvent) || kindOf(groups) != Kind.Array) continue;
    const groupCount = lengthOf(groups);
    for (let k: u32 = 0; k < groupCount && spend(doc, GROUP_COST); k++) {
      const group = at(doc, groups, k);
      const state = recommended(doc, get(doc, group, Name.Usage), get(doc, use, Name.Category));
      if (state && ownerNumber(group)) states.set(ownerNumber(group), state);
    }
  }
}

/** Whether some layer's state depends on the magnification. */
export function usesZoom(doc: Store, config: Obj): bool {
  const uses = get(doc, config, Name.AS);
  const count = kindOf(uses) == Kind.Array ? min(lengthOf(uses), MAX_USES) : 0;
  for (let i: u32 = 0; i < count; i++) {
    const use = at(doc, uses, i);
    if (getName(doc, use, Name.Event) != eventName(doc.layerEvent)) continue;
    const categories = get(doc, use, Name.Category);
    for (let k: u32 = 0; k < min(lengthOf(categories), MAX_CATEGORIES); k++) if (nameOf(at(doc, categories, k)) == Name.Zoom) return true;
  }
  return false;
}

function eventName(event: u32): Name {
  return event == LayerEvent.Print ? Name.Print : event == LayerEvent.Export ? Name.Export : Name.View;
}

/** Hidden where one of the categories says so, else shown where one says that; unknown where none says anything. */
function recommended(doc: Store, usage: Obj, categories: Obj): LayerState {
  let state = LayerState.Unknown;
  const count = kindOf(categories) == Kind.Array ? min(lengthOf(categories), MAX_CATEGORIES) : 0;
  for (let i: u32 = 0; i < count; i++) {
    const category = nameOf(at(doc, categories, i));
    const entry = get(doc, usage, category);
    if (kindOf(entry) != Kind.Dict) continue;
    let said = LayerState.Unknown;
    if (category == Name.View) said = stateOf(getName(doc, entry, Name.ViewState));
    else if (category == Name.Print) said = stateOf(getName(doc, entry, Name.PrintState));
    else if (category == Name.Export) said = stateOf(getName(doc, entry, Name.ExportState));
    else if (category == Name.Zoom) said = byZoom(doc, entry);
    if (said == LayerState.Hidden) return said;
    if (said) state = said;
  }
  return state;
}

function stateOf(name: u32): LayerState {
  return name == Name.ON ? LayerState.Shown : name == Name.OFF ? LayerState.Hidden : LayerState.Unknown;
}

/** From /min on, below /max. */
function byZoom(doc: Store, entry: Obj): LayerState {
  const zoom = doc.layerZoom > 0 ? doc.layerZoom : 1;
  const most = get(doc, entry, Name.max);
  if (zoom < numberOf(get(doc, entry, Name.min)) || (isNumber(most) && zoom >= numberOf(most))) return LayerState.Hidden;
  return LayerState.Shown;
}
