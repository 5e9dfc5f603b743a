import { GLYPH_NONE, GlyphsCommand, PlacedGlyph } from '../display/commands';
import { Blend, Paint, Rule, Stroke } from '../display/paint';
import { Font, fontOutline } from '../font/font';
import { Matrix } from '../geometry/matrix';
import { Path } from '../geometry/path';
import { Canvas } from './canvas';
import { charge, paintCost } from './charge';
import { fillUnder, strokePath } from './fill';
import { flatten, pathBounds } from './flatten';
import { Glyph } from './glyph-cache';
import { Ink, Painter } from './painter';
import { coverageOf } from './shape';
import { opaqueRows, solidRun } from './spans';
import { Mask } from './surface';

/** Glyphs whose em is larger than this, in pixels, are drawn as paths. */
const LARGEST: f64 = 160;
/** Below this size glyphs are placed to a quarter of a pixel, above to a half. */
const FINE: f64 = 48;

/** Draws an `Op.Glyphs` command. */
export function drawGlyphs(canvas: Canvas, command: GlyphsCommand): void {
  const fillPaint = command.paint;
  const strokePaint = command.strokePaint;
  if (!fillPaint && !strokePaint) return;
  const font = command.font;
  const count = command.count;
  const m = canvas.matrix;
  const a = <f64>command.a;
  const b = <f64>command.b;
  const c = <f64>command.c;
  const d = <f64>command.d;
  // em → device, but for the stretch
  const ma = a * m.a + b * m.c;
  const mb = a * m.b + b * m.d;
  const mc = c * m.a + d * m.c;
  const md = c * m.b + d * m.d;
  const size = max(Math.sqrt(ma * ma + mb * mb), Math.sqrt(mc * mc + md * md));
  if (!(size > 0) || !isFinite(size)) return;
  const asPaths = strokePaint != null || size > LARGEST || !fillPaint || changetype<Paint>(fillPaint).pattern != 0;
  const path = canvas.raster.glyphPath;
  if (asPaths) {
    const glyphMatrix = canvas.raster.glyphMatrix;
    for (let i: u32 = 0; i < count; i++) {
      const placed = command.glyph(i);
      if (placed.index == GLYPH_NONE) continue;
      path.clear();
      if (!fontOutline(font, placed.index, path)) continue;
      const x = <f64>placed.x;
      const y = <f64>placed.y;
      const stretch = <f64>placed.stretch;
      glyphMatrix.set(ma * stretch, mb * stretch, mc, md, m.x(x, y), m.y(x, y));
      if (fillPaint) fillUnder(canvas, path, glyphMatrix, Rule.NonZero, fillPaint);
      const stroke = command.stroke;
      if (!strokePaint || !stroke) continue;
      // A pattern that it was filled with has used the matrix.
      glyphMatrix.set(ma * stretch, mb * stretch, mc, md, m.x(x, y), m.y(x, y));
      strokePath(canvas, path, glyphMatrix, stroke, strokePaint);
    }
    return;
  }
  const places: f64 = size < FINE ? 4 : 2;
  // Glyphs of an upright line are all moved alike, which nobody sees, and need half as many entries of the cache.
  const placesY: f64 = mb == 0 && mc == 0 ? 2 : places;
  const step = 1 / places;
  const stepY = 1 / placesY;
  const cache = canvas.raster.glyphs;
  const paint = fillPaint!;
  const painter = canvas.solid(paint);
  const ink = painter.color;
  const clip = canvas.clip;
  // Where a glyph may have ink at all: a rough test that spares the cache what lies outside the tile.
  const reach = size * 3 + 2;
  for (let i: u32 = 0; i < count; i++) {
    const placed = command.glyph(i);
    const glyph = placed.index;
    if (glyph == GLYPH_NONE) continue;
    const gx = <f64>placed.x;
    const gy = <f64>placed.y;
    const x = m.x(gx, gy);
    const y = m.y(gx, gy);
    if (!(x > <f64>clip.x0 - reach && x < <f64>clip.x1 + reach && y > <f64>clip.y0 - reach && y < <f64>clip.y1 + reach)) continue;
    const stretch = <f64>placed.stretch;
    const qx = Math.floor(x * places + 0.5) * step;
    const qy = Math.floor(y * placesY + 0.5) * stepY;
    const px = Math.floor(qx);
    const py = Math.floor(qy);
    const fx = (qx - px) * 4;
    const fy = (qy - py) * 4;
    const place = (<u32>fx) | ((<u32>fy) << 2);
    const ga = <f32>(ma * stretch);
    const gb = <f32>(mb * stretch);
    const gc = <f32>mc;
    const gd = <f32>md;
    let cached = cache.find(font.id, glyph, ga, gb, gc, gd, place);
    if (!cached) {
      cached = rasterize(canvas, font, glyph, ga, gb, gc, gd, place);
      // That may have been painting, too.
      canvas.painter(paint.blend);
      painter.ink = Ink.Solid;
      painter.color = ink;
      if (!cached) continue;
    }
    if (cached.mask) paintGlyph(canvas, painter, changetype<Mask>(cached.mask), <i32>px, <i32>py);
  }
}

/** Draws a glyph into the cache. */
function rasterize(canvas: Canvas, font: Font, glyph: u32, a: f32, b: f32, c: f32, d: f32, place: u32): Glyph | null {
  const raster = canvas.raster;
  const path = raster.glyphPath;
  const m = raster.glyphMatrix;
  const box = raster.box;
  const region = raster.region;
  path.clear();
  m.set(<f64>a, <f64>b, <f64>c, <f64>d, <f64>(place & 3) * 0.25, <f64>(place >> 2) * 0.25);
  let mask: usize = 0;
  if (fontOutline(font, glyph, path) && pathBounds(path, m, box)) {
    // An outline far beyond its em is a broken one; it is cut off.
    region.x0 = <i32>max(Math.floor(box.x0), -2 * LARGEST);
    region.y0 = <i32>max(Math.floor(box.y0), -2 * LARGEST);
    region.x1 = <i32>min(Math.ceil(box.x1), 3 * LARGEST);
    region.y1 = <i32>min(Math.ceil(box.y1), 3 * LARGEST);
    if (!region.isEmpty) {
      raster.line.clear();
      flatten(path, m, raster.line);
      const masks = raster.glyphMasks;
      const small = masks.takes(region);
      mask = changetype<usize>(small ? masks.cover(raster.line, region) : coverageOf(canvas, raster.line, Rule.NonZero, region));
    }
  }
  const cached = raster.glyphs.add(font.id, glyph, a, b, c, d, place, mask);
  if (!cached && mask) changetype<Mask>(mask).destroy();
  return cached;
}

/** Paints a glyph's coverage with its origin in pixel (px, py). */
export function paintGlyph(canvas: Canvas, painter: Painter, mask: Mask, px: i32, py: i32): void {
  const clip = canvas.clip;
  const width = mask.x1 - mask.x0;
  const x0 = max(px + mask.x0, clip.x0);
  const x1 = min(px + mask.x1, clip.x1);
  const y0 = max(py + mask.y0, clip.y0);
  const y1 = min(py + mask.y1, clip.y1);
  const n = x1 - x0;
  if (n <= 0 || y0 >= y1) return;
  charge(canvas.raster.store, n, y1 - y0, paintCost(canvas, painter.blend));
  let cover = mask.at(x0 - px, y0 - py);
  const target = canvas.target;
  if ((clip.mask | clip.soft) == 0 && painter.blend == Blend.Normal && !target.knockout) {
    target.touch(y0, y1);
    let d = target.at(x0, y0);
    const pitch = (<usize>target.width) << 2;
    if (painter.color >>> 24 == 255) return opaqueRows(d, pitch, painter.color, cover, width, n, y1 - y0);
    for (let y = y0; y < y1; y++, d += pitch, cover += width) solidRun(d, painter.color, cover, n);
  } else {
    for (let y = y0; y < y1; y++, cover += width) painter.run(x0, y, n, cover);
  }
}
