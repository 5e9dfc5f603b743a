import type { TextRun } from '@ode/engine/browser';
import { isBefore, type TextPoint, type TextSelection } from './state.js';

/** By how much a selection grows: by letters, after a double click by words, after a third click by lines. */
export type Grain = 'letter' | 'word' | 'line';

/** What is selected at least. */
export interface Extent {
  from: TextPoint;
  to: TextPoint;
}

let words: Intl.Segmenter | null = null;

/** What a click at a place selects. */
export function extentAt(runs: readonly TextRun[], at: TextPoint, grain: Grain): Extent {
  if (grain === 'letter') return { from: at, to: at };
  if (grain === 'word') {
    const { text } = runs[at.run]!;
    words ??= new Intl.Segmenter(undefined, { granularity: 'word' });
    // Behind the last letter it is still the last word.
    const word = words.segment(text).containing(Math.min(at.offset, text.length - 1));
    const start = word?.index ?? 0;
    return { from: { ...at, offset: start }, to: { ...at, offset: start + (word?.segment.length ?? text.length) } };
  }
  let [first, last] = [at.run, at.run];
  while (first > 0 && !runs[first - 1]!.endsLine) first--;
  while (last < runs.length - 1 && !runs[last]!.endsLine) last++;
  return { from: { ...at, run: first, offset: 0 }, to: { ...at, run: last, offset: runs[last]!.text.length } };
}

/** The selection from one extent to another: both are in it, whichever comes first. */
export function spanning(anchor: Extent, focus: Extent): TextSelection {
  return isBefore(focus.from, anchor.from) ? { anchor: anchor.to, focus: focus.from } : { anchor: anchor.from, focus: focus.to };
}
