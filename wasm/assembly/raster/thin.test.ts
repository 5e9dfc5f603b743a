import { describe, expect, test } from 'vitest';
import { Sketch } from '../../test/sketch.js';

describe.each(['release', 'debug'])('%s', (target) => {
  const sketch = () => Sketch.create(target);

  test('a leader of dots in one path stays dots; each rule of a table in one path is seen', async () => {
    const s = await sketch();
    s.fill(s.polygon(...[1, 5, 9].map((x) => s.rect(x, 2, 1, 0.1))));
    s.fill(s.polygon(...[10, 14].map((y) => s.rect(0, y + 0.5, 12, 0)), s.rect(4.5, 8, 0.02, 10)));
    const image = s.render(12, 20);
    // 0.1 high is widened to 0.3, around 2.05.
    const row = (y: number) => Array.from({ length: 12 }, (_, x) => image.ink(x, y));
    expect(row(1)).toEqual([0, 26, 0, 0, 0, 26, 0, 0, 0, 26, 0, 0]); // 0.1 of the pixel
    expect(row(2)).toEqual([0, 51, 0, 0, 0, 51, 0, 0, 0, 51, 0, 0]); // 0.2
    for (const [x, y] of [
      [0, 10],
      [11, 14],
      [4, 12],
    ] as const)
      expect(Math.abs(image.ink(x, y) - 76.5)).toBeLessThan(1); // 0.3
    expect(image.ink(5, 12)).toBe(0);
  });

  test('a thin hole stays a hole, and a subpath that is only begun is nothing', async () => {
    const s = await sketch();
    s.fill(s.polygon(s.rect(0, 0, 10, 10), s.rect(4.4, 0, 0.2, 10).reverse()));
    const begun = s.line([15.5, 5.5]);
    s.fill(begun);
    const image = s.render(20, 10);
    expect([image.ink(3, 5), image.ink(5, 5)]).toEqual([255, 255]);
    expect(Math.abs(image.ink(4, 5) - 178.5)).toBeLessThan(1); // 0.7 of the pixel
    expect(image.ink(15, 5)).toBe(0);
  });

  test('neighbours that are thin do not put each other out by the even-odd rule', async () => {
    const s = await sketch();
    s.fill(s.polygon(...[0, 1, 2, 3].map((i) => s.rect(5 + i * 0.1, 0, 0.1, 10))), s.paint(), 1);
    s.fill(s.polygon(s.rect(15, 0, 0.1, 10)), s.paint(), 1);
    const image = s.render(20, 10);
    expect(Math.abs(image.ink(5, 5) - 102)).toBeLessThan(2); // 0.4
    expect(Math.abs(image.ink(14, 5) + image.ink(15, 5) - 76.5)).toBeLessThan(2); // 0.3
  });

  test('a line thinner than a pixel is a pixel wide and fainter, but no more so than a CSS pixel that shrinks with the page', async () => {
    const s = await sketch();
    [0.5, 0, 0.01, 1, 0.8].forEach((width, i) => s.stroke(s.line([0, 4 + 8 * i], [40, 4 + 8 * i]), width));
    const rows = (scale: number) => {
      const image = s.render(8, 80, { scale });
      return [0, 1, 2, 3, 4].map((i) => {
        let ink = 0;
        for (let y = scale * 8 * i; y < scale * 8 * (i + 1); y++) ink += image.ink(3, y);
        return ink / 255;
      });
    };
    const expectRows = (scale: number, wanted: number[]) =>
      rows(scale).forEach((v, i) => expect(Math.abs(v - wanted[i]!)).toBeLessThan(0.01));
    expectRows(1, [0.75, 0.75, 0.75, 1, 0.8]);
    expectRows(0.5, [0.375, 0.375, 0.375, 0.5, 0.4]);
    expectRows(0.25, [0.1875, 0.1875, 0.1875, 0.25, 0.2]);
    expectRows(2, [1, 1, 1, 2, 1.6]);
  });

  test('a subpath of no length: a round cap makes a dot of it, butt and square caps nothing', async () => {
    const s = await sketch();
    s.stroke(s.line([10, 10], [10, 10]), 8, 0);
    s.stroke(s.line([30, 10], [30, 10]), 8, 2);
    s.stroke(s.polygon([[10, 30]]), 8, 2);
    expect(s.render(40, 40).sum()).toBe(0);
    s.stroke(s.line([30, 30], [30, 30]), 8, 1);
    expect(Math.abs(s.render(40, 40).sum() - Math.PI * 16)).toBeLessThan(0.6);
  });
});
