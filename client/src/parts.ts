import { OdeApiError } from './errors.js';
import type { Transport } from './transport.js';
import type { Upload } from './types.js';

/** In hexadecimal. */
export async function sha256Of(file: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Puts the parts of a file where the service says, one after the other. Returns what committing needs. */
export async function sendParts(
  transport: Transport,
  { parts, partSize }: Upload,
  file: Blob,
  signal?: AbortSignal,
): Promise<{ number: number; etag: string }[]> {
  const sent = [];
  for (const { number, size, url } of parts) {
    const at = (number - 1) * partSize;
    const answer = await transport.put(url, file.slice(at, at + size), signal);
    const etag = answer.headers.get('etag');
    // In a browser the bucket has to allow that the page reads it.
    if (etag === null)
      throw new OdeApiError('internal', 'The storage does not show ETag. Its CORS rules have to expose it.', answer.status, null);
    sent.push({ number, etag });
  }
  return sent;
}
