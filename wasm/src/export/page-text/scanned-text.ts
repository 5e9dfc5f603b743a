import type { Word } from '../../structure/page-content.js';
import type { FontFaces } from '../fonts/faces.js';
import { UNITS_PER_EM, SPACE_ADVANCE } from '../fonts/opentype.js';
import { Gap } from './letters.js';
import { inPlane, linesOf, paragraphsOf, planeOf, UNSEEN, type ShownLetter } from './lines.js';
import { paragraphElements } from './markup.js';

/** What is read in a picture is in none of the document's fonts, which count from 1. */
const NO_FONT = 0;
/** Further from the word before than this, in em, a word begins a line of its own: in other columns letters are spaced in their own way. */
const APART = 2;
/** Sheets lie in scanners at angles of which the tangents are told by these steps; lines shorter than so many of their letters' heights tell none. */
const TURN_STEP = 0.0005;
const LEAST_LINE = 10;
/** How wide letters of most fonts are, in em. */
const WIDTHS: readonly [RegExp, number][] = [
  [/[ijl.,:;'|!()[\]]/, 0.288],
  [/[frtI\-/]/, 0.352],
  [/[mwMW@%]/, 0.864],
  [/\p{Lu}/u, 0.672],
  [/[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]/, 0.992],
];
const WIDTH = 0.512;

/**
 * What was read in a picture, as text over it that does not show. The letters of a line are as wide as those of most fonts, and spaced
 * so that it is as long as in the picture; a word that is read from the right is placed as a whole.
 */
export function scannedText(faces: FontFaces, words: readonly Word[]): string {
  const lines: Word[][] = [];
  for (const word of words) {
    const line = lines.at(-1);
    const last = line?.at(-1);
    if (!line || !last || word.startsLine || gapBetween(last, word) > APART * word.size) lines.push([word]);
    else line.push(word);
  }
  const turn = turnOf(lines);
  const shown: ShownLetter[] = [];
  lines.forEach((line, i) => addLine(shown, faces, line, i, turn));
  return paragraphsOf(linesOf(shown))
    .map((paragraph) => paragraphElements(paragraph))
    .join('');
}

/** How much most baselines fall, a point to the right. */
function turnOf(lines: readonly (readonly Word[])[]): number {
  const turns = lines.flatMap((words) => {
    const [first, last] = [words[0]!, words.at(-1)!];
    return Math.abs(last.x - first.x) < LEAST_LINE * first.size ? [] : (last.y - first.y) / (last.x - first.x);
  });
  return Math.round((turns.sort((a, b) => a - b)[turns.length >> 1] ?? 0) / TURN_STEP) * TURN_STEP;
}

function gapBetween(last: Word, word: Word): number {
  return word.rightToLeft ? last.x0 - word.x1 : word.x0 - last.x1;
}

function addLine(shown: ShownLetter[], faces: FontFaces, words: readonly Word[], line: number, turn: number): void {
  const [first, last] = [words[0]!, words.at(-1)!];
  const { size } = first;
  const { plane, frame } = planeOf(1, turn, turn, -1);
  const [start, v] = inPlane(plane, first.x0, first.y);
  const [end] = inPlane(plane, last.x1, last.y);
  const add = (text: string, advance: number, u: number, gap: Gap, rightToLeft: boolean) => {
    const placed = faces.placer(NO_FONT).place(NO_FONT, -1, 1, advance, text);
    if (!placed) return;
    const look = { size, style: UNSEEN, frame, plane };
    shown.push({ rank: shown.length, line, gap, rightToLeft, ...placed, ...look, u, v });
  };
  if (words.some((word) => word.rightToLeft)) {
    words.forEach((word, i) => {
      const [u] = inPlane(plane, word.x0, word.y);
      add(word.text, (word.x1 - word.x0) / size, u, i ? Gap.Space : Gap.Line, word.rightToLeft);
    });
    return;
  }
  const letters = words.map((word) => Array.from(word.text));
  const space = (SPACE_ADVANCE / UNITS_PER_EM) * size;
  let natural = (words.length - 1) * space;
  let spaced = words.length - 2;
  for (const characters of letters) {
    spaced += characters.length;
    for (const character of characters) natural += widthOf(character) * size;
  }
  const more = spaced > 0 ? (end - start - natural) / spaced : 0;
  let u = start;
  letters.forEach((characters, i) => {
    if (i) u += space + more;
    characters.forEach((character, k) => {
      add(character, widthOf(character), u, k ? Gap.None : i ? Gap.Space : Gap.Line, false);
      u += widthOf(character) * size + more;
    });
  });
}

/** Multiples of 0.032: by such steps widths are told of glyphs that show nothing. */
function widthOf(character: string): number {
  return WIDTHS.find(([some]) => some.test(character))?.[1] ?? WIDTH;
}
