import { describe, expect, test } from 'vitest';
import { TestPage } from '../../test/page.js';
import { onePage, type PageOptions } from '../../test/pdf-builder.js';

/** Paths, clips and the graphics state. The page is 200 × 100 points unless told: y in page space is 100 - y. */
describe.each(['release', 'debug'])('%s', (target) => {
  const page = (content: string, options?: PageOptions) => TestPage.of('content', target, onePage(content, options));
  const lines = async (content: string, options?: PageOptions) => (await page(content, options)).lines();

  test('path construction: m l c v y re h', async () => {
    expect(await lines('10 20 m 30 40 l 50 60 70 80 90 10 c h 5 5 l S')).toEqual(['stroke #000000 1 M10 80L30 60C50 40 70 20 90 90ZL5 95']);
    expect(await lines('10 20 m 1 2 3 4 v 5 6 7 8 y S')).toEqual(['stroke #000000 1 M10 80C10 80 1 98 3 96C5 94 7 92 7 92']);
    expect(await lines('10 20 30 40 re -5 0 10 10 re f')).toEqual(['fill #000000 M10 80L40 80L40 40L10 40ZM-5 100L5 100L5 90L-5 90Z']);
    // After h the current point is where the subpath began; v starts from there.
    expect(await lines('10 20 m 30 40 l h 1 2 3 4 v S')).toEqual(['stroke #000000 1 M10 80L30 60ZC10 80 1 98 3 96']);
  });

  test('path painting: which operators close, fill, stroke, and by which rule', async () => {
    const of = async (operator: string) => (await lines(`1 0 0 rg 0 0 1 RG 0 0 m 9 0 l 9 9 l ${operator}`)).join(' + ');
    const open = 'M0 100L9 100L9 91';
    expect(await of('S')).toBe(`stroke #0000ff 1 ${open}`);
    expect(await of('s')).toBe(`stroke #0000ff 1 ${open}Z`);
    for (const fill of ['f', 'F']) expect(await of(fill)).toBe(`fill #ff0000 ${open}`);
    expect(await of('f*')).toBe(`fill* #ff0000 ${open}`);
    expect(await of('B')).toBe(`fill #ff0000 ${open} + stroke #0000ff 1 ${open}`);
    expect(await of('B*')).toBe(`fill* #ff0000 ${open} + stroke #0000ff 1 ${open}`);
    expect(await of('b')).toBe(`fill #ff0000 ${open}Z + stroke #0000ff 1 ${open}Z`);
    expect(await of('b*')).toBe(`fill* #ff0000 ${open}Z + stroke #0000ff 1 ${open}Z`);
    expect(await of('n S f')).toBe('');
  });

  test('cm: the new matrix comes before the old one, and holds for the points that follow', async () => {
    // (1, 1) → (-1·1 + 5, 1·1) = (4, 1) → (2·4 + 10, 3·1 + 20) = (18, 23)
    expect(await lines('2 0 0 3 10 20 cm 0 1 -1 0 5 0 cm 1 1 m 2 1 l S')).toEqual(['stroke #000000 1 M18 77L18 74']);
    expect(await lines('1 1 m 10 0 0 10 0 0 cm 1 1 l S')).toEqual(['stroke #000000 1 M1 99L10 90']);
  });

  test('page space: CropBox, Rotate, UserUnit', async () => {
    const corner = async (entries: string) => (await lines('10 20 m 30 20 l S', { page: entries }))[0]!.split(' 1 ')[1];
    expect(await corner('/CropBox [5 10 150 90]')).toBe('M5 70L25 70');
    expect(await corner('/Rotate 90')).toBe('M20 10L20 30'); // turned clockwise: the lower left corner comes to the upper left
    expect(await corner('/Rotate 180')).toBe('M190 20L170 20');
    expect(await corner('/Rotate -90')).toBe('M80 190L80 170');
    expect(await corner('/UserUnit 2')).toBe('M20 160L60 160');
    const turned = await page('', { page: '/Rotate 90 /CropBox [0 0 50 100]' });
    expect([turned.instance.f32(turned.list + 4), turned.instance.f32(turned.list + 8)]).toEqual([100, 50]);
  });

  test('q and Q: what is saved, and that Q without q does nothing', async () => {
    const content = `1 0 0 rg 0 0 1 RG 3 w q 2 0 0 2 0 0 cm 0 1 0 rg 0 0 0 RG 7 w 1 J [4] 0 d 0 0 5 5 re B
      Q 0 0 5 5 re B Q Q 0 0 1 1 re f`;
    expect(await lines(content)).toEqual([
      'save',
      'fill #00ff00 M0 100L10 100L10 90L0 90Z',
      'stroke #000000 7 square [4] 0 M0 100L10 100L10 90L0 90Z'.replace('square', 'round'),
      'restore',
      'fill #ff0000 M0 100L5 100L5 95L0 95Z',
      'stroke #0000ff 3 M0 100L5 100L5 95L0 95Z',
      'fill #ff0000 M0 100L1 100L1 99L0 99Z',
    ]);
    expect(await lines('q q 0 0 1 1 re f')).toEqual(['save', 'save', 'fill #000000 M0 100L1 100L1 99L0 99Z', 'restore', 'restore']);
  });

  test('q deeper than the stack: a warning, and each Q still ends its own q', async () => {
    const n = 5000;
    const deep = await page(`q 1 0 0 rg ${'q '.repeat(n)}${'Q '.repeat(n)} 0 0 1 1 re f Q 0 0 1 1 re f`);
    expect(deep.warnings).toEqual(['nesting-limit']);
    expect(deep.all('fill').map((c) => c.paint.color)).toEqual(['#ff0000', '#000000']);
    expect(deep.all('save').length).toBe(deep.all('restore').length);
    // A form at the bottom of it must not take the page's states away either.
    const form = { 10: { dict: '/Type /XObject /Subtype /Form /BBox [0 0 9 9]', stream: 'Q Q 0 1 0 rg 0 0 1 1 re f' } };
    const inside = await page(`1 0 0 rg ${'q '.repeat(n)} /Fm Do 0 0 1 1 re f ${'Q '.repeat(n)} 0 0 1 1 re f`, {
      resources: '/XObject << /Fm 10 0 R >>',
      objects: form,
    });
    expect(inside.all('fill').at(-1)!.paint.color).toBe('#ff0000');
    expect(inside.all('fill').at(-2)!.paint.color).toBe('#ff0000');
    expect(inside.all('save').length).toBe(inside.all('restore').length);
  });

  test('W and W*: the clip takes effect after the path is painted', async () => {
    const box = 'M0 100L10 100L10 90L0 90Z';
    expect(await lines('0 0 10 10 re W n 1 1 1 1 re f')).toEqual([`clip ${box}`, 'fill #000000 M1 99L2 99L2 98L1 98Z']);
    expect(await lines('0 0 10 10 re W* n')).toEqual([`clip* ${box}`]);
    expect(await lines('q 0 0 10 10 re W f Q')).toEqual(['save', `fill #000000 ${box}`, `clip ${box}`, 'restore']);
    expect(await lines('W n 0 0 10 10 re f')).toEqual([`fill #000000 ${box}`]); // nothing to clip to: passed over
    expect(await lines('0 0 10 10 re W n 0 0 10 10 re n')).toEqual([`clip ${box}`]); // and only once
  });

  test('stroke state: w J j M d; the pen is that of the CTM', async () => {
    expect(await lines('5 w 2 J 1 j 4 M [3 1 2] 2 d 0 0 m 9 0 l S')).toEqual([
      'stroke #000000 5 square round limit 4 [3 1 2] 2 M0 100L9 100',
    ]);
    expect(await lines('1 J 2 j [3] 1 d [] 0 d 0 0 m 9 0 l S')).toEqual(['stroke #000000 1 round bevel M0 100L9 100']);
    const cut = (await page('-3 w 9 J -1 j 0.2 M 0 0 m 9 0 l S')).all('stroke')[0]!.stroke;
    expect([cut.width, cut.cap, cut.join, cut.miterLimit]).toEqual([3, 'square', 'miter', 1]);
    const pen = async (content: string) => (await page(content)).all('stroke').map((c) => c.stroke.pen.map((v) => v + 0));
    expect(await pen('2 0 0 3 0 0 cm 0 0 m 9 0 l S')).toEqual([[2, 0, 0, -3]]);
    expect(await pen('0 0 m 9 0 l S q 2 0 0 2 0 0 cm 0 0 m 9 0 l S Q 0 0 m 9 0 l S')).toEqual([[1, 0, 0, -1], [2, 0, 0, -2], [1, 0, 0, -1]]); // prettier-ignore
  });

  test('dashes that cannot be drawn are solid lines', async () => {
    for (const dash of ['[0 0] 0', '[3 -1] 0', '[] 5', '7 0']) {
      expect(await lines(`${dash} d 0 0 m 9 0 l S`), dash).toEqual(['stroke #000000 1 M0 100L9 100']);
    }
    const long = await page(`[${'1 '.repeat(5000)}] 0 d 0 0 m 9 0 l S`);
    expect(long.all('stroke')[0]!.stroke.dashes.length).toBeLessThan(200);
  });

  test('colours: g rg k and their twins, cs sc scn; what a space begins with', async () => {
    const fills = async (content: string, resources = '') => (await page(content, { resources })).all('fill').map((c) => c.paint.color);
    expect(await fills('0.2 g 0 0 1 1 re f 1 0.4 0 rg 0 0 1 1 re f 0 1 1 0 k 0 0 1 1 re f')).toEqual(['#333333', '#ff6600', '#ed1c24']);
    const stroked = await page('0.2 G 0 0 1 1 re S 1 0.4 0 RG 0 0 1 1 re S 0 1 1 0 K 0 0 1 1 re S /DeviceRGB CS 0 0 1 SC 0 0 1 1 re S');
    expect(stroked.all('stroke').map((c) => c.paint.color)).toEqual(['#333333', '#ff6600', '#ed1c24', '#0000ff']);
    const spaces =
      '/ColorSpace << /Ink [/Separation /Ink /DeviceRGB << /FunctionType 2 /Domain [0 1] /C0 [1 1 1] /C1 [1 0.2 0] /N 1 >>] >>';
    expect(await fills('1 0 0 rg /Ink cs 0 0 1 1 re f 0 scn 0 0 1 1 re f /DeviceRGB cs 0 0 1 1 re f', spaces)).toEqual([
      '#ff3300',
      '#ffffff',
      '#000000',
    ]);
  });

  test('operators of the device’s colours take the default space of the resources, those of a form its own', async () => {
    const red = '[/Separation /X /DeviceRGB << /FunctionType 2 /Domain [0 1] /C0 [0 0 0] /C1 [1 0 0] /N 1 >>]';
    const drawn = await page('1 g 0 0 1 1 re f 0.2 G 0 0 1 1 re S 0 0 1 rg 0 0 1 1 re f /DeviceGray cs 0.4 sc 0 0 1 1 re f /Fm Do', {
      resources: `/ColorSpace << /DefaultGray ${red} >> /XObject << /Fm 10 0 R >>`,
      objects: { 10: { dict: '/Subtype /Form /BBox [0 0 9 9] /Resources << >>', stream: '1 g 0 0 1 1 re f' } },
    });
    expect(drawn.all('fill').map((c) => c.paint.color)).toEqual(['#ff0000', '#0000ff', '#660000', '#ffffff']);
    expect(drawn.all('stroke')[0]!.paint.color).toBe('#330000');
  });

  test('the colorant /None leaves no mark', async () => {
    const resources = '/ColorSpace << /No [/Separation /None /DeviceGray << /FunctionType 2 /Domain [0 1] /N 1 >>] >>';
    const content = '/No cs 1 scn 0 0 5 5 re B /No CS 0 0 5 5 re S BT /F1 10 Tf (A) Tj ET 0 g 0 0 1 1 re f';
    const drawn = await page(content, { resources });
    expect(drawn.lines().filter((l) => !l.startsWith('text'))).toEqual([
      'stroke #000000 1 M0 100L5 100L5 95L0 95Z',
      'fill #000000 M0 100L1 100L1 99L0 99Z',
    ]);
    const run = drawn.all('glyphs')[0]!.run;
    expect([run.fill, run.strokePaint]).toEqual([null, null]);
  });

  test('operators with too few operands, or of the wrong kind, are passed over', async () => {
    const before = '0 0 1 RG 4 w 1 J 2 j 3 M [5] 0 d 0 0 m 9 0 l ';
    const line = 'stroke #0000ff 4 round bevel limit 3 [5] 0 M0 100L9 100';
    expect(await lines(`${before} S`)).toEqual([line]);
    for (const bad of [
      'w',
      'J',
      'j',
      'M',
      'd',
      '0 d',
      '1 0 RG',
      '1 l',
      '1 2 3 4 5 c',
      '1 2 3 v',
      '1 2 3 re',
      '2 0 0 2 0 cm',
      'gs',
      'Do',
      'sh',
      'CS',
      '(x) w',
    ])
      expect(await lines(`${before} ${bad} S`), bad).toEqual([line]);
    expect(await lines('l c v y re m h S f B n W* n Q Q EMC ET')).toEqual([]);
  });

  test('of too many operands the last count; a line that begins a path moves', async () => {
    expect(await lines('7 7 1 0 0 rg 99 98 0 0 10 10 re f')).toEqual(['fill #ff0000 M0 100L10 100L10 90L0 90Z']);
    expect(await lines(`${'5 '.repeat(1000)} 0 0 10 10 re f`)).toEqual(['fill #000000 M0 100L10 100L10 90L0 90Z']);
    expect(await lines('5 5 l 9 5 l S')).toEqual(['stroke #000000 1 M5 95L9 95']);
  });

  test('what is not an operator is passed over with its operands, in and outside of BX and EX', async () => {
    const square = 'fill #000000 M0 100L10 100L10 90L0 90Z';
    expect(await lines('1 0 0 xyzzy 1 2 qq BX 3 /Name unknownlongoperator EX 0 0 10 10 re f')).toEqual([square]);
    expect(await lines('<< /A [1 2 >> ] ) } { 0 0 10 10 re f')).toEqual([square]);
  });

  test('contents in several streams are one, with white space between', async () => {
    const objects = { 4: '[10 0 R 99 0 R 11 0 R 12 0 R]', 10: { stream: '0 0 10' }, 11: { stream: '10 re' }, 12: { stream: 'f' } };
    expect(await lines('', { objects })).toEqual(['fill #000000 M0 100L10 100L10 90L0 90Z']);
  });
});
