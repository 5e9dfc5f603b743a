import { addBox, sortedByPlace, type Segment } from './segments.js';
import type { Box } from './tree.js';

/** Lines that belong together: a paragraph, a heading, an item of a list. */
export interface TextGroup {
  box: Box;
  lines: Segment[];
  size: number;
}

/**
 * Gathers the lines of a page to groups: lines below one another, at even distances, of one size, in one column. `leading`: how
 * far below a line the next one may stand, in em.
 */
export function groupLines(segments: readonly Segment[], leading: number): TextGroup[] {
  const groups: TextGroup[] = [];
  const sorted = sortedByPlace(segments);
  let tallest = -Infinity;
  for (const { size } of sorted) if (size > tallest) tallest = size;
  const farthest = leading * tallest;
  // Groups that a line further down may still join.
  let open: TextGroup[] = [];
  for (let i = 0; i < sorted.length; i++) {
    const line = sorted[i]!;
    const { y } = line;
    let best: TextGroup | undefined;
    let nearest = Infinity;
    const still: TextGroup[] = [];
    for (let k = 0; k < open.length; k++) {
      const group = open[k]!;
      const last = group.lines[group.lines.length - 1]!;
      const distance = y - last.y;
      if (!(distance <= farthest)) continue;
      still.push(group);
      if (distance < nearest && goesOn(group, line, leading) && !isCutOff(last, line, sorted, i)) {
        best = group;
        nearest = distance;
      }
    }
    open = still;
    if (best) {
      best.lines.push(line);
      addBox(best.box, line.box);
    } else {
      const [x0, y0, x1, y1] = line.box;
      const group: TextGroup = { box: [x0, y0, x1, y1], lines: [line], size: line.size };
      groups.push(group);
      open.push(group);
    }
  }
  return groups.sort((a, b) => a.lines[0]!.order - b.lines[0]!.order);
}

function goesOn(group: TextGroup, line: Segment, leading: number): boolean {
  const count = group.lines.length;
  const last = group.lines[count - 1]!;
  const size = Math.max(last.size, line.size);
  const pitch = line.y - last.y;
  if (pitch < 0.5 * Math.min(last.size, line.size) || pitch > leading * size) return false;
  if (Math.abs(last.size - line.size) > 0.12 * size) return false;
  const shared = Math.min(group.box[2], line.box[2]) - Math.max(group.box[0], line.box[0]);
  if (shared < 0.3 * Math.min(group.box[2] - group.box[0], line.box[2] - line.box[0])) return false;
  if (last.isBold !== line.isBold && (last.isBold ? last : line).length < 90) return false;
  // A line in a font of its own is a heading, or what it stands over.
  if (last.font && line.font && last.font !== line.font && Math.min(last.length, line.length) < 80) return false;
  if (count > 1) {
    // The distance between lines is even in a paragraph.
    const before = last.y - group.lines[count - 2]!.y;
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

export function textOf(segment: Segment): string {
  let text = '';
  const { words } = segment;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (text && !word.glued) text += ' ';
    text += word.text;
  }
  return text;
}

/** What a group begins with: two words that a space tells apart at least, if its first two lines have as many. */
export function startOf({ lines: [first, second] }: TextGroup): string {
  let text = '';
  let hasSpace = false;
  for (const word of first!.words) {
    if (text && !word.glued) {
      if (hasSpace) return text;
      hasSpace = true;
      text += ' ';
    }
    text += word.text;
  }
  return second ? `${text} ${textOf(second)}` : text;
}

/** The last two letters of a segment's text, at least. */
export function endOf({ words }: Segment): string {
  let text = '';
  for (let i = words.length - 1; i >= 0 && text.length < 2; i--) text = words[i]!.text + (text && !words[i + 1]!.glued ? ' ' : '') + text;
  return text;
}
