import { alloc, free } from '../memory/heap';
import { Buffer } from '../memory/buffer';

/**
 * Inflate (RFC 1951) behind a zlib header (RFC 1950), made for speed: a 64-bit bit buffer that is refilled by one load,
 * a table for codes of up to 11 bits whose entries hold all that is to know of a symbol, and wide copies. The rare
 * longer codes are decoded canonically, bit by bit.
 *
 *   entry   ┌ bits 0-3 length of the code, 0: longer than the table, or no code   4-7 extra bits   8-9 kind   16-31 value
 */
// @ts-ignore: decorator
@inline const TABLE_BITS: u32 = 11;
// @ts-ignore: decorator
@inline const TABLE_MASK: u64 = (1 << TABLE_BITS) - 1;
// @ts-ignore: decorator
@inline const MAX_BITS: u32 = 15;

// @ts-ignore: decorator
@inline const LITERAL: u32 = 0;
// @ts-ignore: decorator
@inline const MATCH: u32 = 1 << 8;
// @ts-ignore: decorator
@inline const END: u32 = 2 << 8;
// @ts-ignore: decorator
@inline const KIND: u32 = 3 << 8;

/** Output stops here: a stream that becomes more is a bomb. */
// @ts-ignore: decorator
@inline const MAX_OUTPUT: u32 = 1 << 29;

/**
 * A Huffman code.
 *
 *   Code    ┌ 0 table (u32 × 2048)   8192 codes of each length (u16 × 16)   8224 first index of each length (u16 × 16)
 *           │ 8256 first code of each length (u16 × 16)   8288 symbols' entries, sorted by code (u32 × 288)
 *           └ 9440 end
 */
// @ts-ignore: decorator
@inline const COUNTS: usize = 8192;
// @ts-ignore: decorator
@inline const OFFSETS: usize = 8224;
// @ts-ignore: decorator
@inline const FIRSTS: usize = 8256;
// @ts-ignore: decorator
@inline const SYMBOLS: usize = 8288;
// @ts-ignore: decorator
@inline const CODE_SIZE: usize = 9440;

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

/** What the decoder keeps while it works; bits are taken from the low end. */
@unmanaged
class State {
  bits: u64;
  count: u32;
  source: usize;
  end: usize;
  literals: usize;
  distances: usize;
  lengths: usize;

  /** At least 56 bits, garbage behind the source's end. */
  // @ts-ignore: decorator
  @inline refill(): void {
    this.bits |= load<u64>(this.source) << <u64>this.count;
    this.source += (63 - this.count) >> 3;
    this.count |= 56;
  }

  // @ts-ignore: decorator
  @inline take(n: u32): u32 {
    const value = <u32>(this.bits & (((<u64>1) << <u64>n) - 1));
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

/**
 * Decodes `length` bytes into `out`, after what is there. 32 bytes behind the source must be readable. 0 when all was
 * well, -1 when the data are damaged or cut off: `out` then has what came through. A missing or wrong zlib header and a
 * wrong checksum are no damage.
 */
export function inflate(src: usize, length: u32, out: Buffer): i32 {
  const memory_ = alloc(offsetof<State>() + 2 * CODE_SIZE + 512);
  if (!memory_) return -1;
  const state = changetype<State>(memory_);
  state.bits = 0;
  state.count = 0;
  state.source = src + headerLength(src, length);
  state.end = src + length;
  state.literals = memory_ + ((offsetof<State>() + 7) & ~7);
  state.distances = state.literals + CODE_SIZE;
  state.lengths = state.distances + CODE_SIZE;
  let status = 1;
  while (status == 1) status = block(state, out);
  free(memory_);
  return out.failed ? -1 : status;
}

/** 2 where a zlib header stands; some writers leave it out. */
function headerLength(src: usize, length: u32): u32 {
  if (length < 2) return 0;
  const method = <u32>load<u8>(src);
  const flags = <u32>load<u8>(src, 1);
  return (method & 15) == 8 && (method >> 4) <= 7 && ((method << 8) | flags) % 31 == 0 ? 2 : (method & 15) == 8 && !(flags & 32) ? 2 : 0;
}

/** Decodes a block: 1 when another follows, 0 at the end, -1 when it is damaged. */
function block(state: State, out: Buffer): i32 {
  state.refill();
  const last = state.take(1);
  const kind = state.take(2);
  let ok = false;
  if (kind == 0) ok = stored(state, out);
  else if (kind == 1) ok = fixedCodes(state) && symbols(state, out);
  else if (kind == 2) ok = dynamicCodes(state) && symbols(state, out);
  if (!ok || state.isPast) return last && ok ? 0 : -1;
  return last ? 0 : 1;
}

function stored(state: State, out: Buffer): bool {
  state.take(state.count & 7);
  // Bytes that are in the bit buffer go back.
  let p = state.source - <usize>(state.count >> 3);
  state.bits = 0;
  state.count = 0;
  if (p + 4 > state.end) return false;
  const length = <u32>load<u16>(p);
  const wrong = (length ^ <u32>load<u16>(p, 2)) != 0xffff;
  p += 4;
  const held = min<u32>(length, <u32>(state.end - p));
  if (wrong) return false;
  out.pushBytes(p, held);
  state.source = p + held;
  return held == length && out.length <= MAX_OUTPUT;
}

/** RFC 1951, 3.2.6. */
function fixedCodes(state: State): bool {
  const lengths = state.lengths;
  memory.fill(lengths, 8, 144);
  memory.fill(lengths + 144, 9, 112);
  memory.fill(lengths + 256, 7, 24);
  memory.fill(lengths + 280, 8, 8);
  build(state.literals, lengths, 288, true);
  memory.fill(lengths, 5, 30);
  build(state.distances, lengths, 30, false);
  return true;
}

/** RFC 1951, 3.2.7. */
function dynamicCodes(state: State): bool {
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
  if (!build(state.distances, lengths, 19, false)) return false;
  const total = literalCount + distanceCount;
  memory.fill(lengths, 0, 320);
  for (let i: u32 = 0; i < total; ) {
    state.refill();
    if (state.isPast) return false;
    const entry = decode(state, state.distances);
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
  if (!build(state.distances, lengths + literalCount, distanceCount, false)) return false;
  return build(state.literals, lengths, literalCount, true);
}

/**
 * Makes a code's tables from its lengths. A code of one symbol, or of none, is allowed, as zlib does; one that has more
 * codes than fit is not.
 */
function build(code: usize, lengths: usize, count: u32, literals: bool): bool {
  memory.fill(code, 0, SYMBOLS);
  for (let i: u32 = 0; i < count; i++) {
    const p = code + COUNTS + (<usize>load<u8>(lengths + i) << 1);
    store<u16>(p, load<u16>(p) + 1);
  }
  store<u16>(code + COUNTS, 0);
  let next: u32 = 0;
  let index: u32 = 0;
  for (let n: usize = 1; n <= <usize>MAX_BITS; n++) {
    const held = <u32>load<u16>(code + COUNTS + (n << 1));
    next = (next + <u32>load<u16>(code + COUNTS + ((n - 1) << 1))) << 1;
    if (next + held > 1 << <u32>n) return false;
    store<u16>(code + FIRSTS + (n << 1), <u16>next);
    store<u16>(code + OFFSETS + (n << 1), <u16>index);
    index += held;
  }
  for (let i: u32 = 0; i < count; i++) {
    const length = <u32>load<u8>(lengths + i);
    if (!length) continue;
    // Numbers of each length are handed out in the symbols' order; OFFSETS moves on as they are, FIRSTS with it.
    const at = code + OFFSETS + (<usize>length << 1);
    const place = <u32>load<u16>(at);
    store<u16>(at, <u16>(place + 1));
    const entry = entryOf(i, literals) | length;
    store<u32>(code + SYMBOLS + (<usize>place << 2), entry);
    if (length > TABLE_BITS) continue;
    const base = place - baseOf(code, length);
    const number = <u32>load<u16>(code + FIRSTS + (<usize>length << 1)) + base;
    let reversed: u32 = 0;
    for (let k: u32 = 0; k < length; k++) reversed |= ((number >> k) & 1) << (length - 1 - k);
    for (let k = reversed; k < 1 << TABLE_BITS; k += 1 << length) store<u32>(code + (<usize>k << 2), entry);
  }
  return true;
}

/** Index of the first symbol of a length: the symbols of all shorter ones. */
function baseOf(code: usize, length: u32): u32 {
  let sum: u32 = 0;
  for (let n: usize = 1; n < <usize>length; n++) sum += <u32>load<u16>(code + COUNTS + (n << 1));
  return sum;
}

function entryOf(symbol: u32, literals: bool): u32 {
  if (!literals) return symbol << 20; // a distance, or a length of the code of lengths
  if (symbol < 256) return LITERAL | (symbol << 16);
  if (symbol == 256) return END;
  if (symbol > 285) return END | 0xff0000; // never occurs in sound data
  const i = <usize>symbol - 257;
  return MATCH | (<u32>load<u8>(LENGTH_EXTRA + i) << 4) | (<u32>load<u16>(LENGTH_BASE + (i << 1)) << 16);
}

/** The entry of the code at the head of the bit buffer, which is not taken; 0 when there is none. */
// @ts-ignore: decorator
@inline function decode(state: State, code: usize): u32 {
  const entry = load<u32>(code + (<usize>(state.bits & TABLE_MASK) << 2));
  return entry & 15 ? entry : decodeLong(state.bits, code);
}

function decodeLong(bits: u64, code: usize): u32 {
  let number: u32 = 0;
  let index: u32 = 0;
  for (let n: u32 = 1; n <= MAX_BITS; n++) {
    number = (number << 1) | (<u32>bits & 1);
    bits >>= 1;
    const held = <u32>load<u16>(code + COUNTS + (<usize>n << 1));
    const first = <u32>load<u16>(code + FIRSTS + (<usize>n << 1));
    if (number >= first && number - first < held) return load<u32>(code + SYMBOLS + (<usize>(index + number - first) << 2));
    index += held;
  }
  return 0;
}

/** Decodes literals and matches to the end of the block. */
function symbols(state: State, out: Buffer): bool {
  const literals = state.literals;
  const distances = state.distances;
  const stop = state.end + 8;
  while (state.source <= stop) {
    if (!out.reserve(4096) || out.length > MAX_OUTPUT) return false;
    const start = out.data;
    let to = start + out.length;
    const limit = start + out.limit - 258 - 8;
    let result = 0;
    while (to < limit) {
      state.refill();
      let entry = decode(state, literals);
      if ((entry & (KIND | 15)) - 1 < 15) {
        // Up to three literals fit into what one refill gives (3 × 15 bits).
        state.take(entry & 15);
        store<u8>(to++, <u8>(entry >> 16));
        entry = decode(state, literals);
        if ((entry & (KIND | 15)) - 1 < 15) {
          state.take(entry & 15);
          store<u8>(to++, <u8>(entry >> 16));
          continue;
        }
        state.refill();
      }
      if (!(entry & 15) || state.source > stop) {
        result = -1;
        break;
      }
      state.take(entry & 15);
      if ((entry & KIND) == END) {
        result = entry >> 16 ? -1 : 1;
        break;
      }
      const length = (entry >> 16) + state.take((entry >> 4) & 15);
      const far = decode(state, distances);
      if (!(far & 15)) {
        result = -1;
        break;
      }
      state.take(far & 15);
      const symbol = far >> 20;
      if (symbol > 29) {
        result = -1;
        break;
      }
      const distance = <u32>load<u16>(DISTANCE_BASE + (<usize>symbol << 1)) + state.take(symbol < 4 ? 0 : (symbol >> 1) - 1);
      if (<usize>distance > to - start) {
        result = -1;
        break;
      }
      copyMatch(to, distance, length);
      to += length;
    }
    out.length = <u32>(to - start);
    if (result) return result > 0;
  }
  return false;
}

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
    do {
      store<u8>(to++, load<u8>(from++));
    } while (to < end);
  }
}
