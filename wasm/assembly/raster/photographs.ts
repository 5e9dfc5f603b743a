import { ImageCommand, Op } from '../display/commands';
import { DisplayList } from '../display/list';
import { Blend, Pattern, PatternKind } from '../display/paint';
import { Image, ImageKind, ImageLook, loadImage } from '../image/image';
import { Name } from '../syntax/names';
import { getInt } from '../syntax/store';
import { Canvas } from './canvas';
import { Painter } from './painter';
import { Surface } from './surface';

/**
 * Where photographs are on a tile whose colours are changed: they keep theirs, and so does what is drawn over them, such as a
 * caption in white. A surface of the tile's size gathers what they cover, by their alpha.
 *
 * A picture of one bit a sample is a scan or a drawing; so is one whose pixels are nearly all black or white.
 */

/** Of a picture of fewer pixels nothing can be told. */
const FEWEST: usize = 1024;
/** About as many pixels are looked at. */
const LOOKED_AT: usize = 4096;
/** How dark black may be, how light white, and how far channels may be apart. */
const BLACK: i32 = 48;
const WHITE: i32 = 208;
const APART: i32 = 24;

/** The painter, set to note what a photograph covers; null where nothing has to be noted. */
export function photographPainter(canvas: Canvas, source: Surface): Painter | null {
  const photographs = canvas.raster.photographs;
  // Inside a pattern's cell or a soft mask what is drawn is not yet the page.
  if (!photographs || canvas.depth) return null;
  const target = canvas.target;
  canvas.target = changetype<Surface>(photographs);
  const painter = canvas.pixels(source, 1, Blend.Normal);
  canvas.target = target;
  return painter;
}

/** Whether there are photographs in the cell of a pattern. */
export function hasPhotograph(canvas: Canvas, pattern: Pattern): bool {
  if (!canvas.raster.photographs || canvas.depth || pattern.kind == PatternKind.Shading || !pattern.cell) return false;
  const list = changetype<DisplayList>(pattern.cell);
  for (let at: u32 = 0; list.hasCommand(at); at += list.commandAt(at).size) {
    const command = list.commandAt(at);
    if (command.op == Op.Image && isPhotograph(canvas, changetype<ImageCommand>(command).image)) return true;
  }
  return false;
}

export function isPhotograph(canvas: Canvas, image: Image): bool {
  if (!canvas.raster.photographs || canvas.depth || image.isStencil) return false;
  if (image.look == ImageLook.Unknown) image.look = lookOf(canvas, image);
  return image.look == ImageLook.Photograph;
}

function lookOf(canvas: Canvas, image: Image): ImageLook {
  const doc = canvas.raster.store;
  if (getInt(doc, image.source, Name.BitsPerComponent) == 1) return ImageLook.Drawing;
  // A small one tells as much: where a picture of it is at hand, its own pixels may not be.
  if (!loadImage(doc, image, 1, 1) || !image.pixels) return ImageLook.Unknown;
  const count = <usize>image.width * <usize>image.height;
  if (count < FEWEST) return ImageLook.Photograph;
  const isGray = image.kind == ImageKind.Gray;
  // An odd number of pixels is left out between two, so that not all lie in one column.
  const step = (count / LOOKED_AT) | 1;
  let seen: u32 = 0;
  let plain: u32 = 0;
  for (let i: usize = 0; i < count; i += step) {
    let low: i32;
    let high: i32;
    if (isGray) {
      low = high = <i32>load<u8>(image.pixels + i);
    } else {
      const p = image.pixels + (i << 2);
      if (load<u8>(p, 3) < 128) continue;
      const r = <i32>load<u8>(p);
      const g = <i32>load<u8>(p, 1);
      const b = <i32>load<u8>(p, 2);
      low = min(r, min(g, b));
      high = max(r, max(g, b));
    }
    seen++;
    if (high - low <= APART && (high <= BLACK || low >= WHITE)) plain++;
  }
  return plain * 10 >= seen * 9 ? ImageLook.Drawing : ImageLook.Photograph;
}
