/* Results that are sent to addresses that others name: whole, with their headers, and never into this network. */
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../../test/backends.js';
import { checkDestination, sendFile } from './send.js';

const folder = temporaryFolder();
const file = path.join(folder, 'result');
const bytes = Buffer.alloc(3_000_000, 'result');
const got: { url?: string; headers: http.IncomingHttpHeaders; body: Buffer }[] = [];
let server: http.Server;
let base: string;

beforeAll(async () => {
  fs.writeFileSync(file, bytes);
  server = http.createServer(async (request, response) => {
    const status = Number(request.url?.slice(1));
    // A refusal comes before all is there.
    if (status === 403) return void response.writeHead(403, { connection: 'close' }).end();
    got.push({ url: request.url, headers: request.headers, body: await buffer(request) });
    response.writeHead(status, status === 302 ? { location: '/200' } : {}).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  fs.rmSync(folder, { recursive: true });
});

const send = (url: string, headers?: Record<string, string>, anywhere = true) =>
  sendFile(file, { url, headers }, { contentType: 'text/html', anywhere, signal: new AbortController().signal });

test('a result arrives whole, with its length, its type and the headers that were named', async () => {
  await send(`${base}/200`, { 'X-Amz-Meta-Job': '7', 'content-type': 'text/plain' });
  expect(got[0]?.body.equals(bytes)).toBe(true);
  expect(got[0]?.headers).toMatchObject({ 'content-length': '3000000', 'content-type': 'text/plain', 'x-amz-meta-job': '7' });
});

test('a refusal is told, an outage may pass, a redirection is not followed', async () => {
  await expect(send(`${base}/404`)).rejects.toMatchObject({ code: 'destination-failed', message: expect.stringContaining('404') });
  await expect(send(`${base}/302`)).rejects.toMatchObject({ code: 'destination-failed' });
  expect(got.at(-1)?.url).toBe('/302');
  for (const away of [`${base}/503`, `${base}/429`, 'http://127.0.0.1:1/'])
    await expect(send(away)).rejects.toMatchObject({ name: 'DestinationAway' });
});

test('an answer that comes before all is sent is an answer', async () => {
  const refused = send(`${base}/403`).catch((error: Error) => error);
  expect(['OdeServiceError', 'DestinationAway']).toContain(((await refused) as Error).name);
});

test('nothing is sent into this network, by number or by what the DNS says, or in the clear', async () => {
  const before = got.length;
  const port = new URL(base).port;
  for (const host of ['127.0.0.1', '10.0.0.1', '[::1]', '169.254.169.254', 'localhost'])
    await expect(send(`https://${host}:${port}/200`, {}, false)).rejects.toMatchObject({ code: 'destination-forbidden' });
  for (const address of [`${base}/200`, 'http://example.org/', 'ftp://example.org/', 'https://user:secret@example.org/'])
    expect(() => checkDestination(address, false)).toThrow(expect.objectContaining({ code: 'destination-forbidden' }));
  expect(() => checkDestination('https://bucket.example.org/key?X-Amz-Signature=1', false)).not.toThrow();
  expect(got.length).toBe(before);
});
