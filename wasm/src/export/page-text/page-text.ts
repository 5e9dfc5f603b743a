import { Font, FontKind } from '../../abi.js';
import type { DocumentCore } from '../../core.js';
import type { Box, GlyphRun, Matrix, Paint, Stroke } from '../display-list.js';
import { boxOfUnitSquare, meet, union } from '../boxes.js';
import { contoursOf } from '../fonts/bitmap-outline.js';
import type { FacedText, FontFaces } from '../fonts/faces.js';
import { DESCENT, UNITS_PER_EM } from '../fonts/opentype.js';
import type { Images } from '../images.js';
import { Ink } from './ink.js';
import type { PageLetters } from './letters.js';
import { inPlane, linesOf, paragraphsOf, planeOf, UNSEEN, UPRIGHT, type Plane, type ShownLetter } from './lines.js';
import { paragraphElements, decideKerning, fine } from './markup.js';
import { Reaches } from './reach.js';

/** How far letters reach over and under the baseline, in em, where drawings may cover them. */
const REACH_UP = 0.78;
const REACH_DOWN = 0.22;
/** Pixels of a bitmap that becomes an outline. */
const LARGEST_BITMAP = 1 << 18;
/** Bitmaps that are within so many units of one another's place are one glyph. */
const SAME_PLACE = 4;
/** Text smaller than this, in points, is only drawn. */
const SMALLEST = 0.02;
/** Browsers draw no text larger than 10,000 pixels: larger than this, in points, it is drawn, too. */
const LARGEST = 200;
/** How far above a glyph's origin its line begins, in em, in text that is written from the top down (ISO 32000-2, 9.7.4.3). */
const VERTICAL_ORIGIN = 0.88;
/**
 * Letters of headlines: as large as this, in points, and so many a page. Where large letters stand is seen, and browsers place text at whole
 * pixels from the top: they are drawn as shapes below their text. Of slides, which are all large, the others are text alone.
 */
const HEADLINE = 15;
const MOST_OF_HEADLINES = 120;
/** Boxes that are compared before what waits is written. */
const MOST_COMPARED = 20_000_000;
/** Outlines thinner than this, in points, are drawn as thick. */
const THINNEST = 0.4;

/** A glyph that is drawn as a bitmap: the image, and its place in the page. */
export interface Bitmap {
  image: number;
  matrix: Matrix;
}

/** What of a run is text of the page, and what of it is left to be drawn by outlines. */
export interface TakenRun {
  /** Places in the run. */
  drawn: number[];
  /** Of the bitmaps, those of glyphs that are no text. */
  bitmaps: Bitmap[];
  /** Where the letters that show are, in the page; null: none do. */
  ink: Ink | null;
  shown: ShownLetter[];
}

type Point = [u: number, v: number];

/** A bitmap as it was written for a font: how it lay about its glyph, in rounded units. */
interface PlacedBitmap {
  id: number;
  advance: number;
  said: string;
  place: number[];
  written: FacedText | null;
}

/** What the matrix of a run says of its letters. */
interface Setting {
  matrix: GlyphRun['matrix'];
  vertical: boolean;
  /** Its letters show as text. */
  isShown: boolean;
  plane: Plane;
  /** Points. */
  em: number;
  frame: string;
  /** Points of the plane that an advance of an em is. */
  along: number;
  hasPlane: boolean;
  /** How much wider than high its letters are: upright ones may be glyphs as wide, in a plane that is not stretched. */
  width: number;
}

/** Of one bitmap, so many are remembered. */
const MOST_PLACED = 8;

/**
 * The text of a page that has been shown and is not yet written: it may wait until something is drawn over it, so that
 * letters find together that the PDF shows in many pieces, in another order than they are read.
 */
export class PageText {
  private headlines = 0;
  private waiting: ShownLetter[] = [];
  private inks: { ink: Ink; color: string }[] = [];
  /** How often boxes of what waits were compared with what was drawn. */
  private compared = 0;
  private readonly reaches: Reaches;
  /** Bitmaps that have been placed, by their images. */
  private readonly placed = new Map<number, PlacedBitmap[]>();
  private around: Box | null = null;
  /** How the last run was set, and its style. */
  private setting: Setting | null = null;
  private styled: (Pick<GlyphRun, 'fill' | 'strokePaint' | 'stroke'> & { style: string }) | null = null;

  constructor(
    private readonly core: DocumentCore,
    private readonly faces: FontFaces,
    private readonly letters: PageLetters,
    private readonly images: Images,
    [, , width, height]: Box,
  ) {
    this.reaches = new Reaches(width, height);
  }

  /** Sorts out a run's glyphs; `bitmaps`: what of them are bitmaps. Nothing waits yet: see `add`. */
  take(run: GlyphRun, bitmaps?: ReadonlyMap<number, Bitmap>): TakenRun {
    const { font } = run;
    const { id, kind, substituted, program } = new Font(this.core.instance.view, font);
    const visible = run.fill !== null || run.strokePaint !== null;
    const drawnApart =
      !visible ||
      run.vertical ||
      (run.fill?.pattern ?? null) !== null ||
      isIntricate(run.strokePaint, run.stroke) ||
      (kind !== FontKind.Type3 && (heightOf(run) > LARGEST || this.isHeadline(run)));
    const isShown = !drawnApart && kind !== FontKind.Type3;
    const setting = this.settingOf(run, isShown);
    const { em, along, hasPlane } = setting;
    // What no font has is drawn by the reader's own, which have one width.
    const mayLack = isShown && (substituted || !program);
    const isWide = setting.width !== 1 && !(mayLack && lacksGlyphs(run)) && this.faces.mayBeWide(id, setting.width);
    const { plane, frame } = isWide ? { plane: UPRIGHT, frame: '' } : setting;
    const width = isWide ? setting.width : 1;
    const style = drawnApart ? '' : this.styleOf(run);
    const taken: TakenRun = { drawn: [], bitmaps: [], ink: null, shown: [] };
    const outlined: number[] = [];
    let box: Box | null = null;
    const placer = this.faces.placer(id);
    const { letters } = this;
    let left = Infinity;
    let top = Infinity;
    let right = -Infinity;
    let bottom = -Infinity;
    const { glyphs } = run;
    for (let i = 0; i < glyphs.count; i++) {
      const x = glyphs.x(i);
      const y = glyphs.y(i);
      const index = glyphs.index(i);
      const rank = letters.take(font, x, y);
      const height = rank >= 0 && kind === FontKind.Type3 ? letters.heights[rank]! : 0;
      const size = Math.min(height > 0 ? height : em, LARGEST);
      const bitmap = bitmaps?.get(i);
      const writes = rank >= 0 && hasPlane && size > SMALLEST && Number.isFinite(size);
      if (visible && index >= 0 && (drawnApart || !writes)) taken.drawn.push(i);
      if (!writes) {
        if (bitmap) taken.bitmaps.push(bitmap);
        continue;
      }
      const said = letters.texts[rank]!;
      const isBlank = drawnApart || index < 0;
      const advance = (isBlank ? (glyphs.advance(i) * em) / size : glyphs.advance(i)) * width;
      const point = inPlane(plane, x, y);
      // What stands upright in a line from the top down is in the line's middle, and hangs from its start.
      const u = run.vertical ? point[0] - VERTICAL_ORIGIN * size : point[0];
      const v = run.vertical ? point[1] - DESCENT * size : point[1];
      const seen = bitmap ? this.placeBitmap(id, bitmap, x, y, advance, said, plane, size) : null;
      if (bitmap && !seen) taken.bitmaps.push(bitmap);
      const isMissing = mayLack && index < 0;
      const placed = seen ?? placer.place(font, isBlank ? -1 : index, isBlank ? 1 : glyphs.stretch(i) * width, advance, said, isMissing);
      if (!placed) {
        if (visible && !isBlank) taken.drawn.push(i);
        continue;
      }
      if (seen) box = box ? union(box, boxOfUnitSquare(bitmap!.matrix)) : boxOfUnitSquare(bitmap!.matrix);
      else if (!isBlank) {
        outlined.push(i);
        left = Math.min(left, u);
        top = Math.min(top, v - REACH_UP * size);
        right = Math.max(right, u + advance * along);
        bottom = Math.max(bottom, v + REACH_DOWN * size);
      }
      taken.shown.push({
        rank,
        line: letters.lines[rank]!,
        gap: letters.gaps[rank]!,
        rightToLeft: letters.fromRight[rank] !== 0,
        face: placed.face,
        text: placed.text,
        advance: placed.advance,
        size,
        style: bitmap && !seen ? UNSEEN : style,
        frame,
        plane,
        u,
        v,
      });
    }
    const isOutlined = !box;
    if (left <= right) {
      const line = outOfPlane(plane, [left, top, right, bottom]);
      box = box ? union(box, line) : line;
    }
    if (box) taken.ink = new Ink(this.core, run, isOutlined ? outlined : [], box);
    return taken;
  }

  /** How a run is set: mostly as the one before. */
  private settingOf({ matrix, vertical }: GlyphRun, isShown: boolean): Setting {
    const known = this.setting;
    if (known && known.isShown === isShown && known.vertical === vertical && hasSameNumbers(known.matrix, matrix)) return known;
    const [a, b, c, d] = matrix;
    // What does not show stands upright on its baseline, however its glyphs are turned.
    const { plane, size: em, frame } = isShown ? planeOf(a, b, c, d) : vertical ? planeOf(-c, -d, a, b) : planeOf(a, b, b, -a);
    const along = Math.hypot(a, b) / (Math.hypot(plane[0], plane[1]) || 1);
    const hasPlane = Math.abs(plane[0] * plane[3] - plane[1] * plane[2]) > 1e-6;
    const isUpright = frame !== '' && plane[0] > 0 && plane[3] > 0 && plane[1] === 0 && plane[2] === 0;
    const width = isShown && isUpright ? plane[0] / plane[3] : 1;
    return (this.setting = { matrix, vertical, isShown, plane, em, frame, along, hasPlane, width });
  }

  private styleOf(run: GlyphRun): string {
    const known = this.styled;
    if (known && known.fill === run.fill && known.strokePaint === run.strokePaint && known.stroke === run.stroke) return known.style;
    const { fill, strokePaint, stroke } = run;
    const style = styleOf(run);
    this.styled = { fill, strokePaint, stroke, style };
    return style;
  }

  /** Whether a run is drawn as shapes, as one of the first large ones of its page. */
  private isHeadline({ fill, strokePaint, matrix, glyphs }: GlyphRun): boolean {
    if (!fill || strokePaint || matrix[1] !== 0 || matrix[2] !== 0 || Math.abs(matrix[3]) < HEADLINE) return false;
    this.headlines += glyphs.count;
    return this.headlines <= MOST_OF_HEADLINES;
  }

  /** A bitmap as a glyph of its outlines, in the text's plane; null where that cannot be. */
  private placeBitmap(
    id: number,
    { image, matrix }: Bitmap,
    x: number,
    y: number,
    advance: number,
    said: string,
    plane: Plane,
    size: number,
  ): FacedText | null {
    const across = inPlane(plane, matrix[0], matrix[1]);
    const up = inPlane(plane, matrix[2], matrix[3]);
    const corner = inPlane(plane, matrix[4] + matrix[2] - x, matrix[5] + matrix[3] - y);
    const unit = UNITS_PER_EM / size;
    const rounded = (value: number) => Math.round((value * unit) / SAME_PLACE);
    let known = this.placed.get(image);
    if (!known) this.placed.set(image, (known = []));
    for (let i = 0; i < known.length; i++) {
      const one = known[i]!;
      if (one.id !== id || one.advance !== advance || one.said !== said) continue;
      const { place } = one;
      if (place[4] !== rounded(corner[0]) || place[5] !== rounded(corner[1])) continue;
      if (place[0] !== rounded(across[0]) || place[1] !== rounded(across[1])) continue;
      if (place[2] === rounded(up[0]) && place[3] === rounded(up[1])) return one.written;
    }
    const place = [...across, ...up, ...corner].map(rounded);
    const look = [this.images.lookOf(image), ...place].join(' ');
    const written = this.writtenBitmap(id, image, look, advance, said, { across, up, left: corner[0], top: corner[1], unit });
    if (known.length < MOST_PLACED) known.push({ id, advance, said, place, written });
    return written;
  }

  private writtenBitmap(
    id: number,
    image: number,
    look: string,
    advance: number,
    said: string,
    { across, up, left, top, unit }: { across: Point; up: Point; left: number; top: number; unit: number },
  ): FacedText | null {
    return this.faces.placeBitmap(id, look, advance, said, () => {
      const mask = this.images.mask(image);
      if (!mask || mask.width * mask.height > LARGEST_BITMAP) return null;
      const contours = contoursOf(mask.pixels, mask.width, mask.height);
      return (
        contours?.map((contour) => {
          const points: number[] = [];
          for (let i = 0; i < contour.length; i += 2) {
            const [s, t] = [contour[i]! / mask.width, contour[i + 1]! / mask.height];
            points.push((left + across[0] * s - up[0] * t) * unit, -(top + across[1] * s - up[1] * t) * unit);
          }
          return points;
        }) ?? null
      );
    });
  }

  /** Letters to be written. `color`: in which they are opaque, else ''. */
  add({ shown, ink }: TakenRun, color: string): void {
    for (const letter of shown) this.waiting.push(letter);
    if (!ink) return;
    this.inks.push({ ink, color });
    this.around = this.around ? union(this.around, ink.box) : ink.box;
  }

  /** Whether something that is drawn now must come over letters that wait: where it reaches them, unless it is of their colour. */
  isCovered(box: Box, color: string): boolean {
    if (!this.around || !meet(this.around, box)) return false;
    for (const { ink, color: own } of this.inks) {
      this.compared++;
      if ((color !== '' && own === color) || !meet(ink.box, box)) continue;
      this.compared += ink.count;
      if (ink.meets(box)) return true;
    }
    // Letters and shapes without end that go past one another: what waits may be written at any time.
    return this.compared > MOST_COMPARED;
  }

  /** What waits, as SVG. */
  write(): string {
    if (!this.waiting.length) return '';
    const lines = linesOf(this.waiting);
    this.waiting = [];
    this.inks = [];
    this.compared = 0;
    this.around = null;
    decideKerning(lines);
    const paragraphs = paragraphsOf(lines);
    const reaches = this.reaches.of(paragraphs);
    let out = '';
    for (let i = 0; i < paragraphs.length; i++) out += paragraphElements(paragraphs[i]!, reaches[i]);
    return out;
  }
}

function hasSameNumbers(a: GlyphRun['matrix'], b: GlyphRun['matrix']): boolean {
  return a[0] === b[0] && a[1] === b[1] && a[2] === b[2] && a[3] === b[3];
}

function lacksGlyphs({ glyphs }: GlyphRun): boolean {
  for (let i = 0; i < glyphs.count; i++) if (glyphs.index(i) < 0) return true;
  return false;
}

/** Points: how high an em of a run is. */
function heightOf({ matrix }: GlyphRun): number {
  return matrix[2] === 0 ? Math.abs(matrix[3]) : Math.hypot(matrix[2], matrix[3]);
}

/** Whether a stroke is more than CSS knows of outlines of letters. */
function isIntricate(paint: Paint | null, stroke: Stroke | null): boolean {
  return paint !== null && (paint.pattern !== null || (stroke?.dashes.length ?? 0) > 0);
}

function styleOf({ fill, strokePaint, stroke }: GlyphRun): string {
  const styles: string[] = [];
  if (!fill) styles.push(UNSEEN);
  else if (fill.color !== '#000000' || fill.alpha < 1) styles.push(`color:${cssColor(fill)}`);
  if (strokePaint && stroke) {
    const [a, b, c, d] = stroke.pen;
    const width = Math.max(THINNEST, stroke.width * (Math.sqrt(Math.abs(a * d - b * c)) || 1));
    styles.push(`-webkit-text-stroke:${fine(width)}px ${cssColor(strokePaint)}`);
  }
  return styles.join(';');
}

function cssColor({ color, alpha }: Paint): string {
  if (alpha >= 1) return color;
  return `${color}${Math.round(Math.max(0, alpha) * 255)
    .toString(16)
    .padStart(2, '0')}`;
}

/** A box of a text's plane, in the page. */
function outOfPlane(plane: Plane, [u0, v0, u1, v1]: Box): Box {
  if (plane === UPRIGHT) return [u0, v0, u1, v1];
  const [a, b, c, d] = plane;
  const xs = [a * u0 + c * v0, a * u1 + c * v0, a * u0 + c * v1, a * u1 + c * v1];
  const ys = [b * u0 + d * v0, b * u1 + d * v0, b * u0 + d * v1, b * u1 + d * v1];
  return [
    Math.min(xs[0]!, xs[1]!, xs[2]!, xs[3]!),
    Math.min(ys[0]!, ys[1]!, ys[2]!, ys[3]!),
    Math.max(xs[0]!, xs[1]!, xs[2]!, xs[3]!),
    Math.max(ys[0]!, ys[1]!, ys[2]!, ys[3]!),
  ];
}
