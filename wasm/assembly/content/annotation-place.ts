import { BeginAnnotationCommand } from '../display/commands';
import { PageBox } from '../document/pages';
import { Matrix } from '../geometry/matrix';
import { Rectangle } from '../geometry/rectangle';
import { pop, push } from '../memory/stack';
import { Name } from '../syntax/names';
import { Kind, kindOf, Obj } from '../syntax/object';
import { get, getInt, getMatrix, getName, getNumber, getRect, rectOf, Store } from '../syntax/store';

/** Where annotations are, other than in their rectangle as the page is turned. */

// ISO 32000-2, table 167.
const NO_ZOOM: i32 = 1 << 3;
const NO_ROTATE: i32 = 1 << 4;

/** 12.5.3: notes how an annotation is zoomed: all of it, or about its upper left corner not at all. `m`: user space → page. */
export function noteZoom(doc: Store, annotation: Obj, m: Matrix, command: BeginAnnotationCommand): void {
  const rect = Rectangle.push();
  command.isOfOneSize = (getInt(doc, annotation, Name.F) & NO_ZOOM) != 0 && getRect(doc, annotation, Name.Rect, rect);
  command.x = <f32>m.x(rect.x0, rect.y1);
  command.y = <f32>m.y(rect.x0, rect.y1);
  rect.pop();
}

/** 12.5.3: the turn that keeps an annotation upright on a turned page, about its upper left corner. False when there is none. */
export function uprightTurn(doc: Store, annotation: Obj, box: PageBox, out: Matrix): bool {
  if (!box.rotation || !(getInt(doc, annotation, Name.F) & NO_ROTATE)) return false;
  const rect = Rectangle.push();
  const found = getRect(doc, annotation, Name.Rect, rect);
  const x = rect.x0;
  const y = rect.y1;
  rect.pop();
  if (!found) return false;
  // Pages turn clockwise, so this is counter-clockwise.
  const cos: f64 = box.rotation == 180 ? -1 : 0;
  const sin: f64 = box.rotation == 90 ? 1 : box.rotation == 270 ? -1 : 0;
  out.set(cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y);
  return true;
}

/**
 * The rectangle that an appearance is fitted into: /Rect, but for watermarks with /FixedPrint, 12.5.6.22, which
 * goes to the origin, through /Matrix, and a part of the medium's width and height away. On a screen the medium is the
 * media box.
 */
export function annotationRect(doc: Store, annotation: Obj, mediaBox: Obj, out: Rectangle): bool {
  if (!getRect(doc, annotation, Name.Rect, out)) return false;
  const fixed = get(doc, annotation, Name.FixedPrint);
  if (getName(doc, annotation, Name.Subtype) != Name.Watermark || kindOf(fixed) != Kind.Dict) return true;
  const media = Rectangle.push();
  const m = changetype<Matrix>(push(offsetof<Matrix>()));
  if (rectOf(doc, mediaBox, media)) placeOnMedium(doc, fixed, media, m, out);
  pop(changetype<usize>(m));
  media.pop();
  return true;
}

function placeOnMedium(doc: Store, fixed: Obj, media: Rectangle, m: Matrix, out: Rectangle): void {
  getMatrix(doc, fixed, Name.Matrix, m);
  const x = media.x0 + getNumber(doc, fixed, Name.H, 0) * media.width;
  const y = media.y0 + getNumber(doc, fixed, Name.V, 0) * media.height;
  boundsOf(m, 0, 0, out.width, out.height, out);
  out.set(out.x0 + x, out.y0 + y, out.x1 + x, out.y1 + y);
}

/** The upright rectangle around a transformed one. */
export function boundsOf(m: Matrix, x0: f64, y0: f64, x1: f64, y1: f64, out: Rectangle): void {
  let left = Infinity;
  let bottom = Infinity;
  let right = -Infinity;
  let top = -Infinity;
  for (let corner = 0; corner < 4; corner++) {
    const x = corner & 1 ? x1 : x0;
    const y = corner & 2 ? y1 : y0;
    left = min(left, m.x(x, y));
    bottom = min(bottom, m.y(x, y));
    right = max(right, m.x(x, y));
    top = max(top, m.y(x, y));
  }
  out.set(left, bottom, right, top);
}
