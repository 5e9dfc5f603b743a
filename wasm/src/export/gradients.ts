import { Shading, ShadingKind } from '../abi.js';
import type { DocumentCore } from '../core.js';
import type { Box, Pattern } from './display-list.js';
import { dataUrl } from './markup.js';
import { hexColor, matrixOf, short } from './markup.js';
import { encodePng } from './png.js';

/** A stop is left out where the colour differs by no more than this from what blending its neighbours gives. */
const CLOSE = 2;
/** Pixels a point of a shading that has to be drawn as an image. */
const SCALE = 2;

/** A shading pattern as an SVG paint server with the given id: a gradient where SVG has one like it, else an image of it that covers the area. */
export async function paintServer(core: DocumentCore, pattern: Pattern, id: string, area: Box): Promise<string | null> {
  const { instance } = core;
  const shading = new Shading(instance.view, pattern.shading);
  if (shading.kind !== ShadingKind.Axial && shading.kind !== ShadingKind.Radial) return imageOf(core, pattern, id, area);
  const [x0, y0, r0, x1, y1, r1] = [shading.x0, shading.y0, shading.r0, shading.x1, shading.y1, shading.r1].map(short);
  const common = `id="${id}" gradientUnits="userSpaceOnUse" gradientTransform="${matrixOf(pattern.matrix)}"`;
  const content = stops(core, shading);
  if (shading.kind === ShadingKind.Axial)
    return `<linearGradient ${common} x1="${x0}" y1="${y0}" x2="${x1}" y2="${y1}">${content}</linearGradient>`;
  return `<radialGradient ${common} cx="${x1}" cy="${y1}" r="${r1}" fx="${x0}" fy="${y0}" fr="${r0}">${content}</radialGradient>`;
}

/**
 * The stops that say what the 256 colours do: those between which it is not just blended. Where the shading does not go on
 * beyond an end, a stop without colour, or in the background's, stands before it.
 */
function stops({ instance }: DocumentCore, shading: Shading): string {
  const colors = Array.from({ length: 256 }, (_, i) => instance.u32(shading.colors + i * 4));
  const outside = shading.hasBackground ? `stop-color="${hexColor(shading.background)}"` : 'stop-opacity="0"';
  let out = shading.extendStart ? '' : `<stop offset="0" ${outside}/>`;
  let last = 0;
  for (let i = 0; i < 256; i++) {
    if (i > 0 && i < 255 && isBetween(colors, last, i)) continue;
    out += `<stop offset="${short(i / 255)}" stop-color="${hexColor(colors[i]!)}"/>`;
    last = i;
  }
  return out + (shading.extendEnd ? '' : `<stop offset="1" ${outside}/>`);
}

/** Whether the colours from a stop to the one behind `i` lie on a line. */
function isBetween(colors: readonly number[], stop: number, i: number): boolean {
  for (let k = stop + 1; k <= i; k++) {
    const t = (k - stop) / (i + 1 - stop);
    for (const shift of [0, 8, 16]) {
      const channel = (n: number) => (colors[n]! >> shift) & 255;
      if (Math.abs(channel(k) - (channel(stop) * (1 - t) + channel(i + 1) * t)) > CLOSE) return false;
    }
  }
  return true;
}

async function imageOf(core: DocumentCore, pattern: Pattern, id: string, [x0, y0, x1, y1]: Box): Promise<string | null> {
  const { instance } = core;
  const [x, y, width, height] = [x0 * SCALE, y0 * SCALE, Math.ceil((x1 - x0) * SCALE), Math.ceil((y1 - y0) * SCALE)];
  const address = core.draw((raster) => instance.exports.renderShading(raster, pattern.address, SCALE, x, y, width, height));
  if (!address) return null;
  const pixels = instance.bytes(address, width * height * 4).slice();
  instance.exports.give(address);
  const url = dataUrl('image/png', await encodePng(width, height, pixels, 4));
  const size = `width="${short(width / SCALE)}" height="${short(height / SCALE)}"`;
  return `<pattern id="${id}" patternUnits="userSpaceOnUse" x="${short(x0)}" y="${short(y0)}" ${size}><image ${size} preserveAspectRatio="none" href="${url}"/></pattern>`;
}
