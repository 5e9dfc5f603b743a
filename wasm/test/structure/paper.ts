import { openDocument, type Block, type ConvertOptions, type Format } from '@ode/engine';
import { buildPdf, onePage } from '../pdf-builder.js';

/** Writes a page of text in Helvetica and its bold, or in Courier, on US Letter; y counts from the top, as in page space. */
export class Paper {
  private content = '';

  text(x: number, y: number, text: string, { size = 10, bold = false, mono = false } = {}): this {
    const escaped = text.replace(/[\\()]/g, '\\$&');
    this.content += `BT /${mono ? 'F3' : bold ? 'F2' : 'F1'} ${size} Tf ${x} ${792 - y} Td (${escaped}) Tj ET\n`;
    return this;
  }

  /** Lines below one another, 12 points apart; where the next one would stand. */
  lines(x: number, y: number, lines: string[], look = {}): number {
    lines.forEach((line, i) => this.text(x, y + 12 * i, line, look));
    return y + 12 * lines.length;
  }

  /** A rule half a point thick. */
  rule(x0: number, y0: number, x1: number, y1: number): this {
    this.content += `0.5 w ${x0} ${792 - y0} m ${x1} ${792 - y1} l S\n`;
    return this;
  }

  raw(content: string): this {
    this.content += `${content}\n`;
    return this;
  }

  get file(): Uint8Array {
    return onePage(this.content, {
      mediaBox: '[0 0 612 792]',
      resources: '/Font << /F1 5 0 R /F2 10 0 R /F3 11 0 R >>',
      objects: {
        10: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>',
        11: '<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>',
      },
    });
  }

  async blocks(): Promise<Block[]> {
    const doc = await openDocument(this.file);
    for await (const page of doc.structured()) return page.blocks;
    return [];
  }

  async to(format: Format, options: ConvertOptions = {}): Promise<string> {
    return convert(this.file, format, options);
  }

  /** The content stream. */
  get stream(): string {
    return this.content;
  }
}

export async function convert(file: Uint8Array, format: Format, options: ConvertOptions = {}): Promise<string> {
  const doc = await openDocument(file);
  return new Response(doc.convert(format, options)).text();
}

/** A file of several pages. */
export function bound(papers: readonly Paper[], catalog = ''): Uint8Array {
  const font = (name: string) => `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
  const pages = Object.fromEntries(
    papers.flatMap((paper, i) => [
      [
        10 + 2 * i,
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents ${11 + 2 * i} 0 R >>`,
      ],
      [11 + 2 * i, { stream: paper.stream }],
    ]),
  );
  return buildPdf({
    1: `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
    2: `<< /Type /Pages /Count ${papers.length} /Kids [${papers.map((_, i) => `${10 + 2 * i} 0 R`).join(' ')}] >>`,
    3: font('Helvetica'),
    4: font('Helvetica-Bold'),
    ...pages,
  });
}

/** Lines of running text, each about as wide as a column of 230 points. */
export function prose(count: number, word: string): string[] {
  return Array.from({ length: count }, (_, i) => `${word} ${'abcdefghij'[i % 10]} goes on and on until the line is filled`);
}
