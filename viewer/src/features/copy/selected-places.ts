import type { Box } from '@ode/engine/browser';
import { unturned } from '../pages/state.js';
import type { Rotation } from '../../core/store.js';

/** Where on each page something is selected: boxes in its points. Pages without any have no entry. */
export function selectedPlaces(
  selection: Selection | null,
  root: HTMLElement,
  { sizes, rotation }: { sizes: readonly { width: number; height: number }[]; rotation: Rotation },
): Map<number, Box[]> {
  const places = new Map<number, Box[]>();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return places;
  const range = selection.getRangeAt(0);
  for (const page of root.querySelectorAll<HTMLElement>('.ode-pages [data-index]')) {
    if (!range.intersectsNode(page)) continue;
    const index = Number(page.dataset.index);
    const size = sizes[index];
    if (!size) continue;
    const seen = page.getBoundingClientRect();
    const isTurned = rotation % 180 !== 0;
    const scale = seen.width / (isTurned ? size.height : size.width);
    const boxes: Box[] = [];
    for (const span of page.querySelectorAll('.ode-text-layer span')) {
      if (!range.intersectsNode(span)) continue;
      const part = span.ownerDocument.createRange();
      part.selectNodeContents(span);
      if (range.compareBoundaryPoints(Range.START_TO_START, part) > 0) part.setStart(range.startContainer, range.startOffset);
      if (range.compareBoundaryPoints(Range.END_TO_END, part) < 0) part.setEnd(range.endContainer, range.endOffset);
      for (const { left, top, width, height } of part.getClientRects()) {
        if (width < 1) continue;
        const box = { x: left - seen.left, y: top - seen.top, width, height };
        const { x, y, width: w, height: h } = unturned(box, rotation, seen.width, seen.height);
        // Fonts reach a little further than their boxes say.
        boxes.push([x / scale - 1, y / scale - 2, (x + w) / scale + 1, (y + h) / scale + 2]);
      }
    }
    if (boxes.length) places.set(index, boxes);
  }
  return places;
}
