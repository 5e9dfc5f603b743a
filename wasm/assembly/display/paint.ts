import { Placement } from './placement';

export const enum Rule {
  NonZero = 0,
  EvenOdd = 1,
}

/** ISO 32000-2, tables 134 and 135. */
export const enum Blend {
  Normal = 0,
  Multiply = 1,
  Screen = 2,
  Overlay = 3,
  Darken = 4,
  Lighten = 5,
  ColorDodge = 6,
  ColorBurn = 7,
  HardLight = 8,
  SoftLight = 9,
  Difference = 10,
  Exclusion = 11,
  Hue = 12,
  Saturation = 13,
  Color = 14,
  Luminosity = 15,
}

/** What a shape is painted with. `pattern` 0: the plain colour. */
@unmanaged
export class Paint {
  /** 0x00BBGGRR, sRGB: red in the lowest byte, as in the framebuffer. */
  color: u32;
  /** 0 to 1. */
  alpha: f32;
  blend: Blend;
  /** A `Pattern`, or 0. */
  pattern: usize;
}

/** ISO 32000-2, 8.4.3. Width and dashes are in user space; the pen matrix takes them to page space. */
@unmanaged
export class Stroke {
  /** 0: the thinnest line that shows. */
  width: f32;
  /** 0 butt, 1 round, 2 square. */
  cap: u32;
  /** 0 miter, 1 round, 2 bevel. */
  join: u32;
  miterLimit: f32;
  dashPhase: f32;
  dashCount: u32;
  /** f32 × dashCount; dashCount 0: solid. */
  dashes: usize;
  a: f32;
  b: f32;
  c: f32;
  d: f32;
}

export const enum PatternKind {
  Tiling = 0,
  Shading = 1,
}

/** A tiling pattern (8.7.3) or a shading (8.7.4), with the matrix from pattern space to page space. */
@unmanaged
export class Pattern {
  kind: PatternKind;
  /** Tiling: `DisplayList` of one cell, in pattern space (y upwards). */
  cell: usize;
  /** Shading: `Shading` (see shading.ts). */
  shading: usize;
  a: f32;
  b: f32;
  c: f32;
  d: f32;
  e: f32;
  f: f32;
  /** Tiling: the cell's /BBox. Shading: /BBox, or x1 < x0 where there is none. */
  x0: f32;
  y0: f32;
  x1: f32;
  y1: f32;
  xStep: f32;
  yStep: f32;
  /** Tiling, PaintType 2: the cell's shapes take the Paint's colour. */
  uncolored: bool;
  /** What the pattern brings to the Paint that has it: its alpha, and its blend mode. Shading: those of its /ExtGState (11.6.7). */
  alpha: f32;
  blend: Blend;

  // @ts-ignore: decorator
  @inline get matrix(): Placement {
    return changetype<Placement>(changetype<usize>(this) + offsetof<Pattern>('a'));
  }
}

/** ISO 32000-2, 11.6.5.2. */
@unmanaged
export class SoftMask {
  /** `DisplayList` of the mask's group, in page space. */
  list: usize;
  luminosity: bool;
  /** Luminosity: the backdrop, 0x00BBGGRR. */
  backdrop: u32;
  /** 256 bytes that map mask values, or 0 for identity. */
  transfer: usize;
  x0: f32;
  y0: f32;
  x1: f32;
  y1: f32;
}
