/**
 * DeviceCMYK to sRGB, by the Neugebauer equations: a printed dot pattern is a mosaic of the sixteen solid overprints of
 * the four inks, each with the share that Demichel's products give it (H. E. J. Neugebauer, 1937). The solids are the
 * sRGB values that an offset press on coated paper (SWOP, as Adobe's applications show it) is known by: cyan #00AEEF,
 * magenta #EC008C, yellow #FFF200, black #231F20, red #ED1C24, green #00A651, blue #2E3192; solids with black are
 * dark mixtures of the same kind.
 *
 * One entry for each set of inks, bit 0 cyan, 1 magenta, 2 yellow, 3 black: red, green, blue, 0 to 255.
 */
// prettier-ignore
// @ts-ignore: decorator
@lazy const SOLIDS: usize = memory.data<f32>([
  255, 255, 255,    0, 174, 239,    236, 0, 140,    46, 49, 146,
  255, 242, 0,      0, 166, 81,     237, 28, 36,    54, 54, 57,
  35, 31, 32,       0, 16, 24,      32, 0, 10,      10, 5, 15,
  28, 26, 0,        0, 14, 5,       25, 2, 0,       0, 0, 0,
]);

/** Inks from 0 to 1; the colour as 0x00BBGGRR. */
export function cmykToRgb(c: f32, m: f32, y: f32, k: f32): u32 {
  c = min<f32>(max<f32>(c, 0), 1);
  m = min<f32>(max<f32>(m, 0), 1);
  y = min<f32>(max<f32>(y, 0), 1);
  k = min<f32>(max<f32>(k, 0), 1);
  let r: f32 = 0.5;
  let g: f32 = 0.5;
  let b: f32 = 0.5;
  for (let inks: usize = 0; inks < 16; inks++) {
    const share = (inks & 1 ? c : 1 - c) * (inks & 2 ? m : 1 - m) * (inks & 4 ? y : 1 - y) * (inks & 8 ? k : 1 - k);
    const p = SOLIDS + inks * 12;
    r += share * load<f32>(p);
    g += share * load<f32>(p, 4);
    b += share * load<f32>(p, 8);
  }
  return (<u32>r) | ((<u32>g) << 8) | ((<u32>b) << 16);
}

/** Red, green and blue of 0x00BBGGRR, 0 to 255. */
// @ts-ignore: decorator
@inline export function unpack(color: u32): v128 {
  return f32x4(<f32>(color & 255), <f32>((color >> 8) & 255), <f32>((color >> 16) & 255), 0);
}
