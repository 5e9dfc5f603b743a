import { boxAround, makeSegment, type Segment } from './segments.js';
import { endOf, type TextGroup } from './text-blocks.js';

/** Cuts groups of lines where paragraphs begin: at an indent, behind a short line, at a list's mark. */
export function splitParagraphs(groups: readonly TextGroup[]): TextGroup[] {
  const out: TextGroup[] = [];
  for (const group of groups) {
    const { lines } = group;
    if (lines.length === 1) {
      out.push(group);
      continue;
    }
    const marks = lines.map(markOf);
    let from = 0;
    for (let i = 1; i < lines.length; i++) {
      if (!begins(group, i, marks)) continue;
      out.push(groupOf(lines.slice(from, i)));
      from = i;
    }
    out.push(from ? groupOf(lines.slice(from)) : group);
  }
  return out;
}

function groupOf(lines: Segment[]): TextGroup {
  return { box: boxAround(lines.map((line) => line.box)), lines, size: lines[0]!.size };
}

export const MARK = /^([•●○◦▪■□‣⁃∙·✓✔➢➤►*–—-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|\[\d{1,3}\]|\((?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})\))$/;
const NUMBER = /^\d{1,2}(\.\d{1,2}){0,4}$/;
const BULLET = /^[•●○◦▪■□‣⁃∙✓✔➢➤►]/;

/** Letters of the longest mark. */
const LONGEST_MARK = 7;

export function markOf(line: Segment): string | null {
  const first = line.words[0]!.text;
  // Most lines begin with a word.
  if (first.length <= LONGEST_MARK && line.words.length > 1 && !line.words[1]!.glued && MARK.test(first)) return first;
  return first.charCodeAt(0) > 0x7f && BULLET.test(first) ? first.charAt(0) : null;
}

/** Further from its text than this, in em, a mark is none. */
const MARK_GAP = 5;

/** Letters of the longest mark that stands alone. */
const LONGEST_ALONE = 8;

const isMark = (text: string) => MARK.test(text) || BULLET.test(text) || NUMBER.test(text);

/** Joins list marks that stand alone with the text to their right. */
export function joinMarks(lines: readonly Segment[]): Segment[] {
  const gone = new Set<Segment>();
  const out = lines.map((mark) => {
    if (mark.words.length > 1 || mark.length > LONGEST_ALONE || !isMark(mark.words[0]!.text)) return mark;
    let nearest: Segment | undefined;
    for (const line of lines) {
      const gap = line.box[0] - mark.box[2];
      if (line === mark || gone.has(line) || Math.abs(line.y - mark.y) > 0.5 * line.size || gap < -1 || gap > MARK_GAP * line.size)
        continue;
      // The number of a section is set like its title.
      if (NUMBER.test(mark.words[0]!.text) && (line.font !== mark.font || Math.abs(line.size - mark.size) > 0.1 || line.length > 80))
        continue;
      if (!nearest || line.box[0] < nearest.box[0]) nearest = line;
    }
    if (!nearest) return mark;
    gone.add(nearest);
    return { ...makeSegment([...mark.words, ...nearest.words], Math.min(mark.order, nearest.order)), y: nearest.y, size: nearest.size };
  });
  return gone.size ? out.filter((line) => !gone.has(line)) : out;
}

/** Whether a line begins a paragraph. `marks` are those of all lines. */
function begins(group: TextGroup, i: number, marks: readonly (string | null)[]): boolean {
  const line = group.lines[i]!;
  const last = group.lines[i - 1]!;
  const left = group.box[0];
  const right = group.box[2];
  const size = line.size;
  if (marks[i] && (marks[0] || BULLET.test(line.words[0]!.text) || lastEnds(last, right, size))) return true;
  if (last.isBold !== line.isBold && (lastEnds(last, right, size) || i === 1)) return true;
  // Lines of a list's item stand below its text, not below its mark.
  const text = marks[0] ? group.lines[0]!.words[1]?.x0 : undefined;
  if (text !== undefined && Math.abs(line.box[0] - text) < size && !marks[i]) return false;
  const indent = line.box[0] - left;
  const lastIndent = last.box[0] - left;
  const isIndented = indent > 0.8 * size && indent < 5 * size && lastIndent < 0.4 * size;
  const isCentred = right - line.box[2] > 0.8 * size && Math.abs(indent - (right - line.box[2])) < size;
  // Only where the paragraph's other lines stand at the left.
  if (
    isIndented &&
    !isCentred &&
    (group.lines.length > 2 || endsSentence(last)) &&
    (i + 1 >= group.lines.length || group.lines[i + 1]!.box[0] - left < 0.4 * size)
  )
    return true;
  return (
    lastEnds(last, right, size) &&
    indent < 0.4 * size &&
    lastIndent < 5 * size &&
    right - last.box[2] > 0.18 * (right - left) &&
    group.lines.length > 3 &&
    endsSentence(last)
  );
}

function endsSentence(line: Segment): boolean {
  return /[.!?:]["”’)]?$/.test(endOf(line));
}

/** Whether a line ends well before its column does. */
function lastEnds(line: Segment, right: number, size: number): boolean {
  return right - line.box[2] > 2.5 * size;
}
