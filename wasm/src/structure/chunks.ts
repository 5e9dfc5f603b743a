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
    for (const block of blocks) {
      if (isAside(block) && block.kind !== 'footnote') continue;
      const text = textOf(block);
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
      open.blocks.push(block.id);
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
