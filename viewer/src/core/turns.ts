import { useLayoutEffect, useState } from 'react';

const waiting = new Set<() => void>();
let isDue = false;

/**
 * Calls in a task of its own, one call a frame and in their order: what a call puts on the screen is drawn before the next one's turn,
 * however much is to be done. Where nothing is drawn, as in a tab that is not looked at, calls wait. Returns what forgets it.
 */
export function inTurn(call: () => void): () => void {
  waiting.add(call);
  if (!isDue) ask();
  return () => void waiting.delete(call);
}

function ask(): void {
  isDue = true;
  requestAnimationFrame(() => setTimeout(next)); // behind the frame, not in it
}

function next(): void {
  isDue = false;
  const [call] = waiting;
  if (!call) return;
  waiting.delete(call);
  if (waiting.size) ask();
  call();
}

/** How many of so many elements are to be there: at first a piece of some size, or none, and in each turn another one. */
export function usePieces(count: number, size: number, first = size): number {
  const [there, setThere] = useState(first);
  useLayoutEffect(() => (there < count ? inTurn(() => setThere(there + size)) : undefined), [there, count, size]);
  return Math.min(there, count);
}
