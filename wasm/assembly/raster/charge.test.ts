import { describe, expect, test } from 'vitest';
import { f, Op, Sketch } from '../../test/sketch.js';

/** What is drawn over and over has to end: each kind of command costs fuel by the pixels that it takes, which are counted here. */
describe.each(['release', 'debug'])('%s', (target) => {
  const SIDE = 512;
  type Draw = (s: Sketch, width: number) => void;
  const used = async (draw: Draw, width: number) => {
    const s = await Sketch.create(target);
    draw(s, width);
    s.render(2 * SIDE, SIDE);
    return 10_000_000 + 2 * 2 * SIDE * SIDE - s.hooks.test_fuel!(s.raster);
  };
  const rect = (s: Sketch, width: number) => s.polygon(s.rect(0, 0, width, SIDE));
  const image: Draw = (s, width) => {
    const image = s.hooks.test_image!(2, 2, 1, 1);
    // Hardly turned: it goes by the way of those that are.
    s.command(Op.Image, image, f(1), 0, 1, f(width), f(1), f(-1), f(-SIDE), f(0), f(SIDE));
  };
  const group =
    (flags: number): Draw =>
    (s, width) => {
      s.command(Op.BeginGroup, f(0), f(0), f(width), f(SIDE), flags, 0, f(0.5));
      s.command(Op.EndGroup);
    };
  const mask: Draw = (s, width) => {
    const list = new Sketch(s.hooks);
    list.fill(list.polygon(list.rect(0, 0, 1, 1)));
    const p = s.hooks.test_alloc!(s.list, 48);
    const view = new DataView(s.hooks.memory.buffer, p);
    view.setUint32(0, list.list, true);
    [0, 0, width, SIDE].forEach((v, i) => view.setFloat32(16 + i * 4, v, true));
    s.command(Op.SetSoftMask, p);
  };
  const triangle = (s: Sketch, width: number) =>
    s.polygon([
      [0, 0],
      [width, 0],
      [0, SIDE],
    ]);

  test.each<[string, number, Draw]>([
    ['a fill', 10, (s, width) => s.fill(rect(s, width))],
    ['a fill that is blended', 4, (s, width) => s.fill(rect(s, width), s.paint(0, 1, 1))],
    ['a clip', 9, (s, width) => s.command(Op.ClipPath, triangle(s, width), 0)],
    ['an image', 6, image],
    ['a group', 8, group(0)],
    ['an isolated knockout group', 8, group(3)],
    ['a soft mask', 6, mask],
  ])('%s: a unit for 2 to the power of %i pixels, or more', async (_, pace, draw) => {
    const [once, twice] = [await used(draw, SIDE), await used(draw, 2 * SIDE)];
    const unit = (SIDE * SIDE) / 2 ** pace;
    expect(twice - once).toBeGreaterThanOrEqual(unit * 0.95);
    expect(twice - once).toBeLessThan(unit * 3);
  });
});
