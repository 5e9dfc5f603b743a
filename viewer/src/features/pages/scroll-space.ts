/**
 * A document may be taller than a browser lets an element be (Chromium ends at 33,554,432 px, Firefox at about half of
 * that). Then the scrolled element is shorter, and its scroll position stands for a place: near both ends they go
 * together, pixel by pixel; between, a pixel of the scroll bar is several of the document.
 *
 * While somebody scrolls a little, pages move by what was scrolled: the difference between place and position stays what it
 * was. A jump of the scroll bar sets it anew, and so does standing still, without anything being seen to move.
 */

/** Longest scrolled element, in CSS pixels: below every browser's limit. */
export const LONGEST = 8_000_000;
/** So far from both ends position and place go together. */
const EDGE = 500_000;

/** The length of the scrolled element for a length of the document. */
export function scrolledLength(length: number): number {
  return Math.min(length, LONGEST);
}

/** The scroll position that stands for a place, both from the start, in CSS pixels. */
export function positionOf(place: number, length: number): number {
  if (length <= LONGEST || place <= EDGE) return place;
  if (place >= length - EDGE) return LONGEST - (length - place);
  return EDGE + ((place - EDGE) / (length - 2 * EDGE)) * (LONGEST - 2 * EDGE);
}

/** The place that a scroll position stands for. */
export function placeOf(position: number, length: number): number {
  if (length <= LONGEST || position <= EDGE) return position;
  if (position >= LONGEST - EDGE) return length - (LONGEST - position);
  return EDGE + ((position - EDGE) / (LONGEST - 2 * EDGE)) * (length - 2 * EDGE);
}

/** Whether scrolling so far, where a window of some length is seen, is a jump of the scroll bar to another place. */
export function isJump(moved: number, window: number): boolean {
  return Math.abs(moved) > 3 * window;
}

/** Whether the position is so far from what would stand for the place that it should be set anew at once. */
export function hasDrifted(position: number, place: number, length: number): boolean {
  return Math.abs(positionOf(place, length) - position) > EDGE / 4;
}
