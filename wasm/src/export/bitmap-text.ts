import type { Command, GlyphRun, Paint } from './display-list.js';
import type { Bitmap } from './page-text/page-text.js';

type Stencil = Extract<Command, { op: 'stencil' }>;

/** A run of glyphs that are bitmaps, with those that have been drawn. */
export interface BitmapRun<Place> {
  run: GlyphRun;
  /** By the glyphs' places in the run. */
  bitmaps: Map<number, Bitmap>;
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
  private waiting: (BitmapRun<Place> & { next: number; paint: Paint | null }) | null = null;

  /** Of the run that waits; null: none does. */
  get place(): Place | null {
    return this.waiting?.place ?? null;
  }

  /** Begins with a run, when the one before is over. */
  begin(run: GlyphRun, place: Place): void {
    this.waiting = { run: { ...run }, bitmaps: new Map(), place, next: 0, paint: null };
  }

  /** Whether a stencil is one of the run's glyphs. */
  take({ image, matrix, paint, isGlyph }: Stencil): boolean {
    const { waiting } = this;
    if (!waiting || !isGlyph || paint.pattern) return false;
    if (waiting.paint && !looksLike(paint, waiting.paint)) return false;
    const { glyphs } = waiting.run;
    const middleX = matrix[4] + (matrix[0] + matrix[2]) / 2;
    const middleY = matrix[5] + (matrix[1] + matrix[3]) / 2;
    const along = waiting.run.matrix[0] / 2;
    const up = waiting.run.matrix[1] / 2;
    const end = Math.min(glyphs.count, waiting.next + MOST_BLANK);
    let best = -1;
    let least = Infinity;
    for (let i = waiting.next; i < end; i++) {
      const advance = glyphs.advance(i);
      const dx = glyphs.x(i) + advance * along - middleX;
      const dy = glyphs.y(i) + advance * up - middleY;
      const distance = dx * dx + dy * dy;
      if (distance >= least) continue;
      best = i;
      least = distance;
    }
    if (best < 0) return false;
    waiting.run.fill = paint;
    waiting.paint = paint;
    waiting.bitmaps.set(best, { image, matrix });
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

function looksLike(a: Paint, b: Paint): boolean {
  return a === b || (a.color === b.color && a.alpha === b.alpha && a.blend === b.blend);
}
