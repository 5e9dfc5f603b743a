import zlib from 'node:zlib';
import { openDocument } from '@ode/engine';
import { describe, expect, test } from 'vitest';
import { onePage, type Body, type PageOptions } from '../pdf-builder.js';
import { show } from '../show.js';

/**
 * Documents that would take for ever, or all memory: each ends by a limit, with what is drawn so far and a warning that
 * names the limit. Every page begins with a red square in its lower left corner.
 */
const RED = [255, 0, 0];
const BLACK = [0, 0, 0];
const SQUARE = '1 0 0 rg 0 0 10 10 re f\n';

async function limited(content: string | Uint8Array, options: PageOptions = {}) {
  const shown = await show(onePage(typeof content === 'string' ? SQUARE + content : content, options));
  expect(shown.at(5, 95)).toEqual(RED);
  return shown.warnings;
}

const form = (stream: string, dict = ''): Body => ({ dict: `/Subtype /Form /BBox [0 0 200 100] ${dict}`, stream });

describe('recursion', () => {
  test('forms, patterns, masks and glyphs that draw themselves', async () => {
    const resources = `/XObject << /Fm 10 0 R >> /Pattern << /P 11 0 R >> /ExtGState << /G << /SMask << /S /Alpha /G 12 0 R >> >> >>
      /Font << /F1 5 0 R /T 13 0 R >>`;
    const own = '/Resources 20 0 R';
    const objects: Record<number, Body> = {
      10: form('/Fm Do', own),
      11: {
        dict: `/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9 ${own}`,
        stream: '/Pattern cs /P scn 0 0 9 9 re f',
      },
      12: form('/G gs 0 0 9 9 re f', `/Group << /S /Transparency >> ${own}`),
      13: `<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /FirstChar 97 /LastChar 97 /Widths [1]
        /Encoding << /Differences [97 /a] >> /CharProcs << /a 14 0 R >> ${own} >>`,
      14: { stream: '1 0 d0 BT /T 1 Tf (a) Tj ET' },
      20: `<< ${resources} >>`,
    };
    for (const content of ['/Fm Do', '/Pattern cs /P scn 20 20 9 9 re f', '/G gs 20 20 9 9 re f', 'BT /T 9 Tf (a) Tj ET'])
      expect(await limited(content, { resources, objects }), content).toContain('nesting-limit');
  });

  test('100,000 nested arrays and dictionaries, in objects and in content', async () => {
    const deep = (open: string) => open.repeat(100_000);
    // They are read to their end, and what is behind them is drawn.
    for (const object of [deep('['), deep('<</A')]) {
      const { at, warnings } = await show(
        onePage(`${SQUARE}/X gs 10 0 10 10 re f`, { resources: '/ExtGState 10 0 R', objects: { 10: object } }),
      );
      expect(at(15, 95)).toEqual(RED);
      expect(warnings).not.toContain('nesting-limit');
    }
    const { at } = await show(onePage(`${SQUARE}${deep('[')}${']'.repeat(100_000)} pop 10 0 10 10 re f`));
    expect(at(15, 95)).toEqual(RED);
  });

  test('100,000 q', async () => {
    expect(await limited('q '.repeat(100_000))).toContain('nesting-limit');
  });

  test('colour spaces and functions that need themselves', async () => {
    const spaces = '/ColorSpace << /C 10 0 R /D /D >>';
    const objects = {
      10: '[/Separation /X 10 0 R 11 0 R]',
      11: '<< /FunctionType 3 /Domain [0 1] /Functions [11 0 R 11 0 R] /Bounds [0.5] /Encode [0 1 0 1] >>',
    };
    await limited('/C cs 1 scn 20 20 9 9 re f /D cs 0 sc', { resources: spaces, objects });
    await limited('/D cs 1 scn 20 20 9 9 re f', {
      resources: '/ColorSpace << /D [/Indexed /D 1 <00>] /DefaultGray [/Separation /X /DeviceGray 11 0 R] >>',
      objects,
    });
  });
});

describe('work', () => {
  test('endless operators', async () => {
    const objects = { 10: form('0 0 m '.repeat(100_000)) };
    expect(await limited('/Fm Do '.repeat(1000), { resources: '/XObject << /Fm 10 0 R >>', objects })).toContain('work-limit');
  }, 180_000);

  test('endless painting, and after it another picture is drawn as always', async () => {
    const objects = { 10: form('0 0 200 100 re f '.repeat(20_000), '/Resources << >>') };
    const content = `${SQUARE} /G gs 0 0 0 rg 20 0 180 100 re W n /Fm Do`;
    const pdf = onePage(content, { resources: '/XObject << /Fm 10 0 R >> /ExtGState << /G << /BM /Luminosity >> >>', objects });
    const doc = await openDocument(pdf);
    const drawn = async (scale: number) => {
      const { data, width } = await doc.renderPage(0, { scale });
      const at = (95 * scale * width + 5 * scale) * 4;
      return [...data.subarray(at, at + 3)];
    };
    expect(await drawn(1)).toEqual(RED);
    expect(doc.warnings.map((w) => w.feature)).toContain('work-limit');
    expect(await drawn(0.2)).toEqual(RED); // each time anew
    doc.close();
  }, 180_000);

  test('forms that double the work at every level', async () => {
    const objects: Record<number, Body> = {};
    for (let i = 10; i < 40; i++) objects[i] = form('/A Do /A Do', `/Resources << /XObject << /A ${Math.min(i + 1, 39)} 0 R >> >>`);
    expect(await limited('/A Do', { resources: '/XObject << /A 10 0 R >>', objects })).toContain('work-limit');
  }, 180_000);
});

describe('memory', () => {
  const picture = (image: Body) =>
    limited('q 50 0 0 50 50 50 cm /Im Do Q 1 0 0 rg 60 0 10 10 re f', { resources: '/XObject << /Im 10 0 R >>', objects: { 10: image } });

  test('a stream that becomes more than half a gigabyte', async () => {
    const stream = zlib.deflateSync(Buffer.alloc(540_000_000), { level: 1 });
    const dict = '/Subtype /Image /Width 100 /Height 100 /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /FlateDecode';
    expect(await picture({ dict, stream })).toEqual(['memory-limit']);
  }, 180_000);

  test('giant images: made smaller, or none', async () => {
    const image = (size: string) => ({ dict: `/Subtype /Image ${size} /BitsPerComponent 8 /ColorSpace /DeviceGray`, stream: 'abc' });
    expect(await picture(image('/Width 2147483647 /Height 1'))).toEqual(['memory-limit']);
    // What is not there is black.
    const file = onePage('100 0 0 100 0 0 cm /Im Do', {
      resources: '/XObject << /Im 10 0 R >>',
      objects: { 10: image('/Width 1000000 /Height 1000000') },
    });
    const shown = await show(file);
    expect([shown.at(50, 50), shown.at(99, 99), shown.at(110, 50)]).toEqual([BLACK, BLACK, [255, 255, 255]]);
  }, 180_000);
});
