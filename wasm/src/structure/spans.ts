import type { Word } from './page-content.js';
import type { Segment } from './segments.js';
import type { Block, Box, Line, Span } from './tree.js';

/** A baseline off by more than this, in em of the line, is a superscript or a subscript, if its text is smaller too. */
const SHIFT = 0.1;
const SMALLER = 0.85;

/** A segment as a line of spans, with the spaces between its words. */
export function lineOf(segment: Segment): Line {
  const spans: Span[] = [];
  let open: Span | undefined;
  let last: Word | undefined;
  for (const word of segment.words) {
    const space = last && !word.glued;
    // Words of one font nearly always look the same: only of others the looks are compared.
    if (open && (isAlike(last!, word) || looksAs(open, word, segment))) {
      open.text += space ? ` ${word.text}` : word.text;
      open.words.push({ text: word.text, box: [word.x0, word.y0, word.x1, word.y1] });
      addTo(open.box, word);
    } else {
      if (open && space) open.text += ' ';
      spans.push((open = spanOf(word, segment)));
    }
    last = word;
  }
  return { box: segment.box, spans };
}

/** A span of one word. Assigned one by one: most have but a font and a size, and a page has hundreds. */
function spanOf(word: Word, segment: Segment): Span {
  const { text, x0, y0, x1, y1 } = word;
  const span: Omit<Span, 'words'> & Partial<Span> = { text, box: [x0, y0, x1, y1], font: word.fontName, size: roundedSize(word) };
  if (word.bold) span.bold = true;
  if (word.italic) span.italic = true;
  if (word.fixedPitch) span.fixedPitch = true;
  if (word.color) span.color = hex(word.color);
  const script = scriptOf(word, segment);
  if (script) span.script = script;
  if (word.link) span.link = word.link;
  if (word.hidden) span.hidden = true;
  span.words = [{ text, box: [x0, y0, x1, y1] }];
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

/** Whether two words are set alike. */
function isAlike(a: Word, b: Word): boolean {
  return (
    a.font === b.font &&
    a.size === b.size &&
    a.y === b.y &&
    a.color === b.color &&
    a.bold === b.bold &&
    a.italic === b.italic &&
    a.fixedPitch === b.fixedPitch &&
    a.link === b.link &&
    a.hidden === b.hidden
  );
}

function addTo(box: Box, { x0, y0, x1, y1 }: Word): void {
  if (x0 < box[0]) box[0] = x0;
  if (y0 < box[1]) box[1] = y0;
  if (x1 > box[2]) box[2] = x1;
  if (y1 > box[3]) box[3] = y1;
}

/** All lines of a block. */
export function linesOfBlock(block: Block): readonly Line[] {
  if (block.kind === 'list') return block.items.flatMap((item) => item.lines);
  return block.kind === 'table' ? block.cells.flatMap((cell) => cell.lines) : block.lines;
}

export function textOfLine(line: Line): string {
  return line.spans.map((s) => s.text).join('');
}

/** Words that a hyphen divides at a line's end are whole again; other lines are joined by a space. */
export function joinLines(lines: readonly string[]): string {
  let text = '';
  for (const line of lines) {
    const joint = text ? jointOf(text, line) : '';
    if (joint === 'divided') text = text.slice(0, -1) + line;
    else text += (/\s$/.test(text) ? '' : joint) + line;
  }
  return text;
}

/** What stands between two lines of one text: a space; nothing in scripts without spaces; or a word that goes on behind its hyphen. */
export function jointOf(text: string, next: string): ' ' | '' | 'divided' {
  if (/\p{Ll}[-\u2010\u00ad]$/u.test(text) && /^\p{Ll}/u.test(next)) return 'divided';
  return /[\u3000-\u9fff\uff00-\uffef]$/.test(text) && /^[\u3000-\u9fff\uff00-\uffef]/.test(next) ? '' : ' ';
}
