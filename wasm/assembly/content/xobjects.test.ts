import { describe, expect, test } from 'vitest';
import { TestPage } from '../../test/page.js';
import { onePage, type Body, type PageOptions } from '../../test/pdf-builder.js';

/** Forms, images, transparency and patterns. The page is 200 × 100 points: y in page space is 100 - y. */
const UNIT = 'M0 100L1 100L1 99L0 99Z';
const form = (stream: string, dict = ''): Body => ({ dict: `/Type /XObject /Subtype /Form /BBox [0 0 10 10] ${dict}`, stream });

describe.each(['release', 'debug'])('%s', (target) => {
  const page = (content: string, options?: PageOptions) => TestPage.of('content', target, onePage(content, options));
  /** /Fm is object 10, /Gm object 11; ten more objects may follow. */
  const withForms = (content: string, objects: Record<number, Body>, resources = '') =>
    page(content, { resources: `/XObject << /Fm 10 0 R /Gm 11 0 R >> ${resources}`, objects });

  describe('forms', () => {
    test('a form is clipped to its box, in the matrix of its own, and leaves the state as it was', async () => {
      const drawn = await withForms('1 0 0 rg /Fm Do 0 0 1 1 re f', {
        10: form('0 0 1 1 re f 0 1 0 rg 5 w 0 0 1 1 re f', '/Matrix [2 0 0 2 30 20]'),
      });
      expect(drawn.lines()).toEqual([
        'save',
        'clip M30 80L50 80L50 60L30 60Z',
        'fill #ff0000 M30 80L32 80L32 78L30 78Z',
        'fill #00ff00 M30 80L32 80L32 78L30 78Z',
        'restore',
        `fill #ff0000 ${UNIT}`,
      ]);
    });

    test('what a form leaves open is closed, and what it did not open stays open', async () => {
      const drawn = await withForms('q 1 0 0 rg q /Fm Do 0 0 1 1 re f Q Q 0 0 1 1 re f', {
        10: form('Q Q Q q q 0 1 0 rg 2 0 0 2 0 0 cm 0 0 1 1 re'),
      });
      expect(drawn.all('fill').map((c) => c.paint.color)).toEqual(['#ff0000', '#000000']);
      expect(drawn.lines().filter((l) => l === 'save')).toHaveLength(5);
      expect(drawn.lines().filter((l) => l === 'restore')).toHaveLength(5);
    });

    test('names are those of the form, or of the page where the form has no resources', async () => {
      const gs = (alpha: number) => `/ExtGState << /G << /ca ${alpha} >> >>`;
      const content = '/Fm Do /Gm Do';
      const drawn = await withForms(
        content,
        { 10: form('/G gs 0 0 1 1 re f', `/Resources << ${gs(0.25)} >>`), 11: form('/G gs 0 0 1 1 re f') },
        gs(0.5),
      );
      expect(drawn.all('fill').map((c) => c.paint.alpha)).toEqual([0.25, 0.5]);
    });

    test('a text object goes on where it was after a form that shows text', async () => {
      const drawn = await withForms('BT /F1 10 Tf 20 30 Td /Fm Do (A) Tj ET', {
        10: form('BT /F1 10 Tf 5 5 Td (B) Tj ET', '/Resources << /Font << /F1 5 0 R >> >>'),
      });
      expect(drawn.lines().filter((l) => l.startsWith('text'))).toEqual(['text B@5,95', 'text A@20,70']);
    });

    test('a form that draws itself ends with a warning, and what comes after it is drawn', async () => {
      const drawn = await withForms('/Fm Do 0 0 1 1 re f', {
        10: form('1 0 0 1 1 0 cm /Fm Do', '/Resources << /XObject << /Fm 10 0 R >> >>'),
      });
      expect(drawn.warnings).toEqual(['nesting-limit 10']);
      expect(drawn.lines().at(-1)).toBe(`fill #000000 ${UNIT}`);
      expect(drawn.all('save').length).toBe(drawn.all('restore').length);
    });

    test('a reference to a page of another document is told of, and the form that stands for it is drawn (8.10.4)', async () => {
      const drawn = await withForms('/Fm Do', { 10: form('0 0 1 1 re f', '/Ref << /F (other.pdf) /Page 0 >>') });
      expect(drawn.warnings).toEqual(['reference-xobject 10']);
      expect(drawn.all('fill')).toHaveLength(1);
    });

    test('forms that draw each other twice each do not double the work for ever', async () => {
      const resources = '/Resources << /XObject << /Fm 10 0 R /Gm 11 0 R >> >>';
      const drawn = await withForms('/Fm Do', { 10: form('/Gm Do /Gm Do', resources), 11: form('/Fm Do /Fm Do', resources) });
      expect(drawn.warnings).toContain('work-limit');
      expect(drawn.hooks.memory.buffer.byteLength).toBeLessThan(1 << 28);
    });
  });

  describe('images', () => {
    const pixels = (drawn: TestPage, image: number) => {
      const out = drawn.hooks.test_alloc!(16);
      if (!drawn.hooks.test_image!(drawn.doc, image, out)) return null;
      const [width, height, kind, at] = new Uint32Array(drawn.hooks.memory.buffer, out, 4) as unknown as [number, number, number, number];
      return { size: [width, height], data: [...drawn.instance.bytes(at, width * height * (kind === 0 ? 4 : 1))] };
    };

    test('an image fills the unit square', async () => {
      const drawn = await withForms('q 40 0 0 20 10 10 cm /Fm Do Q', {
        10: { dict: '/Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceRGB', stream: Uint8Array.of(1, 2, 3) },
      });
      expect(drawn.lines()).toEqual(['save', 'image 40 0 0 -20 10 90', 'restore']);
      expect(pixels(drawn, drawn.all('image')[0]!.image)).toEqual({ size: [1, 1], data: [1, 2, 3, 255] });
    });

    test('inline images: short names and long, and content that goes on after EI', async () => {
      for (const dict of ['/W 2 /H 2 /BPC 8 /CS /G', '/Width 2 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceGray']) {
        const drawn = await page(`q 2 0 0 2 0 0 cm BI ${dict} ID abcd EI Q 0 0 1 1 re f`);
        expect(drawn.lines(), dict).toEqual(['save', 'image 2 0 0 -2 0 100', 'restore', `fill #000000 ${UNIT}`]);
        expect(pixels(drawn, drawn.all('image')[0]!.image)!.data).toEqual([97, 98, 99, 100]);
      }
    });

    test('inline data may hold what looks like EI, and begin or end with white space', async () => {
      const gray = async (between: string, data: string, after = '\nEI') => {
        const drawn = await page(`BI /W ${data.length} /H 1 /BPC 8 /CS /G ID${between}${data}${after} 0 0 1 1 re f`);
        expect(drawn.lines().at(-1)).toBe(`fill #000000 ${UNIT}`);
        return Buffer.from(pixels(drawn, drawn.all('image')[0]!.image)!.data).toString('latin1');
      };
      expect(await gray(' ', 'a EI b EI Q')).toBe('a EI b EI Q');
      expect(await gray('\n', '\n\n\n')).toBe('\n\n\n');
      expect(await gray('\r\n', 'ab')).toBe('ab');
      expect(await gray(' ', 'abcd', 'EI')).toBe('abcd'); // no white space before EI
    });

    test('an inline image with a filter ends at EI', async () => {
      const drawn = await page('BI /W 2 /H 1 /BPC 8 /CS /RGB /F /AHx ID 010203 0405ff> EI 0 0 1 1 re f');
      expect(pixels(drawn, drawn.all('image')[0]!.image)!.data).toEqual([1, 2, 3, 255, 4, 5, 255, 255]);
      expect(drawn.lines().at(-1)).toBe(`fill #000000 ${UNIT}`);
    });

    test('a stencil takes the fill colour; an inline one too', async () => {
      const drawn = await page('1 0 0 rg q 8 0 0 1 0 0 cm BI /W 8 /H 1 /IM true ID \xa5 EI Q');
      expect(drawn.lines()).toEqual(['save', 'stencil #ff0000 8 0 0 -1 0 100', 'restore']);
      // 1010 0101: a 0 is painted
      expect(pixels(drawn, drawn.all('stencil')[0]!.image)!.data).toEqual([0, 255, 0, 255, 255, 0, 255, 0]);
    });

    test('inline images that are no images, or have no end', async () => {
      for (const text of ['BI /W 0 /H 1 ID x EI', 'BI ID x EI', 'BI /W 1 /H 1 /BPC 8 /CS /Nowhere ID x EI', 'BI EI'])
        expect((await page(`0 0 1 1 re f ${text}`)).lines()[0], text).toBe(`fill #000000 ${UNIT}`);
      const open = await page(`0 0 1 1 re f BI /W 999 /H 999 /BPC 8 /CS /RGB ID ${'x'.repeat(50)}`);
      expect(open.lines()[0]).toBe(`fill #000000 ${UNIT}`);
    });
  });

  describe('transparency', () => {
    const gs = (entries: string) => ({ resources: `/ExtGState << /G << ${entries} >> >>` });

    test('ca, CA and BM go into what is painted', async () => {
      const content = '/G gs 0 0 1 1 re B BT /F1 10 Tf (A) Tj ET';
      const drawn = await page(content, gs('/ca 0.5 /CA 0.25 /BM /Multiply'));
      expect(drawn.lines().slice(0, 4)).toEqual([
        'group 1 normal', // 11.7.4.4: in it the stroke knocks out the fill
        `fill #000000 0.5 multiply ${UNIT}`,
        `stroke #000000 0.25 multiply 1 ${UNIT}`,
        'end-group',
      ]);
      expect(drawn.all('glyphs')[0]!.run.fill).toMatchObject({ alpha: 0.5, blend: 'multiply' });
      const blend = async (value: string) => (await page('/G gs 0 0 1 1 re f', gs(`/BM ${value}`))).all('fill')[0]!.paint.blend;
      expect(await blend('/ColorDodge')).toBe('color-dodge');
      expect(await blend('[/Unheard /Luminosity /Screen]')).toBe('luminosity');
      expect(await blend('[/Compatible /Normal /Screen]')).toBe('normal');
      expect(await blend('/Unheard')).toBe('normal');
      const cut = await page('/G gs 0 0 1 1 re B', gs('/ca 7 /CA -1'));
      expect([cut.all('fill')[0]!.paint.alpha, cut.all('stroke')[0]!.paint.alpha]).toEqual([1, 0]);
    });

    test('LW LC LJ ML D Font in a graphics state dictionary', async () => {
      const drawn = await page('/G gs 0 0 1 1 re S BT (A) Tj ET', gs('/LW 3 /LC 1 /LJ 2 /ML 5 /D [[4 2] 1] /Font [5 0 R 20]'));
      expect(drawn.lines()[0]).toBe(`stroke #000000 3 round bevel limit 5 [4 2] 1 ${UNIT}`);
      expect(drawn.all('glyphs')[0]!.run.matrix[0]).toBe(20);
    });

    test('a transparency group is painted as one, with the alpha and blend mode outside it', async () => {
      const content = '/G gs /Fm Do 0 0 1 1 re f';
      const group = form('0 0 1 1 re f', '/Group << /S /Transparency /I true >>');
      const drawn = await withForms(content, { 10: group }, '/ExtGState << /G << /ca 0.5 /BM /Screen >> >>');
      expect(drawn.lines()).toEqual([
        'save',
        'clip M0 100L10 100L10 90L0 90Z',
        'group isolated 0.5 screen',
        `fill #000000 ${UNIT}`,
        'end-group',
        'restore',
        `fill #000000 0.5 screen ${UNIT}`,
      ]);
      // A form that is no group takes the alpha to each of its elements.
      const plain = await withForms(content, { 10: form('0 0 1 1 re f') }, '/ExtGState << /G << /ca 0.5 >> >>');
      expect(plain.lines()[2]).toBe(`fill #000000 0.5 ${UNIT}`);
      // Nothing to see of a group over which nothing is blended.
      const needless = await withForms('/Fm Do', { 10: form('0 0 1 1 re f', '/Group << /S /Transparency >>') });
      expect(needless.all('begin-group')).toEqual([]);
    });

    test('a group says how far it reaches', async () => {
      const box = async (content: string, more: Record<number, Body> = {}) => {
        const group = form(
          content,
          '/Group << /S /Transparency /I true >> /Resources << /Font << /F1 5 0 R >> /XObject << /Im 12 0 R >> >>',
        );
        const drawn = await withForms('/G gs /Fm Do', { 10: group, ...more }, '/ExtGState << /G << /ca 0.5 >> >>');
        return drawn.all('begin-group')[0]!.box;
      };
      expect(await box('20 30 10 5 re f 50 60 1 1 re f')).toEqual([20, 39, 51, 70]);
      expect(await box('')).toEqual([0, 0, 0, 0]);
      expect(await box('q 20 0 0 10 30 40 cm /Im Do Q', { 12: { dict: '/Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray', stream: 'x' } })).toEqual([30, 50, 50, 60]); // prettier-ignore
      // A line's mitre may reach as far as the limit, 10 half widths and more.
      const [x0, y0, x1, y1] = await box('4 w 50 50 m 60 50 l S');
      expect([x0 <= 48, y0 <= 48, x1 >= 62, y1 >= 52, x0 > 0, x1 < 110]).toEqual(Array(6).fill(true));
      const text = await box('BT /F1 10 Tf 50 50 Td (A) Tj ET');
      expect([text[0] <= 50, text[1] <= 40, text[2] >= 60, text[3] >= 53, text[0] > 0, text[2] < 100]).toEqual(Array(6).fill(true));
    });

    test('a luminosity mask: its group in page space, backdrop and transfer', async () => {
      const drawn = await withForms(
        '2 0 0 2 20 10 cm /G gs 0 0 1 1 re f',
        { 10: form('1 g 0 0 5 5 re f', '/Group << /S /Transparency /CS /DeviceRGB >>') },
        `/ExtGState << /G << /SMask << /S /Luminosity /G 10 0 R /BC [1 0.2 0] /TR
          << /FunctionType 2 /Domain [0 1] /C0 [1] /C1 [0] /N 1 >> >> >> >>`,
      );
      expect(drawn.lines()).toEqual(['mask luminosity', 'fill #000000 M20 90L22 90L22 88L20 88Z']);
      const mask = drawn.all('soft-mask')[0]!.mask!;
      expect([mask.backdrop, mask.box]).toEqual(['#ff3300', [20, 70, 40, 90]]);
      expect([0, 100, 255].map((i) => mask.transfer![i])).toEqual([255, 155, 0]);
      expect(drawn.lines(mask.list).filter((l) => l.startsWith('fill'))).toEqual(['fill #ffffff M20 90L30 90L30 80L20 80Z']);
    });

    test('a luminosity mask whose group paints nothing, and that says no backdrop, is none', async () => {
      const mask = (content: string, more = '') =>
        withForms(
          '/G gs 0 0 1 1 re f',
          { 10: form(content, '/Group << /S /Transparency /CS /DeviceCMYK >>') },
          `/ExtGState << /G << /SMask << /S /Luminosity /G 10 0 R ${more} >> >> >>`,
        );
      expect((await mask('q 0 0 5 5 re W n Q')).lines()).toEqual([`fill #000000 ${UNIT}`]);
      expect((await mask('0 0 5 5 re f')).lines()[0]).toBe('mask luminosity');
      expect((await mask('', '/BC [0 0 0 0]')).lines()[0]).toBe('mask luminosity');
    });

    test('transfer functions change colours until Q; /TR2 goes before /TR (10.5)', async () => {
      const invert = '<< /FunctionType 2 /Domain [0 1] /C0 [1] /C1 [0] /N 1 >>';
      const first = async (entries: string) =>
        (await withForms('0.2 g q /G gs 0 0 1 1 re f Q 0 0 1 1 re f', {}, `/ExtGState << /G << ${entries} >> >>`)).lines()[1]!;
      const fill = (color: string) => `fill ${color} ${UNIT}`;
      expect(await first(`/TR ${invert}`)).toBe(fill('#cccccc')); // as PDFium and Poppler have it
      expect(await first(`/TR /Identity`)).toBe(fill('#333333'));
      expect(await first(`/TR ${invert} /TR2 /Default`)).toBe(fill('#333333'));
      expect(await first(`/TR2 ${invert}`)).toBe(fill('#cccccc'));
      expect(await first(`/TR [${invert} /Identity ${invert} /Identity]`)).toBe(fill('#cc33cc'));
      expect(await first('/TR << /FunctionType 9 >>')).toBe(fill('#333333'));
      const after = await withForms('0.2 g q /G gs Q 0 0 1 1 re f', {}, `/ExtGState << /G << /TR ${invert} >> >>`);
      expect(after.lines().at(-1)).toBe(fill('#333333'));
    });

    test('an alpha mask, and /None that takes it away; Q brings the state before it back', async () => {
      const drawn = await withForms(
        'q /G gs 0 0 1 1 re f Q 0 0 1 1 re f /G gs /N gs /N gs',
        { 10: form('0 0 5 5 re f', '/Group << /S /Transparency >>') },
        '/ExtGState << /G << /SMask << /S /Alpha /G 10 0 R >> >> /N << /SMask /None >> >>',
      );
      expect(drawn.lines()).toEqual([
        'save',
        'mask alpha',
        `fill #000000 ${UNIT}`,
        'restore',
        `fill #000000 ${UNIT}`,
        'mask alpha',
        'mask none',
      ]);
      expect(drawn.all('soft-mask')[0]!.mask!.transfer).toBeNull();
    });

    test('a mask whose group needs itself ends', async () => {
      const drawn = await withForms(
        '/G gs 0 0 1 1 re f',
        {
          10: form('/G gs 0 0 1 1 re f /G gs 0 0 1 1 re f', '/Group << /S /Transparency >> /Resources << /ExtGState << /G 12 0 R >> >>'),
          12: '<< /SMask << /S /Alpha /G 10 0 R >> >>',
        },
        '/ExtGState << /G 12 0 R >>',
      );
      expect(drawn.warnings.length).toBeGreaterThan(0);
      expect(drawn.hooks.memory.buffer.byteLength).toBeLessThan(1 << 29);
    });
  });

  describe('patterns and shadings', () => {
    const cell = (stream: string, dict = ''): Body => ({
      dict: `/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 8 6] /XStep 10 /YStep 12 ${dict}`,
      stream,
    });
    const AXIAL = `/ShadingType 2 /ColorSpace /DeviceRGB /Coords [0 0 10 0] /Extend [true false]
      /Function << /FunctionType 2 /Domain [0 1] /C0 [1 0 0] /C1 [0 0 1] /N 1 >>`;
    const withPattern = (content: string, body: Body, more: Record<number, Body> = {}) =>
      page(content, { resources: '/Pattern << /P 10 0 R >> /ColorSpace << /U [/Pattern /DeviceRGB] >>', objects: { 10: body, ...more } });

    test('a tiling pattern is placed in the space of the page, whatever the CTM', async () => {
      const drawn = await withPattern(
        '3 0 0 3 0 0 cm /Pattern cs /P scn 0 0 1 1 re f',
        cell('0 1 0 rg 1 1 2 2 re f', '/Matrix [2 0 0 2 5 5]'),
      );
      const { pattern } = drawn.all('fill')[0]!.paint;
      expect(pattern).toMatchObject({ tiling: true, uncolored: false, box: [0, 0, 8, 6], xStep: 10, yStep: 12 });
      expect(pattern!.matrix.map((v) => v + 0)).toEqual([2, 0, 0, -2, 5, 95]);
      expect(drawn.lines(pattern!.cell)).toEqual(['fill #00ff00 M1 1L3 1L3 3L1 3Z']); // pattern space: y upwards
    });

    test('inside a form a pattern is placed in the space of the form', async () => {
      const drawn = await page('2 0 0 2 10 0 cm /Fm Do', {
        resources: '/XObject << /Fm 11 0 R >>',
        objects: {
          10: cell('0 0 1 1 re f'),
          11: form('5 0 0 5 0 0 cm /Pattern cs /P scn 0 0 1 1 re f', '/Matrix [1 0 0 1 7 0] /Resources << /Pattern << /P 10 0 R >> >>'),
        },
      });
      expect(drawn.all('fill')[0]!.paint.pattern!.matrix.map((v) => v + 0)).toEqual([2, 0, 0, -2, 24, 100]);
    });

    test('an uncoloured pattern takes its colour with the name, and ignores colour operators', async () => {
      const drawn = await withPattern('/U cs 1 0.2 0 /P scn 0 0 1 1 re f 0 0 1 /P scn 0 0 1 1 re f', {
        ...(cell('0 1 0 rg 0 0 1 1 re f') as { dict: string; stream: string }),
        dict: '/PatternType 1 /PaintType 2 /TilingType 1 /BBox [0 0 8 6] /XStep 0 /YStep 0',
      });
      const [one, two] = drawn.all('fill').map((c) => c.paint);
      expect([one!.color, two!.color]).toEqual(['#ff3300', '#0000ff']);
      expect(one!.pattern).toMatchObject({ uncolored: true, xStep: 8, yStep: 6 }); // steps of 0: those of the box
      expect(drawn.lines(one!.pattern!.cell)).toEqual(['fill #000000 M0 0L1 0L1 1L0 1Z']);
    });

    test('after a pattern a plain colour is plain again; strokes and text take patterns too', async () => {
      const drawn = await withPattern(
        '/Pattern cs /P scn 0 0 1 1 re f 0 0 1 rg 0 0 1 1 re f /Pattern CS /P SCN 0 0 1 1 re S /Pattern cs /P scn BT /F1 9 Tf (A) Tj ET',
        cell('0 0 1 1 re f'),
      );
      expect(drawn.lines().slice(0, 3)).toEqual([`fill #000000 tiling ${UNIT}`, `fill #0000ff ${UNIT}`, `stroke #000000 tiling 1 ${UNIT}`]);
      expect(drawn.all('glyphs')[0]!.run.fill!.pattern!.tiling).toBe(true);
    });

    test('closing a page gives all its memory back, that of cells and masks too', async () => {
      const drawn = await withPattern('/Pattern cs /P scn 0 0 1 1 re f /G gs 0 0 1 1 re f', cell('0 0 1 1 re f '.repeat(500)), {
        3: `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R /Resources
          << /Pattern << /P 10 0 R >> /ExtGState << /G << /SMask << /S /Alpha /G 11 0 R >> >> >> >> >>`,
        11: form('0 0 1 1 re f '.repeat(500), '/Group << /S /Transparency >>'),
      });
      const used = () => drawn.hooks.test_bytes_in_use!();
      const again = () => drawn.hooks.test_end!(drawn.hooks.test_interpret!(drawn.doc, 0));
      expect(drawn.all('soft-mask')[0]!.mask!.list && drawn.all('fill')[0]!.paint.pattern!.cell).toBeTruthy();
      again();
      const before = used();
      again();
      expect(used()).toBe(before);
    });

    test('a pattern that is painted with itself ends with a warning', async () => {
      const twice = '/Pattern cs /P scn 0 0 1 1 re f /Pattern CS /Q SCN 0 0 1 1 re S';
      const drawn = await withPattern(
        '/Pattern cs /P scn 0 0 1 1 re f',
        cell(twice, '/Resources << /Pattern << /P 10 0 R /Q 11 0 R >> >>'),
        {
          11: cell(twice, '/Resources << /Pattern << /P 10 0 R /Q 11 0 R >> >>'),
        },
      );
      expect(drawn.warnings.length).toBeGreaterThan(0);
      expect(drawn.hooks.memory.buffer.byteLength).toBeLessThan(1 << 29);
    });

    /** The colours of an axial or radial shading. */
    const shading = (drawn: TestPage, address: number) => {
      const { view } = drawn.instance;
      const f32 = (i: number) => view.getFloat32(address + i, true);
      const colors = view.getUint32(address + 36, true);
      return {
        kind: view.getUint32(address, true),
        flags: [4, 5, 6].map((i) => view.getUint8(address + i)),
        from: [f32(12), f32(16), f32(20)],
        to: [f32(24), f32(28), f32(32)],
        color: (i: number) => view.getUint32(colors + i * 4, true).toString(16),
      };
    };

    test('sh paints the clip, in user space: axial', async () => {
      const drawn = await page('q 2 0 0 2 30 10 cm /G gs /S sh Q', {
        resources: `/Shading << /S << ${AXIAL} /Background [0 1 0] >> >> /ExtGState << /G << /ca 0.5 >> >>`,
      });
      expect(drawn.lines()).toEqual(['save', 'shade 0.5 normal', 'restore']);
      const { pattern } = drawn.all('shade')[0]!;
      expect(pattern.matrix.map((v) => v + 0)).toEqual([2, 0, 0, -2, 30, 90]);
      const s = shading(drawn, pattern.shading);
      expect([s.kind, s.flags, s.from, s.to]).toEqual([2, [0, 1, 0], [0, 0, 0], [10, 0, 0]]); // /Background is not for sh
      expect([s.color(0), s.color(255), s.color(51)]).toEqual(['ff0000ff', 'ffff0000', 'ff3300cc']); // AABBGGRR
    });

    test('a shading pattern: radial, with background and matrix', async () => {
      const drawn = await withPattern(
        '9 0 0 9 0 0 cm /Pattern cs /P scn 0 0 1 1 re f',
        `<< /PatternType 2 /Matrix [1 0 0 1 4 5] /Shading << /ShadingType 3 /ColorSpace /DeviceGray /Coords [1 2 3 4 5 6] /Domain [1 3] /BBox [0 0 7 9]
          /Background [0.2] /Function << /FunctionType 2 /Domain [0 5] /C0 [0] /C1 [0.2] /N 1 >> >> >>`,
      );
      const { pattern } = drawn.all('fill')[0]!.paint;
      expect(pattern).toMatchObject({ tiling: false, box: [0, 0, 7, 9] });
      expect(pattern!.matrix.map((v) => v + 0)).toEqual([1, 0, 0, -1, 4, 95]);
      const s = shading(drawn, pattern!.shading);
      expect([s.kind, s.flags, s.from, s.to]).toEqual([3, [1, 0, 0], [1, 2, 3], [4, 5, 6]]);
      expect(drawn.instance.u32(pattern!.shading + 8).toString(16)).toBe('ff333333');
      expect([s.color(0), s.color(255)]).toEqual(['ff333333', 'ff999999']); // a fifth of the domain's 1 and 3
    });

    test('a shading pattern brings its own alpha and blend mode to what it fills (11.6.7)', async () => {
      const paint = async (state: string) => {
        const pattern = `<< /PatternType 2 /Shading << ${AXIAL} >> /ExtGState << ${state} >> >>`;
        return (await withPattern('/Pattern cs /P scn 0 0 1 1 re f', pattern)).lines()[0]!.split(' M')[0];
      };
      expect(await paint('')).toBe('fill #000000 shading');
      expect(await paint('/ca .5 /CA .25 /BM /Multiply')).toBe('fill #000000 0.5 multiply shading');
    });

    test('shadings that cannot be drawn leave a warning, and the page goes on', async () => {
      const bad = [
        '<< /ShadingType 9 /ColorSpace /DeviceRGB >>',
        '<< /ShadingType 2 /ColorSpace /DeviceRGB /Coords [0 0 1 1] >>',
        '(x)',
        '<< /ShadingType 4 >>',
      ];
      for (const body of bad) {
        const drawn = await page('/S sh 0 0 1 1 re f', { resources: '/Shading << /S 10 0 R >>', objects: { 10: body } });
        expect(drawn.lines(), body).toEqual([`fill #000000 ${UNIT}`]);
        expect(drawn.warnings, body).toEqual(['shading-invalid']);
      }
    });
  });
});
