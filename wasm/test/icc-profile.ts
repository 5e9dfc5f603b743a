/** ICC profiles (ISO 15076-1) that tests make. */

export const s15 = (v: number) => Math.round(v * 65536);
const xyz = (x: number, y: number, z: number) => tag('XYZ ', [s15(x), s15(y), s15(z)]);

/** A tag's data: its type, four zeros, and 32-bit numbers (ISO 15076-1, clause 10). */
export function tag(type: string, numbers: number[]): Buffer {
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
export const GAMMA = Buffer.concat([tag('curv', [1]), Buffer.from([2, 0x33, 0, 0])]);

/** A display profile (version 2.1) with the primaries in the given order: the device's red is the first of them. */
export function profile(order: ('r' | 'g' | 'b')[], curve: Buffer = GAMMA, more: [string, Buffer][] = []): Buffer {
  return profileOf('mntrRGB XYZ ', [
    ['wtpt', xyz(0.9642, 1, 0.8249)],
    ...(['r', 'g', 'b'] as const).map((name, i): [string, Buffer] => [`${name}XYZ`, PRIMARIES[order[i]!]]),
    ...['rTRC', 'gTRC', 'bTRC'].map((name): [string, Buffer] => [name, curve]),
    ...more,
  ]);
}

/** A profile of a class, a device space and a connection space (four letters each) with these tags. */
export function profileOf(kind: string, tags: [string, Buffer][], version = 0x02100000): Buffer {
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
  header.writeUInt32BE(version, 8);
  header.write(kind, 12, 'latin1');
  header.write('acsp', 36, 'latin1');
  [0.9642, 1, 0.8249].forEach((v, i) => header.writeInt32BE(s15(v), 68 + i * 4));
  return Buffer.concat([header, table, ...tags.map(([, data]) => data)]);
}

type Color = number[];

/** An `mft2` of straight curves: the colour at each corner of the device's space, from 0 to 1 as 16 bits have it. */
export function lut16(inputs: number, corner: (device: Color) => Color): Buffer {
  const corners = Array.from({ length: 2 ** inputs }, (_, i) => Array.from({ length: inputs }, (_, k) => (i >> (inputs - 1 - k)) & 1));
  const colors = corners.map(corner);
  const outputs = colors[0]!.length;
  const numbers = [...Array<number[]>(inputs).fill([0, 1]), ...colors, ...Array<number[]>(outputs).fill([0, 1])].flat();
  const data = Buffer.alloc(52 + numbers.length * 2);
  data.write('mft2', 'latin1');
  data.set([inputs, outputs, 2], 8);
  data.writeUInt16BE(2, 48);
  data.writeUInt16BE(2, 50);
  numbers.forEach((v, i) => data.writeUInt16BE(Math.round(v * 65535), 52 + i * 2));
  return data;
}

/** L*, a* and b* as `mft2` has them (10.10): 0xFF00 is 100, and 0x8000 is 0. */
export const lab16 = (l: number, a = 0, b = 0): Color => [
  (l / 100) * (65280 / 65535),
  ((a + 128) * 256) / 65535,
  ((b + 128) * 256) / 65535,
];

/** An `mAB ` (10.12) of a grid of 8 bits, whose corners are as in `lut16`, between curves of which the first ones are `curve`. */
export function lutAB(inputs: number, corner: (device: Color) => Color, curve: Buffer, matrix: number[]): Buffer {
  const straight = Buffer.alloc(12);
  straight.write('curv', 'latin1');
  const padded = Buffer.concat([curve, Buffer.alloc((4 - (curve.length % 4)) % 4)]);
  const corners = Array.from({ length: 2 ** inputs }, (_, i) => Array.from({ length: inputs }, (_, k) => (i >> (inputs - 1 - k)) & 1));
  const grid = Buffer.alloc(20 + ((corners.length * 3 + 3) & ~3));
  grid.fill(2, 0, inputs);
  grid[16] = 1;
  grid.set(
    corners.flatMap(corner).map((v) => Math.round(v * 255)),
    20,
  );
  const numbers = Buffer.alloc(48);
  matrix.forEach((v, i) => numbers.writeInt32BE(s15(v), i * 4));
  const parts = [Buffer.concat([straight, straight, straight]), numbers, Buffer.concat([straight, straight, straight]), grid];
  const header = Buffer.alloc(32);
  header.write('mAB ', 'latin1');
  header.set([inputs, 3], 8);
  let at = 32;
  parts.forEach((part, i) => {
    header.writeUInt32BE(at, 12 + i * 4);
    at += part.length;
  });
  header.writeUInt32BE(at, 28);
  return Buffer.concat([header, ...parts, ...Array<Buffer>(inputs).fill(padded)]);
}

/** sRGB's own curve (IEC 61966-2-1): 1024 steps of it, and as a formula of g, a, b, c, d (ISO 15076-1, 10.18). */
export const SRGB_STEPS = Buffer.alloc(12 + 2048);
SRGB_STEPS.write('curv');
SRGB_STEPS.writeUInt32BE(1024, 8);
for (let i = 0; i < 1024; i++) {
  const v = i / 1023;
  SRGB_STEPS.writeUInt16BE(Math.round((v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4) * 65535), 12 + i * 2);
}
export const SRGB_FORMULA = tag('para', [0x30000, ...[2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045].map(s15)]);
