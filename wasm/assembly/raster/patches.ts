import { MESH_PATCH, MeshPatch, MeshVertex, OWN_SIDE, Shading } from '../display/shading';
import { Matrix } from '../geometry/matrix';
import { alloc, free } from '../memory/heap';
import { pop, push } from '../memory/stack';
import { spend, Store } from '../syntax/store';
import { Canvas } from './canvas';
import { charge, Cost } from './charge';
import { addTriangle, areaOf, cutToPieces, drawTriangle } from './mesh';
import { Point, Polyline } from './polyline';
import { Surface } from './surface';

/**
 * Patches of types 6 and 7 (ISO 32000-2, 8.7.4.5.7 and 8.7.4.5.8). Each is cut into a grid of squares of two triangles, as fine as
 * it is large on the device.
 */

/** Cuts of a side at most. */
const MOST: f64 = 64;
/** How far a cut's chord may be from where the patch is, in pixels; along its outline. */
const TOLERANCE: f64 = 0.2;
const TOLERANCE_OUTLINE: f64 = 0.05;
/** So long a way along the control points is cut once more where colours change unevenly, in pixels. */
const FINE: f64 = 4;
/** Levels of colour by which the middle of a square may be off. */
const LEVELS: f64 = 1.5;
/** An outline of more points than this is left as whole pixels. */
const MAX_POINTS: u32 = 1 << 18;
/** Patches larger than this, in pixels, are left out: their numbers are no places. */
const FAR: f32 = 1e7;

/** Paints a mesh of patches in order, and cuts it to its outline. */
export function drawPatches(canvas: Canvas, shading: Shading, m: Matrix, out: Surface): void {
  const raster = canvas.raster;
  const side = <usize>MOST + 1;
  const room = alloc(side * side * offsetof<MeshVertex>());
  if (!room) return;
  const grid = changetype<MeshVertex>(room);
  const points = push(16 * 8);
  const line = raster.line;
  line.clear();
  charge(raster.store, <i32>shading.count, 2, Cost.Piece);
  for (let i: u32 = 0; i < shading.count; i++) {
    const patch = changetype<MeshPatch>(shading.pieces + <usize>i * MESH_PATCH);
    if (!placePoints(patch, m, points, out)) continue;
    const cuts = cutsOf(shading, patch, points);
    if (!spend(raster.store, 2 + <i32>((cuts * cuts) >> 1))) break;
    fillGrid(shading, patch, points, cuts, grid);
    drawGrid(raster.store, shading, grid, cuts, out);
    if (line.count > MAX_POINTS) continue;
    if (folds(grid, cuts)) addSquares(line, grid, cuts);
    else addOutline(line, points, areaOf(grid, grid.plus(1), grid.plus(cuts + 1)) < 0);
  }
  pop(points);
  free(room);
  if (line.count <= MAX_POINTS) cutToPieces(canvas, out, line);
}

/** Takes a patch's control points to the device; false where nothing of it can be seen. */
function placePoints(patch: MeshPatch, m: Matrix, points: usize, out: Surface): bool {
  let x0: f32 = Infinity;
  let y0: f32 = Infinity;
  let x1: f32 = -Infinity;
  let y1: f32 = -Infinity;
  const from = patch.points;
  for (let i: usize = 0; i < 16 * 8; i += 8) {
    const px = <f64>load<f32>(from + i);
    const py = <f64>load<f32>(from + i, 4);
    const x = <f32>m.x(px, py);
    const y = <f32>m.y(px, py);
    store<f32>(points + i, x);
    store<f32>(points + i, y, 4);
    x0 = min(x0, x);
    y0 = min(y0, y);
    x1 = max(x1, x);
    y1 = max(y1, y);
  }
  if (!(x1 - x0 < FAR && y1 - y0 < FAR)) return false;
  return x0 <= <f32>(out.x1 + 1) && x1 >= <f32>(out.x0 - 1) && y0 <= <f32>(out.y1 + 1) && y1 >= <f32>(out.y0 - 1);
}

/** Second difference of three control points. */
// @ts-ignore: decorator
@inline function bend(p: usize, step: usize): f64 {
  const x = load<f32>(p) - 2 * load<f32>(p + step) + load<f32>(p + 2 * step);
  const y = load<f32>(p, 4) - 2 * load<f32>(p + step, 4) + load<f32>(p + 2 * step, 4);
  return Math.sqrt(<f64>(x * x + y * y));
}

/** Chords of a cubic whose control points have such a second difference: Wang's bound (1984). */
// @ts-ignore: decorator
@inline function chords(bent: f64, tolerance: f64): f64 {
  return Math.ceil(Math.sqrt((0.75 * bent) / tolerance));
}

/** How often a patch is cut a side. */
function cutsOf(shading: Shading, patch: MeshPatch, points: usize): u32 {
  let bent: f64 = 0;
  let longest: f64 = 0;
  for (let i: usize = 0; i < 4; i++) {
    const row = points + (i << 5);
    const column = points + (i << 3);
    bent = max(bent, max(max(bend(row, 8), bend(row + 8, 8)), max(bend(column, 32), bend(column + 32, 32))));
    let along: f64 = 0;
    let down: f64 = 0;
    for (let k: usize = 0; k < 3; k++) {
      along += wayTo(row + (k << 3), 8);
      down += wayTo(column + (k << 5), 32);
    }
    longest = max(longest, max(along, down));
  }
  let cuts = chords(bent, TOLERANCE);
  // Two triangles miss the middle of a square by a quarter of what its colours twist.
  const uneven = patch.own ? <f64>OWN_SIDE - 1 : Math.ceil(Math.sqrt(twist(shading, patch) / (4 * LEVELS)));
  cuts = max(cuts, min(uneven, Math.ceil(longest / FINE)));
  return cuts >= 1 ? <u32>min(cuts, MOST) : 1; // also where it is NaN
}

// @ts-ignore: decorator
@inline function wayTo(p: usize, step: usize): f64 {
  const x = load<f32>(p + step) - load<f32>(p);
  const y = load<f32>(p + step, 4) - load<f32>(p, 4);
  return Math.sqrt(<f64>(x * x + y * y));
}

/** By how many levels the colours of the corners are no plane. */
function twist(shading: Shading, patch: MeshPatch): f64 {
  const corners = changetype<usize>(patch);
  if (shading.colors) return 255 * <f64>abs(load<f32>(corners) - load<f32>(corners, 4) + load<f32>(corners, 8) - load<f32>(corners, 12));
  let most = 0;
  for (let i: usize = 0; i < 3; i++) {
    const twisted =
      <i32>load<u8>(corners + i) - <i32>load<u8>(corners + i, 4) + <i32>load<u8>(corners + i, 8) - <i32>load<u8>(corners + i, 12);
    most = max(most, abs(twisted));
  }
  return <f64>most;
}

// @ts-ignore: decorator
@inline function bernstein(t: f32, p: usize, step: usize): v128 {
  const s: f32 = 1 - t;
  const a = f32x4.mul(v128.load_zero<u64>(p), f32x4.splat(s * s * s));
  const b = f32x4.mul(v128.load_zero<u64>(p + step), f32x4.splat(3 * t * s * s));
  const c = f32x4.mul(v128.load_zero<u64>(p + 2 * step), f32x4.splat(3 * t * t * s));
  const d = f32x4.mul(v128.load_zero<u64>(p + 3 * step), f32x4.splat(t * t * t));
  return f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
}

/** Fills a grid of (cuts + 1)² vertices. */
function fillGrid(shading: Shading, patch: MeshPatch, points: usize, cuts: u32, grid: MeshVertex): void {
  const curve = push(4 * 8);
  const own = patch.own;
  let vertex = grid;
  for (let j: u32 = 0; j <= cuts; j++) {
    const u = <f32>j / <f32>cuts;
    for (let k: usize = 0; k < 32; k += 8) v128.store_lane<u64>(curve + k, bernstein(u, points + k, 32), 0);
    for (let i: u32 = 0; i <= cuts; i++, vertex = vertex.plus(1)) {
      const v = <f32>i / <f32>cuts;
      v128.store_lane<u64>(changetype<usize>(vertex), bernstein(v, curve, 8), 0); // x and y
      if (own) vertex.color = ownColor(own, u, v);
      else if (shading.colors) vertex.value = mixValues(changetype<usize>(patch), u, v);
      else vertex.color = mixColors(patch.color00, patch.color03, patch.color33, patch.color30, u, v);
    }
  }
  pop(curve);
}

function mixValues(corners: usize, u: f32, v: f32): f32 {
  const low = load<f32>(corners) * (1 - v) + load<f32>(corners, 4) * v;
  const high = load<f32>(corners, 12) * (1 - v) + load<f32>(corners, 8) * v;
  return low * (1 - u) + high * u;
}

/** The colour between those at p00, p03, p33 and p30. */
function mixColors(a: u32, b: u32, c: u32, d: u32, u: f32, v: f32): u32 {
  let mixed: u32 = 0;
  for (let shift: u32 = 0; shift < 32; shift += 8) {
    const low = <f32>((a >> shift) & 255) * (1 - v) + <f32>((b >> shift) & 255) * v;
    const high = <f32>((d >> shift) & 255) * (1 - v) + <f32>((c >> shift) & 255) * v;
    mixed |= (<u32>(low * (1 - u) + high * u + 0.5)) << shift;
  }
  return mixed;
}

function ownColor(own: usize, u: f32, v: f32): u32 {
  const last = <f32>(OWN_SIDE - 1);
  const row = min<usize>(<usize>(u * last), OWN_SIDE - 2);
  const column = min<usize>(<usize>(v * last), OWN_SIDE - 2);
  const p = own + ((row * OWN_SIDE + column) << 2);
  const below = p + (OWN_SIDE << 2);
  return mixColors(load<u32>(p), load<u32>(p, 4), load<u32>(below, 4), load<u32>(below), u * last - <f32>row, v * last - <f32>column);
}

function drawGrid(store: Store, shading: Shading, grid: MeshVertex, cuts: u32, out: Surface): void {
  const down = <usize>cuts + 1;
  for (let j: usize = 0; j < <usize>cuts; j++) {
    for (let i: usize = 0; i < <usize>cuts; i++) {
      const p = grid.plus(j * down + i);
      const q = p.plus(down);
      drawTriangle(store, shading.colors, p, p.plus(1), q, out);
      drawTriangle(store, shading.colors, p.plus(1), q, q.plus(1), out);
    }
  }
}

/** Whether a grid's triangles turn both ways: then the outline does not tell what is covered. */
function folds(grid: MeshVertex, cuts: u32): bool {
  const down = <usize>cuts + 1;
  const turned = areaOf(grid, grid.plus(1), grid.plus(down)) > 0;
  for (let j: usize = 0; j < <usize>cuts; j++) {
    for (let i: usize = 0; i < <usize>cuts; i++) {
      const p = grid.plus(j * down + i);
      const q = p.plus(down);
      const a = areaOf(p, p.plus(1), q);
      const b = areaOf(p.plus(1), q.plus(1), q);
      if (a == 0 || b == 0 || a > 0 != turned || b > 0 != turned) return true;
    }
  }
  return false;
}

function addSquares(line: Polyline, grid: MeshVertex, cuts: u32): void {
  const down = <usize>cuts + 1;
  for (let j: usize = 0; j < <usize>cuts; j++) {
    for (let i: usize = 0; i < <usize>cuts; i++) {
      const p = grid.plus(j * down + i);
      const q = p.plus(down);
      addTriangle(line, p, p.plus(1), q);
      addTriangle(line, p.plus(1), q, q.plus(1));
    }
  }
}

/**
 * Adds a patch's four sides. How often a side is cut depends on nothing but the side, so that the sides of neighbours cancel out.
 */
function addOutline(line: Polyline, points: usize, backwards: bool): void {
  line.start(load<f32>(points), load<f32>(points, 4));
  if (backwards) {
    addSide(line, points, 32, false);
    addSide(line, points + 96, 8, false);
    addSide(line, points + 24, 32, true);
    addSide(line, points, 8, true);
  } else {
    addSide(line, points, 8, false);
    addSide(line, points + 24, 32, false);
    addSide(line, points + 96, 8, true);
    addSide(line, points, 32, true);
  }
}

/** Adds a side from its first control point to its last, or back, without where it begins. */
function addSide(line: Polyline, p: usize, step: usize, back: bool): void {
  const bent = max(bend(p, step), bend(p + step, step));
  const count = chords(bent, TOLERANCE_OUTLINE);
  const cuts: u32 = count >= 1 ? <u32>min(count, 4 * MOST) : 1;
  for (let i: u32 = 1; i < cuts; i++) {
    const at = bernstein(<f32>(back ? cuts - i : i) / <f32>cuts, p, step);
    line.add(f32x4.extract_lane(at, 0), f32x4.extract_lane(at, 1), Point.Smooth);
  }
  const end = back ? p : p + 3 * step;
  line.add(load<f32>(end), load<f32>(end, 4), Point.Corner);
}
