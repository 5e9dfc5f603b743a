import { DisplayList } from '../display/list';
import { Pattern, Rule } from '../display/paint';
import { Matrix } from '../geometry/matrix';
import { Path } from '../geometry/path';
import { spend } from '../syntax/store';
import { Canvas } from './canvas';
import { repeatLinear, repeatNearest } from './repeat';
import { clipPath } from './shape';
import { Surface } from './surface';

/** Up to this many copies of a cell are drawn each for itself, which is sharpest. */
const FEW: f64 = 6;
/** Cells larger than this in either direction, in pixels, are drawn each for itself however many there are. */
const LARGE: f64 = 1500;
/** More copies than this are never drawn each for itself for the sake of their size. */
const MANY: f64 = 1000;
/** Steps this near to whole pixels are taken to be so. */
const EXACT: f64 = 1e-3;
/** What a copy costs besides its commands, in fuel. */
const COPY_COST: i32 = 16;

/**
 * Fills `out` with a tiling pattern. ISO 32000-2, 8.7.3. `m`: pattern space → device. A step of the pattern is drawn once, with
 * all copies of the cell that reach into it, and then repeated, unless only a few copies are seen.
 */
export function tile(canvas: Canvas, pattern: Pattern, m: Matrix, color: u32, out: Surface): void {
  const list = changetype<DisplayList>(pattern.cell);
  const raster = canvas.raster;
  const inverse = raster.glyphMatrix;
  const x0 = <f64>min(pattern.x0, pattern.x1);
  const y0 = <f64>min(pattern.y0, pattern.y1);
  const x1 = <f64>max(pattern.x0, pattern.x1);
  const y1 = <f64>max(pattern.y0, pattern.y1);
  let xStep = abs(<f64>pattern.xStep);
  let yStep = abs(<f64>pattern.yStep);
  if (!(xStep > 1e-6)) xStep = x1 - x0;
  if (!(yStep > 1e-6)) yStep = y1 - y0;
  if (!changetype<usize>(list) || !(xStep > 1e-6) || !(yStep > 1e-6) || !inverse.invert(m)) return;
  // The copies that reach into `out`.
  const left = <f64>out.x0;
  const top = <f64>out.y0;
  const right = <f64>out.x1;
  const bottom = <f64>out.y1;
  const px0 = min(min(inverse.x(left, top), inverse.x(right, top)), min(inverse.x(left, bottom), inverse.x(right, bottom)));
  const px1 = max(max(inverse.x(left, top), inverse.x(right, top)), max(inverse.x(left, bottom), inverse.x(right, bottom)));
  const py0 = min(min(inverse.y(left, top), inverse.y(right, top)), min(inverse.y(left, bottom), inverse.y(right, bottom)));
  const py1 = max(max(inverse.y(left, top), inverse.y(right, top)), max(inverse.y(left, bottom), inverse.y(right, bottom)));
  const i0 = Math.floor((px0 - x1) / xStep) + 1;
  const i1 = Math.ceil((px1 - x0) / xStep);
  const j0 = Math.floor((py0 - y1) / yStep) + 1;
  const j1 = Math.ceil((py1 - y0) / yStep);
  const copies = (i1 - i0) * (j1 - j0);
  if (!(copies >= 1)) return;
  const width = Math.sqrt(m.a * m.a + m.b * m.b) * xStep;
  const height = Math.sqrt(m.c * m.c + m.d * m.d) * yStep;
  const bounds = Path.create();
  if (!bounds) return;
  bounds.rect(<f32>x0, <f32>y0, <f32>(x1 - x0), <f32>(y1 - y0));
  // Copies that reach into one step of the pattern: more than one where the cell is larger than the step.
  const across = max(Math.ceil((x1 - x0) / xStep - 1e-6), 1);
  const down = max(Math.ceil((y1 - y0) / yStep - 1e-6), 1);
  if (copies <= max(FEW, across * down) || ((width > LARGE || height > LARGE) && copies <= MANY)) {
    drawCopies(canvas, list, bounds, m, out, pattern.uncolored, color, i0, j0, i1, j1, xStep, yStep);
  } else {
    // Where steps are not whole pixels, or are turned, the cell is drawn at twice its size and sampled between its pixels.
    const upright = (m.b == 0 && m.c == 0) || (m.a == 0 && m.d == 0);
    const exact = upright && abs(width - Math.round(width)) < EXACT && abs(height - Math.round(height)) < EXACT;
    const detail: f64 = exact || max(width, height) > LARGE / 2 ? 1 : 2;
    const columns = max(Math.round(min(width * detail, LARGE)), 1);
    const rows = max(Math.round(min(height * detail, LARGE)), 1);
    const cell = Surface.create(0, 0, <i32>columns, <i32>rows);
    if (cell) {
      // Pattern space → cell: one step is the whole surface.
      const toCell = raster.cellMatrix;
      toCell.set(columns / xStep, 0, 0, rows / yStep, (-x0 * columns) / xStep, (-y0 * rows) / yStep);
      inverse.multiply(inverse, toCell);
      // Kept by value: drawing the cell uses the matrices.
      const a = inverse.a;
      const b = inverse.b;
      const c = inverse.c;
      const d = inverse.d;
      const e = inverse.e;
      const f = inverse.f;
      const pixel = raster.pixel;
      raster.pixel = pixel * detail;
      drawCopies(canvas, list, bounds, toCell, cell, pattern.uncolored, color, 1 - across, 1 - down, 1, 1, xStep, yStep);
      raster.pixel = pixel;
      inverse.set(a, b, c, d, e, f);
      if (exact) repeatNearest(out, cell, inverse);
      else repeatLinear(out, cell, inverse);
      cell.destroy();
    }
  }
  bounds.destroy();
}

/** Draws copies [i0, i1) × [j0, j1) of a cell, each cut to its bounds. */
function drawCopies(
  canvas: Canvas,
  list: DisplayList,
  bounds: Path,
  m: Matrix,
  out: Surface,
  tinted: bool,
  color: u32,
  i0: f64,
  j0: f64,
  i1: f64,
  j1: f64,
  xStep: f64,
  yStep: f64,
): void {
  // By value: cells may hold patterns of their own.
  const a = m.a;
  const b = m.b;
  const c = m.c;
  const d = m.d;
  const e = m.e;
  const f = m.f;
  for (let j = j0; j < j1; j += 1) {
    for (let i = i0; i < i1; i += 1) {
      if (!spend(canvas.raster.store, COPY_COST)) return;
      const inner = canvas.inside(out, tinted, color);
      if (!inner) return;
      const x = i * xStep;
      const y = j * yStep;
      inner.matrix.set(a, b, c, d, a * x + c * y + e, b * x + d * y + f);
      clipPath(inner, bounds, inner.matrix, Rule.NonZero);
      if (!inner.clip.isEmpty) inner.play(list);
      inner.destroy();
    }
  }
}
