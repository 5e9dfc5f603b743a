/* What tenants use is counted once, whatever is deleted; quotas and the time for which documents are kept hold. */
import fs from 'node:fs';
import http from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, temporaryFolder } from '../test/backends.js';
import { makePdf } from '../test/pdf.js';
import { createKey, limitKey, type KeyLimits } from './access/keys.js';
import { readConfig } from './config.js';
import { claimJob, expectObject, succeedJob } from './db/index.js';
import { deleteExpired } from './documents.js';
import { createLogger } from './logger.js';
import { buildServer } from './server.js';
import { openServices, type Services } from './services.js';
import { addUpUsage } from './usage.js';

const data = temporaryFolder();
const pdf = makePdf();
let services: Services;
let url: string;
let close: () => Promise<void>;

beforeAll(async () => {
  const settings = { ODE_DATA: data, ODE_VIEWER: data, ODE_AUTH: 'keys', HOST: '127.0.0.1' };
  services = await openServices(readConfig(settings), createLogger('silent'));
  const app = await buildServer(services, new AbortController().signal);
  url = await app.listen({ port: 0, host: '127.0.0.1' });
  close = () => app.close();
});
afterAll(async () => {
  await close();
  await services.close();
  fs.rmSync(data, { recursive: true });
});

interface Said {
  id: string;
  error?: { code: string };
  months?: unknown[];
}

/** A tenant, and how its programs ask. */
async function tenant(
  name: string,
  limits: { monthlyBytes?: bigint; monthlyPages?: bigint; retentionDays?: number } = {},
  ofKey: KeyLimits = {},
) {
  const { id } = await services.db.tenant.create({ data: { name, ...limits } });
  const { key, info } = await createKey(services.db, { tenantId: id, scope: 'write', name, limits: ofKey });
  const ask = async (method: string, path: string, body?: object) => {
    const bytes = body instanceof Uint8Array;
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': bytes ? 'application/pdf' : 'application/json' }) },
      body: body && (bytes ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body)),
    });
    return { status: answer.status, retryAfter: answer.headers.get('retry-after'), said: (await answer.json()) as Said };
  };
  const upload = () => ask('POST', '/documents', new Uint8Array(pdf));
  /** Submits, and ends the job with a result of five bytes. */
  const convert = async (documentId: string, pages: number) => {
    const { said } = await ask('POST', '/jobs', { documentId });
    const claim = await claimJob(services.db, null, said.id);
    if (!claim) throw new Error('not claimed');
    await expectObject(services.db, `results/${said.id}/1`);
    await succeedJob(services.db, claim, { key: `results/${said.id}/1`, size: 5, sha256: '1'.repeat(64), pages });
  };
  return { id, key, keyId: info.id, ask, upload, convert };
}
const month = new Date().toISOString().slice(0, 7);

test('is told by month, before and after it is added up, and is each tenant’s own', async () => {
  const { ask, upload, convert } = await tenant('counted');
  const { said: document } = await upload();
  await upload();
  await convert(document.id, 7);
  await convert(document.id, 3);
  const used = { month, documents: 2, bytes: 2 * pdf.length, jobs: 2, pages: 10, resultBytes: 10 };
  expect((await ask('GET', '/usage')).said).toEqual({ quota: { bytes: null, pages: null }, months: [used] });
  await Promise.all([addUpUsage(services.db), addUpUsage(services.db)]);
  expect(await services.db.usageEntry.count()).toBe(0);
  await ask('DELETE', `/documents/${document.id}`);
  await upload();
  const later = { ...used, documents: 3, bytes: 3 * pdf.length };
  expect((await ask('GET', '/usage')).said.months).toEqual([later]);
  await addUpUsage(services.db);
  expect((await ask('GET', '/usage')).said.months).toEqual([later]);
  expect((await (await tenant('another')).ask('GET', '/usage')).said.months).toEqual([]);
});

test('a quota of bytes takes what fits, a quota of pages what comes before it is used up', async () => {
  const bytes = await tenant('bytes', { monthlyBytes: BigInt(2 * pdf.length) });
  const answers = [await bytes.upload(), await bytes.upload(), await bytes.upload()];
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 429]);
  expect(answers[2]?.said.error?.code).toBe('quota-exceeded');
  expect(Number(answers[2]?.retryAfter)).toBeGreaterThan(0);

  const pages = await tenant('pages', { monthlyPages: 5n });
  const { said: document } = await pages.upload();
  await pages.convert(document.id, 4);
  await pages.convert(document.id, 4);
  expect((await pages.ask('POST', '/jobs', { documentId: document.id })).status).toBe(429);
  expect((await pages.ask('POST', '/batches', { documentIds: [document.id] })).status).toBe(429);
  // Of last month nothing counts.
  await services.db.$executeRaw`UPDATE usage_entry SET month = month - interval '1 month' WHERE tenant_id = ${pages.id}::uuid`;
  expect((await pages.ask('POST', '/jobs', { documentId: document.id })).status).toBe(201);
});

test('a key may have less than its tenant: of bytes, of pages, and of requests in a minute', async () => {
  const narrow = await tenant('narrow', {}, { bytes: pdf.length, pages: 5 });
  const { said: document } = await narrow.upload();
  expect((await narrow.upload()).said.error?.code).toBe('quota-exceeded');
  await narrow.convert(document.id, 5);
  await addUpUsage(services.db);
  expect((await narrow.ask('POST', '/jobs', { documentId: document.id })).status).toBe(429);
  // What another key of the tenant does is not this one's, and has no such limit.
  const { key } = await createKey(services.db, { tenantId: narrow.id, scope: 'write', name: 'wide' });
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/pdf' };
  const other = await fetch(`${url}/api/v1/documents`, { method: 'POST', headers, body: new Uint8Array(pdf) });
  expect(other.status).toBe(201);
  expect((await narrow.ask('GET', '/usage')).said.months).toMatchObject([{ documents: 2, jobs: 1, pages: 5 }]);

  await limitKey(services.db, narrow.id, narrow.keyId, { rate: 2, bytes: null, pages: null });
  const answers = [];
  for (let i = 0; i < 5; i++) answers.push(await narrow.ask('POST', '/jobs', { documentId: document.id }));
  // A minute may end in between.
  expect(answers.filter(({ status }) => status === 201).length).toBeLessThan(5);
  expect(answers.find(({ status }) => status === 429)?.said.error?.code).toBe('rate-limited');
});

test('documents are kept as long as their tenant says', async () => {
  const short = await tenant('short', { retentionDays: 3 });
  const long = await tenant('long');
  const ids = await Promise.all([short.upload(), short.upload(), long.upload()]).then((all) => all.map(({ said }) => said.id));
  await services.db.$executeRaw`UPDATE document SET created_at = now() - interval '4 days' WHERE id IN (${ids[0]}::uuid, ${ids[2]}::uuid)`;
  expect(await deleteExpired(services.db)).toBe(1);
  const there = [await short.ask('GET', `/documents/${ids[0]}`), await short.ask('GET', `/documents/${ids[1]}`)];
  expect(there.map(({ status }) => status)).toEqual([404, 200]);
  expect((await long.ask('GET', `/documents/${ids[2]}`)).status).toBe(200);
  // What the service says (ODE_RETENTION_DAYS) holds for who says nothing, and for nobody else.
  await services.db.$executeRaw`UPDATE document SET created_at = now() - interval '2 days' WHERE id = ${ids[1]}::uuid`;
  expect(await deleteExpired(services.db, 1)).toBe(1);
  expect((await long.ask('GET', `/documents/${ids[2]}`)).status).toBe(404);
  expect((await short.ask('GET', `/documents/${ids[1]}`)).status).toBe(200);
});

test('uploads that stand still leave places for those of other tenants', async () => {
  const app = await buildServer({ ...services, config: { ...services.config, maxUploads: 4 } }, new AbortController().signal);
  const at = await app.listen({ port: 0, host: '127.0.0.1' });
  const [slow, quick] = [await tenant('slow'), await tenant('quick')];
  const headers = (key: string) => ({ authorization: `Bearer ${key}`, 'content-type': 'application/pdf' });
  const before = await services.db.pendingObject.count();
  const stalled = Array.from({ length: 3 }, () => {
    const request = http.request(`${at}/api/v1/documents`, { method: 'POST', headers: { ...headers(slow.key), 'content-length': 1000 } });
    request.on('error', () => undefined).write('%PDF-1.7');
    return request;
  });
  await eventually(async () => (await services.db.pendingObject.count()) === before + 3);
  const upload = async (key: string) => {
    const answer = await fetch(`${at}/api/v1/documents`, { method: 'POST', headers: headers(key), body: new Uint8Array(pdf) });
    return [answer.status, ((await answer.json()) as Said).error?.code];
  };
  expect(await upload(slow.key)).toEqual([503, 'busy']);
  expect(await upload(quick.key)).toEqual([201, undefined]);
  for (const request of stalled) request.destroy();
  await eventually(async () => (await upload(slow.key))[0] === 201);
  await app.close();
});
