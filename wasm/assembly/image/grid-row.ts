import { sideOf } from '../color/grid';

/** A row of samples of 8 bits, 3 or 4 a pixel, to colours between the nodes of a grid (color/grid.ts). */

const ALPHA: u32 = 0xff000000;

/** `to`: RGBA, opaque. Four bytes at the last pixel of `from` must be readable. */
export function gridRow(grid: usize, components: u32, from: usize, step: usize, to: usize, width: u32): void {
  const side = sideOf(components);
  const mask: u32 = components == 4 ? 0xffffffff : 0xffffff;
  let last: u32 = 0;
  let color: u32 = 0;
  for (let i: u32 = 0; i < width; i++, from += step, to += 4) {
    const samples = load<u32>(from) & mask;
    if (i == 0 || samples != last) {
      last = samples;
      color = ALPHA | (components == 4 ? ofFour(grid, side, samples) : ofThree(grid, side, samples));
    }
    store<u32>(to, color);
  }
}

/** The first of the two nodes that a sample lies between. */
// @ts-ignore: decorator
@inline function cellOf(sample: u32, side: u32): u32 {
  return min((sample * (side - 1)) / 255, side - 2);
}

/** How far it lies from that one, in 255ths of the way to the other. */
// @ts-ignore: decorator
@inline function fractionOf(sample: u32, side: u32): i32 {
  return <i32>(sample * (side - 1) - cellOf(sample, side) * 255);
}

/** A node's colour, 16 bits a channel. */
// @ts-ignore: decorator
@inline function node(p: usize): v128 {
  return i16x8.extend_low_i8x16_u(v128.load32_zero(p));
}

// @ts-ignore: decorator
@inline function weighted(p: usize, weight: i32): v128 {
  return i16x8.mul(node(p), i16x8.splat(<i16>weight));
}

/** Sums of 255 times as much, to 16 bits a channel, rounded. */
// @ts-ignore: decorator
@inline function divided(sum: v128): v128 {
  const up = i16x8.add(sum, i16x8.splat(128));
  return i16x8.shr_u(i16x8.add(up, i16x8.shr_u(up, 8)), 8);
}

// @ts-ignore: decorator
@inline function packed(color: v128): u32 {
  return (<u32>i32x4.extract_lane(i8x16.narrow_i16x8_u(color, color), 0)) & 0xffffff;
}

function ofThree(grid: usize, side: u32, samples: u32): u32 {
  const a = samples & 255;
  const b = (samples >> 8) & 255;
  const c = samples >> 16;
  return packed(tetrahedron(grid + ((<usize>((cellOf(a, side) * side + cellOf(b, side)) * side + cellOf(c, side))) << 2), side, a, b, c));
}

/** Tetrahedra in the last three dimensions, and a line in the first. */
function ofFour(grid: usize, side: u32, samples: u32): u32 {
  const a = (samples >> 8) & 255;
  const b = (samples >> 16) & 255;
  const c = samples >> 24;
  const cube = side * side * side;
  const first = samples & 255;
  const inside = (cellOf(a, side) * side + cellOf(b, side)) * side + cellOf(c, side);
  const p = grid + ((<usize>(cellOf(first, side) * cube + inside)) << 2);
  const x = fractionOf(first, side);
  const low = tetrahedron(p, side, a, b, c);
  if (!x) return packed(low);
  const high = tetrahedron(p + ((<usize>cube) << 2), side, a, b, c);
  return packed(divided(i16x8.add(i16x8.mul(low, i16x8.splat(<i16>(255 - x))), i16x8.mul(high, i16x8.splat(<i16>x)))));
}

/** `p`: the first node of the cell that the samples lie in. */
function tetrahedron(p: usize, side: u32, a: u32, b: u32, c: u32): v128 {
  let x = fractionOf(a, side);
  let y = fractionOf(b, side);
  let z = fractionOf(c, side);
  let dx = (<usize>(side * side)) << 2;
  let dy = (<usize>side) << 2;
  let dz: usize = 4;
  // Along the axes by falling fractions.
  if (x < y) {
    const f = x;
    x = y;
    y = f; // prettier-ignore
    const d = dx;
    dx = dy;
    dy = d; // prettier-ignore
  }
  if (y < z) {
    const f = y;
    y = z;
    z = f; // prettier-ignore
    const d = dy;
    dy = dz;
    dz = d; // prettier-ignore
  }
  if (x < y) {
    const f = x;
    x = y;
    y = f; // prettier-ignore
    const d = dx;
    dx = dy;
    dy = d; // prettier-ignore
  }
  const sum = i16x8.add(weighted(p, 255 - x), weighted(p + dx, x - y));
  return divided(i16x8.add(sum, i16x8.add(weighted(p + dx + dy, y - z), weighted(p + dx + dy + dz, z))));
}
