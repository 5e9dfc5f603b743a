import { describe, expect, test } from 'vitest';
import { buildPdf, onePage } from '../pdf-builder.js';
import { show } from '../show.js';

const RED = [255, 0, 0];
const WHITE = [255, 255, 255];

describe('objects that no writer should write', () => {
  test('a stream inside a dictionary is passed over; what follows it counts', async () => {
    const page =
      '<< /Type /Page /Parent 2 0 R /Private << /Length 10 >> stream\n/MediaBox [0 0 9 9]\nendstream /MediaBox [0 0 2 1] /Contents 4 0 R >>';
    const shown = await show(
      buildPdf({
        1: '<< /Type /Catalog /Pages 2 0 R >>',
        2: '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
        3: page,
        4: { stream: '1 0 0 rg 0 0 1 1 re f' },
      }),
    );
    expect([shown.width, shown.height]).toEqual([2, 1]);
    expect(shown.at(0, 0)).toEqual(RED);
    expect(shown.at(1, 0)).toEqual(WHITE);
  });

  test('a dictionary that is not closed before its stream still has its stream', async () => {
    const pdf = Buffer.from(onePage('1 0 0 rg 0 0 200 100 re f')).toString('latin1');
    const open = pdf.replace(/(4 0 obj\n<<[^>]*)>>/, '$1  ');
    expect(open).not.toBe(pdf);
    expect((await show(Buffer.from(open, 'latin1'))).at(100, 50)).toEqual(RED);
  });

  test('a page tree that counts a page and has no /Kids is an empty page', async () => {
    const shown = await show(buildPdf({ 1: '<< /Type /Catalog /Pages 2 0 R >>', 2: '<< /Type /Pages /Count 1 >>' }));
    expect([shown.pageCount, shown.width, shown.height, shown.ink]).toEqual([1, 612, 792, 0]);
    expect(shown.warnings).toContain('page-tree-damaged');
    const empty = buildPdf({ 1: '<< /Type /Catalog /Pages 2 0 R >>', 2: '<< /Type /Pages /Count 0 /Kids [] >>' });
    await expect(show(empty)).rejects.toMatchObject({ code: 'damaged' });
  });
});

test('a form that is XFA alone says so; one with fields beside it does not', async () => {
  const form = (entries: string, catalog = '') => show(onePage('', { catalog: `/AcroForm << /XFA () ${entries} >> ${catalog}` }));
  expect((await form('/Fields []')).warnings).toEqual(['xfa-form']);
  expect((await form('/Fields [10 0 R]', '/NeedsRendering true')).warnings).toEqual(['xfa-form']);
  expect((await form('/Fields [10 0 R]')).warnings).toEqual([]);
});

describe('text', () => {
  test('in a font that the page does not have is shown all the same', async () => {
    const shown = await show(onePage('BT /Missing 40 Tf 10 30 Td (Hello) Tj ET'));
    expect(shown.text).toBe('Hello');
    expect(shown.ink).toBeGreaterThan(0.03);
    expect(shown.warnings).toContain('font-invalid');
  });

  test('that clips and has no outlines leaves nothing to paint on', async () => {
    const spaces = await show(onePage('BT /F1 40 Tf 7 Tr 10 30 Td (   ) Tj ET 1 0 0 rg 0 0 200 100 re f'));
    expect(spaces.ink).toBe(0);
    const none = await show(onePage('BT /F1 40 Tf 7 Tr ET 1 0 0 rg 0 0 200 100 re f'));
    expect(none.ink).toBe(1);
  });
});

describe('colours', () => {
  test('a pattern that is none paints nothing; a colour after it paints', async () => {
    const shown = await show(onePage('/P scn 0 0 100 100 re f 1 0 0 rg 100 0 100 100 re f'));
    expect([shown.at(50, 50), shown.at(150, 50)]).toEqual([WHITE, RED]);
    const missing = await show(onePage('/Pattern cs /P scn 0 0 100 100 re f'));
    expect(missing.ink).toBe(0);
  });

  test('a group in a knockout group is one element of it', async () => {
    // 11.4.6: over the outer group's backdrop, which is nothing, red and green multiply each other, and not the blue.
    const group = (knockout: boolean) =>
      `/Type /XObject /Subtype /Form /BBox [0 0 3 1] /Group << /S /Transparency /K ${knockout} /I ${knockout} >>`;
    const shown = await show(
      onePage('/Outer Do', {
        mediaBox: '[0 0 3 1]',
        resources: '/XObject << /Outer 10 0 R >>',
        objects: {
          10: { dict: `${group(true)} /Resources << /XObject << /Inner 11 0 R >> >>`, stream: '0 0 1 rg 0 0 3 1 re f /Inner Do' },
          11: {
            dict: `${group(false)} /Resources << /ExtGState << /M << /BM /Multiply >> >> >>`,
            stream: '/M gs 1 0 0 rg 0 0 2 1 re f 0 1 0 rg 1 0 2 1 re f',
          },
        },
      }),
    );
    expect([0, 1, 2].map((x) => shown.at(x, 0))).toEqual([RED, [0, 0, 0], [0, 255, 0]]);
  });
});

test('what only presses need changes nothing: overprint, transfer functions, halftones, flatness, stroke adjustment', async () => {
  const entries =
    '/OP true /op true /OPM 1 /TR 10 0 R /TR2 /Default /HT << /HalftoneType 1 >> /BG 10 0 R /UCR 10 0 R /FL 9 /SM 1 /SA true /RI /Perceptual /AIS false /TK true';
  const content = '0 0 1 0 k 0 0 9 9 re f /G gs 50 i /Saturation ri 1 0 0 rg 0 0 9 9 re f';
  const shown = await show(
    onePage(content, {
      resources: `/ExtGState << /G << ${entries} >> >>`,
      objects: { 10: '<< /FunctionType 2 /Domain [0 1] /C0 [1] /C1 [0] /N 1 >>' },
    }),
  );
  expect([shown.at(4, 95), shown.at(20, 95), shown.warnings]).toEqual([RED, WHITE, []]);
});

test('the box of a shading cuts it, but not the background of its pattern', async () => {
  const shading =
    '/ShadingType 2 /ColorSpace /DeviceRGB /Coords [0 0 1 0] /Extend [true true] /Function << /FunctionType 2 /Domain [0 1] /C0 [1 0 0] /C1 [1 0 0] /N 1 >>';
  const drawn = (more: string) =>
    show(
      onePage('/Pattern cs /P scn 0 0 100 100 re f', {
        resources: `/Pattern << /P << /PatternType 2 /Shading << ${shading} ${more} >> >> >>`,
      }),
    );
  const cut = await drawn('/BBox [20 0 40 100]');
  expect([cut.at(10, 50), cut.at(30, 50), cut.at(50, 50)]).toEqual([WHITE, RED, WHITE]);
  const filled = await drawn('/BBox [20 0 40 100] /Background [0 1 0]');
  expect([filled.at(10, 50), filled.at(30, 50), filled.at(50, 50), filled.at(110, 50)]).toEqual([[0, 255, 0], RED, [0, 255, 0], WHITE]);
});

describe('images', () => {
  test('a stencil that is enlarged and turned keeps its edges', async () => {
    // Two columns, painted and not; turned by a quarter and a bit, a hundred times their size.
    const content = 'q 100 20 -20 100 60 0 cm BI /W 2 /H 1 /IM true /BPC 1 /D [1 0] ID \x80 EI Q';
    const shown = await show(onePage(content, { mediaBox: '[0 0 200 140]' }));
    const grays = new Set<number>();
    // Down the middle of the image, across the side between the two.
    for (let x = 60; x < 150; x++) grays.add(shown.at(x, 70)[0]!);
    expect(grays.has(0)).toBe(true);
    expect(grays.size).toBeLessThanOrEqual(5); // black, white, and the pixels that two edges cross
  });
});
