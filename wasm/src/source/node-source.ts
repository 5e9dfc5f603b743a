/** Where Node reads documents from: memory, files, and servers. */
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { OdeError, throwIfAborted, type UnreachableReason } from '../errors.js';
import type { Source } from '../types.js';
import type { ByteSource } from './byte-source.js';
import { ReadAhead } from './read-ahead.js';
import { join, openRemote, silent, SMALL_REMOTE_BYTES, wholeOf, type FetchOptions, type RemoteFile } from './remote-file.js';
import { STATE, type RangeRequest } from './range-protocol.js';
import { readWhole } from './whole.js';

/** Files up to here are read as a whole: they take no more memory than the blocks that would be held of them. */
const SMALL_BYTES = 1 << 23;
/** Milliseconds until a thread that says nothing is given up; it gives servers up before (range-thread.ts). */
const PATIENCE = 180_000;

/** The bytes of a document, or what they are read from as they are needed. Throws `source-unreachable` or `aborted`. */
export async function openSource(source: Source, options: FetchOptions = {}): Promise<Uint8Array | ByteSource> {
  throwIfAborted(options.signal);
  if (source instanceof Uint8Array || source instanceof ArrayBuffer || source instanceof Blob) return readWhole(source);
  const { url: address, ...rest } = typeof source === 'string' || source instanceof URL ? { url: source } : source;
  const isUrl = address instanceof URL || /^[a-z][a-z0-9+.-]+:\/\//i.test(address);
  const url = isUrl ? new URL(address) : null;
  if (url && url.protocol !== 'file:') {
    const remote = await openRemote(url.href, { ...rest, signal: options.signal, onProgress: options.onProgress });
    if (remote instanceof Uint8Array) return remote;
    if (remote.length <= SMALL_REMOTE_BYTES) return join(await wholeOf(remote, { signal: options.signal }));
    return readRemote(remote, (await import('node:worker_threads')).Worker);
  }
  const path = url ? fileURLToPath(url) : (address as string);
  try {
    return openFile(path);
  } catch (error) {
    throw error instanceof OdeError ? error : unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): OdeError {
  return new OdeError('source-unreachable', `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
}

function openFile(path: string): Uint8Array | ByteSource {
  const file = fs.openSync(path, 'r');
  const opened = fs.fstatSync(file);
  if (!opened.isFile() || opened.size <= SMALL_BYTES) {
    try {
      return fs.readFileSync(file);
    } finally {
      fs.closeSync(file);
    }
  }
  return {
    length: opened.size,
    read(offset, into) {
      try {
        const { size, mtimeMs } = fs.fstatSync(file);
        if (size !== opened.size || mtimeMs !== opened.mtimeMs) throw new Error('it has changed since it was opened');
        for (let done = 0; done < into.length;) {
          const count = fs.readSync(file, into, done, into.length - done, offset + done);
          if (!count) throw new Error('it ends too early');
          done += count;
        }
      } catch (error) {
        throw unreadable(path, error);
      }
    },
    close: () => fs.closeSync(file),
  };
}

/** A server's file. A thread fetches the parts, since this one has to wait for them. */
function readRemote(file: RemoteFile, Thread: typeof Worker): ByteSource {
  let thread: Worker | null = null;
  const fetchRange = (from: number, count: number): Uint8Array => {
    if (!thread) {
      const { url, headers, length, version } = file;
      thread = new Thread(new URL('./range-thread.js', import.meta.url), {
        workerData: { url, headers, length, version, pieces: [] } satisfies RemoteFile,
      });
      thread.unref();
    }
    const shared = new SharedArrayBuffer(STATE.HEADER_BYTES + Math.max(count, STATE.MESSAGE_BYTES));
    const state = new Int32Array(shared, 0, 2);
    thread.postMessage({ from, count, shared } satisfies RangeRequest);
    Atomics.wait(state, 0, STATE.WAITING, PATIENCE);
    const body = new Uint8Array(shared, STATE.HEADER_BYTES);
    if (Atomics.load(state, 0) === STATE.DONE) return body.subarray(0, count);
    const [, reason, message] = /^(\S*) (.*)/s.exec(new TextDecoder().decode(body.slice(0, Atomics.load(state, 1)))) ?? [];
    throw message ? new OdeError('source-unreachable', message, (reason || undefined) as UnreachableReason | undefined) : silent(file.url);
  };
  return new ReadAhead(file.length, fetchRange, file.pieces, () => void thread?.terminate());
}
