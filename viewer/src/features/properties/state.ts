import type { PageBoxes, PageFont, PageSize } from '@ode/engine/browser';

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

/** Each font once, those that the file lacks first: objects of the same name and kind are one font to a reader. */
export function distinctFonts(fonts: readonly PageFont[]): PageFont[] {
  const found = new Map(fonts.map((font) => [`${font.name || font.id} ${font.type} ${font.embedded}`, font]));
  return [...found.values()].sort((a, b) => Number(a.embedded) - Number(b.embedded) || a.name.localeCompare(b.name, 'en'));
}

export interface BoxShown {
  kind: keyof PageBoxes;
  /** Millimetres, of the lower left corner too. */
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The boxes that say something of their own: those that are as large as the media box do not. */
export function boxesShown(boxes: PageBoxes): BoxShown[] {
  const kinds = ['media', 'crop', 'bleed', 'trim', 'art'] as const;
  return kinds.flatMap((kind) => {
    const box = boxes[kind];
    if (!box || (kind !== 'media' && String(box) === String(boxes.media))) return [];
    const [x0, y0, x1, y1] = box.map((value) => value * MM_PER_POINT) as [number, number, number, number];
    return [{ kind, x: x0, y: y0, width: x1 - x0, height: y1 - y0 }];
  });
}
