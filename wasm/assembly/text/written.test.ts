import { describe, expect, test } from 'vitest';
import { bufferOf } from '../../test/hooks.js';
import { TestPage } from '../../test/page.js';
import type { Body } from '../../test/pdf-builder.js';
import { Writer } from '../../test/text-writer.js';

/** Where what is written in form fields and free text is read. */
describe.each(['release', 'debug'])('%s', (target) => {
  /** A page of text with fields, each at a place with lines of text 12 points apart. */
  const textOf = async (writer: Writer, fields: readonly { x: number; y: number; lines: string[]; subtype?: string }[]) => {
    const objects: Record<number, Body> = {};
    fields.forEach(({ x, y, lines, subtype = 'Widget' }, i) => {
      const shown = lines.map((line) => `${writer.say(line)} Tj 0 -12 Td`).join(' ');
      const height = 12 * lines.length;
      objects[40 + i] =
        `<< /Type /Annot /Subtype /${subtype} /Rect [${x} ${y - 3 - height + 12} ${x + 60} ${y + 9}] /AP << /N ${60 + i} 0 R >> >>`;
      objects[60 + i] = {
        dict: `/Type /XObject /Subtype /Form /BBox [0 0 60 ${height}] /Resources << /Font << /F1 5 0 R >> >>`,
        stream: `BT /F1 10 Tf 0 ${height - 9} Td ${shown} ET`,
      };
    });
    const annots = `/Annots [${fields.map((_, i) => `${40 + i} 0 R`).join(' ')}]`;
    const page = await TestPage.of('text', target, writer.file({ page: annots, objects, mediaBox: '[0 0 300 200]' }));
    return Buffer.from(bufferOf(page.hooks, page.hooks.test_text!(page.doc, page.list))).toString('utf16le');
  };

  test('behind its label, before what follows that', async () => {
    const writer = new Writer().at(10, 150, 'Name').at(10, 130, 'Born').at(150, 130, 'in');
    const fields = [
      { x: 180, y: 130, lines: ['Rome'] },
      { x: 60, y: 130, lines: ['1901'] },
      { x: 60, y: 151, lines: ['Enrico'] },
    ];
    expect(await textOf(writer, fields)).toBe('Name Enrico\nBorn 1901 in Rome');
  });

  test('before a label that is right of it', async () => {
    const writer = new Writer().at(30, 150, 'yes').at(30, 130, 'no');
    const fields = [150, 130].map((y) => ({ x: 15, y, lines: ['x'] }));
    expect(await textOf(writer, fields)).toBe('x yes\nx no');
  });

  test('below the line above it, whole, where there is none beside it', async () => {
    const writer = new Writer().at(10, 150, 'Remarks').at(100, 150, 'Total').at(10, 40, 'Thanks');
    const fields = [{ x: 10, y: 130, lines: ['first', 'second'] }];
    expect(await textOf(writer, fields)).toBe('Remarks Total\nfirst\nsecond\nThanks');
  });

  test('alone, and above all text', async () => {
    expect(await textOf(new Writer(), [{ x: 10, y: 130, lines: ['all'] }])).toBe('all');
    expect(await textOf(new Writer().at(10, 40, 'text'), [{ x: 10, y: 130, lines: ['over'], subtype: 'FreeText' }])).toBe('over\ntext');
  });

  test('a stamp is a picture', async () => {
    expect(await textOf(new Writer().at(10, 40, 'text'), [{ x: 60, y: 40, lines: ['paid'], subtype: 'Stamp' }])).toBe('text');
  });
});
