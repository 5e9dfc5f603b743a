import { expect, test } from 'vitest';
import { eventually } from '../../test/backends.js';
import { eventStream } from './event-stream.js';

test('who does not read keeps the events waiting where they are made, and misses none', async () => {
  let made = 0;
  const message = (i: number) => `id: ${i}\ndata: ${'x'.repeat(1000)}\n\n`;
  const events = eventStream(
    (async function* () {
      while (made < 1000) yield message(made++);
    })(),
  );
  const nothing = () => new Promise((resolve) => setImmediate(resolve));
  events.read(0);
  for (let i = 0; i < 1000; i++) await nothing();
  // What a stream holds for its reader (16 or 64 KiB, by Node's version), and one more.
  expect(made).toBeLessThan(100);
  let said = '';
  for await (const chunk of events) said += String(chunk);
  expect(said).toBe(Array.from({ length: 1000 }, (_, i) => message(i)).join(''));
});

test('who goes away ends what makes the events', async () => {
  let ended = false;
  const events = eventStream(
    (async function* () {
      try {
        for (;;) yield 'data: x\n\n';
      } finally {
        ended = true;
      }
    })(),
  );
  events.read(0);
  events.destroy();
  await eventually(() => ended);
});

test('what breaks off is no end', async () => {
  const events = eventStream(
    (async function* () {
      yield 'data: x\n\n';
      throw new Error('away');
    })(),
  );
  await expect(events.toArray()).rejects.toThrow('away');
});
