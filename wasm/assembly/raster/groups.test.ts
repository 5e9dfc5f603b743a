import { describe, expect, test } from 'vitest';
import { f, Op, Sketch } from '../../test/sketch.js';

const SCREEN = 2;
const DIFFERENCE = 10;

describe.each(['release', 'debug'])('%s', (target) => {
  const sketch = () => Sketch.create(target);

  // ISO 32000-2, 11.4.7: the page is an isolated group. 11.3.6: where the backdrop is clear, no blend mode acts.
  test('on bare paper a blend mode changes nothing; on what the page has painted it does', async () => {
    const s = await sketch();
    s.fill(s.polygon(s.rect(0, 0, 10, 10)), s.paint(0x0000ff)); // red
    s.fill(s.polygon(s.rect(5, 0, 10, 10)), s.paint(0x804020, 1, SCREEN));
    s.fill(s.polygon(s.rect(5, 10, 10, 10)), s.paint(0x804020, 1, DIFFERENCE));
    s.fill(s.polygon(s.rect(5, 20, 10, 10)), s.paint(0x804020, 0.5, DIFFERENCE));
    const image = s.render(20, 30);
    expect(image.at(2, 5)).toEqual([255, 0, 0, 255]);
    expect(image.at(7, 5)).toEqual([255, 64, 128, 255]); // 1 - (1 - red)·(1 - source)
    expect(image.at(12, 5)).toEqual([32, 64, 128, 255]);
    expect(image.at(12, 15)).toEqual([32, 64, 128, 255]);
    expect(image.at(18, 15)).toEqual([255, 255, 255, 255]);
    for (const [i, v] of [143.5, 159.5, 191.5].entries()) expect(Math.abs(image.at(12, 25)[i]! - v)).toBeLessThanOrEqual(1);
  });

  // 12.5.5: an annotation is painted on the page, which is finished then.
  test('annotations see the paper; the page under them does not', async () => {
    const s = await sketch();
    s.fill(s.polygon(s.rect(0, 0, 10, 10)), s.paint(0x00ffff, 1, DIFFERENCE)); // yellow
    for (const y of [0, 10]) {
      s.command(Op.BeginAnnotation, 0, 0);
      s.fill(s.polygon(s.rect(5, y, 10, 10)), s.paint(0x00ffff, 1, DIFFERENCE));
      s.command(Op.EndAnnotation);
    }
    const image = s.render(20, 20);
    expect(image.at(2, 5)).toEqual([255, 255, 0, 255]);
    expect(image.at(7, 5)).toEqual([0, 0, 0, 255]); // |yellow - yellow|
    expect(image.at(12, 5)).toEqual([0, 0, 255, 255]); // |white - yellow|
    expect(image.at(12, 15)).toEqual([0, 0, 255, 255]);
    expect(s.render(20, 20, { background: 0 }).at(12, 5)).toEqual([255, 255, 0, 255]);
  });

  test('a group that is not isolated sees no paper either; one that is sees nothing at all', async () => {
    const s = await sketch();
    for (const [y, isolated] of [
      [0, 0],
      [10, 1],
    ] as const) {
      s.fill(s.polygon(s.rect(0, y, 10, 10)), s.paint(0x0000ff));
      s.command(Op.BeginGroup, f(0), f(0), f(20), f(20), isolated, 0, f(1));
      s.fill(s.polygon(s.rect(5, y, 10, 10)), s.paint(0xffff00, 1, DIFFERENCE));
      s.command(Op.EndGroup);
    }
    const image = s.render(20, 20);
    expect(image.at(7, 5)).toEqual([255, 255, 255, 255]); // |red - cyan|
    expect(image.at(12, 5)).toEqual([0, 255, 255, 255]);
    expect(image.at(7, 15)).toEqual([0, 255, 255, 255]);
    expect(image.at(12, 15)).toEqual([0, 255, 255, 255]);
  });

  test('multiplied on white paper, or on paper that is no paper', async () => {
    const s = await sketch();
    s.fill(s.polygon(s.rect(0, 0, 10, 10)), s.paint(0x0000ff));
    s.fill(s.polygon(s.rect(5, 0, 10, 10)), s.paint(0x804020, 1, 1));
    const white = s.render(20, 10);
    expect(white.at(7, 5)).toEqual([32, 0, 0, 255]);
    expect(white.at(12, 5)).toEqual([32, 64, 128, 255]);
    const clear = s.render(20, 10, { background: 0 });
    expect(clear.at(7, 5)).toEqual([32, 0, 0, 255]);
    expect(clear.at(12, 5)).toEqual([32, 64, 128, 255]);
    expect(clear.at(18, 5)).toEqual([0, 0, 0, 0]);
    const gray = s.render(20, 10, { background: 0xff808080 });
    expect(gray.at(12, 5)).toEqual([32, 64, 128, 255]); // the paper is under the page, not multiplied with it
  });

  test('a group inside an isolated one sees that one, and not the page; where nothing blends a group needs no surface', async () => {
    const s = await sketch();
    const begin = (isolated: number) => s.command(Op.BeginGroup, f(0), f(0), f(30), f(30), isolated, 0, f(1));
    s.fill(s.polygon(s.rect(0, 0, 30, 10)), s.paint(0x0000ff));
    begin(1);
    s.fill(s.polygon(s.rect(0, 0, 10, 10)), s.paint(0x00ff00));
    begin(0);
    s.fill(s.polygon(s.rect(5, 0, 10, 10)), s.paint(0xffffff, 1, DIFFERENCE));
    s.command(Op.EndGroup);
    s.command(Op.EndGroup);
    begin(1);
    begin(1);
    s.fill(s.polygon(s.rect(20, 0, 5, 10)), s.paint(0xff0000, 0.5));
    s.command(Op.EndGroup);
    s.command(Op.EndGroup);
    const image = s.render(30, 20);
    expect(image.at(2, 5)).toEqual([0, 255, 0, 255]);
    expect(image.at(7, 5)).toEqual([255, 0, 255, 255]); // |green - white|
    expect(image.at(12, 5)).toEqual([255, 255, 255, 255]); // the group is clear there
    expect(image.at(22, 5)).toEqual([127, 0, 128, 255]);
    expect(image.at(27, 5)).toEqual([255, 0, 0, 255]);
    expect(image.at(7, 15)).toEqual([255, 255, 255, 255]);
  });

  test('a group of some rows in a large one, with an alpha of its own', async () => {
    const s = await sketch();
    s.command(Op.BeginGroup, f(0), f(0), f(30), f(300), 1, 0, f(0.5));
    s.fill(s.polygon(s.rect(0, 100, 10, 10)));
    s.fill(s.polygon(s.rect(0, 40, 10, 10)));
    s.command(Op.EndGroup);
    const image = s.render(30, 300);
    expect([39, 45, 60, 105, 111].map((y) => image.ink(5, y))).toEqual([0, 128, 0, 128, 0]);
    expect(image.sum()).toBeCloseTo(100.4, 0);
  });
});
