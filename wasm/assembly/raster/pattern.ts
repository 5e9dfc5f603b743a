import { Paint, Pattern, PatternKind } from '../display/paint';
import { Canvas } from './canvas';
import { charge, Cost } from './charge';
import { shade } from './shade';
import { Surface } from './surface';
import { Tiles } from './tiles';

/** The pixels of a paint's pattern over a rectangle of the device, premultiplied; null when there are none. */
export function patternPixels(canvas: Canvas, paint: Paint, x0: i32, y0: i32, x1: i32, y1: i32): Surface | null {
  const pattern = changetype<Pattern>(paint.pattern);
  if (pattern.kind == PatternKind.Shading) return shadingPixels(canvas, pattern, x0, y0, x1, y1);
  return canvas.tiles ? changetype<Tiles>(canvas.tiles).take() : null;
}

/** The same of a pattern that is a shading. */
export function shadingPixels(canvas: Canvas, pattern: Pattern, x0: i32, y0: i32, x1: i32, y1: i32): Surface | null {
  const out = Surface.create(x0, y0, x1, y1);
  if (!out) return null;
  charge(canvas.raster.store, out.width, out.height, Cost.Surface);
  const m = canvas.raster.patternMatrix;
  pattern.matrix.read(m);
  m.multiply(m, canvas.matrix);
  shade(canvas, pattern, m, out);
  return out;
}
