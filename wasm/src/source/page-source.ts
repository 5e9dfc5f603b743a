import { throwIfAborted } from '../errors.js';
import type { Source } from '../types.js';
import { openRemote, type FetchOptions, type RemoteFile } from './remote-file.js';

/** What a page gives to its workers, which read it (worker-source.ts): bytes, or where they are. Throws `source-unreachable` or `aborted`. */
export async function openInPage(source: Source, options: FetchOptions = {}): Promise<Uint8Array | Blob | RemoteFile> {
  throwIfAborted(options.signal);
  if (source instanceof Uint8Array || source instanceof Blob) return source;
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  const { url, ...rest } = typeof source === 'string' || source instanceof URL ? { url: source } : source;
  return openRemote(new URL(url, location.href).href, { ...rest, ...options });
}
