import { throwIfAborted } from '../errors.js';
import type { Source } from '../types.js';
import { openRemote, type RemoteFile } from './remote-file.js';

/** What a page gives to its workers, which read it (worker-source.ts): bytes, or where they are. Throws `source-unreachable` or `aborted`. */
export async function openInPage(source: Source, signal?: AbortSignal): Promise<Uint8Array | Blob | RemoteFile> {
  throwIfAborted(signal);
  if (source instanceof Uint8Array || source instanceof Blob) return source;
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  const { url, headers } = typeof source === 'string' || source instanceof URL ? { url: source } : source;
  return openRemote(new URL(url, location.href).href, headers, signal);
}
