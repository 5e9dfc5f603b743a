import { createHash } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { Readable } from 'node:stream';
import { brotliCompressSync } from 'node:zlib';
import { createTRPCClient, httpLink, httpSubscriptionLink, splitLink } from '@trpc/client';
import { EventSource } from 'eventsource';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, freePort, temporaryFolder } from '../test/backends.js';
import { makePdf } from '../test/pdf.js';
import { readConfig } from './config.js';
import type { JobInfo } from './contract/index.js';
import { claimJob, expectObject, reportProgress, succeedJob } from './db/index.js';
import { createLogger } from './logger.js';
import type { AppRouter } from './router/index.js';
import { disposition } from './routes/download.js';
import { buildServer, startServer, type RunningServer } from './server.js';
import { openServices, type Services } from './services.js';

/*
 * The server on the embedded backends, with no worker: the tests are the worker, by its own functions. The worker has
 * tests of its own (worker/src/worker.test.ts), on both modes.
 */
const data = temporaryFolder();
const viewer = temporaryFolder();
const log = createLogger('silent');
const fonts = temporaryFolder();
const settings = {
  ODE_DATA: data,
  ODE_VIEWER: viewer,
  ODE_FALLBACK_FONT: `ja=${path.join(fonts, 'kana.ttf')},ko=${path.join(fonts, 'all.ttc')}#1`,
  ODE_MAX_UPLOAD_MB: '1',
  PORT: '0',
  HOST: '127.0.0.1',
};
let services: Services;
let server: RunningServer;
const clientOf = (url: string) =>
  createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (op) => op.type === 'subscription',
        true: httpSubscriptionLink({ url: `${url}/api/trpc`, EventSource }),
        false: httpLink({ url: `${url}/api/trpc` }),
      }),
    ],
  });
let api: ReturnType<typeof clientOf>;

const HTML = '<!doctype html><title>viewer</title>';
const WASM = Buffer.from('0061736d01000000', 'hex');
/** The head of a collection of two fonts, in hexadecimal; then come their offsets. */
const COLLECTION = '747463660001000000000002';

beforeAll(async () => {
  fs.mkdirSync(path.join(viewer, 'assets'));
  fs.writeFileSync(path.join(viewer, 'index.html'), HTML);
  fs.writeFileSync(path.join(viewer, 'dashboard.html'), HTML);
  fs.writeFileSync(path.join(viewer, 'assets', 'engine-abc123.wasm'), WASM);
  fs.writeFileSync(path.join(viewer, 'assets', 'engine-abc123.wasm.br'), brotliCompressSync(WASM));
  fs.writeFileSync(path.join(fonts, 'kana.ttf'), 'kana');
  fs.writeFileSync(path.join(fonts, 'all.ttc'), Buffer.from(`${COLLECTION}0000002000000040`, 'hex'));
  services = await openServices(readConfig(settings), log);
  server = await startServer(services);
  api = clientOf(server.url);
});
afterAll(async () => {
  await server.close();
  await services.close();
  fs.rmSync(data, { recursive: true });
  fs.rmSync(viewer, { recursive: true });
  fs.rmSync(fonts, { recursive: true });
});

const upload = (body: BodyInit, name = 'paper.pdf', type = 'application/pdf') =>
  fetch(`${server.url}/api/documents?name=${encodeURIComponent(name)}`, { method: 'POST', headers: { 'content-type': type }, body });
const uploaded = async (name?: string) => ((await (await upload(new Uint8Array(makePdf()), name)).json()) as { id: string }).id;
const submitted = async (name?: string) => api.jobs.submit.mutate({ documentId: await uploaded(name) });
const streamed = (pieces: AsyncIterable<Uint8Array>) => Readable.toWeb(Readable.from(pieces)) as ReadableStream;
const stored = () => fs.readdirSync(path.join(data, 'objects'), { recursive: true, withFileTypes: true }).filter((e) => e.isFile()).length;

/** Ends a job as a worker would. */
async function convert({ id }: JobInfo, html: string): Promise<string> {
  await services.queue.remove(id);
  const claim = await claimJob(services.db, null, id);
  if (!claim) throw new Error('not claimed');
  await reportProgress(services.db, claim, 0, 1);
  await services.storage.put(`results/${id}/1.html`, Readable.from([Buffer.from(html)]), 'text/html');
  const sha256 = createHash('sha256').update(html).digest('hex');
  await expectObject(services.db, `results/${id}/1.html`);
  await succeedJob(services.db, claim, { key: `results/${id}/1.html`, size: Buffer.byteLength(html), sha256, pages: 1 });
  return sha256;
}

describe('uploads', () => {
  test('a PDF becomes a document with its size and SHA-256', async () => {
    const pdf = makePdf({ pages: 3 });
    const answer = await upload(new Uint8Array(pdf), 'Über uns.pdf');
    expect(answer.status).toBe(201);
    const document = (await answer.json()) as { id: string };
    expect(document).toMatchObject({ name: 'Über uns.pdf', size: pdf.length, sha256: createHash('sha256').update(pdf).digest('hex') });
    expect(await api.documents.get.query({ id: document.id })).toEqual(document);
  });

  test('the header may stand anywhere in the first kilobyte, and arrive in pieces', async () => {
    const pdf = Buffer.concat([Buffer.alloc(1000, ' '), makePdf()]);
    const pieces = async function* () {
      for (const byte of pdf.subarray(0, 1010)) yield Uint8Array.of(byte);
      yield pdf.subarray(1010);
    };
    const answer = await fetch(`${server.url}/api/documents`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: streamed(pieces()),
      duplex: 'half',
    } as RequestInit);
    expect(await answer.json()).toMatchObject({ name: 'document.pdf', size: pdf.length });
  });

  test('names lose folders and control characters, nothing else', async () => {
    const answer = await upload(new Uint8Array(makePdf()), '../../etc/\u0000pass\nwd \u202efdp.exe');
    expect(await answer.json()).toMatchObject({ name: 'passwd fdp.exe' });
  });

  test.each([
    ['an empty body', '', 422, 'empty-file'],
    ['no PDF', 'GIF89a', 422, 'not-a-pdf'],
    ['no PDF in its first kilobyte', `${' '.repeat(1024)}%PDF-1.7`, 422, 'not-a-pdf'],
    ['one byte over the limit', `%PDF-1.7${' '.repeat(2 ** 20 - 7)}`, 413, 'too-large'],
  ])('%s is refused and leaves nothing', async (_what, body, status, code) => {
    const before = stored();
    const answer = await upload(body);
    expect(answer.status).toBe(status);
    const { error } = (await answer.json()) as { error: { code: string; message: string } };
    expect(error.code).toBe(code);
    expect(error.message).toMatch(/\. \w.*\.$/);
    expect(stored()).toBe(before);
  });

  test('a file over the limit is refused while it streams, whatever length it claims to have', async () => {
    const before = stored();
    const endless = async function* () {
      yield Buffer.from('%PDF-1.7');
      for (let i = 0; i < 64; i++) yield Buffer.alloc(1 << 16);
    };
    const answer = await fetch(`${server.url}/api/documents`, {
      method: 'POST',
      headers: { 'content-type': 'application/pdf' },
      body: streamed(endless()),
      duplex: 'half',
    } as RequestInit);
    expect(answer.status).toBe(413);
    expect(await answer.json()).toEqual({
      error: {
        code: 'too-large',
        message: 'This file is over the limit of 1 MB. Choose a smaller file, or split it.',
        requestId: answer.headers.get('x-request-id'),
      },
    });
    expect(stored()).toBe(before);
  });

  test('an upload that breaks off leaves nothing', async () => {
    const before = { files: stored(), rows: await services.db.document.count() };
    const request = http.request(`${server.url}/api/documents`, {
      method: 'POST',
      headers: { 'content-type': 'application/pdf', 'content-length': '100000' },
    });
    request.on('error', () => undefined);
    request.write(`%PDF-1.7${' '.repeat(50_000)}`);
    await eventually(() => stored() === before.files + 1);
    request.destroy();
    await eventually(() => stored() === before.files);
    expect(await services.db.document.count()).toBe(before.rows);
  });

  test.each(['text/plain', 'application/json', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded'])(
    'a body of type %s is refused: a form of another site could send it',
    async (type) => {
      const answer = await upload(new Uint8Array(makePdf()), 'a.pdf', type);
      expect(answer.status).toBe(415);
      expect(await answer.json()).toMatchObject({ error: { code: 'unsupported-media-type' } });
    },
  );
});

describe('jobs', () => {
  test('are followed from the present state to the last, with numbers to go on from', async () => {
    const job = await submitted();
    expect(job).toMatchObject({ status: 'queued', documentName: 'paper.pdf', format: 'html', progress: { done: 0, total: null } });
    const events: { id: string; data: JobInfo }[] = [];
    const ended = new Promise<void>((resolve, reject) => {
      api.jobs.progress.subscribe({ id: job.id }, { onData: (event) => void events.push(event), onComplete: resolve, onError: reject });
    });
    await eventually(() => events.length === 1);
    expect(events[0]?.data).toEqual(job);
    await convert(job, 'x');
    await ended;
    expect(events.at(-1)?.data).toMatchObject({ status: 'succeeded', progress: { done: 1, total: 1 } });
    expect(events.map((event) => Number(event.id))).toEqual([...new Set(events.map((event) => Number(event.id)))].sort((a, b) => a - b));

    // Who comes late sees the end; who has seen it already is only told that it is over.
    const late: JobInfo[] = [];
    const follow = (lastEventId?: string) =>
      new Promise<void>((resolve, reject) => {
        api.jobs.progress.subscribe(
          { id: job.id, lastEventId },
          { onData: (event) => void late.push(event.data), onComplete: resolve, onError: reject },
        );
      });
    await follow();
    expect(late.map((state) => state.status)).toEqual(['succeeded']);
    await follow(events.at(-1)?.id);
    expect(late).toHaveLength(1);
  });

  test('are listed newest first, by pages', async () => {
    const documentId = await uploaded();
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.unshift((await api.jobs.submit.mutate({ documentId })).id);
    const first = await api.jobs.list.query({ documentId, limit: 3 });
    expect(first.items.map((job) => job.id)).toEqual(ids.slice(0, 3));
    const second = await api.jobs.list.query({ documentId, limit: 3, cursor: first.nextCursor ?? '' });
    expect(second.items.map((job) => job.id)).toEqual(ids.slice(3));
    expect(second.nextCursor).toBeNull();
    await api.jobs.cancel.mutate({ id: ids[0] ?? '' });
    expect((await api.jobs.list.query({ documentId, status: 'cancelled' })).items.map((job) => job.id)).toEqual([ids[0]]);
    expect((await api.documents.list.query({ limit: 1 })).items[0]?.id).toBe(documentId);
  });

  test('that wait can be cancelled, and leave the queue', async () => {
    const job = await submitted();
    const waiting = (await services.queue.counts()).waiting ?? 0;
    expect(await api.jobs.cancel.mutate({ id: job.id })).toMatchObject({ status: 'cancelled' });
    expect((await services.queue.counts()).waiting).toBe(waiting - 1);
    expect(await api.jobs.cancel.mutate({ id: job.id })).toMatchObject({ status: 'cancelled' });
  });

  const level = async () => (await services.queue.counts()).waiting === (await services.db.job.count({ where: { status: 'queued' } }));

  test('that the queue has lost have their turn again; a turn too many goes', async () => {
    await eventually(level);
    const job = await submitted();
    await services.queue.remove(job.id);
    expect(await level()).toBe(false);
    await eventually(level);
    await services.queue.add('a turn of nobody');
    expect(await level()).toBe(false);
    await eventually(level);
    await api.jobs.cancel.mutate({ id: job.id });
  });

  test('are taken in while the queue is away, and begin when it is back', async () => {
    const documentId = await uploaded();
    const { add } = services.queue;
    services.queue.add = () => new Promise(() => undefined);
    const job = await api.jobs.submit.mutate({ documentId }).finally(() => (services.queue.add = add));
    expect(job.status).toBe('queued');
    await eventually(level);
    await api.jobs.cancel.mutate({ id: job.id });
  });

  const NOBODY = '01900000-0000-7000-8000-000000000000';
  test.each([
    ['a document that is not there', () => api.jobs.submit.mutate({ documentId: NOBODY }), 'not-found', 404],
    ['a job that is not there', () => api.jobs.get.query({ id: NOBODY }), 'not-found', 404],
    ['the log of a job that is not there', () => api.jobs.log.query({ id: NOBODY }), 'not-found', 404],
    ['an id that is none', () => api.jobs.get.query({ id: 'x' }), 'bad-request', 400],
    ['another format', async () => api.jobs.submit.mutate({ documentId: await uploaded(), format: 'docx' }), 'unsupported-format', 400],
    ['too long a list', () => api.jobs.list.query({ limit: 1000 }), 'bad-request', 400],
    ['to cancel what is done', async () => api.jobs.cancel.mutate({ id: (await converted()).id }), 'job-finished', 409],
  ])('%s is refused by a stable code', async (_what, call, errorCode, httpStatus) => {
    await expect(call()).rejects.toMatchObject({ data: { errorCode, httpStatus } });
  });
  const converted = async () => {
    const job = await submitted();
    await convert(job, 'x');
    return job;
  };

  test.each([
    ['a title', { title: 'a\0b' }],
    ['a title', { title: '\ud800' }],
    ['a password', { password: 'a\0b' }],
    ['a password', { password: '\ud800' }],
    ['pages in the wrong order', { pages: '3-1' }],
    ['an option that there is not', { colour: 'red' }],
  ])('%s that cannot be kept is refused: %j', async (_what, options) => {
    await expect(api.jobs.submit.mutate({ documentId: await uploaded(), options: options as object })).rejects.toMatchObject({
      data: { errorCode: 'bad-request', httpStatus: 400 },
    });
  });

  test('of a document that is quarantined are refused', async () => {
    const documentId = await uploaded();
    const { tenantId, sha256 } = await services.db.document.findUniqueOrThrow({ where: { id: documentId } });
    await services.db.quarantine.create({ data: { tenantId, sha256, code: 'engine-crashed', jobId: NOBODY } });
    await expect(api.jobs.submit.mutate({ documentId })).rejects.toMatchObject({ data: { errorCode: 'quarantined', httpStatus: 422 } });
    await services.db.quarantine.deleteMany();
  });

  test('more than ten procedures in one request are refused', async () => {
    const batch = (n: number) => fetch(`${server.url}/api/trpc/${Array(n).fill('limits').join(',')}?batch=1`);
    expect((await batch(10)).status).toBe(200);
    expect((await batch(11)).status).toBe(400);
  });

  test('the password is sealed in the database, and opens with the key for this job alone', async () => {
    const job = await api.jobs.submit.mutate({ documentId: await uploaded(), options: { password: 'correct horse' } });
    const row = await services.db.job.findUnique({ where: { id: job.id } });
    expect(JSON.stringify(row, (_key, value: unknown) => (typeof value === 'bigint' ? Number(value) : value))).not.toContain('correct');
    const sealed = row?.sealedPassword ?? Buffer.alloc(0);
    expect(Buffer.from(sealed).includes('correct')).toBe(false);
    expect(services.sealer.open(sealed, job.id)).toBe('correct horse');
    expect(() => services.sealer.open(sealed, NOBODY)).toThrow();
    await api.jobs.cancel.mutate({ id: job.id });
  });
});

describe('results', () => {
  test('are of the type and the name of their format', async () => {
    const job = await api.jobs.submit.mutate({ documentId: await uploaded('paper.pdf'), format: 'markdown' });
    expect(job.format).toBe('markdown');
    await convert(job, '# Paper');
    const { headers } = await fetch(`${server.url}/api/v1/jobs/${job.id}/result`);
    expect(headers.get('content-type')).toBe('text/markdown; charset=utf-8');
    expect(headers.get('content-disposition')).toContain('filename="paper.md"');
  });

  test('are downloads under a policy that lets them do nothing', async () => {
    const job = await submitted('Über "uns".pdf');
    const sha256 = await convert(job, '<p>ünïcode</p>');
    const url = `${server.url}/api/jobs/${job.id}/result`;
    const answer = await fetch(url);
    expect(await answer.text()).toBe('<p>ünïcode</p>');
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-length')).toBe('16');
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="_ber _uns_.html"; filename*=UTF-8''%C3%9Cber%20%22uns%22.html`,
    );
    expect(answer.headers.get('content-security-policy')).toMatch(
      /^sandbox [^;]*; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:/,
    );
    expect(answer.headers.get('content-security-policy')).not.toMatch(/allow-(scripts|same-origin|forms|top)/);
    expect(answer.headers.get('etag')).toBe(`"${sha256}"`);

    expect((await fetch(`${url}?inline`)).headers.get('content-disposition')).toMatch(/^inline;/);
    expect((await fetch(url, { headers: { 'if-none-match': `"other", W/"${sha256}"` } })).status).toBe(304);
    expect((await fetch(url, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
  });

  test('that are not there are refused by a stable code', async () => {
    const codeOf = async (id: string) => {
      const answer = await fetch(`${server.url}/api/jobs/${id}/result`);
      return [answer.status, ((await answer.json()) as { error: { code: string } }).error.code];
    };
    const job = await submitted();
    expect(await codeOf(job.id)).toEqual([409, 'job-not-finished']);
    await api.jobs.cancel.mutate({ id: job.id });
    expect(await codeOf(job.id)).toEqual([409, 'job-cancelled']);
    expect(await codeOf('nonsense')).toEqual([404, 'not-found']);
    const gone = await submitted();
    await convert(gone, 'x');
    await services.storage.delete(`results/${gone.id}/1.html`);
    expect(await codeOf(gone.id)).toEqual([404, 'not-found']);
  });

  test('names for old programs hold nothing that ends the header', () => {
    expect(disposition('inline', 'a"\\%\r\n;é\ud800.html')).toBe(
      `inline; filename="a_____;__.html"; filename*=UTF-8''a%22%5C%25%0D%0A%3B%C3%A9%EF%BF%BD.html`,
    );
  });
});

describe('the viewer', () => {
  test('is served under a strict policy and is asked for anew each time', async () => {
    const answer = await fetch(server.url);
    expect(await answer.text()).toBe(HTML);
    expect(answer.headers.get('cache-control')).toBe('no-cache');
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'sha256-[\w+/]{43}='; style-src 'self';/);
    expect(policy).not.toContain('unsafe-inline');
    expect(policy).not.toContain("'unsafe-eval'");
    expect(policy).toContain("frame-ancestors 'self'");
  });

  test('may be shown in frames of those that are named, and what changes things in our own alone', async () => {
    const config = { ...services.config, frameAncestors: 'https://host.example' };
    const app = await buildServer({ ...services, config }, new AbortController().signal);
    const framers = async (url: string) =>
      /frame-ancestors (.*)$/.exec(
        String((await app.inject({ url, headers: { host: 'localhost' } })).headers['content-security-policy']),
      )?.[1];
    expect(await framers('/')).toBe('https://host.example');
    for (const url of ['/dashboard', '/dashboard.html', '/%64ashboard.html', '/api/docs'])
      expect([url, await framers(url)]).toEqual([url, "'self'"]);
    await app.close();
  });

  test('has hashed files that are kept for ever, compressed where that is understood', async () => {
    const url = `${server.url}/assets/engine-abc123.wasm`;
    const answer = await fetch(url, { headers: { 'accept-encoding': 'br' } });
    expect(answer.headers.get('content-encoding')).toBe('br');
    expect(answer.headers.get('content-type')).toBe('application/wasm');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.get('vary')).toBe('accept-encoding');
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(WASM);
    const plain = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(Buffer.from(await plain.arrayBuffer())).toEqual(WASM);
  });

  test('has the fallback fonts of the settings, by language', async () => {
    const font = async (language: string) => Buffer.from(await (await fetch(`${server.url}/fallback-font/${language}`)).arrayBuffer());
    expect((await font('ja')).toString()).toBe('kana');
    expect((await font('default')).toString()).toBe('kana');
    // The second font of the collection stands first.
    expect((await font('ko')).toString('hex')).toBe(`${COLLECTION}0000004000000040`);
  });

  test.each([
    '/nothing',
    '/fallback-font/zh-Hans',
    '/fallback-font/constructor',
    '/fallback-font/__proto__',
    '/api/nothing',
    '/assets/../../package.json',
    '/api/trpc/nothing',
  ])('%s is not found, in our own form', async (at) => {
    const answer = await fetch(server.url + at);
    expect(answer.status).toBe(404);
    expect(JSON.stringify(await answer.json())).toContain('not-found');
  });
});

describe('operation', () => {
  test('/healthz and /readyz answer', async () => {
    expect(await (await fetch(`${server.url}/healthz`)).json()).toEqual({ status: 'ok' });
    expect(await (await fetch(`${server.url}/readyz`)).json()).toEqual({
      status: 'ok',
      checks: { database: 'ok', queue: 'ok', storage: 'ok' },
    });
  });

  test('/metrics counts requests by route, uploads and what waits', async () => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    expect(text).toMatch(/^ode_http_request_seconds_count\{method="POST",route="\/api\/documents",status="422"\} \d+$/m);
    expect(text).toMatch(/^ode_uploaded_bytes_total [1-9]\d+$/m);
    expect(text).toMatch(/^ode_jobs\{status="queued"\} \d+$/m);
    expect(text).toMatch(/^bullmq_job_count\{queue="conversions", state="waiting"\} \d+$/m);
  });

  test('another ODE on the same data is refused by name, and leaves the first one be', async () => {
    // The lock of one's own process does not count, so this takes another process.
    const { execFile } = await import('node:child_process');
    const script = `import { lockFolder } from './dist/folder-lock.js'; try { lockFolder(process.argv[1]) } catch (e) { console.log(e.message) }`;
    const said = await new Promise<string>((resolve) =>
      execFile(process.execPath, ['--input-type=module', '-e', script, data], { cwd: path.join(import.meta.dirname, '..') }, (_e, out) =>
        resolve(out),
      ),
    );
    expect(said).toContain(`Another ODE (process ${process.pid}) has the data folder ${data}`);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  test('a port that is asked for and taken is refused; one that is not asked for is looked for', async () => {
    const port = await freePort();
    const holder = http.createServer().listen(port, '127.0.0.1');
    await new Promise((resolve) => holder.once('listening', resolve));
    await expect(startServer({ ...services, config: { ...services.config, port } })).rejects.toThrow(`Port ${port} is in use`);
    const holders = http
      .createServer()
      .on('error', () => undefined)
      .listen(3000, '127.0.0.1');
    await new Promise((resolve) => setTimeout(resolve, 50));
    const other = await startServer({ ...services, config: { ...services.config, port: null } });
    expect(Number(new URL(other.url).port)).toBeGreaterThan(3000);
    await other.close();
    holder.close();
    holders.close();
  });

  test('shutting down: not ready first, then requests at hand are finished, progress streams end, and it closes', async () => {
    const other = await startServer({ ...services, config: { ...services.config, port: 0, drainMs: 600 } });
    const client = clientOf(other.url);
    const job = await submitted();
    let told = 0;
    const subscription = client.jobs.progress.subscribe({ id: job.id }, { onData: () => told++, onError: () => undefined });
    await eventually(() => told === 1);
    const closed = other.close();
    await eventually(async () => (await fetch(`${other.url}/readyz`)).status === 503);
    expect((await fetch(`${other.url}/healthz`)).status).toBe(200);
    await closed;
    await expect(fetch(`${other.url}/healthz`)).rejects.toThrow();
    subscription.unsubscribe();
    await api.jobs.cancel.mutate({ id: job.id });
  });

  test('shutting down: a client that has stalled is not waited for longer than the grace', async () => {
    const other = await startServer({ ...services, config: { ...services.config, port: 0, graceMs: 200 } });
    const request = http.request(`${other.url}/api/documents`, {
      method: 'POST',
      headers: { 'content-type': 'application/pdf', 'content-length': 1000 },
    });
    const broken = new Promise<NodeJS.ErrnoException>((resolve) => request.on('error', resolve));
    request.write('%PDF-1.7\n');
    await eventually(async () => ((await (await fetch(`${other.url}/healthz`)).json()) as { status: string }).status === 'ok');
    await other.close();
    expect((await broken).code).toBe('ECONNRESET');
  });
});
