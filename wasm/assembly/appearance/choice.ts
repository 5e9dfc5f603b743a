import { Buffer } from '../memory/buffer';
import { Name } from '../syntax/names';
import { intOf, Kind, kindOf, lengthOf, Obj, stringOf } from '../syntax/object';
import { at, spend, Store } from '../syntax/store';
import { inherited } from '../document/form';
import { setFont, setTextColor } from './text-style';
import { textOf } from '../document/text-value';
import { LEADING, place, TextBox } from './variable-text';
import { operand, operator, rectangle } from './writer';

/** Choice fields, ISO 32000-2, 12.7.5.4. */

const MAX_OPTIONS: u32 = 1 << 14;
/** A size of 0, in a list. */
const LIST_SIZE: f64 = 12;

/** What an option is shown as: of a pair, the second. */
function shownAs(doc: Store, option: Obj): Obj {
  return kindOf(option) == Kind.Array ? at(doc, option, 1) : option;
}

function exportedAs(doc: Store, option: Obj): Obj {
  return kindOf(option) == Kind.Array ? at(doc, option, 0) : option;
}

/** The text of the option that a value names; the value itself where there is no such option. */
export function optionText(doc: Store, widget: Obj, value: Obj): Obj {
  if (kindOf(value) == Kind.Array) value = at(doc, value, 0);
  const options = inherited(doc, widget, Name.Opt);
  const count = min(lengthOf(options), MAX_OPTIONS);
  for (let i: u32 = 0; i < count; i++) {
    const option = at(doc, options, i);
    if (sameString(exportedAs(doc, option), value)) return shownAs(doc, option);
  }
  return value;
}

/** Lines of options from /TI on, those that are chosen on a coloured ground. */
export function writeListBox(doc: Store, widget: Obj, box: TextBox, out: Buffer): void {
  const options = inherited(doc, widget, Name.Opt);
  const count = kindOf(options) == Kind.Array ? min(lengthOf(options), MAX_OPTIONS) : 0;
  const size = box.style.size ? box.style.size : LIST_SIZE;
  const step = size * LEADING;
  const face = box.face;
  let top = box.y + box.height;
  const first = max(intOf(inherited(doc, widget, Name.TI)), 0);
  for (let i = <u32>first; i < count && top > box.y && doc.fuel > 0; i++, top -= step) {
    const option = at(doc, options, i);
    if (isChosen(doc, widget, option, i)) {
      // The ground that Acrobat and pdf.js give it.
      operand(out, 0.6);
      operand(out, 0.757);
      operand(out, 0.855);
      operator(out, 'rg');
      rectangle(out, 0, top - step, 2 * box.x + box.width, top);
      operator(out, 'f');
    }
    const text = textOf(doc, shownAs(doc, option));
    if (!text) continue;
    const length = text.length >> 1;
    doc.fuel -= length;
    operator(out, 'BT');
    setTextColor(out, box.style, false);
    setFont(doc, out, box.style.name, size);
    const room = box.width - face.width(text.data, length) * size;
    place(out, box.x + (box.quadding == 1 ? room / 2 : box.quadding == 2 ? room : 0), top - <f64>face.font.ascent * size);
    face.show(out, size, text.data, length);
    operator(out, 'ET');
    text.destroy();
  }
}

/** By /V, or where it says nothing by /I. */
function isChosen(doc: Store, widget: Obj, option: Obj, i: u32): bool {
  const value = inherited(doc, widget, Name.V);
  const own = exportedAs(doc, option);
  if (kindOf(value) == Kind.String) return sameString(value, own);
  const chosen = kindOf(value) == Kind.Array ? value : inherited(doc, widget, Name.I);
  const count = kindOf(chosen) == Kind.Array ? min(lengthOf(chosen), MAX_OPTIONS) : 0;
  if (!spend(doc, <i32>count)) return false;
  for (let k: u32 = 0; k < count; k++) {
    const item = at(doc, chosen, k);
    if (kindOf(item) == Kind.String ? sameString(item, own) : kindOf(item) == Kind.Int && <u32>intOf(item) == i) return true;
  }
  return false;
}

function sameString(a: Obj, b: Obj): bool {
  return (
    kindOf(a) == Kind.String &&
    kindOf(b) == Kind.String &&
    lengthOf(a) == lengthOf(b) &&
    memory.compare(stringOf(a), stringOf(b), lengthOf(a)) == 0
  );
}
