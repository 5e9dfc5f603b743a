import { describe, expect, test } from 'vitest';
import { loadHooks, put } from '../../test/hooks.js';
import { onePage } from '../../test/pdf-builder.js';

/** Transfer functions, ISO 32000-2, 10.5: here as tables; what they do to a page is in test/api/transfer.test.ts. */
describe.each(['release', 'debug'])('%s', (target) => {
  async function open(objects: Record<number, string>) {
    const hooks = await loadHooks('color', target);
    const file = onePage('', { objects });
    const doc = hooks.test_open!(put(hooks, file), file.length);
    return (fuel: number, object: number, held = 0) => {
      hooks.test_set_fuel!(doc, fuel);
      const at = hooks.test_transfer!(doc, object, held);
      return { at, table: [...new Uint8Array(hooks.memory.buffer, at, 3 * 256)] };
    };
  }
  const power = (n: number) => `<< /TR << /FunctionType 2 /Domain [0 1] /N ${n} >> >>`;

  test('tables that say the same are one', async () => {
    const tables = await open({ 10: power(2), 11: power(3), 12: power(2) });
    const [square, cube, again] = [10, 11, 12].map((object) => tables(1e9, object));
    expect(again!.at).toBe(square!.at);
    expect(square!.table.slice(0, 256)).toEqual(Array.from({ length: 256 }, (_, i) => Math.round((i / 255) ** 2 * 255)));
    expect(cube!.table.slice(512)).toEqual(Array.from({ length: 256 }, (_, i) => Math.round((i / 255) ** 3 * 255)));
  });

  test('where the fuel ends before its own are found, what held goes on: another dictionary’s never take their place', async () => {
    const tables = await open({ 10: power(2), 11: power(3) });
    const other = tables(1e9, 10).at;
    for (let fuel = 0; fuel < 3000; fuel += 1) expect(tables(fuel, 11).at, `with ${fuel}`).not.toBe(other);
    const own = tables(1e9, 11).at;
    expect([0, other]).not.toContain(own);
    expect(tables(0, 10, own).at).toBe(own);
  });
});
