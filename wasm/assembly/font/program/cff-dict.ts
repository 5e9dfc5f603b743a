import { Matrix } from '../../geometry/matrix';
import { Bytes } from './bytes';
import { scaleByTen } from './number';

/**
 * Dictionaries of a CFF font: operands, then their operator (Adobe Technical Note 5176, 4). They are short and read
 * once, so each look-up simply goes through them.
 */
export const enum Key {
  Charset = 15,
  Encoding = 16,
  CharStrings = 17,
  Private = 18,
  Subrs = 19,
  DefaultWidth = 20,
  NominalWidth = 21,
  VariationIndex = 22,
  VariationStore = 24,
  CharstringType = 0x0c06,
  FontMatrix = 0x0c07,
  Ros = 0x0c1e,
  FontArray = 0x0c24,
  FontSelect = 0x0c25,
}

/** The format's own limit of operands. */
const MAX_OPERANDS: u32 = 48;

/**
 * The operands of `key`, as f64 at `operands`, which has room for 48. Gives their number, -1 when the key is missing.
 */
export function dictFind(dict: Bytes, key: Key, operands: usize): i32 {
  let p: u32 = 0;
  let count: u32 = 0;
  while (p < dict.length) {
    const b = dict.u8(p);
    let value: f64 = 0;
    if (b <= 24) {
      const operator: u32 = b == 12 ? 0x0c00 | dict.u8(p + 1) : b;
      if (operator == key) return <i32>count;
      count = 0;
      p += b == 12 ? 2 : 1;
      continue;
    } else if (b == 28) {
      value = <f64>dict.i16(p + 1);
      p += 3;
    } else if (b == 29) {
      value = <f64>(<i32>dict.u32(p + 1));
      p += 5;
    } else if (b == 30) {
      const start = p + 1;
      do p++;
      while (p < dict.length && (dict.u8(p) & 15) != 15 && dict.u8(p) >> 4 != 15);
      p++;
      value = packedReal(dict, start, min<u32>(p, dict.length));
    } else if (b >= 32 && b <= 246) {
      value = <f64>(<i32>b - 139);
      p++;
    } else if (b >= 247 && b <= 250) {
      value = <f64>((b - 247) * 256 + dict.u8(p + 1) + 108);
      p += 2;
    } else if (b >= 251 && b <= 254) {
      value = <f64>-(<i32>((b - 251) * 256 + dict.u8(p + 1) + 108));
      p += 2;
    } else {
      p++;
      continue;
    }
    if (count < MAX_OPERANDS) {
      store<f64>(operands + ((<usize>count) << 3), value);
      count++;
    }
  }
  return -1;
}

/** The single number of `key`, cut to an integer, or `fallback`. */
export function dictInt(dict: Bytes, key: Key, fallback: i32, operands: usize): i32 {
  return dictFind(dict, key, operands) > 0 ? <i32>load<f64>(operands) : fallback;
}

/** The matrix of `key`; false when it is missing or of no use. */
export function dictMatrix(dict: Bytes, key: Key, out: Matrix, operands: usize): bool {
  if (dictFind(dict, key, operands) < 6) return false;
  memory.copy(changetype<usize>(out), operands, offsetof<Matrix>());
  return out.scale() > 0 && isFinite(out.scale());
}

/** A real number, two digits a byte: 0-9, 10 point, 11 E, 12 E-, 14 minus, 15 end. */
function packedReal(dict: Bytes, start: u32, end: u32): f64 {
  let mantissa: f64 = 0;
  let exponent: i32 = 0;
  let places: i32 = 0;
  let state: u32 = 0; // 0: before the point, 1: after it, 2: exponent, 3: negative exponent
  let negative = false;
  for (let i = start * 2; i < end * 2; i++) {
    const byte = dict.u8(i >> 1);
    const digit = i & 1 ? byte & 15 : byte >> 4;
    if (digit < 10) {
      if (state >= 2) {
        if (exponent < 1000) exponent = exponent * 10 + <i32>digit;
      } else {
        mantissa = mantissa * 10 + <f64>digit;
        if (state == 1) places++;
      }
    } else if (digit == 10) {
      state = 1;
    } else if (digit == 11) {
      state = 2;
    } else if (digit == 12) {
      state = 3;
    } else if (digit == 14) {
      negative = true;
    } else if (digit == 15) {
      break;
    }
  }
  const value = scaleByTen(mantissa, (state == 3 ? -exponent : exponent) - places);
  return negative ? -value : value;
}
