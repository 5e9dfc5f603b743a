import { alloc, free } from '../memory/heap';
import { Buffer } from '../memory/buffer';
import { MAX_OUTPUT } from './flate';

/** Codes of up to 12 bits; each is one byte longer than the code it follows. ISO 32000-2, 7.4.4.2. */
const CLEAR: u32 = 256;
const END: u32 = 257;
const MAX_CODES: u32 = 4096;

/** The bytes that a code stands for, by their place in the output. */
@unmanaged
class Code {
  place: u32;
  length: u32;
}

/**
 * Decodes LZW into `out`. With `early`, as is the default, codes grow one code sooner than they must. 0, or -1 when the
 * data are damaged: `out` then has what came through. Every code is kept as the place in the output where its bytes
 * stand, so decoding one is a copy.
 */
export function lzw(src: usize, length: u32, early: bool, out: Buffer): i32 {
  const table = alloc(<usize>MAX_CODES * offsetof<Code>());
  if (!table) return -1;
  const start = out.length;
  const change: u32 = early ? 1 : 0;
  const end = src + length;
  let bits: u32 = 0;
  let count: u32 = 0;
  let width: u32 = 9;
  let next: u32 = 258;
  let place: u32 = 0; // of the last code's bytes
  let held: u32 = 0; // and their number; 0: none since the table was cleared
  let status = -1;
  while (true) {
    while (count < width && src < end) {
      bits = (bits << 8) | (<u32>load<u8>(src++));
      count += 8;
    }
    if (count < width) {
      status = 0; // writers often leave the end mark out
      break;
    }
    count -= width;
    const code = (bits >> count) & ((1 << width) - 1);
    if (code == CLEAR) {
      width = 9;
      next = 258;
      held = 0;
      continue;
    }
    if (code == END) {
      status = 0;
      break;
    }
    const here = out.length;
    if (here - start > MAX_OUTPUT) break;
    if (code < 256) {
      out.pushU8(code);
    } else if (code < next) {
      const known = codeAt(table, code);
      if (!out.reserve(known.length)) break;
      copyBytes(out, known.place, known.length);
    } else if (code == next && held) {
      if (!out.reserve(held + 1)) break;
      copyBytes(out, place, held);
      out.pushU8(load<u8>(out.data + here));
    } else {
      break;
    }
    if (held && next < MAX_CODES) {
      // The new code: the last one's bytes and the first byte of this one, which stand one behind the other.
      const made = codeAt(table, next++);
      made.place = place;
      made.length = held + 1;
    }
    if (next + change >= 1 << width && width < 12) width++;
    place = here;
    held = out.length - here;
    if (out.failed) break;
  }
  free(table);
  return status;
}

// @ts-ignore: decorator
@inline function codeAt(table: usize, code: u32): Code {
  return changetype<Code>(table + <usize>code * offsetof<Code>());
}

/** Appends bytes that stand earlier in the buffer, and may reach into what is being appended. */
function copyBytes(out: Buffer, from: u32, size: u32): void {
  const to = out.data + out.length;
  const source = out.data + from;
  for (let i: u32 = 0; i < size; i++) store<u8>(to + i, load<u8>(source + i));
  out.length += size;
}
