/*
 * Numbers, failures, quarantine, tenants and the stream of changes, over the routes of a real service on PostgreSQL: the
 * rows are made by hand, so that what is to come out is known.
 */
import fs from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../test/backends.js';
import { createKey } from './access/keys.js';
import { LOCAL_TENANT } from './access/principal.js';
import { readConfig } from './config.js';
import type { JobInfo } from './contract/index.js';
import { newId } from './db/index.js';
import type { Statistics } from './db/statistics.js';
import { createLogger } from './logger.js';
import { buildServer } from './server.js';
import { openServices, type Services } from './services.js';

const data = temporaryFolder();
const MINUTE = 60_000;
let services: Services;
let url: string;
let close: () => Promise<void>;
let own: string;
let other: string;
const keys: Record<string, string> = {};
const SHA = 'ab'.repeat(32);

beforeAll(async () => {
  services = await openServices(readConfig({ ODE_DATA: data, ODE_VIEWER: data, ODE_AUTH: 'keys', PORT: '0' }), createLogger('silent'));
  const { db } = services;
  own = (await db.tenant.create({ data: { name: 'own' } })).id;
  other = (await db.tenant.create({ data: { name: 'other' } })).id;
  for (const [name, tenantId] of [
    ['own', own],
    ['other', other],
    ['operator', LOCAL_TENANT],
  ] as const)
    keys[name] = (await createKey(db, { tenantId, scope: 'admin', name })).key;
  const app = await buildServer(services, new AbortController().signal);
  url = await app.listen({ port: 0, host: '127.0.0.1' });
  close = () => app.close();
});
afterAll(async () => {
  await close();
  await services.close();
  fs.rmSync(data, { recursive: true });
});

async function ask<T>(who: string, method: string, at: string, body?: object): Promise<{ status: number; body: T }> {
  const headers = { authorization: `Bearer ${keys[who]}`, ...(body && { 'content-type': 'application/json' }) };
  const answer = await fetch(`${url}/api/v1${at}`, { method, headers, body: body && JSON.stringify(body) });
  return { status: answer.status, body: (await answer.json()) as T };
}

/** A job as it would be after its life; times are minutes before now. */
async function addJob(
  tenantId: string,
  { created, started, finished, ...rest }: { created: number; started?: number; finished?: number; [field: string]: unknown },
): Promise<string> {
  const ago = (minutes?: number) => (minutes === undefined ? null : new Date(Date.now() - minutes * MINUTE));
  const id = newId();
  const document = await services.db.document.create({
    data: { id: newId(), tenantId, name: 'a.pdf', size: 1, sha256: SHA, storageKey: 'nowhere' },
  });
  const times = { createdAt: ago(created) ?? new Date(), startedAt: ago(started), finishedAt: ago(finished) };
  await services.db.job.create({ data: { id, tenantId, documentId: document.id, format: 'html', ...times, ...rest } });
  return id;
}

test('the numbers are those of the rows: of one tenant for it, of all for who runs the service', async () => {
  // Waited from 50 to 40 minutes ago, ran until 30 minutes ago.
  await addJob(own, { created: 50.5, started: 40.5, finished: 30.5, status: 'succeeded', pagesDone: 7 });
  // Ran for one and for three minutes: with the ten above half end within three, by linear interpolation 95 % within 9.3.
  await addJob(own, { created: 10.5, started: 9.5, finished: 8.5, status: 'succeeded', pagesDone: 2 });
  await addJob(own, { created: 10.5, started: 8.5, finished: 5.5, status: 'succeeded', pagesDone: 1 });
  for (const message of ['old', 'new'])
    await addJob(own, {
      ...{ created: 20.5, started: 19.5, finished: message === 'old' ? 15.5 : 14.5 },
      ...{ status: 'failed', errorCode: 'damaged', errorMessage: message },
    });
  await addJob(own, { created: 2.5, status: 'queued' });
  await addJob(other, { created: 5.5, started: 4.5, finished: 3.5, status: 'failed', errorCode: 'time-limit', errorMessage: 'slow' });

  const { body } = await ask<Statistics>('own', 'GET', '/statistics?minutes=60');
  expect(body.now).toMatchObject({ queued: 1, running: 0 });
  expect(body.now.oldestQueuedSeconds).toBeGreaterThanOrEqual(150);
  expect([body.bins.length, body.binSeconds]).toEqual([60, 60]);
  /** The bin that holds the moment so many minutes ago. */
  const at = (minutes: number) => body.bins.filter((bin) => Date.parse(bin.at) <= Date.now() - minutes * MINUTE).at(-1);
  expect(at(30.5)).toMatchObject({ succeeded: 1, failed: 0, pages: 7, running: 0 });
  expect([at(45)?.queued, at(45)?.running]).toEqual([1, 0]);
  expect([at(35)?.queued, at(35)?.running]).toEqual([0, 1]);
  expect([at(0)?.queued, at(0)?.running]).toEqual([1, 0]);
  expect(body.failures).toMatchObject([{ code: 'damaged', message: 'new', count: 2 }]);
  expect(body.durations).toHaveLength(1);
  expect(body.durations[0]?.count).toBe(3);
  expect(body.durations[0]?.p50).toBeCloseTo(180, 0);
  expect(body.durations[0]?.p95).toBeCloseTo(558, 0);

  const all = await ask<Statistics>('operator', 'GET', '/service/statistics?minutes=60');
  expect(all.body.failures.map(({ code, count }) => [code, count])).toEqual([
    ['damaged', 2],
    ['time-limit', 1],
  ]);
  expect((await ask<Statistics>('operator', 'GET', '/statistics')).body.failures).toEqual([]);
  expect((await ask('own', 'GET', '/service/statistics')).status).toBe(403);
  expect((await ask('own', 'GET', '/statistics?minutes=1')).status).toBe(400);
});

test('what failed is tried again all together, or by its reason; another tenant’s stays as it is', async () => {
  const late = await addJob(own, { created: 3, started: 2, finished: 1, status: 'failed', errorCode: 'time-limit' });
  expect((await ask('own', 'POST', '/failures/retry', { code: 'time-limit' })).body).toEqual({ retried: 1, remaining: false });
  expect(await services.db.job.findUnique({ where: { id: late } })).toMatchObject({ status: 'queued', errorCode: null, finishedAt: null });
  expect((await ask('own', 'POST', '/failures/retry', {})).body).toEqual({ retried: 2, remaining: false });
  expect(await services.db.job.count({ where: { status: 'failed' } })).toBe(1);
});

test('a document is let out of quarantine by its tenant alone', async () => {
  await services.db.quarantine.create({ data: { tenantId: own, sha256: SHA, code: 'engine-crashed', jobId: newId() } });
  type List = { items: { sha256: string; documentName: string }[] };
  expect((await ask<List>('own', 'GET', '/quarantine')).body.items).toMatchObject([
    { sha256: SHA, code: 'engine-crashed', documentName: 'a.pdf' },
  ]);
  expect((await ask<List>('other', 'GET', '/quarantine')).body.items).toEqual([]);
  expect((await ask('other', 'DELETE', `/quarantine/${SHA}`)).status).toBe(404);
  expect((await ask('own', 'DELETE', `/quarantine/${SHA}`)).status).toBe(200);
  expect(await services.db.quarantine.count()).toBe(0);
});

test('what came at the same moment is all listed, page by page', async () => {
  const shas = Array.from({ length: 5 }, (_, i) => String(i).repeat(64));
  const createdAt = new Date();
  await services.db.quarantine.createMany({
    data: shas.map((sha256) => ({ tenantId: own, sha256, code: 'engine-crashed', jobId: newId(), createdAt })),
  });
  const found: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    type Page = { items: { sha256: string }[]; nextCursor: string | null };
    const page: Page = (await ask<Page>('own', 'GET', `/quarantine?limit=2${cursor && `&cursor=${cursor}`}`)).body;
    found.push(...page.items.map(({ sha256 }) => sha256));
    cursor = page.nextCursor;
  }
  expect(found).toEqual(shas.toReversed());
  expect((await ask('own', 'GET', '/quarantine?cursor=2026-13-45T00:00:00.000Z_' + 'a'.repeat(64))).status).toBe(400);
  await services.db.quarantine.deleteMany();
});

test('who runs the service makes tenants and their first keys, and sees its workers', async () => {
  const made = await ask<{ id: string }>('operator', 'POST', '/service/tenants', { name: 'new', maxRunning: 2 });
  expect(made.status).toBe(201);
  expect((await ask('operator', 'POST', '/service/tenants', { name: 'new' })).status).toBe(400);
  const key = await ask<{ key: string }>('operator', 'POST', `/service/tenants/${made.body.id}/keys`, { name: 'first', scope: 'admin' });
  keys.fresh = key.body.key;
  expect((await ask<{ items: unknown[] }>('fresh', 'GET', '/keys')).body.items).toHaveLength(1);
  expect((await ask('operator', 'POST', `/service/tenants/${made.body.id}`, { maxRunning: null })).body).toMatchObject({
    maxRunning: null,
  });
  expect((await ask('operator', 'POST', `/service/tenants/${newId()}`, { maxRunning: 1 })).status).toBe(404);
  const { items } = (await ask<{ items: { name: string; queued: number; keys: number }[] }>('operator', 'GET', '/service/tenants')).body;
  expect(items.find(({ name }) => name === 'own')).toMatchObject({ queued: 4, keys: 1, documents: 7 });

  type Names = { items: { name: string }[]; nextCursor: string | null };
  const names = async (query: string) => (await ask<Names>('operator', 'GET', `/service/tenants?limit=2${query}`)).body;
  expect(await names('')).toMatchObject({ items: [{ name: 'local' }, { name: 'new' }], nextCursor: 'new' });
  expect(await names('&cursor=new')).toMatchObject({ items: [{ name: 'other' }, { name: 'own' }], nextCursor: null });

  await services.db.worker.create({ data: { id: newId(), host: 'alive', slots: 2 } });
  await services.db.worker.create({ data: { id: newId(), host: 'silent', slots: 1, seenAt: new Date(Date.now() - MINUTE) } });
  const health = await ask<{ workers: { host: string; alive: boolean }[]; versions: { migration: string } }>(
    'operator',
    'GET',
    '/service/health',
  );
  expect(health.body.workers.map(({ host, alive }) => [host, alive]).sort()).toEqual([
    ['alive', true],
    ['silent', false],
  ]);
  expect(health.body.versions.migration).toMatch(/^\d{14}_/);
});

test('changes of a tenant’s jobs are told as they happen, and after an interruption those since', async () => {
  const stop = new AbortController();
  const open = async (who: string, last?: string) => {
    const headers = { authorization: `Bearer ${keys[who]}`, ...(last && { 'last-event-id': last }) };
    const answer = await fetch(`${url}/api/v1/events`, { headers, signal: stop.signal });
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
    let text = '';
    return async (): Promise<{ id: string; event: string; jobs: JobInfo[] | null }> => {
      for (;;) {
        const [whole, id, event, json] = /id: (.*)\nevent: (.*)\ndata: (.*)\n\n/.exec(text) ?? [];
        if (whole !== undefined) {
          text = text.slice(text.indexOf(whole) + whole.length);
          return { id: id ?? '', event: event ?? '', jobs: JSON.parse(json ?? '') as JobInfo[] | null };
        }
        const { value, done } = await reader.read();
        if (done) throw new Error('the stream ended');
        text += Buffer.from(value).toString();
      }
    };
  };
  const next = await open('own');
  expect(await next()).toMatchObject({ event: 'reload', jobs: null });
  // The other tenant's is not told of: the next event is that of one's own.
  await addJob(other, { created: 0, status: 'queued' });
  const id = await addJob(own, { created: 0, status: 'queued' });
  const told = await next();
  expect([told.event, told.jobs?.map((job) => job.id)]).toEqual(['jobs', [id]]);
  await services.db.job.update({ where: { id }, data: { status: 'cancelled', finishedAt: new Date() } });
  const again = await open('own', told.id);
  const missed = await again();
  expect(missed.jobs?.find((job) => job.id === id)?.status).toBe('cancelled');
  expect(missed.jobs?.every((job) => job.documentName === 'a.pdf')).toBe(true);
  stop.abort();
});
