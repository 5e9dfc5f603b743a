import type { OutlineItem } from '@ode/engine/browser';

/** An entry as the list shows it. */
export interface OutlineRow {
  item: OutlineItem;
  /** Places among the siblings from the root on, such as `0.2.1`: stays the same while others open and close. */
  id: string;
  /** From 1, as `aria-level` counts. */
  level: number;
  /** Place among its siblings, from 1, and how many they are. */
  place: number;
  siblings: number;
  /** Null: it has nothing below it. */
  open: boolean | null;
}

/** How high a row is, in CSS pixels: as a finger's tip, where it is fingers that point. */
export const rowHeight = (): number => (matchMedia('(pointer: coarse)').matches ? 44 : 30);

/** The room before what stands in a row of a level, in CSS pixels. */
export const indentOf = (level: number): number => 4 + Math.min(level - 1, 8) * 14;

/** The entries that can be seen; `turned` are those that the reader has opened or closed, whatever the document says. */
export function rowsOf(items: readonly OutlineItem[], turned: ReadonlyMap<string, boolean>): OutlineRow[] {
  const rows: OutlineRow[] = [];
  // What is still to be listed, the next one last. Depth is the file's, so that no call nests.
  const waiting: OutlineRow[] = [];
  const wait = (children: readonly OutlineItem[], above: string, level: number) => {
    for (let i = children.length - 1; i >= 0; i--) {
      const item = children[i]!;
      const id = above + i;
      const open = item.children.length ? (turned.get(id) ?? item.open) : null;
      waiting.push({ item, id, level, place: i + 1, siblings: children.length, open });
    }
  };
  wait(items, '', 1);
  for (let row; (row = waiting.pop());) {
    rows.push(row);
    if (row.open) wait(row.item.children, `${row.id}.`, row.level + 1);
  }
  return rows;
}

/** The row of the section that a page belongs to: the last one that begins on it or before; -1: none does. */
export function currentRow(rows: readonly OutlineRow[], page: number): number {
  let best = -1;
  let bestPage = -1;
  rows.forEach(({ item }, i) => {
    const at = item.destination?.page;
    if (at === undefined || at > page || at < bestPage) return;
    // Of several that begin on this very page, the first is what one sees at its top; of an earlier one the last goes on here.
    if (at === bestPage && at === page) return;
    best = i;
    bestPage = at;
  });
  return best;
}

/** What a key does in a tree (ARIA Authoring Practices, tree view): goes to a row, or opens or closes the one it is on. */
export function treeKey(key: string, rows: readonly OutlineRow[], at: number): { to: number } | { turn: boolean } | null {
  const row = rows[at];
  if (!row) return null;
  switch (key) {
    case 'ArrowDown':
      return { to: Math.min(rows.length - 1, at + 1) };
    case 'ArrowUp':
      return { to: Math.max(0, at - 1) };
    case 'Home':
      return { to: 0 };
    case 'End':
      return { to: rows.length - 1 };
    case 'ArrowRight':
      return row.open === null ? null : row.open ? { to: at + 1 } : { turn: true };
    case 'ArrowLeft': {
      if (row.open) return { turn: false };
      for (let i = at - 1; i >= 0; i--) if (rows[i]!.level < row.level) return { to: i };
      return null;
    }
    default: {
      if (key.length !== 1 || key === ' ') return null;
      const begins = (i: number) => rows[i]!.item.title.trimStart().toLowerCase().startsWith(key.toLowerCase());
      for (let n = 1; n <= rows.length; n++) if (begins((at + n) % rows.length)) return { to: (at + n) % rows.length };
      return null;
    }
  }
}
