import { DisplayList } from '../display/list';
import { Pattern, Rule } from '../display/paint';
import { Matrix } from '../geometry/matrix';
import { Path } from '../geometry/path';
import { spend } from '../syntax/store';
import { Canvas } from './canvas';
import { charge, Cost } from './charge';
import { PlayFrame, pushFrame, pushList } from './frame';
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

/** A row of copies of a cell: those with i0 ≤ i < i1 in rows of j < j1. */
@unmanaged
class CopyRow extends PlayFrame {
  /** What is to be filled, and what the copies are drawn to: the same, or one step of the pattern, which is then repeated. */
  out: Surface;
  target: Surface;
  /** Pattern space → target, and back from the device to a step. */
  matrix: Matrix;
  inverse: Matrix;
  bounds: Path;
  cell: DisplayList;
  tinted: bool;
  /** The steps are whole pixels. */
  exact: bool;
  color: u32;
  /** Pixels of the target to one of the device. */
  detail: f64;
  xStep: f64;
  yStep: f64;
  i: f64;
  i0: f64;
  i1: f64;
  j: f64;
  j1: f64;
}

/**
 * Has `out` filled with a tiling pattern by frames. ISO 32000-2, 8.7.3. A step of the pattern is drawn once, with all copies of the
 * cell that reach into it, and then repeated, unless only a few copies are seen.
 */
export function beginTile(canvas: Canvas, pattern: Pattern, color: u32, out: Surface): void {
  const list = changetype<DisplayList>(pattern.cell);
  const raster = canvas.raster;
  charge(raster.store, out.width, out.height, Cost.Surface);
  const inverse = raster.glyphMatrix;
  const m = raster.patternMatrix;
  pattern.matrix.read(m);
  m.multiply(m, canvas.matrix);
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
  const row = pushFrame<CopyRow>(raster, canvas, 2 * offsetof<Matrix>() + 8);
  if (!row) return bounds.destroy();
  bounds.rect(<f32>x0, <f32>y0, <f32>(x1 - x0), <f32>(y1 - y0));
  const matrices = (changetype<usize>(row) + offsetof<CopyRow>() + 7) & ~7;
  row.next = nextCopy.index;
  row.onEnd = endCopies.index;
  row.out = out;
  row.target = out;
  row.matrix = changetype<Matrix>(matrices);
  row.inverse = changetype<Matrix>(matrices + offsetof<Matrix>());
  row.bounds = bounds;
  row.cell = list;
  row.tinted = pattern.uncolored;
  row.color = color;
  row.detail = 1;
  row.xStep = xStep;
  row.yStep = yStep;
  row.matrix.copy(m);
  row.inverse.copy(inverse);
  // Copies that reach into one step of the pattern: more than one where the cell is larger than the step.
  const across = max(Math.ceil((x1 - x0) / xStep - 1e-6), 1);
  const down = max(Math.ceil((y1 - y0) / yStep - 1e-6), 1);
  if (copies <= max(FEW, across * down) || ((width > LARGE || height > LARGE) && copies <= MANY)) return setCopies(row, i0, j0, i1, j1);
  // Where steps are not whole pixels, or are turned, the cell is drawn at twice its size and sampled between its pixels.
  const upright = (m.b == 0 && m.c == 0) || (m.a == 0 && m.d == 0);
  row.exact = upright && abs(width - Math.round(width)) < EXACT && abs(height - Math.round(height)) < EXACT;
  charge(raster.store, out.width, out.height, row.exact ? Cost.Row : Cost.Between);
  row.detail = row.exact || max(width, height) > LARGE / 2 ? 1 : 2;
  const columns = max(Math.round(min(width * row.detail, LARGE)), 1);
  const rows = max(Math.round(min(height * row.detail, LARGE)), 1);
  const step = Surface.create(0, 0, <i32>columns, <i32>rows);
  if (!step) return;
  row.target = step;
  // Pattern space → step: one step is the whole surface.
  row.matrix.set(columns / xStep, 0, 0, rows / yStep, (-x0 * columns) / xStep, (-y0 * rows) / yStep);
  row.inverse.multiply(row.inverse, row.matrix);
  setCopies(row, 1 - across, 1 - down, 1, 1);
}

function setCopies(row: CopyRow, i0: f64, j0: f64, i1: f64, j1: f64): void {
  row.i = i0;
  row.i0 = i0;
  row.i1 = i1;
  row.j = j0;
  row.j1 = j1;
}

/** `next` of a `CopyRow`: begins to draw a copy, cut to its bounds. */
function nextCopy(row: CopyRow): bool {
  const canvas = row.canvas;
  if (row.j >= row.j1 || !spend(canvas.raster.store, COPY_COST)) return false;
  const inner = canvas.inside(row.target, row.tinted, row.color);
  if (!inner) return false;
  const m = row.matrix;
  const x = row.i * row.xStep;
  const y = row.j * row.yStep;
  row.i += 1;
  if (row.i >= row.i1) {
    row.i = row.i0;
    row.j += 1;
  }
  inner.pixel *= row.detail;
  inner.matrix.set(m.a, m.b, m.c, m.d, m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f);
  clipPath(inner, row.bounds, inner.matrix, Rule.NonZero);
  if (inner.clip.isEmpty || !pushList(inner, row.cell)) inner.destroy();
  return true;
}

/** `onEnd` of a `CopyRow`. */
function endCopies(row: CopyRow): void {
  const step = row.target;
  row.bounds.destroy();
  if (step == row.out) return;
  if (row.exact) repeatNearest(row.out, step, row.inverse);
  else repeatLinear(row.out, step, row.inverse);
  step.destroy();
}
