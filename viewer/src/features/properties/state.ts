import type { PageSize } from '@ode/engine/browser';

/** Sizes with a name, in millimetres, upright (ISO 216; ANSI/ASME Y14.1). */
const NAMED: readonly [string, number, number][] = [
  ['A3', 297, 420],
  ['A4', 210, 297],
  ['A5', 148, 210],
  ['B5', 176, 250],
  ['Letter', 215.9, 279.4],
  ['Legal', 215.9, 355.6],
  ['Tabloid', 279.4, 431.8],
];
const MM_PER_POINT = 25.4 / 72;
/** Two sizes are the same when they differ by less, in millimetres. */
const SAME = 1;

export interface SizeGroup {
  /** Millimetres. */
  width: number;
  height: number;
  /** `A4`; null: it has no name. */
  name: string | null;
  pages: number;
}

/** The sizes of the pages, the most frequent first. */
export function sizeGroups(sizes: readonly Pick<PageSize, 'width' | 'height'>[], most = 5): SizeGroup[] {
  const groups = new Map<string, SizeGroup>();
  for (const size of sizes) {
    const key = `${Math.round(size.width)} ${Math.round(size.height)}`;
    const group = groups.get(key);
    if (group) group.pages++;
    else {
      const [width, height] = [size.width * MM_PER_POINT, size.height * MM_PER_POINT];
      const [short, long] = [Math.min(width, height), Math.max(width, height)];
      const name = NAMED.find(([, w, h]) => Math.abs(w - short) < SAME && Math.abs(h - long) < SAME)?.[0] ?? null;
      groups.set(key, { width, height, name, pages: 1 });
    }
  }
  return [...groups.values()].sort((a, b) => b.pages - a.pages).slice(0, most);
}
