/**
 * Words of the code, to be compared with bytes. A string literal is static data, UTF-16, and of these words all letters are
 * ASCII: the low bytes are theirs.
 */

// @ts-ignore: decorator
@inline function letter(literal: string, i: i32): u8 {
  return load<u8>(changetype<usize>(literal) + ((<usize>i) << 1));
}

/** Up to eight letters as one number, the first in the lowest byte: as they are loaded from memory. */
export function word(literal: string): u64 {
  let packed: u64 = 0;
  for (let i = 0; i < literal.length; i++) packed |= (<u64>letter(literal, i)) << ((<u64>i) << 3);
  return packed;
}

/** Four letters as one number, the first in the highest byte: as font files have them. */
export function tag(literal: string): u32 {
  return bswap<u32>(<u32>word(literal));
}

/** Whether the bytes from `at` to `end` begin with a word. */
export function startsWith(at: usize, end: usize, literal: string): bool {
  const length = literal.length;
  if (at + <usize>length > end) return false;
  for (let i = 0; i < length; i++) if (load<u8>(at + <usize>i) != letter(literal, i)) return false;
  return true;
}
