import type { Word } from './page-content.js';
import type { Segment } from './segments.js';
import type { Block, Box, Line, Span } from './tree.js';

/** A baseline off by more than this, in em of the line, is a superscript or a subscript, if its text is smaller too. */
const SHIFT = 0.1;
const SMALLER = 0.85;

/** A segment as a line of spans, with the spaces between its words. */
export function lineOf(segment: Segment): Line {
  const spans: Span[] = [];
  let last: Word | undefined;
  for (const word of segment.words) {
    const open = spans.at(-1);
    const space = last && !word.glued ? ' ' : '';
    // Words of one font nearly always look the same: only of others the looks are compared.
    const look = open && isAlike(last!, word) ? null : lookOf(word, segment);
    if (open && (!look || sameLook(open, look))) {
      open.text += space + word.text;
      open.words.push(wordOf(word));
      addTo(open.box, word);
    } else {
      if (open) open.text += space;
      spans.push({ text: word.text, ...(look ?? lookOf(word, segment)), words: [wordOf(word)] });
    }
    last = word;
  }
  return { box: segment.box, spans };
}

type Look = Omit<Span, 'text' | 'words'>;

function wordOf({ text, x0, y0, x1, y1 }: Word): Span['words'][number] {
  return { text, box: [x0, y0, x1, y1] };
}

function lookOf(word: Word, segment: Segment): Look {
  const shift = (segment.y - word.y) / segment.size;
  const script = word.size < SMALLER * segment.size && Math.abs(shift) > SHIFT ? (shift > 0 ? 'super' : 'sub') : undefined;
  return {
    box: [word.x0, word.y0, word.x1, word.y1],
    font: word.fontName,
    size: Math.round(word.size * 10) / 10,
    ...(word.bold && { bold: true }),
    ...(word.italic && { italic: true }),
    ...(word.fixedPitch && { fixedPitch: true }),
    ...(word.color && { color: hex(word.color) }),
    ...(script && { script }),
    ...(word.link && { link: word.link }),
    ...(word.hidden && { hidden: true }),
  };
}

function hex(color: number): string {
  const byte = (shift: number) => ((color >>> shift) & 255).toString(16).padStart(2, '0');
  return `#${byte(0)}${byte(8)}${byte(16)}`;
}

function sameLook(a: Look, b: Look): boolean {
  return (
    a.font === b.font &&
    a.size === b.size &&
    a.bold === b.bold &&
    a.italic === b.italic &&
    a.fixedPitch === b.fixedPitch &&
    a.color === b.color &&
    a.script === b.script &&
    a.link === b.link &&
    a.hidden === b.hidden
  );
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
  box[0] = Math.min(box[0], x0);
  box[1] = Math.min(box[1], y0);
  box[2] = Math.max(box[2], x1);
  box[3] = Math.max(box[3], y1);
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
