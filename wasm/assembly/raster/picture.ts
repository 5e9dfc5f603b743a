import { ImageCommand, ImageFlag, StencilCommand } from '../display/commands';
import { Paint } from '../display/paint';
import { Placement } from '../display/placement';
import { Matrix } from '../geometry/matrix';
import { Image, ImageKind, loadImage } from '../image/image';
import { Canvas } from './canvas';
import { charge, Cost, paintCost } from './charge';
import { paintThrough } from './fill';
import { paintGlyph } from './glyphs';
import { Painter } from './painter';
import { patternPixels } from './pattern';
import { isPhotograph, photographPainter } from './photographs';
import { Raster } from './raster';
import { resample } from './resample';
import { cutToParallelogram } from './shape';
import { sampleLinear, sampleNearest } from './sample';
import { Mask, Surface } from './surface';
import { isPainted } from './tiles';

/** An image this nearly upright, in pixels at its far corner, is drawn upright. */
const UPRIGHT: f64 = 0.25;
/** How far a side may reach into a pixel without taking it in. */
const SLACK: f64 = 0.03125;
/** Images enlarged more than this show their pixels, unless /Interpolate is set (as in MuPDF, PDFium and pdf.js). */
const SMOOTHEST: f64 = 2;
/** Images of fewer pixels than this are made smaller anew each time they are drawn. */
const SMALL: u64 = 1 << 14;
/** Pictures of more pixels than this are not kept, and made only as far as they are seen. */
const LARGE: u64 = 1 << 22;
/** Bitmap glyphs up to this size, in pixels, are cached. */
const LARGEST_GLYPH: f64 = 160;
/** Where the cache of glyphs has a font: fonts count from 1. */
const NO_FONT: u32 = 0;
/** Where it has a place inside the pixel: the glyph is at none yet, only brought to the number of pixels that it is shown with. */
const NO_PLACE: u32 = 16;

/** Draws an `Op.Image` command. */
export function drawImage(canvas: Canvas, command: ImageCommand): void {
  const source = placeImage(canvas, command.image, command.matrix, (command.flags & ImageFlag.Interpolate) != 0, 0);
  if (!source) return;
  paintRegion(canvas, canvas.pixels(source, command.alpha, command.blend));
  const photograph = isPhotograph(canvas, command.image) ? photographPainter(canvas, source) : null;
  if (photograph) paintRegion(canvas, photograph);
  source.destroy();
}

/** Draws an `Op.Stencil` command: the mask in the paint's colour, or as a hole that its pattern is seen through. */
export function drawStencil(canvas: Canvas, command: StencilCommand): void {
  const paint = command.paint;
  if (command.flags & ImageFlag.Glyph && !paint.pattern && drawBitmapGlyph(canvas, command)) return;
  const color = canvas.tinted ? canvas.tint : paint.color;
  const source = placeImage(canvas, command.image, command.matrix, (command.flags & ImageFlag.Interpolate) != 0, color);
  if (!source) return;
  if (!paint.pattern) {
    paintRegion(canvas, canvas.pixels(source, paint.alpha, paint.blend));
    source.destroy();
    return;
  }
  const mask = isPainted(canvas, paint, source.x0, source.y0, source.x1, source.y1) ? alphaOf(source) : null;
  source.destroy();
  if (!mask) return;
  const pixels = patternPixels(canvas, paint, mask.x0, mask.y0, mask.x1, mask.y1);
  if (pixels) {
    paintThrough(canvas.pixels(pixels, paint.alpha, paint.blend), mask);
    pixels.destroy();
  }
  mask.destroy();
}

/** The alpha of a surface; null when memory is out. */
function alphaOf(source: Surface): Mask | null {
  const mask = Mask.create(source.x0, source.y0, source.x1, source.y1);
  const count = <usize>source.width * <usize>source.height;
  if (mask) for (let i: usize = 0; i < count; i++) store<u8>(mask.data + i, load<u8>(source.pixels + (i << 2), 3));
  return mask;
}

/**
 * Draws a stencil that is a glyph by way of the glyphs' cache, at a quarter of a pixel. False when it is too large for that,
 * or memory is out.
 */
function drawBitmapGlyph(canvas: Canvas, command: StencilCommand): bool {
  const raster = canvas.raster;
  const image = command.image;
  const m = canvas.work;
  setDeviceMatrix(canvas, command.matrix, m);
  if (!(max(abs(m.a) + abs(m.c), abs(m.b) + abs(m.d)) <= LARGEST_GLYPH)) return false;
  const region = raster.region;
  if (!region.setTransformed(canvas.clip, m, 0, 0, 1, 1)) return true;
  const qx = Math.floor(m.e * 4 + 0.5);
  const qy = Math.floor(m.f * 4 + 0.5);
  const px = Math.floor(qx / 4);
  const py = Math.floor(qy / 4);
  const fx = qx - 4 * px;
  const fy = qy - 4 * py;
  const a = <f32>m.a;
  const b = <f32>m.b;
  const c = <f32>m.c;
  const d = <f32>m.d;
  const place = (<u32>fx) | ((<u32>fy) << 2);
  let glyph = raster.glyphs.find(NO_FONT, image.id, a, b, c, d, place);
  if (!glyph) {
    if (!loadImage(raster.store, image) || !image.pixels) return true; // it may be there the next time
    m.set(<f64>a, <f64>b, <f64>c, <f64>d, fx / 4, fy / 4);
    glyph = raster.glyphs.add(
      NO_FONT,
      image.id,
      a,
      b,
      c,
      d,
      place,
      coverageOfStencil(canvas, image, m, (command.flags & ImageFlag.Interpolate) != 0),
    );
    if (!glyph) return false;
  }
  if (glyph.mask) paintGlyph(canvas, canvas.solid(command.paint), changetype<Mask>(glyph.mask), <i32>px, <i32>py);
  return true;
}

/** A `Mask` of a stencil's unit square under `m`; 0 when there is nothing of it, or memory is out. */
function coverageOfStencil(canvas: Canvas, image: Image, m: Matrix, interpolate: bool): usize {
  const region = canvas.raster.region;
  region.setUnitSquare(m);
  if (region.isEmpty) return 0;
  const source = shownImage(canvas, image, m, false, interpolate, 0, true);
  if (!source) return 0;
  const mask = alphaOf(source);
  source.destroy();
  return changetype<usize>(mask);
}

/** A bitmap glyph at a number of pixels, as it is in the cache: a surface of its own, with alpha alone. Null when it is not there, or memory is out. */
function glyphPicture(raster: Raster, id: u32, width: i32, height: i32): Surface | null {
  const glyph = raster.glyphs.find(NO_FONT, id, <f32>width, <f32>height, 0, 0, NO_PLACE);
  if (!glyph || !glyph.mask) return null;
  const from = changetype<Mask>(glyph.mask).data;
  const picture = Surface.create(0, 0, width, height);
  const count = <usize>width * <usize>height;
  if (picture) for (let i: usize = 0; i < count; i++) store<u8>(picture.pixels + (i << 2), load<u8>(from + i), 3);
  return picture;
}

/** Puts the alpha of such a picture into the cache. */
function keepGlyph(raster: Raster, id: u32, picture: Surface): void {
  const mask = alphaOf(picture);
  if (!mask) return;
  const kept = raster.glyphs.add(NO_FONT, id, <f32>picture.width, <f32>picture.height, 0, 0, NO_PLACE, changetype<usize>(mask));
  if (!kept) mask.destroy();
}

/** Paints what `raster.region` is of a surface, which lies inside it and inside the clip. */
function paintRegion(canvas: Canvas, painter: Painter): void {
  const region = canvas.raster.region;
  charge(canvas.raster.store, region.width, region.height, paintCost(canvas, painter.blend));
  painter.fillRect(region.x0, region.y0, region.x1, region.y1);
}

/** Paints all that there is on a surface, which lies inside the clip. */
export function paintSurface(painter: Painter, source: Surface): void {
  painter.fillRect(source.x0, source.top, source.x1, source.bottom);
}

/**
 * The image as it appears on the device inside the clip, premultiplied; null when nothing is seen of it. What is seen is
 * `raster.region`, which the surface covers. `matrix`: from
 * the unit square to the list's space.
 */
function placeImage(canvas: Canvas, image: Image, matrix: Placement, interpolate: bool, tint: u32): Surface | null {
  const m = canvas.work;
  setDeviceMatrix(canvas, matrix, m);
  // A stencil is a shape, often a glyph: it keeps its place to the fraction of a pixel.
  const upright = !image.isStencil && gridFit(m);
  if (!canvas.raster.region.setTransformed(canvas.clip, m, 0, 0, 1, 1)) return null;
  return shownImage(canvas, image, m, upright, interpolate, tint);
}

/** m = `matrix`, then the canvas's own matrix. */
function setDeviceMatrix(canvas: Canvas, matrix: Placement, m: Matrix): void {
  matrix.read(m);
  m.multiply(m, canvas.matrix);
}

/**
 * The part of an image that `raster.region` shows, the unit square under `m`; see `placeImage`. A bitmap glyph is shown as a
 * whole, and often again at another place inside the pixel.
 */
function shownImage(
  canvas: Canvas,
  image: Image,
  m: Matrix,
  upright: bool,
  interpolate: bool,
  tint: u32,
  isGlyph: bool = false,
): Surface | null {
  const raster = canvas.raster;
  const region = raster.region;
  const inverse = raster.glyphMatrix;
  const toDevice = raster.cellMatrix;
  const deviceWidth = Math.sqrt(m.a * m.a + m.b * m.b);
  const deviceHeight = Math.sqrt(m.c * m.c + m.d * m.d);
  let width = pictureSide(deviceWidth, image.fullWidth);
  let height = pictureSide(deviceHeight, image.fullHeight);
  const pictures = raster.pictures;
  let picture: Surface | null = null;
  if (setPart(raster, m, width, height))
    picture = isGlyph ? glyphPicture(raster, image.id, width, height) : pictures.find(image.id, width, height, tint, raster.part);
  let kept = picture != null && !isGlyph;
  if (!picture) {
    const loaded = loadImage(raster.store, image, <u32>Math.ceil(deviceWidth), <u32>Math.ceil(deviceHeight));
    if (!loaded || !image.pixels || image.width == 0 || image.height == 0) return null;
    // A loaded image may have other sides than its dictionary says.
    width = pictureSide(deviceWidth, image.fullWidth);
    height = pictureSide(deviceHeight, image.fullHeight);
    if (!setPart(raster, m, width, height)) return null;
    const smaller = width < <i32>image.width || height < <i32>image.height;
    const pixels = <u64>image.width * <u64>image.height;
    const worthKeeping = !isGlyph && smaller && pixels >= SMALL && <u64>width * <u64>height <= LARGE;
    if (worthKeeping || isGlyph) raster.part.setSize(width, height);
    // What is read of the image: all of it for all of the picture.
    const share = (<f64>raster.part.width * <f64>raster.part.height) / (<f64>width * <f64>height);
    charge(raster.store, <i32>(<f64>image.width * share), <i32>image.height, Cost.Paint);
    picture = resample(image, width, height, raster.part, tint);
    if (!picture) return null;
    picture.opaque = image.opaque || image.kind == ImageKind.Gray;
    kept = worthKeeping && pictures.add(image.id, width, height, tint, picture);
    if (isGlyph && smaller) keepGlyph(raster, image.id, picture);
  }
  const enlargedX = deviceWidth / <f64>width;
  const enlargedY = deviceHeight / <f64>height;
  const smooth = interpolate || max(enlargedX, enlargedY) <= SMOOTHEST;
  const exact = upright && abs(abs(toDevice.a) + abs(toDevice.b) - 1) < 1e-6 && abs(abs(toDevice.c) + abs(toDevice.d) - 1) < 1e-6;
  if (exact && toDevice.a > 0 && toDevice.d > 0) {
    // The picture's pixels are the device's.
    const x0 = picture.x0 + <i32>Math.round(toDevice.e);
    const y0 = picture.y0 + <i32>Math.round(toDevice.f);
    if (kept) return picture.moved(x0, y0);
    picture.moveTo(x0, y0);
    return picture;
  }
  const out = Surface.create(region.x0, region.y0, region.x1, region.y1);
  charge(raster.store, region.width, region.height, upright ? Cost.Row : Cost.Between);
  if (!out) {
    if (!kept) picture.destroy();
    return null;
  }
  if (exact || (upright && !smooth)) sampleNearest(out, picture, inverse);
  else if (smooth) sampleLinear(out, picture, inverse, 1, 1);
  else sampleLinear(out, picture, inverse, max<f64>(enlargedX, 1), max<f64>(enlargedY, 1));
  if (!kept) picture.destroy();
  if (!upright) cutToParallelogram(canvas, out, m, 0, 0, 1, 1);
  return out;
}

/** Pixels of a picture along a side: as many as on the device, but not more than the image has. */
// @ts-ignore: decorator
@inline function pictureSide(device: f64, image: u32): i32 {
  return <i32>min(max(Math.round(device), 1), <f64>image);
}

/**
 * Moves the sides of an upright image out to whole pixels, so that the tiles of a sliced image meet without a seam.
 * False when the image is turned or skewed.
 */
function gridFit(m: Matrix): bool {
  if (abs(m.b) < UPRIGHT && abs(m.c) < UPRIGHT) {
    const x0 = Math.floor(min(m.e, m.e + m.a) + SLACK);
    const x1 = max(Math.ceil(max(m.e, m.e + m.a) - SLACK), x0 + 1);
    const y0 = Math.floor(min(m.f, m.f + m.d) + SLACK);
    const y1 = max(Math.ceil(max(m.f, m.f + m.d) - SLACK), y0 + 1);
    if (m.a < 0) m.set(x0 - x1, 0, 0, m.d, x1, m.f);
    else m.set(x1 - x0, 0, 0, m.d, x0, m.f);
    if (m.d < 0) m.set(m.a, 0, 0, y0 - y1, m.e, y1);
    else m.set(m.a, 0, 0, y1 - y0, m.e, y0);
    return isFinite(x0 + x1 + y0 + y1);
  }
  if (abs(m.a) < UPRIGHT && abs(m.d) < UPRIGHT) {
    const x0 = Math.floor(min(m.e, m.e + m.c) + SLACK);
    const x1 = max(Math.ceil(max(m.e, m.e + m.c) - SLACK), x0 + 1);
    const y0 = Math.floor(min(m.f, m.f + m.b) + SLACK);
    const y1 = max(Math.ceil(max(m.f, m.f + m.b) - SLACK), y0 + 1);
    if (m.c < 0) m.set(0, m.b, x0 - x1, 0, x1, m.f);
    else m.set(0, m.b, x1 - x0, 0, x0, m.f);
    if (m.b < 0) m.set(0, y0 - y1, m.c, 0, m.e, y1);
    else m.set(0, y1 - y0, m.c, 0, m.e, y0);
    return isFinite(x0 + x1 + y0 + y1);
  }
  return false;
}

/**
 * From `m`, which takes the unit square to the device: `raster.cellMatrix` becomes that from a picture's pixels, first row at
 * the top, to the device; `raster.glyphMatrix` its inverse; `raster.part` what `raster.region` shows of the picture, with a
 * pixel to spare. False when nothing can be seen of it.
 */
function setPart(raster: Raster, m: Matrix, width: i32, height: i32): bool {
  const inverse = raster.glyphMatrix;
  if (width == 0 || height == 0) return false;
  const toDevice = raster.cellMatrix;
  toDevice.set(m.a / <f64>width, m.b / <f64>width, -m.c / <f64>height, -m.d / <f64>height, m.e + m.c, m.f + m.d);
  if (!inverse.invert(toDevice)) return false;
  const out = raster.region;
  const x0 = <f64>out.x0;
  const y0 = <f64>out.y0;
  const x1 = <f64>out.x1;
  const y1 = <f64>out.y1;
  const ax = min(min(inverse.x(x0, y0), inverse.x(x1, y0)), min(inverse.x(x0, y1), inverse.x(x1, y1)));
  const ay = min(min(inverse.y(x0, y0), inverse.y(x1, y0)), min(inverse.y(x0, y1), inverse.y(x1, y1)));
  const bx = max(max(inverse.x(x0, y0), inverse.x(x1, y0)), max(inverse.x(x0, y1), inverse.x(x1, y1)));
  const by = max(max(inverse.y(x0, y0), inverse.y(x1, y0)), max(inverse.y(x0, y1), inverse.y(x1, y1)));
  const part = raster.part;
  part.x0 = <i32>min(max(Math.floor(ax) - 1, 0), width);
  part.y0 = <i32>min(max(Math.floor(ay) - 1, 0), height);
  part.x1 = <i32>min(max(Math.ceil(bx) + 1, 0), width);
  part.y1 = <i32>min(max(Math.ceil(by) + 1, 0), height);
  return !part.isEmpty;
}
