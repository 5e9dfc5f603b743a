import { pop, push } from '../../memory/stack';
import { encoded } from '../cie';
import { Curve } from './curve';
import { findTag, fixed } from './tags';

/**
 * Whether an ICC profile (ISO 15076-1) is that of sRGB, which most are: its colours then need no converting. It is told by
 * what the profile does, its primaries and its curves, not by what it is called.
 */

/** Signatures, as they are loaded. */
const A2B0: u32 = 0x30423241;
/** "rXYZ", "gXYZ", "bXYZ" and "rTRC", "gTRC", "bTRC" without their first letter. */
const XYZ: u32 = 0x5a595800;
const TRC: u32 = 0x43525400;
const LETTERS: u32 = 0x00626772; // r, g, b from the lowest byte

/** sRGB's primaries seen from D50 (IEC 61966-2-1, adapted by the Bradford method): X, Y, Z of red, green and blue. */
// prettier-ignore
// @ts-ignore: decorator
@lazy const PRIMARIES: usize = memory.data<f64>([
  0.4361, 0.2225, 0.0139,  0.3851, 0.7169, 0.0971,  0.1431, 0.0606, 0.7141,
]);
/** Profiles differ by this much in how they round, and in the white that they start from. */
const TOLERANCE: f64 = 0.003;

/** `data`: a profile of three components whose header is sound. */
export function isSrgb(data: usize, length: u32): bool {
  if (length < 132 || findTag(data, length, A2B0, 0)) return false; // tables count before the matrix
  for (let i: usize = 0; i < 3; i++) {
    const letter = (LETTERS >> ((<u32>i) << 3)) & 255;
    const primary = findTag(data, length, XYZ | letter, 20);
    const curve = findTag(data, length, TRC | letter, 12);
    if (!primary || !curve) return false;
    for (let k: usize = 0; k < 3; k++)
      if (abs(fixed(primary + 8 + (k << 2)) - load<f64>(PRIMARIES + (i * 3 + k) * 8)) > TOLERANCE) return false;
    if (!isSrgbCurve(curve, data + length)) return false;
  }
  return true;
}

/** Whether a curve gives within half of a byte's step what sRGB's gives. */
function isSrgbCurve(p: usize, end: usize): bool {
  const at = push(offsetof<Curve>());
  memory.fill(at, 0, offsetof<Curve>());
  const curve = changetype<Curve>(at);
  let same = curve.read(p, end) != 0;
  for (let i = 1; same && i < 16; i++) {
    const v = <f64>i / 16;
    if (!(abs(encoded(curve.at(v)) - v) < 0.5 / 255)) same = false;
  }
  pop(at);
  return same;
}
