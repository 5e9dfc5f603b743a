/**
 * Whether an ICC profile (ISO 15076-1) is that of sRGB, which most are: its colours then need no converting. It is told by
 * what the profile does, its primaries and its curves, not by what it is called.
 */

/** The tag table, 7.3: how many tags, then for each its signature, where its data are, and their length. */
const TAGS: usize = 128;
const TAG_SIZE: usize = 12;
const MAX_TAGS: u32 = 100;

/** Signatures, as they are loaded. */
const A2B0: u32 = 0x30423241;
const CURV: u32 = 0x76727563;
const PARA: u32 = 0x61726170;
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
  if (length < 132 || findTag(data, length, A2B0)) return false; // tables count before the matrix
  for (let i: usize = 0; i < 3; i++) {
    const letter = (LETTERS >> ((<u32>i) << 3)) & 255;
    const primary = findTag(data, length, XYZ | letter);
    const curve = findTag(data, length, TRC | letter);
    if (!primary || !curve) return false;
    for (let k: usize = 0; k < 3; k++)
      if (abs(fixed(primary + 8 + (k << 2)) - load<f64>(PRIMARIES + (i * 3 + k) * 8)) > TOLERANCE) return false;
    if (!isSrgbCurve(curve, data + length)) return false;
  }
  return true;
}

/** Address of a tag's data, of which 20 bytes are there; 0: it has none. */
function findTag(data: usize, length: u32, signature: u32): usize {
  const count = min(word(data + TAGS), MAX_TAGS);
  let p = data + TAGS + 4;
  for (let i: u32 = 0; i < count && p + TAG_SIZE <= data + length; i++, p += TAG_SIZE) {
    if (load<u32>(p) != signature) continue;
    const at = word(p + 4);
    return <u64>at + 20 <= <u64>length || (<u64>at + 12 <= <u64>length && load<u32>(data + at) == CURV) ? data + at : 0;
  }
  return 0;
}

/** Whether a curve gives within half of a byte's step what sRGB's gives. 10.6 and 10.18. */
function isSrgbCurve(curve: usize, end: usize): bool {
  const type = load<u32>(curve);
  const count = word(curve + 8);
  if (type == CURV && (count < 16 || <u64>(end - curve) < 12 + 2 * <u64>count)) return false;
  // Of the parametric ones sRGB's is the fourth.
  if (type != CURV && (type != PARA || load<u16>(curve, 8) != 0x0300 || end - curve < 32)) return false;
  for (let i = 1; i < 16; i++) {
    const v = <f64>i / 16;
    const linear = type == CURV ? interpolate(curve + 12, count, v) : parametric(curve + 12, v);
    const encoded = linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.pow(linear, 1.0 / 2.4) - 0.055;
    if (!(abs(encoded - v) < 0.5 / 255)) return false;
  }
  return true;
}

/** A table of u16s, from 0 to 1. */
function interpolate(table: usize, count: u32, v: f64): f64 {
  const place = v * <f64>(count - 1);
  const i = <usize>place;
  const low = <f64>bswap<u16>(load<u16>(table + (i << 1)));
  const high = <f64>bswap<u16>(load<u16>(table + (i << 1), 2));
  return (low + (place - <f64>i) * (high - low)) / 65535;
}

/** g, a, b, c, d: (aX + b)^g from d on, cX below. */
function parametric(p: usize, v: f64): f64 {
  return v >= fixed(p + 16) ? Math.pow(fixed(p + 4) * v + fixed(p + 8), fixed(p)) : fixed(p + 12) * v;
}

// @ts-ignore: decorator
@inline function word(p: usize): u32 {
  return bswap<u32>(load<u32>(p));
}

/** s15Fixed16Number, 4.2. */
function fixed(p: usize): f64 {
  return <f64>(<i32>word(p)) / 65536;
}
