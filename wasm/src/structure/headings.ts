import type { Typography } from './typography.js';
import { textOf, type TextGroup } from './text-blocks.js';

/** Lines of a heading, and letters, at most. */
const MOST_LINES = 4;
const MOST_LETTERS = 180;
/** A heading is larger than the body by this factor, or it is bold or numbered. */
const LARGER = 1.12;
/** Type so much larger than the body is a heading's, whatever its words are. */
const MUCH_LARGER = 1.4;

const BYLINE = /\b(university|universität|université|universidad|institute of|department of|laborator(y|ies)|inc\.|gmbh)\b/i;
const CAPTION =
  /^(fig(ure|\.)?|table|tab\.|chart|graph|box|source|note|notes|exhibit|photo|image|plate|scheme|listing|algorithm|eq(uation|\.)?|abb(ildung|\.)?|tabelle)[\s.:]*[\divx(]*/i;
/** Where what stands above is from. */
const SOURCE = /^(sources?|quellen?|fuentes?|fontes?)\s*:/i;
/** A text about a figure or a table: `Table 3 shows`. */
const SENTENCE = /^\S+\s*[\d.]+\s+\p{Ll}/u;
/** As formulas and lines of programs begin, and headings only where they are set large. `a.` and `b)` are numbers. */
const BEGINS_SMALL = /^\p{Ll}(?![.)])/u;
export const NUMBERED =
  /^((chapter|section|part|appendix|annex|kapitel)\s+[\divxlc]+|\d{1,2}(\.\d{1,2}){0,4}\.?|[IVX]{1,5}\.|[A-Z]\.)\s+\p{Lu}/iu;

/** Why a group is a heading; null when it is none. What its text is asked for comes last: most groups are told by their looks. */
export function headingReason(group: TextGroup, type: Typography, spaceAbove: number, spaceBelow: number): string | null {
  const { lines, size } = group;
  if (lines.length > MOST_LINES) return null;
  const body = type.bodySize;
  const isLarge = size > LARGER * body;
  if (!isLarge && size < 0.92 * body) return null;
  let length = lines.length - 1;
  for (const line of lines) length += line.length;
  if (length > MOST_LETTERS) return null;
  const text = lines.length === 1 ? textOf(lines[0]!) : lines.map(textOf).join(' ');
  if (text.length > MOST_LETTERS || text.endsWith(',') || text.endsWith(';')) return null;
  const reason = reasonOf(group, type, text, spaceAbove, spaceBelow);
  if (!reason || isOther(text) || (size < MUCH_LARGER * body && BEGINS_SMALL.test(text))) return null;
  const { letters, signs } = countSigns(text);
  return letters < 0.4 * signs || letters < 2 ? null : reason;
}

/** A caption; authors and where they work, which are set large, too; an address. */
function isOther(text: string): boolean {
  if (CAPTION.test(text) && /^\S+\s*[\d(]/.test(text)) return true;
  if ((text.match(/,/g)?.length ?? 0) >= 3 || BYLINE.test(text)) return true;
  return /^(https?:|www\.)/.test(text) || text.includes('@') || SOURCE.test(text);
}

function reasonOf({ lines, size }: TextGroup, type: Typography, text: string, spaceAbove: number, spaceBelow: number): string | null {
  const body = type.bodySize;
  const ends = /[.!]["”’)]?$/.test(text.slice(-2)) && !/^[\d.]+\s/.test(text);
  if (size > LARGER * body && (!ends || size > 1.5 * body) && (size > MUCH_LARGER * body || hasWord(text)))
    return `set at ${size.toFixed(1)} points, the body at ${body.toFixed(1)}`;
  if (size < 0.92 * body || ends) return null;
  const bold = !type.isBodyBold && lines.every((line) => line.isBold);
  const apart = spaceAbove > 0.6 * size || spaceBelow > 0.6 * size;
  if (bold && lines.length <= 3 && text.length < 120 && (apart || NUMBERED.test(text))) return 'bold and apart';
  const { font: first } = lines[0]!;
  const font = lines.every((line) => line.font === first) ? first : 0;
  if (
    font &&
    lines.length <= 2 &&
    text.length < 90 &&
    spaceAbove > 0.5 * size &&
    size >= 0.98 * body &&
    type.shareOf(font) < 0.3 &&
    /^[\p{Lu}\d]/u.test(text)
  )
    return 'in a font of its own, and apart';
  if (!apart) return null;
  const isUpper = text === text.toUpperCase() && hasWord(text);
  if (isUpper && NUMBERED.test(text)) return 'numbered, in capitals';
  if (isUpper && lines.length <= 2 && size > 0.98 * body && text.length < 70 && spaceAbove > 0.8 * size) return 'in capitals and apart';
  if (
    lines.length === 1 &&
    text.length < 70 &&
    spaceAbove > 0.7 * size &&
    text.charCodeAt(0) < 0x3a &&
    /^\d+(\.\d+)+\.?\s/.test(text) &&
    NUMBERED.test(text)
  )
    return 'numbered and apart';
  return null;
}

const hasWord = (text: string) => countSigns(text).letters > 3;

/** How many code units of a text are letters, and how many are no spaces. */
function countSigns(text: string): { letters: number; signs: number } {
  let letters = 0;
  let signs = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) {
      // By whole characters from here on.
      const rest = text.slice(i);
      return { letters: letters + rest.replace(/[^\p{L}]/gu, '').length, signs: signs + rest.replace(/\s/g, '').length };
    }
    if ((unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7a) letters++;
    if (unit > 0x20 || unit < 9 || (unit > 13 && unit < 0x20)) signs++;
  }
  return { letters, signs };
}

/** The level that numbering says: `2.1.3` is 3; 0: none. */
export function numberedLevel(text: string): number {
  const number = /^(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s/.exec(text);
  return number ? number[1]!.split('.').length : 0;
}

export function isCaption(text: string): boolean {
  return CAPTION.test(text) && /^\S+\s*([A-Z][.–-])?[\d(IVX]/.test(text) && !SENTENCE.test(text);
}
