import { Matrix } from '../geometry/matrix';
import { pixel } from './sample';
import { Surface } from './surface';

/** Fills `out` with `cell` repeated in both directions, by the nearest pixel; `inverse` takes device space to the cell's pixels. */
export function repeatNearest(out: Surface, cell: Surface, inverse: Matrix): void {
  const width = <f64>cell.width;
  const height = <f64>cell.height;
  for (let y = out.y0; y < out.y1; y++) {
    let u = inverse.x(<f64>out.x0 + 0.5, <f64>y + 0.5);
    let v = inverse.y(<f64>out.x0 + 0.5, <f64>y + 0.5);
    u -= Math.floor(u / width) * width;
    v -= Math.floor(v / height) * height;
    let d = out.at(out.x0, y);
    for (let i = 0; i < out.width; i++, d += 4) {
      const px = min(max(<i32>u, 0), cell.width - 1);
      const py = min(max(<i32>v, 0), cell.height - 1);
      store<u32>(d, load<u32>(cell.pixels + ((<usize>py * <usize>cell.width + <usize>px) << 2)));
      u += inverse.a;
      v += inverse.b;
      if (u < 0 || u >= width) u -= Math.floor(u / width) * width;
      if (v < 0 || v >= height) v -= Math.floor(v / height) * height;
    }
  }
}

/** The same, between the cell's pixels; beyond its last ones are its first. */
export function repeatLinear(out: Surface, cell: Surface, inverse: Matrix): void {
  const width = <f64>cell.width;
  const height = <f64>cell.height;
  for (let y = out.y0; y < out.y1; y++) {
    let u = inverse.x(<f64>out.x0 + 0.5, <f64>y + 0.5) - 0.5;
    let v = inverse.y(<f64>out.x0 + 0.5, <f64>y + 0.5) - 0.5;
    let d = out.at(out.x0, y);
    for (let i = 0; i < out.width; i++, d += 4, u += inverse.a, v += inverse.b) {
      if (u < 0 || u >= width) u -= Math.floor(u / width) * width;
      if (v < 0 || v >= height) v -= Math.floor(v / height) * height;
      const x0 = min(<i32>u, cell.width - 1);
      const y0 = min(<i32>v, cell.height - 1);
      const x1 = x0 + 1 < cell.width ? x0 + 1 : 0;
      const y1 = y0 + 1 < cell.height ? y0 + 1 : 0;
      const row0 = cell.at(0, y0);
      const row1 = cell.at(0, y1);
      const wx = <i32>((u - <f64>x0) * 128);
      const wy = <i32>((v - <f64>y0) * 128);
      const right = i32x4.splat(wx);
      const left = i32x4.splat(128 - wx);
      const top = i32x4.add(i32x4.mul(pixel(row0, x0), left), i32x4.mul(pixel(row0, x1), right));
      const bottom = i32x4.add(i32x4.mul(pixel(row1, x0), left), i32x4.mul(pixel(row1, x1), right));
      let c = i32x4.add(i32x4.mul(top, i32x4.splat(128 - wy)), i32x4.mul(bottom, i32x4.splat(wy)));
      c = i32x4.shr_u(i32x4.add(c, i32x4.splat(8192)), 14);
      c = v128.narrow<i32>(c, c);
      store<u32>(d, i32x4.extract_lane(i8x16.narrow_i16x8_u(c, c), 0));
    }
  }
}
