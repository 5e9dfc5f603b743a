import type { Box } from '../display-list.js';
import { UPRIGHT, type Paragraph } from './lines.js';

/**
 * How far the boxes of paragraphs reach beyond their lines: to their neighbours, or the page's edges. Whoever presses the mouse beside
 * a paragraph begins to select there: browsers look for the nearest text in the box alone that was hit.
 */
export interface Reach {
  /** Points: between the page's left edge and these the paragraph's boxes lie. */
  left: number;
  right: number;
  /** Points over the first line, and under the last one. */
  above: number;
  below: number;
}

/** Of more paragraphs, which may all have to be compared, boxes are as large as their lines. */
const MOST = 400;
/** How much lines are over and under a baseline, in their size. */
const ASCENT = 0.8;
const DESCENT = 0.2;

export class Reaches {
  /** Where the paragraphs are that have been written: what comes later lies over them. */
  private readonly written: Box[] = [];

  constructor(
    private readonly width: number,
    private readonly height: number,
  ) {}

  /** Of each of some paragraphs that are written next; null: none. */
  of(paragraphs: readonly Paragraph[]): (Reach | null)[] {
    const { written } = this;
    const from = written.length;
    for (const paragraph of paragraphs) written.push(boxOf(paragraph));
    if (written.length > MOST) return paragraphs.map(() => null);
    return paragraphs.map(({ lines }, i) => (lines[0]!.frame === '' ? this.reachOf(from + i) : null));
  }

  private reachOf(at: number): Reach | null {
    const { written } = this;
    const [x0, y0, x1, y1] = written[at]!;
    let left = Math.min(0, x0);
    let right = Math.max(this.width, x1);
    for (let i = 0; i < written.length; i++) {
      const [u0, v0, u1, v1] = written[i]!;
      if (i === at || v0 >= y1 || v1 <= y0) continue;
      if (u0 + u1 < x0 + x1) left = Math.max(left, Math.min((u1 + x0) / 2, x0));
      else right = Math.min(right, Math.max((u0 + x1) / 2, x1));
    }
    let top = Math.min(0, y0);
    let bottom = Math.max(this.height, y1);
    for (let i = 0; i < written.length; i++) {
      const [u0, v0, u1, v1] = written[i]!;
      if (i === at || u0 >= right || u1 <= left) continue;
      if (v1 <= y0) top = Math.max(top, (v1 + y0) / 2);
      else if (v0 >= y1) bottom = Math.min(bottom, (y1 + v0) / 2);
      // It is beside it, and goes on above or below.
      else {
        if (v0 < y0) top = y0;
        if (v1 > y1) bottom = y1;
      }
    }
    return { left, right, above: y0 - top, below: bottom - y1 };
  }
}

function boxOf({ lines }: Paragraph): Box {
  const plane = lines[0]!.frame === '' ? UPRIGHT : lines[0]!.plane;
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  const [a, b, c, d] = plane;
  for (const { start, end, baseline, size } of lines) {
    for (const v of [baseline - ASCENT * size, baseline + DESCENT * size]) {
      for (const u of [start, end]) {
        const x = a * u + c * v;
        const y = b * u + d * v;
        box[0] = Math.min(box[0], x);
        box[1] = Math.min(box[1], y);
        box[2] = Math.max(box[2], x);
        box[3] = Math.max(box[3], y);
      }
    }
  }
  return box;
}
