import type { Command } from './display-list.js';

export type ImageCommand = Extract<Command, { op: 'image' }>;

/** How far, in points, strips of one picture may be from where they would meet. */
const APART = 0.05;

/**
 * Pictures that a PDF has in strips, one under the other. Each drawn by itself has soft edges, through which the paper shows as
 * a seam: they are put together.
 */
export class ImageStrips<Place> {
  private waiting: { strips: ImageCommand[]; place: Place } | null = null;

  /** Whether an image waits, since it goes on below the one before, or may be gone on with. `place`: where it is drawn. */
  add(command: ImageCommand, place: () => Place): boolean {
    const { waiting } = this;
    if (command.alpha < 1 || command.blend !== 'normal') return false;
    if (waiting) {
      if (!goesOn(waiting.strips[waiting.strips.length - 1]!, command)) return false;
      waiting.strips.push(command);
      return true;
    }
    const [a, b, c, d] = command.matrix;
    if (b !== 0 || c !== 0 || a <= 0 || d >= 0) return false;
    this.waiting = { strips: [command], place: place() };
    return true;
  }

  /** The strips that wait. */
  end(): { strips: ImageCommand[]; place: Place } | null {
    const over = this.waiting;
    this.waiting = null;
    return over;
  }
}

/** Whether an image stands right under another, as wide as it. Images have their first row at y = 1 of their unit square. */
function goesOn(above: ImageCommand, below: ImageCommand): boolean {
  const [a, , , , e, f] = above.matrix;
  const [a2, b2, c2, d2, e2, f2] = below.matrix;
  const isAligned = b2 === 0 && c2 === 0 && d2 < 0 && Math.abs(a - a2) < APART && Math.abs(e - e2) < APART;
  return isAligned && above.interpolate === below.interpolate && Math.abs(f2 + d2 - f) < APART;
}
