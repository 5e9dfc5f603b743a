import { NUMBERED } from './headings.js';
import { boxAround } from './segments.js';
import { textOfLine } from './spans.js';
import type { Block, Draft, StructuredPage, TableBlock, TextBlock } from './tree.js';

/** Blocks that are one: a heading of several lines, a paragraph that goes on in the next column or on the next page, a table that does. */

/** What stands on a page beside its text. */
const ASIDE: ReadonlySet<Block['kind']> = new Set(['running-head', 'page-number', 'footnote']);
/** What stands where there is room for it, also in the middle of a paragraph. */
const FLOATING: ReadonlySet<Block['kind']> = new Set([...ASIDE, 'figure', 'table', 'caption']);

export const isAside = (block: Draft) => ASIDE.has(block.kind);
const isFloating = (block: Draft) => FLOATING.has(block.kind);

/** A paragraph that goes on in the next column. */
export function joinParagraphs(blocks: readonly Draft[]): Draft[] {
  const out: Draft[] = [];
  for (const block of blocks) {
    const last = out.at(-1);
    if (last?.kind === 'paragraph' && block.kind === 'paragraph' && goesOn(last, block)) last.lines.push(...block.lines);
    else out.push(block);
  }
  return out;
}

function goesOn(above: Draft<TextBlock>, below: Draft<TextBlock>): boolean {
  if (above.lines.length < 2) return false;
  const first = above.lines.at(-1)!;
  const second = below.lines[0]!;
  if (!beginsSmall(textOfLine(second)) || !isUnfinished(textOfLine(first))) return false;
  return Math.abs(first.spans[0]!.size - second.spans[0]!.size) < 0.6;
}

/** Whether a text begins with a small letter. */
function beginsSmall(text: string): boolean {
  const unit = text.charCodeAt(0);
  return unit < 0x80 ? isSmall(unit) : /^\p{Ll}/u.test(text);
}

/** Whether a text ends with a small letter, a comma or a hyphen. */
function isUnfinished(text: string): boolean {
  const unit = text.charCodeAt(text.length - 1);
  return unit < 0x80 ? isSmall(unit) || unit === 0x2c || unit === 0x2d : /[\p{Ll}\u2010]$/u.test(text.slice(-2));
}

/** Of ASCII. */
const isSmall = (unit: number) => unit >= 0x61 && unit <= 0x7a;

/** A heading of several lines that stand further apart than those of text. */
export function joinHeadings(blocks: readonly Draft[]): Draft[] {
  const out: Draft[] = [];
  for (const block of blocks) {
    const last = out.at(-1);
    if (last?.kind === 'heading' && block.kind === 'heading' && isOneHeading(last, block)) {
      last.lines.push(...block.lines);
      last.box = boxAround([last.box, block.box]);
    } else out.push(block);
  }
  return out;
}

function isOneHeading(above: Draft<TextBlock>, below: Draft<TextBlock>): boolean {
  const [first, second] = [above.lines.at(-1)!, below.lines[0]!];
  const [a, b] = [first.spans[0]!, second.spans[0]!];
  const pitch = second.box[3] - first.box[3];
  if (Math.abs(a.size - b.size) > 0.1 * a.size || a.bold !== b.bold || a.color !== b.color || pitch <= 0 || pitch > 2.1 * a.size)
    return false;
  if (above.lines.length + below.lines.length > 4 || Math.min(above.box[2], below.box[2]) <= Math.max(above.box[0], below.box[0]))
    return false;
  return !NUMBERED.test(textOfLine(second));
}

/** Columns of a table's parts differ by less than this, in points. */
const SAME_COLUMN = 6;

/** Tells the blocks of a page which one before they go on, on the page before or in front of what floats on their own. */
export function continuePage(before: StructuredPage | null, page: StructuredPage): void {
  const blocksBefore = before?.page === page.page - 1 ? before.blocks : [];
  const table = blocksBefore.findLast((block) => !isAside(block));
  const part = page.blocks.find((block) => !isAside(block));
  if (table?.kind === 'table' && part?.kind === 'table' && sameColumns(table, part)) part.continues = table.id;
  let open = blocksBefore.findLast((block) => !isFloating(block));
  for (const block of page.blocks) {
    if (isFloating(block)) continue;
    if (open?.kind === 'paragraph' && block.kind === 'paragraph' && goesOn(open, block) && isText(block)) block.continues = open.id;
    open = block;
  }
}

/** Whether a paragraph is of several lines, or a sentence's end: lettering in a drawing is neither. */
function isText({ lines }: TextBlock): boolean {
  return lines.length > 1 || /[.!?:]["”’)]?$/.test(textOfLine(lines[0]!).slice(-2));
}

/** A table goes on when its columns stand where they stood. */
function sameColumns(above: TableBlock, below: TableBlock): boolean {
  if (above.columns !== below.columns) return false;
  const lefts = (table: TableBlock) => {
    const x = Array.from({ length: table.columns }, () => Infinity);
    for (const cell of table.cells) if (cell.columnSpan === 1) x[cell.column] = Math.min(x[cell.column]!, cell.box[0]);
    return x;
  };
  const [a, b] = [lefts(above), lefts(below)];
  return a.every((x, i) => Math.abs(x - b[i]!) < SAME_COLUMN || (x === Infinity && b[i] === Infinity));
}

/** Adds the part of a block that is on the next page. Headers that a table repeats there are left out. */
export function append(block: Block, part: Block): Block {
  if (block.kind === 'paragraph' && part.kind === 'paragraph') return { ...block, lines: [...block.lines, ...part.lines] };
  if (block.kind !== 'table' || part.kind !== 'table') return block;
  const repeated = repeatedRows(block, part);
  const moved = part.cells
    .filter((c) => c.row >= repeated)
    .map((c) => ({ ...c, row: c.row - repeated + block.rows, header: repeated > 0 && c.header && c.row < repeated }));
  return { ...block, rows: block.rows + part.rows - repeated, cells: [...block.cells, ...moved] };
}

function repeatedRows(block: TableBlock, part: TableBlock): number {
  const textOfRow = (table: TableBlock, row: number) =>
    table.cells.flatMap((c) => (c.row === row ? [`${c.column} ${c.lines.map(textOfLine).join(' ')}`] : [])).join('|');
  const headers = block.cells.reduce((most, c) => (c.header ? Math.max(most, c.row + c.rowSpan) : most), 0);
  let rows = 0;
  while (rows < Math.min(headers, part.rows - 1) && textOfRow(block, rows) === textOfRow(part, rows)) rows++;
  return rows;
}
