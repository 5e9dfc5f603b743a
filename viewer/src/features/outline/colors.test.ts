import { expect, test } from 'vitest';
import { contrastOf, readable, type Rgb } from './colors.js';

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
const NIGHT: Rgb = [38, 35, 31];

test('contrast is that of WCAG: 21 for black on white, 4.54 for #767676, 8.59 for pure blue', () => {
  expect(contrastOf(BLACK, WHITE)).toBeCloseTo(21, 5);
  expect(contrastOf(WHITE, [0x76, 0x76, 0x76])).toBeCloseTo(4.54, 2);
  expect(contrastOf([0, 0, 255], WHITE)).toBeCloseTo(8.59, 2);
});

test('what can be read stays as it is; the rest becomes lighter or darker, and keeps its hue', () => {
  expect(readable([0, 0, 255], [WHITE])).toEqual([0, 0, 255]);
  const [r, g, b] = readable([0, 0, 255], [NIGHT]);
  expect(contrastOf([r, g, b], NIGHT)).toBeGreaterThanOrEqual(4.5);
  expect(r).toBe(g);
  expect(r).toBeLessThan(b - 60);
  const yellow = readable([255, 255, 0], [WHITE, [241, 241, 241]]);
  expect(contrastOf(yellow, [241, 241, 241])).toBeGreaterThanOrEqual(4.5);
  expect(yellow[0]).toBe(yellow[1]);
  expect(yellow[2]).toBe(0);
  expect(contrastOf(readable(WHITE, [WHITE]), WHITE)).toBeGreaterThanOrEqual(4.5);
});

test('on a ground of middle gray, where nothing reaches it, it is the better one of black and white', () => {
  expect(readable([128, 128, 128], [WHITE, BLACK])).toEqual(BLACK);
});
