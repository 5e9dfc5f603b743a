import { Buffer } from '../memory/buffer';

/** ISO 32000-2, 7.4.2. Ends at `>`, or with the data; an odd last digit is followed by a 0. Always 0: what is no digit is passed over. */
export function asciiHex(src: usize, length: u32, out: Buffer): i32 {
  let high: u32 = 16;
  for (let i: u32 = 0; i < length; i++) {
    const c = <u32>load<u8>(src + i);
    if (c == 0x3e) break;
    const letter = (c | 32) - 97;
    const value = c - 48 < 10 ? c - 48 : letter < 6 ? letter + 10 : 16;
    if (value > 15) continue;
    if (high > 15) {
      high = value;
    } else {
      out.pushU8((high << 4) | value);
      high = 16;
    }
  }
  if (high < 16) out.pushU8(high << 4);
  return 0;
}
