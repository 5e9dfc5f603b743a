import { Font } from '../font/font';
import { Path } from '../geometry/path';
import { Image } from '../image/image';
import { Blend, Paint, Pattern, Rule, SoftMask, Stroke } from './paint';
import { Placement } from './placement';

/**
 * The commands of a display list. Each begins with a `Command`, its header; what follows depends on the `Op`. A record's
 * references point into the list's arena or to things that live as long as the document.
 */
export const enum Op {
  /** `FillPathCommand` */
  FillPath = 1,
  /** `StrokePathCommand` */
  StrokePath = 2,
  /** `ClipPathCommand`. Cuts the clip down to the path's inside; undone by Restore. An empty path clips everything. */
  ClipPath = 3,
  /** Saves the clip and the soft mask. */
  Save = 4,
  Restore = 5,
  /** `GlyphsCommand` */
  Glyphs = 6,
  /** `ImageCommand` */
  Image = 7,
  /** `StencilCommand` */
  Stencil = 8,
  /** `ShadeCommand` */
  Shade = 9,
  /** `BeginGroupCommand` */
  BeginGroup = 10,
  EndGroup = 11,
  /** `SoftMaskCommand`. Holds for all that is painted after, until Restore. */
  SetSoftMask = 12,
  /** `BeginMarkCommand` */
  BeginMark = 13,
  EndMark = 14,
  /** `BeginAnnotationCommand` */
  BeginAnnotation = 15,
  EndAnnotation = 16,
}

/** The header of each command, and all there is of Save, Restore, EndGroup, EndMark and EndAnnotation. */
@unmanaged
export class Command {
  op: Op;
  /** Bytes, header included; a multiple of 4. */
  size: u32;
}


@unmanaged
export class FillPathCommand extends Command {
  path: Path;
  paint: Paint;
  rule: Rule;
}


@unmanaged
export class StrokePathCommand extends Command {
  path: Path;
  paint: Paint;
  stroke: Stroke;
}


@unmanaged
export class ClipPathCommand extends Command {
  path: Path;
  rule: Rule;
}

export const enum ImageFlag {
  /** /Interpolate */
  Interpolate = 1,
  /** A stencil that is a glyph, likely to come again. */
  Glyph = 2,
  /** It has a mask: what lies below may show. */
  Masked = 4,
}

/** An image in the unit square that `matrix` takes to page space; its first row is at y = 1. */
@unmanaged
export class ImageCommand extends Command {
  image: Image;
  alpha: f32;
  blend: Blend;
  /** `ImageFlag`s. */
  flags: u32;
  // matrix
  a: f32;
  b: f32;
  c: f32;
  d: f32;
  e: f32;
  f: f32;

  // @ts-ignore: decorator
  @inline get matrix(): Placement {
    return changetype<Placement>(changetype<usize>(this) + offsetof<ImageCommand>('a'));
  }
}

/** A stencil mask, painted with a Paint; placed as an image is. */
@unmanaged
export class StencilCommand extends Command {
  image: Image;
  paint: Paint;
  /** `ImageFlag`s. */
  flags: u32;
  // matrix
  a: f32;
  b: f32;
  c: f32;
  d: f32;
  e: f32;
  f: f32;

  // @ts-ignore: decorator
  @inline get matrix(): Placement {
    return changetype<Placement>(changetype<usize>(this) + offsetof<StencilCommand>('a'));
  }
}

/** `sh`: paints the whole clip. */
@unmanaged
export class ShadeCommand extends Command {
  /** Its kind is Shading. */
  pattern: Pattern;
  alpha: f32;
  blend: Blend;
}

export const enum GroupFlag {
  Isolated = 1,
  Knockout = 2,
  /** The colour space that an isolated group names (11.3.4), by its kind; where none is set it is that of the group around. */
  Rgb = 4,
  Cmyk = 8,
  Gray = 16,
}

/** A transparency group (11.4); it reaches no further than its bounds. */
@unmanaged
export class BeginGroupCommand extends Command {
  x0: f32;
  y0: f32;
  x1: f32;
  y1: f32;
  /** `GroupFlag`s. */
  flags: u32;
  blend: Blend;
  alpha: f32;
}


@unmanaged
export class SoftMaskCommand extends Command {
  /** Null: the soft mask is taken away. */
  mask: SoftMask | null;
}


@unmanaged
export class BeginMarkCommand extends Command {
  /** Atom of the tag. */
  tag: u32;
  /** -1: none. */
  mcid: i32;
  /** ActualText: the address of UTF-16, 0: none, and its length in code units. */
  actualText: usize;
  actualTextLength: u32;
  /** Object number of the form whose MCIDs these are; 0: the page's own. */
  form: u32;
}


@unmanaged
export class BeginAnnotationCommand extends Command {
  /** Atom of the annotation's /Subtype. */
  subtype: u32;
  objectNumber: u32;
  /** The place that stays where it is when the annotation is not to be zoomed with the page (12.5.3). */
  x: f32;
  y: f32;
  isOfOneSize: bool;
}

export const enum GlyphsFlag {
  /** Vertical writing. */
  Vertical = 1,
  /** Part of a Type 3 font's glyph that has said its text. */
  Spoken = 2,
}

/**
 * Glyphs of one font at one size, in the order they are shown: `count` × `PlacedGlyph` behind this record. A glyph's
 * outline is in em space (1 = the font size, y up, origin on the baseline); em (u, v) lands at
 *   x = a·stretch·u + c·v + x,   y = b·stretch·u + d·v + y.
 *
 * Both paints null: invisible text (render mode 3, or a Type 3 font, whose glyphs follow as commands of their own).
 */
@unmanaged
export class GlyphsCommand extends Command {
  font: Font;
  /** Null: not filled. */
  paint: Paint | null;
  /** Null: not stroked. */
  strokePaint: Paint | null;
  stroke: Stroke | null;
  a: f32;
  b: f32;
  c: f32;
  d: f32;
  count: u32;
  /** `GlyphsFlag`s. */
  flags: u32;

  // @ts-ignore: decorator
  @inline glyph(i: u32): PlacedGlyph {
    return changetype<PlacedGlyph>(changetype<usize>(this) + offsetof<GlyphsCommand>() + <usize>i * offsetof<PlacedGlyph>());
  }

  /** The size of a command of `count` glyphs. */
  static sizeFor(count: u32): u32 {
    return <u32>offsetof<GlyphsCommand>() + count * <u32>offsetof<PlacedGlyph>();
  }
}

/** A glyph index that draws nothing. */
export const GLYPH_NONE: u32 = 0xffffffff;


@unmanaged
export class PlacedGlyph {
  /** Index in the font program, or GLYPH_NONE. */
  index: u32;
  /** Character code. */
  code: u32;
  /** The glyph's origin in page space. */
  x: f32;
  y: f32;
  /** Em: to the right, or downwards (as a positive number) in vertical writing. */
  advance: f32;
  /** 1, or what fits a substitute's glyph to the PDF's width. */
  stretch: f32;
  /** Unicode text: address of UTF-16, and its length in code units. */
  text: usize;
  textLength: u16;
  /** Bit 0: single-byte code 32, a word space. */
  flags: u16;
}
