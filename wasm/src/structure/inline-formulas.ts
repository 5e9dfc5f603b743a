import type { Word } from './page-content.js';
import { boxAround, type Segment } from './segments.js';
import { lineOf } from './spans.js';
import type { Line, Span } from './tree.js';

/** A formula in a line of text, whose author says what it is. */
export interface InlineFormula {
  mathml: string;
  /** A span has it already: what is left of the formula goes on in the next line. */
  isWritten: boolean;
}

/** A line in which each formula is a span of its own, by the formulas that words are part of. */
export function lineWithFormulas(line: Segment, formulas: ReadonlyMap<Word, InlineFormula>): Line {
  const { words } = line;
  if (!words.some((word) => formulas.has(word))) return lineOf(line);
  const spans: Span[] = [];
  for (let from = 0, to = 0; from < words.length; from = to) {
    const formula = formulas.get(words[from]!);
    while (to < words.length && formulas.get(words[to]!) === formula) to++;
    const part = lineOf({ ...line, words: words.slice(from, to) }).spans;
    if (spans.length && !words[from]!.glued) spans.at(-1)!.text += ' ';
    if (formula) {
      spans.push({ ...joined(part), mathml: formula.isWritten ? '' : formula.mathml });
      formula.isWritten = true;
    } else spans.push(...part);
  }
  return { box: line.box, spans };
}

function joined(spans: readonly Span[]): Span {
  const [first] = spans;
  return {
    ...first!,
    text: spans.map((span) => span.text).join(''),
    box: boxAround(spans.map((span) => span.box)),
    words: spans.flatMap((span) => span.words),
  };
}
