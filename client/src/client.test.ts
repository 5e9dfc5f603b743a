import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { inferRouterOutputs } from '@trpc/server';
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest';
import { createKey } from '../../server/src/access/keys.js';
import { LOCAL_TENANT } from '../../server/src/access/principal.js';
import { readConfig } from '../../server/src/config.js';
import type { BatchInfo, DocumentInfo, FORMAT_FILES, JobInfo, LogEntry as ServerLogEntry } from '../../server/src/contract/index.js';
import { claimJob, expectObject, succeedJob } from '../../server/src/db/index.js';
import { createLogger } from '../../server/src/logger.js';
import type { AppRouter } from '../../server/src/router/index.js';
import { startServer, type RunningServer } from '../../server/src/server.js';
import { openServices, type Services } from '../../server/src/services.js';
import { eventually, temporaryFolder } from '../../server/test/backends.js';
import { makePdf } from '../../server/test/pdf.js';
import {
  OdeClient,
  verifyWebhook,
  type Batch,
  type BinaryFormat,
  type Delivery,
  type Document,
  type Format,
  type Job,
  type Limits,
  type LogEntry,
  type NewWebhook,
  type Usage,
  type Webhook,
} from './index.js';

const data = temporaryFolder();
let services: Services;
let server: RunningServer;
let ode: OdeClient;
let working: NodeJS.Timeout;

beforeAll(async () => {
  const settings = { ODE_DATA: data, ODE_VIEWER: data, ODE_AUTH: 'keys', ODE_WEBHOOKS_ANYWHERE: 'true', PORT: '0', HOST: '127.0.0.1' };
  services = await openServices(readConfig(settings), createLogger('silent'));
  server = await startServer(services);
  const { key } = await createKey(services.db, { tenantId: LOCAL_TENANT, scope: 'admin', name: 'test' });
  ode = new OdeClient({ baseUrl: server.url, apiKey: key });
  // The worker: every job becomes its own id.
  working = setInterval(async () => {
    const claim = await claimJob(services.db, null).catch(() => null);
    if (!claim) return;
    const { id } = claim.job;
    const object = `results/${id}/${claim.attempt}.html`;
    await expectObject(services.db, object);
    await services.storage.put(object, Readable.from([Buffer.from(id)]), 'text/html');
    await succeedJob(services.db, claim, { key: object, size: id.length, sha256: createHash('sha256').update(id).digest('hex'), pages: 1 });
  }, 100);
});
afterAll(async () => {
  clearInterval(working);
  await server.close();
  await services.close();
  fs.rmSync(data, { recursive: true });
});

const pdf = (pages = 1) => new Uint8Array(makePdf({ pages }));

test('its types are the contract’s', () => {
  expectTypeOf<Document>().toEqualTypeOf<DocumentInfo>();
  expectTypeOf<Job>().toEqualTypeOf<JobInfo>();
  expectTypeOf<Batch>().toEqualTypeOf<BatchInfo>();
  expectTypeOf<LogEntry>().toEqualTypeOf<ServerLogEntry>();
  type MediaTypes = { [F in Format]: (typeof FORMAT_FILES)[F]['mediaType'] };
  type NoText = { [F in Format]: MediaTypes[F] extends `text/${string}` | 'application/json' ? never : F }[Format];
  expectTypeOf<BinaryFormat>().toEqualTypeOf<NoText>();
  type Answers = inferRouterOutputs<AppRouter>;
  expectTypeOf<Usage>().toEqualTypeOf<Answers['usage']>();
  expectTypeOf<Limits>().toEqualTypeOf<Answers['limits']>();
  expectTypeOf<Webhook>().toEqualTypeOf<Answers['webhooks']['list']['items'][number]>();
  expectTypeOf<NewWebhook>().toEqualTypeOf<Answers['webhooks']['create']>();
  expectTypeOf<Delivery>().toEqualTypeOf<Answers['webhooks']['deliveries']['items'][number]>();
});

test('uploads, submits, follows and fetches', async () => {
  const document = await ode.documents.upload(new Blob([pdf()]), { name: 'a.pdf' });
  expect(await ode.documents.get(document.id)).toEqual(document);
  expect(new Uint8Array(await (await ode.documents.content(document.id)).arrayBuffer())).toEqual(pdf());
  const job = await ode.jobs.submit({ documentId: document.id });
  const seen: string[] = [];
  for await (const { status } of ode.jobs.events(job.id)) seen.push(status);
  expect(seen.at(-1)).toBe('succeeded');
  expect(await (await ode.jobs.result(job.id)).text()).toBe(job.id);
  expect((await ode.jobs.wait(job.id)).status).toBe('succeeded');
});

test('converts by one call, and batches', async () => {
  expect(await ode.convert(pdf(2), { name: 'b.pdf' })).toMatch(/^[0-9a-f-]{36}$/);
  const documents = await Promise.all([3, 4, 5].map((pages) => ode.documents.upload(pdf(pages))));
  const batch = await ode.batches.create({ documentIds: documents.map(({ id }) => id) });
  const progress: number[] = [];
  expect(await ode.batches.wait(batch.id, { onProgress: ({ progress: { done } }) => progress.push(done) })).toMatchObject({
    counts: { succeeded: 3 },
  });
  expect(progress.at(-1)).toBe(3);
  expect(Buffer.from(await (await ode.batches.result(batch.id)).arrayBuffer()).toString('latin1', 0, 2)).toBe('PK');
  const all: string[] = [];
  for await (const { id } of ode.all(ode.jobs.list, { limit: 2, batchId: batch.id })) all.push(id);
  // A query that has nothing of a page's own type-checks too.
  for await (const { id } of ode.all(ode.jobs.list, { batchId: batch.id })) expect(all).toContain(id);
  expect(new Set(all).size).toBe(3);
});

test('what is no text comes as bytes; a password may have any characters', async () => {
  const asked: { format: string | null; ocr: string | null; password: string | null }[] = [];
  const bytes = Uint8Array.of(0x50, 0x4b, 0xff, 0xfe, 0x00);
  const answering: typeof fetch = async (url, init) => {
    const password = new Headers(init?.headers).get('x-document-password');
    const query = new URL(String(url)).searchParams;
    asked.push({ format: query.get('format'), ocr: query.get('ocr'), password });
    return new Response(bytes);
  };
  const client = new OdeClient({ baseUrl: server.url, fetch: answering });
  const sheet = await client.convert(pdf(), { format: 'xlsx', password: '密码ü' });
  expectTypeOf(sheet).toEqualTypeOf<Blob>();
  expect(new Uint8Array(await sheet.arrayBuffer())).toEqual(bytes);
  const text = await client.convert(pdf(), { format: 'markdown', ocr: 'deu+eng' });
  expectTypeOf(text).toEqualTypeOf<string>();
  expect(asked.map(({ format, ocr }) => [format, ocr])).toEqual([
    ['xlsx', null],
    ['markdown', 'deu+eng'],
  ]);
  // What the service reads from it: see routes/upload.ts.
  expect(Buffer.from(asked[0]?.password ?? '', 'latin1').toString('utf8')).toBe('密码ü');
});

test('tells of usage and limits; what is used up for the month is not asked for again', async () => {
  expect((await ode.usage()).months[0]?.documents).toBeGreaterThan(0);
  expect((await ode.limits()).formats).toContain('html');
  let asked = 0;
  const refusing: typeof fetch = async () => {
    asked++;
    return new Response('{"error":{"code":"quota-exceeded"}}', { status: 429, headers: { 'retry-after': '100000' } });
  };
  const client = new OdeClient({ baseUrl: server.url, fetch: refusing });
  await expect(client.jobs.list()).rejects.toMatchObject({ code: 'quota-exceeded', retryAfter: 100_000 });
  expect(asked).toBe(1);
});

test('refusals have their codes; what is told to come again is sent again, as one request', async () => {
  await expect(ode.jobs.get('01900000-0000-7000-8000-000000000000')).rejects.toMatchObject({
    code: 'not-found',
    status: 404,
    requestId: /./,
  });
  await expect(new OdeClient({ baseUrl: server.url, apiKey: 'wrong' }).jobs.list()).rejects.toMatchObject({
    code: 'unauthenticated',
    status: 401,
  });
  const keys: (string | null)[] = [];
  const flaky: typeof fetch = async (url, init) => {
    keys.push(new Headers(init?.headers).get('idempotency-key'));
    if (keys.length === 1) throw new TypeError('fetch failed');
    if (keys.length === 2) return new Response('{}', { status: 503, headers: { 'retry-after': '0' } });
    return fetch(url, init);
  };
  const { apiKey } = (ode as unknown as { transport: { options: { apiKey: string } } }).transport.options;
  const document = await new OdeClient({ baseUrl: server.url, apiKey, fetch: flaky }).documents.upload(pdf(6));
  expect(document.id).toMatch(/./);
  expect([keys.length, new Set(keys).size]).toEqual([3, 1]);
});

describe('webhooks', () => {
  test('are told of jobs that have ended, signed, until they have heard', async () => {
    const heard: { body: string; headers: http.IncomingHttpHeaders }[] = [];
    const receiver = http.createServer(async (request, response) => {
      heard.push({ body: await text(request), headers: request.headers });
      response.writeHead(heard.length === 1 ? 500 : 204).end();
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
    const { id, secret } = await ode.webhooks.create({ url });
    expect(JSON.stringify(await ode.webhooks.list())).not.toContain(secret);
    const { id: documentId } = await ode.documents.upload(pdf(7));
    const job = await ode.jobs.submit({ documentId });
    // The first time it is refused, and told again some seconds later.
    await eventually(() => heard.length === 2, 40);
    const [first, second] = heard as [(typeof heard)[number], (typeof heard)[number]];
    expect(second.headers['webhook-id']).toBe(first.headers['webhook-id']);
    const event = await verifyWebhook(second.body, second.headers as Record<string, string>, secret);
    expect(event).toMatchObject({ type: 'job.succeeded', data: { id: job.id, status: 'succeeded' } });
    const verify = (body: string, key: string, now?: number) => verifyWebhook(body, second.headers as Record<string, string>, key, now);
    await expect(verify(`${second.body} `, secret)).rejects.toThrow('signature');
    await expect(verify(second.body, `whsec_${Buffer.alloc(32).toString('base64')}`)).rejects.toThrow('signature');
    await expect(verify(second.body, secret, Date.now() + 600_000)).rejects.toThrow('too old');

    const deliveries = async () => (await ode.webhooks.deliveries(id)).items;
    await eventually(async () => (await deliveries())[0]?.deliveredAt);
    expect(await deliveries()).toMatchObject([{ attempts: 2, jobId: job.id, nextAt: null, lastError: null }]);
    await ode.webhooks.replay((await deliveries())[0]?.id ?? '');
    await eventually(() => heard.length === 3);
    await ode.webhooks.delete(id);
    expect((await ode.webhooks.list()).items).toEqual([]);
    receiver.close();
  });
});

test('an outsider can install it and type-check, without our packages', () => {
  const place = temporaryFolder();
  const here = fileURLToPath(new URL('..', import.meta.url));
  const packed =
    execFileSync('npm', ['pack', '--silent', '--pack-destination', place], { cwd: here, encoding: 'utf8' }).trim().split('\n').at(-1) ?? '';
  const installed = path.join(place, 'node_modules/@ode/client');
  fs.mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', path.join(place, packed), '-C', installed, '--strip-components=1']);
  fs.writeFileSync(
    path.join(place, 'main.ts'),
    `import { OdeClient, OdeApiError, type Job } from '@ode/client';
const ode = new OdeClient({ baseUrl: 'http://localhost:3000', apiKey: 'k' });
const job: Job = await ode.jobs.submit({ documentId: 'x', options: { title: 't' } });
const pages: number = job.progress.done;
// @ts-expect-error there is no such option
await ode.jobs.submit({ documentId: 'x', options: { webhook: 't' } });
export { pages, OdeApiError };
`,
  );
  // And do what the README says.
  const readme = fs.readFileSync(path.join(here, 'README.md'), 'utf8');
  const pieces = [...readme.matchAll(/(?:^ {4}.*\n|^\n(?= {4}))+/gm)].map(([piece]) => piece).filter((piece) => !/^\s*npm /.test(piece));
  expect(pieces.length).toBeGreaterThanOrEqual(3);
  fs.writeFileSync(path.join(place, 'readme.ts'), `declare const file: File;\ndeclare const presignedUrl: string;\n${pieces.join('\n')}`);
  const options = {
    module: 'nodenext',
    target: 'es2022',
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
    types: ['node'],
    typeRoots: [fileURLToPath(new URL('../../node_modules/@types', import.meta.url))],
  };
  fs.writeFileSync(path.join(place, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['main.ts', 'readme.ts'] }));
  fs.writeFileSync(path.join(place, 'package.json'), '{ "type": "module" }');
  const tsc = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));
  execFileSync(process.execPath, [tsc, '-p', place], { stdio: 'pipe' });
  fs.rmSync(place, { recursive: true });
}, 240_000);
