import { Buffer } from '../memory/buffer';
import { alloc, free } from '../memory/heap';
import { RUN_BITS, RUN_TABLE_SIZE } from './ccitt-codes';

/** Parameters of CCITTFaxDecode: ISO 32000-2, table 11. */
@unmanaged
export class FaxParameters {
  /** Below 0: Group 4; 0: Group 3, one-dimensional; above 0: Group 3, two-dimensional. */
  k: i32;
  columns: u32;
  /** Rows that are decoded at most. */
  rows: u32;
  /** Whether each row begins at a byte. */
  byteAlign: bool;
  /** Whether the data may end before all rows, with an end-of-block pattern. */
  endOfBlock: bool;
  blackIs1: bool;
}

/** More rows or columns than this, or more bytes, are an attack. */
const MAX_COLUMNS: u32 = 1 << 20;
const MAX_OUTPUT: u64 = 1 << 28;
/** Places behind a row's last change, all at its end. */
const GUARD: u32 = 8;
const NO_CODE: i32 = -1;
/** The three bits behind an extension code that begin uncompressed mode. */
const UNCOMPRESSED: u32 = 7;

/**
 * What the decoder keeps. A row is the list of the places where its colour changes, the first one from white to black
 * (u32 each); it ends with GUARD places at `columns`.
 */
@unmanaged
class Fax {
  source: usize;
  end: usize;
  /** Bits of the byte at `source` that are used up. */
  bit: u32;
  columns: u32;
  white: usize;
  black: usize;
  reference: usize;
  current: usize;
  count: u32;

  /** The next `n` bits, 25 at most. */
  // @ts-ignore: decorator
  @inline peek(n: u32): u32 {
    return (bswap<u32>(load<u32>(this.source)) << this.bit) >> (32 - n);
  }

  // @ts-ignore: decorator
  @inline skip(n: u32): void {
    this.bit += n;
    this.source += this.bit >> 3;
    this.bit &= 7;
  }

  // @ts-ignore: decorator
  @inline get isPast(): bool {
    return this.source > this.end || (this.source == this.end && this.bit > 0);
  }

  // @ts-ignore: decorator
  @inline get isAtEnd(): bool {
    return this.source >= this.end;
  }

  /** Adds a change of colour; false when there are more than a row can have. */
  // @ts-ignore: decorator
  @inline put(place: u32): bool {
    if (this.count > this.columns) return false;
    store<u32>(this.current + ((<usize>this.count) << 2), place);
    this.count++;
    return true;
  }
}

/**
 * Decodes rows of `columns` pixels, eight to a byte, each row beginning at a byte, into `out`: ITU-T T.4 and T.6. 0, or -1
 * when the data are damaged: what could be read is there. 32 bytes behind the source must be readable. `tables`: from
 * `makeRunTables`.
 */
export function ccittFax(src: usize, length: u32, parameters: FaxParameters, tables: usize, out: Buffer): i32 {
  const columns = parameters.columns;
  const rowBytes = (columns + 7) >> 3;
  if (!columns || columns > MAX_COLUMNS || <u64>rowBytes * <u64>parameters.rows > MAX_OUTPUT) return -1;
  const places = (<usize>columns + <usize>GUARD + 2) << 2;
  const p = alloc(offsetof<Fax>() + 8 + 2 * places);
  if (!p) return -1;
  const fax = changetype<Fax>(p);
  fax.source = src;
  fax.end = src + length;
  fax.bit = 0;
  fax.columns = columns;
  fax.white = tables;
  fax.black = tables + RUN_TABLE_SIZE;
  fax.reference = (p + offsetof<Fax>() + 7) & ~7;
  fax.current = fax.reference + places;
  fax.count = 0;
  endRow(fax); // the row above the first one is white
  swap(fax);
  const start = out.length;
  const status = readRows(fax, parameters, rowBytes, out);
  free(p);
  if (!parameters.blackIs1) invert(out.data + start, out.length - start);
  return status;
}

function readRows(fax: Fax, parameters: FaxParameters, rowBytes: u32, out: Buffer): i32 {
  let status = 0;
  for (let y: u32 = 0; y < parameters.rows; y++) {
    // The zeros before an end-of-line code may make that end at a byte.
    if (parameters.byteAlign && fax.bit && (parameters.k < 0 || fax.peek(11))) fax.skip(8 - fax.bit);
    let plain = parameters.k == 0;
    if (parameters.k < 0) {
      if (fax.peek(12) == 1) break; // T.6, 2.4.1.1: end of facsimile block
    } else {
      const marks = passLineEnds(fax, parameters.k > 0);
      // T.4, 4.1.4: six in a row end the data; two can mean nothing else.
      if (marks > 1 && y && parameters.endOfBlock) break;
      if (parameters.k > 0) {
        plain = fax.peek(1) == 1;
        fax.skip(1);
      }
    }
    if (fax.isAtEnd) break;
    fax.count = 0;
    const ok = (plain ? readPlain(fax) : readTwoDimensional(fax)) && !fax.isPast;
    endRow(fax);
    const to = out.extend(rowBytes);
    if (!to) return -1;
    paint(fax, to, rowBytes);
    swap(fax);
    if (ok) continue;
    status = -1;
    // Group 4 has nothing that one could go on from.
    if (parameters.k < 0 || !findLineEnd(fax)) return -1;
  }
  return status;
}

/** Passes fill bits and end-of-line codes (T.4, 4.1.2); how many of these. Their tag bits are passed too, but for the last one's. */
function passLineEnds(fax: Fax, tagged: bool): i32 {
  let count = 0;
  while (!fax.isAtEnd && fax.peek(11) == 0) {
    while (!fax.isAtEnd && fax.peek(1) == 0) fax.skip(1);
    fax.skip(1);
    count++;
    if (tagged && (fax.peek(12) & 0x7ff) == 0) fax.skip(1);
  }
  return count;
}

/** Goes to the next end-of-line code; false when there is none. */
function findLineEnd(fax: Fax): bool {
  while (!fax.isAtEnd) {
    if (fax.peek(12) == 1) return true;
    fax.skip(1);
  }
  return false;
}

/** A run of a colour, made of make-up codes and a terminating one; -1 when a code does not exist. */
function readRun(fax: Fax, black: u32): i32 {
  const table = black ? fax.black : fax.white;
  let total: u32 = 0;
  while (true) {
    const entry = <u32>load<u16>(table + ((<usize>fax.peek(RUN_BITS)) << 1));
    if (!entry) return NO_CODE;
    fax.skip(entry >> 12);
    const run = entry & 0xfff;
    total += run;
    if (run < 64) return <i32>min(total, fax.columns);
    if (fax.isPast) return NO_CODE;
  }
}

/** T.4, 4.1: runs of white and black in turn. */
function readPlain(fax: Fax): bool {
  let place: u32 = 0;
  for (let black: u32 = 0; place < fax.columns; black ^= 1) {
    const run = readRun(fax, black);
    if (run == NO_CODE) {
      // T.4, table 5: nine bits, and what the extension is.
      if (fax.peek(12) != (8 | UNCOMPRESSED)) return false;
      fax.skip(12);
      place = readUncompressed(fax, place);
      if (fax.isPast) return false;
      black = (fax.count & 1) ^ 1; // the turn of the loop changes it
      continue;
    }
    place = min(place + <u32>run, fax.columns);
    if (!fax.put(place)) return false;
  }
  return true;
}

/**
 * T.4, 4.2, and T.6, 2.2: a row told by what differs from the one above. `a0` is the place up to which it is known; `b` the
 * index in the reference row of b1, the first change behind a0 to the colour that is not the current one.
 */
function readTwoDimensional(fax: Fax): bool {
  const columns = <i32>fax.columns;
  let a0: i32 = -1;
  let black: u32 = 0;
  let b: u32 = 0;
  while (a0 < columns) {
    if ((b & 1) != black) b = b ? b - 1 : 1;
    while (at(fax, b) <= a0 && at(fax, b) < columns) b += 2;
    const code = fax.peek(7);
    let shift = 0;
    if (code & 64) {
      fax.skip(1); // V0
    } else if (code >> 4 == 1) {
      fax.skip(3);
      const first = readRun(fax, black);
      const second = first == NO_CODE ? NO_CODE : readRun(fax, black ^ 1);
      if (second == NO_CODE) return false;
      const a1 = min(max(a0, 0) + first, columns);
      a0 = min(a1 + second, columns);
      if (!fax.put(a1) || !fax.put(a0)) return false;
      continue;
    } else if (code >> 3 == 1) {
      fax.skip(4); // pass
      a0 = at(fax, b + 1);
      continue;
    } else if (code >> 4 == 3) {
      fax.skip(3);
      shift = 1;
    } else if (code >> 4 == 2) {
      fax.skip(3);
      shift = -1;
    } else if (code >> 1 == 3) {
      fax.skip(6);
      shift = 2;
    } else if (code >> 1 == 2) {
      fax.skip(6);
      shift = -2;
    } else if (code == 3) {
      fax.skip(7);
      shift = 3;
    } else if (code == 2) {
      fax.skip(7);
      shift = -3;
    } else {
      if (fax.peek(10) != (8 | UNCOMPRESSED)) return false; // other extensions are not defined
      fax.skip(10);
      const place = readUncompressed(fax, max(a0, 0));
      if (fax.isPast) return false;
      if (place) a0 = place;
      black = fax.count & 1;
      continue;
    }
    const a1 = at(fax, b) + shift;
    if (a1 < max(a0, 0) || a1 > columns || !fax.put(a1)) return false;
    a0 = a1;
    black ^= 1;
    if (fax.isPast) return false;
  }
  return true;
}

/**
 * Uncompressed mode (T.6, table 3) from a place on: up to five white pixels and a black one are as many zeros and a one. What ends it
 * says the colour of what comes next, by which the row's changes are as many. The place behind it.
 */
function readUncompressed(fax: Fax, place: u32): u32 {
  while (!fax.isPast) {
    const zeros = clz<u32>(fax.peek(11)) - 21;
    const ends = zeros > 5;
    const white = ends ? zeros - 6 : zeros;
    if (zeros > 10) fax.source = fax.end + 1; // there is no such code
    if (white) {
      change(fax, place, 0);
      place += white;
    }
    fax.skip(zeros + 1);
    if (zeros < 5) {
      change(fax, place, 1);
      place++;
    }
    place = min(place, fax.columns);
    if (ends) {
      change(fax, place, fax.peek(1));
      fax.skip(1);
      break;
    }
  }
  return place;
}

/** Notes that a colour begins at a place, unless it is the one that the row has there. */
// @ts-ignore: decorator
@inline function change(fax: Fax, place: u32, color: u32): void {
  if ((fax.count & 1) != color && !fax.put(min(place, fax.columns))) fax.source = fax.end + 1;
}

// @ts-ignore: decorator
@inline function at(fax: Fax, index: u32): i32 {
  return load<i32>(fax.reference + ((<usize>index) << 2));
}

function endRow(fax: Fax): void {
  for (let i: u32 = 0; i < GUARD; i++) store<u32>(fax.current + ((<usize>(fax.count + i)) << 2), fax.columns);
}

function swap(fax: Fax): void {
  const row = fax.reference;
  fax.reference = fax.current;
  fax.current = row;
}

/** Sets the bits of the row's black runs. */
function paint(fax: Fax, to: usize, rowBytes: u32): void {
  memory.fill(to, 0, rowBytes);
  for (let i: u32 = 0; i < fax.count; i += 2) {
    const from = load<u32>(fax.current + ((<usize>i) << 2));
    const end = load<u32>(fax.current + ((<usize>i) << 2), 4);
    if (from < end) setBits(to, from, end);
  }
}

function setBits(row: usize, from: u32, end: u32): void {
  const first = row + (from >> 3);
  const last = row + (end >> 3);
  const head: u32 = 0xff >> (from & 7);
  const tail: u32 = (0xff00 >> (end & 7)) & 0xff;
  if (first == last) {
    store<u8>(first, load<u8>(first) | (<u8>(head & tail)));
    return;
  }
  store<u8>(first, load<u8>(first) | (<u8>head));
  memory.fill(first + 1, 0xff, last - first - 1);
  if (tail) store<u8>(last, load<u8>(last) | (<u8>tail));
}

function invert(p: usize, length: u32): void {
  let i: usize = 0;
  for (; i + 16 <= <usize>length; i += 16) v128.store(p + i, v128.not(v128.load(p + i)));
  for (; i < <usize>length; i++) store<u8>(p + i, ~load<u8>(p + i));
}
