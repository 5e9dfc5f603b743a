import { describe, expect, test } from 'vitest';
import { Sketch } from '../../test/sketch.js';

const KILOBYTE = 32; // side of a mask of 1024 pixels

describe.each(['release', 'debug'])('%s', (target) => {
  test('a glyph that is drawn often stays, however many others there are; the cache keeps below its bounds', async () => {
    const { hooks, raster } = await Sketch.create(target);
    const before = hooks.memory.buffer.byteLength;
    for (let i = 0; i < 40000; i++) {
      hooks.test_glyph_add!(raster, i, KILOBYTE);
      if (i % 1000 === 0) expect(hooks.test_glyph_find!(raster, 0)).toBeTruthy();
    }
    expect(hooks.test_glyph_find!(raster, 39999)).toBeTruthy();
    expect(hooks.test_glyph_find!(raster, 39999 - 3000)).toBeTruthy(); // of the generation before, at least
    expect(hooks.test_glyph_find!(raster, 1)).toBeFalsy();
    expect(hooks.test_glyph_find!(raster, 20000)).toBeFalsy();
    expect(hooks.memory.buffer.byteLength - before).toBeLessThan(16 << 20); // 40 MB have been added
  });
});
