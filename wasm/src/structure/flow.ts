import { append, isAside } from './joins.js';
import type { StructuredPage } from './tree.js';

/** A paragraph or a table that goes on over more pages than this is cut: what is not finished is held in memory. */
const MOST_PAGES = 64;

/**
 * Pages as they are read one behind the other: what goes on over pages is whole, and stands on the last of its pages. One
 * page is held back.
 */
export async function* flow(pages: AsyncIterable<StructuredPage>): AsyncGenerator<StructuredPage, void> {
  let held: StructuredPage | null = null;
  let parts = 1;
  for await (const page of pages) {
    const first = page.blocks.findIndex((block) => !isAside(block));
    const open = page.blocks[first];
    const last = open?.continues === undefined ? undefined : held?.blocks.findLast((block) => !isAside(block));
    let next = page;
    if (held && open && last && parts < MOST_PAGES) {
      parts++;
      held = { ...held, blocks: held.blocks.filter((block) => block !== last) };
      next = { ...page, blocks: page.blocks.map((block, i) => (i === first ? append(last, open) : block)) };
    } else parts = 1;
    if (held) yield held;
    held = next;
  }
  if (held) yield held;
}
