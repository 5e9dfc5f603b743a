import { expect, test } from 'vitest';
import { trace, type Polygon } from './trace.js';

/** Twice the area: negative where the inside is on the left, y being down. */
const area = (polygon: Polygon) => {
  let sum = 0;
  for (let i = 0; i < polygon.length; i += 2) {
    const k = (i + 2) % polygon.length;
    sum += polygon[i]! * polygon[k + 1]! - polygon[k]! * polygon[i + 1]!;
  }
  return sum / 2;
};

/** Coverage of the pixels of a picture: the part of 8 × 8 points in each that are inside. */
function picture(width: number, height: number, inside: (x: number, y: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: width * height }, (_, i) => {
    let hits = 0;
    for (let k = 0; k < 64; k++) if (inside((i % width) + (k % 8) / 8 + 1 / 16, Math.floor(i / width) + (k >> 3) / 8 + 1 / 16)) hits++;
    return Math.round((hits / 64) * 255);
  });
}

test('a square has four sides where its sides are', () => {
  const [polygon, ...others] = trace(
    picture(20, 20, (x, y) => x > 4 && x < 12 && y > 5 && y < 13),
    20,
    20,
    0.3,
  );
  expect(others).toEqual([]);
  const xs = polygon!.filter((_, i) => i % 2 === 0);
  const ys = polygon!.filter((_, i) => i % 2 === 1);
  for (const [value, expected] of [
    [Math.min(...xs), 4],
    [Math.max(...xs), 12],
    [Math.min(...ys), 5],
    [Math.max(...ys), 13],
  ] as const)
    expect(value).toBeCloseTo(expected, 1);
  expect(Math.abs(area(polygon!))).toBeGreaterThan(63); // of 64: the corners are cut
  expect(polygon!.length).toBeLessThanOrEqual(16);
});

test('a ring has two lines that run the other way round, with the areas of its circles', () => {
  const ring = picture(64, 64, (x, y) => Math.hypot(x - 32, y - 32) < 25 && Math.hypot(x - 32, y - 32) > 15);
  const areas = trace(ring, 64, 64, 0.05)
    .map(area)
    .sort((a, b) => Math.abs(b) - Math.abs(a));
  expect(areas).toHaveLength(2);
  expect(Math.sign(areas[0]!)).toBe(-Math.sign(areas[1]!));
  expect(Math.abs(areas[0]!) / (Math.PI * 625)).toBeCloseTo(1, 2);
  expect(Math.abs(areas[1]!) / (Math.PI * 225)).toBeCloseTo(1, 2);
});

test('what touches the side of the picture is closed there', () => {
  const [polygon] = trace(new Uint8Array(16).fill(255), 4, 4, 0.3);
  expect(Math.abs(area(polygon!))).toBeCloseTo(15.5, 3); // less a triangle of 1/8 at each corner
});

test('corners that touch are two shapes, or one where there is ink between them', () => {
  const corners = (middle: number) => Uint8Array.of(255, middle, middle, 255);
  expect(trace(corners(0), 2, 2, 0.01)).toHaveLength(2);
  expect(trace(corners(120), 2, 2, 0.01)).toHaveLength(1);
});

test('nothing has no lines', () => {
  expect(trace(new Uint8Array(16), 4, 4, 0.1)).toEqual([]);
});
