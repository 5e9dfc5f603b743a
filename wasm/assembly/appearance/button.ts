import { Buffer } from '../memory/buffer';
import { pop, push } from '../memory/stack';
import { Name } from '../syntax/names';
import { intOf, nameOf, Obj } from '../syntax/object';
import { get, getName, Store } from '../syntax/store';
import { borderWidth, setBorder } from './border';
import { fieldInset, writeFieldBox } from './field-box';
import { filledIn, inherited } from '../document/form';
import { readTextStyle, setFont, TextStyle, useStandard } from './text-style';
import { textOf } from '../document/text-value';
import { typefaceFor } from './typeface';
import { beginText, place, Quadding, TextBox, writeLine } from './variable-text';
import { ellipse, operator, pushHex, setColor } from './writer';

/** Buttons, ISO 32000-2, 12.7.5.2: captions, and the marks of boxes that are checked. */

// Bits of /Ff, table 229.
const RADIO: i32 = 1 << 15;
const PUSHBUTTON: i32 = 1 << 16;
/** Codes of ZapfDingbats: a check mark, a black circle. */
const CHECK: u32 = 0x34;
const CIRCLE: u32 = 0x6c;
/** The advance of most of its marks, and the height of their middle, in em: circle, square, star, cross. */
const MARK_WIDTH: f64 = 0.78;
const MARK_MIDDLE: f64 = 0.347;
/** How large a circle is in its ring. */
const DOT: f64 = 0.7;

export function writeButton(doc: Store, widget: Obj, style: TextStyle, width: f64, height: f64, out: Buffer): bool {
  const flags = intOf(inherited(doc, widget, Name.Ff));
  const caption = textOf(doc, get(doc, get(doc, widget, Name.MK), Name.CA));
  let any = false;
  if (flags & PUSHBUTTON) {
    any = writeFieldBox(doc, widget, width, height, out);
    if (caption) any = writeCaption(doc, widget, style, caption, width, height, out) || any;
  } else {
    const isRadio = (flags & RADIO) != 0;
    const mark: u32 = caption && caption.length ? <u32>load<u16>(caption.data) : isRadio ? CIRCLE : CHECK;
    const inRing = isRadio && mark == CIRCLE;
    any = inRing ? writeRing(doc, widget, width, height, out) : writeFieldBox(doc, widget, width, height, out);
    if (isOn(doc, widget, isRadio)) any = writeMark(doc, widget, style, mark, inRing, width, height, out) || any;
  }
  if (caption) caption.destroy();
  return any;
}

/** Whether a check box or a radio button is on: by what has been chosen, or its state. Of a check box the field's value says it, too; of radio buttons that one of them is on. */
function isOn(doc: Store, widget: Obj, isRadio: bool): bool {
  let state = nameOf(filledIn(doc, widget));
  if (!state) state = getName(doc, widget, Name.AS);
  if (!state && !isRadio) state = nameOf(inherited(doc, widget, Name.V));
  return state != 0 && state != Name.Off;
}

function writeCaption(doc: Store, widget: Obj, style: TextStyle, caption: Buffer, width: f64, height: f64, out: Buffer): bool {
  if (!readTextStyle(doc, widget, style)) return false;
  const face = typefaceFor(doc, style, caption);
  if (!face) return false;
  const inset = fieldInset(doc, widget);
  const box = changetype<TextBox>(push(offsetof<TextBox>()));
  box.face = face;
  box.style = style;
  box.x = inset;
  box.y = inset;
  box.width = max<f64>(width - 2 * inset, 1);
  box.height = max<f64>(height - 2 * inset, 1);
  box.quadding = Quadding.Center;
  beginText(out, style);
  writeLine(doc, box, caption.data, caption.length >> 1, out);
  operator(out, 'ET');
  pop(changetype<usize>(box));
  face.destroy();
  return true;
}

/** The mark, by its code in ZapfDingbats, as large as fits where no size is given. */
function writeMark(doc: Store, widget: Obj, style: TextStyle, mark: u32, inRing: bool, width: f64, height: f64, out: Buffer): bool {
  readTextStyle(doc, widget, style);
  if (!useStandard(doc, Name.ZapfDingbats, style)) return false;
  const inset = fieldInset(doc, widget);
  let size = style.size;
  if (!size) size = max<f64>((min(width, height) - 2 * inset) * (inRing ? DOT : 1), 1);
  beginText(out, style);
  setFont(doc, out, style.name, size);
  place(out, (width - MARK_WIDTH * size) / 2, height / 2 - MARK_MIDDLE * size);
  out.pushU8(0x3c);
  pushHex(out, mark & 0xff);
  out.pushU8(0x3e);
  operator(out, 'Tj');
  operator(out, 'ET');
  return true;
}

/** The box of a radio button is round. */
function writeRing(doc: Store, widget: Obj, width: f64, height: f64, out: Buffer): bool {
  const looks = get(doc, widget, Name.MK);
  const line = borderWidth(doc, widget);
  const filled = setColor(doc, out, get(doc, looks, Name.BG), false);
  const stroked = line > 0 && setColor(doc, out, get(doc, looks, Name.BC), true);
  if (!filled && !stroked) return false;
  if (stroked) setBorder(doc, out, widget, line);
  const radius = max<f64>((min(width, height) - line) / 2, 0);
  const cx = width / 2;
  const cy = height / 2;
  ellipse(out, cx - radius, cy - radius, cx + radius, cy + radius);
  operator(out, filled ? (stroked ? 'B' : 'f') : 'S');
  return true;
}
