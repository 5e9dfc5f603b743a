import opentype, { type Path } from 'opentype.js';
import { compress } from 'wawoff2';
import { Path as OutlinePath, Verb } from '../abi.js';
import type { DocumentCore } from '../core.js';
import type { Glyph } from './display-list.js';
import { dataUrl } from './images.js';

/**
 * The fonts of a converted document. Every glyph that is used is written anew, from its outline, into an OpenType font
 * with PostScript outlines: whatever was wrong with the font in the PDF, browsers take this one.
 *
 * A face maps characters to glyphs, one to one. A PDF's font may draw one character by several glyphs, so it becomes
 * as many faces as that needs: a glyph goes into the first face in which its character is still free, and the text
 * stays what it says.
 */

/** TrueType's usual resolution; a finer one than Type 1's 1000, so rounding does not show. */
const UNITS_PER_EM = 2048;
/** The least that OpenType allows. */
const LEAST_UNITS = 16;
/** Numbers in a charstring have 16 bits (Adobe Technical Note 5177, 3.2), and say how far it is from one point to the next. */
const LONGEST = 32767;
/** Characters that stand for letters joined into one glyph. */
const LIGATURES: Record<string, string> = {
  ff: '\ufb00',
  fi: '\ufb01',
  fl: '\ufb02',
  ffi: '\ufb03',
  ffl: '\ufb04',
  ſt: '\ufb05',
  st: '\ufb06',
};
/** Private use, for glyphs whose text is unknown or not one character. */
const PRIVATE_USE = 0xe000;

interface FacedGlyph {
  index: number;
  stretch: number;
  advance: number;
}

interface Face {
  name: string;
  font: number;
  glyphs: Map<string, FacedGlyph>;
}

/** How a glyph is written in a converted page: a character of a face. */
export interface FacedCharacter {
  face: string;
  character: string;
}

export class FontFaces {
  private readonly faces: Face[] = [];
  private readonly assigned = new Map<string, FacedCharacter>();
  private readonly ofFont = new Map<number, Face[]>();
  private readonly privateUse = new Map<number, number>();

  constructor(private readonly core: DocumentCore) {}

  /** The character and the face by which a glyph of a font is written. */
  place(font: number, glyph: Glyph): FacedCharacter {
    // Widths are the PDF's: one glyph at two widths is two.
    const key = `${font} ${glyph.index} ${glyph.stretch.toFixed(3)} ${glyph.advance.toFixed(4)} ${glyph.text}`;
    const known = this.assigned.get(key);
    if (known) return known;
    const character = this.characterOf(font, glyph.text);
    const faces = this.ofFont.get(font) ?? [];
    this.ofFont.set(font, faces);
    let face = faces.find((f) => !f.glyphs.has(character));
    if (!face) {
      face = { name: `f${this.faces.length}`, font, glyphs: new Map() };
      faces.push(face);
      this.faces.push(face);
    }
    face.glyphs.set(character, { index: glyph.index, stretch: glyph.stretch, advance: glyph.advance });
    const placed = { face: face.name, character };
    this.assigned.set(key, placed);
    return placed;
  }

  /** The `@font-face` rules, one after the other, each with its font as WOFF2. */
  async *rules(): AsyncGenerator<string> {
    for (const face of this.faces) {
      const otf = this.build(face);
      yield `@font-face{font-family:${face.name};src:url(${dataUrl('font/woff2', await compress(otf))}) format("woff2")}\n`;
    }
  }

  private characterOf(font: number, text: string): string {
    const one = LIGATURES[text] ?? text;
    const code = one.codePointAt(0);
    // Not: control characters, spaces of a meaning of their own, surrogates, combining marks that a browser would move.
    const plain = code !== undefined && String.fromCodePoint(code) === one && code > 0x20 && !/[\p{C}\p{Z}\p{M}]/u.test(one);
    if (plain || one === ' ') return one;
    if (one === '\u00a0') return ' ';
    const next = this.privateUse.get(font) ?? PRIVATE_USE;
    this.privateUse.set(font, next < 0xf8ff ? next + 1 : next);
    return String.fromCharCode(next);
  }

  private build(face: Face): Uint8Array {
    const units = unitsOf(face);
    const advanceOf = (em: number) => Math.round(Math.min(LONGEST, Math.max(0, em * units)));
    const notdef = new opentype.Glyph({ name: '.notdef', unicode: undefined, advanceWidth: units / 2, path: new opentype.Path() });
    const glyphs = [notdef];
    if (!face.glyphs.has(' '))
      glyphs.push(new opentype.Glyph({ name: 'space', unicode: 32, advanceWidth: units / 4, path: new opentype.Path() }));
    let n = 0;
    for (const [character, { index, stretch, advance }] of face.glyphs) {
      glyphs.push(
        new opentype.Glyph({
          name: `g${n++}`,
          unicode: character.codePointAt(0)!,
          advanceWidth: advanceOf(advance),
          path: index < 0 ? new opentype.Path() : this.outline(face.font, index, stretch, units),
        }),
      );
    }
    const font = new opentype.Font({
      familyName: face.name,
      styleName: 'Regular',
      unitsPerEm: units,
      ascender: Math.round(units * 0.8),
      descender: -Math.round(units * 0.2),
      glyphs,
    });
    return new Uint8Array(font.toArrayBuffer());
  }

  private outline(font: number, index: number, stretch: number, units: number): Path {
    const { instance } = this.core;
    const out = new opentype.Path();
    const path = this.glyphOutline(font, index);
    if (!path) return out;
    const view = instance.view;
    const { verbData, verbCount, pointData } = new OutlinePath(view, path);
    let at = pointData;
    const limit = LONGEST >> 1;
    const next = (scale: number) => {
      const value = view.getFloat32(at, true) * scale * units;
      at += 4;
      return Math.round(Math.max(-limit, Math.min(limit, Number.isFinite(value) ? value : 0)));
    };
    for (let i = 0; i < verbCount; i++) {
      const verb: Verb = view.getUint8(verbData + i);
      if (verb === Verb.Move) out.moveTo(next(stretch), next(1));
      else if (verb === Verb.Line) out.lineTo(next(stretch), next(1));
      else if (verb === Verb.Cubic) out.bezierCurveTo(next(stretch), next(1), next(stretch), next(1), next(stretch), next(1));
      else out.close();
    }
    instance.exports.dropPath(path);
    return out;
  }

  private glyphOutline(font: number, index: number): number {
    try {
      return this.core.instance.exports.glyphOutline(this.core.store, font, index);
    } catch {
      return 0; // a trap in a broken font: the glyph stays empty
    }
  }
}

/** Units an em: fewer in a face whose glyphs are many ems wide, as those of Type 3 fonts may be. */
function unitsOf({ glyphs }: Face): number {
  let widest = 0;
  for (const { advance } of glyphs.values()) if (Number.isFinite(advance)) widest = Math.max(widest, advance);
  return Math.max(LEAST_UNITS, Math.min(UNITS_PER_EM, Math.floor(LONGEST / 2 / Math.max(widest, 1e-9))));
}
