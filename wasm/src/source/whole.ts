import { OdeError, throwIfAborted } from '../errors.js';
import type { Source } from '../types.js';

/** All the bytes of a source. Throws `source-unreachable` or `aborted`. */
export async function readSource(source: Source, signal?: AbortSignal): Promise<Uint8Array> {
  throwIfAborted(signal);
  if (source instanceof Uint8Array) return source;
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (source instanceof Blob) return new Uint8Array(await source.arrayBuffer());
  let response: Response;
  try {
    response = await fetch(source.url, { headers: source.headers, signal });
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
  } catch {
    throwIfAborted(signal);
    throw new OdeError('source-unreachable', `Nothing answers at ${source.url}, or it may not be read from here.`);
  }
  throw new OdeError('source-unreachable', `${source.url} answers with status ${response.status}.`);
}
