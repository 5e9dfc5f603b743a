import { DisplayList } from '../display/list';
import { allocZeroed, free, refusals } from '../memory/heap';
import { Blend } from '../display/paint';
import { Warning, warn, warnOfMemory } from '../syntax/warnings';
import { blends } from './blending-list';
import { Canvas } from './canvas';
import { reserveBelow } from './frame';
import { dropFrames, runFrames } from './frames';
import { endGroups, setSpace, surfaceSoFar } from './group';
import { putUnder } from './paper';
import { playFrom } from './playback';
import { Raster } from './raster';
import { recolor } from './recolor';
import { premultiply, unpremultiply } from './spans';
import { BlendSpace, Surface } from './surface';
import { dropTiles } from './tiles';

/** Work that drawing one tile may take: about ten times what the largest real pages need; it ends what would never end. */
const TILE_FUEL: i64 = 6000000;
/** And for each of its pixels: what it takes to find it between others sixty times. */
const PIXEL_FUEL: i64 = 6;

/**
 * The thinnest line in points: a CSS pixel, as it is on a screen at natural size. On a smaller page it is a pixel wide too, but
 * fainter, as the page drawn at natural size and then made smaller would show it: thumbnails of plots do not turn black.
 */
const HAIRLINE: f64 = 0.75;

/**
 * A tile of a page that is being drawn, step by step. Its list may still grow: what is drawn is what is there. Between two
 * steps what has been drawn can be read, other tasks can be stepped, and the task can be given up.
 */
@unmanaged
export class RenderTask {
  raster: Raster;
  list: DisplayList;
  canvas: Canvas;
  surface: Surface;
  /** Where the surface's memory begins that has not been filled yet; its end, when all is. */
  bare: usize;
  /** Where the pixels begin that are not yet as they are handed over. */
  raw: usize;
  /** The offset in the list of the command that is next, and the top one of the frames that are drawn before, or 0. */
  at: u32;
  top: usize;
  /** 0xAABBGGRR, not premultiplied. */
  background: u32;
  hairline: f64;
  /** What black and white become, 0x00BBGGRR, and where photographs are, which keep their colours; 0: all colours are as they are. */
  ink: u32;
  paper: u32;
  photographs: usize;
  /** What is left of the tile's fuel. */
  fuel: i64;
}

/**
 * Begins to draw a tile of a page; null when memory is out.
 *
 * @param scale pixels per point
 * @param x @param y the tile's corner, in pixels of the scaled page
 * @param width @param height its size in pixels
 * @param background 0xAABBGGRR, not premultiplied
 * @param flags bit 0: draw annotations
 * @param zoom how many times its natural size the page is
 */
export function beginRender(
  raster: Raster,
  list: DisplayList,
  scale: f32,
  x: i32,
  y: i32,
  width: i32,
  height: i32,
  background: u32,
  flags: u32,
  zoom: f32,
): RenderTask | null {
  const isolated = list.grows || seesPaper(list, background);
  const p = allocZeroed(offsetof<RenderTask>());
  const surface = p ? Surface.bare(0, 0, width, height) : null;
  const canvas = surface ? Canvas.create(raster, surface, 0, flags) : null;
  if (!canvas) {
    if (surface) surface.destroy();
    free(p);
    return null;
  }
  canvas.matrix.set(<f64>scale, 0, 0, <f64>scale, -(<f64>x), -(<f64>y));
  canvas.zoom = <f64>zoom;
  if (list.blendsInks) setSpace(canvas, surface!, BlendSpace.Cmyk);
  const blender = raster.painter.inkBlender;
  if (blender) blender.inks.know(0); // another page may have its inks at the same address
  const task = changetype<RenderTask>(p);
  task.raster = raster;
  task.list = list;
  task.canvas = canvas;
  task.surface = surface!;
  task.bare = surface!.pixels;
  task.raw = surface!.pixels;
  task.background = background;
  if (isolated) canvas.paper = paperOf(background);
  task.hairline = min(HAIRLINE * <f64>scale, 1);
  task.fuel = TILE_FUEL + <i64>width * <i64>height * PIXEL_FUEL;
  return task;
}

/** Has a tile that has just begun drawn in other colours (recolor.ts): 0xBBGGRR, what black and white become. False when memory is out. */
export function recolorRender(task: RenderTask, ink: u32, paper: u32): bool {
  const surface = Surface.create(0, 0, task.surface.width, task.surface.height);
  if (!surface) return false;
  task.photographs = changetype<usize>(surface);
  task.ink = ink;
  task.paper = paper;
  return true;
}

/** Goes on with a tile, for about so much fuel; whether it has drawn all that its list has so far. */
export function stepRender(task: RenderTask, fuel: i64): bool {
  while (isBare(task)) {
    // A poster has a hundred megabytes: whoever wants to stop is not kept waiting for all of them.
    if (fuel <= 0) return false;
    fuel -= fillPiece(task, fuel);
  }
  const list = task.list;
  const doc = task.raster.store;
  const end = list.commands.length - list.unsettled;
  task.raster.hairline = task.hairline;
  const raster = task.raster;
  const until = max<i64>(task.fuel + reserveBelow(task.top) - fuel, 0);
  doc.fuel = task.fuel;
  doc.page = list.page;
  raster.top = task.top;
  raster.photographs = task.photographs;
  raster.painter.knownInks = list.inks;
  const refused = refusals();
  while (runFrames(raster, until)) {
    task.at = playFrom(task.canvas, list, task.at, end, until);
    if (!raster.top) break;
  }
  if (doc.fuel <= 0) warn(doc, Warning.FuelOut);
  warnOfMemory(doc, refused);
  task.top = raster.top;
  raster.photographs = 0;
  task.fuel = doc.fuel;
  raster.top = 0;
  doc.page = -1;
  return !task.top && task.at >= end;
}

/** What has been drawn so far, as `finishRender` gives it; the task goes on. */
export function renderedSoFar(task: RenderTask): usize {
  if (isBare(task)) return 0;
  const surface = surfaceSoFar(task.canvas);
  if (!surface) return 0;
  const pixels = surface.pixels;
  develop(task, pixels, 0, sizeOf(surface));
  free(changetype<usize>(surface));
  return pixels;
}

/** Fuel of who draws in one go. */
const WHOLE: i64 = i64.MAX_VALUE;
/** So many bytes of a surface are made ready at a time: a millisecond or two. */
const PIECE: usize = 4 << 20;
/** Bytes of a surface that are filled for a unit of fuel: about a thousand pixels, as everywhere, so that who measures what a unit takes is not misled. */
const BYTES_A_UNIT: i64 = 4096;

// @ts-ignore: decorator
@inline function isBare(task: RenderTask): bool {
  return task.bare < task.surface.pixels + task.surface.extent;
}

/** Fills as much of the surface as the fuel is for with the paper, or with nothing where that is laid under it in the end. How much fuel that took. */
function fillPiece(task: RenderTask, fuel: i64): i64 {
  const rest = <i64>(task.surface.pixels + task.surface.extent - task.bare);
  const size = <usize>(fuel < rest / BYTES_A_UNIT ? fuel * BYTES_A_UNIT : rest);
  const color = task.canvas.paper ? 0 : paperOf(task.background);
  // White and none are one byte four times: such memory the machine fills fastest.
  if (color == rotl<u32>(color, 8)) memory.fill(task.bare, <u8>color, size);
  else for (let q: usize = 0; q + 16 <= size; q += 16) v128.store(task.bare + q, i32x4.splat(color));
  task.bare += size;
  return <i64>size / BYTES_A_UNIT;
}

/**
 * Goes on with making a tile ready of which all is drawn, a piece of it; whether it is ready.
 * Nothing is drawn after it has begun.
 */
export function developRender(task: RenderTask, fuel: i64): bool {
  close(task, true);
  const surface = task.surface;
  const end = surface.pixels + sizeOf(surface);
  while (task.raw < end) {
    const size = min(end - task.raw, PIECE);
    develop(task, surface.pixels, task.raw - surface.pixels, size);
    task.raw += size;
    if (fuel < WHOLE) break;
  }
  return task.raw >= end;
}

/**
 * Ends a tile, and gives the task back.
 *
 * @returns the address of width × height × 4 bytes RGBA, not premultiplied, on the heap and the caller's
 */
export function finishRender(task: RenderTask): usize {
  developRender(task, WHOLE);
  const pixels = task.surface.pixels;
  free(changetype<usize>(task.surface));
  giveTask(task);
  return pixels;
}

/** Gives up a tile. */
export function cancelRender(task: RenderTask): void {
  close(task, false);
  task.surface.destroy();
  giveTask(task);
}

/** Ends what the task is in the middle of: its groups are painted if the tile is to be seen. */
function close(task: RenderTask, isSeen: bool): void {
  if (task.top) {
    task.raster.top = task.top;
    dropFrames(task.raster);
    task.top = 0;
  }
  dropTiles(task.canvas);
  endGroups(task.canvas, isSeen);
}

function giveTask(task: RenderTask): void {
  if (task.photographs) changetype<Surface>(task.photographs).destroy();
  task.canvas.destroy();
  free(changetype<usize>(task));
}

/** Draws a tile in one go: the pixels of `finishRender`; 0 when memory is out. */
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
  const task = beginRender(raster, list, scale, x, y, width, height, background, flags, 1);
  if (!task) return 0;
  stepRender(task, WHOLE);
  return finishRender(task);
}

function paperOf(background: u32): u32 {
  return premultiply(background & 0xffffff, background >>> 24);
}

// @ts-ignore: decorator
@inline function sizeOf(surface: Surface): usize {
  return (<usize>surface.width * <usize>(surface.y1 - surface.y0)) << 2;
}

/** Makes pixels what is handed over: on paper, not premultiplied, in the colours that were asked for. `from` and `size` are bytes. */
function develop(task: RenderTask, pixels: usize, from: usize, size: usize): void {
  const begin = pixels + from;
  const count = <i32>(size >> 2);
  const paper = task.canvas.paper;
  if (paper) putUnder(begin, paper, count);
  if (task.background >>> 24 != 255) {
    for (let p = begin, end = begin + size; p < end; p += 4) store<u32>(p, unpremultiply(load<u32>(p)));
  }
  if (task.photographs) recolor(begin, count, task.ink, task.paper, changetype<Surface>(task.photographs).pixels + from);
}

/**
 * Whether a page has to be drawn without paper, since a blend mode would see it: the page is an isolated group, which is then
 * painted on the paper (11.4.7). Multiply gives the same on white paper as on none, being linear in the backdrop.
 */
function seesPaper(list: DisplayList, background: u32): bool {
  return blends(list, 0, background == 0xffffffff ? Blend.Multiply : Blend.Normal);
}
