import fs from 'node:fs';
import { describe, expect, test } from 'vitest';
import { buildHooks } from '../../scripts/build-hooks.mjs';

type Hooks = Record<string, (...args: number[]) => number> & { memory: WebAssembly.Memory };

async function load(target: string): Promise<Hooks> {
  const { instance } = await WebAssembly.instantiate(fs.readFileSync(await buildHooks('filter', target)));
  return instance.exports as unknown as Hooks;
}

const BYTE_ALIGN = 1;
const END_OF_BLOCK = 2;
const BLACK_IS_1 = 4;

function decode(hooks: Hooks, bytes: Uint8Array, k: number, columns: number, rows: number, flags: number) {
  const p = hooks.test_alloc!(bytes.length);
  new Uint8Array(hooks.memory.buffer, p, bytes.length).set(bytes);
  const out = hooks.test_buffer!();
  const status = hooks.test_ccitt!(p, bytes.length, out, k, columns, rows, flags);
  const data = Buffer.from(new Uint8Array(hooks.memory.buffer, hooks.test_buffer_data!(out), hooks.test_buffer_length!(out)));
  hooks.test_buffer_destroy!(out);
  hooks.test_free!(p);
  return { status, data };
}

/** A picture of 75 × 20 pixels, 1 is black, and what libtiff's tiffcp makes of it. */
const PICTURE = Buffer.from(
  'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAD//+AAAAAAAAAf////AAAAAAAAAAAAAAAAAA////////////4AAA///////gAAAAAf//////8AAAAf///+A///n8AAH////gP//5/AAB////4D//+fwA/gH/8B///w4AAP4A//Af//8eAAD+AD/wH///fgAAAAAID///gQAAAAAABg///48AAAAAAAf///5/AAAAMziF+i/qmanHIAc72+0/H18VTSA=',
  'base64',
);
const GROUP_4 = Buffer.from(
  '5MBnkIGbGTUDwpqDbpz4Zh8M5cf//JqMzBD4bAQffXh8LEMryGzo2fILiECy+Xy8YUockOVBQ5GOECopwRfI6I6LxiUVwmEkEEwQKIJCwgUU0EUOER0ggXABABA=',
  'base64',
);
const GROUP_3 = Buffer.from(
  'AB2gAHaAAdoABMBnMAAhAzQgAO0AAmoHhQAag26gAdQVdQAfDM8M7jwAHwzPDO48AB8MzwzuPAATUcwTw2XEAAmo6B/DZDIABNRoCeGwciAARC8NnIYACX8DZDGAAlwynGMABffehWhyHUIcY6HQ6ffHQ6eidAA5PDsfHMfHTlBjoc4Q6HQ6fHTo',
  'base64',
);
const GROUP_3_2D = Buffer.from(
  'AB7QACgA9oABEwGeADCBmhAAQwAZqB4UAEag24APUFXUAEfDMPhnLjgA/DM8M7jwAF/ABmo5gnhsuIABb6wAZqNATw2DkQACEMryGzowAZfwNkMYACiECwAb770K0OQ6hDjHQ6HT746HT0ToAEK4TCSCCYIFEEhYQKKaCKHCI6QQLg==',
  'base64',
);

/** Bits as they are written in T.4's tables. */
const bits = (text: string) => Uint8Array.from((text.replaceAll(' ', '').match(/.{1,8}/g) ?? []).map((b) => parseInt(b.padEnd(8, '0'), 2)));

describe.each(['release', 'debug'])('%s', (target) => {
  test('what tiffcp packed, by each of the three codings', async () => {
    const hooks = await load(target);
    const flags = END_OF_BLOCK | BLACK_IS_1;
    expect(decode(hooks, GROUP_4, -1, 75, 20, flags)).toEqual({ status: 0, data: PICTURE });
    expect(decode(hooks, GROUP_3, 0, 75, 20, flags)).toEqual({ status: 0, data: PICTURE });
    expect(decode(hooks, GROUP_3_2D, 4, 75, 20, flags)).toEqual({ status: 0, data: PICTURE });
    const white = Buffer.from(PICTURE.map((b) => ~b));
    expect(decode(hooks, GROUP_4, -1, 75, 20, END_OF_BLOCK)).toEqual({ status: 0, data: white });
    // The end-of-block pattern ends the rows, however many are asked for.
    expect(decode(hooks, GROUP_4, -1, 75, 900, flags).data.length).toBe(PICTURE.length);
  });

  test('long runs, and rows that begin at a byte', async () => {
    const hooks = await load(target);
    // White 2560 + 64 + 0, black 5; then a row of white 2629 = 2560 + 64 + 5.
    const rows = bits('000000011111 11011 00110101 0011').length;
    const file = Buffer.concat([bits('000000011111 11011 00110101 0011'), bits('000000011111 11011 1100')]);
    const { status, data } = decode(hooks, file, 0, 2629, 2, BYTE_ALIGN | BLACK_IS_1);
    expect(rows).toBe(4);
    expect(status).toBe(0);
    expect([...data.subarray(325, 329)]).toEqual([0, 0, 0, 0b11111000]);
    expect(data.subarray(0, 328).every((b) => b === 0)).toBe(true);
    expect(data.subarray(329).every((b) => b === 0)).toBe(true);
    expect(data.length).toBe(2 * 329);
  });

  test('uncompressed mode, in rows and between the modes of a row', async () => {
    const hooks = await load(target);
    // T.6, table 3. Row 1: 0100 0000 1100, white behind it; V0 to its end. Row 2: V0 at the first change, a black one, pass, V0.
    const row1 = '0000001111  01 000001 01 1  000000001 0  1';
    const row2 = '1  0000001111  1  0000001 0  0001  1';
    const group4 = bits(`${row1} ${row2} 000000000001 000000000001`);
    expect(decode(hooks, group4, -1, 16, 2, BLACK_IS_1 | END_OF_BLOCK)).toEqual({
      status: 0,
      data: Buffer.from([0b01000000, 0b11000000, 0b01000000, 0]),
    });
    // T.4: white 3, then 1 0 1, then black 2 and white 8.
    const plain = bits('1000 000000001111 1 01 0000001 1 11 10011');
    expect(decode(hooks, plain, 0, 16, 1, BLACK_IS_1)).toEqual({ status: 0, data: Buffer.from([0b00010111, 0]) });
    // Without its end.
    expect(decode(hooks, bits('0000001111 1 1 1'), -1, 16, 1, BLACK_IS_1).status).toBe(-1);
  });

  test('a damaged row of Group 3 is made up for at the next end of line; Group 4 ends there', async () => {
    const hooks = await load(target);
    const broken = Buffer.from(GROUP_3);
    broken[60] = broken[60]! ^ 0xff;
    const { status, data } = decode(hooks, broken, 0, 75, 20, END_OF_BLOCK | BLACK_IS_1);
    expect(status).toBe(-1);
    expect(data.subarray(0, 30)).toEqual(PICTURE.subarray(0, 30));
    expect(data.subarray(-40)).toEqual(PICTURE.subarray(-40));
    const cut = decode(hooks, GROUP_4.subarray(0, 50), -1, 75, 20, END_OF_BLOCK | BLACK_IS_1);
    expect(cut.data.subarray(0, 60)).toEqual(PICTURE.subarray(0, 60));
  });

  test('flipped bytes and hostile sizes never trap, and all memory comes back', async () => {
    const hooks = await load(target);
    let seed = target === 'debug' ? 17 : 19;
    const next = (below: number) => (seed = (seed * 48271) % 0x7fffffff) % below; // Park and Miller's minimal standard generator
    const start = hooks.test_bytes_in_use!();
    for (const [file, k] of [
      [GROUP_4, -1],
      [GROUP_3, 0],
      [GROUP_3_2D, 1],
    ] as const) {
      for (let round = 0; round < (target === 'debug' ? 150 : 800); round++) {
        const copy = Uint8Array.from(file);
        for (let n = next(6); n >= 0; n--) copy[next(copy.length)] = next(256);
        decode(hooks, copy.subarray(0, next(copy.length + 1)), k, 1 + next(round % 9 ? 200 : 5000), next(300), next(8));
      }
    }
    expect(decode(hooks, GROUP_4, -1, 0xffffffff, 0xffffffff, 0).status).toBe(-1);
    expect(decode(hooks, GROUP_4, -1, 0, 1, 0).status).toBe(-1);
    expect(hooks.test_bytes_in_use!()).toBe(start);
  });
});
