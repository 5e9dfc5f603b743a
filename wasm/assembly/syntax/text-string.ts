/**
 * Text strings: PDFDocEncoding, UTF-16 or UTF-8, by their first bytes. ISO 32000-2, 7.9.2.2.
 */

/** PDFDocEncoding where it is not Latin-1: 0x18-0x1F and 0x80-0xA0 (annex D.2, table D.2). 0: undefined. */
// prettier-ignore
// @ts-ignore: decorator
@lazy const LOW: usize = memory.data<u16>([0x2d8, 0x2c7, 0x2c6, 0x2d9, 0x2dd, 0x2db, 0x2da, 0x2dc]);
// prettier-ignore
// @ts-ignore: decorator
@lazy const HIGH: usize = memory.data<u16>([
  0x2022, 0x2020, 0x2021, 0x2026, 0x2014, 0x2013, 0x192, 0x2044, 0x2039, 0x203a, 0x2212, 0x2030, 0x201e, 0x201c, 0x201d, 0x2018,
  0x2019, 0x201a, 0x2122, 0xfb01, 0xfb02, 0x141, 0x152, 0x160, 0x178, 0x17d, 0x131, 0x142, 0x153, 0x161, 0x17e, 0,
  0x20ac,
]);

/** Writes a text string as UTF-16 to `out`, which has room for two bytes a byte; the number of code units. */
export function decodeText(at: usize, length: u32, out: usize): u32 {
  if (length >= 2 && load<u8>(at) == 0xfe && load<u8>(at, 1) == 0xff) return utf16(at + 2, length - 2, out, true);
  if (length >= 2 && load<u8>(at) == 0xff && load<u8>(at, 1) == 0xfe) return utf16(at + 2, length - 2, out, false);
  if (length >= 3 && load<u8>(at) == 0xef && load<u8>(at, 1) == 0xbb && load<u8>(at, 2) == 0xbf) return utf8(at + 3, length - 3, out);
  let n: u32 = 0;
  for (let i: u32 = 0; i < length; i++) {
    let c = <u32>load<u8>(at + i);
    if (c >= 0x18 && c < 0x20) c = load<u16>(LOW + ((<usize>(c - 0x18)) << 1));
    else if (c >= 0x80 && c <= 0xa0) c = load<u16>(HIGH + ((<usize>(c - 0x80)) << 1));
    if (c) put(out, n++, c);
  }
  return n;
}

// @ts-ignore: decorator
@inline function put(out: usize, i: u32, unit: u32): void {
  store<u16>(out + ((<usize>i) << 1), <u16>unit);
}

/** Language escapes (0x1B … 0x1B) are left out. */
function utf16(at: usize, length: u32, out: usize, big: bool): u32 {
  let n: u32 = 0;
  let escaped = false;
  for (let i: u32 = 0; i + 1 < length; i += 2) {
    const unit = big ? bswap<u16>(load<u16>(at + i)) : load<u16>(at + i);
    if (unit == 0x1b) escaped = !escaped;
    else if (!escaped) put(out, n++, unit);
  }
  return n;
}

function utf8(at: usize, length: u32, out: usize): u32 {
  let n: u32 = 0;
  for (let i: u32 = 0; i < length;) {
    let c = <u32>load<u8>(at + i++);
    const more: u32 = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : c >= 0xc0 ? 1 : 0;
    if (more) c &= 0x3f >> more;
    for (let k: u32 = 0; k < more && i < length && (load<u8>(at + i) & 0xc0) == 0x80; k++)
      c = (c << 6) | ((<u32>load<u8>(at + i++)) & 0x3f);
    if (c >= 0x10000) {
      put(out, n++, 0xd7c0 + (c >> 10));
      c = 0xdc00 | (c & 0x3ff);
    }
    put(out, n++, c);
  }
  return n;
}
