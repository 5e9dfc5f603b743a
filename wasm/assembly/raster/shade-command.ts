import { ShadeCommand } from '../display/commands';
import { Canvas } from './canvas';
import { charge, paintCost } from './charge';
import { shadingPixels } from './pattern';
import { paintSurface } from './picture';

/** Draws an `Op.Shade` command: a shading over all of the clip. */
export function drawShade(canvas: Canvas, command: ShadeCommand): void {
  const clip = canvas.clip;
  const source = shadingPixels(canvas, command.pattern, clip.x0, clip.y0, clip.x1, clip.y1);
  if (!source) return;
  charge(canvas.raster.store, source.width, source.height, paintCost(canvas, command.blend));
  paintSurface(canvas.pixels(source, command.alpha, command.blend), source);
  source.destroy();
}
