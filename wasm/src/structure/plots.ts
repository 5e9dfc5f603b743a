import type { PageContent, Rule } from './page-content.js';
import { addBox, boxAround } from './segments.js';
import type { Box } from './tree.js';

/** Plots and diagrams: places where shapes are drawn that are no cells of a table. What is written in them is no table. */

/** Bars of a chart, and curves or slanted lines, at least. */
const BARS = 3;
const SHAPES = 6;
/** A drawing of fewer is so large, in points, and takes no more than this of its page. */
const LARGE = 50;
const MOST_OF_PAGE = 0.4;
/** Shapes further apart than this, in points, belong to different drawings. */
const APART = 20;
/** Shapes of a page that are looked at. */
const MOST_BOXES = 2000;
/** Labels stand outside of what is drawn, by this many points. */
const LABELS = 24;

/** Where plots and diagrams are drawn. */
export function plotBoxes(content: PageContent): Box[] {
  const bars = barsOf(content.fills);
  const shapes = [...content.drawings.filter((box) => !isTiny(box)), ...bars];
  if (!shapes.length) return [];
  return clusters(shapes)
    .filter(
      ({ box, members }) => members.length >= SHAPES || members.filter((box) => bars.has(box)).length >= BARS || isDrawing(box, content),
    )
    .map(({ box }) => box)
    .filter(([x0, y0, x1, y1]) => x1 - x0 > 40 && y1 - y0 > 40)
    .map((box) => withGrid(box, content.rules));
}

/** Whether a few shapes are a drawing all the same: large, no background, and nothing is written on them. */
function isDrawing([x0, y0, x1, y1]: Box, { words, width, height }: PageContent): boolean {
  if (x1 - x0 < LARGE || y1 - y0 < LARGE || (x1 - x0) * (y1 - y0) > MOST_OF_PAGE * width * height) return false;
  return !words.some((word) => word.x0 < x1 && word.x1 > x0 && word.y0 < y1 && word.y1 > y0);
}

/** What is drawn, and the place around it where its labels may stand. */
export function withLabels([x0, y0, x1, y1]: Box): Box {
  return [x0 - LABELS, y0 - LABELS / 2, x1 + LABELS, y1 + LABELS];
}

/** With the rules that go through it and are not much longer: axes, and lines to read values by. */
function withGrid(box: Box, rules: readonly Rule[]): Box {
  const [x0, y0, x1, y1] = box;
  const grid = rules.flatMap((r): Box[] => {
    const [from, to, near, far] = r.horizontal ? [x0, x1, y0, y1] : [y0, y1, x0, x1];
    const through = r.at > near - APART && r.at < far + APART && r.from < to && r.to > from && r.to - r.from < 1.5 * (to - from) + APART;
    return through ? [r.horizontal ? [r.from, r.at, r.to, r.at] : [r.at, r.from, r.at, r.to]] : [];
  });
  return boxAround([box, ...grid]);
}

function isTiny(box: Box): boolean {
  return box[2] - box[0] < 6 && box[3] - box[1] < 6;
}

/** Boxes of unlike heights that stand on one line apart from each other, or of unlike widths that begin at one. */
function barsOf(fills: readonly Box[]): ReadonlySet<Box> {
  const out = new Set<Box>();
  if (fills.length < BARS) return out;
  const groups: [side: (box: Box) => number, length: (box: Box) => number, from: (box: Box) => number, to: (box: Box) => number][] = [
    [(b) => b[3], (b) => b[3] - b[1], (b) => b[0], (b) => b[2]],
    [(b) => b[0], (b) => b[2] - b[0], (b) => b[1], (b) => b[3]],
  ];
  for (const [side, length, from, to] of groups) {
    const levels = new Map<number, Box[]>();
    for (const box of fills) {
      const key = Math.round(side(box));
      const level = levels.get(key);
      if (level) level.push(box);
      else levels.set(key, [box]);
    }
    for (const boxes of levels.values()) {
      if (boxes.length < BARS || new Set(boxes.map((b) => Math.round(length(b)))).size < BARS) continue;
      const sorted = [...boxes].sort((a, b) => from(a) - from(b));
      const apart = sorted.every((b, i) => !i || from(b) - to(sorted[i - 1]!) > 1);
      if (apart) for (const box of boxes) out.add(box);
    }
  }
  return out;
}

/** Boxes that are near one another, and the box around them. */
interface Cluster {
  box: Box;
  members: Box[];
}

function clusters(boxes: readonly Box[]): Cluster[] {
  const all: Cluster[] = [];
  const count = Math.min(boxes.length, MOST_BOXES);
  for (let i = 0; i < count; i++) {
    const box = boxes[i]!;
    let joined: Cluster | null = null;
    let kept = 0;
    for (let k = 0; k < all.length; k++) {
      const cluster = all[k]!;
      if (!touches(cluster.box, box)) all[kept++] = cluster;
      else if (!joined) joined = cluster;
      else {
        addBox(joined.box, cluster.box);
        for (const member of cluster.members) joined.members.push(member);
      }
    }
    all.length = kept;
    if (joined) {
      addBox(joined.box, box);
      joined.members.push(box);
    }
    all.push(joined ?? { box: [box[0], box[1], box[2], box[3]], members: [box] });
  }
  return all;
}

function touches(a: Box, b: Box): boolean {
  return a[0] < b[2] + APART && b[0] < a[2] + APART && a[1] < b[3] + APART && b[1] < a[3] + APART;
}

/** Whether most of a box lies in another. */
export function isMostlyIn(box: Box, other: Box): boolean {
  const width = Math.min(box[2], other[2]) - Math.max(box[0], other[0]);
  const height = Math.min(box[3], other[3]) - Math.max(box[1], other[1]);
  return width > 0 && height > 0 && width * height > 0.6 * (box[2] - box[0]) * (box[3] - box[1]);
}
