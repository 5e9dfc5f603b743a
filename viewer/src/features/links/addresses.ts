import type { TextRun } from '@ode/engine/browser';
import { partAlong } from '../text/measure.js';

/** Addresses that stand in the text, without being links. */

/** x0 y0 x1 y1 in page points. */
export type Rect = [number, number, number, number];

export interface FoundAddress {
  url: string;
  /** A part for each run of the text that it is in. */
  rects: Rect[];
}

/** Code units from and to, in a text. */
interface Match {
  from: number;
  to: number;
  url: string;
}

const WEB = /(?<![\p{L}\p{N}@/.])(?:https?:\/\/|www\.)[^\s<>"“”„‘’«»|\\^`{}\u3000-\u9fff]+/giu;
const MAIL = /(?<![\p{L}\p{N}.+_/-])[a-z0-9][a-z0-9.+_-]*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?![\p{L}\p{N}@-])/giu;

/** Web and e-mail addresses in a text; what is behind a sentence's end, or closes what was not opened, is not theirs. */
export function addressesIn(text: string): Match[] {
  const found: Match[] = [];
  for (const { 0: match, index } of text.matchAll(WEB)) {
    const address = trimmed(match);
    // Papers have tildes as accents and as signs of mathematics.
    const url = (/^www\./i.test(address) ? `https://${address}` : address).replace(/[˜∼]/g, '~');
    if (URL.canParse(url) && /\.[a-z0-9]|^localhost$/i.test(new URL(url).hostname))
      found.push({ from: index, to: index + address.length, url });
  }
  for (const { 0: match, index } of text.matchAll(MAIL))
    if (!found.some(({ from, to }) => index < to && index + match.length > from))
      found.push({ from: index, to: index + match.length, url: `mailto:${match}` });
  return found;
}

const PAIRS: Record<string, string> = { ')': '(', ']': '[' };

function trimmed(address: string): string {
  for (;;) {
    const last = address.at(-1)!;
    const opening = PAIRS[last];
    const count = (character: string) => address.split(character).length;
    const surplus = /[.,;:!?'’*…]/.test(last) || (opening !== undefined && count(last) > count(opening));
    if (!surplus) return address;
    address = address.slice(0, -1);
  }
}

/** Whether an address that a line's end divides goes on with what the next line begins with. */
function goesOn(before: string, after: string): boolean {
  const word = /^\S+/.exec(after)?.[0] ?? '';
  return word !== '' && !/^(?:https?:|www\.)/i.test(word) && (/[/_=&?%#-]$/.test(before) || /^[\w.%~-]*[/=&?_#%]/.test(word));
}

interface Line {
  text: string;
  runs: { run: TextRun; from: number }[];
}

/** The addresses in a page's text, each with the places where it stands. */
export function addressesOn(runs: readonly TextRun[], part = partAlong): FoundAddress[] {
  const lines: Line[] = [];
  let line: Line = { text: '', runs: [] };
  for (const run of runs) {
    line.runs.push({ run, from: line.text.length });
    line.text += run.text;
    if (!run.endsLine) continue;
    lines.push(line);
    line = { text: '', runs: [] };
  }
  lines.push(line);

  const found: FoundAddress[] = [];
  lines.forEach((line, i) => {
    const next = lines[i + 1];
    const text = line.text.trimEnd();
    const open = /\S*$/.exec(text)![0];
    if (next && /^\(?(?:https?:\/\/|www\.)\S/i.test(open) && goesOn(text, next.text)) {
      const matches = addressesIn(text + next.text).filter(({ from }) => from < text.length);
      for (const { from, to, url } of matches) {
        const rects = rectsOf(line, from, Math.min(to, text.length), part);
        if (to > text.length) rects.push(...rectsOf(next, 0, to - text.length, part));
        found.push({ url, rects });
      }
      return;
    }
    for (const { from, to, url } of addressesIn(line.text)) found.push({ url, rects: rectsOf(line, from, to, part) });
  });
  return found;
}

function rectsOf({ runs }: Line, from: number, to: number, part: typeof partAlong): Rect[] {
  return runs.flatMap(({ run, from: begin }): Rect[] => {
    const [first, last] = [Math.max(0, from - begin), Math.min(run.text.length, to - begin)];
    const [x0, y0, x1, y1, , , , y3] = run.quad;
    // Text that is turned has its address, but no place for a finger.
    if (first >= last || Math.abs(y1 - y0) > 0.01 || run.direction !== 'ltr') return [];
    const [start, end] = part(run.text, first, last);
    return [[x0 + (x1 - x0) * start, Math.min(y0, y3), x0 + (x1 - x0) * end, Math.max(y0, y3)]];
  });
}

export function overlaps([a0, b0, a1, b1]: Rect, [c0, d0, c1, d1]: Rect): boolean {
  return a0 < c1 && c0 < a1 && b0 < d1 && d0 < b1;
}
