import { BeginAnnotationCommand } from '../display/commands';
import { Canvas } from './canvas';

/** Annotations of one size (NoZoom of ISO 32000-2, 12.5.3): what they draw is as large as on a page of natural size. */

/** Begins an annotation: one of one size has a matrix of its own until it ends. */
export function beginSize(canvas: Canvas, command: BeginAnnotationCommand): void {
  if (!command.isOfOneSize || canvas.zoom == 1) return;
  const m = canvas.matrix;
  canvas.zoomedX = m.e;
  canvas.zoomedY = m.f;
  canvas.zoomed = m.a;
  const scale = m.a / canvas.zoom;
  m.set(scale, 0, 0, scale, m.e + <f64>command.x * (m.a - scale), m.f + <f64>command.y * (m.a - scale));
}

/** Ends an annotation. */
export function endSize(canvas: Canvas): void {
  if (!canvas.zoomed) return;
  canvas.matrix.set(canvas.zoomed, 0, 0, canvas.zoomed, canvas.zoomedX, canvas.zoomedY);
  canvas.zoomed = 0;
}
