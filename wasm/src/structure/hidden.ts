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
export const CLIPPED = 0.5;
/** Components of two colours that differ by no more are the same. */
const SAME = 5;

/** From a place among the drawings on, until the next one, words are clipped away that do not reach into a box. */
export interface Clipped {
  at: number;
  box: Box;
}

/** `clipped`: in their order. Each word is asked of little: most pages hide none. */
export function markHidden(content: PageContent, clipped: readonly Clipped[]): void {
  const { words, covers, hasShading } = content;
  const hidden: Word[] = [];
  const unpainted: Word[] = [];
  const hasCovers = covers.length > 0;
  let next = 0; // the first clip behind the word
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const { at, color, invisible } = word;
    // Words come in nearly the order of the drawings.
    if ((next > 0 && clipped[next - 1]!.at > at) || (next < clipped.length && clipped[next]!.at <= at)) next = firstBehind(clipped, at);
    if (word.size < TINY) hidden.push(word);
    else if (invisible) unpainted.push(word);
    else if (next > 0 && !reachesInto(word, clipped[next - 1]!.box)) hidden.push(word);
    else if (!hasShading && (hasCovers || isWhite(color)) && isOfItsGround(word, content)) hidden.push(word);
    else if (hasCovers && isCovered(word, covers)) unpainted.push(word);
  }
  for (const word of hidden) word.hidden = true;
  if (unpainted.length && !isTextLayer(unpainted, content)) for (const word of unpainted) word.hidden = true;
}

function firstBehind(clipped: readonly Clipped[], at: number): number {
  let from = 0;
  let to = clipped.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (clipped[middle]!.at <= at) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Its letters may be clipped each by itself, as browsers do that print: the first one's clip leaves some of the word. */
function reachesInto(word: Word, box: Box): boolean {
  return word.x1 > box[0] && word.x0 < box[2] && word.y1 > box[1] && word.y0 < box[3];
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
  const { covers, drawings } = content;
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
