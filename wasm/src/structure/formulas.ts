import { hangs, MATH_FONT } from './math-fonts.js';
import { markOf } from './paragraphs.js';
import { boxAround, type Segment } from './segments.js';
import { lineOf } from './spans.js';
import type { Box, Draft } from './tree.js';

/**
 * Formulas that stand by themselves: lines without words of a language, with relations and letters of mathematics, set in from the
 * text's left side; with the pieces around them, such as numerators and limits, and their number, each is one block. By fonts
 * and characters, as in Lin et al., "Mathematical Formula Identification in PDF Documents" (ICDAR 2011).
 */

/** How far the signs of fonts hang down from the line that have such signs, in em. */
const HANG = 1.4;
/** Signs of operations and relations, Greek, and the letters of Unicode's mathematical alphabets. */
const MATH = /[±×÷¬∂∆∏∑−√∞∫≈≠≤≥\u0370-\u03ff\u2190-\u21ff\u2200-\u22ff\u27e8\u27e9\u2a00-\u2aff\u{1d400}-\u{1d7ff}]/u;
/** What a formula states. */
const RELATION = /[=<>≈≠≤≥≡∈∼≃≅∝⊂⊆→⇒⇔↦≜]/;
/** Words that stand in formulas. */
const FUNCTION =
  /^(arg|cos|cosh|cot|det|deg|dim|div|exp|gcd|grad|inf|ker|lim|ln|log|max|min|mod|otherwise|Pr|rank|sgn|sign|sin|sinh|sup|tan|tanh|tr|if|for|and|where|s\.t)$/i;
/** A formula's number. */
const NUMBER = /^[([]\s*[A-Z]?\.?\d{1,3}([.-]\d{1,3}){0,2}[a-z]?\s*[)\]]$/;
/** Letters and signs of mathematics that a formula has at least. */
const LEAST_SIGNS = 2;
/** Letters of the longest line of a formula. */
const LONGEST = 160;
/** How far a formula is set in from the left side of the text around it, in em. */
const INSET = 0.9;
/** How far pieces of a formula stand from each other, in em: one above the other, and beside one another. */
const ABOVE = 0.75;
const BESIDE = 2.5;
/** How far from it anything else stands, in em. */
const FAR = 5;
/** How far away lines may be that say where the text's left side is, in points. */
const NEAR = 250;
/** How many lines of text are looked at for that. */
const FEW = 6;
/** More lines than these are a table's, or a list's. */
const MOST_LINES = 40;
/** The share of digits of which a formula has less: numbers below one another are a table. */
const DIGITS = 0.5;
/** More lines that state something than these are looked at on no page. */
const MOST_SEEDS = 100;

interface Kind {
  /** Letters and signs of mathematics. */
  signs: number;
  /** No word of a language is in it. */
  isWordless: boolean;
  states: boolean;
  isText: boolean;
}

/** Takes the formulas of a page out of its lines. */
export function findFormulas(lines: readonly Segment[]): { formulas: Draft[]; rest: readonly Segment[] } {
  // Most pages have no line that states anything: then nothing else is asked of any.
  const seeds = lines.filter((line) => hasRelation(line) && kindOf(line).states).slice(0, MOST_SEEDS);
  if (!seeds.length) return { formulas: [], rest: lines };
  const kinds = new Map(lines.map((line) => [line, kindOf(line)] as const));
  const text = lines.filter((line) => kinds.get(line)!.isText);
  const pieces = new Set(lines.filter((line) => kinds.get(line)!.isWordless));
  const formulas: Draft[] = [];
  const taken = new Set<Segment>();
  for (const seed of seeds) {
    const column = taken.has(seed) ? null : columnAround(seed, text);
    if (!column) continue;
    const parts = partsOf(seed, pieces, taken);
    const box = boxAround(parts.map(boxOfPart));
    const beside = lines.filter(
      (line) => !parts.includes(line) && line.box[0] < column[1] + seed.size && line.box[2] > column[0] && isInRow(line, box),
    );
    const numbers = beside.filter(isNumber);
    const signs = parts.reduce((sum, part) => sum + kinds.get(part)!.signs, 0);
    if (signs < LEAST_SIGNS || parts.length > MOST_LINES || isFigures(parts)) continue;
    if (beside.some((line) => !isNumber(line) && isNear(line, box, seed.size))) continue;
    parts.push(...numbers.slice(0, 1));
    for (const part of parts) taken.add(part);
    const inOrder = parts.sort((a, b) => a.order - b.order);
    formulas.push({
      kind: 'formula',
      lines: inOrder.map(lineOf),
      box: boxAround(parts.map(boxOfPart)),
      reason: 'signs and letters of mathematics, set in from the text',
    });
  }
  return { formulas, rest: lines.filter((line) => !taken.has(line)) };
}

/** Whether a word of a line states something. */
function hasRelation({ words }: Segment): boolean {
  for (let i = 0; i < words.length; i++) if (RELATION.test(words[i]!.text)) return true;
  return false;
}

function kindOf(line: Segment): Kind {
  const { words, length } = line;
  const states = hasRelation(line);
  let signs = 0;
  let prose = 0;
  let proseWords = 0;
  let font = '';
  let isMathFont = false;
  for (let i = 0; i < words.length; i++) {
    const { text, fontName } = words[i]!;
    if (fontName !== font) {
      font = fontName;
      isMathFont = MATH_FONT.test(font);
    }
    if (isMathFont || MATH.test(text)) signs += text.length;
    else if (isProse(text)) {
      prose += text.length;
      proseWords++;
    }
  }
  const isWordless = prose === 0 && length <= LONGEST && markOf(line) === null;
  return { signs, isWordless, states: isWordless && states && signs > 0, isText: proseWords >= 4 && prose > 0.5 * length };
}

/** Whether what has no signs of mathematics is a word of a language. Most are letters alone. */
function isProse(text: string): boolean {
  if (/^[a-z]+$/i.test(text)) return text.length > 2 && !FUNCTION.test(text);
  return /\p{L}{3,}/u.test(text) && !FUNCTION.test(text.replace(/[^\p{L}.]/gu, ''));
}

/** The sides of the text near a line, where the line begins further to the right; null where it does not. */
function columnAround({ box, size, y }: Segment, text: readonly Segment[]): [x0: number, x1: number] | null {
  const middle = (box[0] + box[2]) / 2;
  const near = text
    .filter((line) => line.box[0] < middle && line.box[2] > middle && Math.abs(line.y - y) < NEAR)
    .sort((a, b) => Math.abs(a.y - y) - Math.abs(b.y - y))
    .slice(0, FEW);
  const [x0, x1] = [Math.min(...near.map((line) => line.box[0])), Math.max(...near.map((line) => line.box[2]))];
  return box[0] - x0 > INSET * size ? [x0, x1] : null;
}

/** The pieces that hang together with a line, each near another. */
function partsOf(seed: Segment, pieces: ReadonlySet<Segment>, taken: ReadonlySet<Segment>): Segment[] {
  const parts = [seed];
  const boxes = [boxOfPart(seed)];
  const left = [...pieces].filter((piece) => piece !== seed && !taken.has(piece) && !NUMBER.test(textOf(piece)));
  const leftBoxes = left.map(boxOfPart);
  for (let i = 0; i < parts.length && parts.length <= MOST_LINES; i++) {
    for (let k = left.length - 1; k >= 0; k--) {
      if (!hangTogether(boxes[i]!, leftBoxes[k]!, seed.size)) continue;
      parts.push(...left.splice(k, 1));
      boxes.push(...leftBoxes.splice(k, 1));
    }
  }
  return parts;
}

function hangTogether(a: Box, b: Box, size: number): boolean {
  const across = Math.max(a[0], b[0]) - Math.min(a[2], b[2]);
  const down = Math.max(a[1], b[1]) - Math.min(a[3], b[3]);
  return (across < 0 && down < ABOVE * size) || (down < 0 && across < BESIDE * size);
}

/** The box of a line, with how far large signs hang down from where they stand. */
function boxOfPart({ box: [x0, y0, x1, y1], words, y, size }: Segment): Box {
  return [x0, y0, x1, words.some(hangs) ? Math.max(y1, y + HANG * size) : y1];
}

/** Whether a line stands beside a formula, or in it. */
function isInRow({ y, size }: Segment, box: Box): boolean {
  return y > box[1] && y < box[3] + 0.5 * size;
}

/** Whether something else stands so near that both are of one line: text with a formula in it, or the cells of a table. */
function isNear({ box: [x0, , x1] }: Segment, box: Box, size: number): boolean {
  return Math.max(x0, box[0]) - Math.min(x1, box[2]) < FAR * size;
}

function isNumber(line: Segment): boolean {
  return NUMBER.test(textOf(line));
}

/** Whether lines are figures rather than letters. */
function isFigures(parts: readonly Segment[]): boolean {
  const all = parts.map(textOf).join('');
  return (all.match(/\d/g)?.length ?? 0) > DIGITS * all.length;
}

function textOf({ words }: Segment): string {
  return words.map((word) => word.text).join('');
}
