import { describe, expect, test } from 'vitest';
import { f, Op, Sketch } from '../../test/sketch.js';

type Color = [number, number, number];

/** B(Cb, Cs) of ISO 32000-2, table 134, in the order of /BM's names there; then those of table 135. */
const separable: ((b: number, s: number) => number)[] = [
  (_, s) => s,
  (b, s) => b * s,
  (b, s) => b + s - b * s,
  (b, s) => separable[8]!(s, b),
  Math.min,
  Math.max,
  (b, s) => (b === 0 ? 0 : b >= 1 - s ? 1 : b / (1 - s)),
  (b, s) => (b === 1 ? 1 : 1 - b >= s ? 0 : 1 - (1 - b) / s),
  (b, s) => (s <= 0.5 ? b * 2 * s : b + (2 * s - 1) - b * (2 * s - 1)),
  (b, s) => (s <= 0.5 ? b - (1 - 2 * s) * b * (1 - b) : b + (2 * s - 1) * ((b <= 0.25 ? ((16 * b - 12) * b + 4) * b : Math.sqrt(b)) - b)),
  (b, s) => Math.abs(b - s),
  (b, s) => b + s - 2 * b * s,
];
const lum = ([r, g, b]: Color) => 0.3 * r + 0.59 * g + 0.11 * b;
const sat = (c: Color) => Math.max(...c) - Math.min(...c);
function setLum(c: Color, l: number): Color {
  const d = l - lum(c);
  let moved = c.map((v) => v + d) as Color;
  const n = Math.min(...moved);
  const x = Math.max(...moved);
  if (n < 0) moved = moved.map((v) => l + ((v - l) * l) / (l - n)) as Color;
  if (x > 1) moved = moved.map((v) => l + ((v - l) * (1 - l)) / (x - l)) as Color;
  return moved;
}
function setSat(c: Color, s: number): Color {
  const order = [0, 1, 2].sort((i, j) => c[i]! - c[j]!);
  const out: Color = [0, 0, 0];
  const [min, mid, max] = order as Color;
  if (c[max]! > c[min]!) {
    out[mid] = ((c[mid]! - c[min]!) * s) / (c[max]! - c[min]!);
    out[max] = s;
  }
  return out;
}
const nonSeparable: ((b: Color, s: Color) => Color)[] = [
  (b, s) => setLum(setSat(s, sat(b)), lum(b)),
  (b, s) => setLum(setSat(b, sat(s)), lum(b)),
  (b, s) => setLum(s, lum(b)),
  (b, s) => setLum(b, lum(s)),
];
const mix = (mode: number, b: Color, s: Color) =>
  mode < 12 ? (b.map((v, i) => separable[mode]!(v, s[i]!)) as Color) : nonSeparable[mode - 12]!(b, s);

const bytes = (color: number): Color => [(color & 255) / 255, ((color >> 8) & 255) / 255, (color >> 16) / 255];
const BACKDROPS: [number, number][] = [[0x204080, 1], [0xc0a010, 0.6], [0xffffff, 1], [0x000000, 0.8]]; // prettier-ignore
const SOURCES: [number, number][] = [[0x4080c0, 1], [0xd02060, 0.7], [0xffffff, 0.5], [0x000000, 1], [0x10f0f0, 1]]; // prettier-ignore

describe.each(['release', 'debug'])('%s', (target) => {
  test.each(Array.from({ length: 16 }, (_, mode) => mode))('blend mode %i, on opaque and half clear backdrops', async (mode) => {
    const s = await Sketch.create(target);
    BACKDROPS.forEach(([color, alpha], y) => {
      s.fill(s.polygon(s.rect(0, y, SOURCES.length, 1)), s.paint(color, alpha));
      SOURCES.forEach(([c, a], x) => s.fill(s.polygon(s.rect(x, y, 1, 1)), s.paint(c, a, mode)));
    });
    const image = s.render(SOURCES.length, BACKDROPS.length, { background: 0 });
    BACKDROPS.forEach(([backdrop, ab], y) =>
      SOURCES.forEach(([source, as], x) => {
        const b = bytes(backdrop);
        const c = bytes(source);
        const mixed = mix(mode, b, c);
        // 11.3.6: αr = αb + αs - αb·αs;  Cr = (1 - αs/αr)·Cb + αs/αr·((1 - αb)·Cs + αb·B(Cb, Cs))
        const alpha = ab + as - ab * as;
        const want = b.map((v, i) => (1 - as / alpha) * v + (as / alpha) * ((1 - ab) * c[i]! + ab * mixed[i]!));
        const got = image.at(x, y);
        [...want, alpha].forEach((v, i) => expect(Math.abs(got[i]! - v * 255), `${got} at ${x}, ${y}`).toBeLessThan(3));
      }),
    );
  });

  test('a long row is blended like a short one, and in part where it is covered in part', async () => {
    const s = await Sketch.create(target);
    s.fill(s.polygon(s.rect(0, 0, 1300, 2)), s.paint(0x808080));
    s.fill(s.polygon(s.rect(0.5, 0, 1299, 1)), s.paint(0x808080, 1, 1));
    s.command(Op.BeginGroup, f(0), f(1), f(1300), f(2), 1, 1, f(0.5)); // isolated, Multiply
    s.fill(s.polygon(s.rect(0, 1, 1300, 1)), s.paint(0x808080));
    s.command(Op.EndGroup);
    const image = s.render(1300, 2);
    for (const x of [1, 510, 511, 512, 513, 1024, 1298]) expect(image.at(x, 0)).toEqual([64, 64, 64, 255]);
    for (const x of [0, 1299]) expect(image.at(x, 0)).toEqual([96, 96, 96, 255]);
    for (const x of [0, 511, 512, 1299]) expect(Math.abs(image.at(x, 1)[0]! - 96)).toBeLessThanOrEqual(1);
  });
});
