import { Buffer } from '../memory/buffer';

/** ISO 32000-2, 7.4.3. Ends at `~>`, or with the data; what is no digit is passed over. 0, or -1 for a group that means nothing. */
export function ascii85(src: usize, length: u32, out: Buffer): i32 {
  let group: u64 = 0;
  let digits = 0;
  let status = 0;
  if (!out.reserve(length)) return -1;
  for (let i: u32 = 0; i < length; i++) {
    const c = <u32>load<u8>(src + i);
    if (c == 0x7e) break;
    if (c == 0x7a && !digits) {
      out.pushU32(0);
      continue;
    }
    if (c < 0x21 || c > 0x75) continue;
    group = group * 85 + <u64>(c - 0x21);
    if (++digits < 5) continue;
    if (group > 0xffffffff) status = -1;
    out.pushU32(bswap<u32>(<u32>group));
    group = 0;
    digits = 0;
  }
  if (digits > 1) {
    for (let k = digits; k < 5; k++) group = group * 85 + 84;
    for (let k = 0; k < digits - 1; k++) out.pushU8((<u32>(group >> (<u64>(24 - 8 * k)))) & 255);
  }
  return status;
}
