import { execFile, spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { createTRPCClient, httpLink, httpSubscriptionLink, splitLink } from '@trpc/client';
import { EventSource } from 'eventsource';
import type { StructuredPage, TextBlock } from '@ode/engine';
import { createLogger, openServices, readConfig, startServer, type RunningServer, type Services } from '@ode/server';
import type { JobInfo } from '@ode/server/contract';
import type { AppRouter } from '@ode/server/router';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  eventually,
  s3Environment,
  startPostgres,
  startRedis,
  startS3,
  temporaryFolder,
  type Backend,
} from '../../server/test/backends.js';
import { makePdf, PASSWORD } from '../../server/test/pdf.js';
import { onePage } from '../../wasm/test/pdf-builder.js';
import { scanOf } from '../../wasm/test/scan.js';
import { startWorker, type RunningWorker } from './worker.js';

const ODE = fileURLToPath(new URL('../bin/ode.mjs', import.meta.url));
const log = createLogger('silent');
/** So many pages that there is time to cancel, or to kill. */
const MANY_PAGES = 4000;

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

/** Every mode keeps this contract: the same product on other backends. */
function contract(open: () => Promise<Services>) {
  let services: Services;
  let server: RunningServer;
  let worker: RunningWorker;
  let api: ReturnType<typeof clientOf>;
  beforeAll(async () => {
    services = await open();
    server = await startServer(services);
    worker = startWorker(services, { concurrency: 2 });
    api = clientOf(server.url);
  });
  afterAll(async () => {
    await server.close();
    await worker.close();
    await services.close();
  });

  const upload = async (pdf: Buffer): Promise<string> => {
    const answer = await fetch(`${server.url}/api/documents?name=paper.pdf`, {
      method: 'POST',
      headers: { 'content-type': 'application/pdf' },
      body: new Uint8Array(pdf),
    });
    return ((await answer.json()) as { id: string }).id;
  };
  const submit = async (pdf: Buffer, options: { password?: string; title?: string } = {}) =>
    api.jobs.submit.mutate({ documentId: await upload(pdf), options });
  const states = (id: string) =>
    new Promise<JobInfo[]>((resolve, reject) => {
      const seen: JobInfo[] = [];
      api.jobs.progress.subscribe(
        { id },
        { onData: (event) => void seen.push(event.data), onComplete: () => resolve(seen), onError: reject },
      );
    });
  const end = async (id: string) => (await states(id)).at(-1);

  test('a PDF becomes a page of HTML with its text', async () => {
    const job = await submit(makePdf({ pages: 3 }), { title: 'Three & more' });
    const seen = await states(job.id);
    expect(seen.at(-1)).toMatchObject({ status: 'succeeded', progress: { done: 3, total: 3 }, error: null });
    const html = await (await fetch(server.url + seen.at(-1)?.result?.url)).text();
    expect(html).toMatch(/^<!doctype html>/i);
    expect(html).toContain('<title>Three &amp; more</title>');
    expect(html.length).toBe(seen.at(-1)?.result?.size);
    for (const page of [1, 2, 3]) expect(html).toContain(`page-${page}`);
    expect((await api.jobs.log.query({ id: job.id })).map((entry) => entry.event)).toEqual(
      expect.arrayContaining(['started', 'succeeded']),
    );
  });

  test('a PDF becomes what is asked for, of the pages that are asked for', async () => {
    const documentId = await upload(makePdf({ pages: 3 }));
    const job = await api.jobs.submit.mutate({ documentId, format: 'text', options: { pages: '3,2' } });
    const last = await end(job.id);
    expect(last).toMatchObject({ status: 'succeeded', format: 'text' });
    const answer = await fetch(server.url + last?.result?.url);
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toContain('filename="paper.txt"');
    expect((await answer.text()).match(/Page \d/g)).toEqual(['Page 3', 'Page 2']);
    const beyond = await api.jobs.submit.mutate({ documentId, format: 'markdown', options: { pages: '4' } });
    expect(await end(beyond.id)).toMatchObject({ status: 'failed', error: { code: 'page-out-of-range' } });
  });

  test('pictures are read in the languages that are asked for, where their data are there', async () => {
    const image = 'q 612 0 0 792 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 /F /AHx ID ff> EI Q';
    const documentId = await upload(makePdf({ content: image }));
    const read = async (ocr: string) => end((await api.jobs.submit.mutate({ documentId, format: 'markdown', options: { ocr } })).id);
    expect(await read('eng+tlh')).toMatchObject({ status: 'failed', error: { message: expect.stringContaining('tlh.traineddata') } });
    await expect(read('../eng')).rejects.toThrow('must be languages');
  });

  test('a scan is read: what stands in its picture is what stands in the result', async () => {
    const line = 'The quick brown fox jumps over the lazy dog.';
    const page = onePage(`BT /F1 14 Tf 40 120 Td (${line}) Tj ET`, { mediaBox: '[0 0 400 200]' });
    const documentId = await upload(Buffer.from(await scanOf(page, { turn: 0.5, noise: 20 })));
    const read = async (format: 'html' | 'json') => {
      const { result } = (await end((await api.jobs.submit.mutate({ documentId, format, options: { ocr: 'eng' } })).id))!;
      return (await fetch(server.url + result?.url)).text();
    };
    expect(
      /<main>.*<\/main>/s
        .exec(await read('html'))![0]
        .replace(/<[^>]*>/g, '')
        .trim(),
    ).toBe(line);
    const { pages } = JSON.parse(await read('json')) as { pages: StructuredPage[] };
    const [block] = pages[0]!.blocks as TextBlock[];
    expect(block!.lines[0]!.spans.flatMap(({ words }) => words.map(({ text }) => text)).join(' ')).toBe(line);
  });

  test('the same again is the same result, kept once, until the last of them is deleted', async () => {
    const pdf = makePdf({ pages: 2, content: '(the same again) pop' });
    const ended = async (options: { password?: string; title?: string } = {}) => {
      const job = await submit(pdf, options);
      expect(await end(job.id)).toMatchObject({ status: 'succeeded', progress: { done: 2, total: 2 } });
      return services.db.job.findUniqueOrThrow({ where: { id: job.id } });
    };
    const first = await ended();
    const again = await ended();
    expect([again.resultKey, again.resultSha256]).toEqual([first.resultKey, first.resultSha256]);
    expect((await api.jobs.log.query({ id: again.id })).at(-1)?.message).toContain(first.id);
    // Other options are another result, and what a password was given for is for nobody else.
    expect((await ended({ title: 'Another' })).resultKey).not.toBe(first.resultKey);
    const locked = await ended({ password: 'x' });
    expect([locked.resultKey === first.resultKey, locked.reuseKey]).toEqual([false, null]);
    await api.documents.delete.mutate({ id: first.documentId });
    expect(await services.db.pendingObject.count({ where: { key: first.resultKey ?? '' } })).toBe(0);
    expect((await fetch(`${server.url}/api/v1/jobs/${again.id}/result`)).status).toBe(200);
    await api.documents.delete.mutate({ id: again.documentId });
    expect((await fetch(`${server.url}/api/v1/jobs/${again.id}/result`)).status).toBe(404);
  });

  test('a result is also sent to where its job says, and the address is kept no longer', async () => {
    const got: Buffer[] = [];
    let refusals = 1;
    const bucket = http.createServer(async (request, response) => {
      const body = await buffer(request);
      if (request.url === '/refuses') return void response.writeHead(403).end();
      if (refusals-- > 0) return void response.writeHead(503).end();
      got.push(body);
      response.writeHead(200).end();
    });
    await new Promise<void>((resolve) => bucket.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(bucket.address() as AddressInfo).port}`;
    const documentId = await upload(makePdf({ content: '(sent) pop' }));
    const sent = await api.jobs.submit.mutate({ documentId, format: 'text', destination: { url: `${base}/key?signature=1` } });
    expect(await end(sent.id)).toMatchObject({ status: 'succeeded' });
    expect(got.map(String)).toEqual([expect.stringContaining('Page 1')]);
    const refused = await api.jobs.submit.mutate({ documentId, format: 'json', destination: { url: `${base}/refuses` } });
    expect(await end(refused.id)).toMatchObject({ status: 'failed', error: { code: 'destination-failed' } });
    const rows = await services.db.job.findMany({ where: { documentId } });
    expect(rows.map((row) => row.sealedDestination)).toEqual([null, null]);
    bucket.close();
  });

  test('a locked PDF opens with its password', async () => {
    const job = await submit(makePdf({ locked: true }), { password: PASSWORD });
    expect(await end(job.id)).toMatchObject({ status: 'succeeded' });
  });

  test.each([
    ['a locked PDF without its password', makePdf({ locked: true }), undefined, 'password-required'],
    ['a locked PDF with another password', makePdf({ locked: true }), 'guess', 'password-wrong'],
    ['a PDF without a page in it', Buffer.from('%PDF-1.7\nnothing\n'), undefined, 'damaged'],
  ])('%s fails by a stable code, at the first try', async (_what, pdf, password, code) => {
    const job = await submit(pdf, { password });
    expect(await end(job.id)).toMatchObject({ status: 'failed', error: { code }, result: null });
    const answer = await fetch(`${server.url}/api/jobs/${job.id}/result`);
    expect([answer.status, ((await answer.json()) as { error: { code: string } }).error.code]).toEqual([409, 'job-failed']);
    expect((await api.jobs.log.query({ id: job.id })).map((entry) => entry.event)).toEqual(['started', code]);
    await eventually(async () => Object.values(await services.queue.counts()).every((count) => count === 0));
  });

  test('a running conversion can be cancelled, and leaves nothing', async () => {
    const job = await submit(makePdf({ pages: MANY_PAGES }));
    await eventually(async () => (await api.jobs.get.query({ id: job.id })).status === 'running');
    expect(await api.jobs.cancel.mutate({ id: job.id })).toMatchObject({ status: 'cancelled' });
    await eventually(async () => Object.values(await services.queue.counts()).every((count) => count === 0));
    expect(await api.jobs.get.query({ id: job.id })).toMatchObject({ status: 'cancelled', result: null });
    expect((await api.jobs.log.query({ id: job.id })).map((entry) => entry.event)).toEqual(['started']);
  });

  test('what is wrong with us and not with the document is tried again', async () => {
    const documentId = await upload(makePdf());
    const { storage } = services;
    const { get } = storage;
    let refused = 0;
    storage.get = async (key) => {
      storage.get = get;
      refused++;
      throw new Error(`no connection while reading ${key}`);
    };
    const job = await api.jobs.submit.mutate({ documentId });
    expect(await end(job.id)).toMatchObject({ status: 'succeeded' });
    expect(refused).toBe(1);
    expect((await api.jobs.log.query({ id: job.id })).map((entry) => entry.event)).toEqual(['started', 'retry', 'started', 'succeeded']);
  });

  test('a document that its converter dies with twice is quarantined; that its workers died counts for nothing', async () => {
    const { db } = services;
    const pdf = makePdf({ pages: MANY_PAGES, content: '(fatal) pop' });
    const { id, documentId } = await submit(pdf);
    await db.job.update({ where: { id }, data: { losses: 2 } });
    for (const attempt of [1, 2]) {
      await eventually(async () => {
        const row = await db.job.findUniqueOrThrow({ where: { id } });
        return row.attempt === attempt && row.status === 'running' && row.pagesTotal !== null;
      });
      for (const pid of convertersOf(process.pid)) process.kill(pid, 'SIGKILL');
    }
    expect(await end(id)).toMatchObject({ status: 'failed', error: { code: 'converter-killed' } });
    expect((await api.jobs.log.query({ id })).map((entry) => entry.event)).toEqual(['started', 'retry', 'started', 'converter-killed']);
    const { sha256, tenantId } = await db.document.findUniqueOrThrow({ where: { id: documentId } });
    expect(await db.quarantine.findMany({ where: { tenantId, sha256 } })).toMatchObject([{ code: 'converter-killed', jobId: id }]);
    await expect(submit(pdf)).rejects.toMatchObject({ data: { errorCode: 'quarantined' } });
    // Nor is it converted as one of many, or when it is tried again, until it is let go.
    const quarantined = { status: 'failed', error: { code: 'quarantined' } };
    const batch = await api.batches.create.mutate({ documentIds: [documentId] });
    await eventually(async () => (await api.batches.get.query({ id: batch.id })).status === 'ended');
    expect((await api.jobs.list.query({ batchId: batch.id })).items).toMatchObject([quarantined]);
    await api.jobs.retry.mutate({ id });
    expect(await end(id)).toMatchObject(quarantined);
    await api.quarantine.release.mutate({ sha256 });
    const released = await api.jobs.submit.mutate({ documentId, options: { pages: '1' } });
    expect(await end(released.id)).toMatchObject({ status: 'succeeded' });
  });

  test('a claim whose answer was lost holds no job for ever', async () => {
    const { db } = services;
    const documentId = await upload(makePdf());
    const { tenantId } = await db.document.findUniqueOrThrow({ where: { id: documentId } });
    const { id: workerId } = await eventually(() => db.worker.findFirst({ orderBy: { startedAt: 'desc' } }));
    const { id } = await db.job.create({
      data: { tenantId, documentId, format: 'html', status: 'running', attempt: 1, workerId, startedAt: new Date(Date.now() - 60_000) },
    });
    expect(await end(id)).toMatchObject({ status: 'succeeded' });
    expect(await db.job.findUnique({ where: { id } })).toMatchObject({ attempt: 2, losses: 0, retries: 0 });
  });

  test('many at once all end, each once', async () => {
    const documentId = await upload(makePdf());
    const jobs = await Promise.all(Array.from({ length: 30 }, () => api.jobs.submit.mutate({ documentId })));
    const ends = await Promise.all(jobs.map((job) => end(job.id)));
    expect(ends.map((job) => job?.status)).toEqual(jobs.map(() => 'succeeded'));
    expect(await services.db.job.count({ where: { documentId, attempt: 1 } })).toBe(30);
  });
}

describe('embedded', () => {
  const data = temporaryFolder();
  afterAll(() => fs.rmSync(data, { recursive: true }));
  contract(() => openServices(readConfig({ ODE_DATA: data, ODE_WEBHOOKS_ANYWHERE: 'true', PORT: '0', HOST: '127.0.0.1' }), log));
});

describe('cluster', () => {
  let postgres: Backend;
  let redis: Backend;
  let s3: Backend;
  let env: Record<string, string>;
  beforeAll(async () => {
    [postgres, redis, s3] = await Promise.all([startPostgres(), startRedis(), startS3()]);
    env = {
      ODE_AUTH: 'open',
      DATABASE_URL: postgres.url,
      REDIS_URL: redis.url,
      ...s3Environment(s3),
      ODE_WEBHOOKS_ANYWHERE: 'true',
      ODE_SECRET_KEYS: `test:${Buffer.alloc(32, 1).toString('base64')}`,
      PORT: '0',
      HOST: '127.0.0.1',
      ODE_DRAIN_SECONDS: '0',
    };
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: env.AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY: env.AWS_SECRET_ACCESS_KEY });
  });
  afterAll(() => Promise.all([postgres.stop(), redis.stop(), s3.stop()]));

  describe('in one process', () => contract(() => openServices(readConfig(env), log)));

  describe('with workers of their own', () => {
    const processes: ChildProcess[] = [];
    const work = () => {
      const child = spawn(process.execPath, [ODE, 'work', '--workers', '1'], {
        env: { ...process.env, ...env, PORT: '' },
        stdio: 'ignore',
      });
      processes.push(child);
      return child;
    };
    afterAll(() => processes.forEach((child) => child.kill('SIGKILL')));

    test('a job comes back when its worker is killed, and is done by another', async () => {
      const services = await openServices(readConfig(env), log);
      const server = await startServer(services);
      const answer = await fetch(`${server.url}/api/documents`, {
        method: 'POST',
        headers: { 'content-type': 'application/pdf' },
        body: new Uint8Array(makePdf({ pages: MANY_PAGES })),
      });
      const api = clientOf(server.url);
      const { id } = await api.jobs.submit.mutate({ documentId: ((await answer.json()) as { id: string }).id });
      const first = work();
      await eventually(async () => {
        const { status, progress } = await api.jobs.get.query({ id });
        return status === 'running' && progress.total !== null;
      });
      const children = childrenOf(first.pid ?? 0);
      expect(children).toHaveLength(1);
      first.kill('SIGKILL');
      // The converter process does not outlive its worker, whatever it was busy with.
      await eventually(() => children.every((pid) => !fs.existsSync(`/proc/${pid}`)), 10);
      expect((await api.jobs.get.query({ id })).status).toBe('running');
      work();
      await eventually(async () => (await api.jobs.get.query({ id })).status === 'succeeded', 100);
      const row = await services.db.job.findUniqueOrThrow({ where: { id } });
      expect(row).toMatchObject({ attempt: 2, pagesDone: MANY_PAGES, resultKey: `results/${id}/2` });
      await server.close();
      await services.close();
    }, 150_000);
  });

  test('the command says which setting is wrong', async () => {
    const said = await ode(['work'], { ...env, REDIS_URL: 'http://cache' });
    expect(said).toEqual({
      code: 2,
      stderr: 'ode: REDIS_URL must be a URL that starts with redis:// or rediss:// (it is "http://cache")\n',
    });
  });
});

describe('ode serve', () => {
  const data = path.join(temporaryFolder(), 'data');
  afterAll(() => fs.rmSync(path.dirname(data), { recursive: true }));

  async function serve(): Promise<{ child: ChildProcess; url: string }> {
    const child = spawn(process.execPath, [ODE, 'serve', '--port', '0', '--data', data], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const url = await eventually(() => /ODE is ready: (\S+)/.exec(said)?.[1]);
    return { child, url };
  }
  const exit = (child: ChildProcess) => new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));

  test('keeps what it has over a stop and over a kill -9, and refuses a second one on the same data', async () => {
    const first = await serve();
    const answer = await fetch(`${first.url}/api/documents`, {
      method: 'POST',
      headers: { 'content-type': 'application/pdf' },
      body: new Uint8Array(makePdf({ pages: 2 })),
    });
    const { id: documentId } = (await answer.json()) as { id: string };
    const job = await clientOf(first.url).jobs.submit.mutate({ documentId });
    await eventually(async () => (await clientOf(first.url).jobs.get.query({ id: job.id })).status === 'succeeded');

    const second = await ode(['serve', '--port', '0', '--data', data]);
    expect(second.code).toBe(2);
    expect(second.stderr).toMatch(/^ode: Another ODE \(process \d+\) has the data folder /);

    first.child.kill('SIGTERM');
    expect(await exit(first.child)).toBe(0);
    expect(fs.existsSync(path.join(data, 'lock'))).toBe(false);

    const killed = await serve();
    killed.child.kill('SIGKILL');
    await exit(killed.child);
    const third = await serve();
    expect(await clientOf(third.url).jobs.get.query({ id: job.id })).toMatchObject({ status: 'succeeded' });
    third.child.kill('SIGINT');
    expect(await exit(third.child)).toBe(0);
  });

  test('ends in order when who started it is gone, however that went', async () => {
    const stdio = ['ignore', 'pipe', 'inherit', 'ipc'] as const;
    const child = spawn(process.execPath, [ODE, 'serve', '--port', '0', '--data', data], { stdio: [...stdio] });
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await eventually(() => /ODE is ready: (\S+)/.exec(said)?.[1]);
    const postgres = Number(fs.readFileSync(path.join(data, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
    child.disconnect();
    expect(await exit(child)).toBe(0);
    expect(fs.existsSync(`/proc/${postgres}`)).toBe(false);
    expect(fs.existsSync(path.join(data, 'lock'))).toBe(false);
  });
});

function ode(args: string[], env: Record<string, string> = {}): Promise<{ code: number; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [ODE, ...args], { env: { ...process.env, ...env } }, (error, _stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stderr });
    });
  });
}

/** The processes below `pid` that convert: a sandbox's shell may stand between. */
function convertersOf(pid: number): number[] {
  return childrenOf(pid).flatMap((child) => {
    const [program, ...words] = fs.readFileSync(`/proc/${child}/cmdline`, 'latin1').split('\0');
    const converts = program === process.execPath && words.some((word) => word.includes('converter-process'));
    return converts ? [child] : convertersOf(child);
  });
}

function childrenOf(pid: number): number[] {
  return fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
}
