import { alloc } from '../memory/heap';
import { Bounds } from './bounds';
import { Dasher } from './dash';
import { Edges } from './edges';
import { GlyphCache } from './glyph-cache';
import { GlyphMasks } from './glyph-mask';
import { Matrix } from '../geometry/matrix';
import { Path } from '../geometry/path';
import { Rectangle } from '../geometry/rectangle';
import { Painter } from './painter';
import { PictureCache } from './picture-cache';
import { Polyline } from './polyline';
import { Stroker } from './stroke';
import { Store } from '../syntax/store';
import { Sweep } from './sweep';

/**
 * The rasterizer's state, one a document: the glyph cache, and room that every fill uses anew.
 *
 * How a shape becomes pixels:
 *
 *   Path ─flatten→ Polyline ─(dash→ Polyline ─stroke→ Polyline)→ Edges ─sweep→ Row ─flush→ Painter → Surface
 *
 * Polylines are in device pixels. The sweep finds the exact filled area of each row, the painter applies clip, soft mask,
 * colour and blend mode. What is not one colour (images, patterns, shadings, groups) is first drawn to a Surface of its
 * own that covers the shape's bounds, and then painted through the shape's coverage like a colour.
 */
@unmanaged
export class Raster {
  store: Store;
  glyphs: GlyphCache;
  glyphMasks: GlyphMasks;
  pictures: PictureCache;
  line: Polyline;
  dashes: Polyline;
  outline: Polyline;
  edges: Edges;
  sweep: Sweep;
  painter: Painter;
  stroker: Stroker;
  dasher: Dasher;
  /** The outline of the glyph that is drawn, and its matrix. */
  glyphPath: Path;
  glyphMatrix: Matrix;
  /** Pattern space → device, and pattern space → cell. */
  patternMatrix: Matrix;
  cellMatrix: Matrix;
  /** Room for a rectangle, and for the region of one command. */
  box: Rectangle;
  region: Bounds;
  /** The part of an image that is wanted. */
  part: Bounds;
  /** How strongly the thinnest line is painted, 0 to 1. */
  hairline: f64;
  /** Where photographs are on the tile that is being drawn: a `Surface`, 0 where nobody asks (photographs.ts). */
  photographs: usize;
  /** The top one of the frames of the tile that is drawn (frame.ts), or 0. */
  top: usize;
  /** The frames are ended before they are done. */
  isGivenUp: bool;
}

/** The rasterizer of a document; null when memory is out. */
export function createRaster(store: Store): Raster | null {
  const p = alloc(offsetof<Raster>() + 8 + offsetof<Rectangle>() + 3 * offsetof<Matrix>() + 2 * offsetof<Bounds>());
  if (!p) return null;
  const glyphs = GlyphCache.create();
  const glyphMasks = GlyphMasks.create();
  const pictures = PictureCache.create();
  const line = Polyline.create();
  const dashes = Polyline.create();
  const outline = Polyline.create();
  const edges = Edges.create();
  const sweep = Sweep.create();
  const painter = Painter.create();
  const stroker = Stroker.create();
  const dasher = Dasher.create();
  const glyphPath = Path.create();
  if (
    !glyphs ||
    !glyphMasks ||
    !pictures ||
    !line ||
    !dashes ||
    !outline ||
    !edges ||
    !sweep ||
    !painter ||
    !stroker ||
    !dasher ||
    !glyphPath
  )
    return null;
  const raster = changetype<Raster>(p);
  raster.store = store;
  raster.glyphs = glyphs;
  raster.glyphMasks = glyphMasks;
  raster.pictures = pictures;
  raster.line = line;
  raster.dashes = dashes;
  raster.outline = outline;
  raster.edges = edges;
  raster.sweep = sweep;
  raster.painter = painter;
  raster.stroker = stroker;
  raster.dasher = dasher;
  raster.box = changetype<Rectangle>((p + offsetof<Raster>() + 7) & ~7);
  raster.glyphMatrix = changetype<Matrix>(changetype<usize>(raster.box) + offsetof<Rectangle>());
  raster.patternMatrix = changetype<Matrix>(changetype<usize>(raster.glyphMatrix) + offsetof<Matrix>());
  raster.cellMatrix = changetype<Matrix>(changetype<usize>(raster.patternMatrix) + offsetof<Matrix>());
  raster.region = changetype<Bounds>(changetype<usize>(raster.cellMatrix) + offsetof<Matrix>());
  raster.part = changetype<Bounds>(changetype<usize>(raster.region) + offsetof<Bounds>());
  raster.glyphPath = glyphPath;
  raster.photographs = 0;
  raster.top = 0;
  raster.isGivenUp = false;
  return raster;
}
