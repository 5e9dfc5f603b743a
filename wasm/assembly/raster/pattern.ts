import { Paint } from '../display/list';
import { Canvas } from './canvas';
import { Surface } from './surface';

/** The pixels of a paint's pattern over a rectangle of the device, premultiplied. */
export function patternPixels(canvas: Canvas, paint: Paint, x0: i32, y0: i32, x1: i32, y1: i32): Surface | null {
  return null;
}

export function drawShading(canvas: Canvas, command: usize): void {}
