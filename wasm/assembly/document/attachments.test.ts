import { describe, expect, test } from 'vitest';
import { TestDocument } from '../../test/document.js';
import { onePage } from '../../test/pdf-builder.js';

/** Files that documents carry: ISO 32000-2, 7.11.4, 12.5.6.15 and 14.13. */
describe.each(['release', 'debug'])('%s', (target) => {
  const file = onePage('', {
    catalog: '/Names << /EmbeddedFiles << /Names [(a) 20 0 R (none) << /F (none.txt) >>] >> >> /AF [20 0 R 21 0 R]',
    page: '/Annots [30 0 R 31 0 R] /AF [23 0 R]',
    objects: {
      20: '<< /Type /Filespec /F (a.txt) /EF << /F 40 0 R >> >>',
      21: '<< /Type /Filespec /F (b.csv) /EF << /F 41 0 R >> /AFRelationship /Data >>',
      22: '<< /Type /Filespec /F (c.bin) /EF << /UF 42 0 R >> >>',
      23: '<< /Type /Filespec /F (d.txt) /EF << /F 43 0 R >> >>',
      30: '<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 10 10] /FS 22 0 R >>',
      31: '<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 10 10] /FS 20 0 R >>',
      40: { stream: 'first', flate: true },
      41: { stream: '1;2;3' },
      42: { dict: '/Filter /ASCIIHexDecode', stream: '00ff7F>' },
      43: { dict: '/Filter /FlateDecode', stream: 'no deflate data' },
    },
  });

  test('are those of the name tree, of the document and of its pages, each once', async () => {
    const doc = await TestDocument.of(target, file);
    expect(doc.json('attachments')).toEqual([
      { name: 'a.txt', size: -1 },
      { name: 'none.txt', size: -1 },
      { name: 'b.csv', size: -1, relationship: 'Data' },
      { name: 'd.txt', size: -1, page: 0 },
      { name: 'c.bin', size: -1, page: 0 },
    ]);
    // The first of them need no page.
    expect(doc.json('documentAttachments')).toEqual((doc.json('attachments') as object[]).slice(0, 3));
  });

  test('come out decoded; what is damaged, as far as it goes; what is not there, not at all', async () => {
    const doc = await TestDocument.of(target, file);
    expect(doc.attachment(0)).toBe('first');
    expect(doc.attachment(1)).toBeNull();
    expect(doc.attachment(2)).toBe('1;2;3');
    expect(doc.attachment(3)).toBe('');
    expect(doc.attachment(4)).toBe('\x00\xff\x7f');
    expect(doc.warnings).toEqual(['stream-damaged 43']);
    for (const none of [5, 4_000_000_000]) expect(doc.attachment(none)).toBeNull();
  });
});
