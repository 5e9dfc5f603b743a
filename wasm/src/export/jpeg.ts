/**
 * Writes baseline JPEG (ITU-T T.81): YCbCr of JFIF 1.02 without subsampling, the quantization tables of annex K.1 scaled by a
 * quality, and the Huffman tables of annex K.3.
 */

/** K.1 and K.2, row by row. */
const LUMINANCE = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62, 18, 22,
  37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];
const CHROMINANCE = [17, 18, 24, 47, 18, 21, 26, 66, 24, 26, 56, 99, 47, 66, 99, 99];
/** Figure A.6: the place in a block, row by row, of each coefficient in the order in which they are written. */
const ZIGZAG = [
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57,
  50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
];
/** K.3 to K.6: how many codes there are of each length from 1 to 16, and what they stand for in that order. */
const DC_LUMINANCE = table('00010501010101010100000000000000', '000102030405060708090a0b');
const DC_CHROMINANCE = table('00030101010101010101010000000000', '000102030405060708090a0b');
const AC_LUMINANCE = table(
  '0002010303020403050504040000017d',
  '01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a3435363738393a434445464748494a535455565758595a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa',
);
const AC_CHROMINANCE = table(
  '00020102040403040705040400010277',
  '000102031104052131061241510761711322328108144291a1b1c109233352f0156272d10a162434e125f11718191a262728292a35363738393a434445464748494a535455565758595a636465666768696a737475767778797a82838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9fa',
);

interface HuffmanTable {
  counts: number[];
  values: number[];
  /** By value. */
  codes: Uint16Array;
  lengths: Uint8Array;
}

function table(counts: string, values: string): HuffmanTable {
  const bytes = (hex: string) => Array.from({ length: hex.length / 2 }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16));
  const made: HuffmanTable = { counts: bytes(counts), values: bytes(values), codes: new Uint16Array(256), lengths: new Uint8Array(256) };
  let code = 0;
  let next = 0;
  made.counts.forEach((count, i) => {
    for (let k = 0; k < count; k++, code++, next++) {
      made.codes[made.values[next]!] = code;
      made.lengths[made.values[next]!] = i + 1;
    }
    code <<= 1;
  });
  return made;
}

/** Cosines of the transform (A.3.3), with its factors: by frequency, then by place. */
const COSINES = Float64Array.from({ length: 64 }, (_, i) => {
  const u = i >> 3;
  return (u ? 0.5 : Math.SQRT1_2 / 2) * Math.cos(((2 * (i & 7) + 1) * u * Math.PI) / 16);
});

/** Encodes opaque RGBA, row by row from the top; `quality` from 1 to 100, `dpi` is written down. */
export function encodeJpeg(width: number, height: number, rgba: Uint8ClampedArray, quality: number, dpi: number): Uint8Array {
  const out = new Bytes(width * height);
  const tables = [
    scaled(LUMINANCE, quality),
    scaled(
      LUMINANCE.map((_, i) => chrominanceAt(i)),
      quality,
    ),
  ] as const;
  out.words(0xffd8);
  out.words(0xffe0, 16, 0x4a46, 0x4946);
  out.bytes(0, 1, 2, 1);
  out.words(dpi, dpi, 0);
  tables.forEach((steps, i) => {
    out.words(0xffdb, 67);
    out.bytes(i, ...ZIGZAG.map((place) => steps[place]!));
  });
  out.words(0xffc0, 17);
  out.bytes(8);
  out.words(height, width);
  out.bytes(3, 1, 0x11, 0, 2, 0x11, 1, 3, 0x11, 1);
  for (const [id, { counts, values }] of [
    [0x00, DC_LUMINANCE],
    [0x10, AC_LUMINANCE],
    [0x01, DC_CHROMINANCE],
    [0x11, AC_CHROMINANCE],
  ] as const) {
    out.words(0xffc4, 19 + values.length);
    out.bytes(id, ...counts, ...values);
  }
  out.words(0xffda, 12);
  out.bytes(3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0);
  const before = [0, 0, 0];
  const samples = [new Float64Array(64), new Float64Array(64), new Float64Array(64)] as const;
  for (let y = 0; y < height; y += 8) {
    for (let x = 0; x < width; x += 8) {
      readBlock(rgba, width, height, x, y, samples);
      for (let c = 0; c < 3; c++)
        before[c] = writeBlock(
          out,
          samples[c]!,
          tables[c ? 1 : 0],
          before[c]!,
          c ? DC_CHROMINANCE : DC_LUMINANCE,
          c ? AC_CHROMINANCE : AC_LUMINANCE,
        );
    }
  }
  out.flush();
  out.words(0xffd9);
  return out.taken();
}

/** K.2 has its numbers in the corner; all others are 99. */
function chrominanceAt(i: number): number {
  const [x, y] = [i & 7, i >> 3];
  return x < 4 && y < 4 ? CHROMINANCE[4 * y + x]! : 99;
}

/** As the Independent JPEG Group scales them: 50 as they are, 100 without loss but for rounding. */
function scaled(steps: readonly number[], quality: number): number[] {
  const factor = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  return steps.map((step) => Math.min(255, Math.max(1, Math.floor((step * factor + 50) / 100))));
}

/** Eight by eight pixels; at the right and at the bottom the last ones go on. */
function readBlock(rgba: Uint8ClampedArray, width: number, height: number, x0: number, y0: number, out: readonly Float64Array[]): void {
  for (let i = 0; i < 64; i++) {
    const at = 4 * (Math.min(height - 1, y0 + (i >> 3)) * width + Math.min(width - 1, x0 + (i & 7)));
    const [r, g, b] = [rgba[at]!, rgba[at + 1]!, rgba[at + 2]!];
    out[0]![i] = 0.299 * r + 0.587 * g + 0.114 * b - 128;
    out[1]![i] = -0.168736 * r - 0.331264 * g + 0.5 * b;
    out[2]![i] = 0.5 * r - 0.418688 * g - 0.081312 * b;
  }
}

const rows = new Float64Array(64);
const coefficients = new Float64Array(64);

/** Transforms and writes a block (F.1.2); its first coefficient, for the next one. */
function writeBlock(out: Bytes, block: Float64Array, steps: readonly number[], before: number, dc: HuffmanTable, ac: HuffmanTable): number {
  for (let y = 0; y < 8; y++) {
    for (let u = 0; u < 8; u++) {
      let sum = 0;
      for (let x = 0; x < 8; x++) sum += COSINES[8 * u + x]! * block[8 * y + x]!;
      rows[8 * y + u] = sum;
    }
  }
  for (let v = 0; v < 8; v++) {
    for (let u = 0; u < 8; u++) {
      let sum = 0;
      for (let y = 0; y < 8; y++) sum += COSINES[8 * v + y]! * rows[8 * y + u]!;
      coefficients[8 * v + u] = Math.round(sum / steps[8 * v + u]!);
    }
  }
  const first = coefficients[0]!;
  writeNumber(out, dc, 0, first - before);
  let zeros = 0;
  for (let k = 1; k < 64; k++) {
    const value = coefficients[ZIGZAG[k]!]!;
    if (value === 0) {
      zeros++;
      continue;
    }
    for (; zeros > 15; zeros -= 16) out.bits(ac.codes[0xf0]!, ac.lengths[0xf0]!);
    writeNumber(out, ac, zeros, value);
    zeros = 0;
  }
  if (zeros) out.bits(ac.codes[0]!, ac.lengths[0]!);
  return first;
}

/** The code for how many zeros come before a number and how many bits it has, then its bits. */
function writeNumber(out: Bytes, codes: HuffmanTable, zeros: number, value: number): void {
  const size = 32 - Math.clz32(Math.abs(value));
  const symbol = (zeros << 4) | size;
  out.bits(codes.codes[symbol]!, codes.lengths[symbol]!);
  if (size) out.bits(value < 0 ? value + (1 << size) - 1 : value, size);
}

/** Bytes, and bits that become bytes. */
class Bytes {
  private data: Uint8Array;
  private length = 0;
  private held = 0;
  private count = 0;

  constructor(room: number) {
    this.data = new Uint8Array(room + 1024);
  }

  bytes(...values: readonly number[]): void {
    for (const value of values) this.push(value);
  }

  words(...values: readonly number[]): void {
    for (const value of values) {
      this.push(value >> 8);
      this.push(value & 255);
    }
  }

  bits(value: number, count: number): void {
    for (let i = count - 1; i >= 0; i--) {
      this.held = (this.held << 1) | ((value >> i) & 1);
      if (++this.count < 8) continue;
      this.push(this.held);
      // B.1.1.5: behind a byte of ones in the data stands a zero.
      if (this.held === 0xff) this.push(0);
      this.held = 0;
      this.count = 0;
    }
  }

  /** The last byte is filled with ones. */
  flush(): void {
    if (this.count) this.bits(0xff, 8 - this.count);
  }

  taken(): Uint8Array {
    return this.data.slice(0, this.length);
  }

  private push(value: number): void {
    if (this.length === this.data.length) {
      const larger = new Uint8Array(2 * this.data.length);
      larger.set(this.data);
      this.data = larger;
    }
    this.data[this.length++] = value;
  }
}
