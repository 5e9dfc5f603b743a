import { isAside } from './joins.js';
import { joinLines, rowsOfCells, textOfLine } from './spans.js';
import type { Block, Line, StructuredPage } from './tree.js';

/** Blocks that are read together, with the headings that they stand under: what a search over passages takes. */
export interface Chunk {
  /** The same each time that the document is read. */
  id: string;
  /** From the outermost to the nearest. */
  headings: string[];
  /** `id`s of blocks. */
  blocks: string[];
  text: string;
}

/** Letters of a chunk; one block may have more. */
const LENGTH = 1200;

/** Makes the chunks of pages, one page after the other. No chunk goes over pages, tables and figures are chunks of their own. */
export class Chunker {
  private readonly headings: { level: number; text: string }[] = [];

  chunksOf({ blocks }: StructuredPage): Chunk[] {
    const chunks: Chunk[] = [];
    let open: Chunk | null = null;
    for (const { block, ids, text } of wholeBlocks(blocks)) {
      if (block.kind === 'heading') {
        this.enter(block.level ?? 1, text);
        open = null;
      }
      if (!text) continue;
      const isAlone = block.kind === 'table' || block.kind === 'figure';
      if (!open || isAlone || open.text.length + text.length > LENGTH) {
        open = { id: `chunk-${block.id}`, headings: this.headings.map((h) => h.text), blocks: [], text: '' };
        chunks.push(open);
      }
      open.blocks.push(...ids);
      open.text += (open.text ? '\n\n' : '') + text;
      if (isAlone) open = null;
    }
    return chunks;
  }

  private enter(level: number, text: string): void {
    while (this.headings.length && this.headings.at(-1)!.level >= level) this.headings.pop();
    this.headings.push({ level, text });
  }
}

interface Whole {
  block: Block;
  /** Of its parts. */
  ids: string[];
  text: string;
}

/** The blocks of a page's text, each with what goes on behind a figure, a table or a note. */
function wholeBlocks(blocks: readonly Block[]): Whole[] {
  const wholes: Whole[] = [];
  for (const block of blocks) {
    if (isAside(block) && block.kind !== 'footnote') continue;
    const text = textOf(block);
    const begun = block.continues === undefined ? undefined : wholes.find(({ ids }) => ids.at(-1) === block.continues);
    if (begun) {
      begun.ids.push(block.id);
      begun.text = joinLines([begun.text, text]);
    } else wholes.push({ block, ids: [block.id], text });
  }
  return wholes;
}

function textOf(block: Block): string {
  if (block.kind === 'list') return block.items.map((i) => `${'  '.repeat(i.depth)}${i.mark} ${seen(i.lines)}`).join('\n');
  if (block.kind !== 'table') return block.kind === 'figure' ? (block.alt ?? seen(block.lines)) : seen(block.lines);
  return rowsOfCells(block)
    .map((cells) => cells.map((c) => seen(c.lines)).join(' | '))
    .join('\n');
}

/** Without what nobody sees. */
function seen(lines: readonly Line[]): string {
  return joinLines(lines.map((line) => textOfLine({ ...line, spans: line.spans.filter((s) => !s.hidden) }).trim()).filter(Boolean));
}
