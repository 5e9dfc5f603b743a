/** What makes pixels easier to tell (WebP Lossless Bitstream Specification, 4). Pixels are 0xAARRGGBB. */

/** Pixels across and down that are predicted in one way, as a power of two. */
export const TILE_BITS = 4;
/** Ways to predict a pixel (4.1): from its left, from above, from both. */
const LEFT = 1;
const ABOVE = 2;
const BETWEEN = 7;
const ALONG = 12;
const MODES = [LEFT, ABOVE, BETWEEN, ALONG];
const MOST_COLORS = 256;

/** The colours of a picture, in order, and each pixel's; null where there are more than 256. */
export function paletteOf(pixels: Uint32Array): { colors: Uint32Array; indices: Uint8Array } | null {
  const seen = new Set<number>();
  let last = -1;
  for (const pixel of pixels) {
    if (pixel === last) continue;
    seen.add((last = pixel));
    if (seen.size > MOST_COLORS) return null;
  }
  const colors = Uint32Array.from(seen).sort();
  const places = new Map([...colors].map((color, i) => [color, i]));
  const indices = new Uint8Array(pixels.length);
  let index = 0;
  last = -1;
  for (let i = 0; i < pixels.length; i++) {
    if (pixels[i] !== last) index = places.get((last = pixels[i]!))!;
    indices[i] = index;
  }
  return { colors, indices };
}

/** Indices as pixels, in their green: of few colours several are one pixel (4.4). */
export function bundled(indices: Uint8Array, width: number, height: number, colors: number): { pixels: Uint32Array; width: number } {
  const bits = colors <= 2 ? 1 : colors <= 4 ? 2 : colors <= 16 ? 4 : 8;
  const each = 8 / bits;
  const across = Math.ceil(width / each);
  const pixels = new Uint32Array(across * height).fill(0xff000000);
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at++) pixels[y * across + Math.floor(x / each)]! |= indices[at]! << (8 + bits * (x % each));
  return { pixels, width: across };
}

/** Takes a pixel's green from its red and blue (4.3). */
export function subtractGreen(pixels: Uint32Array): void {
  for (let i = 0; i < pixels.length; i++) {
    const pixel = pixels[i]!;
    const green = (pixel >> 8) & 255;
    const red = ((pixel >> 16) - green) & 255;
    const blue = (pixel - green) & 255;
    pixels[i] = ((pixel & 0xff00ff00) | (red << 16) | blue) >>> 0;
  }
}

/** What pixels differ by from what is predicted of them, and of each tile in which way, as pixels. */
export function predicted(pixels: Uint32Array, width: number, height: number): { residuals: Uint32Array; modes: Uint32Array } {
  const tile = 1 << TILE_BITS;
  const [columns, rows] = [Math.ceil(width / tile), Math.ceil(height / tile)];
  const modes = new Uint32Array(columns * rows);
  const residuals = new Uint32Array(pixels.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [x0, y0] = [column * tile, row * tile];
      const [x1, y1] = [Math.min(width, x0 + tile), Math.min(height, y0 + tile)];
      let [best, least] = [LEFT, Infinity];
      for (const mode of MODES) {
        let cost = 0;
        for (let y = Math.max(1, y0); y < y1 && cost < least; y++)
          for (let x = Math.max(1, x0); x < x1; x++) cost += costOf(residual(pixels, y * width + x, width, mode));
        if (cost < least) [best, least] = [mode, cost];
      }
      modes[row * columns + column] = (0xff000000 | (best << 8)) >>> 0;
      for (let y = y0; y < y1; y++)
        for (let x = x0; x < x1; x++) {
          const at = y * width + x;
          if (at === 0) residuals[at] = minus(pixels[at]!, 0xff000000);
          else if (y === 0) residuals[at] = minus(pixels[at]!, pixels[at - 1]!);
          else if (x === 0) residuals[at] = minus(pixels[at]!, pixels[at - width]!);
          else residuals[at] = residual(pixels, at, width, best);
        }
    }
  }
  return { residuals, modes };
}

function residual(pixels: Uint32Array, at: number, width: number, mode: number): number {
  const [pixel, left, above] = [pixels[at]!, pixels[at - 1]!, pixels[at - width]!];
  if (mode === LEFT) return minus(pixel, left);
  if (mode === ABOVE) return minus(pixel, above);
  if (mode === BETWEEN) return minus(pixel, (((left ^ above) & 0xfefefefe) >>> 1) + (left & above));
  return minus(pixel, along(left, above, pixels[at - width - 1]!));
}

/** A plane through three pixels, within what a pixel can be. */
function along(left: number, above: number, corner: number): number {
  let out = 0;
  for (let shift = 0; shift < 32; shift += 8) {
    const value = ((left >>> shift) & 255) + ((above >>> shift) & 255) - ((corner >>> shift) & 255);
    out |= Math.max(0, Math.min(255, value)) << shift;
  }
  return out >>> 0;
}

/** Channel by channel, modulo 256. */
function minus(a: number, b: number): number {
  const alphaAndGreen = 0x00ff00ff + (a & 0xff00ff00) - (b & 0xff00ff00);
  const redAndBlue = 0xff00ff00 + (a & 0x00ff00ff) - (b & 0x00ff00ff);
  return ((alphaAndGreen & 0xff00ff00) | (redAndBlue & 0x00ff00ff)) >>> 0;
}

function costOf(difference: number): number {
  let cost = 0;
  for (let shift = 0; shift < 24; shift += 8) {
    const channel = (difference >> shift) & 255;
    cost += Math.min(channel, 256 - channel);
  }
  return cost;
}
