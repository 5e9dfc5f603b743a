import { Matrix } from '../geometry/matrix';
import { Buffer } from '../memory/buffer';
import { Name } from '../syntax/names';
import { intOf, keyAt, Kind, kindOf, lengthOf, nameOf, Obj, ownerNumber, rawAt, refNumber } from '../syntax/object';
import { at, get, getInt, getName, spend, Store } from '../syntax/store';
import { writeActionTarget } from './destinations';
import { defaulted, fieldType, form, inherited } from './form';
import { close, integer, key, name, open, text, utf16 } from './json';
import { Page, pageAt, pageSpace } from './pages';
import { rectangle } from './rectangle-json';
import { textOf } from './text-value';

/** Form fields, ISO 32000-2, 12.7: what they hold, and where they are on a page. The host makes `FormField`s of it (wasm/src/form-fields.ts). */

const MAX_ITEMS: u32 = 1 << 16;
const MAX_OPTIONS: u32 = 1 << 14;
const MAX_DEPTH: i32 = 32;
const FIELD_COST: i32 = 200;

/** Writes the widgets of a page, in the order of /Annots, and in which order they are gone through (table 31, /Tabs). */
export function writeWidgets(doc: Store, out: Buffer, index: u32, maxBytes: u32): void {
  open(out, 0x7b);
  const page = pageAt(doc, index);
  const p = doc.call.alloc(offsetof<Matrix>());
  if (page && p) {
    entry(doc, out, 'order', get(doc, page.dict, Name.Tabs));
    key(out, 'fields');
    open(out, 0x5b);
    const m = changetype<Matrix>(p);
    pageSpace(doc, page, m);
    widgets(doc, out, page, m, maxBytes);
    close(out, 0x5d);
  }
  close(out, 0x7d);
}

function widgets(doc: Store, out: Buffer, page: Page, m: Matrix, maxBytes: u32): void {
  const array = get(doc, page.dict, Name.Annots);
  const count = kindOf(array) == Kind.Array ? min(lengthOf(array), MAX_ITEMS) : 0;
  for (let i: u32 = 0; i < count && out.length < maxBytes && spend(doc, FIELD_COST); i++) {
    const widget = at(doc, array, i);
    if (getName(doc, widget, Name.Subtype) != Name.Widget || !fieldType(doc, widget)) continue;
    open(out, 0x7b);
    key(out, 'id');
    integer(out, <i32>refNumber(rawAt(array, i)));
    key(out, 'rect');
    rectangle(doc, out, get(doc, widget, Name.Rect), m);
    key(out, 'shown');
    integer(out, getInt(doc, widget, Name.F));
    key(out, 'turn');
    integer(out, getInt(doc, get(doc, widget, Name.MK), Name.R));
    entry(doc, out, 'caption', get(doc, get(doc, widget, Name.MK), Name.CA));
    entry(doc, out, 'appearance', defaulted(doc, widget, Name.DA));
    entry(doc, out, 'state', get(doc, widget, Name.AS));
    states(doc, out, widget);
    action(doc, out, widget);
    field(doc, out, widget);
    close(out, 0x7d);
  }
}

/** Writes all fields that the form has (table 224), and in which order they are calculated. */
export function writeForm(doc: Store, out: Buffer, maxBytes: u32): void {
  open(out, 0x7b);
  key(out, 'calculated');
  open(out, 0x5b);
  const order = get(doc, form(doc), Name.CO);
  const count = kindOf(order) == Kind.Array ? min(lengthOf(order), MAX_ITEMS) : 0;
  for (let i: u32 = 0; i < count; i++) integer(out, <i32>refNumber(rawAt(order, i)));
  close(out, 0x5d);
  key(out, 'fields');
  open(out, 0x5b);
  fieldsOf(doc, out, get(doc, form(doc), Name.Fields), maxBytes, 0);
  close(out, 0x5d);
  close(out, 0x7d);
}

/** Fields that have no fields below them. Kids without a name are widgets (12.7.4.2). */
function fieldsOf(doc: Store, out: Buffer, array: Obj, maxBytes: u32, depth: i32): void {
  const count = kindOf(array) == Kind.Array ? min(lengthOf(array), MAX_ITEMS) : 0;
  for (let i: u32 = 0; i < count && out.length < maxBytes && spend(doc, FIELD_COST); i++) {
    const item = at(doc, array, i);
    if (kindOf(item) != Kind.Dict) continue;
    const kids = get(doc, item, Name.Kids);
    if (depth < MAX_DEPTH && get(doc, at(doc, kids, 0), Name.T)) {
      fieldsOf(doc, out, kids, maxBytes, depth + 1);
    } else if (fieldType(doc, item)) {
      open(out, 0x7b);
      field(doc, out, item);
      close(out, 0x7d);
    }
  }
}

/** What a widget or a field has of its field. */
function field(doc: Store, out: Buffer, widget: Obj): void {
  const own = named(doc, widget);
  key(out, 'field');
  integer(out, <i32>ownerNumber(own));
  key(out, 'type');
  name(doc, out, fieldType(doc, widget));
  key(out, 'flags');
  integer(out, intOf(inherited(doc, widget, Name.Ff)));
  key(out, 'name');
  open(out, 0x5b);
  let part = own;
  for (let i = 0; i < MAX_DEPTH && kindOf(part) == Kind.Dict; i++, part = get(doc, part, Name.Parent)) {
    const title = get(doc, part, Name.T);
    if (kindOf(title) == Kind.String) text(doc, out, title);
  }
  close(out, 0x5d);
  entry(doc, out, 'label', inherited(doc, widget, Name.TU));
  entry(doc, out, 'value', inherited(doc, widget, Name.V));
  entry(doc, out, 'initial', inherited(doc, widget, Name.DV));
  const length = inherited(doc, widget, Name.MaxLen);
  if (length) {
    key(out, 'maxLength');
    integer(out, intOf(length));
  }
  const quadding = intOf(defaulted(doc, widget, Name.Q));
  if (quadding) {
    key(out, 'quadding');
    integer(out, quadding);
  }
  options(doc, out, inherited(doc, widget, Name.Opt));
  const chosen = inherited(doc, widget, Name.I);
  if (kindOf(chosen) == Kind.Array) entry(doc, out, 'chosen', chosen);
  const scripts = inherited(doc, widget, Name.AA);
  script(doc, out, 'keystroke', get(doc, scripts, Name.K));
  script(doc, out, 'format', get(doc, scripts, Name.F));
  script(doc, out, 'calculate', get(doc, scripts, Name.C));
}

/** The field that a widget is, or is part of: the nearest that has a name. */
function named(doc: Store, widget: Obj): Obj {
  let part = widget;
  for (let i = 0; i < MAX_DEPTH && kindOf(part) == Kind.Dict; i++, part = get(doc, part, Name.Parent))
    if (get(doc, part, Name.T)) return part;
  return widget;
}

/** Options as pairs of what is exported and what is shown. */
function options(doc: Store, out: Buffer, array: Obj): void {
  if (kindOf(array) != Kind.Array) return;
  key(out, 'options');
  open(out, 0x5b);
  const count = min(lengthOf(array), MAX_OPTIONS);
  for (let i: u32 = 0; i < count && spend(doc, 1); i++) {
    const option = at(doc, array, i);
    const isPair = kindOf(option) == Kind.Array;
    open(out, 0x5b);
    text(doc, out, isPair ? at(doc, option, 0) : option);
    text(doc, out, isPair ? at(doc, option, 1) : option);
    close(out, 0x5d);
  }
  close(out, 0x5d);
}

/** The states that a button's appearances know (12.5.5). */
function states(doc: Store, out: Buffer, widget: Obj): void {
  const normal = get(doc, get(doc, widget, Name.AP), Name.N);
  if (kindOf(normal) != Kind.Dict) return;
  key(out, 'states');
  open(out, 0x5b);
  for (let i: u32 = 0; i < min<u32>(lengthOf(normal), 16); i++) name(doc, out, keyAt(normal, i));
  close(out, 0x5d);
}

/** What a click does (12.6.3, 12.7.6): by /A, or when the button of the mouse is let go or pressed. */
function action(doc: Store, out: Buffer, widget: Obj): void {
  let act = get(doc, widget, Name.A);
  const more = get(doc, widget, Name.AA);
  if (!act) act = get(doc, more, Name.U);
  if (!act) act = get(doc, more, Name.D);
  if (kindOf(act) != Kind.Dict) return;
  key(out, 'action');
  open(out, 0x7b);
  entry(doc, out, 'type', get(doc, act, Name.S));
  if (getName(doc, act, Name.S) == Name.SubmitForm) {
    const file = get(doc, act, Name.F);
    entry(doc, out, 'submits', kindOf(file) == Kind.Dict ? get(doc, file, Name.F) : file);
  }
  writeActionTarget(doc, out, act);
  const fields = get(doc, act, Name.Fields);
  if (kindOf(fields) == Kind.Array) {
    key(out, 'fields');
    open(out, 0x5b);
    const count = min(lengthOf(fields), MAX_ITEMS);
    for (let i: u32 = 0; i < count && spend(doc, 1); i++) {
      const one = rawAt(fields, i);
      if (refNumber(one)) integer(out, <i32>refNumber(one));
      else text(doc, out, one);
    }
    close(out, 0x5d);
  }
  key(out, 'flags');
  integer(out, getInt(doc, act, Name.Flags));
  close(out, 0x7d);
}

/** A script of a field (12.6.4.17), which the host looks at and never runs. */
function script(doc: Store, out: Buffer, literal: string, act: Obj): void {
  const code = textOf(doc, get(doc, act, Name.JS));
  if (!code) return;
  key(out, literal);
  utf16(out, code.data, code.length >> 1);
  code.destroy();
}

/** A string, a stream of text, a name, or an array of strings and numbers. */
function entry(doc: Store, out: Buffer, literal: string, o: Obj): void {
  const kind = kindOf(o);
  if (kind == Kind.Name) {
    key(out, literal);
    name(doc, out, nameOf(o));
  } else if (kind == Kind.String) {
    key(out, literal);
    text(doc, out, o);
  } else if (kind == Kind.Stream) {
    const long = textOf(doc, o);
    if (!long) return;
    key(out, literal);
    utf16(out, long.data, long.length >> 1);
    long.destroy();
  } else if (kind == Kind.Array) {
    key(out, literal);
    open(out, 0x5b);
    const count = min(lengthOf(o), MAX_OPTIONS);
    for (let i: u32 = 0; i < count && spend(doc, 1); i++) {
      const item = at(doc, o, i);
      if (kindOf(item) == Kind.Int) integer(out, intOf(item));
      else text(doc, out, item);
    }
    close(out, 0x5d);
  }
}
