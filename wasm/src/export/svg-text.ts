import type { FontFaces } from './font-faces.js';
import type { Glyph, GlyphRun } from './display-list.js';
import { attributes, escapeXml, matrixOf, short, type Attributes } from './markup.js';

/** A gap this wide between glyphs, in em, reads as a space; the same bound as in `assembly/text/`. */
const SPACE_GAP = 0.15;
/** How far, in em, a glyph may stand from where the one before it ends before its place is written out. */
const DRIFT = 0.012;

/** Text that is written in one go: one face, glyphs that follow one another along the baseline. */
interface Piece {
  face: string;
  x: number;
  y: number;
  text: string;
}

/**
 * Glyphs as `<text>`: real characters in the document's own faces, placed where the PDF places them. Widths in the
 * faces are the PDF's, so a place is written only where the text does not simply run on.
 */
export function textElements(faces: FontFaces, run: GlyphRun, paint: { fill: Attributes | null; stroke: Attributes | null }): string {
  const [a, b, c, d] = run.matrix;
  const size = Math.sqrt(Math.abs(a * d - b * c)) || Math.hypot(a, b) || Math.hypot(c, d);
  if (!(size > 0) || !Number.isFinite(size)) return '';
  const pieces = piecesOf(faces, run, size);
  if (!pieces.length) return '';
  const upright =
    Math.abs(b) < 1e-6 * size && Math.abs(c) < 1e-6 * size && Math.abs(a - size) < 1e-4 * size && Math.abs(d + size) < 1e-4 * size;
  const look = attributes({
    ...(run.fill ? (paint.fill ?? { fill: 'none' }) : { fill: run.strokePaint ? 'none' : '', 'fill-opacity': run.strokePaint ? '' : '0' }),
    ...(paint.stroke ?? {}),
  });
  let out = '';
  for (let i = 0; i < pieces.length;) {
    const { face, x, y } = pieces[i]!;
    let inside = '';
    const start = i;
    for (; i < pieces.length && pieces[i]!.face === face && Math.abs(pieces[i]!.y - y) < 1e-3; i++) {
      const piece = pieces[i]!;
      inside +=
        i === start
          ? escapeXml(piece.text)
          : `<tspan x="${short(upright ? piece.x : along(piece, pieces[start]!, a, b, size))}">${escapeXml(piece.text)}</tspan>`;
    }
    const place = upright
      ? `x="${short(x)}" y="${short(y)}"`
      : `x="0" transform="${matrixOf([a / size, b / size, -c / size, -d / size, x, y])}"`;
    out += `<text ${place} font-family="${face}" font-size="${short(size)}"${look}>${inside}</text>`;
  }
  return out;
}

/** How far a piece stands behind the first one, along the text's own x axis. */
function along(piece: Piece, first: Piece, a: number, b: number, size: number): number {
  const ux = a / size;
  const uy = b / size;
  return ((piece.x - first.x) * ux + (piece.y - first.y) * uy) / (ux * ux + uy * uy || 1);
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
    if (last && before && last.face === face && !run.vertical) {
      const dx = glyph.x - before.x;
      const dy = glyph.y - before.y;
      const gap = (dx * ux + dy * uy) / length - before.advance;
      const off = Math.abs(dy * ux - dx * uy) / length;
      if (off < DRIFT && Math.abs(gap) < DRIFT) last.text += character;
      else {
        // A space that exists only as a gap is written, so that it is copied.
        if (gap > SPACE_GAP && !last.text.endsWith(' ') && character !== ' ') last.text += ' ';
        pieces.push({ face, x: glyph.x, y: glyph.y, text: character });
      }
    } else pieces.push({ face, x: glyph.x, y: glyph.y, text: character });
    before = glyph;
  }
  return pieces;
}
