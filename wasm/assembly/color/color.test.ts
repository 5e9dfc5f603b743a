import { describe, expect, test } from 'vitest';
import { loadHooks, put } from '../../test/hooks.js';
import { GAMMA, profile, SRGB_FORMULA, SRGB_STEPS, tag } from '../../test/icc-profile.js';
import { onePage, type Body } from '../../test/pdf-builder.js';

/** Colour spaces, ISO 32000-2, 8.6. Colours are [red, green, blue], 0 to 255. */
const enum Kind {
  Gray,
  Rgb,
  Cmyk,
  CalGray,
  CalRgb,
  Lab,
  Indexed,
  Tint,
  Pattern,
  Icc,
}

const WHITE = [255, 255, 255];
const BLACK = [0, 0, 0];
const D50 = '/WhitePoint [0.9642 1 0.8249]';
const D65 = '/WhitePoint [0.9505 1 1.089]';

describe.each(['release', 'debug'])('%s', (target) => {
  const rgb = (color: number) => [color & 255, (color >> 8) & 255, color >> 16];

  /** Reads object 10 as a colour space; object 9 holds the page's resources. */
  async function space(body: Body, more: Record<number, Body> = {}) {
    const hooks = await loadHooks('color', target);
    const file = onePage('', { objects: { 9: '<< >>', ...more, 10: body } });
    const s = hooks.test_space!(hooks.test_open!(put(hooks, file), file.length), 10, 9);
    const at = hooks.test_alloc!(128);
    const values = () => new Float32Array(hooks.memory.buffer, at, 32);
    return {
      kind: hooks.test_kind!(s) as Kind,
      components: hooks.test_components!(s),
      isNone: hooks.test_is_none!(s) === 1,
      range: (component: number) => [hooks.test_min!(s, component), hooks.test_max!(s, component)],
      rgb(...color: number[]) {
        values().fill(0).set(color);
        return rgb(hooks.test_rgb!(s, at));
      },
      initial() {
        hooks.test_initial!(s, at);
        return [...values().slice(0, hooks.test_components!(s))];
      },
    };
  }

  const near = (got: number[], want: number[], by = 1) =>
    want.forEach((v, i) => expect(Math.abs(got[i]! - v), `${got} for ${want}`).toBeLessThanOrEqual(by));

  test('DeviceGray and DeviceRGB: the nearest byte; values out of range are cut', async () => {
    const gray = await space('/DeviceGray');
    expect([gray.rgb(0), gray.rgb(0.5), gray.rgb(1), gray.rgb(-3), gray.rgb(9), gray.rgb(NaN)]).toEqual([
      BLACK,
      [128, 128, 128],
      WHITE,
      BLACK,
      WHITE,
      BLACK,
    ]);
    const color = await space('[/DeviceRGB]');
    expect([color.components, color.rgb(1, 0.2, 0), color.rgb(-1, 0.4, 2)]).toEqual([3, [255, 51, 0], [0, 102, 255]]);
  });

  test('DeviceCMYK: solids of offset printing, and the Neugebauer mixture of them', async () => {
    const cmyk = await space('/DeviceCMYK');
    expect(cmyk.components).toBe(4);
    expect([cmyk.rgb(0, 0, 0, 0), cmyk.rgb(1, 1, 1, 1)]).toEqual([WHITE, BLACK]);
    expect([cmyk.rgb(1, 0, 0, 0), cmyk.rgb(0, 1, 0, 0), cmyk.rgb(0, 0, 1, 0), cmyk.rgb(0, 0, 0, 1)]).toEqual([
      [0, 174, 239],
      [236, 0, 140],
      [255, 242, 0],
      [35, 31, 32],
    ]);
    expect([cmyk.rgb(0, 1, 1, 0), cmyk.rgb(1, 0, 1, 0), cmyk.rgb(1, 1, 0, 0)]).toEqual([[237, 28, 36], [0, 166, 81], [46, 49, 146]]); // prettier-ignore
    near(cmyk.rgb(0.5, 0, 0, 0), [255 / 2, (255 + 174) / 2, (255 + 239) / 2]);
    // half of each of cyan and magenta: a quarter each of white, cyan, magenta and blue
    near(cmyk.rgb(0.5, 0.5, 0, 0), [(255 + 236 + 46) / 4, (255 + 174 + 49) / 4, (255 + 239 + 140 + 146) / 4]);
    expect(cmyk.rgb(-1, 3, 3, -1)).toEqual([237, 28, 36]);
  });

  test('CalRGB with the primaries of sRGB is sRGB but for the gamma', async () => {
    const matrix = '/Matrix [0.4124 0.2126 0.0193 0.3576 0.7152 0.1192 0.1805 0.0722 0.9505]';
    const s = await space(`[/CalRGB << ${D65} /Gamma [2.2 2.2 2.2] ${matrix} >>]`);
    expect([s.kind, s.components]).toEqual([Kind.CalRgb, 3]);
    near(s.rgb(1, 0, 0), [255, 0, 0]);
    near(s.rgb(0, 1, 0), [0, 255, 0]);
    near(s.rgb(0, 0, 1), [0, 0, 255]);
    near(s.rgb(1, 1, 1), WHITE);
    near(s.rgb(0.5, 0.5, 0.5), [128, 128, 128]); // 0.5^2.2 = 0.21764; 1.055·0.21764^(1/2.4) - 0.055 = 0.5039
    const linear = await space(`[/CalRGB << ${D65} ${matrix} >>]`);
    near(linear.rgb(0.5, 0.5, 0.5), [188, 188, 188]); // 1.055·0.5^(1/2.4) - 0.055 = 0.7354
  });

  test('CalRGB and CalGray: white is white whatever the white point; a dictionary without one is a device space', async () => {
    const s = await space(`[/CalRGB << ${D50} /Matrix [0.4361 0.2225 0.0139 0.3851 0.7169 0.0971 0.1431 0.0606 0.7141] >>]`);
    near(s.rgb(1, 1, 1), WHITE);
    near(s.rgb(1, 0, 0), [255, 0, 0], 2); // the primaries of sRGB as seen from D50
    const gray = await space(`[/CalGray << ${D50} /Gamma 2.2 >>]`);
    expect([gray.kind, gray.components, gray.rgb(1), gray.rgb(0)]).toEqual([Kind.CalGray, 1, WHITE, BLACK]);
    expect(gray.rgb(0.5)).toEqual([128, 128, 128]); // 0.5^2.2 = 0.21764; 1.055·0.21764^(1/2.4) - 0.055 = 0.5039
    const linear = await space(`[/CalGray << ${D65} >>]`); // Gamma is 1
    expect(linear.rgb(0.5)).toEqual([188, 188, 188]); // 0.7354
    expect(linear.rgb(0.1)).toEqual([89, 89, 89]); // 1.055·0.1^(1/2.4) - 0.055 = 0.3492
    // Without a matrix A, B and C are X, Y and Z: half of each of white's is gray.
    const plain = await space('[/CalRGB << /WhitePoint [1 1 1] >>]');
    expect(plain.rgb(0.5, 0.5, 0.5)).toEqual([188, 188, 188]);
    const squared = await space('[/CalRGB << /WhitePoint [1 1 1] /Gamma [2 2 2] >>]');
    expect(squared.rgb(0.5, 0.5, 0.5)).toEqual([137, 137, 137]); // 1.055·0.25^(1/2.4) - 0.055 = 0.5371
    expect((await space('[/CalRGB << /Gamma [1 1 1] >>]')).kind).toBe(Kind.Rgb);
    expect((await space('[/CalGray << /WhitePoint [0 1 0] >>]')).kind).toBe(Kind.Gray);
    expect((await space('[/CalRGB 42]')).rgb(0, 1, 0)).toEqual([0, 255, 0]);
  });

  test('the curve of sRGB gives the nearest byte everywhere', async () => {
    const linear = await space(`[/CalGray << ${D65} >>]`);
    // IEC 61966-2-1, 5.2.
    const byte = (v: number) => Math.floor((v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055) * 255 + 0.5);
    const values = Array.from({ length: 4096 }, (_, i) => Math.fround((i / 4095) ** 2));
    expect(values.map((v) => linear.rgb(v)[0])).toEqual(values.map(byte));
  });

  test('Lab: values of the primaries of sRGB as Lindbloom gives them for D50', async () => {
    const s = await space(`[/Lab << ${D50} /Range [-128 127 -128 127] >>]`);
    expect([s.kind, s.components]).toEqual([Kind.Lab, 3]);
    near(s.rgb(100, 0, 0), WHITE);
    near(s.rgb(0, 0, 0), BLACK);
    near(s.rgb(50, 0, 0), [119, 119, 119]); // Y = (66/116)³ = 0.18419, of which sRGB makes 0.4663
    near(s.rgb(5, 0, 0), [17, 17, 17]); // on the straight part of the curve: Y = 5/903.3 = 0.005535, 0.0664
    near(s.rgb(54.29, 80.81, 69.89), [255, 0, 0], 2);
    near(s.rgb(87.82, -79.29, 80.99), [0, 255, 0], 2);
    near(s.rgb(29.57, 68.3, -112.03), [0, 0, 255], 2);
    expect([s.range(0), s.range(1), s.range(2)]).toEqual([[0, 100], [-128, 127], [-128, 127]]); // prettier-ignore
    const plain = await space(`[/Lab << ${D50} >>]`);
    expect(plain.range(2)).toEqual([-100, 100]); // table 64
  });

  test('default colour spaces stand for the device’s, also below other spaces, but not in themselves (8.6.5.6)', async () => {
    // Gray and RGB to shades of red and to inverted colours; a CMYK default of the wrong size counts for nothing.
    const resources = `<< /ColorSpace <<
      /DefaultGray [/Separation /X /DeviceRGB << /FunctionType 2 /Domain [0 1] /C0 [0 0 0] /C1 [1 0 0] /N 1 >>]
      /DefaultRGB 12 0 R /DefaultCMYK [/CalGray << ${D65} >>] /Named /DeviceRGB >> >>`;
    const program = '{ 1 exch sub 3 1 roll 1 exch sub 3 1 roll 1 exch sub 3 1 roll }';
    const objects = {
      9: resources,
      12: '[/DeviceN [/A /B /C] /DeviceRGB 13 0 R]',
      13: { dict: '/FunctionType 4 /Domain [0 1 0 1 0 1] /Range [0 1 0 1 0 1]', stream: program },
    };
    expect((await space('/DeviceGray', objects)).rgb(1)).toEqual([255, 0, 0]);
    for (const name of ['/DeviceRGB', '/RGB', '[/DeviceRGB]', '/Named'])
      expect((await space(name, objects)).rgb(1, 0, 0), name).toEqual([0, 255, 255]);
    expect((await space('[/Indexed /DeviceRGB 0 <FF0000>]', objects)).rgb(0)).toEqual([0, 255, 255]);
    expect((await space('/DeviceCMYK', objects)).rgb(0, 0, 0, 0)).toEqual(WHITE);
    expect((await space('/DeviceRGB', { 9: '<< /ColorSpace << /DefaultRGB [/Lab << >>] >> >>' })).rgb(1, 0, 0)).toEqual([255, 0, 0]);
    expect((await space('/DeviceRGB', { 9: '<< /ColorSpace << /DefaultRGB /DeviceRGB >> >>' })).rgb(1, 0, 0)).toEqual([255, 0, 0]);
  });

  test('ICCBased: by the number of components; Lab where the alternate says so', async () => {
    const icc = (dict: string) => space('[/ICCBased 11 0 R]', { 11: { dict, stream: '' } });
    expect((await icc('/N 1')).kind).toBe(Kind.Gray);
    expect((await icc('/N 3')).kind).toBe(Kind.Rgb);
    expect((await icc('/N 4')).kind).toBe(Kind.Cmyk);
    expect((await icc('/N 4 /Alternate /DeviceRGB')).kind).toBe(Kind.Cmyk);
    expect((await icc(`/N 3 /Alternate [/Lab << ${D50} >>]`)).kind).toBe(Kind.Lab);
    expect((await icc('/Alternate /DeviceRGB')).kind).toBe(Kind.Rgb);
    expect((await icc('/N 77')).kind).toBe(Kind.Gray);
    expect((await icc('/N 2 /Alternate 10 0 R')).components).toBeGreaterThan(0); // its own alternate
  });

  test('ICCBased: the profile of sRGB, whatever its name, needs no converting, others do', async () => {
    const kind = async (stream: Uint8Array) => (await space('[/ICCBased 11 0 R]', { 11: { dict: '/N 3', stream } })).kind;
    expect(await kind(profile(['r', 'g', 'b'], SRGB_STEPS))).toBe(Kind.Rgb);
    expect(await kind(profile(['r', 'g', 'b'], SRGB_FORMULA))).toBe(Kind.Rgb);
    expect(await kind(profile(['r', 'g', 'b'], GAMMA))).toBe(Kind.Icc);
    const name: [string, Buffer] = ['desc', Buffer.from('desc\0\0\0\0\0\0\0\x05sRGB\0\0\0\0', 'latin1')];
    expect(await kind(profile(['b', 'g', 'r'], SRGB_STEPS, [name]))).toBe(Kind.Icc);
    // One that is cut off cannot be used: it is the device's space.
    for (let cut = 0; cut < 600; cut += 13) expect(await kind(profile(['b', 'g', 'r'], SRGB_STEPS).subarray(0, cut))).toBe(Kind.Rgb);
  });

  test('ICCBased: a curve tells values apart that lie within one byte, in whatever order they come', async () => {
    const steep = Buffer.concat([tag('curv', [1]), Buffer.from([8, 0, 0, 0])]); // a gamma of 8
    const s = await space('[/ICCBased 11 0 R]', { 11: { dict: '/N 3', stream: profile(['r', 'g', 'b'], steep) } });
    const gray = (v: number) => s.rgb(v, v, v);
    // 0.9785^8 = 0.8404, of which the curve of sRGB makes 0.9263; 0.9815^8 = 0.8611, and 0.9363.
    for (const [v, byte] of [
      [0.9785, 236],
      [0.9815, 239],
      [0.9785, 236],
      [0, 0],
      [1, 255],
      [0.9815, 239],
    ] as const)
      // prettier-ignore
      near(gray(v), [byte, byte, byte]);
    near(s.rgb(0.9785, 0.9815, 0.9785), [236, 239, 236], 3);
  });

  test('Indexed: a string or a stream of colours of the base', async () => {
    const s = await space('[/Indexed /DeviceRGB 2 <FF0000 00FF00 0000FF>]');
    expect([s.kind, s.components]).toEqual([Kind.Indexed, 1]);
    expect([0, 1, 2, 1.9, -5, 99].map((i) => s.rgb(i))).toEqual([[255, 0, 0], [0, 255, 0], [0, 0, 255], [0, 255, 0], [255, 0, 0], [0, 0, 255]]); // prettier-ignore
    const stream = await space('[/I /G 1 11 0 R]', { 11: { stream: Uint8Array.of(51, 204), flate: true } });
    expect([stream.rgb(0), stream.rgb(1)]).toEqual([[51, 51, 51], [204, 204, 204]]); // prettier-ignore
    const cmyk = await space('[/Indexed /DeviceCMYK 1 <00000000 FF000000>]');
    expect([cmyk.rgb(0), cmyk.rgb(1)]).toEqual([WHITE, [0, 174, 239]]);
    // bytes run through the ranges of Lab: 255 is L* 100; 128 of -128…127 is 0
    const lab = await space(`[/Indexed [/Lab << ${D50} /Range [-128 127 -128 127] >>] 1 <FF8080 808080>]`);
    near(lab.rgb(0), WHITE);
    near(lab.rgb(1), [120, 120, 120]); // L* 50.2
  });

  test('Indexed: what a short table lacks is black; a base that cannot be is none', async () => {
    const s = await space('[/Indexed /DeviceRGB 255 <FF0000 00FF>]');
    expect([s.rgb(0), s.rgb(1), s.rgb(255)]).toEqual([[255, 0, 0], BLACK, BLACK]);
    expect((await space('[/Indexed 10 0 R 1 <00FF>]')).rgb(1)).toHaveLength(3);
    expect((await space('[/Indexed [/Indexed /DeviceGray 1 <00FF>] 1 <00FF>]')).kind).toBe(Kind.Gray);
    expect((await space('[/Indexed /DeviceGray -7 <33>]')).rgb(4)).toEqual([51, 51, 51]);
    expect((await space('[/Indexed]')).kind).toBe(Kind.Indexed);
  });

  const INK = '<< /FunctionType 2 /Domain [0 1] /C0 [1 1 1] /C1 [1 0.2 0] /N 1 >>';

  test('Separation: the tint goes through the function to the alternate space', async () => {
    const s = await space('[/Separation /Orange /DeviceRGB 11 0 R]', { 11: INK });
    expect([s.kind, s.components, s.rgb(0), s.rgb(1), s.rgb(0.5)]).toEqual([Kind.Tint, 1, WHITE, [255, 51, 0], [255, 153, 128]]);
    const cmyk = await space(
      '[/Separation /All /DeviceCMYK << /FunctionType 2 /Domain [0 1] /C0 [0 0 0 0] /C1 [0 1 1 0] /N 1 >>]',
    ); // prettier-ignore
    expect(cmyk.rgb(1)).toEqual([237, 28, 36]);
    const broken = await space('[/Separation /Spot /DeviceRGB 99 0 R]');
    expect([broken.rgb(0), broken.rgb(1)]).toEqual([WHITE, BLACK]); // ink darkens paper
  });

  test('Separation and DeviceN of nothing but /None paint nothing', async () => {
    const of = async (text: string) => (await space(text, { 11: INK })).isNone;
    expect(await of('[/Separation /None /DeviceRGB 11 0 R]')).toBe(true);
    expect(await of('[/Separation /All /DeviceRGB 11 0 R]')).toBe(false);
    expect(await of('[/DeviceN [/None /None] /DeviceRGB 11 0 R]')).toBe(true);
    expect(await of('[/DeviceN [/None /Black] /DeviceRGB 11 0 R]')).toBe(false);
  });

  test('DeviceN: all tints go into one function', async () => {
    const s = await space('[/DeviceN [/A /B] /DeviceRGB 11 0 R]', {
      11: { dict: '/FunctionType 4 /Domain [0 1 0 1] /Range [0 1 0 1 0 1]', stream: '{ 1 index 1 exch sub 3 1 roll }' },
    });
    // a b → a b a → a b (1 - a) → (1 - a) a b
    expect([s.components, s.rgb(0.2, 0.4), s.rgb(1, 1)]).toEqual([2, [204, 51, 102], [0, 255, 255]]);
    const names = '/N '.repeat(33);
    expect((await space(`[/DeviceN [${names}] /DeviceRGB 11 0 R]`, { 11: INK })).kind).toBe(Kind.Gray); // 32 at the most
  });

  // 8.6.6.5, tables 70 to 72: what the attributes say of the colorants, where the function is none.
  test('DeviceN: without its function the colorants are mixed, each by its own', async () => {
    const spot = (name: string, color: string) =>
      `/${name} [/Separation /${name} /DeviceRGB << /FunctionType 2 /Domain [0 1] /N 1 /C0 [1 1 1] /C1 [${color}] >>]`;
    const of = (attributes: string, names = '/Magenta /A /B /None') =>
      space(`[/DeviceN [${names}] /DeviceCMYK 99 0 R << ${attributes} >>]`);
    const attributes = `/Subtype /NChannel /Process << /ColorSpace /DeviceCMYK /Components [/Cyan /Magenta /Yellow /Black] >>
      /Colorants << ${spot('A', '1 0.5 0')} ${spot('B', '0.2 1 0.4')} >>`;
    const mixed = await of(attributes);
    expect(mixed.rgb(0, 0, 0, 1)).toEqual(WHITE);
    near(mixed.rgb(1, 0, 0, 0), [236, 0, 140]);
    near(mixed.rgb(0, 1, 0, 0), [255, 127.5, 0]);
    near(mixed.rgb(1, 1, 0, 0), [236, 0, 0]);
    near(mixed.rgb(0, 1, 1, 0), [51, 127.5, 0]);
    near(mixed.rgb(0, 0.5, 0.5, 0), [255 * 0.6, 255 * 0.75, 255 * 0.5 * 0.7]);
    // A hides what is under it: all at full strength, half at half; B all the time by half.
    const hint = (order: string) => `${attributes} /MixingHints << /Solidities << /A 1 /Default 0.5 >> /PrintingOrder [${order}] >>`;
    const above = await of(hint('/Magenta /B /A /None'));
    near(above.rgb(1, 1, 1, 0), [255, 127.5, 0]);
    near(above.rgb(0, 0.5, 1, 0), [255 * 0.6, 255 * 0.75, 255 * 0.7 * 0.5]);
    near((await of(hint('/A /Magenta /B /None'))).rgb(0, 1, 1, 0), [51, 255 * 0.75, 255 * 0.5 * 0.4]);
    near((await of(hint('/A'))).rgb(0, 1, 1, 0), [51, 255 * 0.75, 255 * 0.5 * 0.4]);
    // Without attributes ink darkens paper.
    expect((await of('')).rgb(1, 0, 0, 0)).toEqual(BLACK);
  });

  test('Pattern, and the space below an uncoloured one', async () => {
    expect((await space('/Pattern')).kind).toBe(Kind.Pattern);
    const s = await space('[/Pattern /DeviceCMYK]');
    expect([s.kind, s.components]).toEqual([Kind.Pattern, 4]);
  });

  test('a name may be one of the resources; loops and nonsense end as DeviceGray', async () => {
    const named = await space('/CS0', { 9: '<< /ColorSpace << /CS0 11 0 R >> >>', 11: '[/Lab << /WhitePoint [0.9642 1 0.8249] >>]' });
    expect(named.kind).toBe(Kind.Lab);
    expect((await space('/CS0', { 9: '<< /ColorSpace << /CS0 /CS1 /CS1 /CS0 >> >>' })).kind).toBe(Kind.Gray);
    expect((await space('/Nowhere')).kind).toBe(Kind.Gray);
    expect((await space('(text)')).kind).toBe(Kind.Gray);
    expect((await space('[]')).kind).toBe(Kind.Gray);
    expect((await space('[/Pattern 10 0 R]')).components).toBeGreaterThanOrEqual(0);
    expect((await space(`${'[/Pattern '.repeat(50)}/DeviceRGB${']'.repeat(50)}`)).components).toBe(1);
  });

  test('the colour that a space begins with, table 73', async () => {
    expect((await space('/DeviceRGB')).initial()).toEqual([0, 0, 0]);
    expect((await space('/DeviceCMYK')).initial()).toEqual([0, 0, 0, 1]);
    expect((await space('[/Separation /Orange /DeviceRGB 11 0 R]', { 11: INK })).initial()).toEqual([1]);
    expect((await space('[/DeviceN [/A /B] /DeviceRGB 11 0 R]', { 11: INK })).initial()).toEqual([1, 1]);
    expect((await space('[/Indexed /DeviceRGB 1 <FF000000FF00>]')).initial()).toEqual([0]);
  });
});
