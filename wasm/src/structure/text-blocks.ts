import { boxAround, type Segment } from './segments.js';
import type { Box } from './tree.js';

/** Lines that belong together: a paragraph, a heading, an item of a list. */
export interface TextGroup {
  box: Box;
  lines: Segment[];
  size: number;
}

/** A line further below than this, in em, begins another group. */
const LEADING = 1.75;

/** Gathers the lines of a page to groups: lines below one another, at even distances, of one size, in one column. */
export function groupLines(segments: readonly Segment[]): TextGroup[] {
  const groups: TextGroup[] = [];
  const sorted = [...segments].sort((a, b) => a.y - b.y || a.box[0] - b.box[0]);
  const tallest = Math.max(...sorted.map((line) => line.size));
  // Groups that a line further down may still join.
  let open: TextGroup[] = [];
  sorted.forEach((line, i) => {
    let best: TextGroup | undefined;
    let nearest = Infinity;
    open = open.filter((group) => line.y - group.lines.at(-1)!.y <= LEADING * tallest);
    for (const group of open) {
      const distance = line.y - group.lines.at(-1)!.y;
      if (distance < nearest && goesOn(group, line) && !isCutOff(group.lines.at(-1)!, line, sorted, i)) {
        best = group;
        nearest = distance;
      }
    }
    if (best) {
      best.lines.push(line);
      best.box = boxAround([best.box, line.box]);
    } else {
      const group = { box: line.box, lines: [line], size: line.size };
      groups.push(group);
      open.push(group);
    }
  });
  return groups.sort((a, b) => a.lines[0]!.order - b.lines[0]!.order);
}

function goesOn(group: TextGroup, line: Segment): boolean {
  const last = group.lines.at(-1)!;
  const size = Math.max(last.size, line.size);
  const pitch = line.y - last.y;
  if (pitch < 0.5 * Math.min(last.size, line.size) || pitch > LEADING * size) return false;
  if (Math.abs(last.size - line.size) > 0.12 * size) return false;
  const shared = Math.min(group.box[2], line.box[2]) - Math.max(group.box[0], line.box[0]);
  if (shared < 0.3 * Math.min(group.box[2] - group.box[0], line.box[2] - line.box[0])) return false;
  if (isBold(last) !== isBold(line) && (isBold(last) ? last : line).length < 90) return false;
  // A line in a font of its own is a heading, or what it stands over.
  const [font, other] = [fontOf(last), fontOf(line)];
  if (font && other && font !== other && Math.min(last.length, line.length) < 80) return false;
  if (group.lines.length > 1) {
    // The distance between lines is even in a paragraph.
    const before = last.y - group.lines.at(-2)!.y;
    if (pitch > 1.18 * before + 0.5) return false;
  }
  return true;
}

/** Whether something else stands between two lines. `at`: the place of the second among all, which are sorted from top to bottom. */
function isCutOff(last: Segment, line: Segment, sorted: readonly Segment[], at: number): boolean {
  const size = Math.max(last.size, line.size);
  for (let i = at - 1; i >= 0; i--) {
    const s = sorted[i]!;
    if (s.y <= last.y + 0.3 * size) return false;
    if (s.y >= line.y - 0.3 * size) continue;
    if (s.box[0] < line.box[2] && s.box[2] > line.box[0] && s.box[0] < last.box[2] && s.box[2] > last.box[0]) return true;
  }
  return false;
}

/** The font of (nearly) all of a line; 0: it has several. */
export function fontOf(segment: Segment): number {
  const font = segment.words[0]!.font;
  let letters = 0;
  for (const word of segment.words) if (word.font === font) letters += word.text.length;
  return letters >= 0.95 * segment.length ? font : 0;
}

export function isBold(segment: Segment): boolean {
  let bold = 0;
  for (const word of segment.words) if (word.bold) bold += word.text.length;
  return bold > 0.9 * segment.length;
}

export function textOf(segment: Segment): string {
  let text = '';
  for (const word of segment.words) text += (text && !word.glued ? ' ' : '') + word.text;
  return text;
}
