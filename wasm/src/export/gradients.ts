import { Shading, ShadingKind } from '../abi.js';
import type { DocumentCore } from '../core.js';
import type { Box, Pattern } from './display-list.js';
import { hexColor, matrixOf, short } from './markup.js';
import { boxOfTile, pictureTile, pictureUrl } from './picture-tile.js';
import type { Sheet } from './sheet.js';
import { rectangle } from './svg-looks.js';

/** A stop is left out where the colour differs by no more than this from what blending its neighbours gives. */
const CLOSE = 2;

/** The outline of the box that a shading does not leave, as path data in the page; '': it has none. */
export function shadingClip({ box: [x0, y0, x1, y1], matrix: [a, b, c, d, e, f] }: Pattern): string {
  if (x1 < x0) return '';
  const corners = [
    [x0, y0],
    [x1, y0],
    [x1, y1],
    [x0, y1],
  ] as const;
  return `M${corners.map(([x, y]) => `${short(a * x + c * y + e)} ${short(b * x + d * y + f)}`).join('L')}z`;
}

/**
 * A shading pattern as an SVG gradient with the given id; null: SVG has none like it (see `shadingPicture`). A box of its own
 * it does not keep: see `shadingClip`.
 */
export function gradient(core: DocumentCore, pattern: Pattern, id: string): string | null {
  const shading = new Shading(core.instance.view, pattern.shading);
  const common = `id="${id}" gradientUnits="userSpaceOnUse" gradientTransform="${matrixOf(pattern.matrix)}"`;
  const { kind, x0, y0, r0, x1, y1, r1 } = shading;
  if (kind === ShadingKind.Axial) {
    const [fromX, fromY, toX, toY] = [x0, y0, x1, y1].map(short);
    return `<linearGradient ${common} x1="${fromX}" y1="${fromY}" x2="${toX}" y2="${toY}">${stops(core, shading, false)}</linearGradient>`;
  }
  // SVG's gradients go from a circle to one around it (SVG 2, 14.2.3.1).
  const between = Math.hypot(x1 - x0, y1 - y0);
  const growing = kind === ShadingKind.Radial && between + r0 <= r1;
  if (!growing && !(kind === ShadingKind.Radial && between + r1 <= r0)) return null;
  const [x, y, r, fx, fy, fr] = (growing ? [x1, y1, r1, x0, y0, r0] : [x0, y0, r0, x1, y1, r1]).map(short);
  return `<radialGradient ${common} cx="${x}" cy="${y}" r="${r}" fx="${fx}" fy="${fy}" fr="${fr}">${stops(core, shading, !growing)}</radialGradient>`;
}

/**
 * The stops that say what the 256 colours do: those between which it is not just blended; from the last to the first where
 * `backwards`. Where the shading does not go on beyond an end, a stop without colour, or in the background's, stands before it.
 */
function stops({ instance }: DocumentCore, shading: Shading, backwards: boolean): string {
  const colors = Array.from({ length: 256 }, (_, i) => instance.u32(shading.colors + i * 4));
  const ends = [shading.extendStart, shading.extendEnd];
  if (backwards) [colors, ends].forEach((all) => all.reverse());
  const outside = shading.hasBackground ? `stop-color="${hexColor(shading.background)}"` : 'stop-opacity="0"';
  let out = ends[0] ? '' : `<stop offset="0" ${outside}/>`;
  let last = 0;
  for (let i = 0; i < 256; i++) {
    if (i > 0 && i < 255 && isBetween(colors, last, i)) continue;
    out += `<stop offset="${short(i / 255)}" stop-color="${hexColor(colors[i]!)}"/>`;
    last = i;
  }
  return out + (ends[1] ? '' : `<stop offset="1" ${outside}/>`);
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

/** A shading pattern as an SVG pattern with the given id: a picture of it that covers a box; null: it cannot be drawn. */
export function shadingPicture(sheet: Sheet, pattern: Pattern, id: string, box: Box): string | null {
  const tile = pictureTile(box);
  if (!tile) return null;
  const { scale, x, y, width, height } = tile;
  const { exports } = sheet.core.instance;
  const url = pictureUrl(sheet, tile, (raster) => exports.renderShading(raster, pattern.address, scale, x, y, width, height));
  if (url === null) return null;
  const [left, top, across, down] = rectangle(boxOfTile(tile));
  const size = `width="${short(across)}" height="${short(down)}"`;
  return `<pattern id="${id}" patternUnits="userSpaceOnUse" x="${left}" y="${top}" ${size}><image ${size} preserveAspectRatio="none" href="${url}"/></pattern>`;
}
