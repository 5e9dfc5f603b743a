import { startsWith } from '../memory/literal';
import { isSpace } from './characters';
import { Name } from './names';
import { Cell, dictOf, intOf, Kind, kindOf, Obj, ownerNumber } from './object';
import { get } from './fetch';
import { spend, Store } from './state';
import { View } from './source';
import { Warning, warn } from './warnings';

/** White space between data and `endstream`: more of it is data, of which white space may be a part. */
const MOST_SPACE: u32 = 1024;
/** Of the file that is looked through for the end of a stream, at a time. */
const STRETCH: u32 = 1 << 18;

/** What a Stream's flag says (object.ts). */
export const enum StreamFlag {
  /** Its data lie in the file, and their length is yet to be found out. */
  Unmeasured = 0,
  /** Its data lie in the file. */
  Measured = 1,
  /** Its data lie in memory. */
  InMemory = 2,
}

/**
 * Bytes of a Stream as they are in the file, 0 for what is none. /Length is only believed where `endstream` stands behind it
 * (7.3.8.2), which is looked for when somebody wants the data: it lies next to them.
 */
export function rawLength(doc: Store, stream: Obj): u32 {
  if (kindOf(stream) != Kind.Stream) return 0;
  const cell = changetype<Cell>(stream);
  if (cell.flag == <u16>StreamFlag.Unmeasured) measure(doc, stream);
  return cell.more;
}

function measure(doc: Store, stream: Obj): void {
  if (doc.fuel <= 0) return; // nothing could be looked up
  const start = changetype<Cell>(stream).place;
  const dict = dictOf(stream);
  const stated = intOf(get(doc, dict, Name.Length), -1);
  let length = <u32>stated;
  if (stated < 0 || <u64>start + <u64>length > <u64>doc.length || !endsAt(doc, start + length)) {
    warn(doc, Warning.StreamLengthWrong, ownerNumber(dict));
    length = findEnd(doc, start) - start;
    spend(doc, <i32>(length >> 6));
  }
  changetype<Cell>(stream).flag = <u16>StreamFlag.Measured;
  changetype<Cell>(stream).more = length;
}

/** Whether `endstream` (or `endobj`, which some writers leave it out for) stands at an offset, after white space. */
export function endsAt(doc: Store, offset: u32): bool {
  const view = doc.look(offset, MOST_SPACE + 16);
  const end = min(view.end, view.start + MOST_SPACE);
  let p = view.start;
  while (p < end && isSpace(load<u8>(p))) p++;
  return isEndStream(p, view.end) || isEndObj(p, view.end);
}

function isEndStream(p: usize, end: usize): bool {
  return startsWith(p, end, 'endstream');
}

function isEndObj(p: usize, end: usize): bool {
  return startsWith(p, end, 'endobj');
}

/** Where a stream ends whose /Length is wrong: before `endstream`, else before `endobj`, else with the file. */
function findEnd(doc: Store, start: u32): u32 {
  let stop: u32 = 0;
  for (let from = start; from < doc.length;) {
    const view = doc.look(from, STRETCH);
    if (view.end == view.start) break;
    for (let p = view.start; p + 6 <= view.end; p++) {
      if (load<u8>(p) != 0x65) continue;
      if (isEndStream(p, view.end)) return withoutLineEnd(view, start, p);
      if (!stop && isEndObj(p, view.end)) stop = withoutLineEnd(view, start, p);
    }
    if (!view.goesOn) break;
    from = view.offsetOf(view.end) - 16; // the keyword may be cut in two
  }
  return stop ? stop : doc.length;
}

/** The end of the line before a keyword is not part of the data. */
function withoutLineEnd(view: View, start: u32, p: usize): u32 {
  const first = view.from > start ? view.start : view.addressOf(start);
  if (p > first && load<u8>(p - 1) == 10) p--;
  if (p > first && load<u8>(p - 1) == 13) p--;
  return view.offsetOf(p);
}
