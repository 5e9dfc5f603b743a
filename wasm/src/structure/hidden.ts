import { grown, meet } from '../export/boxes.js';
import type { PageContent, Word } from './page-content.js';
import type { Box } from './tree.js';

/**
 * Text that nobody sees: invisible, clear, clipped away, below a picture or a box, in the colour of what it stands on, or a point high. It is how
 * instructions are smuggled into what language models read. What lies outside of the page is no text of it at all.
 *
 * The text layer of a scan is not painted, or lies below its picture, and is what the page says: it is no secret where it is
 * most of the page's text, and on or below pictures, or all that there is.
 */

/** Smaller than this, in points, text is no text to anybody. */
const TINY = 1.5;
/** The share of a page's letters that a text layer has at least. */
const MOST = 0.5;
/** Components of a colour that are no less are white. */
const WHITE = 0xfa;
/** A word of which clips leave no more than this, in points, is clipped away. */
const CLIPPED = 0.5;
/** Components of two colours that differ by no more are the same. */
const SAME = 5;

/** From a place among the drawings on, until the next one, no more is seen than what is in a box. */
export interface Clipped {
  at: number;
  box: Box;
}

/** `clipped`: in their order. */
export function markHidden(content: PageContent, clipped: readonly Clipped[]): void {
  const { words, covers } = content;
  const hidden: Word[] = [];
  const unpainted: Word[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word.size < TINY || (!word.invisible && (isOfItsGround(word, content) || isClipped(word, clipped)))) hidden.push(word);
    else if (word.invisible || (covers.length && isCovered(word, covers))) unpainted.push(word);
  }
  if (unpainted.length && !isTextLayer(unpainted, content)) hidden.push(...unpainted);
  for (const word of hidden) word.hidden = true;
}

function isClipped(word: Word, clipped: readonly Clipped[]): boolean {
  let from = 0;
  let to = clipped.length;
  // The first that begins behind the word.
  while (from < to) {
    const middle = (from + to) >> 1;
    if (clipped[middle]!.at <= word.at) from = middle + 1;
    else to = middle;
  }
  const last = clipped[from - 1];
  // Its letters may be clipped each by itself, as browsers do that print: the first one's clip leaves some of the word.
  return last !== undefined && !meet(grown(last.box, -CLIPPED), [word.x0, word.y0, word.x1, word.y1]);
}

function isTextLayer(unpainted: readonly Word[], { words, images }: PageContent): boolean {
  if (unpainted.length === words.length) return true;
  const pictured = unpainted.filter((word) => images.some(({ box }) => isIn((word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2, box)));
  return letters(pictured) > MOST * letters(words);
}

function isCovered(word: Word, covers: PageContent['covers']): boolean {
  const { at } = word;
  const x = (word.x0 + word.x1) / 2;
  const y = (word.y0 + word.y1) / 2;
  for (let i = 0; i < covers.length; i++) {
    const cover = covers[i]!;
    if (cover.at > at && isIn(x, y, cover.box)) return true;
  }
  return false;
}

/** Whether a word is in the colour of what it stands on: of the box right below it, or of the paper, where nothing is. */
function isOfItsGround(word: Word, content: PageContent): boolean {
  const { covers, drawings, hasShading } = content;
  if (hasShading) return false;
  const x = (word.x0 + word.x1) / 2;
  const y = (word.y0 + word.y1) / 2;
  for (let i = covers.length - 1; i >= 0; i--) {
    const { at, box, color } = covers[i]!;
    if (at > word.at || !isIn(x, y, box)) continue;
    return color !== null && isSame(color, word.color) && !drawings.some((drawing) => isIn(x, y, drawing));
  }
  return isWhite(word.color) && isOnNothing(word, content);
}

/** Text that stands on something may be white. */
function isOnNothing(word: Word, { fills, drawings, images }: PageContent): boolean {
  const x = (word.x0 + word.x1) / 2;
  const y = (word.y0 + word.y1) / 2;
  const isBelow = (box: Box) => isIn(x, y, box);
  return !fills.some(isBelow) && !drawings.some(isBelow) && !images.some((image) => isBelow(image.box));
}

function letters(words: readonly Word[]): number {
  return words.reduce((sum, w) => sum + w.text.length, 0);
}

function isIn(x: number, y: number, box: Box): boolean {
  return y > box[1] && y < box[3] && x > box[0] && x < box[2];
}

function isSame(a: number, b: number): boolean {
  return [0, 8, 16].every((shift) => Math.abs(((a >> shift) & 0xff) - ((b >> shift) & 0xff)) <= SAME);
}

function isWhite(color: number): boolean {
  return color !== 0 && (color & 0xff) >= WHITE && ((color >> 8) & 0xff) >= WHITE && ((color >> 16) & 0xff) >= WHITE;
}
