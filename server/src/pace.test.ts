import { PassThrough, Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, expect, test, vi } from 'vitest';
import { atPace } from './pace.js';

afterEach(() => void vi.useRealTimers());

test('what has gone through is not kept: a stalled upload costs no more than the piece at hand', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const pieces: WeakRef<Uint8Array>[] = [];
  const body = new Readable({ read() {} });
  const through = atPace(body);
  for (let i = 0; i < 50; i++) {
    body.push(Buffer.alloc(1 << 16, i));
    pieces.push(new WeakRef((await through.next()).value as Uint8Array));
  }
  // Now it stalls: the next piece does not come.
  const next = through.next();
  await sleep(0);
  collect();
  expect(pieces.filter((piece) => piece.deref() !== undefined).length).toBeLessThan(5);
  body.push(null);
  expect((await next).done).toBe(true);
});

/** An upload that sends so many bytes every second, and what has become of it. */
function uploading(bytes: number) {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
  const body = new PassThrough({ highWaterMark: 1 << 20 });
  let end = 'open';
  const taken = (async () => {
    for await (const _ of atPace(body));
  })().then(
    () => (end = 'whole'),
    (error: { code: string }) => (end = error.code),
  );
  const seconds = async (count: number) => {
    for (let i = 0; i < count; i++) {
      if (bytes) body.write(Buffer.alloc(bytes));
      await vi.advanceTimersByTimeAsync(1000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return end;
  };
  return { body, seconds, taken };
}

test('an upload that stands still, or trickles, is given up after half a minute', async () => {
  for (const bytes of [0, 1, 200]) {
    const { body, seconds } = uploading(bytes);
    expect([bytes, await seconds(29)]).toEqual([bytes, 'open']);
    expect([bytes, await seconds(3)]).toEqual([bytes, 'upload-too-slow']);
    // Its sender is to be told why.
    expect(body.destroyed).toBe(false);
  }
});

test('a slow line is slow, and no more', async () => {
  const { body, seconds, taken } = uploading(1100);
  expect(await seconds(120)).toBe('open');
  body.end();
  expect(await taken).toBe('whole');
});
