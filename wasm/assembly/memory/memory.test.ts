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
    const map = hooks.test_map!();
    for (let i = 1; i <= 5000; i++) hooks.test_map_set!(map, i * 64, i);
    hooks.test_map_set!(map, 64, 9);
    expect(hooks.test_map_get!(map, 64, 0)).toBe(9);
    expect(hooks.test_map_get!(map, 5000 * 64, 0)).toBe(5000);
    expect(hooks.test_map_get!(map, 65, 77)).toBe(77);
  });

  test('a map spreads keys that differ in their high bits alone', async () => {
    const hooks = await load(target);
    const map = hooks.test_map!();
    for (let i = 1; i <= 2000; i++) hooks.test_map_set!(map, i << 13, i);
    // Slots: key and value, u32 each; the longest run of used ones is the longest search.
    const [slots, mask] = new Uint32Array(hooks.memory.buffer, map, 2) as unknown as [number, number];
    const used = [...new Uint32Array(hooks.memory.buffer, slots, (mask + 1) * 2)].filter((_, i) => i % 2 === 0);
    const longest = Math.max(
      ...used
        .map((key) => (key ? 'x' : ' '))
        .join('')
        .split(' ')
        .map((run) => run.length),
    );
    expect(longest).toBeLessThan(64);
  });
});
