import { describe, expect, test } from 'vitest';
import { f, Op, Sketch } from '../../test/sketch.js';

const WIDTH = 200;
const HEIGHT = 160;
/** ImageKind. */
const [RGBA, GRAY, STENCIL] = [0, 1, 2];

/** Half clear and half opaque columns, values that go up to the right and down. */
const value = (x: number, y: number) => (x + y) % 256;

describe.each(['release', 'debug'])('%s', (target) => {
  const sketch = () => Sketch.create(target);
  const image = (s: Sketch, kind: number, opaque: number) => {
    const address = s.hooks.test_image!(WIDTH, HEIGHT, kind, opaque);
    const bytes = kind === RGBA ? 4 : 1;
    const pixels = new Uint8Array(s.hooks.memory.buffer, s.hooks.test_pixels!(address), WIDTH * HEIGHT * bytes);
    for (let y = 0; y < HEIGHT; y++)
      for (let x = 0; x < WIDTH; x++) {
        const at = (y * WIDTH + x) * bytes;
        if (kind === RGBA) pixels.set([value(x, y), 255 - value(x, y), 0, opaque || x % 2 ? 255 : 0], at);
        else pixels[at] = value(x, y);
      }
    return { address, pixels };
  };
  /** The mean of `value` over the source pixels [x0, x1) × [y0, y1), whole or in part. */
  const mean = (x0: number, x1: number, y0: number, y1: number) => {
    let sum = 0;
    for (let y = Math.floor(y0); y < y1; y++)
      for (let x = Math.floor(x0); x < x1; x++)
        sum += value(x, y) * (Math.min(x1, x + 1) - Math.max(x0, x)) * (Math.min(y1, y + 1) - Math.max(y0, y));
    return sum / ((x1 - x0) * (y1 - y0));
  };
  const place = (s: Sketch, address: number, kind: number, w: number, h: number) =>
    kind === STENCIL
      ? s.command(Op.Stencil, address, s.paint(0), 0, ...[w, 0, 0, -h, 0, h].map(f))
      : s.command(Op.Image, address, f(1), 0, 0, ...[w, 0, 0, -h, 0, h].map(f));

  test.each([
    [RGBA, 1, 40, 20],
    [RGBA, 1, 47, 23],
    [GRAY, 1, 40, 20],
    [GRAY, 1, 47, 23],
    [STENCIL, 0, 47, 23],
  ])('kind %i: each pixel is the mean of its part of the source', async (kind, opaque, w, h) => {
    const s = await sketch();
    place(s, image(s, kind, opaque).address, kind, w, h);
    const out = s.render(w, h);
    for (let y = 0; y < h; y++)
      for (let x = 0; x < w; x++) {
        const want = mean((x * WIDTH) / w, ((x + 1) * WIDTH) / w, (y * HEIGHT) / h, ((y + 1) * HEIGHT) / h);
        const got = kind === STENCIL ? out.ink(x, y) : out.at(x, y)[0]!;
        expect(Math.abs(got - want), `${x}, ${y}`).toBeLessThan(1.01);
        if (kind === RGBA) expect(Math.abs(out.at(x, y)[1]! - (255 - want))).toBeLessThan(1.01);
      }
  });

  test('clear pixels count for nothing', async () => {
    const s = await sketch();
    place(s, image(s, RGBA, 0).address, RGBA, 50, 40);
    const out = s.render(50, 40);
    // Of 4 × 4 pixels the odd columns are opaque: over white, half of the mean of these.
    const odd = [0, 1, 2, 3].flatMap((y) => [value(81, 80 + y), value(83, 80 + y)]).reduce((a, b) => a + b) / 8;
    expect(Math.abs(out.at(20, 20)[0]! - (odd / 2 + 127.5))).toBeLessThan(1.5);
  });

  test('more rows than 16 bits hold are added up without loss', async () => {
    const s = await sketch();
    const address = s.hooks.test_image!(4, 3000, GRAY, 1);
    new Uint8Array(s.hooks.memory.buffer, s.hooks.test_pixels!(address), 12000).fill(250);
    place(s, address, GRAY, 2, 2);
    expect(s.render(2, 2).at(1, 1)).toEqual([250, 250, 250, 255]);
  });

  test('a page that is drawn again, or by tiles, does not need the image any more', async () => {
    const s = await sketch();
    const { address, pixels } = image(s, GRAY, 1);
    place(s, address, GRAY, 50, 40);
    const tile = s.render(10, 10, { x: 20, y: 10 });
    pixels.fill(0);
    const whole = s.render(50, 40);
    for (let y = 0; y < 40; y++)
      for (let x = 0; x < 50; x++) expect(Math.abs(whole.at(x, y)[0]! - mean(x * 4, x * 4 + 4, y * 4, y * 4 + 4))).toBeLessThan(1.01);
    for (let y = 0; y < 10; y++) for (let x = 0; x < 10; x++) expect(tile.at(x, y)).toEqual(whole.at(x + 20, y + 10));
    // At another size it is needed.
    expect(s.render(25, 20, { scale: 0.5 }).at(3, 3)[0]).toBe(0);
  });
});
