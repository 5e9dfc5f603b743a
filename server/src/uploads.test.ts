/* Documents that their senders put into the storage themselves: announced, sent in parts, committed when they are what was said. */
import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { s3Environment, startS3, temporaryFolder, type Backend } from '../test/backends.js';
import { makePdf } from '../test/pdf.js';
import { LOCAL_TENANT } from './access/principal.js';
import { readConfig } from './config.js';
import type { DocumentInfo, UploadInfo } from './contract/index.js';
import { newId, sweepObjects } from './db/index.js';
import { createLogger } from './logger.js';
import { buildServer } from './server.js';
import { openServices, type Services } from './services.js';
import { FileStorage } from './storage/index.js';
import { sweepUploads } from './uploads.js';

const data = temporaryFolder();
let s3: Backend;
let services: Services;
let url: string;
let close: () => Promise<void>;

beforeAll(async () => {
  s3 = await startS3();
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, ...settings } = s3Environment(s3);
  Object.assign(process.env, { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY });
  const config = readConfig({ ...settings, ODE_DATA: data, ODE_VIEWER: data, HOST: '127.0.0.1', ODE_MAX_UPLOAD_MB: '20' });
  services = await openServices(config, createLogger('silent'));
  const app = await buildServer(services, new AbortController().signal);
  url = await app.listen({ port: 0, host: '127.0.0.1' });
  close = () => app.close();
});
afterAll(async () => {
  await close();
  await services.close();
  await s3.stop();
  fs.rmSync(data, { recursive: true });
});

/** A PDF of over 9 MB, which are two parts. */
const large = () => new Uint8Array(Buffer.concat([makePdf(), Buffer.from('\n%'), Buffer.from(randomBytes(4_700_000).toString('hex'))]));
const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
async function ask<T>(method: string, path: string, body?: object) {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: body && { 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  return { status: answer.status, said: (await answer.json()) as T & { error?: { code: string } } };
}
const begin = (bytes: Uint8Array, sha256 = sha256Of(bytes)) =>
  ask<UploadInfo>('POST', '/uploads', { name: 'large.pdf', size: bytes.length, sha256 });
async function send({ parts, partSize }: UploadInfo, bytes: Uint8Array<ArrayBuffer>) {
  const sent = [];
  for (const { number, url: to, size } of parts) {
    const at = (number - 1) * partSize;
    const answer = await fetch(to, { method: 'PUT', body: bytes.slice(at, at + size) });
    expect(answer.status).toBe(200);
    sent.push({ number, etag: answer.headers.get('etag') ?? '' });
  }
  return sent;
}
const commit = (id: string, parts: object[]) => ask<DocumentInfo>('POST', `/uploads/${id}/commit`, { parts });

test('a document is what was announced, and committing again is committing', async () => {
  const bytes = large();
  const { status, said: upload } = await begin(bytes);
  expect([status, upload.parts.map(({ size }) => size)]).toEqual([201, [8 << 20, bytes.length - (8 << 20)]]);
  const parts = await send(upload, bytes);
  const { said: document } = await commit(upload.id, parts.toReversed());
  expect(document).toMatchObject({ name: 'large.pdf', size: bytes.length, sha256: sha256Of(bytes) });
  expect((await commit(upload.id, parts)).said).toEqual(document);
  const { storageKey } = await services.db.document.findUniqueOrThrow({ where: { id: document.id } });
  expect(sha256Of(await buffer((await services.storage.get(storageKey)).body))).toBe(sha256Of(bytes));
  expect(await services.db.pendingObject.count()).toBe(0);
  // The same bytes once more are kept once.
  const { said: again } = await begin(bytes);
  const { said: copy } = await commit(again.id, await send(again, bytes));
  expect((await services.db.document.findUniqueOrThrow({ where: { id: copy.id } })).storageKey).toBe(storageKey);
  await services.db.document.deleteMany();
});

test('what is not as announced is refused and given up', async () => {
  const bytes = large();
  const { said: wrong } = await begin(bytes, '0'.repeat(64));
  const answer = await commit(wrong.id, await send(wrong, bytes));
  expect([answer.status, answer.said.error?.code]).toEqual([422, 'upload-mismatch']);
  expect((await commit(wrong.id, [{ number: 1, etag: 'x' }])).status).toBe(404);

  const { said: short } = await begin(bytes);
  const parts = await send(short, bytes);
  const cut = await commit(short.id, parts.slice(0, 1));
  expect([cut.status, cut.said.error?.code]).toEqual([422, 'upload-mismatch']);

  const noPdf = new Uint8Array(Buffer.alloc(100_000, 'x'));
  const { said: other } = await begin(noPdf);
  expect((await commit(other.id, await send(other, noPdf))).said.error?.code).toBe('not-a-pdf');
  await sweepObjects(services.db, (key) => services.storage.delete(key));
  expect([await services.db.upload.count(), await services.db.pendingObject.count(), await services.db.document.count()]).toEqual([
    0, 0, 0,
  ]);
});

test('what is too large is refused before it is sent; what is given up or takes too long is forgotten', async () => {
  expect((await ask('POST', '/uploads', { size: 21 << 20, sha256: '0'.repeat(64) })).status).toBe(413);
  const bytes = new Uint8Array(makePdf());
  const { said: given } = await begin(bytes);
  expect((await ask('DELETE', `/uploads/${given.id}`)).status).toBe(200);
  const { said: late } = await begin(bytes);
  await services.db.upload.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } });
  await sweepUploads(services);
  expect((await commit(late.id, [{ number: 1, etag: 'x' }])).status).toBe(404);
  expect(await services.db.upload.count()).toBe(0);
});

test('so many may be announced and not committed, and no more', async () => {
  const expiresAt = new Date(Date.now() + 3_600_000);
  const row = { tenantId: LOCAL_TENANT, name: 'a.pdf', size: 1n, sha256: '0'.repeat(64), multipartId: 'a', expiresAt };
  await services.db.upload.createMany({
    data: Array.from({ length: 1000 }, (_, i) => ({ ...row, id: newId(), storageKey: `documents/${i}` })),
  });
  const { status, said } = await begin(new Uint8Array(makePdf()));
  expect([status, said.error?.code]).toEqual([503, 'busy']);
  await services.db.upload.deleteMany();
});

test('a service that keeps files on its own disk says so', async () => {
  const folder = temporaryFolder();
  const files = await FileStorage.open(folder);
  const app = await buildServer({ ...services, storage: files }, new AbortController().signal);
  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/uploads',
    headers: { host: 'localhost' },
    payload: { size: 1, sha256: '0'.repeat(64) },
  });
  expect([answer.statusCode, answer.json<{ error: { code: string } }>().error.code]).toEqual([422, 'direct-uploads-unavailable']);
  await app.close();
  fs.rmSync(folder, { recursive: true });
});
