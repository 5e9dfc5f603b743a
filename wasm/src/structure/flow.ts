import { append } from './joins.js';
import type { Block, StructuredPage } from './tree.js';

/** A paragraph or a table that goes on over more pages than this is cut: what is not finished is held in memory. */
const MOST_PAGES = 64;

/**
 * Pages as they are read one behind the other: what goes on over pages is whole, and stands on the last of its pages; what goes
 * on behind a figure, a table or a note stands in front of it. One page is held back.
 */
export async function* flow(pages: AsyncIterable<StructuredPage>): AsyncGenerator<StructuredPage, void> {
  let held: StructuredPage | null = null;
  let parts = 1;
  for await (const page of pages) {
    const blocks: Block[] = [];
    let isPart = false;
    for (const block of page.blocks) {
      const isOne = ({ id }: Block) => id === block.continues;
      const above = blocks.findIndex(isOne);
      const last: Block | undefined = above < 0 && parts < MOST_PAGES ? held?.blocks.find(isOne) : undefined;
      if (above >= 0) blocks[above] = whole(blocks[above]!, block);
      else if (held && last) {
        isPart = true;
        held = { ...held, blocks: held.blocks.filter((one) => one !== last) };
        blocks.push(whole(last, block));
      } else blocks.push(block);
    }
    parts = isPart ? parts + 1 : 1;
    if (held) yield held;
    held = { ...page, blocks };
  }
  if (held) yield held;
}

/** A block and what goes on with it, under the name that the next part of it knows. */
function whole(block: Block, part: Block): Block {
  return { ...append(block, part), id: part.id };
}
