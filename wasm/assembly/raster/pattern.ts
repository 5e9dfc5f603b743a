import { Paint, Pattern, PatternKind } from '../display/paint';
import { Canvas } from './canvas';
import { shade } from './shade';
import { Surface } from './surface';
import { tile } from './tile';

/** The pixels of a paint's pattern over a rectangle of the device, premultiplied; null when there are none. */
export function patternPixels(canvas: Canvas, paint: Paint, x0: i32, y0: i32, x1: i32, y1: i32): Surface | null {
  return pixelsOf(canvas, changetype<Pattern>(paint.pattern), canvas.tinted ? canvas.tint : paint.color, x0, y0, x1, y1);
}

/** The same; `color` is for uncoloured cells. */
export function pixelsOf(canvas: Canvas, pattern: Pattern, color: u32, x0: i32, y0: i32, x1: i32, y1: i32): Surface | null {
  const out = Surface.create(x0, y0, x1, y1);
  if (!out) return null;
  const m = canvas.raster.patternMatrix;
  pattern.matrix.read(m);
  m.multiply(m, canvas.matrix);
  if (pattern.kind == PatternKind.Shading) shade(canvas, pattern, m, out);
  else tile(canvas, pattern, m, color, out);
  return out;
}
