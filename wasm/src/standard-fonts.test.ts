import { expect, test } from 'vitest';
import { standardFontsIn } from './standard-fonts.js';

const fontsIn = (text: string) => [...standardFontsIn(new TextEncoder().encode(text))];

test('standard fonts are found in dictionaries that are not compressed', () => {
  expect(fontsIn('1 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >> endobj')).toEqual(['FoxitSerif.pfb']);
  expect(fontsIn('<</BaseFont/Times-BoldItalic/Widths[ 1 2 ]>> <</BaseFont/Courier/FirstChar 1>>')).toEqual([
    'FoxitSerifBoldItalic.pfb',
    'FoxitFixed.pfb',
  ]);
  expect(fontsIn('<</BaseFont/Courier-Oblique>><</BaseFont /Courier-Oblique >>')).toEqual(['FoxitFixedItalic.pfb']);
});

test('embedded fonts, and others, are not', () => {
  expect(fontsIn('<</BaseFont/Times-Roman/FontDescriptor 4 0 R>>')).toEqual([]);
  expect(fontsIn('<</FontDescriptor 4 0 R/BaseFont/Courier>>')).toEqual([]);
  expect(fontsIn('<</BaseFont/TimesNewRoman>> <</BaseFont/ABCDEF+Times-Roman>> <</BaseFont/Helvetica>> /BaseFont /Courier')).toEqual([]);
});

test('however a file is made, the look takes time as its length', () => {
  expect(fontsIn('<<'.repeat(200_000) + '/BaseFont'.repeat(100_000))).toEqual([]);
});
