import fs from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadHooks, put, type Hooks } from '../../test/hooks.js';
import { buildPdf } from '../../test/pdf-builder.js';

const KINDS = ['null', 'bool', 'int', 'real', 'name', 'string', 'array', 'dict', 'stream', 'ref'] as const;

class Source {
  constructor(
    readonly hooks: Hooks,
    readonly store: number,
  ) {}

  static async of(target: string, text: string): Promise<Source> {
    const hooks = await loadHooks('syntax', target);
    const bytes = Buffer.from(text, 'latin1');
    return new Source(hooks, hooks.test_store!(put(hooks, bytes), bytes.length));
  }

  text(at: number, length: number): string {
    return Buffer.from(this.hooks.memory.buffer, at, length).toString('latin1');
  }

  name(atom: number): string {
    return this.text(this.hooks.test_name_bytes!(this.store, atom), this.hooks.test_name_length!(this.store, atom));
  }

  /** All tokens: numbers, strings in quotes, names with a slash, keywords and brackets as they are. */
  tokens(): unknown[] {
    const { hooks } = this;
    const lexer = hooks.test_lexer!(this.store);
    const out: unknown[] = [];
    for (let n = 0; n < 1000; n++) {
      const token = hooks.test_next!(lexer);
      const text = () => this.text(hooks.test_text!(lexer), hooks.test_text_length!(lexer));
      if (token === 0) return out;
      if (token === 1 || token === 2) out.push(hooks.test_real!(lexer));
      else if (token === 3) out.push(`/${this.name(hooks.test_atom!(lexer))}`);
      else if (token === 4) out.push(`(${text()})`);
      else if (token === 9) out.push(text());
      else out.push(['[', ']', '<<', '>>'][token - 5]);
    }
    throw new Error('no end');
  }

  /** The object as JavaScript sees it. */
  parse(references = true): unknown {
    return this.value(this.hooks.test_parse!(this.store, Number(references)));
  }

  private value(o: number): unknown {
    const { hooks } = this;
    switch (KINDS[hooks.test_kind!(o)]) {
      case 'bool':
        return hooks.test_value!(o) === 1;
      case 'int':
      case 'real':
        return hooks.test_number!(o);
      case 'name':
        return `/${this.name(hooks.test_name!(o))}`;
      case 'string':
        return this.text(hooks.test_address!(o), hooks.test_length!(o));
      case 'array':
        return Array.from({ length: hooks.test_length!(o) }, (_, i) => this.value(hooks.test_at!(o, i)));
      case 'dict':
        return Object.fromEntries(
          Array.from({ length: hooks.test_length!(o) }, (_, i) => [
            this.name(hooks.test_key_at!(o, i)),
            this.value(hooks.test_value_at!(o, i)),
          ]),
        );
      case 'ref':
        return { ref: hooks.test_value!(o) };
      default:
        return null;
    }
  }
}

describe.each(['release', 'debug'])('%s', (target) => {
  const tokens = async (text: string) => (await Source.of(target, text)).tokens();
  const parse = async (text: string, references = true) => (await Source.of(target, text)).parse(references);

  test('numbers, as ISO 32000-2, 7.3.3 has them, and as writers get them wrong', async () => {
    expect(await tokens('123 43445 +17 -98 0 34.5 -3.62 +123.6 4. -.002 0.0')).toEqual([
      123, 43445, 17, -98, 0, 34.5, -3.62, 123.6, 4, -0.002, 0,
    ]);
    expect(await tokens('--5 1-2 1.2.3 . -')).toEqual([-5, 12, 1.2, 0, 0]);
    expect(await tokens('2147483647 2147483648 99999999999999999999')).toEqual([2147483647, 2147483648, 1e20]);
    // PDF 1.7, table C.1: the largest real number is about 3.403e38.
    expect(await tokens(`${'9'.repeat(400)} -${'9'.repeat(400)}.5`)).toEqual([3.4028234663852886e38, -3.4028234663852886e38]);
    expect(await tokens('0.000000000000000000001 3.14159265358979')).toEqual([0, 3.14159265358979]);
  });

  test('names, 7.3.5, example 1 and after', async () => {
    expect(await tokens('/Name1 /A;Name_With-Various***Characters? /1.2 /$$ /@pattern /.notdef')).toEqual([
      '/Name1',
      '/A;Name_With-Various***Characters?',
      '/1.2',
      '/$$',
      '/@pattern',
      '/.notdef',
    ]);
    expect(await tokens('/Lime#20Green /paired#28#29parentheses /The_Key_of_F#23_Minor /A#42 /a#zz / /b')).toEqual([
      '/Lime Green',
      '/paired()parentheses',
      '/The_Key_of_F#_Minor',
      '/AB',
      '/a#zz',
      '/',
      '/b',
    ]);
  });

  test('literal strings, 7.3.4.2', async () => {
    expect(await tokens('(Strings can contain (balanced) parentheses\\n)')).toEqual(['(Strings can contain (balanced) parentheses\n)']);
    expect(await tokens('(These \\\ntwo strings \\\nare the same.)')).toEqual(['(These two strings are the same.)']);
    expect(await tokens('(a\r\nb\rc)(\\053\\53\\0053\\q)')).toEqual(['(a\nb\nc)', '(++\x053q)']);
    expect(await tokens('(no end')).toEqual(['(no end)']);
  });

  test('hexadecimal strings, 7.3.4.3: an odd last digit is followed by 0', async () => {
    expect(await tokens('<4E6F762073686D6F7A206B6120706F702E><901FA><4 8\n49>')).toEqual(['(Nov shmoz ka pop.)', '(\x90\x1f\xa0)', '(HI)']);
  });

  test('comments are white space, and operators end where a delimiter begins', async () => {
    expect(await tokens('abc% comment ( /%) blah\n123')).toEqual(['abc', 123]);
    expect(await tokens("BT/F1 12Tf(x)Tj T*'[1(a)]TJ{2 copy}")).toEqual([
      'BT',
      '/F1',
      12,
      'Tf',
      '(x)',
      'Tj',
      "T*'",
      '[',
      1,
      '(a)',
      ']',
      'TJ',
      '{',
      2,
      'copy',
      '}',
    ]);
  });

  test('objects inside one another, and references only where they can be', async () => {
    const text =
      '<< /Type /Example /Version 0.01 /Sub << /Item1 0.4 /Last (fin) >> /A [549 3.14 false (Ralph) /SomeName null 12 0 R] /R 5 0 R >>';
    expect(await parse(text)).toEqual({
      Type: '/Example',
      Version: 0.01,
      Sub: { Item1: 0.4, Last: 'fin' },
      A: [549, 3.14, false, 'Ralph', '/SomeName', null, { ref: 12 }],
      R: { ref: 5 },
    });
    expect(await parse('[1 0 R]', false)).toEqual([1, 0]);
    expect(await parse('[1 2 3 0 Rx 4 0 R5]')).toEqual([1, 2, 3, 0, 4, 0]);
  });

  test('of two entries with one key the last counts', async () => {
    expect(await parse('<< /A 1 /B 2 /A 3 >>')).toEqual({ A: 3, B: 2 });
  });

  test('a bracket that is missing ends with the object', async () => {
    expect(await parse('<< /A [1 2 >>')).toEqual({ A: [1, 2] });
    expect(await parse('<< /A 1 /B [1 2] endobj')).toEqual({ A: 1, B: [1, 2] });
  });

  test('100,000 arrays and dictionaries inside one another are all read', async () => {
    const { hooks, store } = await Source.of(target, '[1 <</A '.repeat(50_000) + '(end)' + '/B 2>> 3]'.repeat(50_000));
    let o = hooks.test_parse!(store, 1);
    for (let i = 0; i < 50_000; i++) {
      if (hooks.test_length!(o) !== 3 || hooks.test_number!(hooks.test_at!(o, 2)) !== 3) throw new Error(`array ${i}`);
      const dict = hooks.test_at!(o, 1);
      if (hooks.test_length!(dict) !== 2 || hooks.test_number!(hooks.test_value_at!(dict, 1)) !== 2) throw new Error(`dictionary ${i}`);
      o = hooks.test_value_at!(dict, 0);
    }
    expect(Buffer.from(hooks.memory.buffer, hooks.test_address!(o), hooks.test_length!(o)).toString()).toBe('end');
    expect(hooks.test_warnings!(store)).toBe(0);
  });

  test('names that the engine knows have the atoms of names.txt, in its order', async () => {
    const known = fs
      .readFileSync(new URL('names.txt', import.meta.url), 'utf8')
      .split('\n')
      .filter(Boolean);
    const source = await Source.of(target, '');
    known.forEach((name, i) => {
      expect(source.name(i + 1)).toBe(name);
      const at = put(source.hooks, Buffer.from(name, 'latin1'));
      expect(source.hooks.test_intern!(source.store, at, name.length)).toBe(i + 1);
    });
    const other = put(source.hooks, Buffer.from('SomethingElse'));
    const atom = source.hooks.test_intern!(source.store, other, 13);
    expect(atom).toBe(known.length + 1);
    expect(source.hooks.test_intern!(source.store, other, 13)).toBe(atom);
  });

  describe('a file that the host has', () => {
    const LENGTH = 40_000_001;
    /** The byte at an offset: no two blocks are alike. */
    const byteAt = (offset: number) => (Math.imul(offset, 0x9e3779b1) >>> 13) & 255;

    async function openFile() {
      const asked: number[] = [];
      const readSource = (offset: number, length: number, to: number) => {
        asked.push(length);
        new Uint8Array(hooks.memory.buffer, to, length).forEach((_, i, bytes) => (bytes[i] = byteAt(offset + i)));
      };
      const hooks: Hooks = await loadHooks('syntax', target, { readSource });
      const store = hooks.test_store!(0, LENGTH);
      const to = hooks.test_alloc!(1 << 20);
      const read = (from: number, count: number) => {
        asked.length = 0;
        new Uint8Array(hooks.memory.buffer, to, count).fill(0);
        hooks.test_copy!(store, from, count, to);
        const there = Math.max(0, Math.min(count, LENGTH - from));
        const bytes = new Uint8Array(hooks.memory.buffer, to, count);
        expect(bytes.every((byte, i) => byte === (i < there ? byteAt(from + i) : 0))).toBe(true);
        return [...asked];
      };
      return { hooks, read };
    }

    test('is read by blocks of 64 KiB, each once; long stretches are read to where they are wanted', async () => {
      const { read } = await openFile();
      expect(read(65530, 20)).toEqual([65536, 65536]);
      expect(read(0, 131072)).toEqual([]);
      expect(read(100_000, 600_000)).toEqual([600_000 - (131072 - 100_000)]);
      expect(read(200_000, 1)).toEqual([65536]);
      // The last block is what the file has: 40,000,001 = 610 × 65,536 + 23,041.
      expect(read(LENGTH - 5, 10)).toEqual([23041]);
      expect(read(LENGTH + 7, 10)).toEqual([]);
    });

    test('is held by 8 MiB at most, those blocks that were used last', async () => {
      const { hooks, read } = await openFile();
      const before = hooks.test_bytes_in_use!();
      for (let from = 0; from < LENGTH; from += 65536) {
        read(from, 10);
        expect(read(5, 1)).toEqual([]); // the first block is used all the time
      }
      expect(hooks.test_bytes_in_use!() - before).toBeLessThan((8 << 20) + (1 << 17));
      expect(read(65536, 1)).toEqual([65536]);
    });
  });

  test('an object that there is no fuel for is found when there is, where the table says', async () => {
    const numbers = Array.from({ length: 40 }, (_, i) => 10 + i);
    const objects = Object.fromEntries(numbers.map((number) => [number, `<< /Number ${number} >>`]));
    const pdf = buildPdf({ 1: '<< /Type /Catalog >>', ...objects }, { xref: 'stream', compressed: numbers });
    for (let fuel = 0; fuel < 120; fuel++) {
      const { hooks, store } = await Source.of(target, Buffer.from(pdf).toString('latin1'));
      hooks.test_fetch!(store, 0, 1e9); // a store begins without fuel, and this gives it some
      expect(hooks.test_read_table!(store)).toBe(1);
      hooks.test_fetch!(store, 49, fuel);
      expect([KINDS[hooks.test_kind!(hooks.test_fetch!(store, 49, 1e9))], hooks.test_is_rebuilt!(store)], `${fuel}`).toEqual(['dict', 0]);
    }
  });
});
