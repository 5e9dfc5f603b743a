import { boxAround, makeSegment, type Segment } from './segments.js';
import { fontOf, isBold, textOf, type TextGroup } from './text-blocks.js';

/** Cuts groups of lines where paragraphs begin: at an indent, behind a short line, at a list's mark. */
export function splitParagraphs(groups: readonly TextGroup[]): TextGroup[] {
  return groups.flatMap((group) => {
    const parts: Segment[][] = [[group.lines[0]!]];
    for (let i = 1; i < group.lines.length; i++) {
      if (begins(group, i)) parts.push([]);
      parts.at(-1)!.push(group.lines[i]!);
    }
    return parts.map((lines) => ({ lines, size: lines[0]!.size, box: boxAround(lines.map((l) => l.box)) }));
  });
}

export const MARK = /^([•●○◦▪■□‣⁃∙·✓✔➢➤►*–—-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|\[\d{1,3}\]|\((?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})\))$/;
const NUMBER = /^\d{1,2}(\.\d{1,2}){0,4}$/;
const BULLET = /^[•●○◦▪■□‣⁃∙✓✔➢➤►]/;

export function markOf(line: Segment): string | null {
  const first = line.words[0]!.text;
  if (line.words.length > 1 && !line.words[1]!.glued && MARK.test(first)) return first;
  const bullet = BULLET.exec(first);
  return bullet ? bullet[0] : null;
}

/** Further from its text than this, in em, a mark is none. */
const MARK_GAP = 5;

/** Joins list marks that stand alone with the text to their right. */
export function joinMarks(lines: readonly Segment[]): Segment[] {
  const gone = new Set<Segment>();
  const out = lines.map((mark) => {
    if (
      mark.words.length > 1 ||
      !(MARK.test(mark.words[0]!.text) || BULLET.test(mark.words[0]!.text) || NUMBER.test(mark.words[0]!.text)) ||
      mark.length > 8
    )
      return mark;
    let nearest: Segment | undefined;
    for (const line of lines) {
      const gap = line.box[0] - mark.box[2];
      if (line === mark || gone.has(line) || Math.abs(line.y - mark.y) > 0.5 * line.size || gap < -1 || gap > MARK_GAP * line.size)
        continue;
      // The number of a section is set like its title.
      if (NUMBER.test(mark.words[0]!.text) && (fontOf(line) !== fontOf(mark) || Math.abs(line.size - mark.size) > 0.1 || line.length > 80))
        continue;
      if (!nearest || line.box[0] < nearest.box[0]) nearest = line;
    }
    if (!nearest) return mark;
    gone.add(nearest);
    return { ...makeSegment([...mark.words, ...nearest.words], Math.min(mark.order, nearest.order)), y: nearest.y, size: nearest.size };
  });
  return out.filter((line) => !gone.has(line));
}

function begins(group: TextGroup, i: number): boolean {
  const line = group.lines[i]!;
  const last = group.lines[i - 1]!;
  const [left, , right] = group.box;
  const size = line.size;
  if (markOf(line) && (markOf(group.lines[0]!) || BULLET.test(line.words[0]!.text) || lastEnds(last, right, size))) return true;
  if (isBold(last) !== isBold(line) && (lastEnds(last, right, size) || i === 1)) return true;
  // Lines of a list's item stand below its text, not below its mark.
  const text = markOf(group.lines[0]!) ? group.lines[0]!.words[1]?.x0 : undefined;
  if (text !== undefined && Math.abs(line.box[0] - text) < size && !markOf(line)) return false;
  const indent = line.box[0] - left;
  const lastIndent = last.box[0] - left;
  const isIndented = indent > 0.8 * size && indent < 5 * size && lastIndent < 0.4 * size;
  const isCentred = right - line.box[2] > 0.8 * size && Math.abs(indent - (right - line.box[2])) < size;
  // Only where the paragraph's other lines stand at the left.
  if (
    isIndented &&
    !isCentred &&
    (group.lines.length > 2 || /[.!?:]["”’)]?$/.test(textOf(last))) &&
    (i + 1 >= group.lines.length || group.lines[i + 1]!.box[0] - left < 0.4 * size)
  )
    return true;
  return (
    lastEnds(last, right, size) &&
    /[.!?:]["”’)]?$/.test(textOf(last)) &&
    indent < 0.4 * size &&
    lastIndent < 5 * size &&
    right - last.box[2] > 0.18 * (right - left) &&
    group.lines.length > 3
  );
}

/** Whether a line ends well before its column does. */
function lastEnds(line: Segment, right: number, size: number): boolean {
  return right - line.box[2] > 2.5 * size;
}
