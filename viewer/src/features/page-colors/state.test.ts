import { expect, test } from 'vitest';
import { inksOf, isDark, parseColors, renderColors } from './state.js';

const inks = { ink: '#ffcc00', paper: '#000080' };

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrast(...colors: readonly (readonly number[])[]): number {
  const [a, b] = colors
    .map((rgb) => rgb.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)))
    .map(([r, g, b]) => 0.2126 * r! + 0.7152 * g! + 0.0722 * b!)
    .sort((a, b) => b - a);
  return (a! + 0.05) / (b! + 0.05);
}

test('what the engine is asked for', () => {
  expect(renderColors({ colors: 'original', inks })).toBeUndefined();
  expect(renderColors({ colors: 'custom', inks })).toEqual({ ink: [255, 204, 0], paper: [0, 0, 128] });
  expect(renderColors({ colors: 'custom', inks: { ...inks } })).toBe(renderColors({ colors: 'custom', inks }));
  for (const colors of ['dark', 'sepia'] as const) {
    const { ink, paper } = renderColors({ colors, inks })!;
    expect(contrast(ink, paper)).toBeGreaterThan(10);
  }
  expect(isDark(inksOf({ colors: 'dark', inks })!)).toBe(true);
  expect(isDark(inksOf({ colors: 'sepia', inks })!)).toBe(false);
});

test('what is remembered is heeded as far as it can be understood', () => {
  expect(parseColors(JSON.stringify({ colors: 'dark', inks }))).toEqual({ colors: 'dark', inks });
  for (const odd of [null, '', '{', '7', 'null', '[]', '{"colors":"pink","inks":{"ink":"red","paper":"#000"}}'])
    expect(parseColors(odd)).toEqual({});
});
