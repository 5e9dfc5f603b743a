import type { PageContent, Word } from './page-content.js';
import { isMostlyIn, plotBoxes, withLabels } from './plots.js';
import { boxAround, boxOfWords, findRows, findSegments, makeSegment, type Segment } from './segments.js';
import { lineOf } from './spans.js';
import type { Box, Draft, FigureBlock } from './tree.js';

/** Images smaller than this, in points, are ornaments; those that cover this much of a page with text are its background, or a scan. */
const SMALL = 24;
const BACKGROUND = 0.85;
/** Words over an image, at most. */
const LABELS = 12;
/** So many lines around a drawing are looked at one by one. */
const MOST_UNSURE = 40;
/** A label has fewer words than a line of text. */
const FEW_WORDS = 4;

/** Plots, diagrams and images of a page, with what is written in plots; and the words that are in none of them. */
export function findFigures(content: PageContent, words: readonly Word[]): { figures: Draft<FigureBlock>[]; rest: Word[] } {
  const figures: Draft<FigureBlock>[] = [];
  let all: Segment[] | null = null;
  const linesOfPage = () => (all ??= findSegments(words));
  let rest = [...words];
  for (const drawn of plotBoxes(content)) {
    const inside = lettering(rest, drawn, linesOfPage);
    // A drawing around a page's text is a frame.
    if (inside.length > 0.5 * words.length && inside.length > 60) continue;
    const taken = new Set(inside);
    rest = rest.filter((w) => !taken.has(w));
    const rows = findRows(findSegments(inside));
    const lines = rows.map((row, i) =>
      lineOf(
        makeSegment(
          row.segments.flatMap((s) => s.words),
          i,
        ),
      ),
    );
    const box = onPage(inside.length ? boxAround([drawn, boxOfWords(inside)]) : drawn, content);
    figures.push({ kind: 'figure', box, lines, reason: 'shapes that are no borders of cells' });
  }
  for (const box of imageBoxes(content)) {
    if (figures.some((f) => isMostlyIn(box, f.box))) continue;
    // What is written over an image is text, and so what has much text is a background.
    if (hasMany(words, box)) continue;
    figures.push({ kind: 'figure', box, lines: [], reason: 'an image' });
  }
  return { figures, rest };
}

/** The words in a drawing and its labels around it. */
function lettering(words: readonly Word[], drawn: Box, linesOfPage: () => readonly Segment[]): Word[] {
  const around = withLabels(drawn);
  const inside = words.filter((word) => isWordIn(word, around));
  if (inside.every((word) => isWordIn(word, drawn))) return inside;
  const text = new Set(linesBeside(linesOfPage(), drawn, around).flatMap((line) => line.words));
  return inside.filter((word) => !text.has(word));
}

/** The lines of a page's text beside a drawing: they go on outside, end as sentences and their lines do, or stand among such lines. */
function linesBeside(lines: readonly Segment[], drawn: Box, around: Box): Segment[] {
  const text = lines.filter(({ words, box }) => words.length >= FEW_WORDS && !isMostlyIn(box, around));
  let unsure = lines.filter(({ words, box }) => words.length >= FEW_WORDS && isMostlyIn(box, around) && !isMostlyIn(box, drawn));
  if (unsure.length > MOST_UNSURE) return text;
  for (let known = -1; known < text.length && unsure.length;) {
    known = text.length;
    const isText = (line: Segment) => /[.,;:\u2010-]$/.test(line.words.at(-1)!.text) || text.some((other) => isNext(line, other));
    text.push(...unsure.filter(isText));
    unsure = unsure.filter((line) => !text.includes(line));
  }
  return text;
}

/** Whether two lines may be of one paragraph. */
function isNext(line: Segment, other: Segment): boolean {
  if (other.font !== line.font || Math.abs(other.size - line.size) >= 0.5 || Math.abs(other.y - line.y) >= 1.5 * line.size) return false;
  return Math.min(other.box[2], line.box[2]) > Math.max(other.box[0], line.box[0]);
}

/** Whether more words stand in a box than a picture's labels. */
function hasMany(words: readonly Word[], box: Box): boolean {
  let count = 0;
  for (let i = 0; i < words.length; i++) if (isWordIn(words[i]!, box) && ++count > LABELS) return true;
  return false;
}

function isWordIn({ x0, y0, x1, y1 }: Word, box: Box): boolean {
  // Most words are far from it.
  return x0 < box[2] && x1 > box[0] && y0 < box[3] && y1 > box[1] && isMostlyIn([x0, y0, x1, y1], box);
}

/** Images, those in strips beside one another joined. */
function imageBoxes(content: PageContent): Box[] {
  const boxes: Box[] = [];
  for (const image of content.images.slice(0, 2000)) {
    let box = onPage(image.box, content);
    if (!(box[2] > box[0] && box[3] > box[1])) continue;
    for (let i = boxes.length - 1; i >= 0; i--) {
      if (!touch(boxes[i]!, box)) continue;
      box = boxAround([box, boxes[i]!]);
      boxes.splice(i, 1);
    }
    boxes.push(box);
  }
  // Where nothing is written, what covers the page is the page.
  const largest = content.words.length ? BACKGROUND * content.width * content.height : Infinity;
  return boxes.filter(([x0, y0, x1, y1]) => x1 - x0 >= SMALL && y1 - y0 >= SMALL && (x1 - x0) * (y1 - y0) < largest);
}

function touch(a: Box, b: Box): boolean {
  return a[0] <= b[2] + 1 && b[0] <= a[2] + 1 && a[1] <= b[3] + 1 && b[1] <= a[3] + 1;
}

/** What of a box is on the page. */
export function onPage([x0, y0, x1, y1]: Box, { width, height }: PageContent): Box {
  return [Math.max(0, x0), Math.max(0, y0), Math.min(width, x1), Math.min(height, y1)];
}
