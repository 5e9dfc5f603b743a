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
    return 6_000_000 + 6 * 2 * SIDE * SIDE - s.hooks.test_fuel!(s.raster);
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

  const clip: Draw = (s, width) => {
    s.command(Op.Save);
    s.command(Op.ClipPath, triangle(s, width), 0);
    s.command(Op.Restore);
  };
  const [AXIAL, RADIAL, MESH] = [2, 3, 4];
  const shading =
    (kind: number, blend = 0, size = 4 * SIDE, more = 0, box = 0): Draw =>
    (s, width) => {
      s.command(Op.Save);
      s.command(Op.ClipPath, rect(s, width), 0);
      s.command(Op.Shade, s.hooks.test_shading!(s.list, kind, size, more, box), f(1), blend);
      s.command(Op.Restore);
    };
  const tiling =
    (slope: number): Draw =>
    (s, width) => {
      const cell = new Sketch(s.hooks);
      cell.fill(cell.polygon(cell.rect(0, 0, 4, 4)));
      s.fill(rect(s, width), s.paint(0, 1, 0, s.hooks.test_tiling!(s.list, cell.list, 8, slope)));
    };
  const KINDS: [string, number, Draw][] = [
    ['a fill', 3, (s, width) => s.fill(rect(s, width))],
    ['a fill that is blended', 64, (s, width) => s.fill(rect(s, width), s.paint(0, 1, 1))],
    ['a clip', 3, clip],
    ['an image that is turned', 96, image],
    ['a group', 4, group(0)],
    ['an isolated knockout group', 4, group(3)],
    ['a soft mask', 16, mask],
    ['an axial shading', 32, shading(AXIAL)],
    ['a radial shading', 104, shading(RADIAL)],
    ['a triangle of a mesh', 48, shading(MESH)],
    ['a radial shading that is blended', 168, shading(RADIAL, 1)],
    ['a tiling pattern', 32, tiling(0)],
    ['a tiling pattern that is turned', 96, tiling(0.1)],
  ];

  test.each(KINDS)('%s: %i units for 1024 pixels, and little more', async (_, cost, draw) => {
    const [once, twice] = [await used(draw, SIDE), await used(draw, 2 * SIDE)];
    const units = (SIDE * SIDE * cost) / 1024;
    expect(twice - once).toBeGreaterThanOrEqual(units * 0.95);
    expect(twice - once).toBeLessThan(units * 1.1 + (16 * SIDE * SIDE) / 1024);
  });

  test('what goes through a clip costs more', async () => {
    const clipped =
      (n: number): Draw =>
      (s, width) => {
        s.command(Op.ClipPath, triangle(s, width), 0);
        for (let i = 0; i < n; i++) s.fill(rect(s, width));
      };
    const [once, twice] = [await used(clipped(1), SIDE), await used(clipped(2), SIDE)];
    expect(twice - once).toBeGreaterThanOrEqual((SIDE * SIDE * 7 * 0.95) / 1024);
  });

  test('so does a clip in a clip', async () => {
    const clips =
      (n: number): Draw =>
      (s, width) => {
        for (let i = 0; i < n; i++) s.command(Op.ClipPath, triangle(s, width), 0);
      };
    const [first, second] = [await used(clips(1), SIDE), (await used(clips(2), SIDE)) - (await used(clips(1), SIDE))];
    expect(second - first).toBeGreaterThanOrEqual((SIDE * SIDE * 4 * 0.95) / 1024);
  });

  test('pieces of a mesh cost something also where nothing of them is seen', async () => {
    const [once, twice] = [await used(shading(MESH, 0, 0, 20_000), 1), await used(shading(MESH, 0, 0, 40_000), 1)];
    expect(twice - once).toBeGreaterThanOrEqual(20_000 / 4);
  });

  test.each([
    ['', 0, SIDE * SIDE],
    [' and its /BBox', SIDE / 2, (SIDE * SIDE) / 4],
  ])('where the fuel ends in a mesh, what is painted of it%s is seen', async (_, box, ink) => {
    const s = await Sketch.create(target);
    shading(MESH, 0, 4 * SIDE, 100, box)(s, SIDE);
    // A triangle takes 12,000 units.
    expect(s.render(SIDE, SIDE, { fuel: 50_000 }).sum()).toBe(ink);
    expect(s.hooks.test_fuel!(s.raster)).toBeLessThan(1);
  });

  test.each(KINDS)('%s: twice as much when it is drawn twice as often', async (_, _pace, draw) => {
    const times =
      (n: number): Draw =>
      (s, width) => {
        for (let i = 0; i < n; i++) draw(s, width);
      };
    const [four, eight] = [await used(times(4), SIDE), await used(times(8), SIDE)];
    expect(eight / four).toBeGreaterThan(1.9);
    expect(eight / four).toBeLessThan(2.1);
  });
});
