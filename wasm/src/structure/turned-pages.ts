import type { PageContent, Rule, Word } from './page-content.js';
import type { Box, Draft, Line } from './tree.js';

/** Pages whose text runs up, down or upside down, such as those of wide tables: they are read as if they were turned upright. So is text that is written from the top down, of which each line stands to the left of the one before: turned to the left, it runs as others do. */

type Turn = Word['turn'];

/** The quarter turns, clockwise, by which most of a page's text is turned. */
export function turnOfPage({ words }: PageContent): Turn {
  const letters = [0, 0, 0, 0];
  for (let i = 0; i < words.length; i++) letters[words[i]!.turn]! += words[i]!.text.length;
  return letters.indexOf(Math.max(...letters)) as Turn;
}

/** Whether most of a page's text is written from the top down. */
export function isVertical({ words }: PageContent): boolean {
  if (!words.some((word) => word.vertical)) return false;
  let balance = 0;
  for (const { vertical, text } of words) balance += vertical ? text.length : -text.length;
  return balance > 0;
}

/** The content of a page that is turned upright. */
export function turnUpright(content: PageContent, turn: Turn): PageContent {
  const { width, height } = content;
  const box = (b: Box) => turnBox(b, turn, width, height);
  const isAside = turn === 1 || turn === 3;
  return {
    ...content,
    width: isAside ? height : width,
    height: isAside ? width : height,
    words: content.words.map((word, i) => turnWord(word, turn, width, height, -1 - i)),
    rules: content.rules.map((rule) => turnRule(rule, box)),
    fills: content.fills.map(box),
    images: content.images.map((image) => ({ ...image, box: box(image.box) })),
    drawings: content.drawings.map(box),
  };
}

/** Blocks of a page that was turned upright, with their boxes where they are on the page. */
export function turnBack(blocks: readonly Draft[], turn: Turn, { width, height }: PageContent): Draft[] {
  const box = (b: Box): Box => (b.some(Boolean) ? turnBox(b, ((4 - turn) % 4) as Turn, width, height) : b);
  const lines = (all: readonly Line[]): Line[] =>
    all.map((line) => ({
      box: box(line.box),
      spans: line.spans.map((span) => ({
        ...span,
        box: box(span.box),
        words: span.words.map((word) => ({ ...word, box: box(word.box) })),
      })),
    }));
  return blocks.map((block): Draft => {
    if (block.kind === 'list')
      return {
        ...block,
        box: box(block.box),
        items: block.items.map((item) => ({ ...item, box: box(item.box), lines: lines(item.lines) })),
      };
    if (block.kind === 'table')
      return {
        ...block,
        box: box(block.box),
        cells: block.cells.map((cell) => ({ ...cell, box: box(cell.box), lines: lines(cell.lines) })),
      };
    return { ...block, box: box(block.box), lines: lines(block.lines) };
  });
}

/** Where a box is when the page, `width` by `height`, is turned back by quarters of a turn clockwise. */
function turnBox([x0, y0, x1, y1]: Box, turn: Turn, width: number, height: number): Box {
  if (turn === 1) return [y0, width - x1, y1, width - x0];
  if (turn === 2) return [width - x1, height - y1, width - x0, height - y0];
  if (turn === 3) return [height - y1, x0, height - y0, x1];
  return [x0, y0, x1, y1];
}

/** `look`: another one for each, since their baselines are others. */
function turnWord(word: Word, turn: Turn, width: number, height: number, look: number): Word {
  const [x0, y0, x1, y1] = turnBox([word.x0, word.y0, word.x1, word.y1], turn, width, height);
  const y = turn === 1 ? width - word.x : turn === 2 ? height - word.y : word.x;
  return { ...word, x0, y0, x1, y1, box: word.box && [x0, y0, x1, y1], y, look, turn: ((word.turn - turn + 4) % 4) as Turn };
}

function turnRule({ horizontal, at, from, to }: Rule, box: (b: Box) => Box): Rule {
  const [x0, y0, x1, y1] = box(horizontal ? [from, at, to, at] : [at, from, at, to]);
  return x1 - x0 > y1 - y0 ? { horizontal: true, at: y0, from: x0, to: x1 } : { horizontal: false, at: x0, from: y0, to: y1 };
}
