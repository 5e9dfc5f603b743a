import { openDocument } from '@ode/engine';
import { expect, test } from 'vitest';
import { onePage } from '../pdf-builder.js';

/** What the public API tells of a document; the engine's side of it is tested in assembly/document/. */
test('relative addresses are put together with the base of the document', async () => {
  const link = (url: string) => `<< /Subtype /Link /Rect [0 0 1 1] /A << /S /URI /URI (${url}) >> >>`;
  const page = `/Annots [${link('c.html')} ${link('../up')} ${link('https://other.example/x')} ${link('mailto:a@example.org')}]`;
  const doc = await openDocument(onePage('', { page, catalog: '/URI << /Base (https://example.org/a/b/) >>' }));
  expect((await doc.links(0)).map(({ rect: _, ...target }) => target)).toEqual([
    { url: 'https://example.org/a/b/c.html' },
    { url: 'https://example.org/a/up' },
    { url: 'https://other.example/x' },
    { url: 'mailto:a@example.org' },
  ]);
  await doc.close();
  const plain = await openDocument(onePage('', { page }));
  expect((await plain.links(0))[0]!.url).toBe('c.html');
  await plain.close();
});

test('attachments come as bytes', async () => {
  const doc = await openDocument(
    onePage('', {
      catalog: '/AF [<< /Type /Filespec /F (a.txt) /EF << /F 20 0 R >> >>]',
      objects: { 20: { stream: 'hello', flate: true } },
    }),
  );
  expect(await doc.attachments()).toEqual([{ name: 'a.txt', size: -1 }]);
  expect(await doc.attachment(0)).toEqual(new Uint8Array(Buffer.from('hello')));
  for (const none of [1, -1, 0.5, NaN]) expect(await doc.attachment(none)).toBeNull();
  await doc.close();
});

test('text runs and the structure tree have the same numbers for marked content', async () => {
  const doc = await openDocument(
    onePage('/H1 << /MCID 4 >> BDC BT /F1 10 Tf 10 50 Td (Title) Tj ET EMC BT /F1 10 Tf 10 20 Td (loose) Tj ET', {
      catalog: '/StructTreeRoot 20 0 R',
      objects: { 20: '<< /K << /S /H1 /Pg 3 0 R /K 4 >> >>' },
    }),
  );
  expect((await doc.pageTextRuns(0)).map(({ text, mcid }) => [text, mcid])).toEqual([
    ['Title', 4],
    ['loose', undefined],
  ]);
  for (const tree of [await doc.structure(), await doc.structure(0)])
    expect(tree).toEqual([{ type: 'H1', role: 'H1', children: [{ page: 0, mcid: 4 }] }]);
  await expect(doc.structure(1)).rejects.toMatchObject({ code: 'page-out-of-range' });
  await doc.close();
});

test('layers that depend on what a page is drawn for, and how large', async () => {
  const doc = await openDocument(
    onePage('/OC /A BDC 1 0 0 rg 0 0 1 1 re f EMC /OC /B BDC 0 0 1 rg 1 0 1 1 re f EMC', {
      mediaBox: '[0 0 2 1]',
      resources: '/Properties << /A 10 0 R /B 11 0 R >>',
      catalog:
        '/OCProperties << /OCGs [10 0 R 11 0 R] /D << /AS [<< /Event /Print /OCGs [10 0 R] /Category [/Print] >> << /Event /View /OCGs [11 0 R] /Category [/Zoom] >>] >> >>',
      objects: {
        10: '<< /Type /OCG /Name (screen) /Usage << /Print << /PrintState /OFF >> >> >>',
        11: '<< /Type /OCG /Name (detail) /Usage << /Zoom << /min 2 >> >> >>',
      },
    }),
  );
  /** Whether the red left half and the blue right half are there. */
  const draw = async (options: { scale?: number; intent?: 'view' | 'print' }) => {
    const { data, width } = await doc.renderPage(0, options);
    const right = (width - 1) * 4;
    return [data[1] === 0, data[right] === 0];
  };
  expect(await draw({})).toEqual([true, false]);
  expect(await draw({ scale: 2 })).toEqual([true, true]);
  expect(await draw({ intent: 'print' })).toEqual([false, true]);
  expect((await doc.layers()).map(({ visible }) => visible)).toEqual([true, false]);
  expect(await draw({})).toEqual([true, false]);
  await doc.close();
});
