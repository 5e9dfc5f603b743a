/**
 * Whether a JPEG's frame is of a process that `decodeJpeg` lacks: lossless or hierarchical coding, or samples of other than
 * 8 or 12 bits (T.81, table B.1 and B.2.2). Two more bytes than `length` must be readable.
 */
export function isOtherProcess(src: usize, length: u32): bool {
  const end = src + length;
  for (let p = src; p + 5 <= end;) {
    const marker = <u32>load<u8>(p, 1);
    if (load<u8>(p) != 0xff || marker < 0xc0 || marker == 0xff) {
      p++;
      continue;
    }
    // Start and end of the image, and restarts, have no segment.
    if (marker >= 0xd0 && marker <= 0xd9) {
      p += 2;
      continue;
    }
    const isTable = marker == 0xc4 || marker == 0xc8 || marker == 0xcc;
    if (marker <= 0xcf && !isTable) {
      const isKnown = marker <= 0xc2 || marker == 0xc9 || marker == 0xca;
      const precision = load<u8>(p, 4);
      return !isKnown || (precision != 8 && precision != 12);
    }
    p += 2 + max<usize>(2, <usize>bswap<u16>(load<u16>(p, 2)));
  }
  return false;
}
