import { SoftMask } from '../display/paint';
import { Canvas } from './canvas';
import { charge, Cost } from './charge';
import { PlayFrame, pushFrame } from './frame';
import { grayOf } from './gray';
import { scale255 } from './spans';
import { Mask, Surface } from './surface';

/** A mask's list that is being drawn. */
@unmanaged
class MaskFrame extends PlayFrame {
  /** The canvas that the mask is for. */
  outer: Canvas;
  softMask: SoftMask;
  surface: Surface;
  mask: Mask;
}

/** Puts a soft mask in force, or takes it away (null). Its list is drawn by a frame first. ISO 32000-2, 11.5. */
export function setSoftMask(canvas: Canvas, softMask: SoftMask | null): void {
  const clip = canvas.clip;
  clip.setSoft(0);
  if (!softMask || clip.isEmpty) return;
  const mask = Mask.create(clip.x0, clip.y0, clip.x1, clip.y1);
  charge(canvas.raster.store, clip.x1 - clip.x0, clip.y1 - clip.y0, Cost.Paint);
  if (!mask) return;
  const transfer = softMask.transfer;
  const empty = emptyLevel(softMask);
  memory.fill(
    mask.data,
    <u8>(transfer ? <u32>load<u8>(transfer + <usize>empty) : empty),
    <usize>(mask.x1 - mask.x0) * <usize>(mask.y1 - mask.y0),
  );
  if (!drawMask(canvas, softMask, mask)) clip.setSoft(changetype<usize>(mask));
}

/** Begins to draw a mask's list; false where nothing of it is seen, or memory is out. */
function drawMask(canvas: Canvas, softMask: SoftMask, mask: Mask): bool {
  const raster = canvas.raster;
  const region = raster.region;
  const x0 = <f64>softMask.x0;
  const y0 = <f64>softMask.y0;
  const x1 = <f64>softMask.x1;
  const y1 = <f64>softMask.y1;
  if (!softMask.list || !region.setTransformed(canvas.clip, canvas.matrix, x0, y0, x1, y1)) return false;
  const surface = Surface.create(region.x0, region.y0, region.x1, region.y1);
  if (!surface) return false;
  charge(raster.store, surface.width, surface.height, Cost.Level);
  const inner = canvas.inside(surface, false, 0);
  const frame = inner ? pushFrame<MaskFrame>(raster, inner) : null;
  if (!frame) {
    if (inner) inner.destroy();
    surface.destroy();
    return false;
  }
  inner!.matrix.copy(canvas.matrix);
  frame.list = softMask.list;
  frame.onEnd = endMask.index;
  frame.outer = canvas;
  frame.softMask = softMask;
  frame.surface = surface;
  frame.mask = mask;
  return true;
}

/** `onEnd` of a `MaskFrame`. */
function endMask(frame: MaskFrame): void {
  convert(frame.surface, frame.softMask, emptyLevel(frame.softMask), frame.mask);
  frame.surface.destroy();
  frame.canvas.destroy();
  frame.outer.clip.setSoft(changetype<usize>(frame.mask));
}

/** What a mask is where its group paints nothing, before the transfer function. */
function emptyLevel(softMask: SoftMask): u32 {
  return softMask.luminosity ? grayOf(softMask.backdrop) : 0;
}

/** The group's alpha, or its luminosity over the backdrop (of luminosity `behind`), through the transfer function. */
function convert(surface: Surface, softMask: SoftMask, behind: u32, mask: Mask): void {
  const transfer = softMask.transfer;
  for (let y = surface.y0; y < surface.y1; y++) {
    let s = surface.at(surface.x0, y);
    let m = mask.at(surface.x0, y);
    const end = m + surface.width;
    for (; m < end; m++, s += 4) {
      const p = load<u32>(s);
      let v = p >>> 24;
      // Premultiplied colours: luminosity is linear, so the backdrop's share can be added at the end.
      if (softMask.luminosity) v = min<u32>(grayOf(p) + scale255(behind * (255 - v)), 255);
      store<u8>(m, transfer ? load<u8>(transfer + <usize>v) : <u8>v);
    }
  }
}
