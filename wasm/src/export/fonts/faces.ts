import { Path as OutlinePath, Verb } from '../../abi.js';
import type { DocumentCore } from '../../core.js';
import type { Glyph } from '../display-list.js';
import { dataUrl } from '../markup.js';
import { CharString } from './charstring.js';
import { openTypeFont, UNITS_PER_EM, type FontGlyph } from './opentype.js';
import { woff } from './woff.js';

/**
 * The fonts of a converted document. Every glyph that is used is written anew, from its outline, into an OpenType font
 * with PostScript outlines: whatever was wrong with the font in the PDF, browsers take this one.
 *
 * A face maps texts to glyphs, one to one. A PDF's font may draw one text by several glyphs, so it becomes as many faces
 * as that needs: a glyph goes into the first face in which its text is still free, and the text stays what it says.
 */

const EMPTY = new CharString().done();
/** What a shaper would not show, or takes for something else than a glyph of its own. */
const UNSHOWN = /[\p{Cc}\p{Cf}\p{Cs}\p{Z}\p{Default_Ignorable_Code_Point}\ufffe\uffff]/gu;
/** More characters than these are not joined into one glyph. */
const MOST_JOINED = 32;

/** Widths of glyphs that show nothing are told by steps of so many units. */
const BLANK_STEP = 64;

/** Votes for the distances of a pair of texts, in units. */
type Votes = Map<number, number>;

export class Face {
  readonly glyphs = new Map<string, FontGlyph>();
  /** By texts, joined by `\0`: how much nearer than their widths say two glyphs stand, in units. Once said, it stays. */
  readonly kerning = new Map<string, number>();
  private readonly votes = new Map<string, Votes>();
  /** The texts that are ligatures, by their first character. */
  private readonly joined = new Map<string, string[]>();

  constructor(readonly name: string) {}

  add(text: string, glyph: FontGlyph): void {
    this.glyphs.set(text, glyph);
    const first = String.fromCodePoint(text.codePointAt(0)!);
    if (first !== text) this.joined.set(first, [...(this.joined.get(first) ?? []), text]);
  }

  /** Units from the glyph's origin to the next one's. */
  advance(text: string): number {
    return this.glyphs.get(text)!.advance;
  }

  /** Whether texts that stand behind one another would be taken for a ligature. */
  wouldJoin(before: string, text: string): boolean {
    const both = before + text;
    for (const [first, ligatures] of this.joined)
      if (both.includes(first) && ligatures.some((ligature) => crosses(both, ligature, before.length))) return true;
    return false;
  }

  vote(left: string, right: string, units: number): void {
    const pair = `${left}\0${right}`;
    if (this.kerning.has(pair)) return;
    let votes = this.votes.get(pair);
    if (!votes) this.votes.set(pair, (votes = new Map()));
    votes.set(units, (votes.get(units) ?? 0) + 1);
  }

  /** Says the kerning that there have been votes for. */
  decide(): void {
    for (const [pair, votes] of this.votes) this.kerning.set(pair, winnerOf(votes));
    this.votes.clear();
  }

  async file(): Promise<Uint8Array> {
    const kerning = new Map([...this.kerning].filter(([, units]) => units !== 0));
    return woff(openTypeFont(this.name, this.glyphs, kerning));
  }
}

/** What most of the votes are for; where there is no most, as in text that was placed on a grid, what they are for on the whole. */
function winnerOf(votes: Votes): number {
  let [count, sum] = [0, 0];
  for (const [units, times] of votes) {
    count += times;
    sum += units * times;
  }
  for (const [units, times] of votes) if (2 * times > count) return units;
  return Math.round(sum / count);
}

/** Whether a ligature is found in a text over the place at `at`. */
function crosses(text: string, ligature: string, at: number): boolean {
  for (let i = text.indexOf(ligature); i >= 0; i = text.indexOf(ligature, i + 1)) if (i < at && i + ligature.length > at) return true;
  return false;
}

/** How a glyph is written in a converted page: a text of a face. */
export interface FacedText {
  face: Face;
  text: string;
}

export class FontFaces {
  private readonly faces: Face[] = [];
  /** By the ids of fonts. */
  private readonly assigned = new Map<number, Map<string, FacedText | null>>();
  private readonly ofFont = new Map<number, Face[]>();

  constructor(
    private readonly core: DocumentCore,
    /** What names begin with. */
    readonly prefix = 'f',
  ) {}

  /** The text and the face by which a glyph of a font (its address and its id) is written; null when its text cannot be written. */
  place(font: number, id: number, glyph: Glyph, said: string): FacedText | null {
    const key = glyph.stretch === 1 ? String(glyph.index) : `${glyph.index} ${glyph.stretch.toFixed(3)}`;
    const outline = () => (glyph.index < 0 ? EMPTY : this.outline(font, glyph.index, glyph.stretch));
    // Widths of what does not show may be rounded.
    return this.assign(id, key, advanceOf(glyph, glyph.index < 0 ? BLANK_STEP : 1), said, outline);
  }

  /**
   * The same of a glyph that is a bitmap. `key`: what it looks like; `contours`: its outlines, in units, y up; null where it can
   * have none.
   */
  placeBitmap(id: number, key: string, glyph: Glyph, said: string, contours: () => number[][] | null): FacedText | null {
    return this.assign(id, `b${key}`, advanceOf(glyph, 1), said, () => {
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
    return placed;
  }

  private assignAnew(id: number, advance: number, said: string, draw: () => Uint8Array | null): FacedText | null {
    const text = said.replace(UNSHOWN, '') || '\ufffd';
    if (text.length > MOST_JOINED) return null;
    const outline = draw();
    if (!outline) return null;
    let faces = this.ofFont.get(id);
    if (!faces) this.ofFont.set(id, (faces = []));
    let face = faces.find(({ glyphs }) => !glyphs.has(text));
    if (!face) {
      face = new Face(`${this.prefix}${this.faces.length}`);
      faces.push(face);
      this.faces.push(face);
    }
    face.add(text, { advance, outline });
    return { face, text };
  }

  /** The `@font-face` rules, one after the other, each with its font. */
  async *rules(): AsyncGenerator<string> {
    for (const face of this.faces)
      yield `@font-face{font-family:${face.name};src:url(${dataUrl('font/woff', await face.file())})}.${face.name}{font-family:${face.name}}\n`;
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

/** Units, by steps of so many. */
function advanceOf({ advance }: Glyph, step: number): number {
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
  const { view } = instance;
  const { verbData, verbCount, pointData } = new OutlinePath(view, path);
  let at = pointData;
  const next = () => {
    at += 4;
    return view.getFloat32(at - 4, true);
  };
  for (let i = 0; i < verbCount; i++) {
    const verb: Verb = view.getUint8(verbData + i);
    if (verb === Verb.Move) pen.moveTo(next(), next());
    else if (verb === Verb.Line) pen.lineTo(next(), next());
    else if (verb === Verb.Cubic) pen.curveTo(next(), next(), next(), next(), next(), next());
    else pen.close?.();
  }
  instance.exports.dropPath(path);
}
