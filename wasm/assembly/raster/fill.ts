import { Paint, Pattern, Rule, Stroke } from '../display/paint';
import { Matrix } from '../geometry/matrix';
import { Path } from '../geometry/path';
import { Rectangle } from '../geometry/rectangle';
import { Bounds } from './bounds';
import { Canvas } from './canvas';
import { charge, paintCost } from './charge';
import { flatten, pathBounds } from './flatten';
import { Painter } from './painter';
import { patternPixels } from './pattern';
import { hasPhotograph, photographPainter } from './photographs';
import { Polyline } from './polyline';
import { coverageOf, isBox } from './shape';
import { Join } from './stroke';
import { THINNEST, widenThin } from './thin';
import { Mask } from './surface';
import { isPainted } from './tiles';

/** Fills `path` (page space of the list) with a paint. */
export function fillPath(canvas: Canvas, path: Path, rule: Rule, paint: Paint): void {
  fillUnder(canvas, path, canvas.matrix, rule, paint);
}

/** Fills `path`, which `m` takes to device space. */
export function fillUnder(canvas: Canvas, path: Path, m: Matrix, rule: Rule, paint: Paint): void {
  const region = canvas.raster.region;
  const box = canvas.raster.box;
  if (!pathBounds(path, m, box)) return;
  const x0 = box.x0;
  const y0 = box.y0;
  const x1 = box.x1;
  const y1 = box.y1;
  if (!region.set(canvas.clip, x0 - THINNEST, y0 - THINNEST, x1 + THINNEST, y1 + THINNEST)) return;
  const line = canvas.raster.line;
  line.clear();
  flatten(path, m, line);
  if (!widenThin(line, rule) && !region.set(canvas.clip, x0, y0, x1, y1)) return;
  fillLine(canvas, line, rule, paint, region);
}

/** Strokes `path`, which `m` takes to device space; so it does with the pen. */
export function strokePath(canvas: Canvas, path: Path, m: Matrix, stroke: Stroke, paint: Paint): void {
  const raster = canvas.raster;
  const region = canvas.raster.region;
  const box = canvas.raster.box;
  if (!pathBounds(path, m, box)) return;
  const stroker = raster.stroker;
  const pen = canvas.work;
  setPenMatrix(pen, stroke, canvas.matrix);
  stroker.setPen(<f64>stroke.width, pen, stroke.cap, stroke.join, <f64>stroke.miterLimit, raster.hairline, canvas.pixel);
  const reach = stroker.reach();
  if (!region.set(canvas.clip, box.x0 - reach, box.y0 - reach, box.x1 + reach, box.y1 + reach)) return;
  let line = raster.line;
  line.clear();
  flatten(path, m, line, stroker.join == Join.Miter);
  if (raster.dasher.setPattern(stroke, pen)) {
    const clip = canvas.clip;
    raster.dashes.clear();
    raster.dasher.cut(
      line,
      <f64>stroke.dashPhase,
      <f64>clip.x0 - reach,
      <f64>clip.y0 - reach,
      <f64>clip.x1 + reach,
      <f64>clip.y1 + reach,
      raster.dashes,
    );
    line = raster.dashes;
  }
  raster.outline.clear();
  stroker.stroke(line, raster.outline);
  fillLine(canvas, raster.outline, Rule.NonZero, paint, region, stroker.cover);
}

/** User space → device, without the shift: the stroke's own matrix, then the list's. */
function setPenMatrix(pen: Matrix, stroke: Stroke, m: Matrix): void {
  const a = <f64>stroke.a;
  const b = <f64>stroke.b;
  const c = <f64>stroke.c;
  const d = <f64>stroke.d;
  pen.set(a * m.a + b * m.c, a * m.b + b * m.d, c * m.a + d * m.c, c * m.b + d * m.d, 0, 0);
}

/** Fills flattened subpaths inside a region of the clip; `cover`: the part of what it covers that is painted, 0 to 1. */
export function fillLine(canvas: Canvas, line: Polyline, rule: Rule, paint: Paint, region: Bounds, cover: f32 = 1): void {
  if (!isPainted(canvas, paint, region.x0, region.y0, region.x1, region.y1)) return;
  const raster = canvas.raster;
  const edges = raster.edges;
  charge(raster.store, region.width, region.height, paintCost(canvas, paint.blend));
  raster.store.fuel -= <i64>(line.count >> 5);
  const box = isBox(line, raster.box);
  if (!box) {
    if (!edges.open(region.x0, region.y0, region.x1, region.y1)) return;
    edges.addPolyline(line);
    if (edges.top > edges.bottom) return;
  }
  if (!paint.pattern) {
    const painter = canvas.solid(paint, cover);
    if (box) fillBox(painter, raster.box, region);
    else raster.sweep.fill(edges, rule, painter, raster.store);
    return;
  }
  // Drawing the pattern uses all the rasterizer's room, so the coverage is kept in a mask meanwhile.
  const x0 = region.x0;
  const y0 = region.y0;
  const mask = coverageOf(canvas, line, rule, region);
  if (!mask) return;
  const source = patternPixels(canvas, paint, x0, y0, mask.x1, mask.y1);
  if (source) {
    paintThrough(canvas.pixels(source, paint.alpha * cover, paint.blend), mask);
    const photograph = hasPhotograph(canvas, changetype<Pattern>(paint.pattern)) ? photographPainter(canvas, source) : null;
    if (photograph) paintThrough(photograph, mask);
    source.destroy();
  }
  mask.destroy();
}

/** Paints through a mask, which lies inside the clip. */
export function paintThrough(painter: Painter, mask: Mask): void {
  const width = mask.x1 - mask.x0;
  for (let y = mask.y0; y < mask.y1; y++) painter.run(mask.x0, y, width, mask.at(mask.x0, y));
}

/** Paints the rectangle `box` inside the region: its sides cover pixels in part, what lies between in full. */
function fillBox(painter: Painter, box: Rectangle, region: Bounds): void {
  const x0 = max(box.x0, <f64>region.x0);
  const y0 = max(box.y0, <f64>region.y0);
  const x1 = min(box.x1, <f64>region.x1);
  const y1 = min(box.y1, <f64>region.y1);
  if (!(x0 < x1) || !(y0 < y1)) return;
  const left = <i32>Math.floor(x0);
  const right = <i32>Math.ceil(x1);
  const top = <i32>Math.floor(y0);
  const bottom = <i32>Math.ceil(y1);
  for (let y = top; y < bottom; y++) {
    const height = min(y1, <f64>(y + 1)) - max(y0, <f64>y);
    const full = <u32>(height * 255 + 0.5);
    if (right - left == 1) {
      painter.fill(left, y, 1, <u32>((x1 - x0) * height * 255 + 0.5));
      continue;
    }
    const a = <u32>((<f64>(left + 1) - x0) * height * 255 + 0.5);
    const b = <u32>((x1 - <f64>(right - 1)) * height * 255 + 0.5);
    let from = left;
    let to = right;
    if (a != full) painter.fill(from++, y, 1, a);
    if (b != full) to--;
    if (to > from) painter.fill(from, y, to - from, full);
    if (b != full) painter.fill(right - 1, y, 1, b);
  }
}
