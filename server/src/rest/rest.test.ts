import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, temporaryFolder } from '../../test/backends.js';
import { makePdf } from '../../test/pdf.js';
import { readConfig } from '../config.js';
import type { BatchInfo, DocumentInfo, JobInfo } from '../contract/index.js';
import { claimJob, expectObject, failJob, sweepObjects, succeedJob } from '../db/index.js';
import { ERRORS, OdeServiceError } from '../contract/index.js';
import { createLogger } from '../logger.js';
import { passwordIn } from '../routes/upload.js';
import { buildServer, startServer, type RunningServer } from '../server.js';
import { openServices, type Services } from '../services.js';
import { StorageFull, StorageUnavailable, type Storage } from '../storage/index.js';
import { Readable } from 'node:stream';

/* The REST API on the embedded backends, with no worker: the tests are the worker, by its own functions. */
const data = temporaryFolder();
let services: Services;
let server: RunningServer;

beforeAll(async () => {
  services = await openServices(readConfig({ ODE_DATA: data, ODE_VIEWER: data, PORT: '0', HOST: '127.0.0.1' }), createLogger('silent'));
  server = await startServer(services);
});
afterAll(async () => {
  await server.close();
  await services.close();
  fs.rmSync(data, { recursive: true });
});

const ask = (method: string, at: string, body?: object | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) => {
  const bytes = body instanceof Uint8Array;
  const type = body && { 'content-type': bytes ? 'application/pdf' : 'application/json' };
  return fetch(`${server.url}/api/v1${at}`, {
    method,
    headers: { ...type, ...headers },
    body: body && (bytes ? body : JSON.stringify(body)),
  });
};
const json = async <T>(answer: Promise<Response>) => (await (await answer).json()) as T;
const pdf = (pages = 1) => new Uint8Array(makePdf({ pages }));
const upload = (name = 'paper.pdf', pages = 1) => json<DocumentInfo>(ask('POST', `/documents?name=${name}`, pdf(pages)));
const submit = async (documentId?: string) => json<JobInfo>(ask('POST', '/jobs', { documentId: documentId ?? (await upload()).id }));

/** Ends a job as a worker would. */
async function convert(id: string, html: string): Promise<void> {
  const claim = await claimJob(services.db, null, id);
  if (!claim) throw new Error('not claimed');
  const key = `results/${id}/${claim.attempt}`;
  await expectObject(services.db, key);
  await services.storage.put(key, Readable.from([Buffer.from(html)]), 'text/html');
  const sha256 = createHash('sha256').update(html).digest('hex');
  await succeedJob(services.db, claim, { key, size: Buffer.byteLength(html), sha256, pages: 1 });
}

test('all options of a conversion are kept with its job', async () => {
  const options = { title: 'T', pages: '1', furniture: true, ocr: 'deu+eng' };
  const { id } = await upload();
  const job = await json<JobInfo>(ask('POST', '/jobs', { documentId: id, options }));
  expect(await services.db.job.findUnique({ where: { id: job.id } })).toMatchObject(options);
  const batch = await json<{ id: string }>(ask('POST', '/batches', { documentIds: [id], options }));
  expect(await services.db.job.findFirst({ where: { batchId: batch.id } })).toMatchObject(options);
  await ask('POST', `/batches/${batch.id}/cancel`);
  const converting = await ask('POST', '/convert?wait=1&ocr=deu%2Beng&furniture=true&title=T&pages=1', pdf(5));
  expect(converting.status).toBe(202);
  const converted = converting.headers.get('x-job-id')!;
  expect(await services.db.job.findUnique({ where: { id: converted } })).toMatchObject(options);
  for (const made of [job.id, converted]) await ask('POST', `/jobs/${made}/cancel`);
});

test('documents and jobs have addresses of their own', async () => {
  const document = await upload('Über uns.pdf');
  expect(await json(ask('GET', `/documents/${document.id}`))).toEqual(document);
  const answer = await ask('POST', '/jobs', { documentId: document.id, options: { title: 'T' } });
  expect(answer.status).toBe(201);
  const job = (await answer.json()) as JobInfo;
  expect(job).toMatchObject({ status: 'queued', documentId: document.id, batchId: null });
  expect(await json(ask('GET', `/jobs/${job.id}`))).toEqual(job);
  const list = await json<{ items: JobInfo[] }>(ask('GET', `/jobs?limit=1&documentId=${document.id}`));
  expect(list.items.map(({ id }) => id)).toEqual([job.id]);
  expect(await json(ask('POST', `/jobs/${job.id}/cancel`))).toMatchObject({ status: 'cancelled' });
  expect(await json(ask('POST', `/jobs/${job.id}/retry`))).toMatchObject({ status: 'queued' });
  await convert(job.id, '<p>');
  expect((await ask('POST', `/jobs/${job.id}/retry`)).status).toBe(409);
});

test('a job that failed is tried again on demand, with no error left', async () => {
  const { id } = await submit();
  const claim = await claimJob(services.db, null, id);
  if (claim) await failJob(services.db, claim, new OdeServiceError('internal'));
  expect(await json(ask('GET', `/jobs/${id}`))).toMatchObject({ status: 'failed', error: { code: 'internal' } });
  expect(await json(ask('POST', `/jobs/${id}/retry`))).toMatchObject({ status: 'queued', error: null, finishedAt: null });
  await ask('POST', `/jobs/${id}/cancel`);
});

describe('errors', () => {
  test.each([
    ['GET', '/jobs/nonsense', 400, 'bad-request'],
    ['GET', '/jobs/01900000-0000-7000-8000-000000000000', 404, 'not-found'],
    ['GET', '/jobs?limit=1000', 400, 'bad-request'],
    ['GET', '/jobs?limit=', 400, 'bad-request'],
    ['GET', '/nothing', 404, 'not-found'],
    ['PUT', '/jobs', 405, 'method-not-allowed'],
    ['DELETE', '/jobs', 405, 'method-not-allowed'],
    ['GET', `/jobs/${'x'.repeat(6000)}`, 414, 'bad-request'],
  ])('%s %s is %d %s, in the one shape', async (method, at, status, code) => {
    const answer = await ask(method, at);
    const body = (await answer.json()) as { error: Record<string, string> };
    expect([answer.status, body.error.code]).toEqual([status, code]);
    expect(Object.keys(body)).toEqual(['error']);
    expect(Object.keys(body.error)).toEqual(['code', 'message', 'requestId']);
    expect(body.error.requestId).toBe(answer.headers.get('x-request-id'));
  });

  test('bodies that are none are refused in it too, and a caller’s request id is kept', async () => {
    const answer = await fetch(`${server.url}/api/v1/jobs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': 'my-request-1' },
      body: '{"documentId":',
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: 'bad-request', requestId: 'my-request-1' } });
    expect((await ask('POST', '/jobs', pdf())).status).toBe(415);
    for (const body of ['{"__proto__":{"documentId":"x"}}', '{"constructor":{"prototype":{"documentId":"x"}}}']) {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${server.url}/api/v1/jobs?__proto__=x&constructor=y`, { method: 'POST', headers, body });
      expect([answer.status, 'documentId' in {}]).toEqual([400, false]);
    }
    // An option in the wrong place would be passed over, and all pages converted.
    const misplaced = ask('POST', '/jobs', { documentId: '01900000-0000-7000-8000-000000000000', pages: '1' });
    expect(await json(misplaced)).toMatchObject({ error: { code: 'bad-request', message: expect.stringContaining('pages') } });
  });

  test('a storage that is away or full is no fault of the caller', async () => {
    const { id } = await submit();
    await convert(id, '<p>');
    for (const [error, status, code, after] of [
      [new StorageUnavailable('away'), 503, 'unavailable', '5'],
      [new StorageFull('full'), 507, 'storage-full', '60'],
    ] as const) {
      const fails = () => Promise.reject(error);
      const app = await buildServer(
        { ...services, storage: { ...services.storage, direct: null, put: fails, get: fails, presign: async () => null } as Storage },
        new AbortController().signal,
      );
      const headers = { host: 'localhost', 'content-type': 'application/pdf' };
      const answers = [
        await app.inject({ method: 'POST', url: '/api/v1/documents', headers, payload: Buffer.from(pdf(16)) }),
        await app.inject({ url: `/api/v1/jobs/${id}/result`, headers: { host: 'localhost' } }),
      ];
      for (const answer of answers) {
        expect([answer.statusCode, answer.json<{ error: { code: string } }>().error.code]).toEqual([status, code]);
        expect([answer.headers['retry-after'], answer.headers['cache-control']]).toEqual([after, 'no-store']);
      }
      await app.close();
    }
  });

  test('what is no HTTP is refused in it too', async () => {
    const said = await new Promise<string>((resolve) => {
      let text = '';
      const socket = net.connect(Number(new URL(server.url).port), '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'));
      socket.on('data', (chunk) => (text += chunk.toString())).on('close', () => resolve(text));
    });
    expect(said).toMatch(/^HTTP\/1\.1 400 /);
    expect(JSON.parse(said.split('\r\n\r\n')[1] ?? '')).toMatchObject({ error: { code: 'bad-request' } });
  });
});

describe('the same request again', () => {
  test('with its Idempotency-Key makes nothing new; another request with that key is refused', async () => {
    const headers = { 'idempotency-key': 'once' };
    const first = await json<DocumentInfo>(ask('POST', '/documents?name=a.pdf', pdf(2), headers));
    expect(await json(ask('POST', '/documents?name=a.pdf', pdf(2), headers))).toEqual(first);
    expect((await ask('POST', '/documents?name=a.pdf', pdf(3), headers)).status).toBe(409);
    // Also when they come at the same time.
    const together = await Promise.all(
      Array.from({ length: 5 }, () => json<DocumentInfo>(ask('POST', '/documents?name=b.pdf', pdf(4), { 'idempotency-key': 'together' }))),
    );
    expect(new Set(together.map(({ id }) => id)).size).toBe(1);
    expect((await ask('POST', '/documents', pdf(), { 'content-encoding': 'gzip' })).status).toBe(415);
    const jobs = await Promise.all(
      Array.from({ length: 10 }, () => json<JobInfo>(ask('POST', '/jobs', { documentId: first.id }, headers))),
    );
    expect(new Set(jobs.map(({ id }) => id)).size).toBe(1);
    const documentIds = [first.id];
    const batches = await Promise.all(
      Array.from({ length: 5 }, () => json<BatchInfo>(ask('POST', '/batches', { documentIds }, { 'idempotency-key': 'at-once' }))),
    );
    expect(batches[0]?.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(batches.map(({ id }) => id)).toEqual(Array(5).fill(batches[0]?.id));
    expect((await ask('POST', '/batches', { documentIds, priority: 1 }, { 'idempotency-key': 'at-once' })).status).toBe(409);
    await ask('POST', `/batches/${batches[0]?.id}/cancel`);
    const other = await ask('POST', '/jobs', { documentId: first.id, priority: 1 }, headers);
    expect([other.status, ((await other.json()) as { error: { code: string } }).error.code]).toEqual([409, 'idempotency-conflict']);
    expect((await ask('POST', '/jobs', { documentId: first.id }, { 'idempotency-key': 'x'.repeat(300) })).status).toBe(400);
    await ask('POST', `/jobs/${jobs[0]?.id}/cancel`);
  });

  test('the same bytes are kept once, until none needs them', async () => {
    const [first, second] = [await upload('a.pdf', 7), await upload('b.pdf', 7)];
    const keyOf = async (id: string) => (await services.db.document.findUniqueOrThrow({ where: { id } })).storageKey;
    const key = await keyOf(first.id);
    expect(await keyOf(second.id)).toBe(key);
    const sweep = () => sweepObjects(services.db, (gone) => services.storage.delete(gone));
    expect((await ask('DELETE', `/documents/${first.id}`)).status).toBe(200);
    await sweep();
    await services.storage.get(key).then(({ body }) => body.destroy());
    await ask('DELETE', `/documents/${second.id}`);
    await sweep();
    await expect(services.storage.get(key)).rejects.toThrow('There is no object');
    expect((await ask('GET', `/documents/${second.id}`)).status).toBe(404);
  });

  test('a document that is deleted takes its jobs and their results with it', async () => {
    const { id: documentId } = await upload('c.pdf', 9);
    const { id } = await submit(documentId);
    await convert(id, '<p>gone soon</p>');
    await ask('DELETE', `/documents/${documentId}`);
    await sweepObjects(services.db, (gone) => services.storage.delete(gone));
    await expect(services.storage.get(`results/${id}/1`)).rejects.toThrow('There is no object');
    expect((await ask('GET', `/jobs/${id}`)).status).toBe(404);
    expect(await services.db.conversionLog.count({ where: { jobId: id } })).toBe(0);
  });
});

describe('results', () => {
  const HTML = '<p>0123456789</p>'.repeat(500);
  let at: string;
  beforeAll(async () => {
    const { id } = await submit();
    await convert(id, HTML);
    at = `/jobs/${id}/result`;
  });
  const part = async (range: string, headers: Record<string, string> = {}) => {
    const answer = await ask('GET', at, undefined, { range, 'accept-encoding': 'identity', ...headers });
    return [answer.status, answer.headers.get('content-range'), await answer.text()];
  };

  test('are had in parts', async () => {
    expect(await part('bytes=3-12')).toEqual([206, 'bytes 3-12/8500', '0123456789']);
    expect(await part('bytes=-4')).toEqual([206, 'bytes 8496-8499/8500', '</p>']);
    expect(await part('bytes=8496-')).toEqual([206, 'bytes 8496-8499/8500', '</p>']);
    expect((await part('bytes=8500-'))[0]).toBe(416);
    expect((await ask('GET', at, undefined, { range: 'bytes=8500-' })).headers.get('cache-control')).toBe('no-store');
    expect((await part('bytes=5-3'))[0]).toBe(200);
    expect((await part('bytes=0-1', { 'if-range': '"another"' }))[0]).toBe(200);
  });

  test('are kept by who has them; that one is not there is kept by nobody, nor what else the API says', async () => {
    const kept = async (answer: Promise<Response>) => {
      const { status, headers } = await answer;
      return [status, headers.get('cache-control'), headers.get('etag') !== null];
    };
    expect(await kept(ask('GET', at))).toEqual([200, 'private, max-age=3600, immutable', true]);
    const { id } = await submit();
    await convert(id, '<p>');
    await services.storage.delete(`results/${id}/1`);
    expect(await kept(ask('GET', `/jobs/${id}/result`))).toEqual([404, 'no-store', false]);
    expect(await kept(ask('GET', `/jobs/${id}`))).toEqual([200, 'no-store', false]);
  });

  test('and documents are had as they were uploaded, whole or in parts, to be saved and not to be shown', async () => {
    const bytes = Buffer.from(pdf(15));
    const { id, sha256 } = await json<DocumentInfo>(ask('POST', '/documents?name=a%22b.pdf', pdf(15)));
    const answer = await ask('GET', `/documents/${id}/content?inline`);
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(answer.headers.get('etag')).toContain(sha256);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="a_b\.pdf"/);
    expect([answer.headers.get('x-content-type-options'), answer.headers.get('content-security-policy')]).toEqual([
      'nosniff',
      expect.stringMatching(/^sandbox /),
    ]);
    const part = await ask('GET', `/documents/${id}/content`, undefined, { range: 'bytes=0-4' });
    expect([part.status, await part.text()]).toEqual([206, '%PDF-']);
    expect((await ask('GET', '/documents/x/content')).status).toBe(404);
  });

  test('are had at an older address too, which says where they are now', async () => {
    const answer = await fetch(`${server.url}/api${at}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('deprecation')).toBe('@1796083200');
    expect(answer.headers.get('link')).toBe(`</api/v1${at}>; rel="successor-version"`);
    expect((await ask('GET', at)).headers.get('deprecation')).toBeNull();
  });

  test('are had compressed', async () => {
    const answer = await fetch(`${server.url}/api/v1${at}`, { headers: { 'accept-encoding': 'gzip' } });
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(await answer.text()).toBe(HTML);
    expect(
      (await fetch(`${server.url}/api/v1${at}`, { headers: { 'accept-encoding': 'gzip;q=0' } })).headers.get('content-encoding'),
    ).toBeNull();
  });

  test('come by one call, or with a job to follow when that takes longer', async () => {
    const counted = async () => Number(/^ode_uploaded_bytes_total (\d+)$/m.exec(await (await fetch(`${server.url}/metrics`)).text())?.[1]);
    const before = await counted();
    const waiting = ask('POST', '/convert?name=one.pdf&wait=60', pdf(11));
    const job = await eventually(() => services.db.job.findFirst({ where: { status: 'queued' }, orderBy: { id: 'desc' } }));
    await convert(job.id, '<p>at once</p>');
    const answer = await waiting;
    expect([answer.status, await answer.text(), answer.headers.get('x-job-id')]).toEqual([200, '<p>at once</p>', job.id]);
    const slow = await ask('POST', '/convert?wait=1', pdf(12));
    expect(slow.status).toBe(202);
    const { id } = (await slow.json()) as JobInfo;
    expect(slow.headers.get('location')).toBe(`/api/v1/jobs/${id}`);
    await ask('POST', `/jobs/${id}/cancel`);
    expect((await ask('POST', '/convert', new Uint8Array(Buffer.from('no PDF')))).status).toBe(422);
    for (const query of ['page=1', 'password=secret'])
      expect(await json(ask('POST', `/convert?${query}`, pdf(13)))).toMatchObject({ error: { code: 'bad-request' } });
    // What was taken in is counted, and nothing else.
    await eventually(async () => (await counted()) === before + pdf(11).length + pdf(12).length);
  });

  test('are told of by server-sent events, that go on where they broke off', async () => {
    const { id } = await submit();
    const events = async (last?: string) => {
      const answer = await ask('GET', `/jobs/${id}/events`, undefined, last === undefined ? {} : { 'last-event-id': last });
      expect(answer.headers.get('content-type')).toBe('text/event-stream');
      return [...(await answer.text()).matchAll(/id: (\d+)\nevent: job\ndata: (.*)\n\n/g)].map(([, version, job]) => ({
        version: version ?? '',
        job: JSON.parse(job ?? '') as JobInfo,
      }));
    };
    const followed = events();
    await new Promise((resolve) => setTimeout(resolve, 200));
    await convert(id, '<p>');
    const told = await followed;
    expect([told[0]?.job.status, told.at(-1)?.job.status]).toEqual(['queued', 'succeeded']);
    expect(await events(told.at(-1)?.version)).toEqual([]);
    expect((await ask('GET', '/jobs/01900000-0000-7000-8000-000000000000/events')).status).toBe(404);
    // There is no head of what has no end.
    expect((await ask('HEAD', '/events')).status).toBe(405);
  });

  test('are opened by passwords of any characters, however they were sent', async () => {
    // As a header arrives: one character a byte.
    for (const [sent, password] of [
      ['plain', 'plain'],
      [Buffer.from('密码 ü').toString('latin1'), '密码 ü'],
      ['p\u00e4ss', 'p\u00e4ss'],
    ] as const)
      expect(passwordIn(sent)).toBe(password);
    expect(passwordIn(undefined)).toBeUndefined();
    const wait = ask('POST', '/convert?wait=1', pdf(14), { 'x-document-password': Buffer.from('密码').toString('latin1') });
    const { id } = await json<JobInfo>(wait);
    const { sealedPassword } = await services.db.job.findUniqueOrThrow({ where: { id } });
    expect(services.sealer.open(sealedPassword ?? new Uint8Array(), id)).toBe('密码');
    await ask('POST', `/jobs/${id}/cancel`);
  });
});

describe('batches', () => {
  test('convert many documents under one id, whole or not at all, into one zip', async () => {
    const documents = [await upload('same.pdf', 21), await upload('same.pdf', 22), await upload('other.pdf', 23)];
    const documentIds = documents.map(({ id }) => id);
    const before = await services.db.job.count();
    const absent = await ask('POST', '/batches', { documentIds: [...documentIds, '01900000-0000-7000-8000-000000000000'] });
    expect([absent.status, await services.db.job.count()]).toEqual([404, before]);
    const headers = { 'idempotency-key': 'batch' };
    const batch = await json<BatchInfo>(ask('POST', '/batches', { documentIds }, headers));
    expect(batch).toMatchObject({ status: 'running', progress: { done: 0, total: 3 }, result: null });
    expect(await json(ask('POST', '/batches', { documentIds }, headers))).toEqual(batch);
    const { items } = await json<{ items: JobInfo[] }>(ask('GET', `/jobs?batchId=${batch.id}`));
    expect(items.map(({ documentId }) => documentId).sort()).toEqual([...documentIds].sort());
    // Its turns are given by the sweeper.
    await eventually(async () => ((await services.queue.counts()).waiting ?? 0) >= 3);
    for (const { id } of items) await convert(id, `<p>${id}</p>`.repeat(1000));
    expect(await json(ask('GET', `/batches/${batch.id}`))).toMatchObject({ status: 'ended', counts: { succeeded: 3 } });
    const file = path.join(data, 'batch.zip');
    fs.writeFileSync(file, Buffer.from(await (await ask('GET', `/batches/${batch.id}/result`)).arrayBuffer()));
    // Another program reads it.
    const script =
      'import sys,zipfile,json; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(json.dumps({n: z.read(n).decode() for n in z.namelist()}))';
    const files = JSON.parse(execFileSync('python3', ['-c', script, file], { encoding: 'utf8', maxBuffer: 1 << 26 })) as Record<
      string,
      string
    >;
    expect(
      Object.keys(files)
        .map((name) => name.replace(/-[0-9a-f]{8}/, '-N'))
        .sort(),
    ).toEqual(['other.html', 'same-N.html', 'same.html']);
    expect(Object.values(files).sort()).toEqual(items.map(({ id }) => `<p>${id}</p>`.repeat(1000)).sort());
  });

  test('are deleted with what a program says of a body that it does not send', async () => {
    const { id } = await upload('said.pdf', 27);
    const headers = { 'content-type': 'application/json' };
    expect((await fetch(`${server.url}/api/v1/documents/${id}`, { method: 'DELETE', headers })).status).toBe(200);
    expect((await fetch(`${server.url}/api/v1/jobs`, { method: 'POST', headers })).status).toBe(400);
  });

  test('and jobs that would make too many wait are told to come later', async () => {
    await services.db.job.updateMany({ where: { status: 'queued' }, data: { status: 'cancelled' } });
    const app = await buildServer({ ...services, config: { ...services.config, maxQueued: 3 } }, new AbortController().signal);
    const { id: documentId } = await upload('many.pdf', 26);
    const post = async (at: string, payload: object) => {
      const answer = await app.inject({ method: 'POST', url: `/api/v1${at}`, headers: { host: 'localhost' }, payload });
      return [answer.statusCode, answer.headers['retry-after'], answer.json<{ error?: { code: string } }>().error?.code];
    };
    const refused = [429, '30', 'queue-full'];
    expect(await post('/batches', { documentIds: Array(4).fill(documentId) })).toEqual(refused);
    expect((await post('/batches', { documentIds: [documentId, documentId] }))[0]).toBe(201);
    expect(await post('/batches', { documentIds: [documentId, documentId] })).toEqual(refused);
    expect((await post('/jobs', { documentId }))[0]).toBe(201);
    expect(await post('/jobs', { documentId })).toEqual(refused);
    await app.close();
    await services.db.job.updateMany({ where: { status: 'queued' }, data: { status: 'cancelled' } });
  });

  test('are cancelled as one', async () => {
    const { id: documentId } = await upload('d.pdf', 24);
    const batch = await json<BatchInfo>(ask('POST', '/batches', { documentIds: [documentId, documentId] }));
    expect(await json(ask('POST', `/batches/${batch.id}/cancel`))).toMatchObject({ status: 'ended', counts: { cancelled: 2 } });
    expect((await ask('POST', '/batches', { documentIds: [] })).status).toBe(400);
  });
});

describe('the description', () => {
  test('is OpenAPI 3.1 with every address, and each says what it takes', async () => {
    const description = await json<{ openapi: string; paths: Record<string, Record<string, { operationId: string; 'x-scope': string }>> }>(
      ask('GET', '/openapi.json'),
    );
    expect(description.openapi).toBe('3.1.0');
    const operations = Object.entries(description.paths).flatMap(([at, methods]) =>
      Object.keys(methods).map((method) => `${method} ${at}`),
    );
    for (const promised of [
      'post /documents',
      'get /documents/{id}',
      'delete /documents/{id}',
      'post /jobs',
      'get /jobs/{id}',
      'post /jobs/{id}/cancel',
      'get /jobs/{id}/result',
      'post /batches',
      'get /batches/{id}',
      'get /batches/{id}/result',
      'post /convert',
    ])
      expect(operations).toContain(promised);
    const described = Object.values(description.paths).flatMap((methods) => Object.values(methods));
    expect(new Set(described.map(({ operationId }) => operationId)).size).toBe(described.length);
    // All references lead somewhere.
    const text = JSON.stringify(description);
    for (const [, at = ''] of text.matchAll(/"\$ref":"#([^"]+)"/g))
      expect(
        at
          .split('/')
          .slice(1)
          .reduce<unknown>((place, name) => (place as Record<string, unknown>)?.[name], description),
      ).toBeDefined();
  });

  test('is what the schema of OpenAPI 3.1 takes', async () => {
    const { valid, errors } = await new Validator().validate(await json<Record<string, unknown>>(ask('GET', '/openapi.json')));
    expect([errors, valid]).toEqual([undefined, true]);
  });

  test('is told in docs/api.md: every address, every code, and none that there is not', async () => {
    const text = fs.readFileSync(new URL('../../../docs/api.md', import.meta.url), 'utf8');
    const { paths } = await json<{ paths: Record<string, Record<string, unknown>> }>(ask('GET', '/openapi.json'));
    const described = Object.entries(paths).flatMap(([at, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${at}`),
    );
    const [, routes = ''] = /\| below `\/api\/v1` \|([^]*?)\n\n/.exec(text) ?? [];
    const told = [...routes.matchAll(/`((?:GET|POST|DELETE) \/[^`?]*)/g)].map(([, route]) => route);
    expect(told.sort()).toEqual(described.filter((route) => route !== 'GET /openapi.json').sort());
    const ofCommands = ['file-not-found', 'file-unreadable', 'output-unwritable', 'aborted'];
    const [, codes = ''] = /\n## Errors\n([^]*)$/.exec(text) ?? [];
    const rows = [...codes.matchAll(/^\| (`[^|]*) \| ([\d, ]+) \|/gm)].flatMap(([, names = '', statuses = '']) =>
      [...names.matchAll(/`([^`]+)`/g)].map(([, code = ''], i) => [code, Number(statuses.split(', ')[i] ?? statuses)]),
    );
    const known = Object.entries(ERRORS).map(([code, { status }]) => [code, status]);
    expect(rows.sort()).toEqual(known.filter(([code]) => !ofCommands.includes(String(code))).sort());
  });

  test('has a page that tries it out', async () => {
    const answer = await fetch(`${server.url}/api/docs`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect((await fetch(`${server.url}/api/docs/docs.js`)).status).toBe(200);
  });
});
