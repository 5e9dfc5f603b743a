import { Buffer } from '../memory/buffer';
import { Name } from '../syntax/names';
import { Obj } from '../syntax/object';
import { get, getName, Store } from '../syntax/store';
import { borderWidth, setBorder } from './border';
import { lineTo, moveTo, operand, operator, rectangle, setColor } from './writer';

/** A widget's background and border: /BG and /BC of table 192, in the styles of table 168. */

/** How far a field's inside begins from its sides; beveled and inset borders are as wide again. */
export function fieldInset(doc: Store, widget: Obj): f64 {
  const width = borderWidth(doc, widget);
  return isRaised(doc, widget) ? 2 * width : width;
}

function isRaised(doc: Store, widget: Obj): bool {
  const style = styleOf(doc, widget);
  return style == Name.B || style == Name.I;
}

function styleOf(doc: Store, widget: Obj): u32 {
  return getName(doc, get(doc, widget, Name.BS), Name.S);
}

/** Writes the box of a widget whose lower left corner is the origin; false when it has none. */
export function writeFieldBox(doc: Store, widget: Obj, width: f64, height: f64, out: Buffer): bool {
  const looks = get(doc, widget, Name.MK);
  const filled = setColor(doc, out, get(doc, looks, Name.BG), false);
  if (filled) {
    rectangle(out, 0, 0, width, height);
    operator(out, 'f');
  }
  const line = borderWidth(doc, widget);
  if (!(line > 0)) return filled;
  const style = styleOf(doc, widget);
  if (isRaised(doc, widget)) writeEdges(out, width, height, line, style == Name.B);
  if (!setColor(doc, out, get(doc, looks, Name.BC), true)) return filled;
  setBorder(doc, out, widget, line);
  const half = line / 2;
  if (style == Name.U) {
    moveTo(out, 0, half);
    lineTo(out, width, half);
  } else {
    rectangle(out, half, half, width - half, height - half);
  }
  operator(out, 'S');
  return true;
}

/** The lit and the shaded edges inside the border: white and gray above a surface, gray and lighter gray below it, as Acrobat has them. */
function writeEdges(out: Buffer, width: f64, height: f64, line: f64, above: bool): void {
  const far = 2 * line;
  operand(out, above ? 1 : 0.5);
  operator(out, 'g');
  moveTo(out, line, line);
  lineTo(out, line, height - line);
  lineTo(out, width - line, height - line);
  lineTo(out, width - far, height - far);
  lineTo(out, far, height - far);
  lineTo(out, far, far);
  operator(out, 'f');
  operand(out, above ? 0.5 : 0.75);
  operator(out, 'g');
  moveTo(out, width - line, height - line);
  lineTo(out, width - line, line);
  lineTo(out, line, line);
  lineTo(out, far, far);
  lineTo(out, width - far, far);
  lineTo(out, width - far, height - far);
  operator(out, 'f');
}
