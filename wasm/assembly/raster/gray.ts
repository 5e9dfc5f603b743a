/** Makes `n` premultiplied pixels gray: the colours of a group whose space is gray. ISO 32000-2, 10.4.2.2. */
export function toGray(pixels: usize, n: i32): void {
  for (let p = pixels, end = pixels + ((<usize>n) << 2); p < end; p += 4) {
    const v = load<u32>(p);
    if (v) store<u32>(p, (v & 0xff000000) | (grayOf(v) * 0x010101));
  }
}

/** The luminosity of 0x00BBGGRR, 0 to 255: 0.3, 0.59 and 0.11 of red, green and blue. */
// @ts-ignore: decorator
@inline export function grayOf(color: u32): u32 {
  return ((color & 255) * 77 + ((color >> 8) & 255) * 151 + ((color >> 16) & 255) * 28 + 128) >> 8;
}
