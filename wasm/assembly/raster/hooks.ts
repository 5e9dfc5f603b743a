import { GlyphsCommand, Op } from '../display/commands';
import { DisplayList } from '../display/list';
import { Paint, Pattern, PatternKind, Stroke } from '../display/paint';
import { MeshVertex, Shading, ShadingKind } from '../display/shading';
import { Font } from '../font/font';
import { Path } from '../geometry/path';
import { Image, ImageKind } from '../image/image';
import { Arena } from '../memory/arena';
import { alloc, allocZeroed } from '../memory/heap';
import { createStore } from '../syntax/store';
import { beginRender, finishRender, stepRender } from './render';
import { createRaster, Raster } from './raster';
import { Mask } from './surface';

export { test_free } from '../memory/hooks';

/** A rasterizer for a document that is nothing but fuel. */
export function test_raster(): usize {
  const store = createStore(alloc(64), 0)!;
  store.fuel = 1 << 40;
  return changetype<usize>(createRaster(store));
}

export function test_list(): usize {
  return changetype<usize>(DisplayList.create(Arena.create()!));
}

export function test_alloc(list: usize, size: u32): usize {
  return changetype<DisplayList>(list).arena.alloc(size);
}

export function test_path(): usize {
  return changetype<usize>(Path.create());
}

export function test_move(path: usize, x: f32, y: f32): void {
  changetype<Path>(path).moveTo(x, y);
}

export function test_line(path: usize, x: f32, y: f32): void {
  changetype<Path>(path).lineTo(x, y);
}

export function test_cubic(path: usize, x1: f32, y1: f32, x2: f32, y2: f32, x3: f32, y3: f32): void {
  changetype<Path>(path).cubicTo(x1, y1, x2, y2, x3, y3);
}

export function test_close(path: usize): void {
  changetype<Path>(path).close();
}

export function test_rect(path: usize, x: f32, y: f32, w: f32, h: f32): void {
  changetype<Path>(path).rect(x, y, w, h);
}

export function test_paint(list: usize, color: u32, alpha: f32, blend: u32, pattern: usize): usize {
  const paint = changetype<Paint>(test_alloc(list, offsetof<Paint>()));
  paint.color = color;
  paint.alpha = alpha;
  paint.blend = blend;
  paint.pattern = pattern;
  return changetype<usize>(paint);
}

/**
 * A pattern that is a shading: black, from (0, 0) to `size`, or a triangle of that size `more` + 1 times. Where `box` is not 0, it is cut
 * to a square of that side.
 */
export function test_shading(list: usize, kind: ShadingKind, size: f32, more: u32, box: f32): usize {
  const shading = changetype<Shading>(test_alloc(list, offsetof<Shading>()));
  shading.kind = kind;
  shading.extendStart = shading.extendEnd = true;
  if (kind == ShadingKind.Mesh) {
    shading.count = 1 + more;
    shading.pieces = test_alloc(list, shading.count * 3 * offsetof<MeshVertex>());
    let vertex = changetype<MeshVertex>(shading.pieces);
    for (let i: u32 = 0; i <= more; i++, vertex = vertex.plus(3)) {
      vertex.plus(1).x = size;
      vertex.plus(2).y = size;
    }
  } else {
    shading.colors = test_alloc(list, 256 * 4);
    for (let i: usize = 0; i < 256; i++) store<u32>(shading.colors + (i << 2), 0xff000000);
    if (kind == ShadingKind.Radial) shading.r1 = size;
    else shading.x1 = size;
  }
  const pattern = changetype<Pattern>(test_alloc(list, offsetof<Pattern>()));
  pattern.kind = PatternKind.Shading;
  pattern.shading = changetype<usize>(shading);
  pattern.a = pattern.d = 1;
  pattern.x1 = pattern.y1 = box || -1;
  return changetype<usize>(pattern);
}

/** A tiling pattern of cells of `step` × `step`, which are turned a little where `slope` is not 0. */
export function test_tiling(list: usize, cell: usize, step: f32, slope: f32): usize {
  const pattern = changetype<Pattern>(test_alloc(list, offsetof<Pattern>()));
  pattern.kind = PatternKind.Tiling;
  pattern.cell = cell;
  pattern.a = pattern.d = 1;
  pattern.b = slope;
  pattern.c = -slope;
  pattern.x1 = pattern.y1 = pattern.xStep = pattern.yStep = step;
  return changetype<usize>(pattern);
}

export function test_stroke(list: usize, width: f32, cap: u32, join: u32, miterLimit: f32): usize {
  const stroke = changetype<Stroke>(test_alloc(list, offsetof<Stroke>()));
  stroke.width = width;
  stroke.cap = cap;
  stroke.join = join;
  stroke.miterLimit = miterLimit;
  stroke.a = 1;
  stroke.d = 1;
  return changetype<usize>(stroke);
}

export function test_dash(stroke: usize, dashes: usize, count: u32, phase: f32): void {
  const s = changetype<Stroke>(stroke);
  s.dashes = dashes;
  s.dashCount = count;
  s.dashPhase = phase;
}

export function test_pen(stroke: usize, a: f32, b: f32, c: f32, d: f32): void {
  const s = changetype<Stroke>(stroke);
  s.a = a;
  s.b = b;
  s.c = c;
  s.d = d;
}

/** Adds a command of `count` words; returns the address of the first. */
export function test_command(list: usize, op: Op, count: u32): usize {
  return changetype<DisplayList>(list).addSized(op, 8 + count * 4) + 8;
}

/** A font for the command; glyph outlines come from its program. */
export function test_font(): usize {
  const font = changetype<Font>(allocZeroed(offsetof<Font>()));
  font.id = 1;
  return changetype<usize>(font);
}

/** Adds `count` glyphs in rows across a page of 600 points. */
export function test_glyphs(list: usize, font: usize, paint: usize, size: f32, count: u32): void {
  const command = changetype<GlyphsCommand>(changetype<DisplayList>(list).addSized(Op.Glyphs, GlyphsCommand.sizeFor(count)));
  command.font = changetype<Font>(font);
  command.paint = changetype<Paint>(paint);
  command.strokePaint = null;
  command.stroke = null;
  command.a = size;
  command.b = 0;
  command.c = 0;
  command.d = -size;
  command.count = count;
  command.flags = 0;
  let x: f32 = 10;
  let y: f32 = 20;
  for (let i: u32 = 0; i < count; i++) {
    const glyph = command.glyph(i);
    glyph.index = i % 60;
    glyph.x = x;
    glyph.y = y;
    glyph.stretch = 1;
    x += size * 0.53;
    if (x > 590) {
      x = 10;
      y += size * 1.2;
    }
  }
}

export function test_image(width: u32, height: u32, kind: ImageKind, opaque: bool): usize {
  const image = changetype<Image>(allocZeroed(offsetof<Image>()));
  image.width = width;
  image.height = height;
  image.fullWidth = width;
  image.fullHeight = height;
  image.kind = kind;
  image.isStencil = kind == ImageKind.Stencil;
  image.id = <u32>changetype<usize>(image);
  image.opaque = opaque;
  image.pixels = alloc(<usize>width * <usize>height * (kind == ImageKind.Rgba ? 4 : 1) + 64);
  return changetype<usize>(image);
}

export function test_pixels(image: usize): usize {
  return changetype<Image>(image).pixels;
}

/** `fuel`: 0: as much as a tile has. */
export function test_render(
  raster: usize,
  list: usize,
  scale: f32,
  x: i32,
  y: i32,
  width: i32,
  height: i32,
  background: u32,
  fuel: f64,
): usize {
  const task = beginRender(changetype<Raster>(raster), changetype<DisplayList>(list), scale, x, y, width, height, background, 1, 1);
  if (!task) return 0;
  if (fuel) task.fuel = <i64>fuel;
  stepRender(task, i64.MAX_VALUE);
  return finishRender(task);
}

/** What is left of the fuel. */
export function test_fuel(raster: usize): f64 {
  return <f64>changetype<Raster>(raster).store.fuel;
}

/** Puts a glyph of side × side pixels into the cache. */
export function test_glyph_add(raster: usize, glyph: u32, side: i32): void {
  const mask = Mask.create(0, 0, side, side);
  changetype<Raster>(raster).glyphs.add(1, glyph, 1, 0, 0, 1, 0, changetype<usize>(mask));
}

/** Whether it is there. */
export function test_glyph_find(raster: usize, glyph: u32): bool {
  return changetype<Raster>(raster).glyphs.find(1, glyph, 1, 0, 0, 1, 0) != null;
}
