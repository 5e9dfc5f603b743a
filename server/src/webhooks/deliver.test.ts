/* Who is told of ends: one tenant's addresses keep no other's waiting, and none lies in this network. */
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, temporaryFolder } from '../../test/backends.js';
import { LOCAL_TENANT } from '../access/principal.js';
import { readConfig } from '../config.js';
import { newId } from '../db/index.js';
import { createLogger } from '../logger.js';
import { buildServer } from '../server.js';
import { openServices, type Services } from '../services.js';
import { startDeliveries } from './deliver.js';

const data = temporaryFolder();
let services: Services;
let receiver: http.Server;
let base: string;
/** Requests to each path, and to the silent one by the time at which the first one came to another. */
const heard: Record<string, number> = {};
let silentBefore: number | undefined;

beforeAll(async () => {
  services = await openServices(readConfig({ ODE_DATA: data, ODE_VIEWER: data, ODE_WEBHOOKS_ANYWHERE: 'true' }), createLogger('silent'));
  receiver = http.createServer((request, response) => {
    heard[request.url ?? ''] = (heard[request.url ?? ''] ?? 0) + 1;
    // That one never answers.
    if (request.url === '/silent') return;
    silentBefore ??= heard['/silent'] ?? 0;
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
});
afterAll(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await services.close();
  fs.rmSync(data, { recursive: true });
});

/** A webhook of a tenant, and `count` ended jobs that it is to be told of. */
async function addWebhook(tenantId: string, url: string, count: number): Promise<string> {
  const { db, sealer } = services;
  const id = newId();
  await db.webhook.create({ data: { id, tenantId, url, sealedSecret: sealer.seal(`whsec_${Buffer.alloc(32).toString('base64')}`, id) } });
  const document = await db.document.create({
    data: { tenantId, name: 'a.pdf', size: 1n, sha256: '0'.repeat(64), storageKey: `documents/${id}` },
  });
  await db.job.createMany({
    data: Array.from({ length: count }, () => ({ id: newId(), tenantId, documentId: document.id, format: 'html' })),
  });
  // In one statement, so that all of them are told of at the same moment.
  await db.job.updateMany({ where: { documentId: document.id }, data: { status: 'cancelled', finishedAt: new Date() } });
  return id;
}

test('a tenant whose addresses never answer keeps nobody else’s from being told', async () => {
  const { db } = services;
  const mute = await db.tenant.create({ data: { name: 'mute' } });
  await addWebhook(mute.id, `${base}/silent`, 60);
  await addWebhook(LOCAL_TENANT, `${base}/answers`, 3);
  const stop = startDeliveries(services);
  await eventually(() => heard['/answers'] === 3);
  await eventually(async () => (await db.webhookDelivery.count({ where: { deliveredAt: { not: null } } })) === 3);
  // Sixty came before, of which so many are told at a time.
  expect(silentBefore).toBeLessThanOrEqual(10);
  stop();
  await db.tenant.delete({ where: { id: mute.id } });
});

test('the log is told page by page, also of what came at the same moment', async () => {
  const id = await addWebhook(LOCAL_TENANT, `${base}/log`, 5);
  const app = await buildServer(services, new AbortController().signal);
  const ids: string[] = [];
  for (let cursor = ''; ;) {
    const answer = await app.inject({ url: `/api/v1/webhooks/${id}/deliveries?limit=2${cursor}`, headers: { host: 'localhost' } });
    const page = answer.json<{ items: { id: string }[]; nextCursor: string | null }>();
    ids.push(...page.items.map((one) => one.id));
    if (page.nextCursor === null) break;
    cursor = `&cursor=${page.nextCursor}`;
  }
  const rows = await services.db.webhookDelivery.findMany({ where: { webhookId: id } });
  expect(ids.sort()).toEqual(rows.map((row) => row.id).sort());
  await app.close();
});

test('addresses in this network are refused when they are entered, and when what allowed them is no more', async () => {
  const config = { ...services.config, webhooksAnywhere: false };
  const app = await buildServer({ ...services, config }, new AbortController().signal);
  const enter = async (url: string) =>
    (await app.inject({ method: 'POST', url: '/api/v1/webhooks', headers: { host: 'localhost' }, payload: { url } })).statusCode;
  for (const url of [
    'http://example.org/',
    'https://127.0.0.1/',
    // The same in other words.
    'https://2130706433/',
    'https://0x7f.1/',
    'https://127.0.0.1./',
    'https://[::1]/',
    'https://[::ffff:169.254.169.254]/',
    'https://[64:ff9b::a9fe:a9fe]/',
    'https://10.0.0.1:8443/hook',
    'https://user:secret@example.org/',
    'file:///etc/passwd',
  ])
    expect([url, await enter(url)]).toEqual([url, 400]);
  expect(await enter('https://hook.example.org/a')).toBe(201);
  await app.close();

  const before = { ...heard };
  const id = await addWebhook(LOCAL_TENANT, `${base}/before`, 1);
  const stop = startDeliveries({ ...services, config });
  const { lastError } = await eventually(() =>
    services.db.webhookDelivery.findFirst({ where: { webhookId: id, lastError: { not: null } } }),
  );
  expect(lastError).toContain('is not on the internet');
  expect(heard).toEqual(before);
  stop();
});
