import { Arena } from '../memory/arena';
import { Buffer } from '../memory/buffer';

/**
 * The display list: a page as a flat list of drawing commands, made once by the content interpreter and read by the
 * rasterizer, the text extractor and the exporters. Nothing in it refers to the PDF's syntax.
 *
 * All coordinates are in **page space**: points (1/72 inch, UserUnit applied), origin at the top left corner of the
 * page as it is shown (CropBox, turned by /Rotate), y downwards. A renderer only scales and shifts.
 *
 * A command is  ┌ 0 Op (u32) ┌ 4 size in bytes, header included, a multiple of 4 (u32) ┌ 8 payload
 * Addresses in payloads are u32 and point into the list's arena or to things that live as long as the document.
 */
export const enum Op {
  /** 8 Path, 12 Paint, 16 rule (`Rule`) */
  FillPath = 1,
  /** 8 Path, 12 Paint, 16 Stroke */
  StrokePath = 2,
  /** 8 Path, 12 rule. Cuts the clip down to the path's inside; undone by Restore. An empty path clips everything. */
  ClipPath = 3,
  /** Saves the clip and the soft mask. */
  Save = 4,
  Restore = 5,
  /** See `Glyphs`. */
  Glyphs = 6,
  /** 8 Image, 12 alpha (f32), 16 blend (`Blend`), 20 flags (bit 0: /Interpolate), 24 matrix (6 × f32, unit square → page space; the image's first row is at y = 1) */
  Image = 7,
  /** A stencil mask, painted with a Paint. 8 Image, 12 Paint, 16 flags (bit 0: /Interpolate, bit 1: a glyph, likely to come again), 20 matrix (6 × f32) */
  Stencil = 8,
  /** `sh`: paints the whole clip. 8 Pattern (kind Shading), 12 alpha (f32), 16 blend */
  Shade = 9,
  /** 8 bounds x0 y0 x1 y1 (4 × f32), 24 flags (bit 0 isolated, bit 1 knockout), 28 blend, 32 alpha (f32) */
  BeginGroup = 10,
  EndGroup = 11,
  /** 8 SoftMask, or 0 to take it away. Holds for all that is painted after, until Restore. */
  SetSoftMask = 12,
  /** 8 atom of the tag, 12 MCID (i32, -1: none), 16 ActualText (UTF-16 address, 0: none), 20 its length in code units, 24 object number of the form whose MCIDs these are (0: the page's own) */
  BeginMark = 13,
  EndMark = 14,
  /** 8 atom of the annotation's /Subtype, 12 object number */
  BeginAnnotation = 15,
  EndAnnotation = 16,
}

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

/**
 * The payload of `Op.Glyphs`: glyphs of one font at one size, in the order they are shown. A glyph's outline is in em
 * space (1 = the font size, y up, origin on the baseline); em (u, v) lands at
 *   x = a·stretch·u + c·v + x,   y = b·stretch·u + d·v + y.
 *
 *   8  Font (u32)     12 Paint (0: not filled)     16 Paint of the stroke (0: not stroked)     20 Stroke
 *   24 a  28 b  32 c  36 d (f32)      40 count (u32)      44 flags (bit 0: vertical writing,
 *   bit 1: part of a Type 3 font's glyph that has said its text)     48 count × Glyph
 *
 * Both paints 0: invisible text (render mode 3, or a Type 3 font, whose glyphs follow as commands of their own).
 *
 *   Glyph   ┌ 0  glyph index in the font program (u32, GLYPH_NONE: draws nothing)
 *           │ 4  character code (u32)
 *           │ 8  x  12 y (f32), the glyph's origin in page space
 *           │ 16 advance in em (f32): to the right, or downwards (as a positive number) in vertical writing
 *           │ 20 stretch (f32): 1, or what fits a substitute's glyph to the PDF's width
 *           │ 24 Unicode text: address of UTF-16 (u32)
 *           └ 28 its length in code units (u16)    30 flags (u16; bit 0: single-byte code 32, a word space)
 */
export const GLYPHS_HEADER: u32 = 48;
export const GLYPH_SIZE: u32 = 32;
export const GLYPH_NONE: u32 = 0xffffffff;


@unmanaged
export class DisplayList {
  /** Holds all that the commands point to. */
  arena: Arena;
  /** Page size in points. */
  width: f32;
  height: f32;
  private commandData: usize;
  private commandLength: u32;
  private commandLimit: u32;
  private commandFailed: bool;
  /** The page that it shows, counted from 0: warnings name it. */
  page: i32;

  /** A new empty list whose parts go into `arena`; null when memory is out. */
  static create(arena: Arena): DisplayList | null {
    const p = arena.alloc(offsetof<DisplayList>());
    if (!p) return null;
    const list = changetype<DisplayList>(p);
    list.arena = arena;
    return list;
  }

  /** The commands, one behind the other. */
  // @ts-ignore: decorator
  @inline get commands(): Buffer {
    return changetype<Buffer>(changetype<usize>(this) + offsetof<DisplayList>('commandData'));
  }

  /** Adds a command of `size` bytes (header included, a multiple of 4) and returns its address, good until the next one; 0 when memory is out. */
  add(op: Op, size: u32): usize {
    const p = this.commands.extend(size);
    if (!p) return 0;
    store<u32>(p, op);
    store<u32>(p, size, 4);
    return p;
  }

  /** Moves the commands of a finished list into the arena: nobody releases a pattern's cell or a mask by itself. */
  settle(): void {
    const length = this.commandLength;
    const p = this.arena.alloc(<usize>length + 32); // past the end, as in a Buffer
    if (p) memory.copy(p, this.commandData, length);
    this.release();
    if (!p) return;
    this.commandData = p;
    this.commandLength = length;
    this.commandLimit = length;
  }

  /** Gives back the commands; the arena is its owner's. */
  release(): void {
    this.commands.release();
  }
}
