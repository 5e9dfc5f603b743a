import { allocZeroed, free } from '../memory/heap';

/**
 * Pages in other colours: white becomes the paper, black the ink, and what lies between goes from one to the other by its
 * brightness, with its hue. In numbers as they are stored, which the eye sees as even steps (they are coded by a power of
 * about 2.2, sRGB): luma of ITU-R BT.709, to which the difference of each channel is added again.
 *
 * That is linear, so that a pixel which a letter covers by half has half of both colours, as if it had been drawn with them.
 */

/**
 * Changes the colours of `count` pixels, RGBA not premultiplied, but for photographs: those pixels from `kept` on that are opaque.
 * `ink`, `paper`: 0x00BBGGRR.
 */
export function recolor(pixels: usize, count: i32, ink: u32, paper: u32, kept: usize): void {
  const grays = allocZeroed(256 << 2);
  if (!grays) return;
  for (let y: i32 = 0; y < 256; y++) {
    let color: u32 = 0;
    for (let shift: u32 = 0; shift < 24; shift += 8) color |= (<u32>between((ink >> shift) & 255, (paper >> shift) & 255, y)) << shift;
    store<u32>(grays + ((<usize>y) << 2), color);
  }
  let last: u32 = 0;
  let changed = load<u32>(grays);
  for (let i: usize = 0; i < <usize>count; i++) {
    const p = pixels + (i << 2);
    const own = load<u32>(p);
    const share = <u32>load<u8>(kept + (i << 2), 3);
    if (share == 255) continue;
    const color = own & 0xffffff;
    if (color != last) {
      last = color;
      changed = changedColor(grays, color);
    }
    store<u32>(p, (own & 0xff000000) | (share ? mixed(changed, color, share) : changed));
  }
  free(grays);
}

function changedColor(grays: usize, color: u32): u32 {
  const r = <i32>(color & 255);
  const g = <i32>((color >> 8) & 255);
  const b = <i32>(color >> 16);
  // 0.2126, 0.7152 and 0.0722, in 65536ths.
  const y = (13933 * r + 46871 * g + 4732 * b + 32768) >> 16;
  const gray = load<u32>(grays + ((<usize>y) << 2));
  if (r == g && g == b) return gray;
  return channel(gray, 0, r - y) | channel(gray, 8, g - y) | channel(gray, 16, b - y);
}

// @ts-ignore: decorator
@inline function channel(gray: u32, shift: u32, difference: i32): u32 {
  return (<u32>min(max(<i32>((gray >> shift) & 255) + difference, 0), 255)) << shift;
}

/** `share` of 255 parts of the second, the rest of the first. */
function mixed(first: u32, second: u32, share: u32): u32 {
  let color: u32 = 0;
  for (let shift: u32 = 0; shift < 24; shift += 8)
    color |= (<u32>between((first >> shift) & 255, (second >> shift) & 255, <i32>share)) << shift;
  return color;
}

// @ts-ignore: decorator
@inline function between(from: u32, to: u32, share: i32): i32 {
  return (<i32>from * (255 - share) + <i32>to * share + 127) / 255;
}
