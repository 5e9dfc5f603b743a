import { describe, expect, test } from 'vitest';
import { Sketch } from '../../test/sketch.js';

const [NON_ZERO, EVEN_ODD] = [0, 1];

describe.each(['release', 'debug'])('%s', (target) => {
  /** A comb of n teeth over 100 × 100 pixels, each as wide as the gap after it: 2n sides cross every row. */
  const comb = (s: Sketch, n: number) => {
    const step = 100 / n;
    const tooth = (x: number): [number, number][] => [[x, -1], [x, 100], [x + step / 2, 100], [x + step / 2, -1]]; // prettier-ignore
    return s.polygon(Array.from({ length: n }, (_, i) => tooth(i * step)).flat());
  };

  test.each([
    [100, NON_ZERO],
    [1500, NON_ZERO],
    [1500, EVEN_ODD],
  ])('%i teeth by rule %i cover half of each pixel', async (n, rule) => {
    const s = await Sketch.create(target);
    s.fill(comb(s, n), s.paint(), rule);
    const image = s.render(100, 100);
    for (const x of [0, 50, 99]) expect(Math.abs(image.ink(x, 50) - 127.5)).toBeLessThan(3);
  });

  test('a row of very many sides: contours on each other are one by the non-zero rule, none by the even-odd one', async () => {
    const fill = async (rule: number, share: number, copies: number) => {
      const s = await Sketch.create(target);
      // 300 bars, a pixel each: 600 sides a row for each copy.
      const bars = Array.from({ length: 300 }, (_, i) => s.rect(i * 2, 0, 1, 10));
      s.fill(s.polygon(...Array.from({ length: copies }, () => bars).flat()), s.paint(), rule);
      expect(s.render(600, 10).sum()).toBeCloseTo(6000 * share, 0);
    };
    await fill(NON_ZERO, 0.5, 2);
    await fill(EVEN_ODD, 0, 2);
    await fill(EVEN_ODD, 0.5, 3);
  });

  test('twice the sides cost twice the fuel, also where each of them is long', async () => {
    const used = async (n: number, slope: number) => {
      const s = await Sketch.create(target);
      const points = Array.from({ length: n }, (_, i): [number, number] => [i % 2 ? 0.2 : 0.2 + slope, (i % 2) * 99.6 + 0.2]);
      s.fill(s.polygon(points));
      s.render(100, 100);
      const full = 6_000_000 + 6 * 100 * 100;
      return full - s.hooks.test_fuel!(s.raster);
    };
    for (const slope of [1, 99]) {
      const [one, two] = [await used(3000, slope), await used(6000, slope)];
      expect(one).toBeGreaterThan(60000); // 100 rows × 3000 sides, twice, 8 of which are a unit
      expect(two / one).toBeGreaterThan(1.9);
      expect(two / one).toBeLessThan(2.1);
    }
  });

  test('a shape of more sides than fuel is left off where it ends, and the next page is none the worse', async () => {
    const s = await Sketch.create(target);
    const points = Array.from({ length: 400000 }, (_, i): [number, number] => [(i * 7) % 100, (i % 2) * 800]);
    s.fill(s.polygon(points));
    s.render(100, 800);
    expect(s.hooks.test_fuel!(s.raster)).toBeLessThan(1);
    const next = new Sketch(s.hooks);
    Object.assign(next, { raster: s.raster });
    next.fill(next.polygon(next.rect(10, 10, 10, 10)));
    expect(next.render(40, 40).sum()).toBe(100);
  });
});
