import { expect, test } from 'vitest';
import { onePage, type PageOptions } from '../../test/pdf-builder.js';
import { GAMMA, profile, tag } from '../../test/icc-profile.js';
import { show } from '../../test/show.js';

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
