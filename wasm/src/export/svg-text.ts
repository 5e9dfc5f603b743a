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

/** Elements are one line when what comes next begins, in em, no further than this from where the last one ends. */
const SAME_LINE = 1.5;
/** How far up or down, in em, indices and exponents stand. */
const RAISED = 0.5;

/** A `<text>`: a line, or as much of it as is alike. Browsers copy a line break between one and the next. */
export class TextElement {
  constructor(
    private readonly place: string,
    private readonly face: string,
    private readonly size: number,
    private readonly look: string,
    private readonly rtl: boolean,
    private readonly upright: boolean,
    private readonly start: readonly [x: number, y: number],
    private end: readonly [x: number, y: number],
    private inside: string,
  ) {}

  /** Takes in what goes on with the line, in another font perhaps; false when it is none of it. */
  append(next: TextElement): boolean {
    const size = Math.max(this.size, next.size);
    const gap = (next.start[0] - this.end[0]) / size;
    if (!this.upright || !next.upright || this.rtl || next.rtl || this.look !== next.look) return false;
    if (Math.abs(next.start[1] - this.end[1]) > RAISED * size || gap < -SPACE_GAP || gap > SAME_LINE) return false;
    const font = `${next.face === this.face ? '' : ` font-family="${next.face}"`}${next.size === this.size ? '' : ` font-size="${short(next.size)}"`}`;
    const space = gap > SPACE_GAP && !/ (<\/tspan>)*$/.test(this.inside) && !/^(<[^>]*>)* /.test(next.inside) ? ' ' : '';
    this.inside += `${space}<tspan x="${short(next.start[0])}" y="${short(next.start[1])}"${font}>${next.inside}</tspan>`;
    this.end = next.end;
    return true;
  }

  toString(): string {
    return `<text ${this.place} font-family="${this.face}" font-size="${short(this.size)}"${this.rtl ? ' class="rtl"' : ''}${this.look}>${this.inside}</text>`;
  }
}

/**
 * Glyphs as `<text>`: real characters in the document's own faces, placed where the PDF places them. Widths in the
 * faces are the PDF's, so a place is written only where the text does not simply run on. What is read from right to left
 * is written in the order in which it is read.
 */
export function textElements(
  faces: FontFaces,
  run: GlyphRun,
  paint: { fill: Attributes | null; stroke: Attributes | null },
): TextElement[] {
  const [a, b, c, d] = run.matrix;
  const size = Math.sqrt(Math.abs(a * d - b * c)) || Math.hypot(a, b) || Math.hypot(c, d);
  if (!(size > 0) || !Number.isFinite(size)) return [];
  const pieces = inReadingOrder(piecesOf(faces, run, size), a, b);
  const upright =
    Math.abs(b) < 1e-6 * size && Math.abs(c) < 1e-6 * size && Math.abs(a - size) < 1e-4 * size && Math.abs(d + size) < 1e-4 * size;
  const look = attributes({
    ...(run.fill ? (paint.fill ?? { fill: 'none' }) : { fill: run.strokePaint ? 'none' : '', 'fill-opacity': run.strokePaint ? '' : '0' }),
    ...(paint.stroke ?? {}),
  });
  const elements: TextElement[] = [];
  for (let i = 0; i < pieces.length;) {
    const first = pieces[i]!;
    const { rtl } = first;
    let inside = '';
    const start = i;
    for (; i < pieces.length && pieces[i]!.rtl === rtl && Math.abs(pieces[i]!.y - first.y) < 1e-3; i++) {
      const piece = pieces[i]!;
      if (i > start && !upright && piece.face !== first.face) break;
      const text = escapeXml(rtl ? [...piece.text].reverse().join('') : piece.text);
      const x = upright ? originOf(piece)[0] : along(originOf(piece), originOf(first), a, b, size);
      const font = piece.face === first.face ? '' : ` font-family="${piece.face}"`;
      inside += i === start ? text : `<tspan x="${short(x)}"${font}>${text}</tspan>`;
    }
    const [x, y] = originOf(first);
    const last = pieces[i - 1]!;
    const place = upright
      ? `x="${short(x)}" y="${short(y)}"`
      : `x="0" transform="${matrixOf([a / size, b / size, -c / size, -d / size, x, y])}"`;
    elements.push(new TextElement(place, first.face, size, look, rtl, upright, [x, y], [last.endX, last.endY], inside));
  }
  return elements;
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
        if (gap > SPACE_GAP && !last.text.endsWith(' ') && character !== ' ') {
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
