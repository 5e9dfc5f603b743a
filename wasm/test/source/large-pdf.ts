import { buildPdf, type Body, type PdfOptions } from '../pdf-builder.js';

/** Bytes that no filter makes fewer, the same each time: a linear congruential generator (Numerical Recipes). */
function noise(count: number): Uint8Array {
  const bytes = new Uint8Array(count);
  let state = 1;
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

export interface LargePdfOptions extends PdfOptions {
  /** The tree has so many kids a node; 0: it is flat. */
  fanOut?: number;
  /** More entries of the catalog, and of a page. */
  catalog?: string;
  page?: (i: number) => string;
  /** More objects, behind those of the pages: from 10 + 3 · pages on. */
  objects?: Record<number, Body>;
}

/** A document whose page i has the text `page i` and an image of `side` × `side` pixels. */
export function largePdf(
  pages: number,
  side: number,
  { fanOut = 0, catalog = '', page = () => '', objects: more = {}, ...options }: LargePdfOptions = {},
): Uint8Array {
  const objects: Record<number, Body> = {
    1: `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
    3: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  };
  const pixels = noise(side * side);
  const leaf = (i: number) => 10 + 3 * i;
  let next = leaf(pages);
  const parents: number[] = [];
  const node = (number: number, parent: number, from: number, to: number): number => {
    const count = to - from;
    const kids: number[] = [];
    if (!fanOut || count <= fanOut) for (let i = from; i < to; i++) kids.push(leaf((parents[i] = number) && i));
    else {
      const share = Math.ceil(count / fanOut);
      for (let i = from; i < to; i += share) kids.push(node(next++, number, i, Math.min(to, i + share)));
    }
    const above = parent ? `/Parent ${parent} 0 R` : '/MediaBox [0 0 200 100] /Resources << /Font << /F1 3 0 R >> >>';
    objects[number] = `<< /Type /Pages /Count ${count} /Kids [${kids.map((kid) => `${kid} 0 R`).join(' ')}] ${above} >>`;
    return number;
  };
  node(2, 0, 0, pages);
  for (let i = 0; i < pages; i++) addPage(objects, { number: leaf(i), parent: parents[i]!, i, side, pixels, more: page(i) });
  return buildPdf({ ...objects, ...more }, options);
}

interface PageOf {
  /** Of the page's object; those of its content and its image follow. */
  number: number;
  parent: number;
  i: number;
  side: number;
  pixels: Uint8Array;
  more?: string;
}

function addPage(objects: Record<number, Body>, { number, parent, i, side, pixels, more = '' }: PageOf): void {
  const resources = `/Font << /F1 3 0 R >> /XObject << /Im ${number + 2} 0 R >>`;
  objects[number] = `<< /Type /Page /Parent ${parent} 0 R /Contents ${number + 1} 0 R /Resources << ${resources} >> ${more} >>`;
  objects[number + 1] = { stream: `BT /F1 12 Tf 10 80 Td (page ${i}) Tj ET q 50 0 0 50 10 10 cm /Im Do Q` };
  objects[number + 2] = {
    dict: `/Type /XObject /Subtype /Image /Width ${side} /Height ${side} /BitsPerComponent 8 /ColorSpace /DeviceGray`,
    stream: pixels,
  };
}

/** As `largePdf`, but for the tree: a node for each of some numbers of pages, which stands in the file behind its pages. */
export function scatteredPdf(shares: readonly number[], side: number): Uint8Array {
  const objects: Record<number, Body> = {
    1: '<< /Type /Catalog /Pages 2 0 R >>',
    3: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  };
  const pixels = noise(side * side);
  const nodes: number[] = [];
  let i = 0;
  let next = 10;
  for (const share of shares) {
    const pages = Array.from({ length: share }, (_, k) => next + 3 * k);
    const parent = next + 3 * share;
    for (const number of pages) addPage(objects, { number, parent, i: i++, side, pixels });
    objects[parent] = `<< /Type /Pages /Parent 2 0 R /Count ${share} /Kids [${pages.map((number) => `${number} 0 R`).join(' ')}] >>`;
    nodes.push(parent);
    next = parent + 1;
  }
  objects[2] = `<< /Type /Pages /Count ${i} /Kids [${nodes.map((n) => `${n} 0 R`).join(' ')}] /MediaBox [0 0 200 100] >>`;
  return buildPdf(objects);
}
