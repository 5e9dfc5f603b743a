import { Matrix } from '../geometry/matrix';
import { Rectangle } from '../geometry/rectangle';
import { Name } from '../syntax/names';
import { Kind, kindOf, lengthOf, numberOf } from '../syntax/object';
import { at, get, getMatrix, getRect, Store } from '../syntax/store';
import { Font } from './record';
import { loadSimple, SimpleFont } from './simple-font';
import { Look } from './substitute';

/**
 * Type 3 fonts, whose glyphs are content streams (ISO 32000-2, 9.6.4): codes go by /Encoding to names, names by
 * /CharProcs to streams. Null when memory is out.
 */
export function loadType3(doc: Store, font: Font): SimpleFont | null {
  const p = doc.cache.alloc(offsetof<Matrix>());
  if (!p) return null;
  font.matrix = changetype<Matrix>(p);
  if (!getMatrix(doc, font.dict, Name.FontMatrix, font.matrix)) font.matrix.set(0.001, 0, 0, 0.001, 0, 0);
  font.resources = get(doc, font.dict, Name.Resources);
  setHeight(doc, font);
  return loadSimple(doc, font, Look.Sans);
}

/**
 * How high the glyphs reach: by the widths, a letter being half as wide as its font is high; and by /FontBBox, where it is
 * not empty or far from that, as in many files it is.
 */
function setHeight(doc: Store, font: Font): void {
  const m = font.matrix;
  const widths = get(doc, font.dict, Name.Widths);
  const count: u32 = kindOf(widths) == Kind.Array ? min<u32>(lengthOf(widths), 256) : 0;
  let sum: f64 = 0;
  let wide = 0;
  for (let i: u32 = 0; i < count; i++) {
    const width = abs(numberOf(at(doc, widths, i)) * m.a);
    if (width > 0) wide++;
    sum += width;
  }
  const height = wide ? <f32>((2 * sum) / <f64>wide) : 1;
  font.ascent = 0.8 * height;
  font.descent = -0.2 * height;
  const box = Rectangle.push();
  const found = getRect(doc, font.dict, Name.FontBBox, box);
  const a = <f32>(box.y0 * m.d);
  const b = <f32>(box.y1 * m.d);
  box.pop();
  if (!found || abs(b - a) < 0.4 * height || abs(b - a) > 2.5 * height) return;
  font.ascent = max(a, b);
  font.descent = min(a, b);
}
