import { deflateSync } from 'node:zlib';

/** Bytes as zlib has them (RFC 1950). In a browser deflate-in-browser.ts stands for this module (scripts/bundle.mjs). */
export async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return deflateSync(bytes);
}
