import type { Box, Cell, StructuredPage, TableBlock, TextRun } from '@ode/engine/browser';
import type { TextPoint } from './state.js';

/** What is copied of a selection: its text as it was meant, without the page's line ends, and a table as a table. */

/** A line, or what is selected of it. */
interface Line {
  text: string;
  /** Its middle, in page points. */
  x: number;
  y: number;
}

/** The selected lines of a page. */
function linesOf(runs: readonly TextRun[], from: { run: number; offset: number }, to: { run: number; offset: number }): Line[] {
  const lines: Line[] = [];
  let begins = true;
  for (let i = from.run; i <= Math.min(to.run, runs.length - 1); i++) {
    const { text, quad, endsLine } = runs[i]!;
    const part = text.slice(i === from.run ? from.offset : 0, i === to.run ? to.offset : undefined);
    if (part) {
      const [x, y] = [(quad[0] + quad[2] + quad[4] + quad[6]) / 4, (quad[1] + quad[3] + quad[5] + quad[7]) / 4];
      if (begins) lines.push({ text: part, x, y });
      else lines.at(-1)!.text += part;
      begins = false;
    }
    if (endsLine) begins = true;
  }
  return lines;
}

const inside = ({ x, y }: Line, [x0, y0, x1, y1]: Box) => x >= x0 && x <= x1 && y >= y0 && y <= y1;

/** Blocks whose lines end where their author ended them. */
const AS_WRITTEN = new Set(['code', 'contents', 'formula', 'table', 'figure']);

/** For each line the paragraph that it is part of; null: none is known. */
function paragraphsOf(lines: readonly Line[], { blocks }: StructuredPage): (string | null)[] {
  const paragraphs = blocks.flatMap((block) => {
    if (AS_WRITTEN.has(block.kind)) return [];
    if (block.kind === 'list') return block.items.map(({ box }, i) => ({ id: `${block.id} ${i}`, box }));
    return [{ id: block.continues ?? block.id, box: block.box }];
  });
  return lines.map((line) => paragraphs.find(({ box }) => inside(line, box))?.id ?? null);
}

/** Two lines of a paragraph as one: a word that was divided is whole. */
export function joined(before: string, after: string): string {
  const divided = /\p{L}[-\u00ad\u2010]\s*$/u.test(before) && /^\s*\p{Ll}/u.test(after);
  if (divided) return before.replace(/[-\u00ad\u2010]\s*$/u, '') + after.trimStart();
  // Chinese and Japanese have no spaces between words.
  const wide = /[\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]/;
  const space = wide.test(before.at(-1) ?? '') && wide.test(after[0] ?? '') ? '' : ' ';
  return before.trimEnd() + space + after.trimStart();
}

export interface CopiedPage {
  page: number;
  runs: readonly TextRun[];
  /** Missing: its lines stay as they are. */
  structure?: StructuredPage | null;
}

/** The text from one place to another; `pages` are all from one's page to the other's. */
export function textBetween(pages: readonly CopiedPage[], from: TextPoint, to: TextPoint): string {
  let text = '';
  let last: string | null = null;
  for (const { page, runs, structure } of pages) {
    const start = page === from.page ? from : { run: 0, offset: 0 };
    const end = page === to.page ? to : { run: runs.length, offset: 0 };
    const lines = linesOf(runs, start, end);
    const paragraphs = structure ? paragraphsOf(lines, structure) : lines.map(() => null);
    lines.forEach((line, i) => {
      const paragraph = paragraphs[i] ?? null;
      if (text === '') text = line.text;
      else if (paragraph !== null && paragraph === last) text = joined(text, line.text);
      else text += `\n${line.text}`;
      last = paragraph;
    });
  }
  return text;
}

/** The table in which a selection lies, as HTML and with tabs between its cells; null: it lies in none, or in one cell. */
export function tableBetween({ runs, structure }: CopiedPage, from: TextPoint, to: TextPoint): { html: string; text: string } | null {
  const lines = linesOf(runs, from, to);
  const table = structure?.blocks.find(
    (block) => block.kind === 'table' && lines.length > 0 && lines.every((line) => inside(line, block.box)),
  );
  if (!table) return null;
  const selected = (table as TableBlock).cells.filter(({ box }) => pieces(runs, from, to).some((piece) => inside(piece, box)));
  if (selected.length < 2) return null;
  const [first, last] = [Math.min(...selected.map(({ row }) => row)), Math.max(...selected.map(({ row }) => row))];
  const columns = selected.map(({ column }) => column);
  const [left, right] = [Math.min(...columns), Math.max(...columns)];
  const rows = Array.from({ length: last - first + 1 }, (_, i) =>
    (table as TableBlock).cells.filter(({ row, column }) => row === first + i && column >= left && column <= right),
  );
  const html = rows.map((cells) => `<tr>${cells.map(cellMarkup).join('')}</tr>`).join('');
  return { html: `<table>${html}</table>`, text: rows.map((cells) => cells.map(textOf).join('\t')).join('\n') };
}

/** As lines, but run by run: a line of the page goes through several cells. */
function pieces(runs: readonly TextRun[], from: TextPoint, to: TextPoint): Line[] {
  return runs.slice(from.run, to.run + 1).flatMap((run, i) => {
    const start = i === 0 ? from.offset : 0;
    const end = from.run + i === to.run ? to.offset : run.text.length;
    return linesOf([{ ...run, endsLine: true }], { run: 0, offset: start }, { run: 0, offset: end });
  });
}

const textOf = ({ lines }: Cell) =>
  lines.map(({ spans }) => spans.map(({ text }) => text).join('')).reduce((before, line) => (before ? joined(before, line) : line), '');

function cellMarkup(cell: Cell): string {
  const name = cell.header ? 'th' : 'td';
  const span = (attribute: string, count: number) => (count > 1 ? ` ${attribute}="${count}"` : '');
  return `<${name}${span('colspan', cell.columnSpan)}${span('rowspan', cell.rowSpan)}>${escaped(textOf(cell))}</${name}>`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => ENTITIES[character]!);
