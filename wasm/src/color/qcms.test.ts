import { expect, test } from 'vitest';
import { onePage, type PageOptions } from '../../test/pdf-builder.js';
import { show } from '../../test/show.js';

const s15 = (v: number) => Math.round(v * 65536);
const xyz = (x: number, y: number, z: number) => tag('XYZ ', [s15(x), s15(y), s15(z)]);

/** A tag's data: its type, four zeros, and 32-bit numbers (ISO 15076-1, clause 10). */
function tag(type: string, numbers: number[]): Buffer {
  const data = Buffer.alloc(8 + numbers.length * 4);
  data.write(type, 'latin1');
  numbers.forEach((v, i) => data.writeInt32BE(v, 8 + i * 4));
  return data;
}

/** sRGB's primaries, adapted to D50 (B. Lindbloom, "RGB/XYZ matrices"), and a gamma of 2.2. */
const PRIMARIES = {
  r: xyz(0.4360747, 0.2225045, 0.0139322),
  g: xyz(0.3850649, 0.7168786, 0.0971045),
  b: xyz(0.1430804, 0.0606169, 0.7141733),
};
const GAMMA = Buffer.concat([tag('curv', [1]), Buffer.from([2, 0x33, 0, 0])]);

/** A display profile (version 2.1) with the primaries in the given order: the device's red is the first of them. */
function profile(order: ('r' | 'g' | 'b')[]): Buffer {
  const tags: [string, Buffer][] = [
    ['wtpt', xyz(0.9642, 1, 0.8249)],
    ...(['r', 'g', 'b'] as const).map((name, i): [string, Buffer] => [`${name}XYZ`, PRIMARIES[order[i]!]]),
    ...['rTRC', 'gTRC', 'bTRC'].map((name): [string, Buffer] => [name, GAMMA]),
  ];
  let at = 132 + tags.length * 12;
  const table = Buffer.alloc(at - 128);
  table.writeUInt32BE(tags.length, 0);
  tags.forEach(([name, data], i) => {
    table.write(name, 4 + i * 12, 'latin1');
    table.writeUInt32BE(at, 8 + i * 12);
    table.writeUInt32BE(data.length, 12 + i * 12);
    at += data.length;
  });
  const header = Buffer.alloc(128);
  header.writeUInt32BE(at, 0);
  header.writeUInt32BE(0x02100000, 8);
  header.write('mntrRGB XYZ ', 12, 'latin1');
  header.write('acsp', 36, 'latin1');
  [0.9642, 1, 0.8249].forEach((v, i) => header.writeInt32BE(s15(v), 68 + i * 4));
  return Buffer.concat([header, table, ...tags.map(([, data]) => data)]);
}

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
