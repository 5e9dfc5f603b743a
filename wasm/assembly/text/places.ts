import { Buffer } from '../memory/buffer';
import { Direction, Run } from './runs';

/**
 * A page's text with the place of each letter, as finding keeps it: one piece, which the host copies as it is.
 *
 *   ┌ 0 how many runs   ┌ 4 how many code units   ┌ 8 the first code unit of each run, and behind them how many there are (u32 each)
 *   ├ the corners of each run, as it has them (f32 × 8)
 *   ├ where each code unit ends along its run, as its `edges` (u16)
 *   ├ 1 for each run that is read from the right, else 0 (u8), and a byte where their number is odd
 *   └ the text: UTF-16, '\n' behind each line
 */

/** A Buffer has no more bytes. */
const MOST: u64 = 0x3ff00000;
const CORNERS: usize = 32;
const NEW_LINE: u16 = 10;

/** Writes the places of runs, one `Run` after the other, into `out`: nothing when memory is out. */
export function writePlaces(runs: Buffer, out: Buffer): void {
  const step = offsetof<Run>();
  const end = runs.data + runs.length;
  let count: usize = 0;
  let units: u64 = 0;
  for (let at = runs.data; at < end; at += step, count++) units += changetype<Run>(at).textLength + changetype<Run>(at).endsLine;
  const corners = 12 + (count << 2);
  const edges = corners + count * CORNERS;
  const sides = <u64>edges + (units << 1);
  const text = (sides + count + 1) & ~1;
  const size = text + (units << 1);
  const p = size <= MOST ? out.extend(<u32>size) : 0;
  if (!p) return;
  store<u32>(p, <u32>count);
  store<u32>(p, <u32>units, 4);
  store<u8>(p + <usize>text - 1, 0);
  let start = p + 8;
  let corner = p + corners;
  let edge = p + edges;
  let side = p + <usize>sides;
  let unit = p + <usize>text;
  for (let at = runs.data; at < end; at += step) {
    const run = changetype<Run>(at);
    const bytes = (<usize>run.textLength) << 1;
    store<u32>(start, <u32>((edge - p - edges) >> 1));
    memory.copy(corner, at, CORNERS); // they come first in a run
    memory.copy(edge, run.edges, bytes);
    memory.copy(unit, run.text, bytes);
    store<u8>(side, <u8>(run.direction == Direction.RightToLeft));
    start += 4;
    corner += CORNERS;
    side++;
    edge += bytes;
    unit += bytes;
    if (!run.endsLine) continue;
    store<u16>(edge, 0xffff);
    store<u16>(unit, NEW_LINE);
    edge += 2;
    unit += 2;
  }
  store<u32>(start, <u32>units);
}
