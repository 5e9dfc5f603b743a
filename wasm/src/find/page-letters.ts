import { Buffer, Direction, Run } from '../abi.js';
import type { Instance } from '../instance.js';
import type { TextRun } from '../types.js';

/** A page's text with the place of each letter, in a few flat arrays: it crosses threads at once and is cheap to keep. */
export interface PageLetters {
  /** In reading order, '\n' behind each line. */
  text: string;
  /** The first code unit of each run of letters on one baseline, and behind them the text's length. */
  starts: Uint32Array<ArrayBuffer>;
  /** Eight numbers a run: its corners, as `TextRun.quad` has them. */
  quads: Float32Array<ArrayBuffer>;
  /** Whether a run is read from the right, a byte each. */
  fromRight: Uint8Array<ArrayBuffer>;
  /** Where each code unit ends along its run, in reading direction: 0 to 65,535. */
  edges: Uint16Array<ArrayBuffer>;
}

/** Corners in page points, origin top left, y down: x0 y0 … x3 y3, in the order of `TextRun.quad`. */
export type Quad = [number, number, number, number, number, number, number, number];

/** Those of an empty page. (Made anew: they may be handed over to another thread.) */
export const noLetters = (): PageLetters => ({
  text: '',
  starts: new Uint32Array(1),
  quads: new Float32Array(0),
  fromRight: new Uint8Array(0),
  edges: new Uint16Array(0),
});

const NEW_LINE = 10;
const utf16 = new TextDecoder('utf-16le');

/** Reads the runs of a page that a Buffer of the engine holds. */
export function readLetters({ view }: Instance, buffer: number): PageLetters {
  const { data, length: bytes } = new Buffer(view, buffer);
  const runs = Array.from({ length: Math.floor(bytes / Run.byteLength) }, (_, i) => new Run(view, data + i * Run.byteLength));
  const length = runs.reduce((sum, run) => sum + run.textLength + (run.endsLine ? 1 : 0), 0);
  const units = new Uint16Array(length);
  const letters: PageLetters = {
    text: '',
    starts: new Uint32Array(runs.length + 1),
    quads: new Float32Array(runs.length * 8),
    fromRight: new Uint8Array(runs.length),
    edges: new Uint16Array(length),
  };
  let at = 0;
  for (const [i, run] of runs.entries()) {
    letters.starts[i] = at;
    letters.fromRight[i] = run.direction === Direction.RightToLeft ? 1 : 0;
    letters.quads.set([run.x0, run.y0, run.x1, run.y1, run.x2, run.y2, run.x3, run.y3], i * 8);
    units.set(new Uint16Array(view.buffer, run.text, run.textLength), at);
    letters.edges.set(new Uint16Array(view.buffer, run.edges, run.textLength), at);
    at += run.textLength;
    if (!run.endsLine) continue;
    letters.edges[at] = 0xffff;
    units[at++] = NEW_LINE;
  }
  letters.starts[runs.length] = at;
  letters.text = utf16.decode(units);
  return letters;
}

/** The same of runs that somebody else has read: letters stand at even distances. */
export function lettersOfRuns(all: readonly TextRun[]): PageLetters {
  const texts = all.map(({ text, endsLine }) => (endsLine ? `${text}\n` : text));
  const text = texts.join('');
  const letters: PageLetters = {
    text,
    starts: new Uint32Array(all.length + 1),
    quads: new Float32Array(all.length * 8),
    fromRight: new Uint8Array(all.length),
    edges: new Uint16Array(text.length),
  };
  let at = 0;
  for (const [i, run] of all.entries()) {
    letters.starts[i] = at;
    letters.fromRight[i] = run.direction === 'rtl' ? 1 : 0;
    letters.quads.set(run.quad, i * 8);
    const seen = run.text.trimEnd().length || 1;
    for (let k = 0; k < texts[i]!.length; k++) letters.edges[at++] = Math.min(0xffff, Math.round((0xffff * (k + 1)) / seen));
  }
  letters.starts[all.length] = at;
  return letters;
}

/** What must be handed over, not copied, when letters cross threads. */
export const buffersOf = ({ starts, quads, fromRight, edges }: PageLetters): ArrayBuffer[] => [
  starts.buffer,
  quads.buffer,
  fromRight.buffer,
  edges.buffer,
];

/** About how many bytes letters take. */
export const bytesOf = ({ text, quads, edges }: PageLetters): number => text.length * 2 + quads.byteLength * 1.2 + edges.byteLength + 500;

/** Where the code units from `from` to `to` (exclusive) stand: a quad for each run that they are part of. */
export function quadsOf({ text, starts, quads, fromRight, edges }: PageLetters, from: number, to: number): Quad[] {
  const found: Quad[] = [];
  let low = 0;
  let high = starts.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= from) low = middle;
    else high = middle;
  }
  for (let run = low; run + 1 < starts.length && starts[run]! < to; run++) {
    const begin = starts[run]!;
    const first = Math.max(from, begin);
    let last = Math.min(to, starts[run + 1]!) - 1;
    if (last >= first && text.charCodeAt(last) === NEW_LINE) last--;
    if (last < first) continue;
    const start = first > begin ? edges[first - 1]! / 0xffff : 0;
    const end = edges[last]! / 0xffff;
    if (end > start)
      found.push(partOf(quads.subarray(run * 8, run * 8 + 8), fromRight[run] ? 1 - end : start, fromRight[run] ? 1 - start : end));
  }
  return found;
}

/** The part of a run's quad between two fractions of its length, from the left. */
function partOf(quad: Float32Array, start: number, end: number): Quad {
  const [x0, y0, x1, y1, x2, y2, x3, y3] = quad as unknown as Quad;
  const between = (a: number, b: number, t: number) => a + (b - a) * t;
  return [
    ...[between(x0, x1, start), between(y0, y1, start), between(x0, x1, end), between(y0, y1, end)],
    ...[between(x3, x2, end), between(y3, y2, end), between(x3, x2, start), between(y3, y2, start)],
  ] as Quad;
}
