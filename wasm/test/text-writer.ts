import { onePage, type PageOptions } from './pdf-builder.js';

/**
 * Writes a page of text. /F1 is a font in which every glyph is half an em wide, and whose ToUnicode map says what each
 * code means: `say` gives new codes to characters as they come. At 10 points a glyph is 5 points wide.
 */
export class Writer {
  private readonly codes = new Map<string, number>();
  content = '';

  /** The characters, each a glyph of its own, as a string of codes. */
  say(text: string | string[]): string {
    const hex = [...text].map((c) => {
      if (!this.codes.has(c)) this.codes.set(c, 33 + this.codes.size);
      return this.codes.get(c)!.toString(16).padStart(2, '0');
    });
    return `<${hex.join('')}>`;
  }

  /** Shows text from a point on (y up, as in the file), turned by `angle` quarters to the left. */
  at(x: number, y: number, text: string | string[], { size = 10, angle = 0, font = 'F1' } = {}): this {
    const [c, s] = [[1, 0], [0, 1], [-1, 0], [0, -1]][angle] as [number, number]; // prettier-ignore
    this.content += `BT /${font} ${size} Tf ${c} ${s} ${-s} ${c} ${x} ${y} Tm ${this.say(text)} Tj ET\n`;
    return this;
  }

  raw(content: string): this {
    this.content += `${content}\n`;
    return this;
  }

  file(options: PageOptions = {}): Uint8Array {
    const utf16 = (text: string) => Buffer.from(text, 'utf16le').swap16().toString('hex');
    const rows = [...this.codes].map(([text, code]) => `<${code.toString(16)}> <${utf16(text)}>`);
    const { resources = '', objects, ...rest } = options;
    const font = (name: string) =>
      `<< /Type /Font /Subtype /TrueType /BaseFont /${name} /FirstChar 0 /LastChar 255 /Widths [${'500 '.repeat(256)}] /ToUnicode 11 0 R /FontDescriptor 12 0 R >>`;
    return onePage(this.content, {
      resources: `/Font << /F1 5 0 R /F2 6 0 R /V 7 0 R >> ${resources}`,
      ...rest,
      objects: {
        5: font('One'),
        6: font('Two'),
        7: '<< /Type /Font /Subtype /Type0 /BaseFont /V /Encoding /Identity-V /DescendantFonts [8 0 R] /ToUnicode 13 0 R >>',
        8: '<< /Type /Font /Subtype /CIDFontType2 /BaseFont /V /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 /FontDescriptor 12 0 R >>',
        11: { stream: `1 begincodespacerange <00> <ff> endcodespacerange ${rows.length} beginbfchar ${rows.join('\n')} endbfchar` },
        12: '<< /Type /FontDescriptor /FontName /One /Flags 4 /Ascent 750 /Descent -250 >>',
        13: { stream: '1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0001> <0020> <65e5> endbfrange' },
        ...objects,
      },
    });
  }
}
