/** The name that a file is saved by: the document's, with another ending; of a page, with its number, from 0. */
export function fileName(name: string, extension: string, page?: number): string {
  // An address may hold what no file's name may.
  const stem = name.replace(/\.pdf$/i, '').replace(/[\\/:*?"<>|\p{Cc}]/gu, '_') || 'document';
  return `${stem}${page === undefined ? '' : `-${page + 1}`}.${extension}`;
}
