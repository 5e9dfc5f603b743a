import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { pipeline } from 'node:stream/promises';
import { OdeServiceError, type Destination } from '../contract/index.js';
import { ForbiddenAddress, isForbidden, publicLookup } from './address.js';

/** How long nothing may happen on the line, in milliseconds. */
const SILENT_MS = 30_000;

/** The destination is away or busy: it may take the result later. */
export class DestinationAway extends Error {
  override readonly name = 'DestinationAway';
}

/** Throws `destination-forbidden` for what is not of the internet, as far as the address shows it. */
export function checkDestination(address: string, anywhere: boolean): void {
  if (isForbidden(new URL(address), anywhere)) throw new OdeServiceError('destination-forbidden');
}

/**
 * Sends a file by PUT. Redirections are not followed. What the DNS answers is held to the same rule as the address.
 *
 * @throws OdeServiceError `destination-forbidden`, `destination-failed`; DestinationAway when it may be tried again
 */
export async function sendFile(
  file: string,
  { url, headers = {} }: Destination,
  { contentType, anywhere, signal }: { contentType: string; anywhere: boolean; signal: AbortSignal },
): Promise<void> {
  checkDestination(url, anywhere);
  const { size } = await fs.promises.stat(file);
  const request = (url.startsWith('https:') ? https : http).request(url, {
    method: 'PUT',
    headers: { 'content-type': contentType, ...lowerCase(headers), 'content-length': size },
    timeout: SILENT_MS,
    signal,
    agent: false,
    ...(!anywhere && { lookup: publicLookup }),
  });
  const answered = new Promise<number>((resolve, reject) => {
    request.on('timeout', () => request.destroy(new Error('no answer in time')));
    request.on('error', reject).on('response', (answer) => {
      resolve(answer.statusCode ?? 0);
      answer.resume();
    });
  });
  // An answer may come before all is sent, and then breaks the sending off: it is the answer that counts.
  const sent = pipeline(fs.createReadStream(file), request);
  sent.catch(() => undefined);
  const status = await answered.catch((error: unknown) => {
    if (error instanceof ForbiddenAddress) throw new OdeServiceError('destination-forbidden', undefined, { cause: error });
    throw new DestinationAway('The destination cannot be reached', { cause: error });
  });
  request.destroy();
  if (status >= 200 && status < 300) return;
  if (status >= 500 || [408, 425, 429].includes(status)) throw new DestinationAway(`The destination answers ${status}`);
  throw new OdeServiceError('destination-failed', `The destination of the result answers ${status}.`);
}

const lowerCase = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
