import { DisplayList } from '../display/list';
import { free } from '../memory/heap';
import { Store } from '../syntax/store';
import { Blend } from '../display/paint';
import { blends } from './blending-list';
import { Canvas } from './canvas';
import { overPixel } from './painter';
import { play } from './playback';
import { newRaster, Raster } from './raster';
import { premultiply, unpremultiply } from './spans';
import { Surface } from './surface';

/**
 * Work that drawing one tile may take, besides two units for each of its pixels: about ten times what the largest real
 * pages need; it ends what would never end.
 */
const TILE_FUEL: i64 = 10000000;

/**
 * The thinnest line in points: a CSS pixel, as it is on a screen at natural size. On a smaller page it is a pixel wide too, but
 * fainter, as the page drawn at natural size and then made smaller would show it: thumbnails of plots do not turn black.
 */
const HAIRLINE: f64 = 0.75;

/** The rasterizer of a document; null when memory is out. */
export function createRaster(store: Store): Raster | null {
  return newRaster(store, play.index);
}

/**
 * Draws a tile of a page.
 *
 * @param scale pixels per point
 * @param x @param y the tile's corner, in pixels of the scaled page
 * @param background 0xAABBGGRR, not premultiplied
 * @param flags bit 0: draw annotations
 * @returns the address of width × height × 4 bytes RGBA, not premultiplied, on the heap and the caller's; 0 when memory is out
 */
export function render(
  raster: Raster,
  list: DisplayList,
  scale: f32,
  x: i32,
  y: i32,
  width: i32,
  height: i32,
  background: u32,
  flags: u32,
): usize {
  const paper = premultiply(background & 0xffffff, background >>> 24);
  const isolated = seesPaper(list, background);
  const surface = Surface.create(0, 0, width, height, isolated ? 0 : paper);
  if (!surface) return 0;
  const count = width * height;
  raster.hairline = min(HAIRLINE * <f64>scale, 1);
  const canvas = Canvas.create(raster, surface, 0, flags);
  if (canvas) {
    canvas.matrix.set(<f64>scale, 0, 0, <f64>scale, -(<f64>x), -(<f64>y));
    raster.store.fuel = TILE_FUEL + ((<i64>count) << 1);
    play(canvas, list);
    canvas.destroy();
  }
  const pixels = surface.pixels;
  if (isolated && paper) putUnder(pixels, paper, count);
  if (background >>> 24 != 255) {
    for (let p = pixels, end = pixels + ((<usize>count) << 2); p < end; p += 4) store<u32>(p, unpremultiply(load<u32>(p)));
  }
  free(changetype<usize>(surface));
  return pixels;
}

/** Puts paper of a premultiplied colour under pixels. */
function putUnder(pixels: usize, paper: u32, count: i32): void {
  for (let p = pixels, end = p + ((<usize>count) << 2); p < end; p += 4) {
    const v = load<u32>(p);
    if (v >>> 24 != 255) store<u32>(p, overPixel(v, paper));
  }
}

/**
 * Whether a page has to be drawn without paper, since a blend mode would see it: the page is an isolated group, which is then
 * painted on the paper (11.4.7). Multiply gives the same on white paper as on none, being linear in the backdrop.
 */
function seesPaper(list: DisplayList, background: u32): bool {
  return blends(list, 0, background == 0xffffffff ? Blend.Multiply : Blend.Normal);
}
