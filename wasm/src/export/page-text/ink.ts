import type { DocumentCore } from '../../core.js';
import { boxOfPath, contains, grown, meet } from '../boxes.js';
import type { Box, GlyphRun, Path } from '../display-list.js';
import { addOutline, reachOf } from '../svg-looks.js';

/** What of a letter is cut off at its sides, in points, without showing. */
const UNSEEN = 0.05;

/**
 * Where letters of a run are drawn. At first that is the box of their line, which is quick to tell; what meets it may still go
 * between the letters, as the underline of a word does beside it, and then their outlines say.
 */
export class Ink {
  private boxes: Box[] | null = null;

  constructor(
    private readonly core: DocumentCore,
    private readonly run: GlyphRun,
    /** Places in the run; empty: of what has no outlines, `box` is all that is known. */
    private readonly glyphs: readonly number[],
    readonly box: Box,
  ) {}

  /** How many boxes are compared with one that meets that of the line. */
  get count(): number {
    return this.glyphs.length;
  }

  meets(box: Box): boolean {
    return this.outlined().some((glyph) => meet(glyph, box));
  }

  /** Whether nothing but white is outside a box. `white`: how much of that is around a line's letters, in points. */
  isIn(box: Box, white: number): boolean {
    const seen = grown(box, UNSEEN);
    return contains(box, grown(this.box, -white)) || this.outlined().every((glyph) => contains(seen, glyph));
  }

  private outlined(): readonly Box[] {
    if (!this.glyphs.length) return [this.box];
    return (this.boxes ??= this.glyphs.map((glyph) => this.boxOf(glyph)).filter((box) => box !== null));
  }

  private boxOf(glyph: number): Box | null {
    const path: Path = { verbs: [], points: [] };
    addOutline(path, this.core, this.run, glyph);
    return boxOfPath(path, this.run.strokePaint && this.run.stroke ? reachOf(this.run.stroke) : 0);
  }
}
