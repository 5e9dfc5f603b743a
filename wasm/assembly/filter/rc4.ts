/** RC4's state: a permutation of bytes. */
export const RC4_SIZE: usize = 256;

/** RC4, in place. It is in old PDFs only (ISO 32000-2, 7.6.3). `state`: RC4_SIZE bytes; `length` of the key: 1 or more. */
export function rc4(state: usize, key: usize, keyLength: u32, data: usize, length: u32): void {
  for (let i: usize = 0; i < 256; i++) store<u8>(state + i, <u8>i);
  let j: u32 = 0;
  for (let i: u32 = 0; i < 256; i++) {
    const s = <u32>load<u8>(state + i);
    j = (j + s + <u32>load<u8>(key + (i % keyLength))) & 255;
    store<u8>(state + i, load<u8>(state + j));
    store<u8>(state + j, <u8>s);
  }
  const end = data + <usize>length;
  let i: u32 = 0;
  j = 0;
  for (; data < end; data++) {
    i = (i + 1) & 255;
    const s = <u32>load<u8>(state + i);
    j = (j + s) & 255;
    const t = <u32>load<u8>(state + j);
    store<u8>(state + i, <u8>t);
    store<u8>(state + j, <u8>s);
    store<u8>(data, load<u8>(data) ^ load<u8>(state + ((s + t) & 255)));
  }
}
