import { Arena } from '../../memory/arena';
import { startsWith } from '../../memory/literal';
import { hexValue } from '../../syntax/characters';
import { Bytes } from './bytes';

/**
 * The wrappings of a Type 1 font: PFB segments (Adobe Technical Note 5040) and the encryption of its private part and
 * of its charstrings (Adobe Type 1 Font Format, chapter 7). The lengths that a PDF gives for the parts are not
 * needed, since they are so often wrong.
 */
const EEXEC_KEY: u32 = 55665;
const CHARSTRING_KEY: u32 = 4330;
/** The random bytes before the private part. */
const EEXEC_SKIP: u32 = 4;

/** The font without the headers of its PFB segments. False when memory is out. */
export function joinSegments(arena: Arena, file: Bytes, out: Bytes): bool {
  out.slice(file, 0, file.length);
  if (file.u8(0) != 0x80) return true;
  const joined = arena.alloc(file.length);
  if (!joined) return false;
  let length: u32 = 0;
  let p: u32 = 0;
  while (file.has(p, 6) && file.u8(p) == 0x80) {
    const kind = file.u8(p + 1);
    if (kind != 1 && kind != 2) break;
    const size = min<u32>(bswap<u32>(file.u32(p + 2)), file.length - p - 6);
    memory.copy(joined + length, file.data + p + 6, size);
    length += size;
    p += 6 + size;
  }
  // Behind a segment with a wrong length no header follows: take what is left as it is.
  if (file.has(p, 1) && file.u8(p) != 0x80) {
    memory.copy(joined + length, file.data + p, file.length - p);
    length += file.length - p;
  }
  out.data = joined;
  out.length = length;
  return true;
}

/**
 * Splits a font at its word eexec: `text` keeps what is before it, `secret` gets what is behind it, decrypted; empty
 * without the word. False when memory is out.
 */
export function splitPrivate(arena: Arena, text: Bytes, secret: Bytes): bool {
  secret.slice(text, 0, 0);
  const word = find(text, 'eexec');
  if (word < 0) return true;
  let p = <u32>word + 5;
  // The first encrypted byte is none of these (chapter 7.2), but it may be 0 or another control character.
  while (isLineSpace(text.u8(p))) p++;
  secret.slice(text, p, text.length - p);
  text.length = <u32>word;
  // A few fonts carry the word, but no encryption.
  if (find(secret, '/CharStr') >= 0) return true;
  const plain = arena.alloc(secret.length);
  if (!plain) return false;
  let length = secret.length;
  let from = secret.data;
  if (isHexadecimal(secret)) {
    length = fromHexadecimal(secret, plain);
    from = plain;
  }
  decrypt(from, plain, length, EEXEC_KEY);
  const skip = min<u32>(EEXEC_SKIP, length);
  secret.data = plain + skip;
  secret.length = length - skip;
  return true;
}

/** A charstring behind its `skip` random bytes (lenIV); not encrypted when that is negative. False when memory is out. */
export function decryptCharstring(arena: Arena, data: usize, length: u32, skip: i32, out: Bytes): bool {
  out.data = data;
  out.length = length;
  if (skip < 0) return true;
  const plain = arena.alloc(length);
  if (!plain) return false;
  decrypt(data, plain, length, CHARSTRING_KEY);
  const cut = min<u32>(<u32>skip, length);
  out.data = plain + cut;
  out.length = length - cut;
  return true;
}

/** Chapter 7.1; `to` may be `from`. */
function decrypt(from: usize, to: usize, length: u32, key: u32): void {
  for (let i: u32 = 0; i < length; i++) {
    const cipher = <u32>load<u8>(from + i);
    store<u8>(to + i, <u8>(cipher ^ (key >> 8)));
    key = ((cipher + key) * 52845 + 22719) & 0xffff;
  }
}

/** Chapter 7.2: of the first four bytes of the binary form at least one is no hexadecimal digit. */
function isHexadecimal(bytes: Bytes): bool {
  for (let i: u32 = 0; i < 4; i++) if (hexValue(bytes.u8(i)) > 15) return false;
  return true;
}

/** Gives the number of bytes written. */
function fromHexadecimal(bytes: Bytes, to: usize): u32 {
  let digits: u32 = 0;
  let value: u32 = 0;
  for (let i: u32 = 0; i < bytes.length; i++) {
    const digit = hexValue(load<u8>(bytes.data + i));
    if (digit > 15) continue;
    value = (value << 4) | digit;
    if (digits++ & 1) store<u8>(to + (digits >> 1) - 1, <u8>value);
  }
  return digits >> 1;
}

function isLineSpace(c: u32): bool {
  return c == 32 || c == 9 || c == 10 || c == 13;
}

export function isSpace(c: u32): bool {
  return c == 32 || (c >= 9 && c <= 13) || c == 0;
}

/** Where a word of up to 8 characters, packed big-endian, first occurs; -1 for nowhere. */
function find(bytes: Bytes, literal: string): i32 {
  const end = bytes.data + <usize>bytes.length;
  for (let p = bytes.data; p < end; p++) if (startsWith(p, end, literal)) return <i32>(p - bytes.data);
  return -1;
}
