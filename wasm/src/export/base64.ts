/** Bytes as base64 (RFC 4648, 4). In a browser base64-in-browser.ts stands for this module (scripts/bundle.mjs). */
export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
}
