import { ShadingColors } from '../color/shading-colors';

/** What a `Shading` is drawn from. */
export const enum ShadingKind {
  /** A grid of colours over the function's domain (type 1). */
  Function = 1,
  /** Type 2: a table of colours along the line from (x0, y0) to (x1, y1). */
  Axial = 2,
  /** Type 3: the same between two circles. */
  Radial = 3,
  /** Types 4 and 5: triangles. */
  Mesh = 4,
  /** Types 6 and 7: tensor-product patches. */
  Patches = 5,
}

/**
 * A shading (ISO 32000-2, 8.7.4.5) in pattern space, with its functions and colour space already worked out, but for `exact`.
 * Colours are 0xAABBGGRR, not premultiplied; alpha is 255 but where nothing is to be painted.
 */
@unmanaged
export class Shading {
  kind: ShadingKind;
  /** Paint `background` where the shading paints nothing. Patterns only: for `sh` it is left false. */
  hasBackground: bool;
  /** Axial, Radial: the first or last colour goes on beyond its end. */
  extendStart: bool;
  extendEnd: bool;
  background: u32;
  /** Axial, Radial: from this point, or circle … Function: the domain is x0 to x1, and y0 to y1. */
  x0: f32;
  y0: f32;
  r0: f32;
  /** … to this one. */
  x1: f32;
  y1: f32;
  r1: f32;
  /**
   * Axial, Radial: 256 colours from start to end. Function: `columns` × `rows` colours, each at the middle of its cell of
   * the unit square. Mesh, Patches: 0, or 256 colours that the vertices' values run through.
   */
  colors: usize;
  columns: u32;
  rows: u32;
  /** Function: what gives the colours that no grid is fine enough for; null: the grid is. */
  exact: ShadingColors | null;
  /** Function: from the unit square (the domain, brought to 0…1) to pattern space. */
  a: f32;
  b: f32;
  c: f32;
  d: f32;
  e: f32;
  f: f32;
  /** Mesh: `count` × 3 `MeshVertex`; Patches: `count` × `MeshPatch`; painted in order. */
  pieces: usize;
  count: u32;
}

/** A mesh's vertex. */
@unmanaged
export class MeshVertex {
  x: f32;
  y: f32;
  /** Its colour, 0xAABBGGRR. Where the shading has a table, its value from 0 to 1 as an f32: `value`. */
  color: u32;

  // @ts-ignore: decorator
  @inline get value(): f32 {
    return reinterpret<f32>(this.color);
  }

  // @ts-ignore: decorator
  @inline set value(value: f32) {
    this.color = reinterpret<u32>(value);
  }

  /** The vertex so many behind it. */
  // @ts-ignore: decorator
  @inline plus(count: usize): MeshVertex {
    return changetype<MeshVertex>(changetype<usize>(this) + count * offsetof<MeshVertex>());
  }
}

/** A patch's colours that do not change evenly: so many a side, at even steps of u (down) and v. */
export const OWN_SIDE: usize = 13;

/**
 * A tensor-product patch (8.7.4.5.8): S(u, v) is the sum of p(i, j) · B(i, u) · B(j, v).
 *
 *   ┌ 0 the record   ┌ 20 p00 p01 p02 p03 p10 … p33: x, y (f32)
 */
@unmanaged
export class MeshPatch {
  /** The corners' colours or values, as a vertex has them: at p00, p03, p33 and p30. */
  color00: u32;
  color03: u32;
  color33: u32;
  color30: u32;
  /** Address of OWN_SIDE² colours; 0: the corners' change evenly. */
  own: usize;

  // @ts-ignore: decorator
  @inline get points(): usize {
    return changetype<usize>(this) + offsetof<MeshPatch>();
  }
}
export const MESH_PATCH: usize = offsetof<MeshPatch>() + 16 * 8;
