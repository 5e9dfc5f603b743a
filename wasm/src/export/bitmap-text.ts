import type { Command, Glyph, GlyphRun } from './display-list.js';
import type { Bitmap } from './page-text/page-text.js';

type Stencil = Extract<Command, { op: 'stencil' }>;

/** A run of glyphs that are bitmaps, with those that have been drawn. */
export interface BitmapRun {
  run: GlyphRun;
  bitmaps: Map<Glyph, Bitmap>;
}

/** How many glyphs that draw nothing, such as spaces, may stand before one that is drawn. */
const MOST_BLANK = 12;

/**
 * Finds out which glyphs a bitmap font's stencils are. The list has a run of glyphs that draw nothing, and behind it, in the
 * glyphs' order, a stencil for each that is not blank; it does not say which those are: a stencil is of the glyph at whose
 * origin it stands.
 */
export class BitmapText {
  private waiting: (BitmapRun & { next: number; paint: string }) | null = null;

  /** Begins with a run; returns the one before. */
  begin(run: GlyphRun): BitmapRun | null {
    const before = this.end();
    this.waiting = { run: { ...run }, bitmaps: new Map(), next: 0, paint: '' };
    return before;
  }

  /** Whether a stencil is one of the run's glyphs. */
  take({ image, matrix, paint, isGlyph }: Stencil): boolean {
    const { waiting } = this;
    if (!waiting || !isGlyph || paint.pattern) return false;
    const look = `${paint.color} ${paint.alpha} ${paint.blend}`;
    if (waiting.bitmaps.size && look !== waiting.paint) return false;
    const { glyphs } = waiting.run;
    const [a, b, c, d, e, f] = matrix;
    const middle = [e + (a + c) / 2, f + (b + d) / 2] as const;
    const [along, up] = [waiting.run.matrix[0], waiting.run.matrix[1]];
    let best = -1;
    let least = Infinity;
    for (let i = waiting.next; i < Math.min(glyphs.length, waiting.next + MOST_BLANK); i++) {
      const { x, y, advance } = glyphs[i]!;
      const distance = Math.hypot(x + (advance * along) / 2 - middle[0], y + (advance * up) / 2 - middle[1]);
      if (distance >= least) continue;
      [best, least] = [i, distance];
    }
    if (best < 0) return false;
    waiting.run.fill = paint;
    waiting.paint = look;
    waiting.bitmaps.set(glyphs[best]!, { image, matrix });
    waiting.next = best + 1;
    return true;
  }

  /** The run that waits, which is over. */
  end(): BitmapRun | null {
    const run = this.waiting;
    this.waiting = null;
    return run;
  }
}
