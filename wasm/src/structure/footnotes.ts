import { linesOfBlock } from './spans.js';
import type { Block, Span, TextBlock } from './tree.js';

/** Leads from the raised marks of a page's text to the footnotes that begin with them. */

/** The mark that a footnote begins with. */
const MARK = /^\s*([*†‡§¶∗]{1,3}|\d{1,3}|[a-z](?=[\s.)]))/;

/** What a mark stands behind: a word, or what ends a sentence. Behind a letter or a sign alone it is an exponent. */
const BEHIND = /(?:\p{L}[\p{L}\p{M}'’-]*\p{L}|[.,;:!?"”’»])[)\]]*\s*$/u;

export function linkFootnotes(blocks: readonly Block[]): void {
  const notes = new Map<string, { at: number; note: TextBlock }[]>();
  for (const [at, block] of blocks.entries()) {
    if (block.kind !== 'footnote') continue;
    const mark = MARK.exec(block.lines[0]?.spans.map((s) => s.text).join('') ?? '')?.[1];
    if (!mark) continue;
    block.mark = mark;
    const same = notes.get(mark);
    if (same) same.push({ at, note: block });
    else notes.set(mark, [{ at, note: block }]);
  }
  if (!notes.size) return;
  for (const [at, block] of blocks.entries()) {
    if (block.kind === 'footnote') continue;
    for (const { spans } of linesOfBlock(block)) {
      let before = '';
      for (const span of spans) {
        const same = isMark(span) && (!before.trim() || BEHIND.test(before) || !/[\da-z]/.test(span.text)) && notes.get(span.text.trim());
        // Of notes with one mark, as below each of several tables, the next one is meant.
        const found = same && (same.find((one) => one.at > at) ?? same.at(-1));
        if (found) span.note = found.note.id;
        before += span.text;
      }
    }
  }
}

const isMark = ({ script, text }: Span) => script === 'super' || /^[*†‡§¶∗]{1,3}$/.test(text.trim());
