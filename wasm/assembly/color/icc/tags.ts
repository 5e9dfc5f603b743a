/** The bytes of an ICC profile (ISO 15076-1): its numbers, and the table of its tags. */

/** The tag table, 7.3: how many tags, then for each its signature, where its data are, and their length. */
const TAGS: usize = 128;
const TAG_SIZE: usize = 12;
const MAX_TAGS: u32 = 100;

/** Address of the data of a tag, of which `least` bytes are there; 0: it has none. `signature` as it is loaded. */
export function findTag(data: usize, length: u32, signature: u32, least: u32): usize {
  if (length < TAGS + 4) return 0;
  const count = min(word(data + TAGS), MAX_TAGS);
  let p = data + TAGS + 4;
  for (let i: u32 = 0; i < count && p + TAG_SIZE <= data + length; i++, p += TAG_SIZE) {
    if (load<u32>(p) != signature) continue;
    const at = word(p + 4);
    return <u64>at + least <= <u64>length ? data + at : 0;
  }
  return 0;
}

/** How many bytes the table gives to the tag whose data begin at `tag`, as far as they are there. */
export function sizeOf(data: usize, length: u32, tag: usize): usize {
  const rest = <usize>length - (tag - data);
  const count = min(word(data + TAGS), MAX_TAGS);
  let p = data + TAGS + 4;
  for (let i: u32 = 0; i < count && p + TAG_SIZE <= data + length; i++, p += TAG_SIZE)
    if (data + word(p + 4) == tag) return min<usize>(word(p + 8), rest);
  return rest;
}

// @ts-ignore: decorator
@inline export function word(p: usize): u32 {
  return bswap<u32>(load<u32>(p));
}

// @ts-ignore: decorator
@inline export function half(p: usize): u32 {
  return <u32>bswap<u16>(load<u16>(p));
}

/** s15Fixed16Number, 4.2. */
export function fixed(p: usize): f64 {
  return <f64>(<i32>word(p)) / 65536;
}
