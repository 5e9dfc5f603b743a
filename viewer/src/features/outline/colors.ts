/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** What text of its size needs (WCAG 2.2, 1.4.3). */
const ENOUGH = 4.5;

/** How well two colours are told apart, 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrastOf(a: Rgb, b: Rgb): number {
  const [dark, light] = [luminanceOf(a), luminanceOf(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** WCAG 2.2, "relative luminance". */
function luminanceOf(color: Rgb): number {
  const [r, g, b] = color.map((c) => (c <= 10.31475 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4)) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The colour, mixed with as much white or black as it takes to be read on each of the grounds; the same one where none is needed. */
export function readable(color: Rgb, grounds: readonly Rgb[]): Rgb {
  const contrast = (c: Rgb) => Math.min(...grounds.map((ground) => contrastOf(c, ground)));
  if (contrast(color) >= ENOUGH) return color;
  const end = contrast([255, 255, 255]) > contrast([0, 0, 0]) ? 255 : 0;
  for (let part = 1; part < 32; part++) {
    const mixed = color.map((c) => Math.round(c + ((end - c) * part) / 32)) as [number, number, number];
    if (contrast(mixed) >= ENOUGH) return mixed;
  }
  return [end, end, end];
}
