import { afterEach, expect, test, vi } from 'vitest';
import { openRemote } from './remote-file.js';

const FILE = Uint8Array.from({ length: 700_000 }, (_, i) => i % 251);

/** The answer of a server that gives parts (RFC 9110, 14.4). */
function part(from: number, to: number, file = FILE): Response {
  const headers = { 'content-range': `bytes ${from}-${to}/${file.length}`, etag: '"1"' };
  return new Response(file.slice(from, to + 1), { status: 206, headers });
}

/** Answers all requests, and counts them. */
function serve(file = FILE): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (_: string, { headers }: { headers: { Range: string } }) => {
    asked.push(headers.Range);
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(headers.Range)!;
    return part(Number(from), Math.min(Number(to), file.length - 1), file);
  });
  return asked;
}

afterEach(() => void vi.unstubAllGlobals());

test('what has been asked for already is used, and nothing is asked for again', async () => {
  const asked = serve();
  const first = Promise.resolve(part(0, 131_071));
  const last = Promise.resolve(part(634_464, 699_999));
  const file = await openRemote('https://x/a.pdf', { first, last });
  expect(asked).toEqual([]);
  expect(file).toMatchObject({ length: 700_000, pieces: [{ from: 0 }, { from: 634_464 }] });
  const [, end] = 'pieces' in file ? file.pieces : [];
  expect(Buffer.compare(end!.bytes, FILE.subarray(634_464))).toBe(0);
});

test('an end that does not come, or is of another file, is done without', async () => {
  serve();
  const cut = Promise.reject(new Error('cut'));
  cut.catch(() => undefined); // told by whoever opens the file
  for (const last of [cut, Promise.resolve(null), Promise.resolve(part(634_464, 690_000, FILE.slice(0, 690_001)))]) {
    const file = await openRemote('https://x/a.pdf', { first: Promise.resolve(part(0, 131_071)), last });
    expect(file).toMatchObject({ length: 700_000, pieces: [{ from: 0 }] });
  }
});

test('a list of objects that begins before the end is fetched with it, from where the block begins that it is in', async () => {
  const file = Uint8Array.from({ length: 2_000_000 }, () => 32);
  file.set(Buffer.from('startxref\n5\n%%EOF\nstartxref\n1000000\n%%EOF\n'), file.length - 44);
  const asked = serve(file);
  const opened = await openRemote('https://x/a.pdf');
  // Of 31 blocks of 65,536 bytes the last two; 1,000,000 is 16,960 behind 15 of them.
  expect(asked).toEqual(['bytes=0-131071', 'bytes=1900544-1999999', 'bytes=983040-1900543']);
  expect(opened).toMatchObject({ pieces: [{ from: 0 }, { from: 983_040 }, { from: 1_900_544 }] });
});

test('where two blocks are left, they are fetched at once, and the file is whole', async () => {
  const bytes = FILE.slice(0, 250_000);
  const asked = serve(bytes);
  const file = await openRemote('https://x/a.pdf');
  expect(asked).toEqual(['bytes=0-131071', 'bytes=131072-249999']);
  expect(Buffer.compare(file as Uint8Array, bytes)).toBe(0);
});

test('of a linearized file, too, the end is fetched at once: the engine reads where its lists of objects are', async () => {
  const bytes = FILE.slice(0, 400_000);
  bytes.set(Buffer.from('1 0 obj << /Linearized 1 >> endobj'));
  const asked = serve(bytes);
  const file = await openRemote('https://x/a.pdf');
  expect(asked).toEqual(['bytes=0-131071', 'bytes=327680-399999']);
  expect(file).toMatchObject({ length: 400_000, pieces: [{ from: 0 }, { from: 327_680 }] });
});
