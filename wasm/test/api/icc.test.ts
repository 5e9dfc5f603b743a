import { expect, test } from 'vitest';
import { onePage, type PageOptions } from '../pdf-builder.js';
import { GAMMA, lab16, lut16, lutAB, profile, profileOf, s15, tag } from '../icc-profile.js';
import { show } from '../show.js';

const page = (content: string, icc: Buffer, more: PageOptions['objects'] = {}) =>
  onePage(content, {
    mediaBox: '[0 0 3 1]',
    resources: '/ColorSpace << /C [/ICCBased 10 0 R] /I [/Indexed [/ICCBased 10 0 R] 0 <FF0000>] >> /XObject << /Im 11 0 R >>',
    objects: { 10: { dict: '/N 3', stream: icc, flate: true }, ...more },
  });

/** Red, green and blue of the device, side by side. */
const STRIPES = '/C cs 1 0 0 sc 0 0 1 1 re f 0 1 0 sc 1 0 1 1 re f 0 0 1 sc 2 0 1 1 re f';

const near = (color: number[], wanted: number[]) => color.forEach((v, i) => expect(Math.abs(v - wanted[i]!)).toBeLessThan(8));

test('colours go through the profile: where red and blue change places, they do', async () => {
  const shown = await show(page(STRIPES, profile(['b', 'g', 'r'])));
  near(shown.at(0, 0), [0, 0, 255]);
  near(shown.at(1, 0), [0, 255, 0]);
  near(shown.at(2, 0), [255, 0, 0]);
  expect(shown.warnings).toEqual([]);
});

test('images and palettes do, too', async () => {
  const image = {
    dict: '/Subtype /Image /Width 3 /Height 1 /BitsPerComponent 8 /ColorSpace [/ICCBased 10 0 R]',
    stream: Uint8Array.of(255, 0, 0, 0, 255, 0, 128, 128, 128),
  };
  const shown = await show(page('q 3 0 0 1 0 0 cm /Im Do Q', profile(['b', 'g', 'r']), { 11: image }));
  near(shown.at(0, 0), [0, 0, 255]);
  near(shown.at(1, 0), [0, 255, 0]);
  near(shown.at(2, 0), [128, 128, 128]); // gray stays gray, and 2.2 is nearly sRGB's curve
  near((await show(page('/I cs 0 sc 0 0 3 1 re f', profile(['b', 'g', 'r'])))).at(0, 0), [0, 0, 255]);
});

test('what is no profile, or one of another space, leaves the device space', async () => {
  const gray = profile(['b', 'g', 'r']);
  gray.write('GRAY', 16, 'latin1');
  for (const icc of [Buffer.from('no profile'), gray, profile(['b', 'g', 'r']).subarray(0, 140)])
    expect((await show(page(STRIPES, icc))).at(0, 0)).toEqual([255, 0, 0]);
});

test('a profile is sRGB by what it does, not by what it is called', async () => {
  const name: [string, Buffer][] = [['desc', Buffer.from('desc\0\0\0\0\0\0\0\x15derived from sRGB\0\0\0\0', 'latin1')]];
  near((await show(page(STRIPES, profile(['b', 'g', 'r'], GAMMA, name)))).at(0, 0), [0, 0, 255]);
  // A gamma of 1: half of the light is 188.
  const linear = Buffer.concat([tag('curv', [0]), Buffer.alloc(8)]);
  const gray = '/C cs 0.5 0.5 0.5 sc 0 0 3 1 re f';
  near((await show(page(gray, profile(['r', 'g', 'b'], linear, name)))).at(0, 0), [188, 188, 188]);
});

/** Of a printer: paper, and black of this L* wherever any ink is in full; grays of L* 20, 50 and 60 are 48, 119 and 145 in sRGB. */
const inks = (black: number) => lut16(4, (device) => lab16(device.some(Boolean) ? black : 100));
const printer = (tags: [string, Buffer][]) => profileOf('prtrCMYKLab ', tags);

/** The first pixels of a page with colours of a profile for four components. */
async function shades(icc: Buffer, content: string, more: Partial<PageOptions> = {}) {
  const shown = await show(
    onePage(content, {
      mediaBox: '[0 0 3 1]',
      resources:
        '/ColorSpace << /C [/ICCBased 10 0 R] >> /ExtGState << /Keep << /UseBlackPtComp /OFF >> /P << /RI /Perceptual >> >> /XObject << /Im 11 0 R >>',
      ...more,
      objects: { 10: { dict: '/N 4', stream: icc, flate: true }, ...more.objects },
    }),
  );
  return [0, 1, 2].map((x) => shown.at(x, 0)[0]);
}
const INKS = '/C cs 0 0 0 0 sc 0 0 1 1 re f 0 0 0 0.5 sc 1 0 1 1 re f 0 0 0 1 sc 2 0 1 1 re f';

test('a table is looked up between its nodes, in L*, and black becomes the black of the screen, unless it is to stay', async () => {
  const icc = printer([['A2B0', inks(20)]]);
  expect(await shades(icc, `/Keep gs ${INKS}`)).toEqual([255, 145, 48]);
  const [white, middle, black] = await shades(icc, INKS);
  expect([white, black]).toEqual([255, 0]);
  expect(middle).toBeLessThan(145);
});

test('the inks that a printer makes black of, by its own table, are its black', async () => {
  // All inks together are lighter here than black ink alone, by which the profile prints what has no light.
  const lighter = lut16(4, (device) => lab16(device[3] ? (device[0] ? 50 : 20) : 100));
  const back = lut16(3, () => [0, 0, 0, 1]);
  expect((await shades(printer([['A2B0', lighter], ['B2A0', back]]), INKS))[2]).toBe(0); // prettier-ignore
  // Without it, it is that of all inks.
  expect((await shades(printer([['A2B0', lighter]]), '/C cs 1 1 1 1 sc 0 0 3 1 re f'))[0]).toBe(0);
});

test('each intent has a table of its own: by an operator, a graphics state, or an image', async () => {
  const icc = printer([['A2B0', inks(50)], ['A2B1', inks(20)]]); // prettier-ignore
  const black = '/C cs 0 0 0 1 sc';
  const marks = `/Keep gs ${black} 0 0 1 1 re f q /Perceptual ri ${black} 1 0 1 1 re f Q ${black} 2 0 1 1 re f`;
  expect(await shades(icc, marks)).toEqual([48, 119, 48]);
  expect((await shades(icc, `/Keep gs /P gs ${black} 0 0 3 1 re f`))[0]).toBe(119);
  const image = (intent: string) => ({
    11: {
      dict: `/Subtype /Image /Width 3 /Height 1 /BitsPerComponent 8 /ColorSpace [/ICCBased 10 0 R] ${intent}`,
      stream: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 255, 0, 0, 0, 255),
    },
  });
  const draw = '/Keep gs q 3 0 0 1 0 0 cm /Im Do Q';
  expect(await shades(icc, draw, { objects: image('') })).toEqual([255, 48, 48]);
  expect(await shades(icc, draw, { objects: image('/Intent /Perceptual') })).toEqual([255, 119, 119]);
});

test('absolute colours are those of the paper, whose white is not the light’s', async () => {
  // Half as light as white: 188.
  const white = tag('XYZ ', [0.4821, 0.5, 0.41245].map(s15));
  expect(await shades(printer([['A2B0', inks(0)], ['wtpt', white]]), `/AbsoluteColorimetric ri ${INKS}`)).toEqual([188, expect.any(Number), 0]); // prettier-ignore
});

test('the elements of version 4: curves, a grid of 8 bits, and a matrix', async () => {
  // Red, green and blue are squared; light is gray and as much as the square of red, in half; L* 76.07 of half the light is 188.
  const curve = tag('para', [0, s15(2)]);
  const table = lutAB(3, ([red]) => [red!, red!, red!], curve, [0.9642 / 2, 0, 0, 0, 0.5, 0, 0, 0, 0.8249 / 2, 0, 0, 0]);
  const icc = profileOf('mntrRGB XYZ ', [['A2B0', table]], 0x04200000);
  // An encoded 1 is 1 + 32767/32768 in XYZ (6.3.4.2): half of it is all light.
  const shown = await show(page('/C cs 1 0 0 sc 0 0 1 1 re f 0.7071 1 1 sc 1 0 1 1 re f 0 1 1 sc 2 0 1 1 re f', icc));
  near(shown.at(0, 0), [255, 255, 255]);
  near(shown.at(1, 0), [188, 188, 188]);
  near(shown.at(2, 0), [0, 0, 0]);
});

test('large images have the colours that anything else has, within one', async () => {
  const side = 420; // more pixels than a grid of four dimensions pays for
  const ramp = (channels: number) =>
    Uint8Array.from({ length: side * side * channels }, (_, i) => {
      const [pixel, channel] = [Math.floor(i / channels), i % channels];
      return [(pixel % side) * 0.6, Math.floor(pixel / side) * 0.6, 128, 30][channel]!;
    });
  const compare = async (channels: number, space: string, objects: PageOptions['objects']) => {
    const at = [3, 97, 211, 255, 400];
    const fills = at.map((x, i) => {
      const pixel = ramp(channels).subarray((x * side + x) * channels, (x * side + x + 1) * channels);
      return `${[...pixel].map((v) => v / 255).join(' ')} sc ${i * 20} ${side} 20 20 re f`;
    });
    const dict = `/Subtype /Image /Width ${side} /Height ${side} /BitsPerComponent 8 /ColorSpace ${space}`;
    const shown = await show(
      onePage(`/C cs ${fills.join(' ')} q ${side} 0 0 ${side} 0 0 cm /Im Do Q`, {
        mediaBox: `[0 0 ${side} ${side + 20}]`,
        resources: `/ColorSpace << /C ${space} >> /XObject << /Im 11 0 R >>`,
        objects: { 11: { dict, stream: ramp(channels), flate: true }, ...objects },
      }),
    );
    at.forEach((x, i) => {
      const [image, fill] = [shown.at(x, 20 + x), shown.at(i * 20 + 10, 10)];
      image.forEach((v, k) => expect(Math.abs(v - fill[k]!)).toBeLessThanOrEqual(1));
    });
  };
  await compare(3, '[/ICCBased 10 0 R]', { 10: { dict: '/N 3', stream: profile(['b', 'g', 'r']) } });
  const icc = printer([['A2B0', lut16(4, (d) => lab16(100 - 25 * d[0]! - 15 * d[1]! - 10 * d[2]! - 40 * d[3]!, 30 * d[1]!, 40 * d[2]!))]]); // prettier-ignore
  await compare(4, '[/ICCBased 10 0 R]', { 10: { dict: '/N 4', stream: icc } });
  const mix = { dict: '/FunctionType 4 /Domain [0 1 0 1 0 1] /Range [0 1 0 1 0 1]', stream: '{ 2 copy mul 4 1 roll pop }' };
  await compare(3, '[/DeviceN [/A /B /C] /DeviceRGB 12 0 R]', { 12: mix });
});
