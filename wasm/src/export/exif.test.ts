import { expect, test } from 'vitest';
import { withoutExif } from './exif.js';

const START = [0xff, 0xd8];
const JFIF = [0xff, 0xe0, 0, 4, 1, 2];
const EXIF = [0xff, 0xe1, 0, 6, 0x45, 0x78, 0x69, 0x66];
/** A scan, in whose data anything may stand. */
const SCAN = [0xff, 0xda, 0, 3, 9, 0xff, 0xe1, 0, 2, 0xff, 0xd9];

test('a JPEG loses its Exif and XMP segments, and nothing else', () => {
  const jpeg = Uint8Array.from([...START, ...JFIF, ...EXIF, ...EXIF, ...SCAN]);
  expect([...withoutExif(jpeg)]).toEqual([...START, ...JFIF, ...SCAN]);
  const plain = Uint8Array.from([...START, ...JFIF, ...SCAN]);
  expect([...withoutExif(plain)]).toEqual([...plain]);
});

test('one that is cut off stays as it is', () => {
  const cut = Uint8Array.from([...START, ...EXIF.slice(0, 6)]);
  expect([...withoutExif(cut)]).toEqual([...cut]);
});
