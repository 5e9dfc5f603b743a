import { alloc, free } from '../memory/heap';
import { Buffer } from '../memory/buffer';

/**
 * Inflate (RFC 1951) behind a zlib header (RFC 1950), made for speed: a 64-bit bit buffer that is refilled by one load,
 * tables whose entries hold all that is to know of a symbol, and wide copies. Codes too long for a table are rare and
 * decoded canonically, bit by bit.
 *
 *   entry   ┌ bits 0-3 length of the code, 0: longer than the table, or no code   4-7 extra bits   8-9 kind   16-31 value
 */
const LITERAL_BITS: u32 = 11; // the longest codes in each table
const DISTANCE_BITS: u32 = 9;
const MAX_BITS: u32 = 15;

const LITERAL: u32 = 0;
const MATCH: u32 = 1 << 8;
const END: u32 = 2 << 8;
const KIND: u32 = 3 << 8;

/** Output stops here: a stream that becomes more is a bomb. */
export const MAX_OUTPUT: u32 = 1 << 29;

/**
 * A Huffman code.
 *
 *   Code    ┌ 0 table (u32 × 2048)   8192 codes of each length (u16 × 16)   8224 where each length begins (u16 × 16)
 *           └ 8256 entries of the symbols, sorted by code (u32 × 288)
 */
const COUNTS: usize = 8192;
const OFFSETS: usize = 8224;
const SYMBOLS: usize = 8256;
const CODE_SIZE: usize = 9408;

// RFC 1951, 3.2.5: base values and extra bits of lengths 257-285 and of distances 0-29.
// prettier-ignore
// @ts-ignore: decorator
@lazy const LENGTH_BASE: usize = memory.data<u16>([3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258]);
// prettier-ignore
// @ts-ignore: decorator
@lazy const LENGTH_EXTRA: usize = memory.data<u8>([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]);
// prettier-ignore
// @ts-ignore: decorator
@lazy const DISTANCE_BASE: usize = memory.data<u16>([1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577]);
// prettier-ignore
// @ts-ignore: decorator
@lazy const CODE_LENGTH_ORDER: usize = memory.data<u8>([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]);

/** What is next in the data. */
const enum Part {
  /** The header of a block. */
  Header = 0,
  /** The symbols of a block that is compressed. */
  Symbols = 1,
  /** The bytes of one that is not. */
  Stored = 2,
  /** Nothing: the data have ended, or are damaged from here on. */
  End = 3,
  Damage = 4,
}

/** Data that are being decoded, piece by piece; bits are taken from the low end. */
@unmanaged
export class Inflater {
  bits: u64;
  count: u32;
  source: usize;
  end: usize;
  literals: usize;
  distances: usize;
  lengths: usize;
  part: Part;
  /** The block is the last one. */
  isLast: bool;
  /** Bytes of a stored block that are left. */
  stored: u32;
  /** Of the output, where this piece ends. */
  until: u32;

  /** Over `length` bytes, behind which 32 must be readable; null when memory is out. A missing or wrong zlib header is no damage. */
  static create(src: usize, length: u32): Inflater | null {
    const p = alloc(offsetof<Inflater>() + 8 + 2 * CODE_SIZE + 512);
    if (!p) return null;
    const state = changetype<Inflater>(p);
    state.bits = 0;
    state.count = 0;
    state.source = src + headerLength(src, length);
    state.end = src + length;
    state.literals = (p + offsetof<Inflater>() + 7) & ~7;
    state.distances = state.literals + CODE_SIZE;
    state.lengths = state.distances + CODE_SIZE;
    state.part = Part.Header;
    state.isLast = false;
    state.stored = 0;
    return state;
  }

  destroy(): void {
    free(changetype<usize>(this));
  }

  /** Decodes on behind what is in `out`, until that has `until` bytes, or a few hundred more. Matches go 32,768 bytes back in it. */
  decode(out: Buffer, until: u32): void {
    this.until = until;
    while (out.length < until && this.part < Part.End) {
      if (this.part == Part.Header) header(this);
      else if (this.part == Part.Symbols) symbols(this, out);
      else copyStored(this, out);
    }
  }

  /** Whether the data are damaged or cut off: what came through has been decoded. A wrong checksum is no damage. */
  get isDamaged(): bool {
    return this.part == Part.Damage;
  }

  /** At least 56 bits, garbage behind the source's end. */
  // @ts-ignore: decorator
  @inline refill(): void {
    this.bits |= load<u64>(this.source) << (<u64>this.count);
    this.source += (63 - this.count) >> 3;
    this.count |= 56;
  }

  // @ts-ignore: decorator
  @inline take(n: u32): u32 {
    const value = <u32>(this.bits & (((<u64>1) << (<u64>n)) - 1));
    this.bits >>= <u64>n;
    this.count -= n;
    return value;
  }

  /** Whether more has been taken than there was. */
  // @ts-ignore: decorator
  @inline get isPast(): bool {
    return this.source - <usize>(this.count >> 3) > this.end;
  }
}

/** Decodes `length` bytes at once into `out`, after what is there: see `Inflater`. 0 when all was well, -1 for damage, or more than MAX_OUTPUT. */
export function inflate(src: usize, length: u32, out: Buffer): i32 {
  const state = Inflater.create(src, length);
  if (!state) return -1;
  state.decode(out, MAX_OUTPUT + 1);
  const isWhole = state.part == Part.End && !out.failed;
  state.destroy();
  return isWhole ? 0 : -1;
}

/** 2 where a zlib header stands; some writers leave it out. */
function headerLength(src: usize, length: u32): u32 {
  if (length < 2) return 0;
  const method = <u32>load<u8>(src);
  const flags = <u32>load<u8>(src, 1);
  return (method & 15) == 8 && method >> 4 <= 7 && ((method << 8) | flags) % 31 == 0 ? 2 : (method & 15) == 8 && !(flags & 32) ? 2 : 0;
}

/** Reads the header of a block. */
function header(state: Inflater): void {
  state.refill();
  state.isLast = state.take(1) != 0;
  const kind = state.take(2);
  if (kind == 0) state.part = storedHeader(state) ? Part.Stored : Part.Damage;
  else state.part = (kind == 1 && fixedCodes(state)) || (kind == 2 && dynamicCodes(state)) ? Part.Symbols : Part.Damage;
}

function endBlock(state: Inflater): void {
  state.part = state.isLast ? Part.End : state.isPast ? Part.Damage : Part.Header;
}

function storedHeader(state: Inflater): bool {
  state.take(state.count & 7);
  // Bytes that are in the bit buffer go back.
  const p = state.source - <usize>(state.count >> 3);
  state.bits = 0;
  state.count = 0;
  if (p + 4 > state.end) return false;
  state.stored = <u32>load<u16>(p);
  state.source = p + 4;
  return (state.stored ^ (<u32>load<u16>(p, 2))) == 0xffff;
}

function copyStored(state: Inflater, out: Buffer): void {
  const count = min(min(state.stored, state.until - out.length), <u32>(state.end - state.source));
  out.pushBytes(state.source, count);
  state.source += count;
  state.stored -= count;
  if (!state.stored) endBlock(state);
  else if (state.source == state.end || out.failed) state.part = Part.Damage;
}

/** RFC 1951, 3.2.6. */
function fixedCodes(state: Inflater): bool {
  const lengths = state.lengths;
  memory.fill(lengths, 8, 144);
  memory.fill(lengths + 144, 9, 112);
  memory.fill(lengths + 256, 7, 24);
  memory.fill(lengths + 280, 8, 8);
  build(state.literals, LITERAL_BITS, lengths, 288, true);
  memory.fill(lengths, 5, 30);
  build(state.distances, DISTANCE_BITS, lengths, 30, false);
  return true;
}

/** RFC 1951, 3.2.7. */
function dynamicCodes(state: Inflater): bool {
  const literalCount = state.take(5) + 257;
  const distanceCount = state.take(5) + 1;
  const codeCount = state.take(4) + 4;
  const lengths = state.lengths;
  memory.fill(lengths, 0, 320);
  for (let i: u32 = 0; i < codeCount; i++) {
    state.refill();
    store<u8>(lengths + <usize>load<u8>(CODE_LENGTH_ORDER + i), <u8>state.take(3));
  }
  // The code of the lengths takes the distances' place for a while.
  if (!build(state.distances, DISTANCE_BITS, lengths, 19, false)) return false;
  const total = literalCount + distanceCount;
  memory.fill(lengths, 0, 320);
  for (let i: u32 = 0; i < total;) {
    state.refill();
    if (state.isPast) return false;
    const entry = decode(state.bits, state.distances, DISTANCE_BITS);
    if (!(entry & 15)) return false;
    state.take(entry & 15);
    const symbol = entry >> 20; // see `build`: the symbol itself
    if (symbol < 16) {
      store<u8>(lengths + i, <u8>symbol);
      i++;
      continue;
    }
    if (symbol == 16 && !i) return false;
    const value = symbol == 16 ? load<u8>(lengths + i - 1) : 0;
    const times = symbol == 16 ? 3 + state.take(2) : symbol == 17 ? 3 + state.take(3) : 11 + state.take(7);
    if (i + times > total) return false;
    memory.fill(lengths + i, value, times);
    i += times;
  }
  // Distances first: the literals' lengths stand before them.
  if (!build(state.distances, DISTANCE_BITS, lengths + literalCount, distanceCount, false)) return false;
  return build(state.literals, LITERAL_BITS, lengths, literalCount, true);
}

/**
 * Makes a code's tables from its lengths. A code of one symbol, or of none, is allowed, as zlib does; one that has more
 * codes than fit is not.
 */
function build(code: usize, tableBits: u32, lengths: usize, count: u32, literals: bool): bool {
  memory.fill(code + COUNTS, 0, 32);
  for (let i: u32 = 0; i < count; i++) {
    const p = code + COUNTS + ((<usize>load<u8>(lengths + i)) << 1);
    store<u16>(p, load<u16>(p) + 1);
  }
  store<u16>(code + COUNTS, 0);
  let next: u32 = 0;
  let index: u32 = 0;
  for (let n: usize = 1; n <= <usize>MAX_BITS; n++) {
    const held = <u32>load<u16>(code + COUNTS + (n << 1));
    next = (next << 1) + held;
    if (next > 1 << (<u32>n)) return false;
    store<u16>(code + OFFSETS + (n << 1), <u16>index);
    index += held;
  }
  // Sorted by length, and by symbol within it, as codes are handed out.
  for (let i: u32 = 0; i < count; i++) {
    const length = <u32>load<u8>(lengths + i);
    if (!length) continue;
    const at = code + OFFSETS + ((<usize>length) << 1);
    const place = <u32>load<u16>(at);
    store<u16>(at, <u16>(place + 1));
    store<u32>(code + SYMBOLS + ((<usize>place) << 2), entryOf(i, literals) | length);
  }
  fillTable(code, tableBits);
  return true;
}

/**
 * The table grows with the lengths: for each bit more it is doubled, so that shorter codes stand at all their places, and
 * then the codes of that length are put in. Codes are kept with their bits reversed, as they come in the data.
 */
function fillTable(code: usize, tableBits: u32): void {
  let symbol = code + SYMBOLS;
  let reversed: u32 = 0;
  store<u32>(code, 0);
  for (let n: u32 = 1; n <= tableBits; n++) {
    const half = (<usize>2) << n; // bytes of the table up to now
    memory.copy(code + half, code, half);
    for (let left = <u32>load<u16>(code + COUNTS + ((<usize>n) << 1)); left; left--, symbol += 4) {
      store<u32>(code + ((<usize>reversed) << 2), load<u32>(symbol));
      // One more, with the carry running down from the highest bit.
      const zeros = reversed ^ ((1 << n) - 1);
      if (!zeros) break; // the last code that can be
      const bit: u32 = 1 << (31 - clz(zeros));
      reversed = (reversed & (bit - 1)) | bit;
    }
  }
}

function entryOf(symbol: u32, literals: bool): u32 {
  if (!literals) return symbol << 20; // a distance, or a length of the code of lengths
  if (symbol < 256) return LITERAL | (symbol << 16);
  if (symbol == 256) return END;
  if (symbol > 285) return END | 0xff0000; // never occurs in sound data
  const i = <usize>symbol - 257;
  return MATCH | ((<u32>load<u8>(LENGTH_EXTRA + i)) << 4) | ((<u32>load<u16>(LENGTH_BASE + (i << 1))) << 16);
}

/** The entry of the code at the head of the bits; 0 when there is none. */
// @ts-ignore: decorator
@inline function decode(bits: u64, code: usize, tableBits: u32): u32 {
  const entry = load<u32>(code + (((<usize>bits) & ((1 << tableBits) - 1)) << 2));
  return entry & 15 ? entry : decodeLong(bits, code);
}

function decodeLong(bits: u64, code: usize): u32 {
  let number: u32 = 0;
  let first: u32 = 0;
  let index: u32 = 0;
  for (let n: u32 = 1; n <= MAX_BITS; n++) {
    number = (number << 1) | ((<u32>bits) & 1);
    bits >>= 1;
    const held = <u32>load<u16>(code + COUNTS + ((<usize>n) << 1));
    first <<= 1;
    if (number - first < held) return load<u32>(code + SYMBOLS + ((<usize>(index + number - first)) << 2));
    first += held;
    index += held;
  }
  return 0;
}

/** Decodes literals and matches to the end of the block, or of the piece. */
function symbols(state: Inflater, out: Buffer): void {
  let result = 0;
  while (!result && out.length < state.until) {
    if (!out.reserve(4096)) result = -1;
    else result = state.source + 32 < state.end ? many(state, out) : one(state, out);
  }
  if (result > 0) endBlock(state);
  else if (result < 0) state.part = Part.Damage;
}

/** Decodes one symbol, near the end of the data. 1 at the block's end, -1 for damage, else 0. */
function one(state: Inflater, out: Buffer): i32 {
  state.refill();
  const entry = decode(state.bits, state.literals, LITERAL_BITS);
  if (!(entry & 15)) return -1;
  state.take(entry & 15);
  if (state.isPast) return -1;
  if ((entry & KIND) == LITERAL) {
    out.pushU8(entry >> 16);
    return 0;
  }
  if ((entry & KIND) == END) return entry >> 16 ? -1 : 1;
  const length = (entry >> 16) + state.take((entry >> 4) & 15);
  const far = decode(state.bits, state.distances, DISTANCE_BITS);
  const symbol = far >> 20;
  if (!(far & 15) || symbol > 29) return -1;
  state.take(far & 15);
  const distance = <u32>load<u16>(DISTANCE_BASE + ((<usize>symbol) << 1)) + state.take(extraOf(symbol));
  if (state.isPast || distance > out.length) return -1;
  copyMatch(out.data + out.length, distance, length);
  out.length += length;
  return 0;
}

/** Bits behind a distance's symbol. */
// @ts-ignore: decorator
@inline function extraOf(symbol: u32): u32 {
  return symbol < 4 ? 0 : (symbol >> 1) - 1;
}

/**
 * Decodes while there is room for more in `out`, the piece goes on, and the end of the data is far. The bit buffer is in locals here, since
 * this is where the time goes. Returns as `one` does.
 */
function many(state: Inflater, out: Buffer): i32 {
  const literals = state.literals;
  const distances = state.distances;
  const stop = state.end - 32;
  const start = out.data;
  const limit = start + min(out.limit - 258 - 16, state.until);
  let bits = state.bits;
  let count = state.count;
  let source = state.source;
  let to = start + out.length;
  let result = 0;
  while (to < limit && source < stop) {
    bits |= load<u64>(source) << (<u64>count);
    source += (63 - count) >> 3;
    count |= 56;
    let entry = decode(bits, literals, LITERAL_BITS);
    // Up to two literals, and a match with its distance, fit into 56 bits but for the longest codes: then it is filled again.
    if ((entry & (KIND | 15)) - 1 < 15) {
      bits >>= <u64>(entry & 15);
      count -= entry & 15;
      store<u8>(to++, <u8>(entry >> 16));
      entry = decode(bits, literals, LITERAL_BITS);
      if ((entry & (KIND | 15)) - 1 < 15) {
        bits >>= <u64>(entry & 15);
        count -= entry & 15;
        store<u8>(to++, <u8>(entry >> 16));
        entry = decode(bits, literals, LITERAL_BITS);
        if ((entry & (KIND | 15)) - 1 < 15) {
          bits >>= <u64>(entry & 15);
          count -= entry & 15;
          store<u8>(to++, <u8>(entry >> 16));
          continue;
        }
      }
      bits |= load<u64>(source) << (<u64>count);
      source += (63 - count) >> 3;
      count |= 56;
    }
    if (!(entry & 15)) {
      result = -1;
      break;
    }
    bits >>= <u64>(entry & 15);
    count -= entry & 15;
    if ((entry & KIND) == END) {
      result = entry >> 16 ? -1 : 1;
      break;
    }
    const extra = (entry >> 4) & 15;
    const length = (entry >> 16) + ((<u32>bits) & ((1 << extra) - 1));
    bits >>= <u64>extra;
    count -= extra;
    const far = decode(bits, distances, DISTANCE_BITS);
    const symbol = far >> 20;
    if (!(far & 15) || symbol > 29) {
      result = -1;
      break;
    }
    bits >>= <u64>(far & 15);
    count -= far & 15;
    const more = extraOf(symbol);
    const distance = <u32>load<u16>(DISTANCE_BASE + ((<usize>symbol) << 1)) + ((<u32>bits) & ((1 << more) - 1));
    bits >>= <u64>more;
    count -= more;
    if (<usize>distance > to - start) {
      result = -1;
      break;
    }
    copyMatch(to, distance, length);
    to += length;
  }
  state.bits = bits;
  state.count = count;
  state.source = source;
  out.length = <u32>(to - start);
  return result;
}

/** For distances of 2 to 7: which of so many bytes stands in each of 16 places. */
// prettier-ignore
// @ts-ignore: decorator
@lazy const PATTERNS: usize = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1,
  0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0,
  0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3,
  0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0,
  0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5, 0, 1, 2, 3,
  0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6, 0, 1,
]);

/** Copies a match, up to 15 bytes past its end. */
// @ts-ignore: decorator
@inline function copyMatch(to: usize, distance: u32, length: u32): void {
  let from = to - <usize>distance;
  const end = to + <usize>length;
  if (distance >= 16) {
    do {
      v128.store(to, v128.load(from));
      to += 16;
      from += 16;
    } while (to < end);
  } else if (distance >= 8) {
    do {
      store<u64>(to, load<u64>(from));
      to += 8;
      from += 8;
    } while (to < end);
  } else if (distance == 1) {
    memory.fill(to, load<u8>(from), length);
  } else {
    // The last bytes again and again, as many whole times as a vector holds.
    const pattern = i8x16.swizzle(v128.load(from), v128.load(PATTERNS + ((<usize>distance) << 4)));
    const step = <usize>(16 - (16 % distance));
    do {
      v128.store(to, pattern);
      to += step;
    } while (to < end);
  }
}
