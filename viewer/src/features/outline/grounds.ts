import type { Rgb } from './colors.js';

/** What a panel's entries lie on, also under the pointer, whatever colours the host and the system's scheme have given it. */
export function groundsOf(panel: Element): readonly Rgb[] {
  const style = getComputedStyle(panel);
  return [painted(style.backgroundColor), painted(style.backgroundColor, style.getPropertyValue('--ode-hover'))];
}

/** One colour of CSS over the other; the canvas knows every way of writing one. */
function painted(...colors: string[]): Rgb {
  const context = new OffscreenCanvas(1, 1).getContext('2d')!;
  for (const color of ['#fff', ...colors]) {
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
  }
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return [red!, green!, blue!];
}
