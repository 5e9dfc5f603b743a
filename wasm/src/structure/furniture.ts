import { isCaption } from './headings.js';
import type { PageContent } from './page-content.js';
import type { Segment } from './segments.js';
import { textOf, type TextGroup } from './text-blocks.js';
import type { Box } from './tree.js';
import type { Typography } from './typography.js';

/** Running heads and page numbers: what stands in the margins, and what comes again on page after page at one height. */

/** The part of a page's height, above and below, that is margin. */
const MARGIN = 0.072;
/** The part in which what comes again is looked for. */
const ZONE = 0.14;
/** The part of a page's width that is a corner's. */
const CORNER = 0.2;
/** The part of a page's width that is margin. */
const SIDE = 0.1;
const DASH = /[-–—]/;
/** Pages that a line has to come again on. */
const PAGES = 3;
/** Lines of what comes again, and of what is known by its place alone. */
const MOST_LINES = 4;
const MOST_PLACED = 2;
/** The white space between lines of running text is less than this, in em, and that below a heading less than the other. */
const BETWEEN_LINES = 0.3;
const BELOW_HEADING = 0.95;
/** Pieces of a page that are held against all of its words: what it has in its margins are some of the first. */
const MOST_ASKED = 128;
/** What stands on one line begins within so many points of height. */
const SAME_LINE = 2;

export class Furniture {
  /** On how many pages a line was seen, by what it says but for its numbers, and where. */
  private readonly seen = new Map<string, number>();
  /** Lines of the first pages, which say nothing until there are enough of them; null: there are. */
  private first: (readonly Segment[])[] | null = [];
  /** The page that was asked of last, and how many of its pieces were held against all of its words. */
  private page: PageContent | null = null;
  private asked = 0;

  /** Takes in the lines of a page. */
  add({ height }: PageContent, lines: readonly Segment[]): void {
    const outer = lines.filter(({ box }) => box[3] < ZONE * height || box[1] > (1 - ZONE) * height);
    if (!this.first) this.count(outer);
    else if (this.first.push(outer) >= PAGES) {
      for (const some of this.first) this.count(some);
      this.first = null;
    }
  }

  private count(lines: readonly Segment[]): void {
    for (const key of new Set(lines.map(keyOf))) this.seen.set(key, (this.seen.get(key) ?? 0) + 1);
  }

  includes(group: TextGroup, content: PageContent, type: Typography): boolean {
    const { lines, box, size } = group;
    const { width, height } = content;
    if (content !== this.page) this.asked = 0;
    this.page = content;
    const mayAsk = () => ++this.asked <= MOST_ASKED;
    if (isPageNumber(group, content, mayAsk) || isAlongside(group, content, mayAsk)) return true;
    if (lines.length > MOST_LINES || (box[3] >= ZONE * height && box[1] <= (1 - ZONE) * height)) return false;
    if (!this.first && lines.every((line) => (this.seen.get(keyOf(line)) ?? 0) >= PAGES)) return true;
    if (lines.length > MOST_PLACED || width > height || size > 1.6 * type.bodySize) return false;
    return (
      isInMargin(box, height) && !isCaption(textOf(lines[0]!)) && mayAsk() && !reachesIn(group, content, Math.max(size, type.bodySize))
    );
  }
}

function isInMargin(box: Box, height: number): boolean {
  return box[3] < MARGIN * height || box[1] > (1 - MARGIN) * height;
}

/** Whether text reaches into the margin here: what stands in it is a column's first line or heading, or its last line, the column beside it reaches as far, or there is no more. */
function reachesIn({ box }: TextGroup, content: PageContent, size: number): boolean {
  const { words, height } = content;
  // What is all that a page says is what it says.
  if (words.every(({ x0, y0, x1, y1 }) => isInMargin([x0, y0, x1, y1], height))) return true;
  if (isEndOfText(box, content, size * (box[3] < height / 2 ? BELOW_HEADING : BETWEEN_LINES))) return true;
  let left = Infinity;
  let right = -Infinity;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (Math.abs(word.y0 - box[1]) >= SAME_LINE || (word.x1 >= box[0] && word.x0 <= box[2])) continue;
    left = Math.min(left, word.x0);
    right = Math.max(right, word.x1);
  }
  return left < right && isEndOfText([left, box[1], right, box[3]], content, size * BETWEEN_LINES);
}

/** Whether lines less than `space` from one another lead from a place in the margin out of it, to the text. */
function isEndOfText(box: Box, { words, height }: PageContent, space: number): boolean {
  const isAtTop = box[3] < height / 2;
  const left = box[0];
  const right = box[2];
  // From the edge of the page on, whichever it is.
  let reached = isAtTop ? box[3] : height - box[1];
  const beyond = MARGIN * height + space;
  const places: [from: number, to: number][] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word.x1 <= left || word.x0 >= right) continue;
    const from = isAtTop ? word.y0 : height - word.y1;
    const to = isAtTop ? word.y1 : height - word.y0;
    if (from < beyond && to > reached) places.push([from, to]);
  }
  places.sort(([a], [b]) => a - b);
  for (const [from, to] of places) {
    if (to <= reached) continue;
    if (from - reached >= space) return false;
    reached = to;
    if (reached >= MARGIN * height) return true;
  }
  return false;
}

/**
 * A number in the middle below all else is the page's, however few pages there are: it counts as they do, or stands in the margin.
 * So is one in a corner, as slides have it, that counts as they do or has dashes on both sides.
 */
function isPageNumber({ lines, box }: TextGroup, { page, words, width, height }: PageContent, mayAsk: () => boolean): boolean {
  const number = lines.length === 1 && /^(\W{0,3})(\d{1,4})(\W{0,3})$/.exec(textOf(lines[0]!));
  if (!number || box[1] < 0.75 * height || !mayAsk()) return false;
  const counts = Number(number[2]) === page + 1;
  if (!counts && box[1] < (1 - ZONE) * height) return false;
  if (Math.abs(box[0] + box[2] - width) > 0.06 * width) {
    const isInCorner = box[1] > (1 - ZONE) * height && (box[0] > (1 - CORNER) * width || box[2] < CORNER * width);
    const isSure = counts || (DASH.test(number[1]!) && DASH.test(number[3]!));
    return isInCorner && isSure && words.every((word) => word.y0 < box[3]);
  }
  return words.every((word) => word.y1 <= box[1] + 1 || (word.x0 >= box[0] - 1 && word.x1 <= box[2] + 1));
}

/** What runs up or down along a side of the page, beside all that stands upright, as the stamp of a repository of papers does. */
function isAlongside({ lines, box }: TextGroup, { width, words }: PageContent, mayAsk: () => boolean): boolean {
  if (lines.some(({ words }) => words[0]!.turn === 0) || !mayAsk()) return false;
  if (box[2] < SIDE * width) return words.every(({ turn, x0 }) => turn !== 0 || x0 > box[2]);
  return box[0] > (1 - SIDE) * width && words.every(({ turn, x1 }) => turn !== 0 || x1 < box[0]);
}

function keyOf(line: Segment): string {
  return `${Math.round(line.y / 4)} ${textOf(line)
    .replace(/\d+|\b[ivxlc]+\b/gi, '#')
    .slice(0, 80)}`;
}
