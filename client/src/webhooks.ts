import type { WebhookEvent } from './types.js';

/** A message that is none of ours, or too old. */
export class WebhookVerificationError extends Error {
  override readonly name = 'WebhookVerificationError';
}

/** How far the sender's clock and ours may differ, in seconds. */
const TOLERANCE = 300;

/**
 * Checks that a message comes from the service and returns it (Standard Webhooks 1.0: HMAC-SHA256 over id, time and
 * body). `body` has to be as it arrived, byte for byte. A message may come twice: its id, the header `webhook-id`, tells.
 *
 * @throws WebhookVerificationError
 */
export async function verifyWebhook(
  body: string,
  headers: Headers | Record<string, string | string[] | undefined>,
  secret: string,
  now = Date.now(),
): Promise<WebhookEvent> {
  const header = (name: string) => {
    const value = headers instanceof Headers ? headers.get(name) : headers[name];
    if (typeof value !== 'string') throw new WebhookVerificationError(`The header ${name} is missing`);
    return value;
  };
  const [id, timestamp, signatures] = [header('webhook-id'), header('webhook-timestamp'), header('webhook-signature')];
  if (!/^\d+$/.test(timestamp) || Math.abs(now / 1000 - Number(timestamp)) > TOLERANCE)
    throw new WebhookVerificationError('The message is too old, or the clocks differ');
  const key = await crypto.subtle.importKey('raw', bytesOf(secret.replace(/^whsec_/, '')), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'verify',
  ]);
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
  // Several, with spaces between, while a secret is being changed.
  for (const signature of signatures.split(' ')) {
    const [version, value = ''] = signature.split(',');
    if (version === 'v1' && (await crypto.subtle.verify('HMAC', key, bytesOf(value), signed))) return JSON.parse(body) as WebhookEvent;
  }
  throw new WebhookVerificationError('The signature is not right');
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return new Uint8Array(0);
  }
}
