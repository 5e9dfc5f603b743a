import { Buffer } from '../memory/buffer';

/** ISO 32000-2, 7.4.5. 0, or -1 when the data end inside a run. */
export function runLength(src: usize, length: u32, out: Buffer): i32 {
  const end = src + length;
  while (src < end) {
    const n = <u32>load<u8>(src++);
    if (n == 128) return 0;
    if (n < 128) {
      const held = min<u32>(n + 1, <u32>(end - src));
      out.pushBytes(src, held);
      src += held;
      if (held <= n) return -1;
    } else {
      if (src >= end) return -1;
      const p = out.extend(257 - n);
      if (!p) return -1;
      memory.fill(p, load<u8>(src++), 257 - n);
    }
  }
  return 0;
}
