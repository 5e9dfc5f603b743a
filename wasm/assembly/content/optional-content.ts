import { Name } from '../syntax/names';
import { Kind, kindOf, lengthOf, nameOf, Obj } from '../syntax/object';
import { at, get, getName, Store } from '../syntax/store';

/** Optional content by the document's default configuration. ISO 32000-2, 8.11. */

/** Visibility expressions inside one another. */
// @ts-ignore: decorator
@inline const MAX_DEPTH: i32 = 16;

/** Whether a group or a membership dictionary (a reference is followed) is hidden. What is neither is seen. */
export function isHiddenLayer(doc: Store, layer: Obj): bool {
  return kindOf(layer) == Kind.Dict && !isOn(doc, layer);
}

function isOn(doc: Store, layer: Obj): bool {
  if (getName(doc, layer, Name.Type) != Name.OCMD) return isGroupOn(doc, layer);
  const expression = get(doc, layer, Name.VE);
  if (kindOf(expression) == Kind.Array) return isTrue(doc, expression, 0);
  const groups = get(doc, layer, Name.OCGs);
  if (kindOf(groups) == Kind.Dict) return byPolicy(getName(doc, layer, Name.P), isGroupOn(doc, groups) ? 1 : 0, 1);
  const count = lengthOf(groups);
  if (kindOf(groups) != Kind.Array || !count) return true;
  let on: u32 = 0;
  let known: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const group = at(doc, groups, i);
    if (kindOf(group) != Kind.Dict) continue;
    known++;
    if (isGroupOn(doc, group)) on++;
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
  if (kindOf(o) != Kind.Array) return isGroupOn(doc, o);
  if (depth > MAX_DEPTH) return true;
  const operator = nameOf(at(doc, o, 0));
  const count = lengthOf(o);
  for (let i: u32 = 1; i < count; i++) {
    const value = isTrue(doc, at(doc, o, i), depth + 1);
    if (operator == Name.Not) return !value;
    if (operator == Name.And && !value) return false;
    if (operator == Name.Or && value) return true;
  }
  return operator == Name.And;
}

/** Whether the default configuration (/OCProperties /D) shows a group. Groups are told apart by where they lie: an object is parsed once. */
function isGroupOn(doc: Store, group: Obj): bool {
  const config = get(doc, get(doc, get(doc, doc.trailer, Name.Root), Name.OCProperties), Name.D);
  if (isListed(doc, get(doc, config, Name.OFF), group)) return false;
  if (getName(doc, config, Name.BaseState) != Name.OFF) return true;
  return isListed(doc, get(doc, config, Name.ON), group);
}

function isListed(doc: Store, array: Obj, group: Obj): bool {
  if (kindOf(array) != Kind.Array) return false;
  const count = lengthOf(array);
  for (let i: u32 = 0; i < count; i++) if (at(doc, array, i) == group) return true;
  return false;
}
