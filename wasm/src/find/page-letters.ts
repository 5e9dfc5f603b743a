import { Buffer } from '../abi.js';
import type { Instance } from '../instance.js';
import type { TextRun } from '../types.js';

/** A page's text with the place of each letter: it crosses threads at once and is cheap to keep. */
export interface PageLetters {
  /** In reading order, '\n' behind each line. */
  text: string;
  /** Where its letters stand, as assembly/text/places.ts has it. */
  places: ArrayBuffer;
}

/** Corners in page points, origin top left, y down: x0 y0 … x3 y3, in the order of `TextRun.quad`. */
export type Quad = [number, number, number, number, number, number, number, number];

/** Bytes of places before those of the runs: how many runs and code units there are, and the end of the last run. */
const LEAST = 12;

/** Those of an empty page. (Made anew: they may be handed over to another thread.) */
export const noLetters = (): PageLetters => ({ text: '', places: new ArrayBuffer(LEAST) });

const NEW_LINE = 10;
const utf16 = new TextDecoder('utf-16le', { ignoreBOM: true });

/** Reads the places of a page, and its text behind them, which a Buffer of the engine holds. */
export function readLetters(instance: Instance, buffer: number): PageLetters {
  const { data, length } = new Buffer(instance.view, buffer);
  if (length < LEAST) return noLetters(); // memory was out
  const units = instance.u32(data + 4);
  const end = length - 2 * units;
  return { text: utf16.decode(instance.bytes(data + end, 2 * units)), places: instance.bytes(data, end).slice().buffer };
}

/** The same of runs that somebody else has read: letters stand at even distances. */
export function lettersOfRuns(all: readonly TextRun[]): PageLetters {
  const texts = all.map(({ text, endsLine }) => (endsLine ? `${text}\n` : text));
  const text = texts.join('');
  const places = new ArrayBuffer(LEAST + 37 * all.length + 2 * text.length);
  new Uint32Array(places, 0, 2).set([all.length, text.length]);
  const { starts, quads, edges, fromRight } = partsOf(places);
  let at = 0;
  for (const [i, run] of all.entries()) {
    starts[i] = at;
    fromRight[i] = run.direction === 'rtl' ? 1 : 0;
    quads.set(run.quad, i * 8);
    const seen = run.text.trimEnd().length || 1;
    for (let k = 0; k < texts[i]!.length; k++) edges[at++] = Math.min(0xffff, Math.round((0xffff * (k + 1)) / seen));
  }
  starts[all.length] = at;
  return { text, places };
}

function partsOf(places: ArrayBuffer) {
  const [runs, units] = new Uint32Array(places, 0, 2) as unknown as [number, number];
  return {
    /** The first code unit of each run, and behind them the text's length. */
    starts: new Uint32Array(places, 8, runs + 1),
    quads: new Float32Array(places, LEAST + 4 * runs, 8 * runs),
    edges: new Uint16Array(places, LEAST + 36 * runs, units),
    fromRight: new Uint8Array(places, LEAST + 36 * runs + 2 * units, runs),
  };
}

/** About how many bytes letters take. */
export const bytesOf = ({ text, places }: PageLetters): number => text.length * 2 + places.byteLength + 300;

/** Where the code units from `from` to `to` (exclusive) stand: a quad for each run that they are part of. */
export function quadsOf({ text, places }: PageLetters, from: number, to: number): Quad[] {
  const { starts, quads, edges, fromRight } = partsOf(places);
  const runs = fromRight.length;
  const found: Quad[] = [];
  let low = 0;
  let high = runs;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= from) low = middle;
    else high = middle;
  }
  for (let run = low; run < runs && starts[run]! < to; run++) {
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
