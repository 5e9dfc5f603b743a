import type { Block, Box, Line, ListItem, StructuredPage, TextRun } from '@ode/engine/browser';

/** What a screen reader is told that a part of the page is; its text are pieces of the text layer, by their index. */
export interface Part {
  role: 'heading' | 'paragraph' | 'list' | 'listitem' | 'table' | 'row' | 'cell' | 'columnheader' | 'img' | 'figure' | 'code' | 'note';
  level?: number;
  label?: string;
  language?: string;
  span?: { columns: number; rows: number };
  runs: number[];
  parts: Part[];
}

/** Puts the pieces of a page's text where its structure has them: by the line that a piece's middle lies in. Each belongs to one part. */
export function partsOf({ blocks }: Pick<StructuredPage, 'blocks'>, runs: readonly TextRun[]): Part[] {
  // From the top down: a page may have as many lines as pieces, and each line looks at those beside it alone.
  const middles = runs.map((run, i) => ({ i, middle: middleOf(run.quad) })).sort((a, b) => a.middle[1] - b.middle[1]);
  const taken = new Set<number>();
  const take = (lines: readonly Line[], around: Box): number[] =>
    (lines.length ? lines : [{ box: around }]).flatMap(({ box }) => {
      const found: number[] = [];
      for (let at = firstBelow(middles, box[1] - SLACK); at < middles.length; at++) {
        const { i, middle } = middles[at]!;
        if (middle[1] > box[3] + SLACK) break;
        if (taken.has(i) || !isInside(box, ...middle)) continue;
        found.push(i);
        taken.add(i);
      }
      return found.sort((a, b) => a - b);
    });
  return blocks
    .flatMap((block) => partOf(block, take) ?? [])
    .filter(({ role, runs, parts }) => role === 'img' || runs.length > 0 || parts.length > 0);
}

/** How many parts there are, those within others too. */
export function countOf(parts: readonly Part[]): number {
  return parts.reduce((count, part) => count + 1 + countOf(part.parts), 0);
}

/** So many parts, from the first on, those within others too. A part of which nothing is missing is the same object as before. */
export function beginningOf(parts: readonly Part[], most: number): Part[] {
  const beginning: Part[] = [];
  for (const part of parts) {
    if (most-- <= 0) break;
    const count = countOf(part.parts);
    beginning.push(count <= most ? part : { ...part, parts: beginningOf(part.parts, most) });
    most -= count;
  }
  return beginning;
}

function partOf(block: Block, take: (lines: readonly Line[], around: Box) => number[]): Part | null {
  const { language } = block;
  const base = { ...(language && { language }), parts: [] as Part[] };
  switch (block.kind) {
    case 'heading':
      return { ...base, role: 'heading', level: block.level ?? 1, runs: take(block.lines, block.box) };
    case 'list':
      return { ...base, role: 'list', runs: [], parts: itemsOf(block.items, take) };
    case 'table': {
      const rows = Array.from({ length: block.rows }, (): Part => ({ role: 'row', runs: [], parts: [] }));
      for (const { row, header, rowSpan, columnSpan, lines, box } of block.cells)
        rows[row]?.parts.push({
          role: header ? 'columnheader' : 'cell',
          ...((rowSpan > 1 || columnSpan > 1) && { span: { columns: columnSpan, rows: rowSpan } }),
          runs: lines.length ? take(lines, box) : [],
          parts: [],
        });
      // A row whose places all belong to cells of rows above has none of its own.
      return { ...base, role: 'table', runs: [], parts: rows.filter(({ parts }) => parts.length > 0) };
    }
    case 'figure':
      // A text in its place says what a picture shows: what is written in the picture would be heard between other things.
      if (block.alt) return { ...base, role: 'img', label: block.alt, runs: (take(block.lines, block.box), []) };
      return { ...base, role: 'figure', runs: take(block.lines, block.box) };
    case 'running-head':
    case 'page-number':
      // They stay where the text layer has them: behind the page's own text.
      return null;
    case 'code':
      return { ...base, role: 'code', runs: take(block.lines, block.box) };
    case 'footnote':
      return { ...base, role: 'note', runs: take(block.lines, block.box) };
    default:
      return { ...base, role: 'paragraph', runs: take(block.lines, block.box) };
  }
}

/** Items that are further in are a list in the item before them. */
function itemsOf(items: readonly ListItem[], take: (lines: readonly Line[], around: Box) => number[]): Part[] {
  const top: Part[] = [];
  const lists = [top];
  for (const { depth, lines, box } of items) {
    const item: Part = { role: 'listitem', runs: take(lines.length ? [{ box, spans: [] }, ...lines] : [], box), parts: [] };
    while (lists.length > depth + 1) lists.pop();
    while (lists.length < depth + 1) {
      const list: Part = { role: 'list', runs: [], parts: [] };
      const before = lists.at(-1)!.at(-1);
      if (!before) break;
      before.parts.push(list);
      lists.push(list.parts);
    }
    lists.at(-1)!.push(item);
  }
  return top;
}

/** The first of some places, from the top down, that is at a height or below. */
function firstBelow(places: readonly { middle: readonly [x: number, y: number] }[], y: number): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const half = (low + high) >> 1;
    if (places[half]!.middle[1] < y) low = half + 1;
    else high = half;
  }
  return low;
}

function middleOf(quad: TextRun['quad']): [x: number, y: number] {
  const [x0, y0, x1, y1, x2, y2, x3, y3] = quad;
  return [(x0 + x1 + x2 + x3) / 4, (y0 + y1 + y2 + y3) / 4];
}

/** How far a piece's middle may lie outside of its line, in points. */
const SLACK = 1;

function isInside([x0, y0, x1, y1]: Box, x: number, y: number): boolean {
  return x >= x0 - SLACK && x <= x1 + SLACK && y >= y0 - SLACK && y <= y1 + SLACK;
}
