import { Buffer } from './buffer';

/** Appends a number in decimal, to three places: what JSON and content streams read. What is no number is 0. */
export function pushDecimal(out: Buffer, value: f64): void {
  if (!(abs(value) < 1e12)) value = 0;
  const thousandths = <i64>nearest(abs(value) * 1000);
  if (value < 0 && thousandths) out.pushU8(0x2d);
  pushInteger(out, thousandths / 1000);
  let rest = <u32>(thousandths % 1000);
  if (!rest) return;
  out.pushU8(0x2e);
  for (let place: u32 = 100; rest; place /= 10) {
    out.pushU8(48 + rest / place);
    rest %= place;
  }
}

export function pushInteger(out: Buffer, value: i64): void {
  if (value < 0) {
    out.pushU8(0x2d);
    value = -value;
  }
  let place: i64 = 1;
  while (place <= value / 10) place *= 10;
  for (; place; place /= 10) out.pushU8(48 + <u32>((value / place) % 10));
}
