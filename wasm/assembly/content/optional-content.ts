import { isLayerShown } from '../document/layers';
import { Name } from '../syntax/names';
import { Kind, kindOf, lengthOf, nameOf, Obj } from '../syntax/object';
import { at, get, getName, spend, Store } from '../syntax/store';

/** Optional content: what hangs on layers that are shown or not. ISO 32000-2, 8.11. */

/** Visibility expressions inside one another. */
const MAX_DEPTH: i32 = 16;
/** Fuel for a group, or a part of an expression: with it a page may look at half a million of them. */
const VISIT_COST: i32 = 200;

/** Whether a group or a membership dictionary (a reference is followed) is hidden. What is neither is seen. */
export function isHiddenLayer(doc: Store, layer: Obj): bool {
  return kindOf(layer) == Kind.Dict && !isOn(doc, layer);
}

function isOn(doc: Store, layer: Obj): bool {
  if (getName(doc, layer, Name.Type) != Name.OCMD) return isLayerShown(doc, layer);
  const expression = get(doc, layer, Name.VE);
  if (kindOf(expression) == Kind.Array) return isTrue(doc, expression, 0);
  const groups = get(doc, layer, Name.OCGs);
  if (kindOf(groups) == Kind.Dict) return byPolicy(getName(doc, layer, Name.P), isLayerShown(doc, groups) ? 1 : 0, 1);
  const count = lengthOf(groups);
  if (kindOf(groups) != Kind.Array || !count) return true;
  let on: u32 = 0;
  let known: u32 = 0;
  for (let i: u32 = 0; i < count && spend(doc, VISIT_COST); i++) {
    const group = at(doc, groups, i);
    if (kindOf(group) != Kind.Dict) continue;
    known++;
    if (isLayerShown(doc, group)) on++;
  }
  return !known || byPolicy(getName(doc, layer, Name.P), on, known);
}

/** Table 97: AnyOn where nothing else is said. */
function byPolicy(policy: u32, on: u32, count: u32): bool {
  if (policy == Name.AllOn) return on == count;
  if (policy == Name.AnyOff) return on < count;
  if (policy == Name.AllOff) return on == 0;
  return on > 0;
}

/** 8.11.2.2: [/And …], [/Or …], [/Not …] of groups and expressions. */
function isTrue(doc: Store, o: Obj, depth: i32): bool {
  if (kindOf(o) != Kind.Array) return isLayerShown(doc, o);
  // Expressions may share their parts: the page's fuel ends what would double at each level.
  if (depth > MAX_DEPTH || !spend(doc, VISIT_COST)) return true;
  const operator = nameOf(at(doc, o, 0));
  const count = lengthOf(o);
  for (let i: u32 = 1; i < count; i++) {
    const part = at(doc, o, i);
    if (!part) continue; // a group that is gone
    const value = isTrue(doc, part, depth + 1);
    if (operator == Name.Not) return !value;
    if (operator == Name.And && !value) return false;
    if (operator == Name.Or && value) return true;
  }
  return operator == Name.And;
}
