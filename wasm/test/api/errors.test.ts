import { OdeError, openDocument, type ErrorCode } from '@ode/engine';
import { describe, expect, test } from 'vitest';
import { buildPdf, onePage } from '../pdf-builder.js';

const latin1 = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));

/** The code of the error with which something is refused. */
async function refusal(work: () => unknown): Promise<ErrorCode> {
  try {
    await work();
  } catch (error) {
    expect(error).toBeInstanceOf(OdeError);
    expect((error as OdeError).message).not.toBe('');
    return (error as OdeError).code;
  }
  throw new Error('It was not refused.');
}

describe('a file is refused', () => {
  test.each<[ErrorCode, string, Uint8Array]>([
    ['empty-file', 'without bytes', new Uint8Array(0)],
    ['not-a-pdf', 'of one byte', latin1('%')],
    ['not-a-pdf', 'that is HTML', latin1('<!doctype html><title>404</title>')],
    ['not-a-pdf', 'that is an image', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 0)],
    ['damaged', 'of a header alone', latin1('%PDF-1.7\n')],
    ['damaged', 'without a page', buildPdf({ 1: '<< /Type /Catalog /Pages 2 0 R >>', 2: '<< /Type /Pages /Kids [] /Count 0 >>' })],
    ['damaged', 'cut off before its pages', onePage('').subarray(0, 40)],
  ])('as %s: one %s', async (code, _, file) => {
    expect(await refusal(() => openDocument(file))).toBe(code);
  });

  test('cut off anywhere, it is refused as damaged or shown', async () => {
    const file = onePage('1 0 0 rg 0 0 200 100 re f');
    for (let length = 9; length < file.length; length += 7) {
      const opened = await openDocument(file.subarray(0, length)).catch((error: OdeError) => error.code);
      if (typeof opened !== 'object') expect([length, opened]).toEqual([length, 'damaged']);
      else expect(opened.pageCount).toBe(1);
    }
  });

  test('where it cannot be fetched, and when that is given up', async () => {
    expect(await refusal(() => openDocument({ url: 'http://127.0.0.1:9/none.pdf' }))).toBe('source-unreachable');
    expect(await refusal(() => openDocument(onePage(''), { signal: AbortSignal.abort() }))).toBe('aborted');
  });
});

test('bytes, an ArrayBuffer and a Blob are the same', async () => {
  const file = onePage('');
  for (const source of [file, file.slice().buffer, new Blob([file.slice()])]) {
    const doc = await openDocument(source);
    expect(doc.pageSize(0)).toEqual({ width: 200, height: 100, rotation: 0 });
    await doc.close();
  }
});

test('the bytes are copied: a document does not change with them', async () => {
  const file = onePage('BT /F1 12 Tf 10 50 Td (Kept) Tj ET');
  const doc = await openDocument(file);
  file.fill(0);
  expect(await doc.pageText(0)).toBe('Kept');
  await doc.close();
});

test('a page that is not there is out of range, whatever is asked of it', async () => {
  const doc = await openDocument(onePage(''));
  for (const page of [1, -1, 0.5, NaN, Infinity, 2 ** 32, '0' as unknown as number])
    for (const work of [
      () => doc.pageSize(page),
      () => doc.renderPage(page),
      () => doc.pageText(page),
      () => doc.pageTextRuns(page),
      () => doc.links(page),
      () => doc.annotations(page),
      () =>
        doc
          .convert('html', { pages: [page] })
          .getReader()
          .read(),
    ])
      expect(await refusal(work)).toBe('page-out-of-range');
  await doc.close();
});

test('pictures that cannot be are refused before anything is drawn', async () => {
  const doc = await openDocument(onePage(''));
  for (const scale of [0, -1, NaN, Infinity, 1e9]) expect(await refusal(() => doc.renderPage(0, { scale }))).toBe('limit-exceeded');
  for (const size of [0, -5, NaN, 1e6, Infinity])
    expect(await refusal(() => doc.renderPage(0, { tile: { x: 0, y: 0, width: size, height: size } }))).toBe('limit-exceeded');
  expect(await refusal(() => doc.renderPage(0, { signal: AbortSignal.abort() }))).toBe('aborted');
  await doc.close();
});

test('a document that is closed says so, and may be closed again', async () => {
  const doc = await openDocument(onePage(''));
  await doc.close();
  await doc.close();
  for (const work of [
    () => doc.warnings,
    () => doc.pageSize(0),
    () => doc.renderPage(0),
    () => doc.pageText(0),
    () => doc.pageTextRuns(0),
    () => doc.links(0),
    () => doc.annotations(0),
    () => doc.outline(),
    () => doc.labels(),
    () => doc.metadata(),
    () => doc.attachments(),
    () => doc.layers(),
    () => doc.permissions(),
    () => doc.convert('html'),
  ])
    expect(await refusal(work)).toBe('closed');
});
