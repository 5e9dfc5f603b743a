import type { DocumentCore } from '../core.js';
import type { Box, Pattern } from './display-list.js';
import { dataUrl } from './images.js';
import { hexColor, matrixOf, short } from './markup.js';
import { encodePng } from './png.js';

/** `ShadingKind` of assembly/display/shading.ts; the offsets below are those of its `Shading`. */
const enum Kind {
  Function = 1,
  Axial = 2,
  Radial = 3,
  Mesh = 4,
}

/** Stops of a gradient: every 8th of the 256 colours; browsers blend between them. */
const STEP = 8;
/** Pixels a point of a shading that has to be drawn as an image. */
const SCALE = 2;

/** A shading pattern as an SVG paint server with the given id: a gradient where SVG has one like it, else an image of it that covers the area. */
export async function paintServer(core: DocumentCore, pattern: Pattern, id: string, area: Box): Promise<string | null> {
  const { instance } = core;
  const at = pattern.shading;
  const kind = instance.u32(at);
  if (kind !== Kind.Axial && kind !== Kind.Radial) return imageOf(core, pattern, id, area);
  const [x0, y0, r0, x1, y1, r1] = [12, 16, 20, 24, 28, 32].map((offset) => short(instance.f32(at + offset)));
  const common = `id="${id}" gradientUnits="userSpaceOnUse" gradientTransform="${matrixOf(pattern.matrix)}"`;
  const content = stops(core, at);
  if (kind === Kind.Axial) return `<linearGradient ${common} x1="${x0}" y1="${y0}" x2="${x1}" y2="${y1}">${content}</linearGradient>`;
  return `<radialGradient ${common} cx="${x1}" cy="${y1}" r="${r1}" fx="${x0}" fy="${y0}" fr="${r0}">${content}</radialGradient>`;
}

/** Where the shading does not go on beyond an end, a stop without colour, or in the background's, stands before it. */
function stops({ instance }: DocumentCore, at: number): string {
  const view = instance.view;
  const colors = instance.u32(at + 36);
  const outside = view.getUint8(at + 4) ? `stop-color="${hexColor(instance.u32(at + 8))}"` : 'stop-opacity="0"';
  let out = view.getUint8(at + 5) ? '' : `<stop offset="0" ${outside}/>`;
  for (let i = 0; i < 256; i += i + STEP > 255 && i < 255 ? 255 - i : STEP)
    out += `<stop offset="${short(i / 255)}" stop-color="${hexColor(instance.u32(colors + i * 4))}"/>`;
  return out + (view.getUint8(at + 6) ? '' : `<stop offset="1" ${outside}/>`);
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
