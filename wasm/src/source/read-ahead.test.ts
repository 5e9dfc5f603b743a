import { describe, expect, test } from 'vitest';
import { ReadAhead } from './read-ahead.js';

const KB = 1024;
const MB = 1024 * KB;

/** The byte at an offset of a file in which no two stretches are alike. */
const byteAt = (offset: number) => (Math.imul(offset, 0x9e3779b1) >>> 13) & 255;
const stretch = (from: number, count: number) => Uint8Array.from({ length: count }, (_, i) => byteAt(from + i));

/** A file of `length` bytes of which the first `known` are there, and the requests for the others. */
function file(length: number, known = 0) {
  const asked: [from: number, count: number][] = [];
  const source = new ReadAhead(
    length,
    (from, count) => {
      asked.push([from, count]);
      return stretch(from, count);
    },
    known ? [{ from: 0, bytes: stretch(0, known) }] : [],
  );
  const read = (from: number, count: number) => {
    const into = new Uint8Array(count);
    source.read(from, into);
    return into;
  };
  return { source, asked, read };
}

describe('reading ahead', () => {
  test('what is known is not asked for', () => {
    const { asked, read } = file(10 * MB, MB);
    expect(read(1000, 5000)).toEqual(stretch(1000, 5000));
    expect(asked).toEqual([]);
  });

  test('128 KiB are asked for where reading jumps; what came with them is there', () => {
    const { asked, read } = file(10 * MB, MB);
    expect(read(5 * MB, 100)).toEqual(stretch(5 * MB, 100));
    expect(read(5 * MB + 100 * KB, 1000)).toEqual(stretch(5 * MB + 100 * KB, 1000));
    read(8 * MB, 100);
    expect(asked).toEqual([
      [5 * MB, 128 * KB],
      [8 * MB, 128 * KB],
    ]);
  });

  test('reading on from the start that is known is reading on', () => {
    const { asked, read } = file(10 * MB, MB);
    read(MB, 100);
    expect(asked).toEqual([[MB, 256 * KB]]);
  });

  test('twice as much each time that reading goes on, up to 2 MiB', () => {
    const { asked, read } = file(20 * MB);
    for (let at = 0; at < 10 * MB; at += 64 * KB) read(at, 64 * KB);
    expect(asked.map(([, count]) => count / KB)).toEqual([128, 256, 512, 1024, 2048, 2048, 2048, 2048, 2048].slice(0, asked.length));
    expect(asked.reduce((end, [from, count]) => (from === end ? end + count : NaN), 0)).toBeGreaterThanOrEqual(10 * MB);
  });

  test('not beyond the end, and not what is there already', () => {
    const { asked, read } = file(MB, 100 * KB);
    read(900 * KB, 10);
    read(850 * KB, 10);
    // Over the border of two pieces: only what lies between them is missing.
    expect(read(800 * KB, 60 * KB)).toEqual(stretch(800 * KB, 60 * KB));
    expect(asked).toEqual([
      [900 * KB, 124 * KB],
      [850 * KB, 50 * KB],
      [800 * KB, 50 * KB],
    ]);
  });

  test('a long read is one request', () => {
    const { asked, read } = file(10 * MB);
    expect(read(MB, 3 * MB).length).toBe(3 * MB);
    expect(asked).toEqual([[MB, 3 * MB]]);
  });

  test('4 MiB are kept: what was used longest ago is asked for again', () => {
    const { asked, read } = file(100 * MB);
    const touched = Array.from({ length: 33 }, (_, i) => (1 + i) * 2 * MB);
    for (const at of touched) read(at, 10);
    const before = asked.length;
    expect(before).toBe(33);
    read(touched[1]!, 10); // 32 pieces of 128 KiB are there
    expect(asked).toHaveLength(before);
    read(touched[0]!, 10);
    expect(asked.slice(before)).toEqual([[touched[0], 128 * KB]]);
    read(touched[1]!, 10); // it was used after the others
    expect(asked).toHaveLength(before + 1);
  });

  test('closing tells who fetches', () => {
    let closed = 0;
    const source = new ReadAhead(
      10,
      () => new Uint8Array(10),
      [],
      () => closed++,
    );
    source.close();
    expect(closed).toBe(1);
  });
});
