import type { Box, Cell, StructuredPage, TableBlock, TextRun } from '@ode/engine/browser';
import { compoundsIn, isDivided, joined } from './joined.js';
import type { TextPoint } from './state.js';
import { markedUp, tabbed } from './table-text.js';

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

export interface CopiedPage {
  page: number;
  runs: readonly TextRun[];
  /** Missing: its lines stay as they are, but for divided words. */
  structure?: StructuredPage | null;
}

/** The text from one place to another; `pages` are all from one's page to the other's, and `apart` stands between two, unless a paragraph goes on. */
export function textBetween(pages: readonly CopiedPage[], from: TextPoint, to: TextPoint, apart = '\n'): string {
  let text = '';
  let last: string | null = null;
  const compounds = compoundsIn(pages.flatMap(({ runs }) => runs.map((run) => run.text)));
  for (const { page, runs, structure } of pages) {
    const start = page === from.page ? from : { run: 0, offset: 0 };
    const end = page === to.page ? to : { run: runs.length, offset: 0 };
    const lines = linesOf(runs, start, end);
    const paragraphs = structure ? paragraphsOf(lines, structure) : lines.map(() => null);
    lines.forEach((line, i) => {
      const paragraph = paragraphs[i] ?? null;
      if (text === '') text = line.text;
      else if (structure ? paragraph !== null && paragraph === last : isDivided(text, line.text)) text = joined(text, line.text, compounds);
      else text += (i === 0 ? apart : '\n') + line.text;
      last = paragraph;
    });
  }
  return text;
}

/** The text of a page whose structure nobody looks into, with its divided words whole. */
export function undivided(text: string): string {
  const lines = text.split('\n');
  const compounds = compoundsIn(lines);
  const whole: string[] = [];
  for (const line of lines) {
    const last = whole.length - 1;
    if (last >= 0 && isDivided(whole[last]!, line)) whole[last] = joined(whole[last]!, line, compounds);
    else whole.push(line);
  }
  return whole.join('\n');
}

/** The table in which a selection lies, as HTML and with tabs between its cells; null: it lies in none, or in one cell. */
export function tableBetween({ runs, structure }: CopiedPage, from: TextPoint, to: TextPoint): { html: string; text: string } | null {
  const lines = linesOf(runs, from, to);
  const table = structure?.blocks.find(
    (block) => block.kind === 'table' && lines.length > 0 && lines.every((line) => inside(line, block.box)),
  );
  if (!table) return null;
  const { cells } = table as TableBlock;
  const selected = new Set<Cell>();
  for (const piece of pieces(runs, from, to)) {
    const own = cells.filter(({ box }) => isOf(piece, box));
    // What is in no cell would be lost.
    if (!own.length) return null;
    for (const cell of own) selected.add(cell);
  }
  if (selected.size < 2) return null;
  const rows = Array.from(selected, ({ row }) => row);
  const columns = Array.from(selected, ({ column }) => column);
  const [first, last] = [Math.min(...rows), Math.max(...rows)];
  const [left, right] = [Math.min(...columns), Math.max(...columns)];
  const part = { cells, rows: [first, last], columns: [left, right] } as const;
  return { html: markedUp(part), text: tabbed(part) };
}

/** A part of a run: from where to where it reaches, and its middle's height. */
interface Piece {
  left: number;
  right: number;
  y: number;
}

/** The selected part of each run with letters in it: a line of the page goes through several cells, and so may a run. */
function pieces(runs: readonly TextRun[], from: TextPoint, to: TextPoint): Piece[] {
  return runs.slice(from.run, to.run + 1).flatMap(({ text, quad }, i): Piece[] => {
    const start = i === 0 ? from.offset : 0;
    const end = from.run + i === to.run ? to.offset : text.length;
    if (!text.slice(start, end).trim()) return [];
    const x0 = Math.min(quad[0], quad[2], quad[4], quad[6]);
    const width = Math.max(quad[0], quad[2], quad[4], quad[6]) - x0;
    const at = (offset: number) => x0 + (width * offset) / text.length;
    return [{ left: at(start), right: at(end), y: (quad[1] + quad[3] + quad[5] + quad[7]) / 4 }];
  });
}

/** Whether a piece stands in a cell, or reaches over the most of it. */
function isOf({ left, right, y }: Piece, [x0, y0, x1, y1]: Box): boolean {
  if (y < y0 || y > y1) return false;
  return Math.min(right, x1) - Math.max(left, x0) > 0.5 * Math.min(right - left, x1 - x0);
}
