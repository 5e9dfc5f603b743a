import { useEffect, useState } from 'react';

const waiting = new Set<() => void>();
let timer = 0;

/**
 * Calls in a task of its own, once what came before has been called: however much is to be done, the browser draws and hears in between.
 * Returns what forgets it.
 */
export function inTurn(call: () => void): () => void {
  waiting.add(call);
  timer ||= window.setTimeout(next);
  return () => void waiting.delete(call);
}

function next(): void {
  timer = 0;
  const [call] = waiting;
  if (!call) return;
  waiting.delete(call);
  if (waiting.size) timer = window.setTimeout(next);
  call();
}

/** How many of so many elements are to be there: at first a piece of some size, and in each turn another one. */
export function usePieces(count: number, size: number): number {
  const [pieces, setPieces] = useState(1);
  const there = pieces * size;
  useEffect(() => (there < count ? inTurn(() => setPieces(pieces + 1)) : undefined), [there, count, pieces]);
  return Math.min(there, count);
}
