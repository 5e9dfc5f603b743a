import { DisplayList } from '../display/list';
import { allocZeroed } from '../memory/heap';
import { reserveOf } from '../syntax/store';
import { Canvas } from './canvas';
import { Raster } from './raster';

/**
 * What is drawn before a command of a list can go on: the list of a soft mask, or the copies of a pattern's cell. Frames lie on a
 * stack (`raster.top`), the one that is drawn on top; only `runFrames` (frames.ts) runs and pops them. So lists in lists do
 * not make the rasterizer call itself, and it can stop at any command of any of them.
 *
 * Who pushes a frame may derive a record of its own, to keep what `onEnd` needs.
 */
@unmanaged
export class PlayFrame {
  /** The frame below, or 0. */
  below: usize;
  /** What the list is drawn onto; of a row, what it is drawn for. */
  canvas: Canvas;
  /** A `DisplayList`, or 0 for a row. */
  list: usize;
  /** The offset of the command that is next. */
  at: u32;
  /** Of a row `(frame: PlayFrame) => bool`, by its index in the table: begins its next member; false: there is none. */
  next: u32;
  /** `(frame: PlayFrame) => void`, by its index in the table: ends what the frame was pushed for. */
  onEnd: u32;
  /** The fuel that is kept for what lies below: the frame has so much less. */
  reserve: i64;
}

/** The fuel that is kept for what lies below a frame, or below none (0). */
export function reserveBelow(frame: usize): i64 {
  return frame ? changetype<PlayFrame>(frame).reserve : 0;
}

/** Puts a frame `T` onto the stack, with `extra` bytes behind it; null when memory is out. */
export function pushFrame<T>(raster: Raster, canvas: Canvas, extra: usize = 0): T | null {
  const p = allocZeroed(offsetof<T>() + extra);
  if (!p) return null;
  const frame = changetype<PlayFrame>(p);
  const kept = reserveOf(raster.store);
  raster.store.fuel -= kept;
  frame.canvas = canvas;
  frame.below = raster.top;
  frame.reserve = reserveBelow(raster.top) + kept;
  raster.top = p;
  return changetype<T>(p);
}

/** Has a list drawn onto a canvas, which is given back then. False when memory is out. */
export function pushList(canvas: Canvas, list: DisplayList): bool {
  const frame = pushFrame<PlayFrame>(canvas.raster, canvas);
  if (!frame) return false;
  frame.list = changetype<usize>(list);
  frame.onEnd = dropCanvas.index;
  return true;
}

function dropCanvas(frame: PlayFrame): void {
  frame.canvas.destroy();
}
