import { Arena } from '../memory/arena';
import { ColorSpace } from '../color/space';
import { transferred } from '../color/transfer';
import { Blend, Paint, Pattern, Stroke } from '../display/paint';
import { Font } from '../font/font';
import { Matrix } from '../geometry/matrix';
import { Overprint } from './overprint';

/** Text rendering modes, ISO 32000-2, table 104. Bit 2: the text also clips. */
export const enum TextMode {
  Fill = 0,
  Stroke = 1,
  FillStroke = 2,
  Invisible = 3,
}

/** A colour, for filling or for stroking, with all that its `Paint` is made of. */
@unmanaged
export class Ink {
  space: ColorSpace | null;
  /** 0x00BBGGRR. */
  color: u32;
  alpha: f32;
  /** A `Pattern`, 0: the plain colour. */
  pattern: usize;
  /** A pattern was asked for that is none: nothing is painted, as in PDFium and pdf.js. */
  isVoid: bool;
  /** The `Overprint` flags of which one has to hold for the colour to leave colorants alone; 0: it never does. */
  overprints: u8;
  /** The `Paint` in the list that says just this; null: to be made. */
  paint: Paint | null;
}

/**
 * The graphics state, ISO 32000-2, 8.4: what `q` saves and `Q` brings back, by a plain copy. What it points to is never
 * changed, only replaced. Matrices are to page space.
 */
@unmanaged
export class State {
  // ctm
  a: f64;
  b: f64;
  c: f64;
  d: f64;
  e: f64;
  f: f64;
  // fill
  fillSpace: ColorSpace | null;
  fillColor: u32;
  fillAlpha: f32;
  fillPattern: usize;
  fillIsVoid: bool;
  fillOverprints: u8;
  fillPaint: Paint | null;
  // stroke
  strokeSpace: ColorSpace | null;
  strokeColor: u32;
  strokeAlpha: f32;
  strokePattern: usize;
  strokeIsVoid: bool;
  strokeOverprints: u8;
  strokePaint: Paint | null;
  blend: Blend;
  /** `Overprint` flags. */
  overprint: u32;
  /** A `SoftMask`, 0: none. */
  softMask: usize;
  /** How colours become the screen's: an `Intent`. */
  intent: u32;
  /** What becomes of colours before they are painted: see color/transfer.ts. */
  transfer: usize;
  lineWidth: f32;
  cap: u32;
  join: u32;
  miterLimit: f32;
  dashPhase: f32;
  dashCount: u32;
  dashes: usize;
  /** The `Stroke` in the list that says just this; null: to be made. */
  stroke: Stroke | null;
  font: Font | null;
  fontSize: f64;
  charSpace: f64;
  wordSpace: f64;
  /** Tz / 100. */
  stretch: f64;
  leading: f64;
  rise: f64;
  mode: u32;

  // @ts-ignore: decorator
  @inline get ctm(): Matrix {
    return changetype<Matrix>(changetype<usize>(this));
  }

  // @ts-ignore: decorator
  @inline get fill(): Ink {
    return changetype<Ink>(changetype<usize>(this) + offsetof<State>('fillSpace'));
  }

  // @ts-ignore: decorator
  @inline get strokeInk(): Ink {
    return changetype<Ink>(changetype<usize>(this) + offsetof<State>('strokeSpace'));
  }

  /** The state at the beginning of a page. Table 51. */
  init(gray: ColorSpace | null): void {
    memory.fill(changetype<usize>(this), 0, offsetof<State>());
    this.ctm.identity();
    this.fillSpace = gray;
    this.strokeSpace = gray;
    this.fillAlpha = 1;
    this.strokeAlpha = 1;
    this.lineWidth = 1;
    this.miterLimit = 10;
    this.stretch = 1;
  }

  /** The CTM, alpha or blend mode has changed: what was made of it is no longer it. */
  forgetPaints(): void {
    this.fillPaint = null;
    this.strokePaint = null;
  }

  /** The Paint of an ink; null when it paints nothing (colorant /None, 8.6.6.4; a pattern that is none), or memory is out. */
  paintOf(arena: Arena, ink: Ink): Paint | null {
    if (ink.paint) return ink.paint;
    const space = ink.space;
    if (ink.isVoid || (space && space.isNone)) return null;
    const p = arena.alloc(offsetof<Paint>());
    if (!p) return null;
    const paint = changetype<Paint>(p);
    paint.color = transferred(this.transfer, ink.color);
    const pattern = changetype<Pattern | null>(ink.pattern);
    paint.alpha = pattern ? ink.alpha * pattern.alpha : ink.alpha;
    paint.blend = this.blendOf(ink, paint.color);
    if (pattern && paint.blend == Blend.Normal) paint.blend = pattern.blend;
    paint.pattern = ink.pattern;
    ink.paint = paint;
    return paint;
  }

  /** An ink's blend mode: where it overprints, as if that were one (11.7.4.3). Black covers all that it is over, whether it does or not. */
  private blendOf(ink: Ink, color: u32): Blend {
    const side: u32 = ink == this.fill ? Overprint.Fill : Overprint.Stroke;
    const overprints = this.overprint & side && this.overprint & (<u32>ink.overprints) && !ink.pattern && color;
    return overprints && this.blend == Blend.Normal ? Blend.Multiply : this.blend;
  }

  /** The blend mode of an image or a shading, whether or not it `namesColorants`. */
  imageBlend(isNamed: bool): Blend {
    return isNamed && (this.overprint & Overprint.Fill) != 0 && this.blend == Blend.Normal ? Blend.Multiply : this.blend;
  }

  /** The Stroke of the line parameters; null when memory is out. */
  strokeOf(arena: Arena): Stroke | null {
    if (this.stroke) return this.stroke;
    const p = arena.alloc(offsetof<Stroke>());
    if (!p) return null;
    const stroke = changetype<Stroke>(p);
    stroke.width = this.lineWidth;
    stroke.cap = this.cap;
    stroke.join = this.join;
    stroke.miterLimit = this.miterLimit;
    stroke.dashPhase = this.dashPhase;
    stroke.dashCount = this.dashCount;
    stroke.dashes = this.dashes;
    stroke.a = <f32>this.a;
    stroke.b = <f32>this.b;
    stroke.c = <f32>this.c;
    stroke.d = <f32>this.d;
    this.stroke = stroke;
    return stroke;
  }
}
