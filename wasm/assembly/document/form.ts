import { Name } from '../syntax/names';
import { Kind, kindOf, nameOf, Obj } from '../syntax/object';
import { get, getBool, Store } from '../syntax/store';
import { filledValue } from './field-values';

/** The interactive form, and what its fields have from one another. ISO 32000-2, 12.7.3 and 12.7.4. */

/** A field's parents, at most. */
const MAX_DEPTH: i32 = 32;

export function form(doc: Store): Obj {
  return get(doc, get(doc, doc.trailer, Name.Root), Name.AcroForm);
}

/** Whether the form leaves the appearances of its fields to the reader, whatever they bring. Table 224. */
export function needsAppearances(doc: Store): bool {
  return getBool(doc, form(doc), Name.NeedAppearances);
}

/** An entry of a field, or of those that it is part of (table 226); of its value, what has been filled in. */
export function inherited(doc: Store, field: Obj, key: Name): Obj {
  for (let i = 0; i < MAX_DEPTH && kindOf(field) == Kind.Dict; i++) {
    const filled = key == Name.V ? filledValue(doc, field) : 0;
    const value = filled ? filled : get(doc, field, key);
    if (kindOf(value) != Kind.Null) return value;
    field = get(doc, field, Name.Parent);
  }
  return 0;
}

/** What has been filled into a field, or into those that it is part of; 0 where nothing has been. */
export function filledIn(doc: Store, field: Obj): Obj {
  for (let i = 0; doc.fieldValues && i < MAX_DEPTH && kindOf(field) == Kind.Dict; i++) {
    const filled = filledValue(doc, field);
    if (filled) return filled;
    field = get(doc, field, Name.Parent);
  }
  return 0;
}

/** An entry that fields have, or else the form for all of them: /DA and /Q. */
export function defaulted(doc: Store, field: Obj, key: Name): Obj {
  const own = inherited(doc, field, key);
  return own ? own : get(doc, form(doc), key);
}

/** /Tx, /Ch, /Btn or /Sig. */
export function fieldType(doc: Store, field: Obj): u32 {
  return nameOf(inherited(doc, field, Name.FT));
}
