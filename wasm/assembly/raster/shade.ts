import { MAX_VALUES } from '../color/function';
import { colorAt } from '../color/shading-colors';
import { Pattern } from '../display/paint';
import { Shading, ShadingKind } from '../display/shading';
import { Matrix } from '../geometry/matrix';
import { pop, push } from '../memory/stack';
import { spend, Store } from '../syntax/store';
import { Canvas } from './canvas';
import { charge, Cost } from './charge';
import { cutToMesh, drawMesh } from './mesh';
import { drawPatches } from './patches';
import { sampleLinear } from './sample';
import { cutToParallelogram } from './shape';
import { premultiply, solidFill } from './spans';
import { Surface } from './surface';

/** Fills `out` with a shading. ISO 32000-2, 8.7.4.5. `m`: pattern space → device. */
export function shade(canvas: Canvas, pattern: Pattern, m: Matrix, out: Surface): void {
  const shading = changetype<Shading>(pattern.shading);
  if (!pattern.shading) return;
  const inverse = canvas.raster.glyphMatrix;
  if (!inverse.invert(m)) return;
  const store = canvas.raster.store;
  const background = shading.hasBackground ? pixelOf(shading.background | 0xff000000) : 0;
  switch (shading.kind) {
    case ShadingKind.Axial:
      charge(store, out.width, out.height, Cost.Row);
      if (shading.colors) axial(shading, inverse, background, out);
      break;
    case ShadingKind.Radial:
      charge(store, out.width, out.height, Cost.Root);
      if (shading.colors) radial(shading, inverse, background, out);
      break;
    case ShadingKind.Function:
      if (shading.exact) exactly(canvas, shading, m, background, out);
      else grid(canvas, shading, m, background, out);
      break;
    case ShadingKind.Mesh:
      drawMesh(store, shading, m, out);
      cutToMesh(canvas, shading, m, out);
      if (background) fillBehind(store, out, background);
      break;
    case ShadingKind.Patches:
      drawPatches(canvas, shading, m, out);
      if (background) fillBehind(store, out, background);
      break;
  }
  if (pattern.x1 >= pattern.x0 && pattern.y1 >= pattern.y0) {
    cutToParallelogram(canvas, out, m, <f64>pattern.x0, <f64>pattern.y0, <f64>pattern.x1, <f64>pattern.y1);
    if (background) fillBehind(store, out, background);
  }
}

/** Table 77: /BBox cuts the shading, but the background is everywhere. */
function fillBehind(doc: Store, out: Surface, background: u32): void {
  charge(doc, out.width, out.height, Cost.Level);
  const end = out.pixels + ((<usize>(out.width * out.height)) << 2);
  for (let p = out.pixels; p < end; p += 4) {
    const color = load<u32>(p);
    const rest = 255 - (color >>> 24);
    if (rest) store<u32>(p, rest == 255 ? background : color + premultiply(background & 0xffffff, rest));
  }
}

/** 0xAABBGGRR premultiplied. */
// @ts-ignore: decorator
@inline function pixelOf(color: u32): u32 {
  return color >>> 24 == 255 ? color : premultiply(color & 0xffffff, color >>> 24);
}

/** The colour at t = 0…1 of a table of 256. */
// @ts-ignore: decorator
@inline function tableColor(colors: usize, t: f64): u32 {
  return pixelOf(load<u32>(colors + ((<usize>(<i32>(t * 255 + 0.5))) << 2)));
}

/** 8.7.4.5.3. t is linear over the device, so it goes by steps along a row. */
function axial(shading: Shading, inverse: Matrix, background: u32, out: Surface): void {
  const x0 = <f64>shading.x0;
  const y0 = <f64>shading.y0;
  const dx = <f64>shading.x1 - x0;
  const dy = <f64>shading.y1 - y0;
  const square = dx * dx + dy * dy;
  const start = shading.extendStart ? tableColor(shading.colors, 0) : background;
  const end = shading.extendEnd ? tableColor(shading.colors, 1) : background;
  if (!(square > 0)) {
    if (background) solidFill(out.pixels, background, 255, out.width * out.height);
    return;
  }
  const step = (inverse.a * dx + inverse.b * dy) / square;
  for (let y = out.y0; y < out.y1; y++) {
    const px = inverse.x(<f64>out.x0 + 0.5, <f64>y + 0.5) - x0;
    const py = inverse.y(<f64>out.x0 + 0.5, <f64>y + 0.5) - y0;
    let t = (px * dx + py * dy) / square;
    let d = out.at(out.x0, y);
    for (let i = 0; i < out.width; i++, d += 4, t += step) {
      store<u32>(d, t < 0 ? start : t > 1 ? end : tableColor(shading.colors, t));
    }
  }
}

/** 8.7.4.5.4: the circle of the greatest parameter that a point lies on, if its radius is not negative. */
function radial(shading: Shading, inverse: Matrix, background: u32, out: Surface): void {
  const r0 = <f64>shading.r0;
  const dx = <f64>shading.x1 - <f64>shading.x0;
  const dy = <f64>shading.y1 - <f64>shading.y0;
  const dr = <f64>shading.r1 - r0;
  const start = shading.extendStart ? tableColor(shading.colors, 0) : background;
  const end = shading.extendEnd ? tableColor(shading.colors, 1) : background;
  const low: f64 = shading.extendStart ? -Infinity : 0;
  const high: f64 = shading.extendEnd ? Infinity : 1;
  // |p - s·d| = r0 + s·dr, with p from the first centre: a·s² - 2·b·s + c = 0
  const a = dx * dx + dy * dy - dr * dr;
  const flat = abs(a) < 1e-9 * (dx * dx + dy * dy + dr * dr);
  for (let y = out.y0; y < out.y1; y++) {
    let d = out.at(out.x0, y);
    for (let x = out.x0; x < out.x1; x++, d += 4) {
      const px = inverse.x(<f64>x + 0.5, <f64>y + 0.5) - <f64>shading.x0;
      const py = inverse.y(<f64>x + 0.5, <f64>y + 0.5) - <f64>shading.y0;
      const b = px * dx + py * dy + r0 * dr;
      const c = px * px + py * py - r0 * r0;
      let s: f64 = NaN;
      if (flat) {
        s = c / (2 * b);
        if (!(s >= low && s <= high && r0 + s * dr >= 0)) s = NaN;
      } else {
        const root = b * b - a * c;
        if (root >= 0) {
          const q = Math.sqrt(root);
          const s1 = (a > 0 ? b + q : b - q) / a;
          const s2 = (a > 0 ? b - q : b + q) / a;
          if (s1 >= low && s1 <= high && r0 + s1 * dr >= 0) s = s1;
          else if (s2 >= low && s2 <= high && r0 + s2 * dr >= 0) s = s2;
        }
      }
      store<u32>(d, s != s ? background : s < 0 ? start : s > 1 ? end : tableColor(shading.colors, s));
    }
  }
}

/** 8.7.4.5.2, pixel by pixel; as far as the fuel goes. */
function exactly(canvas: Canvas, shading: Shading, m: Matrix, background: u32, out: Surface): void {
  const raster = canvas.raster;
  const toDevice = raster.cellMatrix;
  const inverse = raster.glyphMatrix;
  toDevice.set(<f64>shading.a, <f64>shading.b, <f64>shading.c, <f64>shading.d, <f64>shading.e, <f64>shading.f);
  toDevice.multiply(toDevice, m);
  if (!inverse.invert(toDevice)) return;
  const colors = shading.exact!;
  const width = <f64>shading.x1 - <f64>shading.x0;
  const height = <f64>shading.y1 - <f64>shading.y0;
  const input = push(<usize>MAX_VALUES * 8);
  memory.fill(input, 0, <usize>MAX_VALUES * 8);
  for (let y = out.y0; y < out.y1; y++) {
    if (!spend(raster.store, 1 + ((out.width * Cost.Color) >> 10))) break;
    let u = inverse.x(<f64>out.x0 + 0.5, <f64>y + 0.5);
    let v = inverse.y(<f64>out.x0 + 0.5, <f64>y + 0.5);
    let d = out.at(out.x0, y);
    for (let i = 0; i < out.width; i++, d += 4, u += inverse.a, v += inverse.b) {
      // The sides of the domain are cut smoothly below; a pixel there shows the colour of the side.
      if (u < -1 || u > 2 || v < -1 || v > 2) continue;
      store<f64>(input, <f64>shading.x0 + width * min(max(u, 0), 1));
      store<f64>(input, <f64>shading.y0 + height * min(max(v, 0), 1), 8);
      store<u32>(d, colorAt(colors, input));
    }
  }
  pop(input);
  cutToParallelogram(canvas, out, toDevice, 0, 0, 1, 1);
  if (background) fillBehind(raster.store, out, background);
}

/** 8.7.4.5.2: the grid of colours, smoothed, inside its domain. */
function grid(canvas: Canvas, shading: Shading, m: Matrix, background: u32, out: Surface): void {
  const columns = <i32>shading.columns;
  const rows = <i32>shading.rows;
  charge(canvas.raster.store, out.width, out.height, Cost.Between);
  const picture = shading.colors ? Surface.create(0, 0, columns, rows) : null;
  if (!picture) return;
  const count = <usize>columns * <usize>rows;
  for (let i: usize = 0; i < count; i++) store<u32>(picture.pixels + (i << 2), pixelOf(load<u32>(shading.colors + (i << 2))));
  const raster = canvas.raster;
  const toDevice = raster.cellMatrix;
  const inverse = raster.glyphMatrix;
  toDevice.set(<f64>shading.a, <f64>shading.b, <f64>shading.c, <f64>shading.d, <f64>shading.e, <f64>shading.f);
  toDevice.multiply(toDevice, m);
  toDevice.set(
    toDevice.a / <f64>columns,
    toDevice.b / <f64>columns,
    toDevice.c / <f64>rows,
    toDevice.d / <f64>rows,
    toDevice.e,
    toDevice.f,
  );
  if (inverse.invert(toDevice)) {
    sampleLinear(out, picture, inverse, 1, 1);
    cutToParallelogram(canvas, out, toDevice, 0, 0, <f64>columns, <f64>rows);
    if (background) {
      for (let p = out.pixels, end = p + ((<usize>(out.width * out.height)) << 2); p < end; p += 4) {
        if (load<u32>(p) >>> 24 == 0) store<u32>(p, background);
      }
    }
  }
  picture.destroy();
}
