import { Path as OutlinePath, Verb } from '../../abi.js';
import type { DocumentCore } from '../../core.js';
import type { Assets } from '../assets.js';
import { CharString } from './charstring.js';
import { Family, type Face } from './face.js';
import { ALTERNATES } from './layout-tables.js';
import { UNITS_PER_EM } from './opentype.js';
import { readerFonts, readersHave } from './reader-fonts.js';

/**
 * The fonts of a converted document. Every glyph that is used is written anew, from its outline, into an OpenType font
 * with PostScript outlines: whatever was wrong with the font in the PDF, browsers take this one.
 *
 * A face maps texts to glyphs, one to one. A PDF's font may draw one text by several glyphs, so it has as many faces
 * as that needs: a glyph goes into the first face in which its text is still free, and the text stays what it says. All of
 * them are in one file.
 */

const EMPTY = new CharString().done();
/** What a shaper would not show, or takes for something else than a glyph of its own. */
const UNSHOWN = /[\p{Cc}\p{Cf}\p{Cs}\p{Z}\p{Default_Ignorable_Code_Point}\ufffe\uffff]/gu;
/** More characters than these are not joined into one glyph. */
const MOST_JOINED = 32;

/** Widths of glyphs that show nothing are told by steps of so many units. */
const BLANK_STEP = 32;

/** How a glyph is written in a converted page: a text of a face. */
export interface FacedText {
  face: Face;
  text: string;
  /** Units. */
  advance: number;
}

/** A glyph as its font has it. */
interface FontsGlyph {
  index: number;
  stretch: number;
  /** Em. */
  advance: number;
}

/** How a glyph was written before. */
interface Placed {
  stretch: number;
  advance: number;
  said: string;
  isMissing: boolean;
  placed: FacedText | null;
}

/** Of one glyph, so many are remembered. */
const MOST_PLACED = 8;

/** So many widths of a font besides its own are glyphs. */
const MOST_WIDTHS = 3;

/** Writes the glyphs of one font. */
class Placer {
  /** What was written before, as most glyphs of a document were, by their indices. */
  private readonly before = new Map<number, Placed[]>();

  /** `write`: writes a glyph that has not been before. */
  constructor(private readonly write: (font: number, glyph: FontsGlyph, said: string, isMissing: boolean) => FacedText | null) {}

  /**
   * The text and the face by which a glyph is written; null when its text cannot be written.
   *
   * @param font where the font lies now
   * @param index in the font program, -1: draws nothing
   * @param advance em
   * @param isMissing no font has the glyph, which is to be seen
   */
  place(font: number, index: number, stretch: number, advance: number, said: string, isMissing = false): FacedText | null {
    let known = this.before.get(index);
    if (!known) this.before.set(index, (known = []));
    for (let i = 0; i < known.length; i++) {
      const one = known[i]!;
      if (one.advance === advance && one.said === said && one.stretch === stretch && one.isMissing === isMissing) return one.placed;
    }
    const placed = this.write(font, { index, stretch, advance }, said, isMissing);
    if (known.length < MOST_PLACED) known.push({ stretch, advance, said, isMissing, placed });
    return placed;
  }
}

export class FontFaces {
  private readonly families: Family[] = [];
  /** By the ids of fonts. */
  private readonly placers = new Map<number, Placer>();
  /** By the ids of fonts, less than 0 for glyphs that the reader's fonts may have. */
  private readonly assigned = new Map<number, Map<string, FacedText | null>>();
  private readonly ofFont = new Map<number, Family>();
  /** By the ids of fonts: how wide some of their glyphs are, beside their own width. */
  private readonly widths = new Map<number, Set<string>>();
  /** What is held until they are written: outlines, and what tells glyphs apart. */
  bytes = 0;

  constructor(
    private readonly core: DocumentCore,
    /** What names begin with. */
    readonly prefix = 'f',
  ) {}

  /** What writes the glyphs of a font, by its id. */
  placer(id: number): Placer {
    let placer = this.placers.get(id);
    if (!placer) this.placers.set(id, (placer = new Placer((...glyph) => this.place(id, ...glyph))));
    return placer;
  }

  /** Whether a font may have glyphs that are so much wider than its own, besides those: each width has outlines of its own. */
  mayBeWide(id: number, width: number): boolean {
    let widths = this.widths.get(id);
    if (!widths) this.widths.set(id, (widths = new Set()));
    const name = width.toFixed(3);
    if (widths.size < MOST_WIDTHS) widths.add(name);
    return widths.has(name);
  }

  private place(id: number, font: number, glyph: FontsGlyph, said: string, isMissing: boolean): FacedText | null {
    const key = glyph.stretch === 1 ? String(glyph.index) : `${glyph.index} ${glyph.stretch.toFixed(3)}`;
    const outline = () => (glyph.index < 0 ? EMPTY : this.outline(font, glyph.index, glyph.stretch));
    // Widths of what does not show may be rounded.
    const group = isMissing && readersHave(said) ? -id : id;
    return this.assign(group, key, advanceOf(glyph.advance, glyph.index < 0 ? BLANK_STEP : 1), said, outline);
  }

  /**
   * The same of a glyph that is a bitmap. `key`: what it looks like; `contours`: its outlines, in units, y up; null where it can
   * have none.
   */
  placeBitmap(id: number, key: string, advance: number, said: string, contours: () => number[][] | null): FacedText | null {
    return this.assign(id, `b${key}`, advanceOf(advance, 1), said, () => {
      const outlines = contours();
      if (!outlines) return null;
      const out = new CharString();
      for (const contour of outlines) out.polygon(contour);
      return out.done();
    });
  }

  private assign(id: number, look: string, advance: number, said: string, outline: () => Uint8Array | null): FacedText | null {
    // Widths are the PDF's: one glyph at two widths is two.
    const key = `${look} ${advance} ${said}`;
    let assigned = this.assigned.get(id);
    if (!assigned) this.assigned.set(id, (assigned = new Map()));
    const known = assigned.get(key);
    if (known !== undefined) return known;
    const placed = this.assignAnew(id, advance, said, outline);
    assigned.set(key, placed);
    this.bytes += key.length;
    return placed;
  }

  private assignAnew(id: number, advance: number, said: string, draw: () => Uint8Array | null): FacedText | null {
    const text = said.replace(UNSHOWN, '') || '\ufffd';
    if (text.length > MOST_JOINED) return null;
    const outline = draw();
    if (!outline) return null;
    this.bytes += outline.length;
    const glyph = { advance, outline };
    const face = this.ofFont.get(id)?.add(text, glyph) ?? this.begin(id).add(text, glyph)!;
    return { face, text, advance };
  }

  private begin(id: number): Family {
    const family = new Family(`${this.prefix}${this.families.length}`, id < 0);
    this.families.push(family);
    this.ofFont.set(id, family);
    return family;
  }

  /** The `@font-face` rules, one after the other, each with its font. */
  async *rules(assets: Assets): AsyncGenerator<string> {
    for (const family of this.families) {
      const rules = family.faces.map((face) => ruleOf(face, family)).join('');
      yield assets.settled(`@font-face{font-family:${family.name};src:url(${assets.url('font/woff', family.file())})}${rules}\n`);
    }
  }

  private outline(font: number, index: number, stretch: number): Uint8Array {
    const out = new CharString();
    drawOutline(this.core, font, index, {
      moveTo: (x, y) => out.moveTo(x * stretch * UNITS_PER_EM, y * UNITS_PER_EM),
      lineTo: (x, y) => out.lineTo(x * stretch * UNITS_PER_EM, y * UNITS_PER_EM),
      curveTo: (x1, y1, x2, y2, x, y) => {
        const [across, up] = [stretch * UNITS_PER_EM, UNITS_PER_EM];
        out.curveTo(x1 * across, y1 * up, x2 * across, y2 * up, x * across, y * up);
      },
    });
    return out.done();
  }
}

/**
 * What has features of its own besides those of a face: text that is not joined with what is beside it (n), and text from right to
 * left (r). Browsers shape what has other features by itself (CSS Text 3, 7.3), even where these are none of the font's.
 */
export const SPECIAL_FEATURES: Readonly<Record<string, string>> = {
  n: '"zero" 0',
  r: '"init" 0,"medi" 0,"fina" 0,"isol" 0,"rlig" 0,"calt" 0',
};

function ruleOf({ name, index, glyphs, special }: Face, family: Family): string {
  const readers = family.isMissing ? `${readerFonts(glyphs.keys())},` : '';
  if (!index) return `.${name}{font-family:${readers}${name};font-feature-settings:normal}`;
  const features = `font-feature-settings:"${ALTERNATES}" ${index}`;
  const both = [...special].map((other) => `.page .${name}.${other}{${features},${SPECIAL_FEATURES[other]!}}`);
  return `.${name}{font-family:${readers}${family.name};${features}}${both.join('')}`;
}

/** Units, by steps of so many. */
function advanceOf(advance: number, step: number): number {
  return Math.round((Math.min(32, Math.max(0, advance || 0)) * UNITS_PER_EM) / step) * step;
}

/** What an outline is drawn by. Points are in em, y up. */
export interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  curveTo(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void;
  close?(): void;
}

/** Draws the outline of a font's glyph. */
export function drawOutline({ instance, store }: DocumentCore, font: number, index: number, pen: Pen): void {
  let path = 0;
  try {
    path = instance.exports.glyphOutline(store, font, index);
  } catch {
    // a trap in a broken font: the glyph stays empty
  }
  if (!path) return;
  const { verbData, verbCount, pointData } = new OutlinePath(instance.view, path);
  const { buffer } = instance.view;
  const verbs = new Uint8Array(buffer, verbData, verbCount);
  const points = new Float32Array(buffer);
  let at = pointData >> 2;
  for (let i = 0; i < verbCount; i++) {
    const verb: Verb = verbs[i]!;
    if (verb === Verb.Move) pen.moveTo(points[at]!, points[at + 1]!);
    else if (verb === Verb.Line) pen.lineTo(points[at]!, points[at + 1]!);
    else if (verb === Verb.Cubic)
      pen.curveTo(points[at]!, points[at + 1]!, points[at + 2]!, points[at + 3]!, points[at + 4]!, points[at + 5]!);
    else pen.close?.();
    at += verb === Verb.Cubic ? 6 : verb === Verb.Close ? 0 : 2;
  }
  instance.exports.dropPath(path);
}
