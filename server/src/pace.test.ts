import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { atPace } from './pace.js';

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
