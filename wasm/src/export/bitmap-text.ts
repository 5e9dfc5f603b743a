import type { Command, Glyph, GlyphRun } from './display-list.js';
import type { Bitmap } from './page-text/page-text.js';

type Stencil = Extract<Command, { op: 'stencil' }>;

/** A run of glyphs that are bitmaps, with those that have been drawn. */
export interface BitmapRun<Place> {
  run: GlyphRun;
  bitmaps: Map<Glyph, Bitmap>;
  /** Where it is drawn. */
  place: Place;
}

/** How many glyphs that draw nothing, such as spaces, may stand before one that is drawn. */
const MOST_BLANK = 12;

/**
 * Finds out which glyphs a bitmap font's stencils are. The list has a run of glyphs that draw nothing, and behind it, in the
 * glyphs' order, a stencil for each that is not blank; it does not say which those are: a stencil is of the glyph at whose
 * origin it stands.
 */
export class BitmapText<Place> {
  private waiting: (BitmapRun<Place> & { next: number; paint: string }) | null = null;

  /** Of the run that waits; null: none does. */
  get place(): Place | null {
    return this.waiting?.place ?? null;
  }

  /** Begins with a run, when the one before is over. */
  begin(run: GlyphRun, place: Place): void {
    this.waiting = { run: { ...run }, bitmaps: new Map(), place, next: 0, paint: '' };
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
  end(): BitmapRun<Place> | null {
    const run = this.waiting;
    this.waiting = null;
    return run;
  }
}
