import { ShadeCommand } from '../display/commands';
import { Canvas } from './canvas';
import { pixelsOf } from './pattern';
import { paintSurface } from './picture';

/** Draws an `Op.Shade` command: a shading over all of the clip. */
export function drawShade(canvas: Canvas, command: ShadeCommand): void {
  const clip = canvas.clip;
  const source = pixelsOf(canvas, command.pattern, 0, clip.x0, clip.y0, clip.x1, clip.y1);
  if (!source) return;
  paintSurface(canvas.pixels(source, command.alpha, command.blend), source);
  source.destroy();
}
