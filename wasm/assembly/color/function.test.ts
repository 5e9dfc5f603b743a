import { describe, expect, test } from 'vitest';
import { loadHooks, put } from '../../test/hooks.js';
import { onePage, type Body } from '../../test/pdf-builder.js';

/** Functions, ISO 32000-2, 7.10; every value is worked out from its formulas. */
describe.each(['release', 'debug'])('%s', (target) => {
  /** Reads object 10 as a function; what it makes of inputs, or null when it is none. */
  async function read(objects: Record<number, Body>): Promise<((...input: number[]) => number[]) | null> {
    const hooks = await loadHooks('color', target);
    const file = onePage('', { objects });
    const f = hooks.test_function!(hooks.test_open!(put(hooks, file), file.length), 10);
    if (!f) return null;
    const [input, output] = [hooks.test_alloc!(256), hooks.test_alloc!(256)];
    return (...values) => {
      new Float64Array(hooks.memory.buffer, input, 32).fill(0).set(values);
      new Float64Array(hooks.memory.buffer, output, 32).fill(-99);
      hooks.test_evaluate!(f, input, output);
      return [...new Float64Array(hooks.memory.buffer, output, hooks.test_outputs!(f))].map((v) => Math.round(v * 1e6) / 1e6 + 0);
    };
  }
  const one = async (body: Body, more: Record<number, Body> = {}) => (await read({ 10: body, ...more }))!;
  const sampled = (dict: string, data: number[]) => one({ dict: `/FunctionType 0 ${dict}`, stream: Uint8Array.from(data) });
  /** Runs a calculator program; three numbers are asked for unless told. */
  const calculate = async (program: string, input: number[] = [], outputs = 1) => {
    const domain = '-1000 1000 '.repeat(Math.max(input.length, 1));
    const range = '-1e6 1e6 '.replaceAll('1e6', '1000000').repeat(outputs);
    const f = await one({ dict: `/FunctionType 4 /Domain [${domain}] /Range [${range}]`, stream: program });
    return f(...(input.length ? input : [0]));
  };

  test('type 2: C0 + x^N (C1 - C0); the domain and the range cut', async () => {
    const f = await one('<< /FunctionType 2 /Domain [0 1] /C0 [0 1] /C1 [1 0.5] /N 2 >>');
    expect(f(0.5)).toEqual([0.25, 0.875]);
    expect([f(-3), f(7)]).toEqual([[0, 1], [1, 0.5]]); // prettier-ignore
    const bare = await one('<< /FunctionType 2 /Domain [0 4] /N 0.5 >>');
    expect(bare(4)).toEqual([2]); // C0 is 0 and C1 is 1 where they are not given
    const cut = await one('<< /FunctionType 2 /Domain [0 1] /C0 [-1] /C1 [3] /N 1 /Range [0 2] >>');
    expect([cut(0), cut(0.5), cut(1)]).toEqual([[0], [1], [2]]);
  });

  test('type 3: each part takes over at its bound, and Encode may turn it around', async () => {
    const f = await one('<< /FunctionType 3 /Domain [0 1] /Bounds [0.5] /Encode [0 1 1 0] /Functions [11 0 R 12 0 R] >>', {
      11: '<< /FunctionType 2 /Domain [0 1] /N 1 >>',
      12: '<< /FunctionType 2 /Domain [0 1] /C0 [10] /C1 [20] /N 1 >>',
    });
    expect([-1, 0.25, 0.5, 0.75, 1, 2].map((x) => f(x)[0])).toEqual([0, 0.5, 20, 15, 10, 10]);
  });

  test('type 3: a part of no width yields to the next, or shows where its Encode begins at the end', async () => {
    const parts = {
      11: '<< /FunctionType 2 /Domain [0 1] /C0 [1] /C1 [2] /N 1 >>',
      12: '<< /FunctionType 2 /Domain [0 1] /C0 [3] /C1 [4] /N 1 >>',
    };
    const step = await one(
      '<< /FunctionType 3 /Domain [0 1] /Bounds [0.5 0.5] /Encode [0 1 0 1 0 1] /Functions [11 0 R 12 0 R 11 0 R] >>',
      parts,
    );
    expect([0.4, 0.5].map((x) => step(x)[0])).toEqual([1.8, 1]);
    const last = await one('<< /FunctionType 3 /Domain [0 1] /Bounds [1] /Encode [0 1 0 1] /Functions [11 0 R 12 0 R] >>', parts);
    expect([0.5, 1].map((x) => last(x)[0])).toEqual([1.5, 3]);
  });

  test('type 0, one input: samples are joined by lines; Encode and Decode', async () => {
    const plain = await sampled('/Domain [0 1] /Range [0 1] /Size [3] /BitsPerSample 8', [0, 255, 51]);
    expect([0, 0.25, 0.5, 0.75, 1].map((x) => plain(x)[0])).toEqual([0, 0.5, 1, 0.6, 0.2]);
    const turned = await sampled('/Domain [-1 1] /Range [-10 10] /Size [3] /BitsPerSample 8 /Encode [2 0] /Decode [-4 12]', [0, 255, 51]);
    // -1 is sample 2 (0.2 of -4…12), 0 sample 1 (12, cut by the range), 1 sample 0
    expect([-1, 0, 1].map((x) => turned(x)[0])).toEqual([-0.8, 10, -4]);
    const wide = await sampled('/Domain [0 1] /Range [0 1] /Size [2] /BitsPerSample 8 /Encode [-1 3]', [0, 255]);
    expect([0, 0.25, 0.375, 0.5, 1].map((x) => wide(x)[0])).toEqual([0, 0, 0.5, 1, 1]); // encoded values are cut to the samples
  });

  test('type 0, several inputs: the first varies fastest, and values are blended between the corners', async () => {
    // at (0,0) 0 and 1, at (1,0) 0.2 and 0.8, at (0,1) 0.4 and 0.6, at (1,1) 1 and 0
    const f = await sampled(
      '/Domain [0 1 0 1] /Range [0 1 0 1] /Size [2 2] /BitsPerSample 8',
      [0, 255, 51, 204, 102, 153, 255, 0],
    ); // prettier-ignore
    expect([f(0, 0), f(1, 0), f(0, 1), f(1, 1)]).toEqual([[0, 1], [0.2, 0.8], [0.4, 0.6], [1, 0]]); // prettier-ignore
    expect(f(0.5, 0)).toEqual([0.1, 0.9]);
    expect(f(0.5, 0.5)).toEqual([0.4, 0.6]);
    const three = await sampled(
      '/Domain [0 1 0 1 0 1] /Range [0 8] /Size [2 2 2] /BitsPerSample 8 /Decode [0 255]',
      [0, 1, 2, 3, 4, 5, 6, 7],
    );
    expect([three(1, 0, 0), three(0, 1, 0), three(0, 0, 1), three(0.5, 0.5, 0.5)]).toEqual([[1], [2], [4], [3.5]]);
  });

  test('type 0: of many inputs each counts', async () => {
    // Bit i of a sample's number is its place in input i. Only the last sample is 1, so the function is the product of all inputs.
    for (const n of [4, 13]) {
      const data = Array.from({ length: 1 << n }, (_, i) => (i === (1 << n) - 1 ? 255 : 0));
      const f = await sampled(`/Domain [${'0 1 '.repeat(n)}] /Range [0 1] /Size [${'2 '.repeat(n)}] /BitsPerSample 8`, data);
      expect(f(...Array<number>(n).fill(1))).toEqual([1]);
      expect(f(0.5, ...Array<number>(n - 2).fill(1), 0.25)).toEqual([0.125]);
    }
    // With all samples the same, so is every value between them.
    const same = await sampled(
      `/Domain [${'0 1 '.repeat(13)}] /Range [0 1] /Size [${'2 '.repeat(13)}] /BitsPerSample 8`,
      Array(8192).fill(51),
    );
    expect(same(...Array<number>(13).fill(0.3))).toEqual([0.2]);
  });

  test('type 0: samples of 1 to 32 bits follow each other without padding', async () => {
    const at = async (bits: number, data: number[], n: number) => {
      const f = await sampled(`/Domain [0 ${n - 1}] /Range [0 1] /Size [${n}] /BitsPerSample ${bits}`, data);
      return Array.from({ length: n }, (_, i) => f(i)[0]);
    };
    expect(await at(1, [0b10110000], 4)).toEqual([1, 0, 1, 1]);
    expect(await at(4, [0x0f, 0x30], 3)).toEqual([0, 1, 0.2]);
    expect(await at(12, [0xff, 0xf0, 0x00, 0x33, 0x30], 3)).toEqual([1, 0, 0.2]);
    expect(await at(16, [0x33, 0x33, 0xff, 0xff], 2)).toEqual([0.2, 1]);
    expect(await at(24, [0x33, 0x33, 0x33, 0, 0, 0, 0xff, 0xff, 0xff], 3)).toEqual([0.2, 0, 1]);
    expect(await at(32, [0x33, 0x33, 0x33, 0x33, 0xff, 0xff, 0xff, 0xff], 2)).toEqual([0.2, 1]);
    expect(await at(8, [255], 3)).toEqual([1, 0, 0]); // samples that are missing are 0
  });

  test('calculator: arithmetic', async () => {
    const table: [program: string, input: number[], output: number][] = [
      ['{ abs }', [-4.5], 4.5],
      ['{ add }', [3, 4.5], 7.5],
      ['{ sub }', [3, 4.5], -1.5],
      ['{ mul }', [3, -4], -12],
      ['{ div }', [3, 2], 1.5],
      ['{ div }', [3, 0], 0],
      ['{ cvi idiv }', [7, 2.9], 3],
      ['{ idiv }', [-7, 2], -3],
      ['{ idiv }', [7, 0], 0],
      ['{ mod }', [5, 3], 2],
      ['{ mod }', [-5, 3], -2],
      ['{ mod }', [5, 0], 0],
      ['{ neg }', [4.5], -4.5],
      ['{ ceiling }', [3.2], 4],
      ['{ ceiling }', [-4.8], -4],
      ['{ floor }', [3.2], 3],
      ['{ floor }', [-4.8], -5],
      ['{ round }', [3.2], 3],
      ['{ round }', [6.5], 7],
      ['{ round }', [-6.5], -6],
      ['{ truncate }', [-4.8], -4],
      ['{ cvi }', [47.8], 47],
      ['{ cvr }', [5], 5],
      ['{ sqrt }', [6.25], 2.5],
      ['{ exp }', [9, 0.5], 3],
      ['{ exp }', [-9, -1], -0.111111],
      ['{ ln }', [10], 2.302585],
      ['{ log }', [1000], 3],
      ['{ sin }', [30], 0.5],
      ['{ cos }', [60], 0.5],
      ['{ atan }', [0, 1], 0],
      ['{ atan }', [1, 0], 90],
      ['{ atan }', [-100, 0], 270],
      ['{ atan }', [4, 4], 45],
      ['{ atan }', [1, -1], 135],
    ];
    for (const [program, input, output] of table) expect(await calculate(program, input), `${program} of ${input}`).toEqual([output]);
  });

  test('calculator: comparisons, booleans and bits', async () => {
    const table: [program: string, output: number][] = [
      ['4 4.0 eq', 1],
      ['4 5 eq', 0],
      ['4 5 ne', 1],
      ['4.2 4 gt', 1],
      ['4 4 gt', 0],
      ['4 4 ge', 1],
      ['3.9 4 ge', 0],
      ['4 4.2 lt', 1],
      ['4 4 lt', 0],
      ['4 4 le', 1],
      ['4.1 4 le', 0],
      ['true false and', 0],
      ['true true and', 1],
      ['99 1 and', 1],
      ['52 7 and', 4],
      ['true false or', 1],
      ['17 5 or', 21],
      ['true true xor', 0],
      ['7 3 xor', 4],
      ['12 3 xor', 15],
      ['true not', 0],
      ['false not', 1],
      ['52 not', -53],
      ['7 3 bitshift', 56],
      ['142 -3 bitshift', 17],
      ['1 40 bitshift', 0],
    ];
    for (const [program, output] of table) expect(await calculate(`{ pop ${program} }`), program).toEqual([output]);
  });

  test('calculator: the stack', async () => {
    expect(await calculate('{ exch }', [1, 2], 2)).toEqual([2, 1]);
    expect(await calculate('{ dup }', [7], 2)).toEqual([7, 7]);
    expect(await calculate('{ pop }', [1, 2], 1)).toEqual([1]);
    expect(await calculate('{ 2 copy }', [1, 2, 3], 5)).toEqual([1, 2, 3, 2, 3]);
    expect(await calculate('{ 0 copy }', [1, 2], 2)).toEqual([1, 2]);
    expect(await calculate('{ 0 index }', [1, 2], 3)).toEqual([1, 2, 2]);
    expect(await calculate('{ 2 index }', [1, 2, 3], 4)).toEqual([1, 2, 3, 1]);
    // PostScript Language Reference, roll: (a)(b)(c) 3 -1 → (b)(c)(a), 3 1 → (c)(a)(b), 3 0 → (a)(b)(c)
    expect(await calculate('{ 3 -1 roll }', [1, 2, 3], 3)).toEqual([2, 3, 1]);
    expect(await calculate('{ 3 1 roll }', [1, 2, 3], 3)).toEqual([3, 1, 2]);
    expect(await calculate('{ 3 0 roll }', [1, 2, 3], 3)).toEqual([1, 2, 3]);
    expect(await calculate('{ 2 5 roll }', [1, 2, 3], 3)).toEqual([1, 3, 2]);
  });

  test('calculator: if, ifelse, inside one another', async () => {
    const sign = '{ dup 0 lt { pop -1 } { 0 gt { 1 } { 0 } ifelse } ifelse }';
    expect([await calculate(sign, [-5]), await calculate(sign, [0]), await calculate(sign, [5])]).toEqual([[-1], [0], [1]]);
    const half = '{ dup 10 gt { 2 div } if }';
    expect([await calculate(half, [8]), await calculate(half, [30])]).toEqual([[8], [15]]);
  });

  test('calculator: inputs are cut to the domain, outputs to the range; what is missing is 0', async () => {
    const f = await one({ dict: '/FunctionType 4 /Domain [0 1] /Range [0 5 -5 0]', stream: '{ 10 mul dup neg }' });
    expect([f(0.25), f(3)]).toEqual([[2.5, -2.5], [5, -5]]); // prettier-ignore
    expect(await calculate('{ 7 }', [1], 4)).toEqual([0, 0, 1, 7]);
    expect(await calculate('{ pop pop pop 3 }', [1], 1)).toEqual([0]); // the third pop finds nothing, and ends the program
  });

  test('calculator: programs that ask for too much end, and leave what they have', async () => {
    const all = (n: number, word: string) => `{ ${`${word} `.repeat(n)} }`;
    expect(await calculate(all(500, 'dup'), [4])).toEqual([4]);
    expect(await calculate(`{ ${'dup '.repeat(100)} 100 copy 9 }`, [4])).toEqual([4]); // no room for the copy: the program ends there
    expect(await calculate('{ 9 index 5 }', [4])).toEqual([9]); // nothing lies so deep
  });

  test('what is not a function is none', async () => {
    const none = [
      '<< /FunctionType 1 /Domain [0 1] >>',
      '<< /FunctionType 2 /N 1 >>',
      '<< /FunctionType 3 /Domain [0 1] /Functions [] /Bounds [] /Encode [] >>',
      '<< /FunctionType 3 /Domain [0 1] /Functions [10 0 R] /Bounds [] /Encode [0 1] >>',
      { dict: '/FunctionType 0 /Domain [0 1] /Range [0 1] /Size [2000000000] /BitsPerSample 8', stream: '' },
      { dict: '/FunctionType 0 /Domain [0 1] /Range [0 1] /Size [2] /BitsPerSample 77', stream: '' },
      { dict: '/FunctionType 4 /Domain [0 1] /Range [0 1]', stream: '{ launch }' },
      { dict: '/FunctionType 4 /Domain [0 1] /Range [0 1]', stream: '{ 1 { 2 }' },
      { dict: '/FunctionType 4 /Domain [0 1] /Range [0 1]', stream: '{ '.repeat(1000) },
      { dict: '/FunctionType 4 /Domain [0 1]', stream: '{ 1 }' },
      '(a string)',
    ];
    for (const body of none) expect(await read({ 10: body }), JSON.stringify(body)).toBeNull();
  });

  test('an array in an array is none', async () => {
    const inner = '<< /FunctionType 2 /Domain [0 1] /N 1 >>';
    expect(await read({ 10: '[11 0 R 12 0 R]', 11: inner, 12: '[11 0 R 11 0 R]' })).toBeNull();
  });

  /** What reading a function takes of the fuel, and what an evaluation does. */
  async function cost(objects: Record<number, Body>, inputs = 1) {
    const hooks = await loadHooks('color', target);
    const file = onePage('', { objects });
    const doc = hooks.test_open!(put(hooks, file), file.length);
    hooks.test_set_fuel!(doc, 1e9);
    const f = hooks.test_function!(doc, 10);
    const reading = 1e9 - hooks.test_fuel!(doc);
    const [input, output] = [hooks.test_alloc!(256), hooks.test_alloc!(256)];
    new Float64Array(hooks.memory.buffer, input, 32).fill(0.5);
    hooks.test_set_fuel!(doc, 1e9);
    if (f) for (let i = 0; i < 80; i++) hooks.test_evaluate!(f, input, output);
    return { f, inputs, reading, evaluation: (1e9 - hooks.test_fuel!(doc)) / 80 };
  }
  const twice = ({ small, large }: { small: number; large: number }) => {
    expect(small).toBeGreaterThan(0);
    expect(large / small).toBeGreaterThan(1.8);
    expect(large / small).toBeLessThan(2.2);
  };

  test('reading functions costs fuel: for each part and for each sample', async () => {
    const stitching = (n: number) => `<< /FunctionType 3 /Domain [0 1] /Bounds [${'0.5 '.repeat(n - 1)}] /Encode [${'0 1 '.repeat(n)}]
      /Functions [${'<< /FunctionType 2 /Domain [0 1] /N 1 >> '.repeat(n)}] >>`;
    twice({ small: (await cost({ 10: stitching(50) })).reading, large: (await cost({ 10: stitching(100) })).reading });
    const samples = (n: number) => ({
      dict: `/FunctionType 0 /Domain [0 1] /Range [0 1] /Size [${n}] /BitsPerSample 8`,
      stream: new Uint8Array(n),
    });
    twice({ small: (await cost({ 10: samples(4000) })).reading, large: (await cost({ 10: samples(8000) })).reading });
  });

  test('a tree of functions that share their parts costs what its references do, not what its leaves would', async () => {
    const level = (next: number) => `<< /FunctionType 3 /Domain [0 1] /Bounds [${'0.5 '.repeat(99)}] /Encode [${'0 1 '.repeat(100)}]
      /Functions [${`${next} 0 R `.repeat(100)}] >>`;
    const tree = { 10: level(11), 11: level(12), 12: level(13), 13: '<< /FunctionType 2 /Domain [0 1] /N 1 >>' }; // 10^6 leaves
    const leaf = (await cost({ 10: tree[13] })).reading;
    const { f, reading } = await cost(tree);
    expect(f).not.toBe(0);
    expect(reading).toBeLessThan(400 * leaf); // three times a hundred of them
  });

  test('reading ends when the fuel does', async () => {
    const parts = '<< /FunctionType 2 /Domain [0 1] /N 1 >> '.repeat(100);
    const file = onePage('', {
      objects: {
        10: `<< /FunctionType 3 /Domain [0 1] /Bounds [${'0.5 '.repeat(99)}] /Encode [${'0 1 '.repeat(100)}] /Functions [${parts}] >>`,
      },
    });
    const hooks = await loadHooks('color', target);
    const doc = hooks.test_open!(put(hooks, file), file.length);
    hooks.test_set_fuel!(doc, 5000);
    expect(hooks.test_function!(doc, 10)).toBe(0);
    expect(hooks.test_fuel!(doc)).toBeGreaterThan(-1000);
  });

  test('evaluating functions costs fuel: a sampled one by its corners, a program by its steps', async () => {
    const corners = (n: number) => ({
      dict: `/FunctionType 0 /Domain [${'0 1 '.repeat(n)}] /Range [0 1] /Size [${'2 '.repeat(n)}] /BitsPerSample 8`,
      stream: new Uint8Array(1 << n),
    });
    twice({ small: (await cost({ 10: corners(8) }, 8)).evaluation, large: (await cost({ 10: corners(9) }, 9)).evaluation });
    const program = (n: number) => ({ dict: '/FunctionType 4 /Domain [0 1] /Range [0 1]', stream: `{ ${'dup pop '.repeat(n)} }` });
    twice({ small: (await cost({ 10: program(100) })).evaluation, large: (await cost({ 10: program(200) })).evaluation });
  });

  test('an array of functions gives one output each', async () => {
    const f = await one('[11 0 R 12 0 R]', {
      11: '<< /FunctionType 2 /Domain [0 1] /N 1 >>',
      12: '<< /FunctionType 2 /Domain [0 1] /N 2 >>',
    });
    expect(f(0.5)).toEqual([0.5, 0.25]);
  });
});
