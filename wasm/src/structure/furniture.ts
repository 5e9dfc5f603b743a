import type { PageContent } from './page-content.js';
import type { Segment } from './segments.js';
import { textOf, type TextGroup } from './text-blocks.js';
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

export class Furniture {
  /** On how many pages a line was seen, by what it says but for its numbers, and where. */
  private readonly seen = new Map<string, number>();
  /** Lines of the first pages, which say nothing until there are enough of them; null: there are. */
  private first: (readonly Segment[])[] | null = [];

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
    if (isPageNumber(group, content) || isAlongside(group, content)) return true;
    if (lines.length > 2 || (box[3] >= ZONE * height && box[1] <= (1 - ZONE) * height)) return false;
    if (!this.first && lines.every((line) => (this.seen.get(keyOf(line)) ?? 0) >= PAGES)) return true;
    if (width > height || size > 1.6 * type.bodySize) return false;
    return box[3] < MARGIN * height || box[1] > (1 - MARGIN) * height;
  }
}

/**
 * A number in the middle below all else is the page's, however few pages there are: it counts as they do, or stands in the margin.
 * So is one in a corner, as slides have it, that counts as they do or has dashes on both sides.
 */
function isPageNumber({ lines, box }: TextGroup, { page, words, width, height }: PageContent): boolean {
  const number = lines.length === 1 && /^(\W{0,3})(\d{1,4})(\W{0,3})$/.exec(textOf(lines[0]!));
  if (!number || box[1] < 0.75 * height) return false;
  const counts = Number(number[2]) === page + 1;
  if (!counts && box[1] < (1 - ZONE) * height) return false;
  if (Math.abs(box[0] + box[2] - width) > 0.06 * width) {
    const isInCorner = box[1] > (1 - ZONE) * height && (box[0] > (1 - CORNER) * width || box[2] < CORNER * width);
    const isSure = counts || (DASH.test(number[1]!) && DASH.test(number[3]!));
    return isInCorner && isSure && words.every((word) => word.y0 < box[3]);
  }
  return words.every((word) => word.y1 <= box[1] + 1 || (word.x0 >= box[0] - 1 && word.x1 <= box[2] + 1));
}

/** What runs up or down along a side of the page, as the stamp of a repository of papers does. */
function isAlongside({ lines, box }: TextGroup, { width }: PageContent): boolean {
  return lines.every(({ words }) => words[0]!.turn !== 0) && (box[2] < SIDE * width || box[0] > (1 - SIDE) * width);
}

function keyOf(line: Segment): string {
  return `${Math.round(line.y / 4)} ${textOf(line)
    .replace(/\d+|\b[ivxlc]+\b/gi, '#')
    .slice(0, 80)}`;
}
