import { boxOfPoints, meeting } from '../export/boxes.js';
import type { Outlines } from '../export/list-reader.js';
import type { Clips, ShapeReader } from '../export/shapes.js';
import type { Box } from './tree.js';

const EVERYWHERE: Box = [-Infinity, -Infinity, Infinity, Infinity];

/** What clips leave to be seen: a box around it, of each worked out once. */
export class ClipBoxes {
  private readonly known = new Map<Clips, Box>();

  constructor(
    private readonly reader: ShapeReader,
    private readonly outlines: Outlines,
  ) {}

  of(clips: Clips | null): Box {
    const unknown: Clips[] = [];
    let at = clips;
    for (; at && !this.known.has(at); at = at.outer) unknown.push(at);
    let box = at ? this.known.get(at)! : EVERYWHERE;
    for (let one = unknown.pop(); one; one = unknown.pop()) {
      const { firstPoint, endPoint } = this.reader.outline(one.path);
      box = meeting(box, boxOfPoints(this.outlines.points, firstPoint, endPoint));
      this.known.set(one, box);
    }
    return box;
  }
}
