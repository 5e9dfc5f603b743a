import fs from 'node:fs';
import zlib from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { buildHooks } from '../../scripts/build-hooks.mjs';

type Hooks = Record<string, (...args: number[]) => number> & { memory: WebAssembly.Memory };

async function load(target: string): Promise<Hooks> {
  const { instance } = await WebAssembly.instantiate(fs.readFileSync(await buildHooks('filter', target)));
  return instance.exports as unknown as Hooks;
}

/** Runs a filter; what it wrote, and what it returned. */
function run(hooks: Hooks, name: string, bytes: Uint8Array, ...more: number[]) {
  const p = hooks.test_alloc!(bytes.length);
  new Uint8Array(hooks.memory.buffer, p, bytes.length).set(bytes);
  const out = hooks.test_buffer!();
  const status = hooks[name]!(p, bytes.length, out, ...more);
  const data = Buffer.from(new Uint8Array(hooks.memory.buffer, hooks.test_buffer_data!(out), hooks.test_buffer_length!(out)));
  hooks.test_buffer_destroy!(out);
  hooks.test_free!(p);
  return { status, data };
}

/** Park and Miller's minimal standard generator. */
function random(seed: number) {
  return (below: number) => (seed = (seed * 48271) % 0x7fffffff) % below;
}

/** Bytes of several kinds: text, noise, runs, a picture. */
function samples(): Buffer[] {
  const next = random(7);
  const text = Buffer.from(Array.from({ length: 3000 }, (_, i) => `${next(600)} ${next(800)} ${i % 3 ? 'l' : 'm'}\n`).join(''));
  const noise = Buffer.from(Array.from({ length: 70_000 }, () => next(256)));
  const runs = Buffer.concat(Array.from({ length: 300 }, () => Buffer.alloc(next(900), next(256))));
  const picture = Buffer.from(Array.from({ length: 90_000 }, (_, i) => 128 + 100 * Math.sin(i / 50) + next(9)));
  return [Buffer.alloc(0), Buffer.from('a'), text, noise, runs, picture];
}

describe.each(['release', 'debug'])('%s', (target) => {
  test('inflate gives back what zlib packed, at every level and strategy', async () => {
    const hooks = await load(target);
    for (const plain of samples()) {
      for (const level of [0, 1, 6, 9]) {
        for (const strategy of [
          zlib.constants.Z_DEFAULT_STRATEGY,
          zlib.constants.Z_HUFFMAN_ONLY,
          zlib.constants.Z_RLE,
          zlib.constants.Z_FIXED,
        ]) {
          const { status, data } = run(hooks, 'test_inflate', zlib.deflateSync(plain, { level, strategy }));
          expect(status).toBe(0);
          expect(data.equals(plain)).toBe(true);
        }
      }
    }
  });

  test('inflate does without a header and a checksum, and keeps what came before the data were cut off', async () => {
    const hooks = await load(target);
    const plain = samples()[2]!;
    const packed = zlib.deflateSync(plain);
    expect(run(hooks, 'test_inflate', zlib.deflateRawSync(plain)).data.equals(plain)).toBe(true);
    expect(run(hooks, 'test_inflate', packed.subarray(0, -4)).data.equals(plain)).toBe(true);
    packed.fill(0, packed.length - 4);
    expect(run(hooks, 'test_inflate', packed)).toMatchObject({ status: 0 });
    for (const size of [1, 2, 3, 50, 1000, packed.length - 10]) {
      const { status, data } = run(hooks, 'test_inflate', packed.subarray(0, size));
      expect(status).toBe(-1);
      expect(data.equals(plain.subarray(0, data.length))).toBe(true);
    }
    expect(run(hooks, 'test_inflate', packed.subarray(0, packed.length - 10)).data.length).toBeGreaterThan(plain.length - 40);
  });

  test('LZW, RunLength, ASCII85 and ASCIIHex as in their definitions', async () => {
    const hooks = await load(target);
    // ISO 32000-2, 7.4.4.2, example 1.
    const lzw = Buffer.from([0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01]);
    expect([...run(hooks, 'test_lzw', lzw, 1).data]).toEqual([45, 45, 45, 45, 45, 65, 45, 45, 45, 66]);
    expect([...run(hooks, 'test_run_length', Buffer.from([2, 7, 8, 9, 254, 5, 128, 99])).data]).toEqual([7, 8, 9, 5, 5, 5]);
    // PostScript's own encoding of these bytes (7.4.3: base 85, most significant digit first): "Man " = 77·256³ + … = 9jqo^.
    expect(run(hooks, 'test_ascii85', Buffer.from('9jq o^\nz9jqo^~>x')).data.toString('latin1')).toBe('Man \0\0\0\0Man ');
    expect(run(hooks, 'test_ascii85', Buffer.from('9jn')).data.toString()).toBe('Ma');
    expect([...run(hooks, 'test_ascii_hex', Buffer.from('0 1fF\nA>77')).data]).toEqual([0x01, 0xff, 0xa0]);
  });

  test('LZW of any length, with and without EarlyChange', async () => {
    const hooks = await load(target);
    for (const plain of samples()) {
      for (const early of [0, 1]) {
        const { status, data } = run(hooks, 'test_lzw', packLzw(plain, early), early);
        expect(status).toBe(0);
        expect(data.equals(plain)).toBe(true);
      }
    }
  });

  test('flate: matches at every short distance', async () => {
    const hooks = await load(target);
    for (let distance = 1; distance <= 20; distance++) {
      const period = Array.from({ length: distance }, (_, i) => (i * 101 + distance * 7) & 255);
      const text = Uint8Array.from({ length: 1000 + distance }, (_, i) => (i % 300 < 280 ? period[i % distance]! : (i * 31) & 255));
      expect(Buffer.from(run(hooks, 'test_inflate', zlib.deflateSync(text)).data).equals(text), `${distance}`).toBe(true);
    }
  });

  test('predictors: PNG’s filters for pixels of every size, as ISO/IEC 15948, 9.2 has them', async () => {
    const hooks = await load(target);
    for (const [colors, bits] of [
      [1, 8],
      [2, 8],
      [3, 8],
      [4, 8],
      [3, 16],
      [4, 16],
      [5, 8],
      [1, 1],
    ] as const) {
      // prettier-ignore
      const step = Math.max((colors * bits) >> 3, 1);
      for (const columns of [1, 2, 7, 40]) {
        const row = (colors * bits * columns + 7) >> 3;
        const rows = 13;
        const data = Uint8Array.from({ length: rows * (row + 1) - (columns > 2 ? 2 : 0) }, (_, i) =>
          i % (row + 1) === 0 ? [4, 1, 2, 3, 4, 0, 3, 4, 1][Math.floor(i / (row + 1)) % 9]! : (i * 167 + (i >> 3) * 29) & 255,
        );
        const wanted: number[] = [];
        for (let at = 0; at < data.length; at += row + 1) {
          const start = wanted.length;
          for (let x = 0; x < row && at + 1 + x < data.length; x++) {
            const a = x >= step ? wanted[start + x - step]! : 0;
            const b = start ? wanted[start - row + x]! : 0;
            const c = x >= step && start ? wanted[start - row + x - step]! : 0;
            const p = a + b - c;
            const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)];
            const paeth = pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
            wanted.push((data[at + 1 + x]! + [0, a, b, (a + b) >> 1, paeth][data[at]!]!) & 255);
          }
        }
        expect([...run(hooks, 'test_predict', data, 15, colors, bits, columns).data], `${colors} × ${bits}, ${columns}`).toEqual(wanted);
      }
    }
    // TIFF's, of one and four bytes a pixel.
    for (const colors of [1, 3, 4]) {
      const data = Uint8Array.from({ length: 2 * 40 * colors }, (_, i) => (i * 73) & 255);
      const wanted = [...data];
      for (let i = 0; i < data.length; i++) if (i % (40 * colors) >= colors) wanted[i] = (wanted[i]! + wanted[i - colors]!) & 255;
      expect([...run(hooks, 'test_predict', data, 2, colors, 8, 40).data]).toEqual(wanted);
    }
  });

  test('predictors: each of PNG’s filters, and TIFF’s for every width of samples', async () => {
    const hooks = await load(target);
    // Two components of 8 bits, three columns. PNG (ISO/IEC 15948), 9.2, by hand.
    const rows = [
      [0, 10, 20, 30, 40, 50, 60],
      [1, 1, 2, 3, 4, 5, 6],
      [2, 1, 1, 1, 1, 1, 1],
      [3, 10, 10, 10, 10, 10, 10],
      [4, 1, 1, 1, 1, 1, 1],
    ];
    const { status, data } = run(hooks, 'test_predict', Uint8Array.from(rows.flat()), 15, 2, 8, 3);
    expect(status).toBe(1);
    expect([...data]).toEqual(
      [
        [10, 20, 30, 40, 50, 60],
        [1, 2, 4, 6, 9, 12],
        [2, 3, 5, 7, 10, 13],
        [11, 11, 18, 19, 24, 26],
        [12, 12, 19, 20, 25, 27],
      ].flat(),
    );
    // TIFF 6.0, section 14: sums within a row.
    expect([...run(hooks, 'test_predict', Uint8Array.from([1, 2, 3, 255, 9, 9, 9, 9]), 2, 2, 8, 2).data]).toEqual([
      1, 2, 4, 1, 9, 9, 18, 18,
    ]);
    expect([...run(hooks, 'test_predict', Uint8Array.from([0x12, 0x34, 0, 0xff]), 2, 1, 16, 2).data]).toEqual([0x12, 0x34, 0x13, 0x33]);
    expect([...run(hooks, 'test_predict', Uint8Array.from([0x1f, 0x20]), 2, 1, 4, 3).data]).toEqual([0x10, 0x20]);
    expect([...run(hooks, 'test_predict', Uint8Array.from([0b01_01_01_11]), 2, 1, 2, 4).data]).toEqual([0b01_10_11_10]);
    expect([...run(hooks, 'test_predict', Uint8Array.from([0b10110000]), 2, 1, 1, 4).data]).toEqual([0b11010000]);
  });

  test('flate by rows: the same as at once, with little in memory', async () => {
    const hooks = await load(target);
    const next = random(3);
    const side = target === 'debug' ? 300 : 600;
    const columns = side + 1;
    // Three components of 8 bits: a megabyte, half of it noise; a byte before each row for PNG's filter.
    const rowBytes = 3 * columns;
    const plain = (filters: boolean) =>
      Buffer.concat(
        Array.from({ length: side }, (_, y) =>
          Buffer.from(Array.from({ length: rowBytes + +filters }, (_, x) => (filters && !x ? y % 5 : x & 512 ? next(256) : (x * y) & 255))),
        ),
      );
    for (const predictor of [1, 2, 15]) {
      const data = plain(predictor === 15);
      const wanted = predictor > 1 ? run(hooks, 'test_predict', data, predictor, 3, 8, columns).data : data;
      for (const level of [0, 6]) {
        const packed = zlib.deflateSync(data, { level });
        const { status, data: rows } = run(hooks, 'test_flate_rows', packed, rowBytes, predictor, 3, 8, columns);
        expect(rows.equals(wanted), `${predictor}, level ${level}`).toBe(true);
        expect(status).toBeGreaterThan(1);
        expect(status).toBeLessThan(400_000);
        const cut = run(hooks, 'test_flate_rows', packed.subarray(0, packed.length / 2), rowBytes, predictor, 3, 8, columns).data;
        expect(cut.length).toBeGreaterThan(rowBytes * 9);
        expect(cut.equals(wanted.subarray(0, cut.length)), `${predictor}, cut`).toBe(true);
      }
    }
    // A predictor that has rows of its own is for who has all of the data.
    expect(run(hooks, 'test_flate_rows', zlib.deflateSync(plain(true)), rowBytes, 15, 1, 8, columns).status).toBe(0);
  });

  test('flipped bytes never trap, and all memory comes back', async () => {
    const hooks = await load(target);
    const next = random(target === 'debug' ? 11 : 13);
    const rounds = target === 'debug' ? 150 : 600;
    const text = samples()[2]!.subarray(0, 4000);
    const inputs: [string, Uint8Array, number[]][] = [
      ['test_inflate', zlib.deflateSync(text), []],
      ['test_inflate', zlib.deflateSync(text, { strategy: zlib.constants.Z_FIXED }), []],
      ['test_flate_rows', zlib.deflateSync(text), [50, 15, 1, 8, 50]],
      ['test_lzw', packLzw(text, 1), [1]],
      ['test_run_length', text, []],
      ['test_ascii85', Buffer.from('9jqo^z'.repeat(90)), []],
      ['test_predict', text, [15, 3, 8, 17]],
      ['test_predict', text, [2, 3, 2, 17]],
    ];
    const start = hooks.test_bytes_in_use!();
    for (const [name, bytes, more] of inputs) {
      for (let round = 0; round < rounds; round++) {
        const copy = Uint8Array.from(bytes);
        for (let k = next(5); k >= 0; k--) copy[next(copy.length)] = next(256);
        run(hooks, name, copy.subarray(0, next(copy.length + 1)), ...more);
      }
    }
    expect(hooks.test_bytes_in_use!()).toBe(start);
  });
});

/** LZW as in 7.4.4.2: codes grow when the table's next place needs it, or one code before. */
function packLzw(plain: Uint8Array, early: number): Buffer {
  const out: number[] = [];
  let bits = 0;
  let count = 0;
  let width = 9;
  const put = (code: number) => {
    bits = (bits << width) | code;
    for (count += width; count >= 8; count -= 8) out.push((bits >> (count - 8)) & 255);
    bits &= 255;
  };
  let table = new Map<number, number>();
  let next = 258;
  const clear = () => {
    put(256);
    table = new Map();
    next = 258;
    width = 9;
  };
  clear();
  let code = -1;
  for (const byte of plain) {
    if (code < 0) {
      code = byte;
      continue;
    }
    const longer = table.get(code * 256 + byte);
    if (longer !== undefined) {
      code = longer;
      continue;
    }
    put(code);
    table.set(code * 256 + byte, next++);
    if (next + early > 1 << width && width < 12) width++;
    if (next === 4096) clear();
    code = byte;
  }
  if (code >= 0) {
    put(code);
    next++;
    if (next + early > 1 << width && width < 12) width++;
  }
  put(257);
  if (count) out.push((bits << (8 - count)) & 255);
  return Buffer.from(out);
}
