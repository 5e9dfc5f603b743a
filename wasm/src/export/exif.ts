const MARKER = 0xff;
const APP1 = 0xe1;
const START_OF_SCAN = 0xda;

/**
 * A JPEG without what its camera noted (Exif and XMP, in APP1 segments; ITU-T T.81, B.1.1.3): browsers turn pictures as it says,
 * which PDF does not know, and where they were taken is nobody's business.
 */
export function withoutExif(jpeg: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = [jpeg.subarray(0, 2)];
  let at = 2;
  while (at + 4 <= jpeg.length && jpeg[at] === MARKER && jpeg[at + 1] !== START_OF_SCAN) {
    const end = at + 2 + ((jpeg[at + 2]! << 8) | jpeg[at + 3]!);
    if (end > jpeg.length) break;
    if (jpeg[at + 1] !== APP1) kept.push(jpeg.subarray(at, end));
    at = end;
  }
  kept.push(jpeg.subarray(at));
  const out = new Uint8Array(kept.reduce((sum, { length }) => sum + length, 0));
  let to = 0;
  for (const part of kept) {
    out.set(part, to);
    to += part.length;
  }
  return out;
}
