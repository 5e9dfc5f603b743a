import type { Readable } from 'node:stream';
import { OdeServiceError } from './contract/index.js';

/** After this long, in milliseconds, an upload has to have come at this rate at least, in bytes a second. */
const RATE_AFTER_MS = 30_000;
const LOWEST_RATE = 1024;

/** The body, for as long as it comes at some pace. Throws `upload-too-slow`. */
export async function* atPace(body: Readable): AsyncGenerator<Uint8Array> {
  const started = Date.now();
  let received = 0;
  let stop: (error: Error) => void = () => {};
  const timer = setInterval(() => {
    const elapsed = Date.now() - started;
    if (elapsed < RATE_AFTER_MS || received >= (LOWEST_RATE * (elapsed - RATE_AFTER_MS / 2)) / 1000) return;
    pieces.return?.().catch(() => undefined);
    stop(new OdeServiceError('upload-too-slow'));
  }, 1000);
  // The request is not destroyed when this ends early: its sender is to be told why.
  const pieces = body.iterator({ destroyOnReturn: false }) as AsyncIterator<Uint8Array>;
  try {
    for (;;) {
      // A race against one promise for all pieces would keep each of them in memory until that one is settled.
      const { done, value } = await new Promise<IteratorResult<Uint8Array>>((resolve, reject) => {
        stop = reject;
        pieces.next().then(resolve, reject);
      });
      if (done) break;
      received += value.length;
      yield value;
    }
  } finally {
    clearInterval(timer);
  }
}
