/** A thread that fetches parts of a file for another one, which waits. */
import { parentPort, workerData } from 'node:worker_threads';
import { OdeError } from '../errors.js';
import { STATE, type RangeRequest } from './range-protocol.js';
import { partOf, rangeHeader, silent, type RemoteFile } from './remote-file.js';

/** Milliseconds without a byte after which a server is asked again, and between the tries. */
const PATIENCE = 30_000;
const PAUSE = 300;
const TRIES = 3;

const file = workerData as RemoteFile;

async function fetchPart(from: number, count: number): Promise<Uint8Array> {
  for (let i = 0; ; i++) {
    if (i) await new Promise((resolve) => setTimeout(resolve, PAUSE * i));
    const part = await attempt(from, count);
    if (part) return part;
    if (i + 1 >= TRIES) throw silent(file.url);
  }
}

async function attempt(from: number, count: number): Promise<Uint8Array | null> {
  const control = new AbortController();
  let timer = setTimeout(() => control.abort(), PATIENCE);
  try {
    // Compressed parts are parts of something else.
    const headers = { 'Accept-Encoding': 'identity', ...file.headers, Range: rangeHeader(from, count) };
    const response = await fetch(file.url, { headers, signal: control.signal });
    const chunks: Uint8Array[] = [];
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk as Uint8Array);
      clearTimeout(timer);
      timer = setTimeout(() => control.abort(), PATIENCE);
    }
    const answer = { status: response.status, header: (name: string) => response.headers.get(name) };
    return partOf(file, from, count, answer, Buffer.concat(chunks));
  } catch (error) {
    if (error instanceof OdeError) throw error;
    return null;
  } finally {
    clearTimeout(timer);
  }
}

parentPort!.on('message', ({ from, count, shared }: RangeRequest) => {
  const state = new Int32Array(shared, 0, 2);
  const body = new Uint8Array(shared, STATE.HEADER_BYTES);
  void fetchPart(from, count)
    .then((part) => {
      body.set(part);
      Atomics.store(state, 0, STATE.DONE);
    })
    .catch((error: unknown) => {
      const reason = error instanceof OdeError ? (error.reason ?? '') : '';
      const said = `${reason} ${error instanceof Error ? error.message : String(error)}`;
      const message = new TextEncoder().encode(said).subarray(0, STATE.MESSAGE_BYTES);
      body.set(message);
      Atomics.store(state, 1, message.length);
      Atomics.store(state, 0, STATE.FAILED);
    })
    .finally(() => Atomics.notify(state, 0));
});
