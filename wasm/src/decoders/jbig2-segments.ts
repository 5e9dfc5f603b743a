/** Segment types that are regions: text, halftone, generic, refinement (ITU-T T.88, 7.3). */
const REGIONS = new Set([4, 6, 7, 20, 22, 23, 36, 38, 39, 40, 42, 43]);
const UNKNOWN_LENGTH = 0xffffffff;

/**
 * How many pixels the regions of JBIG2 data have, one behind the other as PDF embeds them (T.88, 7.2, 7.4.1; ISO 32000-2,
 * 7.4.7): what decoding costs, whatever size the picture is.
 */
export function regionPixels(data: Uint8Array): number {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let pixels = 0;
  for (let at = 0; at + 11 <= data.length;) {
    const number = view.getUint32(at);
    const flags = view.getUint8(at + 4);
    let count = view.getUint8(at + 5) >> 5;
    at += 6;
    if (count === 7) {
      if (at + 3 > data.length) break;
      count = view.getUint32(at - 1) & 0x1fffffff;
      at += 3 + Math.ceil((count + 1) / 8);
    }
    at += count * (number <= 256 ? 1 : number <= 65536 ? 2 : 4) + (flags & 0x40 ? 4 : 1);
    if (at + 4 > data.length) break;
    const length = view.getUint32(at);
    at += 4;
    if (REGIONS.has(flags & 63) && at + 8 <= data.length) pixels += view.getUint32(at) * view.getUint32(at + 4);
    if (length === UNKNOWN_LENGTH) break;
    at += length;
  }
  return pixels;
}
