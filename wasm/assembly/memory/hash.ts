/** FNV-1a (Fowler, Noll, Vo), 32 bits, of `length` bytes. */
export function hashOf(at: usize, length: u32): u32 {
  let hash: u32 = 0x811c9dc5;
  for (let i: u32 = 0; i < length; i++) hash = (hash ^ (<u32>load<u8>(at + i))) * 0x01000193;
  return hash;
}
