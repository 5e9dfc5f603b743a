import type { Word } from './page-content.js';
import type { Segment } from './segments.js';
import type { Block, Cell, Line, Span, TableBlock } from './tree.js';

/** A baseline off by more than this, in em of the line, is a superscript or a subscript, if its text is smaller too. */
const SHIFT = 0.1;
const SMALLER = 0.85;

/** A segment as a line of spans, with the spaces between its words. */
export function lineOf(segment: Segment): Line {
  const { words } = segment;
  const first = words[0]!;
  let open = spanOf(first, segment);
  const spans = [open];
  // The box of the span that is open.
  let { x0, y0, x1, y1, look, link, hidden, language } = first;
  for (let i = 1; i < words.length; i++) {
    const word = words[i]!;
    const left = word.x0;
    const top = word.y0;
    const right = word.x1;
    const bottom = word.y1;
    if (!word.glued) open.text += ' ';
    // Most words of a line have one look.
    const isAlike = word.look === look && word.link === link && word.hidden === hidden && word.language === language;
    if (isAlike || looksAs(open, word, segment)) {
      open.text += word.text;
      if (word.box) open.words.push({ text: word.text, box: word.box });
      if (left < x0) x0 = left;
      if (top < y0) y0 = top;
      if (right > x1) x1 = right;
      if (bottom > y1) y1 = bottom;
    } else {
      open.box = [x0, y0, x1, y1];
      spans.push((open = spanOf(word, segment)));
      x0 = left;
      y0 = top;
      x1 = right;
      y1 = bottom;
    }
    ({ look, link, hidden, language } = word);
  }
  open.box = [x0, y0, x1, y1];
  return { box: segment.box, spans };
}

/** A span of one word. Assigned one by one: most have but a font and a size, and a page has hundreds. */
function spanOf(word: Word, segment: Segment): Span {
  const { text } = word;
  const span: Omit<Span, 'words'> & Partial<Span> = {
    text,
    box: [word.x0, word.y0, word.x1, word.y1],
    font: word.fontName,
    size: roundedSize(word),
  };
  if (word.bold) span.bold = true;
  if (word.italic) span.italic = true;
  if (word.fixedPitch) span.fixedPitch = true;
  if (word.color) span.color = hex(word.color);
  const script = scriptOf(word, segment);
  if (script) span.script = script;
  if (word.link) span.link = word.link;
  if (word.language) span.language = word.language;
  if (word.hidden) span.hidden = true;
  span.words = word.box ? [{ text, box: word.box }] : [];
  return span as Span;
}

function looksAs(span: Span, word: Word, segment: Segment): boolean {
  return (
    span.font === word.fontName &&
    span.size === roundedSize(word) &&
    (span.bold ?? false) === word.bold &&
    (span.italic ?? false) === word.italic &&
    (span.fixedPitch ?? false) === word.fixedPitch &&
    span.color === (word.color ? hex(word.color) : undefined) &&
    span.script === scriptOf(word, segment) &&
    span.link === word.link &&
    span.language === word.language &&
    (span.hidden ?? false) === word.hidden
  );
}

const roundedSize = (word: Word) => Math.round(word.size * 10) / 10;

function scriptOf(word: Word, segment: Segment): Span['script'] {
  if (word.size >= SMALLER * segment.size) return undefined;
  const shift = (segment.y - word.y) / segment.size;
  return Math.abs(shift) > SHIFT ? (shift > 0 ? 'super' : 'sub') : undefined;
}

function hex(color: number): string {
  const byte = (shift: number) => ((color >>> shift) & 255).toString(16).padStart(2, '0');
  return `#${byte(0)}${byte(8)}${byte(16)}`;
}

/** All lines of a block. */
export function linesOfBlock(block: Block): readonly Line[] {
  if (block.kind === 'list') return block.items.flatMap((item) => item.lines);
  return block.kind === 'table' ? block.cells.flatMap((cell) => cell.lines) : block.lines;
}

/** The cells of a table, by the rows that they begin in. */
export function rowsOfCells({ rows, cells }: Pick<TableBlock, 'rows' | 'cells'>): Cell[][] {
  const all = Array.from({ length: rows }, (): Cell[] => []);
  for (const cell of cells) all[cell.row]!.push(cell);
  return all;
}

export function textOfLine({ spans }: Line): string {
  let text = '';
  for (let i = 0; i < spans.length; i++) text += spans[i]!.text;
  return text;
}

/** Says whether the hyphen at the end of a line, before the next one, is a compound's own (`compounds.ts`). */
export interface KnownCompounds {
  has(line: string, next: string): boolean;
}

/** Words that a hyphen divides at a line's end are whole again; other lines are joined by a space. */
export function joinLines(lines: readonly string[], compounds?: KnownCompounds): string {
  let text = '';
  // The line that the text ends with: what is joined is looked at there, since the text is in pieces until it is read.
  let last = '';
  for (const line of lines) {
    const joint = text ? jointOf(last, line, compounds) : '';
    if (joint === 'divided') text = text.slice(0, -1) + line;
    else text += (SPACE_AT_END.test(last) ? '' : joint) + line;
    last = line || ' ';
  }
  return text;
}

const SPACE_AT_END = /\s$/;

/** What stands between two lines of one text: a space; nothing in scripts without spaces; or a word that goes on behind its hyphen, which stays in a compound. */
export function jointOf(text: string, next: string, compounds?: KnownCompounds): ' ' | '' | 'divided' {
  const end = text.charCodeAt(text.length - 1);
  if ((end === 0x2d || end === 0x2010 || end === 0xad) && /\p{Ll}.$/su.test(text.slice(-3)) && /^\p{Ll}/u.test(next))
    return compounds?.has(text, next) ? '' : 'divided';
  return isIdeographic(end) && isIdeographic(next.charCodeAt(0)) ? '' : ' ';
}

/** Whether a code unit is of a script that has no spaces between its words. */
function isIdeographic(unit: number): boolean {
  return (unit >= 0x3000 && unit <= 0x9fff) || (unit >= 0xff00 && unit <= 0xffef);
}
