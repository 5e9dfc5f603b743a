import { Buffer } from '../memory/buffer';
import { between, separate } from './breaks';
import { Break, Letter } from './letters';
import { findPieces, Piece } from './pieces';
import { dropTwins } from './twins';

/**
 * What is written in form fields and free text is drawn behind all else, and read where it stands: behind its label, which
 * is to its left on the same line, or right of it where that is nearer, as it is of check boxes; else below the line above it.
 */

/** What is written in one annotation. */
@unmanaged
class Entry {
  /** Letters: the first, and the one behind the last. */
  from: u32;
  to: u32;
  /** The next entry that is read at the same place: index + 1. */
  next: u32;
}

/** Where a piece of a line would have an entry read, and how far that is. */
@unmanaged
class Place {
  at: u32;
  distance: f32;
}

/** Baselines nearer than this, in em, are of one line. */
const LEVEL: f32 = 0.6;
/** A label is no further away on its line than this, in em. */
const LABEL: f32 = 30;
/** Pieces times entries that are looked at: with more the entries stay behind the page. */
const MOST: u64 = 1 << 21;

/** Puts the letters of `written` among `letters`, which know what separates them. */
export function placeWritten(letters: Buffer, written: Buffer): void {
  dropTwins(written);
  separate(written);
  const count = letters.length / <u32>offsetof<Letter>();
  const entries = Buffer.create(256);
  const pieces = Buffer.create(1024);
  // Of each letter, and of the page's end, the first entry before it, + 1.
  const heads = Buffer.create((count + 1) << 2);
  const merged = Buffer.create(letters.length + written.length);
  if (entries && pieces && heads && merged && heads.extend((count + 1) << 2)) {
    memory.fill(heads.data, 0, heads.length);
    findEntries(written, entries);
    findPieces(letters, pieces);
    hang(letters, written, entries, pieces, heads);
    merge(letters, written, entries, heads, merged);
    if (!merged.failed && merged.length == letters.length + written.length && letters.reserve(written.length)) {
      memory.copy(letters.data, merged.data, merged.length);
      letters.length = merged.length;
    }
  }
  Buffer.drop(entries);
  Buffer.drop(pieces);
  Buffer.drop(heads);
  Buffer.drop(merged);
}

// @ts-ignore: decorator
@inline function letterAt(letters: Buffer, i: u32): Letter {
  return changetype<Letter>(letters.data + <usize>i * offsetof<Letter>());
}

// @ts-ignore: decorator
@inline function entryAt(entries: Buffer, i: u32): Entry {
  return changetype<Entry>(entries.data + <usize>i * offsetof<Entry>());
}

function findEntries(written: Buffer, entries: Buffer): void {
  const count = written.length / <u32>offsetof<Letter>();
  let entry: Entry | null = null;
  for (let i: u32 = 0; i < count; i++) {
    if (!entry || letterAt(written, i).annotation != letterAt(written, i - 1).annotation) {
      const p = entries.extend(<u32>offsetof<Entry>());
      if (!p) return;
      entry = changetype<Entry>(p);
      entry.from = i;
      entry.next = 0;
    }
    entry.to = i + 1;
  }
}

/** Hangs each entry before the letter where it is read, behind those that are there. */
function hang(letters: Buffer, written: Buffer, entries: Buffer, pieces: Buffer, heads: Buffer): void {
  const end = letters.length / <u32>offsetof<Letter>();
  const count = entries.length / <u32>offsetof<Entry>();
  const isFar = <u64>count * <u64>(pieces.length / <u32>offsetof<Piece>()) > MOST;
  // From the last, since each comes before those that hang there.
  for (let i = count; i > 0; i--) {
    const entry = entryAt(entries, i - 1);
    const at = isFar ? end : placeOf(letters, pieces, letterAt(written, entry.from), end);
    const head = heads.data + ((<usize>at) << 2);
    entry.next = load<u32>(head);
    store<u32>(head, i);
  }
}

/** The letter before which what begins with `first` is read. */
function placeOf(letters: Buffer, pieces: Buffer, first: Letter, end: u32): u32 {
  if (first.vertical || first.ux < 0.99 || first.rightToLeft) return end;
  const step = offsetof<Piece>();
  let label = f32.MAX_VALUE;
  let above = f32.MAX_VALUE;
  let at = end;
  let line: usize = 0; // the nearest piece above
  for (let p = pieces.data, to = p + pieces.length; p < to; p += step) {
    const piece = changetype<Piece>(p);
    if (!piece.isPlain || !piece.said) continue;
    const size = max(piece.size, first.size);
    const left = first.x - piece.x1;
    const right = piece.x0 - first.endX;
    const down = first.y - piece.y;
    if (abs(down) < LEVEL * size && (left > -size || right > -size)) {
      const distance = max<f32>(left > -size ? left : right, 0);
      if (distance < min<f32>(label, LABEL * size)) {
        label = distance;
        at = left > -size ? piece.to : piece.from;
      }
    } else if (down > 0) {
      const distance = down + max<f32>(max<f32>(left, right), 0);
      if (distance < above) {
        above = distance;
        line = p;
      }
    }
  }
  if (label < f32.MAX_VALUE) return at;
  if (!line) return 0;
  for (let last = pieces.data + pieces.length - step; line < last; line += step)
    if (letterAt(letters, changetype<Piece>(line).to).before == Break.Line) break;
  return changetype<Piece>(line).to;
}

function merge(letters: Buffer, written: Buffer, entries: Buffer, heads: Buffer, merged: Buffer): void {
  const step = <u32>offsetof<Letter>();
  const count = letters.length / step;
  let done: u32 = 0;
  for (let i: u32 = 0; i <= count; i++) {
    let head = heads.getU32(i);
    if (!head) continue;
    merged.pushBytes(letters.data + <usize>done * step, (i - done) * step);
    done = i;
    for (; head; head = entryAt(entries, head - 1).next) {
      const entry = entryAt(entries, head - 1);
      part(merged, letterAt(written, entry.from));
      merged.pushBytes(written.data + <usize>entry.from * step, (entry.to - entry.from) * step);
    }
    if (i < count) part(merged, letterAt(letters, i));
  }
  merged.pushBytes(letters.data + <usize>done * step, (count - done) * step);
}

/** Notes what separates a letter from what has been merged: a space at least. */
function part(merged: Buffer, letter: Letter): void {
  if (!merged.length) return;
  const last = changetype<Letter>(merged.data + merged.length - offsetof<Letter>());
  const before = between(last, letter);
  letter.before = before == Break.None ? Break.Space : before;
}
