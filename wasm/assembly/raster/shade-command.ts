import { Blend, Pattern } from '../display/list';
import { Canvas } from './canvas';
import { pixelsOf } from './pattern';
import { paintSurface } from './picture';

/** Draws an `Op.Shade` command: a shading over all of the clip. */
export function drawShade(canvas: Canvas, command: usize): void {
  const clip = canvas.clip;
  const source = pixelsOf(canvas, changetype<Pattern>(<usize>load<u32>(command, 8)), 0, clip.x0, clip.y0, clip.x1, clip.y1);
  if (!source) return;
  paintSurface(canvas.pixels(source, load<f32>(command, 12), <Blend>load<u32>(command, 16)), source);
  source.destroy();
}
