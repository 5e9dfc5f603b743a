declare module 'opentype.js' {
  export class Path {
    moveTo(x: number, y: number): void;
    lineTo(x: number, y: number): void;
    bezierCurveTo(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void;
    close(): void;
  }
  export class Glyph {
    constructor(options: { name: string; unicode?: number; advanceWidth: number; path: Path });
  }
  export class Font {
    constructor(options: {
      familyName: string;
      styleName: string;
      unitsPerEm: number;
      ascender: number;
      descender: number;
      glyphs: Glyph[];
    });
    toArrayBuffer(): ArrayBuffer;
  }
  export type PathCommand = { type: 'Z' } | { type: 'M' | 'L' | 'C' | 'Q'; x: number; y: number };
  export interface ParsedGlyph {
    name: string | null;
    advanceWidth?: number;
    path: { commands: PathCommand[] };
  }
  export interface ParsedFont {
    numGlyphs: number;
    unitsPerEm: number;
    glyphs: { get(index: number): ParsedGlyph };
    charToGlyphIndex(character: string): number;
  }
  export function parse(font: ArrayBufferLike): ParsedFont;
  const opentype: { Path: typeof Path; Glyph: typeof Glyph; Font: typeof Font };
  export default opentype;
}

declare module 'wawoff2' {
  export function compress(font: Uint8Array): Promise<Uint8Array>;
  export function decompress(font: Uint8Array): Promise<Uint8Array>;
}
