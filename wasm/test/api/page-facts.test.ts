import { openDocument } from '@ode/engine';
import { expect, test } from 'vitest';
import { onePage } from '../pdf-builder.js';

test('a page tells of its fonts, those of its forms too, each once, and of its boxes', async () => {
  const doc = await openDocument(
    onePage('', {
      resources: '/Font << /F1 5 0 R /F2 10 0 R /F3 5 0 R >> /XObject << /X 14 0 R >>',
      page: '/CropBox [10 10 190 90] /TrimBox [20 20 180 80]',
      objects: {
        10: '<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Noto-Sans /Encoding /Identity-H /DescendantFonts [11 0 R] >>',
        11: '<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Noto-Sans /FontDescriptor << /FontFile2 13 0 R >> >>',
        12: '<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] >>',
        13: { stream: '' },
        14: {
          dict: '/Subtype /Form /BBox [0 0 1 1] /Resources << /Font << /G 12 0 R /H 10 0 R >> /XObject << /Self 14 0 R >> >>',
          stream: '',
        },
      },
    }),
  );
  expect(await doc.fonts(0)).toEqual([
    { id: 5, name: 'Helvetica', type: 'Type1', embedded: false, subset: false },
    { id: 10, name: 'Noto-Sans', type: 'CIDFontType2', embedded: true, subset: true },
    { id: 12, name: '', type: 'Type3', embedded: true, subset: false },
  ]);
  expect(await doc.boxes(0)).toEqual({ media: [0, 0, 200, 100], crop: [10, 10, 190, 90], trim: [20, 20, 180, 80] });
  await doc.close();
});
