import { crc32, deflateSync } from 'node:zlib';

/*
 * PNG, third edition (W3C Recommendation, 2025): signature, then chunks of
 *
 *   length u32 BE │ type 4 bytes │ data │ CRC-32 of type and data
 */

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** Filter type 2, "Up": each byte minus the one above; good for pages, and needs no choosing. */
const UP = 2;
const METRE_IN_INCHES = 1 / 0.0254;

/**
 * Encodes RGBA, alpha not premultiplied, 8 bits a sample, as PNG; opaque pictures as RGB.
 *
 * @param dpi written down so that programs show the picture in the page's size
 */
export function encodePng({ width, height, data }: { width: number; height: number; data: Uint8ClampedArray }, dpi: number): Uint8Array {
  let opaque = true;
  for (let i = 3; opaque && i < data.length; i += 4) opaque = data[i] === 255;
  const samples = opaque ? 3 : 4;
  const stride = width * samples;
  const rows = new Uint8Array((stride + 1) * height);
  let above = new Uint8Array(stride);
  let row = new Uint8Array(stride);
  for (let y = 0; y < height; y++) {
    for (let x = 0, to = 0, from = y * width * 4; x < width; x++, from += 4)
      for (let s = 0; s < samples; s++) row[to++] = data[from + s] ?? 0;
    const at = y * (stride + 1);
    rows[at] = UP;
    for (let i = 0; i < stride; i++) rows[at + 1 + i] = (row[i] ?? 0) - (above[i] ?? 0);
    [above, row] = [row, above];
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, opaque ? 2 : 6, 0, 0, 0], 8);
  const resolution = Buffer.alloc(9);
  const perMetre = Math.round(dpi * METRE_IN_INCHES);
  resolution.writeUInt32BE(perMetre, 0);
  resolution.writeUInt32BE(perMetre, 4);
  resolution[8] = 1;
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('pHYs', resolution),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  whole.set(body, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}
