import { OdeError } from '../errors.js';

/** All the bytes of a source that is on this machine. Throws `source-unreachable`. */
export async function readWhole(source: Uint8Array | ArrayBuffer | Blob): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source;
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  try {
    return new Uint8Array(await source.arrayBuffer());
  } catch {
    throw new OdeError('source-unreachable', 'The file has been changed or removed since it was chosen.', 'changed');
  }
}
