import { describe, expect, test } from 'vitest';
import { f, Op, Sketch } from '../../test/sketch.js';

describe.each(['release', 'debug'])('%s', (target) => {
  const sketch = () => Sketch.create(target);

  test('a pixel is as dark as the part of it that is covered', async () => {
    const s = await sketch();
    s.fill(s.polygon(s.rect(1.5, 1, 2, 1.25)));
    s.fill(s.polygon([[10, 10], [20, 10], [10, 20]])); // prettier-ignore
    const image = s.render(30, 30);
    expect([1, 2, 3, 4].map((x) => image.ink(x, 1))).toEqual([128, 255, 128, 0]);
    expect([1, 2, 3].map((x) => image.ink(x, 2))).toEqual([32, 64, 32]); // a quarter of the height
    expect(image.ink(12, 12)).toBe(255);
    expect(image.ink(15, 14)).toBe(128); // the hypotenuse x + y = 30 halves the pixels on the diagonal
    expect(image.ink(16, 14)).toBe(0);
    expect(image.sum()).toBeCloseTo(2.5 + 50, 0);
  });

  test('overlapping and touching contours of one path leave no seams; opposite ones cancel; even-odd cuts holes', async () => {
    const s = await sketch();
    s.fill(s.polygon(s.rect(0.5, 0.5, 5, 5), s.rect(3.5, 3.5, 5, 5), s.rect(8.5, 3.5, 4, 5)));
    s.fill(s.polygon(s.rect(0.5, 20.5, 9, 9), s.rect(3.5, 23.5, 3, 3)), s.paint(), 1);
    s.fill(s.polygon(s.rect(20, 20, 9, 9), s.rect(23, 23, 3, 3).reverse()));
    s.fill(s.polygon(s.rect(30.5, 20, 1, 4), s.rect(30.5, 20, 1, 4)));
    const image = s.render(40, 40);
    for (const [x, y] of [[3, 3], [4, 4], [5, 5], [8, 6], [8, 4]]) expect(image.ink(x!, y!)).toBe(255); // prettier-ignore
    expect(image.ink(3, 25)).toBe(128); // half of the pixel lies in the hole
    expect(image.ink(4, 25)).toBe(0);
    expect(image.ink(24, 24)).toBe(0);
    expect(image.ink(22, 24)).toBe(255);
    expect(image.ink(30, 21)).toBe(128); // the same contour twice covers a pixel no more than once
  });

  test('a star that crosses itself is filled as the rule says', async () => {
    const s = await sketch();
    const star = Array.from({ length: 5 }, (_, i): [number, number] => [
      50 + 40 * Math.sin((i * 4 * Math.PI) / 5),
      50 - 40 * Math.cos((i * 4 * Math.PI) / 5),
    ]);
    s.fill(s.polygon(star));
    s.fill(s.polygon(star.map(([x, y]) => [x + 100, y])), s.paint(), 1);
    const image = s.render(200, 100);
    // Area of a pentagram in a circle of radius 1: 10·tan(18°)/(3 − tan²(18°)) = 1.1226; its inner pentagon,
    // of radius cos(72°)/cos(36°) = 0.38197: 2.5·sin(72°)·0.38197² = 0.34690.
    expect(image.sum()).toBeCloseTo(1600 * (1.1226 + 1.1226 - 0.3469), -1);
    expect(image.ink(50, 50)).toBe(255);
    expect(image.ink(150, 50)).toBe(0);
  });

  test('curves have the area that they should', async () => {
    const s = await sketch();
    const path = s.hooks.test_path!();
    const k = 0.5522847498 * 30;
    s.hooks.test_move!(path, 70.3, 40);
    s.hooks.test_cubic!(path, 70.3, 40 + k, 40.3 + k, 70, 40.3, 70);
    s.hooks.test_cubic!(path, 40.3 - k, 70, 10.3, 40 + k, 10.3, 40);
    s.hooks.test_cubic!(path, 10.3, 40 - k, 40.3 - k, 10, 40.3, 10);
    s.hooks.test_cubic!(path, 40.3 + k, 10, 70.3, 40 - k, 70.3, 40);
    s.fill(path);
    expect(Math.abs(s.render(80, 80).sum() - Math.PI * 900)).toBeLessThan(6);
  });

  test('shapes that reach far out of the picture are cut to it', async () => {
    const s = await sketch();
    s.fill(s.polygon([[-1e9, -1e9], [1e9, -1e9], [1e9, 5], [-1e9, 5]])); // prettier-ignore
    s.fill(s.polygon([[-100, 10], [20, 10], [20, 15], [-100, 15]], [[5, NaN], [1e38, 3], [NaN, NaN]])); // prettier-ignore
    s.fill(s.polygon([[-20, 20], [20, 40], [-20, 40]])); // prettier-ignore
    s.fill(s.polygon([[30, 20], [70, 20], [70, 40]])); // prettier-ignore
    const image = s.render(40, 40);
    expect([0, 20, 39].map((x) => image.ink(x, 4))).toEqual([255, 255, 255]);
    expect([0, 19].map((x) => image.ink(x, 12))).toEqual([255, 255]);
    expect(image.ink(0, 30)).toBe(191); // y = 30 + x/2 from the left side on: a quarter lies above
    expect(image.ink(0, 31)).toBe(255);
    expect([image.ink(35, 21), image.ink(35, 24)]).toEqual([255, 0]); // y = 20 + (x - 30)/2
  });

  test('strokes: width, caps, joins', async () => {
    const s = await sketch();
    s.stroke(s.line([5, 10], [15, 10]), 4, 0);
    s.stroke(s.line([25, 10], [35, 10]), 4, 2);
    s.stroke(s.line([45, 10], [55, 10]), 4, 1);
    s.stroke(s.line([10, 40], [10, 30], [20, 30]), 4, 0, 0);
    s.stroke(s.line([30, 40], [30, 30], [40, 30]), 4, 0, 2);
    s.stroke(s.polygon(s.rect(50, 30, 10, 10)), 2);
    const image = s.render(70, 50);
    expect([7, 8, 9, 10, 11, 12].map((y) => image.ink(10, y))).toEqual([0, 255, 255, 255, 255, 0]);
    expect([4, 5, 14, 15].map((x) => image.ink(x, 10))).toEqual([0, 255, 255, 0]);
    expect([22, 23, 36, 37].map((x) => image.ink(x, 10))).toEqual([0, 255, 255, 0]);
    expect(image.ink(43, 9)).toBeGreaterThan(200);
    expect(image.ink(43, 8)).toBeLessThan(128); // the corner that a round cap leaves free
    expect(image.ink(8, 28)).toBe(255); // the mitre's tip
    expect(image.ink(28, 28)).toBe(0);
    expect(image.ink(29, 29)).toBe(255);
    expect([48, 49, 50, 51].map((x) => image.ink(x, 35))).toEqual([0, 255, 255, 0]);
    expect(image.ink(49, 29)).toBe(255);
    expect(image.ink(55, 35)).toBe(0);
  });

  test('the miter of two curves goes by their tangents where they meet', async () => {
    const s = await sketch();
    const path = s.hooks.test_path!();
    // They come and leave at half an angle whose sine is 1/8, and bend away at once.
    const slope = 1 / Math.sqrt(63);
    s.hooks.test_move!(path, 110, 10);
    s.hooks.test_cubic!(path, 90, 10, 90, 50 - 10 * slope, 80, 50);
    s.hooks.test_cubic!(path, 90, 50 + 10 * slope, 90, 90, 110, 90);
    s.stroke(path, 6);
    const image = s.render(120, 100);
    // The tip is 3 · 8 before the corner, at 56: its part up to 74 is a triangle 18 long, and 2 · 18 · slope wide at its base.
    let ink = 0;
    for (let y = 0; y < 100; y++) for (let x = 0; x < 74; x++) ink += image.ink(x, y) / 255;
    expect(Math.abs(ink - 18 * 18 * slope)).toBeLessThan(1);
  });

  test('a stroke of no width is a pixel wide at any scale from natural size on; a pen may be flat', async () => {
    const s = await sketch();
    s.stroke(s.line([5, 10.5], [15, 10.5]), 0);
    const pen = s.stroke(s.line([5, 20], [15, 20], [15, 30]), 2);
    s.hooks.test_pen!(pen, 3, 0, 0, 1);
    const image = s.render(90, 120, { scale: 3 });
    expect([30, 31, 32].map((y) => image.ink(30, y))).toEqual([0, 255, 0]);
    const wide = s.render(30, 40);
    expect([18, 19, 20, 21].map((y) => wide.ink(8, y))).toEqual([0, 255, 255, 0]); // 2 high
    expect([11, 12, 17, 18].map((x) => wide.ink(x, 27))).toEqual([0, 255, 255, 0]); // and 6 wide
  });

  test('dashes: phase, odd arrays, dots of no length, around the corner of a closed path', async () => {
    const s = await sketch();
    s.stroke(s.line([0, 1], [20, 1]), 2, 0, 0, [4, 2], 1); // on 3, off 2, on 4, off 2 …
    s.stroke(s.line([0, 5], [20, 5]), 2, 0, 0, [3]);
    s.stroke(s.line([5, 10], [25, 10]), 2, 2, 0, [0, 5]);
    s.stroke(s.polygon(s.rect(5, 20, 10, 10)), 2, 0, 0, [6, 34], 3); // 3 before the start, 3 after it
    const image = s.render(40, 40);
    const row = (y: number, n: number) => Array.from({ length: n }, (_, x) => (image.ink(x, y) === 255 ? '#' : '.')).join('');
    expect(row(1, 14)).toBe('###..####..###');
    expect(row(5, 12)).toBe('###...###...');
    expect(row(10, 17)).toBe('....##...##...##.');
    expect(row(20, 10)).toBe('....####..'); // with the corner filled
    expect([19, 22, 23].map((y) => image.ink(4, y))).toEqual([255, 255, 0]);
  });

  test('a subpath of no length is a dot under a round cap, and nothing under a butt', async () => {
    const s = await sketch();
    s.stroke(s.line([10, 10], [10, 10]), 8, 1);
    s.stroke(s.line([30, 10], [30, 10]), 8, 0);
    s.stroke(s.line([10, 30]), 8, 1);
    expect(Math.abs(s.render(40, 40).sum() - Math.PI * 16)).toBeLessThan(0.6);
  });

  test('clips cut each other, and Restore takes them away', async () => {
    const s = await sketch();
    s.command(Op.Save);
    s.command(Op.ClipPath, s.polygon([[0, 0], [20, 0], [0, 20]]), 0); // prettier-ignore
    s.command(Op.ClipPath, s.polygon(s.rect(5, 0, 20, 20)), 0);
    s.command(Op.ClipPath, s.polygon([[0, 0], [30, 0], [30, 30]]), 0); // prettier-ignore
    s.fill(s.polygon(s.rect(0, 0, 40, 40)));
    s.command(Op.Restore);
    s.command(Op.Restore); // one too many
    s.fill(s.polygon(s.rect(30, 30, 5, 5)));
    const image = s.render(40, 40);
    expect([image.ink(4, 2), image.ink(8, 6), image.ink(6, 10), image.ink(15, 9)]).toEqual([0, 255, 0, 0]);
    expect(image.ink(12, 7)).toBe(128);
    expect(image.ink(7, 7)).toBe(128);
    expect(image.ink(32, 32)).toBe(255);
  });

  test('alpha, and a page without background', async () => {
    const s = await sketch();
    s.fill(s.polygon(s.rect(0, 0, 10, 10)), s.paint(0x0000ff, 0.5));
    s.fill(s.polygon(s.rect(5, 0, 10, 10)), s.paint(0xff0000, 0.5));
    const page = s.render(20, 10);
    expect(page.at(2, 5)).toEqual([255, 127, 127, 255]);
    expect(page.at(7, 5)).toEqual([127, 63, 191, 255]); // half of (255, 127, 127), half blue
    const clear = s.render(20, 10, { background: 0 });
    expect(clear.at(17, 5)).toEqual([0, 0, 0, 0]);
    expect(clear.at(2, 5)).toEqual([255, 0, 0, 128]);
    expect(clear.at(7, 5)[3]).toBe(192); // 1 - ½·½
  });

  test('blend modes: by the formulas of ISO 32000-2, tables 134 and 135', async () => {
    const s = await sketch();
    s.fill(s.polygon(s.rect(0, 0, 16, 1)), s.paint(0x204080)); // r 128, g 64, b 32
    for (let mode = 0; mode < 16; mode++) s.fill(s.polygon(s.rect(mode, 0, 1, 1)), s.paint(0x4080c0, 1, mode)); // r 192, g 128, b 64
    const image = s.render(16, 1);
    const near = (mode: number, r: number, g: number, b: number) => {
      const got = image.at(mode, 0);
      [r, g, b].forEach((v, i) => expect(Math.abs(got[i]! - v), `mode ${mode}: ${got}`).toBeLessThanOrEqual(1));
    };
    near(0, 192, 128, 64);
    near(1, (128 * 192) / 255, (64 * 128) / 255, (32 * 64) / 255);
    near(2, 320 - (128 * 192) / 255, 192 - (64 * 128) / 255, 96 - (32 * 64) / 255);
    near(3, 255 - (2 * 127 * 63) / 255, (2 * 64 * 128) / 255, (2 * 32 * 64) / 255);
    near(4, 128, 64, 32);
    near(5, 192, 128, 64);
    near(6, 255, (64 / 127) * 255, (32 / 191) * 255);
    near(7, 255 - (127 / 192) * 255, 0, 0);
    near(8, 255 - (2 * 127 * 63) / 255, 255 - (2 * 191 * 127) / 255, (2 * 32 * 64) / 255);
    near(10, 64, 64, 32);
    near(11, 320 - (2 * 128 * 192) / 255, 192 - (2 * 64 * 128) / 255, 96 - (2 * 32 * 64) / 255);
    // Luminosity of the backdrop 0.3·128 + 0.59·64 + 0.11·32 = 79.68, of the source 0.3·192 + 0.59·128 + 0.11·64 = 140.16.
    near(14, 192 - 60.48, 128 - 60.48, 64 - 60.48);
    near(15, 128 + 60.48, 64 + 60.48, 32 + 60.48);
  });

  test('a group is painted as one; outside its bounds nothing', async () => {
    const s = await sketch();
    s.command(Op.BeginGroup, f(0), f(0), f(20), f(10), 1, 0, f(0.5));
    s.fill(s.polygon(s.rect(0, 0, 10, 10)));
    s.fill(s.polygon(s.rect(5, 0, 30, 10)));
    s.command(Op.Restore); // may not reach out of the group
    s.command(Op.EndGroup);
    const image = s.render(40, 10);
    expect([2, 7, 15, 25].map((x) => image.ink(x, 5))).toEqual([128, 128, 128, 0]);
  });

  test('knockout: later elements take the place of earlier ones', async () => {
    const s = await sketch();
    s.command(Op.BeginGroup, f(0), f(0), f(20), f(10), 2, 0, f(1));
    s.fill(s.polygon(s.rect(0, 0, 10, 10)), s.paint(0x0000ff, 0.5));
    s.fill(s.polygon(s.rect(5, 0, 10, 10)), s.paint(0xff0000, 0.5));
    s.command(Op.EndGroup);
    const image = s.render(20, 10);
    expect(image.at(7, 5)).toEqual([127, 127, 255, 255]);
    expect(image.at(2, 5)).toEqual([255, 127, 127, 255]);
  });

  test('in a group that is not isolated, blend modes see what lies behind it', async () => {
    const s = await sketch();
    s.fill(s.polygon(s.rect(0, 0, 20, 10)), s.paint(0x808080));
    for (const [x, flags] of [[0, 0], [10, 1]]) {
      s.command(Op.BeginGroup, f(x!), f(0), f(x! + 10), f(10), flags!, 0, f(0.5));
      s.fill(s.polygon(s.rect(x!, 0, 10, 10)), s.paint(0x808080, 1, 1));
      s.command(Op.EndGroup);
    } // prettier-ignore
    const image = s.render(20, 10);
    expect(Math.abs(image.at(5, 5)[0]! - 96)).toBeLessThanOrEqual(1); // 128·128/255 = 64, at half over 128
    expect(image.at(15, 5)[0]).toBe(128);
  });

  test('soft masks: luminosity with backdrop, alpha, transfer', async () => {
    const s = await sketch();
    const mask = new Sketch(s.hooks);
    mask.fill(mask.polygon(mask.rect(0, 0, 10, 10)), mask.paint(0x808080));
    mask.fill(mask.polygon(mask.rect(10, 0, 10, 10)), mask.paint(0xffffff, 0.5));
    const inverse = s.hooks.test_alloc!(s.list, 256);
    new Uint8Array(s.hooks.memory.buffer, inverse, 256).forEach((_, i, a) => (a[i] = 255 - i));
    const draw = (luminosity: number, transfer: number) => {
      const p = s.hooks.test_alloc!(s.list, 48);
      const view = new DataView(s.hooks.memory.buffer, p);
      view.setUint32(0, mask.list, true);
      view.setUint8(4, luminosity);
      view.setUint32(12, transfer, true);
      [0, 0, 20, 10].forEach((v, i) => view.setFloat32(16 + i * 4, v, true));
      s.command(Op.Save);
      s.command(Op.SetSoftMask, p);
      s.fill(s.polygon(s.rect(0, 0, 30, 10)));
      s.command(Op.Restore);
      const image = s.render(30, 10);
      return [5, 15, 25].map((x) => image.ink(x, 5));
    };
    expect(draw(1, 0)).toEqual([128, 128, 0]);
    const over = new Sketch(s.hooks); // a new list for each, since they add up
    Object.assign(s, { list: over.list });
    expect(draw(0, 0)).toEqual([255, 128, 0]);
    Object.assign(s, { list: new Sketch(s.hooks).list });
    expect(draw(0, inverse)).toEqual([0, 127, 255]);
  });

  test('an image that shrinks shows the mean of its pixels; one that grows, its pixels', async () => {
    const s = await sketch();
    const image = s.hooks.test_image!(6, 4, 1, 1);
    new Uint8Array(s.hooks.memory.buffer, s.hooks.test_pixels!(image), 24).set([
      0, 30, 60, 255, 255, 255,
      10, 40, 70, 255, 255, 255,
      0, 0, 0, 90, 90, 90,
      0, 0, 0, 90, 90, 90,
    ]); // prettier-ignore
    const place = (...m: number[]) => s.command(Op.Image, image, f(1), 0, 0, ...m.map(f));
    place(2, 0, 0, -2, 0, 2); // 3 × 2 source pixels to one
    place(4, 0, 0, -2, 10, 2); // 1.5 × 2
    place(0, 2, 2, 0, 20, 0); // turned by 90°
    place(60, 0, 0, -40, 0, 60); // ten times as large
    const out = s.render(70, 70);
    expect([0, 1].map((x) => [0, 1].map((y) => out.at(x, y)[0]))).toEqual([[35, 0], [255, 90]]); // prettier-ignore
    // columns 0 and half of 1: (0 + 10 + 15 + 20) / 3 = 15
    expect([10, 11, 12, 13].map((x) => out.at(x, 0)[0])).toEqual([15, 55, 255, 255]);
    expect(out.at(20, 0)[0]).toBe(0); // the first row runs down the right side
    expect(out.at(21, 0)[0]).toBe(35);
    expect([out.at(9, 25)[0], out.at(10, 25)[0]]).toEqual([0, 30]);
  });

  test('images with alpha, and stencils', async () => {
    const s = await sketch();
    const image = s.hooks.test_image!(2, 1, 0, 0);
    new Uint8Array(s.hooks.memory.buffer, s.hooks.test_pixels!(image), 8).set([255, 0, 0, 128, 0, 0, 255, 0]);
    s.command(Op.Image, image, f(1), 0, 0, f(2), f(0), f(0), f(-1), f(0), f(1));
    s.command(Op.Image, image, f(1), 0, 0, f(1), f(0), f(0), f(-1), f(4), f(1));
    const stencil = s.hooks.test_image!(2, 1, 2, 0);
    new Uint8Array(s.hooks.memory.buffer, s.hooks.test_pixels!(stencil), 2).set([0, 255]);
    s.command(Op.Stencil, stencil, s.paint(0x00ff00), 0, f(2), f(0), f(0), f(-1), f(6), f(1));
    const out = s.render(8, 1);
    expect([0, 1, 4, 6, 7].map((x) => out.at(x, 0).slice(0, 3))).toEqual([
      [255, 127, 127],
      [255, 255, 255],
      [255, 191, 191], // the mean is red with an alpha of a quarter: the clear blue pixel counts for nothing
      [255, 255, 255],
      [0, 255, 0],
    ]);
  });

  test('stencils that are glyphs look the same each time, in any colour, and as others do', async () => {
    const s = await sketch();
    const stencil = s.hooks.test_image!(3, 2, 2, 0);
    new Uint8Array(s.hooks.memory.buffer, s.hooks.test_pixels!(stencil), 6).set([255, 0, 255, 0, 255, 0]);
    // At quarters of a pixel, where nothing is rounded. Bit 1 of the flags: a glyph.
    const place = (x: number, y: number, flags: number, color: number) =>
      s.command(Op.Stencil, stencil, s.paint(color), flags, ...[4.5, 0, 0, -3.75, x + 0.25, y + 4.5].map(f));
    place(0, 0, 0, 0);
    place(10, 0, 2, 0);
    place(20, 0, 2, 0x0000ff); // red
    place(-3, 10, 2, 0); // part of it is beyond the edge
    s.command(Op.ClipPath, s.polygon(s.rect(12, 10, 30, 20)), 0);
    place(10, 10, 2, 0);
    const out = s.render(40, 20);
    for (let y = 0; y < 6; y++) {
      for (let x = 0; x < 6; x++) {
        const ink = out.ink(x, y);
        expect(Math.abs(out.ink(10 + x, y) - ink)).toBeLessThan(2);
        const [red, green] = out.at(20 + x, y);
        expect([red, 255 - green!]).toEqual([255, out.ink(10 + x, y)]);
        if (x >= 3) expect(out.ink(x - 3, 10 + y)).toBe(out.ink(10 + x, y));
        expect(out.ink(10 + x, 10 + y)).toBe(x < 2 ? 0 : out.ink(10 + x, y));
      }
    }
    expect(out.ink(10, 2)).toBeGreaterThan(100);
  });

  test('a tile of the page is the same as that part of the whole', async () => {
    const s = await sketch();
    s.fill(s.polygon([[3, 2], [27, 9], [14, 28]])); // prettier-ignore
    s.stroke(s.line([0, 3], [12, 30], [30, 12]), 1.5, 1, 1, [4, 3]);
    s.hooks.test_glyphs!(s.list, s.hooks.test_font!(), s.paint(), 9, 20);
    const whole = s.render(60, 60, { scale: 2 });
    const part = s.render(20, 20, { scale: 2, x: 25, y: 15 });
    for (let y = 0; y < 20; y++) for (let x = 0; x < 20; x++) expect(Math.abs(part.ink(x, y) - whole.ink(x + 25, y + 15))).toBeLessThan(3);
  });

  test('hostile numbers in every command do no harm', async () => {
    const s = await sketch();
    let seed = 7;
    const random = (n: number) => (seed = (seed * 48271) % 0x7fffffff) % n; // Park and Miller's minimal standard generator
    const wild = [NaN, Infinity, -1e30, 1e9, -1e5, 1e-20, 0];
    const number = () => (random(4) ? random(220) - 10.25 : wild[random(wild.length)]!);
    const numbers = (n: number) => Array.from({ length: n }, () => f(number()));
    const path = () => {
      const p = s.hooks.test_path!();
      for (let i = random(20); i > 0; i--) {
        const kind = random(5);
        if (kind === 0) s.hooks.test_move!(p, number(), number());
        else if (kind === 1) s.hooks.test_close!(p);
        else if (kind === 2) s.hooks.test_cubic!(p, number(), number(), number(), number(), number(), number());
        else s.hooks.test_line!(p, number(), number());
      }
      return p;
    };
    const paint = () => s.paint(random(0xffffff), number(), random(17));
    for (let i = 0; i < 400; i++) {
      const kind = random(9);
      if (kind === 0) s.fill(path(), paint(), random(2));
      else if (kind === 1) s.stroke(path(), number(), random(4), random(4), [number(), number()], number());
      else if (kind === 2) s.command(Op.ClipPath, path(), random(2));
      else if (kind === 3) s.command(Op.Save);
      else if (kind === 4) s.command(Op.Restore);
      else if (kind === 5)
        s.command(Op.Image, s.hooks.test_image!(1 + random(9), 1 + random(9), random(2), 1), f(number()), 0, random(2), ...numbers(6));
      else if (kind === 6)
        s.command(Op.Stencil, s.hooks.test_image!(1 + random(9), 1 + random(9), 2, 0), paint(), random(4), ...numbers(6));
      else if (kind === 7) s.command(Op.BeginGroup, ...numbers(4), random(4), random(16), f(number()));
      else s.command(Op.EndGroup);
    }
    for (const scale of [1, 1e4, 1e-4]) s.render(100, 100, { scale });
    expect(s.hooks.memory.buffer.byteLength).toBeLessThan(1 << 28);
  });
});
