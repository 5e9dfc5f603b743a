import type { DocumentCore } from '../core.js';
import { Verb } from '../abi.js';
import { contains, grown, pathOfBox } from './boxes.js';
import type { Box, Command, GlyphRun, Matrix, Paint, Path, Stroke } from './display-list.js';
import { drawOutline } from './fonts/faces.js';
import type { PlacedImage } from './images.js';
import { attributes, matrixOf, short, type Attributes } from './markup.js';
import { pathData } from './path-data.js';

/** What commands look like in SVG, and where they reach. */

/** A rectangle that no page reaches beyond. */
export const EVERYWHERE = 'x="-9999" y="-9999" width="29999" height="29999"';
/** How far the corner of a square cap is from a line's end, in halves of its width. */
export const SQUARE = Math.SQRT2;
/** Lines thinner than a CSS pixel, in points, are drawn as thin as the screen can. */
const THIN = 0.75;
/** Dashed lines thinner than a pixel of the finest screens, in points, are as thick as one: their dashes are as long as they are on paper. */
const FINE = 0.375;

export function strokeAttributes(stroke: Stroke): Attributes {
  const [a, b, c, d] = stroke.pen;
  const scale = Math.sqrt(Math.abs(a * d - b * c)) || 1;
  const width = stroke.width * scale;
  return {
    'stroke-width': short(width),
    class: stroke.dashes.length ? (width < FINE ? 'fine' : '') : width < THIN ? 'thin' : '',
    'stroke-linecap': stroke.cap === 'butt' ? '' : stroke.cap,
    'stroke-linejoin': stroke.join === 'miter' ? '' : stroke.join,
    'stroke-miterlimit': stroke.join === 'miter' ? short(Math.max(1, stroke.miterLimit)) : '',
    'stroke-dasharray': stroke.dashes.map((v) => short(v * scale)).join(' '),
    'stroke-dashoffset': stroke.dashes.length && stroke.dashPhase ? short(stroke.dashPhase * scale) : '',
  };
}

/** How much the axes of a pen may differ, and how far they may be from a right angle: such a pen is round to the eye. */
const ROUND = 0.02;

/** A pen that is no circle on the page: where it is one, and what is drawn with it there. Null: it is a circle. */
export function skewedPen(stroke: Stroke): { matrix: Matrix; stroke: Stroke; path: (path: Path) => string } | null {
  const [a, b, c, d] = stroke.pen;
  const determinant = a * d - b * c;
  const across = Math.hypot(a, b);
  const up = Math.hypot(c, d);
  if (Math.abs(across - up) <= ROUND * up && Math.abs(a * c + b * d) <= ROUND * across * up) return null;
  const scale = Math.sqrt(Math.abs(determinant));
  // A pen without area draws lines of all widths.
  if (!(scale > 1e-3 * Math.max(across, up))) return null;
  const path = ({ verbs, points }: Path) => {
    const there: number[] = [];
    for (let i = 0; i < points.length; i += 2) {
      const [x, y] = [points[i]!, points[i + 1]!];
      there.push(((x * d - y * c) * scale) / determinant, ((y * a - x * b) * scale) / determinant);
    }
    return pathData({ verbs, points: there });
  };
  return { matrix: [a / scale, b / scale, c / scale, d / scale, 0, 0], stroke: { ...stroke, pen: [scale, 0, 0, scale] }, path };
}

/** Fills thinner than this, in points, are drawn as thick: 0.3 pixels of screens of 96 dpi (assembly/raster/thin.ts). */
export const THINNEST_FILL = 0.225;

/** An image in its place: its first row is at the top of its unit square, y = 1. */
export function imageElement({ id, definition }: PlacedImage, [a, b, c, d, e, f]: Matrix, look: Attributes): string {
  return `${definition}<use href="#${id}" transform="${matrixOf([a, b, -c, -d, e + c, f + d])}"${attributes(look)}/>`;
}

/** How far images that stand upright, and clips that are rectangles, reach beyond their sides, in points; small images by so much of their size. */
const OVERLAP = 0.2;
const MOST_OVERLAP = 0.02;

/**
 * The place of an image whose sides are to be as full as its middle: our own pictures have it out to whole pixels (`gridFit` in
 * assembly/raster/picture.ts), where browsers draw half a pixel half. So pieces of a picture meet without a seam, too. One that shows its
 * pixels stays where it is.
 */
export function fullPlace(image: PlacedImage, matrix: Matrix): Matrix {
  const [a, b, c, d, e, f] = matrix;
  if (b !== 0 || c !== 0 || samplingStyle(image, matrix)) return matrix;
  const x = Math.sign(a) * Math.min(OVERLAP, MOST_OVERLAP * Math.abs(a));
  const y = Math.sign(d) * Math.min(OVERLAP, MOST_OVERLAP * Math.abs(d));
  return [a + 2 * x, 0, 0, d + 2 * y, e - x, f - y];
}

/** The outline of a clip that is a rectangle: our own pictures have all pixels in it that it touches (assembly/raster/clip.ts). */
export function fullClip(box: Box): Path {
  return pathOfBox(grown(box, OVERLAP));
}

/** Images enlarged more than this on screens of 96 dpi show their pixels, unless /Interpolate is set: as in assembly/raster/picture.ts. */
const SMOOTHEST = 2;

export function samplingStyle({ width, height }: PlacedImage, [a, b, c, d]: Matrix): string {
  const enlarged = Math.max(Math.hypot(a, b) / width, Math.hypot(c, d) / height) / THIN;
  return enlarged > SMOOTHEST ? 'image-rendering:pixelated' : '';
}

/** Whether what is drawn in a box belongs to an area: it may reach somewhat further, as a fraction's bar does, but lies in the middle of nothing else. */
export function isPartOf(area: Box, [x0, y0, x1, y1]: Box): boolean {
  const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2];
  return contains(area, [x, y, x, y]) && x1 - x0 <= 1.5 * (area[2] - area[0]) && y1 - y0 <= area[3] - area[1];
}

/** The box of a shape, with the corners of a stroke, which reach further than it is wide. */
export function withCorners(box: Box, command: Command): Box {
  if (command.op !== 'stroke') return box;
  const { join, miterLimit } = command.stroke;
  const more = reachOf(command.stroke) * Math.max(SQUARE, join === 'miter' ? miterLimit : 1);
  return grown(box, more);
}

/** How far a stroke reaches from its path, but for its corners. */
export function reachOf({ width, pen: [a, b, c, d] }: Stroke): number {
  return (width / 2) * Math.max(Math.hypot(a, b), Math.hypot(c, d));
}

/** The colour in which a shape is painted and nothing shows through; '': none. */
export function colorOf(command: Command): string {
  if (command.op !== 'fill' && command.op !== 'stroke') return '';
  return opaqueColor(command.paint);
}

export function opaqueColor({ color, alpha, blend, pattern }: Paint): string {
  return alpha >= 1 && blend === 'normal' && !pattern ? color : '';
}

/** How what a command paints blends with what is there. */
export function blendOf(command: Command): string {
  if (command.op === 'fill' || command.op === 'stroke' || command.op === 'stencil') return command.paint.blend;
  return 'blend' in command ? command.blend : 'normal';
}

export function blendStyle(blend: string): string {
  return blend === 'normal' ? '' : `mix-blend-mode:${blend}`;
}

export function groupStyle(blend: string, isolated: boolean): string {
  return [blendStyle(blend), isolated ? 'isolation:isolate' : ''].filter(Boolean).join(';');
}

export function rectangle([x0, y0, x1, y1]: Box): [string, string, number, number] {
  return [short(x0), short(y0), x1 - x0, y1 - y0];
}

/** Adds the outline of a run's glyph, where it stands in the page, to a path. */
export function addOutline({ verbs, points }: Path, core: DocumentCore, { font, matrix: [a, b, c, d], glyphs }: GlyphRun, i: number): void {
  const index = glyphs.index(i);
  if (index < 0) return;
  const x = glyphs.x(i);
  const y = glyphs.y(i);
  const stretch = glyphs.stretch(i);
  const add = (u: number, v: number) => points.push(a * (u * stretch) + c * v + x, b * (u * stretch) + d * v + y);
  drawOutline(core, font, index, {
    moveTo(u, v) {
      verbs.push(Verb.Move);
      add(u, v);
    },
    lineTo(u, v) {
      verbs.push(Verb.Line);
      add(u, v);
    },
    curveTo(u1, v1, u2, v2, u, v) {
      verbs.push(Verb.Cubic);
      add(u1, v1);
      add(u2, v2);
      add(u, v);
    },
    close: () => verbs.push(Verb.Close),
  });
}
