import fs from 'node:fs';
import { describe, expect, test } from 'vitest';
import { buildHooks } from '../../scripts/build-hooks.mjs';

type Hooks = Record<string, (...args: number[]) => number> & { memory: WebAssembly.Memory };

/** Pictures by cjpeg, and what djpeg makes of them (libjpeg-turbo 2.1.5). */
const folder = new URL('../../test/jpeg/', import.meta.url);
const SMALL = ['h2v2', 'h2v1-progressive', 'h2v2-progressive-restart', 'h1v2-restart', 'rgb', 'gray'];
/** Three and four samples to one, and components that each lack samples in another direction. */
const PICTURES = [...SMALL, 'arithmetic', 'arithmetic-progressive-restart', 'h3v1', 'h4v1', 'mixed'];

/** The two numbers behind P5 or P6, and the bytes behind the third. */
function readPnm(name: string) {
  const file = fs.readFileSync(new URL(`${name}.pnm`, folder));
  const header = /^P[56]\s+(\d+)\s+(\d+)\s+255\s/.exec(file.toString('latin1'))!;
  return { width: Number(header[1]), height: Number(header[2]), pixels: file.subarray(header[0].length) };
}

/** Where the frame's header begins: SOF0, 1, 2, 9 or 10. */
function frameAt(file: Buffer): number {
  return [0xc0, 0xc1, 0xc2, 0xc9, 0xca].map((marker) => file.indexOf(Buffer.from([0xff, marker]))).find((at) => at >= 0)!;
}

async function load(target: string): Promise<Hooks> {
  const { instance } = await WebAssembly.instantiate(fs.readFileSync(await buildHooks('filter', target)));
  return instance.exports as unknown as Hooks;
}

/** The picture's pixels, as many bytes each as it has components; null when there is none. */
function decode(hooks: Hooks, bytes: Uint8Array, colorTransform = -1, least?: [width: number, height: number]) {
  const p = hooks.test_alloc!(bytes.length);
  new Uint8Array(hooks.memory.buffer, p, bytes.length).set(bytes);
  const jpeg = least ? hooks.test_jpeg_reduced!(p, bytes.length, ...least) : hooks.test_jpeg!(p, bytes.length, colorTransform);
  if (!jpeg) {
    hooks.test_free!(p);
    return null;
  }
  const [width, height, n] = [hooks.test_jpeg_width!(jpeg), hooks.test_jpeg_height!(jpeg), hooks.test_jpeg_components!(jpeg)];
  const step = n === 3 ? 4 : n;
  const out = hooks.test_alloc!(width * height * step + 64);
  hooks.test_jpeg_pixels!(jpeg, out);
  const all = Buffer.from(new Uint8Array(hooks.memory.buffer, out, width * height * step));
  const damaged = !!hooks.test_jpeg_damaged!(jpeg);
  hooks.test_free!(out);
  hooks.test_jpeg_destroy!(jpeg);
  hooks.test_free!(p);
  return { width, height, n, damaged, pixels: step === n ? all : all.filter((_, i) => i % 4 !== 3) };
}

/** A picture of one block a component that has nothing but its mean: 128 + difference, by a quantization of 8. */
function flat(values: number[], segments: number[][] = [], precision = 8): Uint8Array {
  const n = values.length;
  const segment = (marker: number, body: number[]) => [0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255, ...body];
  // DC: sizes 0 to 8 with codes of four bits, in order; AC: one code, 0, the end of the block.
  const dc = [0x00, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8];
  const ac = [0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  let bits = '';
  for (const value of values) {
    const difference = value - 128;
    const size = difference ? 32 - Math.clz32(Math.abs(difference)) : 0;
    bits += size.toString(2).padStart(4, '0');
    if (size) bits += (difference < 0 ? difference + 2 ** size - 1 : difference).toString(2).padStart(size, '0');
    bits += '0';
  }
  const data = (bits.match(/.{1,8}/g) ?? []).flatMap((b) => {
    const byte = parseInt(b.padEnd(8, '1'), 2);
    return byte === 255 ? [255, 0] : [byte];
  });
  return Uint8Array.from([
    ...[0xff, 0xd8],
    ...segments.flatMap(([marker, ...body]) => segment(marker!, body)),
    ...segment(0xdb, [0, ...Array<number>(64).fill(8)]),
    ...segment(precision === 8 ? 0xc0 : 0xc1, [precision, 0, 8, 0, 8, n, ...values.flatMap((_, i) => [i + 1, 0x11, 0])]),
    ...segment(0xc4, [...dc, ...ac]),
    ...segment(0xda, [n, ...values.flatMap((_, i) => [i + 1, 0]), 0, 63, 0]),
    ...data,
    ...[0xff, 0xd9],
  ]);
}

const adobe = (transform: number) => [0xee, ...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, transform];

describe.each(['release', 'debug'])('%s', (target) => {
  test('fewer samples of a block are means of those of the whole transform (T.81, A.3.3)', async () => {
    const hooks = await load(target);
    const [block, table, out] = [hooks.test_alloc!(128), hooks.test_alloc!(128), hooks.test_alloc!(64)];
    const cosine = (x: number, u: number) => (u ? 1 : Math.SQRT1_2) * Math.cos(((2 * x + 1) * u * Math.PI) / 16);
    for (let round = 0; round < 20; round++) {
      const coefficients = Array.from({ length: 64 }, (_, i) => (((i * 7919 + round * 104729) % 41) - 20) >> (i > 20 ? 1 : 0));
      const samples = Array.from({ length: 64 }, (_, i) => {
        let sum = 0;
        for (let v = 0; v < 8; v++) for (let u = 0; u < 8; u++) sum += 2 * coefficients[v * 8 + u]! * cosine(i & 7, u) * cosine(i >> 3, v);
        return sum / 4 + 128;
      });
      for (const n of [4, 2, 1]) {
        new Int16Array(hooks.memory.buffer, block, 64).set(coefficients);
        new Uint16Array(hooks.memory.buffer, table, 64).fill(2);
        hooks.test_small_transform!(block, table, out, n);
        const got = [...new Uint8Array(hooks.memory.buffer, out, n * n)];
        const k = 8 / n;
        got.forEach((value, at) => {
          let sum = 0;
          for (let j = 0; j < k; j++) for (let i = 0; i < k; i++) sum += samples[(Math.floor(at / n) * k + j) * 8 + (at % n) * k + i]!;
          expect(Math.abs(value - Math.min(Math.max(sum / (k * k), 0), 255))).toBeLessThan(1);
        });
      }
    }
  });

  test('a picture comes smaller where fewer pixels are wanted, as djpeg has it with -scale, within 2', async () => {
    const hooks = await load(target);
    const reduced = ['h2v2 2', 'h2v2 4', 'h2v2 8', 'h2v1-progressive 2', 'h4v1 2', 'mixed 4', 'gray 4', 'rgb 2'];
    for (const [name, k] of reduced.map((text) => text.split(' ') as [string, string])) {
      const file = fs.readFileSync(new URL(`${name}.jpg`, folder));
      const full = decode(hooks, file)!;
      const wanted = readPnm(`${name}.${k}`);
      const got = decode(hooks, file, -1, [Math.floor(full.width / Number(k)), Math.floor(full.height / Number(k))])!;
      expect([got.width, got.height, got.damaged]).toEqual([wanted.width, wanted.height, false]);
      expect(Math.max(...got.pixels.map((v, i) => Math.abs(v - wanted.pixels[i]!))), `${name} at 1/${k}`).toBeLessThanOrEqual(2);
      // One pixel more, and it comes twice as large.
      const larger = decode(hooks, file, -1, [Math.floor(full.width / Number(k)) + 1, 1])!;
      expect(larger.width).toBe(Math.ceil(full.width / (Number(k) / 2)));
    }
  });

  test.each(PICTURES)('%s comes out as djpeg has it, within 2', async (name) => {
    const hooks = await load(target);
    const picture = decode(hooks, fs.readFileSync(new URL(`${name}.jpg`, folder)))!;
    const { width, height, pixels } = readPnm(name);
    expect(picture).toMatchObject({ width, height, damaged: false });
    const worst = Math.max(...picture.pixels.map((v, i) => Math.abs(v - pixels[i]!)));
    expect(worst).toBeLessThanOrEqual(2);
  });

  test('Adobe’s marker decides about the colour transform, then the parameter, then the number of components', async () => {
    const hooks = await load(target);
    const first = (bytes: Uint8Array, parameter = -1) => [...decode(hooks, bytes, parameter)!.pixels.subarray(0, bytes[0] === 255 ? 4 : 0)];
    const rgb = (bytes: Uint8Array, parameter = -1) => first(bytes, parameter).slice(0, 3);
    // JFIF: R = 100 + 1.402·100 = 240, G = 100 - 0.714·100 = 29, B = 100.
    expect(rgb(flat([100, 128, 228]))).toEqual([240, 29, 100]);
    expect(rgb(flat([100, 128, 228]), 0)).toEqual([100, 128, 228]);
    expect(rgb(flat([100, 128, 228], [adobe(0)]), 1)).toEqual([100, 128, 228]);
    expect(rgb(flat([100, 128, 228], [adobe(1)]), 0)).toEqual([240, 29, 100]);
    expect(first(flat([100, 128, 228, 7]))).toEqual([100, 128, 228, 7]);
    expect(first(flat([100, 128, 228, 7], [adobe(0)]), 1)).toEqual([100, 128, 228, 7]);
    expect(first(flat([100, 128, 228, 7], [adobe(2)]))).toEqual([15, 226, 155, 7]);
    expect(first(flat([100, 128, 228, 7]), 1)).toEqual([15, 226, 155, 7]);
  });

  test('what was read before the data end stays; a lost interval costs no more than itself', async () => {
    const hooks = await load(target);
    const file = fs.readFileSync(new URL('gray.jpg', folder));
    const whole = decode(hooks, file)!;
    const cut = decode(hooks, file.subarray(0, file.length - 40))!;
    expect(cut.damaged).toBe(true);
    expect(cut.pixels.subarray(0, 8)).toEqual(whole.pixels.subarray(0, 8));
    expect(cut.pixels.at(-1)).toBe(128);
    const restart = fs.readFileSync(new URL('h1v2-restart.jpg', folder));
    const intact = decode(hooks, restart)!;
    const second = restart.indexOf(Buffer.from([0xff, 0xd0]));
    const broken = decode(
      hooks,
      Buffer.concat([restart.subarray(0, second + 2), restart.subarray(restart.indexOf(Buffer.from([0xff, 0xd1])))]),
    )!;
    expect(broken.damaged).toBe(true);
    const at = (pixels: Uint8Array, x: number, y: number) => [...pixels.subarray((y * 21 + x) * 3, (y * 21 + x) * 3 + 3)];
    expect(at(broken.pixels, 2, 2)).toEqual(at(intact.pixels, 2, 2));
    expect(at(broken.pixels, 20, 4)).toEqual(at(intact.pixels, 20, 4));
  });

  test('twelve bits become eight', async () => {
    const hooks = await load(target);
    // 2048 + 160, 2048 and 2048 - 200 of 4095: 138, 128 and 115.5.
    const picture = decode(hooks, flat([128 + 160, 128, 128 - 200], [adobe(0)], 12))!;
    expect([...picture.pixels.subarray(0, 3)]).toEqual([138, 128, 116]);
    expect(decode(hooks, flat([128], [], 16))).toBe(null);
  });

  test('without Huffman tables the typical ones hold; without its end marker a picture is whole', async () => {
    const hooks = await load(target);
    const file = fs.readFileSync(new URL('h2v2.jpg', folder));
    const whole = decode(hooks, file)!;
    const parts: Buffer[] = [];
    let from = 0;
    for (let at = file.indexOf(Buffer.from([0xff, 0xc4])); at >= 0; at = file.indexOf(Buffer.from([0xff, 0xc4]), from)) {
      parts.push(file.subarray(from, at));
      from = at + 2 + file.readUInt16BE(at + 2);
    }
    expect(parts.length).toBeGreaterThan(0);
    expect(decode(hooks, Buffer.concat([...parts, file.subarray(from)]))).toEqual(whole);
    expect(decode(hooks, file.subarray(0, -2))).toEqual(whole);
  });

  test('arithmetic coding: its parameters, and data that end early', async () => {
    const hooks = await load(target);
    const file = fs.readFileSync(new URL('arithmetic.jpg', folder));
    const whole = decode(hooks, file)!;
    // DAC with the values that hold anyway (T.81, table B.6), before the scan.
    const scan = file.indexOf(Buffer.from([0xff, 0xda]));
    const withParameters = (...body: number[]) =>
      decode(hooks, Buffer.concat([file.subarray(0, scan), Buffer.from([0xff, 0xcc, 0, body.length + 2, ...body]), file.subarray(scan)]))!;
    expect(withParameters(0x00, 0x10, 0x01, 0x10, 0x10, 5, 0x11, 5)).toEqual(whole);
    expect(withParameters(0x00, 0x01)).toMatchObject({ damaged: true }); // L above U
    expect(decode(hooks, file.subarray(0, -2))).toEqual(whole);
    const cut = decode(hooks, file.subarray(0, 700))!;
    expect(cut.damaged).toBe(true);
    expect(cut.pixels.subarray(0, 37 * 3)).toEqual(whole.pixels.subarray(0, 37 * 3));
  });

  test('hostile sizes are refused', async () => {
    const hooks = await load(target);
    const file = flat([100, 128, 228, 7]);
    const sizeAt = Buffer.from(file).indexOf(Buffer.from([0xff, 0xc0])) + 5;
    const huge = Uint8Array.from(file);
    huge.fill(255, sizeAt, sizeAt + 4);
    expect(decode(hooks, huge)).toBe(null);
    const empty = Uint8Array.from(file);
    empty.fill(0, sizeAt, sizeAt + 4);
    expect(decode(hooks, empty)).toBe(null);
    expect(decode(hooks, new Uint8Array(0))).toBe(null);
  });

  test('flipped bytes never trap, and all memory comes back', async () => {
    const hooks = await load(target);
    let seed = target === 'debug' ? 5 : 3;
    const next = (below: number) => (seed = (seed * 48271) % 0x7fffffff) % below; // Park and Miller's minimal standard generator
    const start = hooks.test_bytes_in_use!();
    for (const name of PICTURES) {
      const file = fs.readFileSync(new URL(`${name}.jpg`, folder));
      for (let round = 0; round < (target === 'debug' ? 60 : 300); round++) {
        const copy = Uint8Array.from(file);
        for (let k = next(6); k >= 0; k--) copy[next(copy.length)] = next(256);
        // Sizes are left alone, or most of the time would go into very large empty pictures.
        const frame = frameAt(file);
        copy.set(file.subarray(frame, frame + 9), frame);
        decode(hooks, copy.subarray(0, round % 4 ? copy.length : next(copy.length)));
      }
    }
    expect(hooks.test_bytes_in_use!()).toBe(start);
  });
});
