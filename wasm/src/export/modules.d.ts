declare module 'opentype.js' {
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
    substitution: { getLigatures(feature: string, script: string): { sub: number[]; by: number }[] };
    position: { getKerningTables(script: string): object; getKerningValue(tables: object, left: number, right: number): number };
  }
  export function parse(font: ArrayBufferLike): ParsedFont;
}
