/**
 * CIE-based colours to sRGB (IEC 61966-2-1). Colours are scaled from the space's own white to that of sRGB, D65, in the
 * Bradford cone space, so that white stays white.
 */

// D65 of IEC 61966-2-1, Y = 1.
const XW: f64 = 0.9505;
const ZW: f64 = 1.089;

/** L* 0 to 100, a* and b*, relative to `white` (f64 × 3); as 0x00BBGGRR. ISO 32000-2, 8.6.5.4. */
export function labToRgb(white: usize, l: f64, a: f64, b: f64): u32 {
  const m = (l + 16) / 116;
  return xyzToRgb(white, load<f64>(white) * g(m + a / 500), load<f64>(white, 8) * g(m), load<f64>(white, 16) * g(m - b / 200));
}

/** The reverse of the function that L*, a* and b* are made with. */
export function g(x: f64): f64 {
  return x >= 6.0 / 29.0 ? x * x * x : (108.0 / 841.0) * (x - 4.0 / 29.0);
}

/** CalGray: its value (f32) and its gamma (f64). Y = A^G, and the colour is that share of the white. ISO 32000-2, 8.6.5.2. */
export function calGrayToRgb(gamma: usize, values: usize): u32 {
  return encode(power(values, gamma, 0)) * 0x010101;
}

/** CalRGB: three values (f32 × 3), their gamma (f64 × 3), and the matrix to X, Y, Z (f64 × 9). ISO 32000-2, 8.6.5.3. */
export function calToRgb(white: usize, gamma: usize, matrix: usize, values: usize): u32 {
  const a = power(values, gamma, 0);
  const b = power(values, gamma, 1);
  const c = power(values, gamma, 2);
  return xyzToRgb(
    white,
    a * load<f64>(matrix) + b * load<f64>(matrix, 24) + c * load<f64>(matrix, 48),
    a * load<f64>(matrix, 8) + b * load<f64>(matrix, 32) + c * load<f64>(matrix, 56),
    a * load<f64>(matrix, 16) + b * load<f64>(matrix, 40) + c * load<f64>(matrix, 64),
  );
}

function power(values: usize, gamma: usize, i: usize): f64 {
  const v = <f64>min<f32>(max<f32>(load<f32>(values + (i << 2)), 0), 1);
  return Math.pow(v, load<f64>(gamma + (i << 3)));
}

/** X, Y, Z relative to `white` (f64 × 3); as 0x00BBGGRR. */
function xyzToRgb(white: usize, x: f64, y: f64, z: f64): u32 {
  const xn = load<f64>(white);
  const yn = load<f64>(white, 8);
  const zn = load<f64>(white, 16);
  // Bradford's cone responses (Lam 1985) of the colour, scaled by those of the two whites.
  const l = (0.8951 * x + 0.2664 * y - 0.1614 * z) * ((0.8951 * XW + 0.2664 - 0.1614 * ZW) / (0.8951 * xn + 0.2664 * yn - 0.1614 * zn));
  const m = (-0.7502 * x + 1.7135 * y + 0.0367 * z) * ((-0.7502 * XW + 1.7135 + 0.0367 * ZW) / (-0.7502 * xn + 1.7135 * yn + 0.0367 * zn));
  const s = (0.0389 * x - 0.0685 * y + 1.0296 * z) * ((0.0389 * XW - 0.0685 + 1.0296 * ZW) / (0.0389 * xn - 0.0685 * yn + 1.0296 * zn));
  const xd = 0.9869929 * l - 0.1470543 * m + 0.1599627 * s;
  const yd = 0.4323053 * l + 0.5183603 * m + 0.0492912 * s;
  const zd = -0.0085287 * l + 0.0400428 * m + 0.9684867 * s;
  return linearToRgb(
    3.2406 * xd - 1.5372 * yd - 0.4986 * zd,
    -0.9689 * xd + 1.8758 * yd + 0.0415 * zd,
    0.0557 * xd - 0.204 * yd + 1.057 * zd,
  );
}

/** Red, green and blue in proportion to light, of sRGB's primaries; as 0x00BBGGRR. */
export function linearToRgb(red: f64, green: f64, blue: f64): u32 {
  return encode(red) | (encode(green) << 8) | (encode(blue) << 16);
}

/** sRGB's transfer curve, to a byte. */
function encode(v: f64): u32 {
  return <u32>(encoded(v) * 255 + 0.5);
}

/** sRGB's transfer curve, from 0 to 1. */
export function encoded(v: f64): f64 {
  const c = min(max(v, 0), 1);
  // c to the power of 5/12 by roots, which take a fifth of the time of `Math.pow`.
  return c <= 0.0031308 ? 12.92 * c : 1.055 * Math.sqrt(Math.sqrt(c) * Math.cbrt(c)) - 0.055;
}
