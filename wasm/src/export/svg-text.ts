import type { FontFaces } from './font-faces.js';
import type { Glyph, GlyphRun } from './display-list.js';
import { attributes, escapeXml, matrixOf, short, type Attributes } from './markup.js';

/** A gap this wide between glyphs, in em, reads as a space; the same bound as in `assembly/text/`. */
const SPACE_GAP = 0.15;
/** How far, in em, a glyph may stand from where the one before it ends before its place is written out. */
const DRIFT = 0.012;

/** Letters of scripts that run from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;
/** What takes the direction of the letters around it, and is no bracket, which browsers would mirror. */
const NEUTRAL = /^[\s.,:;!?'"\-\u05be\u05f3\u05f4\u060c\u061b\u061f]*$/;

/** Text that is written in one go: one face and direction, glyphs that follow one another along the baseline. */
interface Piece {
  face: string;
  /** Where it begins and, for text from right to left, which begins there, where it ends. */
  x: number;
  y: number;
  endX: number;
  endY: number;
  /** From left to right, as it stands on the page. */
  text: string;
  rtl: boolean;
}

/**
 * Glyphs as `<text>`: real characters in the document's own faces, placed where the PDF places them. Widths in the
 * faces are the PDF's, so a place is written only where the text does not simply run on. What is read from right to left
 * is written in the order in which it is read.
 */
export function textElements(faces: FontFaces, run: GlyphRun, paint: { fill: Attributes | null; stroke: Attributes | null }): string {
  const [a, b, c, d] = run.matrix;
  const size = Math.sqrt(Math.abs(a * d - b * c)) || Math.hypot(a, b) || Math.hypot(c, d);
  if (!(size > 0) || !Number.isFinite(size)) return '';
  const pieces = inReadingOrder(piecesOf(faces, run, size), a, b);
  if (!pieces.length) return '';
  const upright =
    Math.abs(b) < 1e-6 * size && Math.abs(c) < 1e-6 * size && Math.abs(a - size) < 1e-4 * size && Math.abs(d + size) < 1e-4 * size;
  const look = attributes({
    ...(run.fill ? (paint.fill ?? { fill: 'none' }) : { fill: run.strokePaint ? 'none' : '', 'fill-opacity': run.strokePaint ? '' : '0' }),
    ...(paint.stroke ?? {}),
  });
  let out = '';
  for (let i = 0; i < pieces.length;) {
    const first = pieces[i]!;
    const { face, rtl } = first;
    let inside = '';
    const start = i;
    for (; i < pieces.length && pieces[i]!.face === face && pieces[i]!.rtl === rtl && Math.abs(pieces[i]!.y - first.y) < 1e-3; i++) {
      const piece = pieces[i]!;
      const text = escapeXml(rtl ? [...piece.text].reverse().join('') : piece.text);
      const x = upright ? originOf(piece)[0] : along(originOf(piece), originOf(first), a, b, size);
      inside += i === start ? text : `<tspan x="${short(x)}">${text}</tspan>`;
    }
    const [x, y] = originOf(first);
    const place = upright
      ? `x="${short(x)}" y="${short(y)}"`
      : `x="0" transform="${matrixOf([a / size, b / size, -c / size, -d / size, x, y])}"`;
    out += `<text ${place} font-family="${face}" font-size="${short(size)}"${rtl ? ' class="rtl"' : ''}${look}>${inside}</text>`;
  }
  return out;
}

function originOf({ rtl, x, y, endX, endY }: Piece): [x: number, y: number] {
  return rtl ? [endX, endY] : [x, y];
}

/** How far a point is behind another one, along the text's own x axis. */
function along([x, y]: [number, number], from: [number, number], a: number, b: number, size: number): number {
  const ux = a / size;
  const uy = b / size;
  return ((x - from[0]) * ux + (y - from[1]) * uy) / (ux * ux + uy * uy || 1);
}

/** Turns the order of pieces that stand from left to right on a line that is mostly read from right to left. */
function inReadingOrder(pieces: Piece[], a: number, b: number): Piece[] {
  if (!pieces.some(({ rtl }) => rtl)) return pieces;
  const position = ({ x, y }: Piece) => x * a + y * b;
  const height = ({ x, y }: Piece) => (y * a - x * b) / Math.hypot(a, b);
  const ordered: Piece[] = [];
  for (let i = 0; i < pieces.length;) {
    const line = [pieces[i++]!];
    for (; i < pieces.length; i++) {
      const last = line[line.length - 1]!;
      if (position(pieces[i]!) < position(last) || Math.abs(height(pieces[i]!) - height(last)) > 0.01) break;
      line.push(pieces[i]!);
    }
    const letters = (rtl: boolean) => line.reduce((sum, piece) => sum + (piece.rtl === rtl ? piece.text.trim().length : 0), 0);
    ordered.push(...(letters(true) > letters(false) ? line.reverse() : line));
  }
  return ordered;
}

function piecesOf(faces: FontFaces, run: GlyphRun, size: number): Piece[] {
  const [a, b] = run.matrix;
  const length = Math.hypot(a, b) || size;
  const ux = a / length;
  const uy = b / length;
  const pieces: Piece[] = [];
  let before: Glyph | null = null;
  for (const glyph of run.glyphs) {
    if (!Number.isFinite(glyph.x) || !Number.isFinite(glyph.y)) continue;
    const { face, character } = faces.place(run.font, glyph);
    const last = pieces[pieces.length - 1];
    const rtl = !run.vertical && (NEUTRAL.test(glyph.text) ? (last?.rtl ?? false) : RIGHT_TO_LEFT.test(glyph.text));
    const [endX, endY] = [glyph.x + glyph.advance * a, glyph.y + glyph.advance * b];
    const piece = { face, x: glyph.x, y: glyph.y, endX, endY, text: character, rtl };
    if (last && before && !run.vertical) {
      const dx = glyph.x - before.x;
      const dy = glyph.y - before.y;
      const gap = (dx * ux + dy * uy) / length - before.advance;
      const off = Math.abs(dy * ux - dx * uy) / length;
      const runsOn = off < DRIFT && Math.abs(gap) < DRIFT;
      if (runsOn && last.face === face && last.rtl === rtl) Object.assign(last, { text: last.text + character, endX, endY });
      else {
        // A space that exists only as a gap is written, so that it is copied.
        if (last.face === face && gap > SPACE_GAP && !last.text.endsWith(' ') && character !== ' ') {
          if (!last.rtl && !rtl) last.text += ' ';
          else pieces.push({ ...last, x: last.endX, y: last.endY, text: ' ', rtl: false });
        }
        pieces.push(piece);
      }
    } else pieces.push(piece);
    before = glyph;
  }
  return pieces;
}
