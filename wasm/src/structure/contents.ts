import { makeSegment, type Row, type Segment } from './segments.js';

/** Tables of contents: lines of titles that end with the number of a page, set apart from it by a leader or white space. */

/** Lines of a table of contents, at least. */
const LINES = 3;
const ROMAN = 'ivxlcdmIVXLCDM';
/** The number of a page, maybe behind a leader. */
const PAGE = /(?:^|[.…_])(\d{1,4}|[ivxlcdm]{1,7})$/i;
/** How a table of contents is called, and words of that. */
const TITLE_WORDS = 3;
const TITLE = /^(table of )?contents$|^(inhalt(sverzeichnis)?|sommaire|table des matières|índice|contenido|indice|sumário|inhoud)$/i;
/** A leader: dots, or dots with spaces between them. */
const LEADER = /(\.\s?){4,}|…{2,}|_{4,}/;

/**
 * Joins the titles of a table of contents with their pages' numbers: the lines of it, and the segments that are none.
 * `rows` are those of the segments.
 */
export function joinContents(
  segments: readonly Segment[],
  rows: readonly Row[],
): { contents: ReadonlySet<Segment>; rest: readonly Segment[] } {
  const contents = new Set<Segment>();
  const gone = new Set<Segment>();
  // Asked when lines look like those of one.
  let known: boolean | null = null;
  const isTitled = () =>
    (known ??= segments.some((s) => s.words.length <= TITLE_WORDS && TITLE.test(s.words.map((w) => w.text).join(' '))));
  for (let i = 0; i < rows.length;) {
    // Most rows end with a word.
    if (!endsWithNumber(rows[i]!)) {
      i++;
      continue;
    }
    const { run, next } = runFrom(rows, i, isTitled);
    for (const row of run) {
      for (const segment of row.segments) gone.add(segment);
      const words = row.segments.flatMap((s) => s.words);
      const line = makeSegment(words, Math.min(...row.segments.map((s) => s.order)));
      contents.add(line);
    }
    i = next;
  }
  return { contents, rest: gone.size ? segments.filter((s) => !gone.has(s)) : segments };
}

/** The rows of a table of contents that begins at `from`, none where there is none, and where to look next. Titles may go over several rows. */
function runFrom(rows: readonly Row[], from: number, isTitled: () => boolean): { run: Row[]; next: number } {
  let last = from - 1;
  let page = 0;
  let count = 0;
  let leaders = 0;
  let right = -1;
  for (let i = from; i < rows.length && i - last <= 3; i++) {
    const row = rows[i]!;
    if (i > from && row.y - rows[i - 1]!.y > 4 * row.size) break;
    const entry = entryOf(row);
    if (!entry || entry.page < page || (right >= 0 && Math.abs(entry.right - right) > 6)) {
      if (i === from) return { run: [], next: from + 1 };
      continue;
    }
    page = entry.page;
    right = entry.right;
    count++;
    if (entry.hasLeader) leaders++;
    last = i;
  }
  // White space alone says less than leaders do: there the page has to say what it is.
  const enough = count >= LINES && (leaders * 2 >= count || isTitled());
  // What is none with all of its rows is none with fewer.
  return { run: enough ? rows.slice(from, last + 1) : [], next: last + 1 };
}

/** Whether a row's last letter is a digit, or one that a Roman number is written with. */
function endsWithNumber({ segments }: Row): boolean {
  const { words } = segments[segments.length - 1]!;
  const { text } = words[words.length - 1]!;
  const unit = text.charCodeAt(text.length - 1);
  return (unit >= 0x30 && unit <= 0x39) || (unit > 0x40 && unit < 0x80 && ROMAN.includes(text.charAt(text.length - 1)));
}

function entryOf(row: Row): { page: number; right: number; hasLeader: boolean } | null {
  if (row.segments.length > 3 || !endsWithNumber(row)) return null;
  const last = row.segments.at(-1)!.words.at(-1)!;
  const number = PAGE.exec(last.text)?.[1];
  if (number === undefined) return null;
  const words = row.segments.flatMap((s) => s.words);
  if (words.length < 2) return null;
  const text =
    words
      .slice(0, -1)
      .map((w) => w.text)
      .join(' ') + (last.text.length > number.length ? last.text : '');
  const hasLeader = LEADER.test(text);
  const gap = last.x0 - words.at(-2)!.x1;
  if ((!hasLeader && gap < 1.5 * row.size) || !/\p{L}{2}/u.test(text)) return null;
  return { page: /^\d/.test(number) ? +number : 0, right: last.x1, hasLeader };
}
