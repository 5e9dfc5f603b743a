import type { BrowserDocument, PageSize } from '@ode/engine/browser';

const known = new WeakMap<BrowserDocument, readonly PageSize[]>();

/** The sizes of a document's pages, as far as they are known: the same array for everybody, for what is made of it is kept by it. */
export function sizesOf(document: BrowserDocument): readonly PageSize[] {
  let sizes = known.get(document);
  if (!sizes) known.set(document, (sizes = Array.from({ length: document.pageCount }, (_, i) => document.pageSize(i))));
  return sizes;
}

/** The sizes with that of one page, which has been read. */
export function withSize(document: BrowserDocument, index: number, size: PageSize): readonly PageSize[] {
  const sizes = Object.assign([...sizesOf(document)], { [index]: size });
  known.set(document, sizes);
  return sizes;
}
