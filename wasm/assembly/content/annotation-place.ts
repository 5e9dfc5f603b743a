import { BeginAnnotationCommand } from '../display/commands';
import { PageBox } from '../document/pages';
import { Matrix } from '../geometry/matrix';
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
  const rect = push(32);
  command.isOfOneSize = (getInt(doc, annotation, Name.F) & NO_ZOOM) != 0 && getRect(doc, annotation, Name.Rect, rect);
  command.x = <f32>m.x(load<f64>(rect), load<f64>(rect, 24));
  command.y = <f32>m.y(load<f64>(rect), load<f64>(rect, 24));
  pop(rect);
}

/** 12.5.3: the turn that keeps an annotation upright on a turned page, about its upper left corner. False when there is none. */
export function uprightTurn(doc: Store, annotation: Obj, box: PageBox, out: Matrix): bool {
  if (!box.rotation || !(getInt(doc, annotation, Name.F) & NO_ROTATE)) return false;
  const rect = push(32);
  const found = getRect(doc, annotation, Name.Rect, rect);
  const x = load<f64>(rect);
  const y = load<f64>(rect, 24);
  pop(rect);
  if (!found) return false;
  // Pages turn clockwise, so this is counter-clockwise.
  const cos: f64 = box.rotation == 180 ? -1 : 0;
  const sin: f64 = box.rotation == 90 ? 1 : box.rotation == 270 ? -1 : 0;
  out.set(cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y);
  return true;
}

/**
 * The rectangle (f64 × 4) that an appearance is fitted into: /Rect, but for watermarks with /FixedPrint, 12.5.6.22, which
 * goes to the origin, through /Matrix, and a part of the medium's width and height away. On a screen the medium is the
 * media box.
 */
export function annotationRect(doc: Store, annotation: Obj, mediaBox: Obj, out: usize): bool {
  if (!getRect(doc, annotation, Name.Rect, out)) return false;
  const fixed = get(doc, annotation, Name.FixedPrint);
  if (getName(doc, annotation, Name.Subtype) != Name.Watermark || kindOf(fixed) != Kind.Dict) return true;
  const media = push(32 + offsetof<Matrix>());
  if (rectOf(doc, mediaBox, media)) placeOnMedium(doc, fixed, media, changetype<Matrix>(media + 32), out);
  pop(media);
  return true;
}

function placeOnMedium(doc: Store, fixed: Obj, media: usize, m: Matrix, out: usize): void {
  getMatrix(doc, fixed, Name.Matrix, m);
  const width = load<f64>(out, 16) - load<f64>(out);
  const height = load<f64>(out, 24) - load<f64>(out, 8);
  const x = load<f64>(media) + getNumber(doc, fixed, Name.H, 0) * (load<f64>(media, 16) - load<f64>(media));
  const y = load<f64>(media, 8) + getNumber(doc, fixed, Name.V, 0) * (load<f64>(media, 24) - load<f64>(media, 8));
  boundsOf(m, 0, 0, width, height, out);
  store<f64>(out, load<f64>(out) + x);
  store<f64>(out, load<f64>(out, 8) + y, 8);
  store<f64>(out, load<f64>(out, 16) + x, 16);
  store<f64>(out, load<f64>(out, 24) + y, 24);
}

/** The upright rectangle (f64 × 4) around a transformed one. */
export function boundsOf(m: Matrix, x0: f64, y0: f64, x1: f64, y1: f64, out: usize): void {
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
  store<f64>(out, left);
  store<f64>(out, bottom, 8);
  store<f64>(out, right, 16);
  store<f64>(out, top, 24);
}
