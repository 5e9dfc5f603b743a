import fs from 'node:fs';
import { describe, expect, test } from 'vitest';
import { buildHooks } from '../../scripts/build-hooks.mjs';

type Hooks = Record<string, (...args: number[]) => number> & { memory: WebAssembly.Memory };

async function load(target: string): Promise<Hooks> {
  const bytes = fs.readFileSync(await buildHooks('memory', target));
  const { instance } = await WebAssembly.instantiate(bytes);
  return instance.exports as unknown as Hooks;
}

describe.each(['release', 'debug'])('%s', (target) => {
  test('a thousand random blocks keep their contents, never overlap, and all come back', async () => {
    const hooks = await load(target);
    let seed = 1;
    const random = () => (seed = (seed * 48271) % 0x7fffffff); // Park and Miller's minimal standard generator
    const start = hooks.test_bytes_in_use!();
    const held = new Map<number, { size: number; fill: number }>();
    for (let step = 0; step < 5000; step++) {
      if (!held.size || (held.size < 1000 && random() % 3)) {
        const size = random() % (step % 50 ? 400 : 200_000);
        const p = hooks.test_alloc!(size);
        expect(p % 16).toBe(0);
        expect(p).toBeGreaterThan(0);
        const fill = random() % 256;
        new Uint8Array(hooks.memory.buffer, p, size).fill(fill);
        held.set(p, { size, fill });
      } else {
        const [p, block] = [...held][random() % held.size]!;
        expect(new Uint8Array(hooks.memory.buffer, p, block.size).every((b) => b === block.fill)).toBe(true);
        hooks.test_free!(p);
        held.delete(p);
      }
    }
    for (const p of held.keys()) hooks.test_free!(p);
    expect(hooks.test_bytes_in_use!()).toBe(start);
  });

  test('a request that can never be met gives 0, and the heap goes on', async () => {
    const hooks = await load(target);
    expect(hooks.test_alloc!(0x7fffffff)).toBe(0);
    expect(hooks.test_alloc!(16)).toBeGreaterThan(0);
  });

  test('realloc keeps what was there', async () => {
    const hooks = await load(target);
    const p = hooks.test_alloc!(8);
    new Uint8Array(hooks.memory.buffer, p, 8).set([1, 2, 3, 4, 5, 6, 7, 8]);
    hooks.test_alloc!(64); // takes the place behind it
    const q = hooks.test_realloc!(p, 5000);
    expect([...new Uint8Array(hooks.memory.buffer, q, 8)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('a block grows where it is, into the free one behind it or by moving the end of the heap', async () => {
    const hooks = await load(target);
    const p = hooks.test_alloc!(64);
    const q = hooks.test_alloc!(64);
    hooks.test_alloc!(64);
    hooks.test_free!(q);
    expect(hooks.test_realloc!(p, 140)).toBe(p); // 64 + 64 and the header between them, of 16
    expect(hooks.test_realloc!(p, 145)).not.toBe(p);
    const last = hooks.test_alloc!(100_000);
    new Uint8Array(hooks.memory.buffer, last, 100_000).fill(7);
    const before = hooks.memory.buffer.byteLength;
    expect(hooks.test_realloc!(last, 5_000_000)).toBe(last);
    expect(hooks.memory.buffer.byteLength).toBeGreaterThan(before);
    expect(new Uint8Array(hooks.memory.buffer, last, 100_000).every((b) => b === 7)).toBe(true);
  });

  test('what is taken and given back for ever, in all sizes, needs hardly more memory than it holds', async () => {
    const hooks = await load(target);
    let seed = 7;
    const random = () => (seed = (seed * 48271) % 0x7fffffff);
    const held: { p: number; size: number }[] = [];
    let live = 0;
    for (let step = 0; step < 60_000; step++) {
      const size = 1 << (random() % 14);
      const odd = size + (random() % size);
      held.push({ p: hooks.test_alloc!(odd), size: odd });
      live += odd;
      while (live > 4_000_000) {
        const i = random() % held.length;
        const [block] = held.splice(i, 1);
        live -= block!.size;
        hooks.test_free!(block!.p);
      }
    }
    expect(hooks.memory.buffer.byteLength).toBeLessThan(6_000_000);
  });

  test('an arena gives back the blocks and maps that it owns, moved or not, once', async () => {
    const hooks = await load(target);
    const start = hooks.test_bytes_in_use!();
    const arena = hooks.test_arena!();
    const empty = hooks.test_arena_bytes!(arena);
    const [moved, freed, kept] = [hooks.test_alloc!(100), hooks.test_alloc!(100), hooks.test_alloc!(100)];
    for (const block of [moved, freed, kept]) hooks.test_arena_adopt!(arena, block);
    expect(hooks.test_arena_bytes!(arena) - empty).toBe(3 * 128); // 100 and a header of 16, up to a multiple of 16
    expect(hooks.test_realloc!(moved, 1000)).not.toBe(moved);
    hooks.test_free!(freed);
    expect(hooks.test_arena_bytes!(arena) - empty).toBe(1024 + 128);
    const map = hooks.test_map!(arena);
    for (let i = 1; i < 1000; i++) hooks.test_map_set!(map, i, i);
    hooks.test_arena_alloc!(arena, 1000);
    hooks.test_arena_destroy!(arena);
    expect(hooks.test_bytes_in_use!()).toBe(start);
  });

  test('an arena clears what it gives, and goes back to a mark over several chunks', async () => {
    const hooks = await load(target);
    const start = hooks.test_bytes_in_use!();
    const arena = hooks.test_arena!();
    const first = hooks.test_arena_alloc!(arena, 40);
    new Uint8Array(hooks.memory.buffer, first, 40).fill(255);
    const mark = hooks.test_arena_mark!(arena);
    for (let i = 0; i < 100; i++) {
      const p = hooks.test_arena_alloc!(arena, 1000);
      expect(new Uint8Array(hooks.memory.buffer, p, 1000).every((b) => b === 0)).toBe(true);
      new Uint8Array(hooks.memory.buffer, p, 1000).fill(255);
    }
    hooks.test_arena_release!(arena, mark);
    expect(hooks.test_arena_alloc!(arena, 8)).toBe(first + 40);
    expect(new Uint8Array(hooks.memory.buffer, first, 40).every((b) => b === 255)).toBe(true);
    hooks.test_arena_destroy!(arena);
    expect(hooks.test_bytes_in_use!()).toBe(start);
  });

  test('a buffer grows and keeps its numbers', async () => {
    const hooks = await load(target);
    const buffer = hooks.test_buffer!();
    for (let i = 0; i < 10_000; i++) hooks.test_buffer_push!(buffer, i * 7);
    for (let i = 0; i < 10_000; i += 999) expect(hooks.test_buffer_get!(buffer, i)).toBe(i * 7);
  });

  test('a map finds every key after it has grown, and nothing else', async () => {
    const hooks = await load(target);
    const map = hooks.test_map!(0);
    for (let i = 1; i <= 5000; i++) hooks.test_map_set!(map, i * 64, i);
    hooks.test_map_set!(map, 64, 9);
    expect(hooks.test_map_get!(map, 64, 0)).toBe(9);
    expect(hooks.test_map_get!(map, 5000 * 64, 0)).toBe(5000);
    expect(hooks.test_map_get!(map, 65, 77)).toBe(77);
  });
});
