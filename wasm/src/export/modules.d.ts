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
    glyphs: { readonly length: number; get(index: number): ParsedGlyph };
    charToGlyphIndex(character: string): number;
    substitution: {
      /** Of a feature of one lookup type, as that type has them. */
      getFeature(feature: string): unknown;
      getLigatures(feature: string, script: string): { sub: number[]; by: number }[];
    };
    position: { getKerningTables(script: string): object; getKerningValue(tables: object, left: number, right: number): number };
  }
  export function parse(font: ArrayBufferLike): ParsedFont;
}
