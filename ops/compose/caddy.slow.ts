/*
 * The reverse proxy that compose.yaml and docs/operations/one-machine.md put in front: deploy/examples/Caddyfile as it is, by Debian's
 * Caddy, on a real API and a real worker.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  eventually,
  freePort,
  s3Environment,
  startPostgres,
  startRedis,
  startS3,
  temporaryFolder,
  type Backend,
} from '../../server/test/backends.js';
import { makePdf } from '../../server/test/pdf.js';
import { KEEP_ALIVE_MS } from '../../server/src/server.js';
import { startOde, status, type OdeProcess } from '../processes/ode.js';
import { ROOT } from '../workflows/workflows.js';
import { compose } from './compose.js';

const CADDYFILE = path.join(ROOT, 'deploy/examples/Caddyfile');
const text = fs.readFileSync(CADDYFILE, 'utf8');
const folder = temporaryFolder();
let backends: Backend[];
let api: OdeProcess;
let worker: OdeProcess;
let caddy: ChildProcess;
let url: string;

beforeAll(async () => {
  const [postgres, redis, s3] = (backends = await Promise.all([startPostgres(), startRedis(), startS3()])) as [Backend, Backend, Backend];
  const env = {
    ODE_MODE: 'cluster',
    ODE_AUTH: 'open',
    DATABASE_URL: postgres.url,
    REDIS_URL: redis.url,
    ...s3Environment(s3),
    ODE_DRAIN_SECONDS: '0',
    ODE_TRUSTED_PROXIES: '127.0.0.1',
  };
  [api, worker] = await Promise.all([startOde('serve', env), startOde('work', env)]);
  url = `http://localhost:${await freePort()}`;
  caddy = spawn('caddy', ['run', '--adapter', 'caddyfile', '--config', CADDYFILE], {
    env: { ...process.env, ODE_DOMAIN: url, ODE_UPSTREAM: `127.0.0.1:${api.port}`, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
    stdio: 'ignore',
  });
  await eventually(async () => (await status(`${url}/healthz`)) === 200);
});
afterAll(async () => {
  caddy.kill('SIGTERM');
  await Promise.all([api.stop(), worker.stop()]);
  await Promise.all(backends.map((backend) => backend.stop()));
  fs.rmSync(folder, { recursive: true, force: true });
});

test('the file is one that Caddy takes, with a name and TLS', () => {
  const env = { ...process.env, ODE_DOMAIN: 'ode.example.org', XDG_DATA_HOME: folder };
  const { status: code, stderr } = spawnSync('caddy', ['validate', '--adapter', 'caddyfile', '--config', CADDYFILE], {
    env,
    encoding: 'utf8',
  });
  expect(code, stderr).toBe(0);
});

test('a document goes up, its progress comes as it happens, the result comes down', async () => {
  const bytes = new Uint8Array(makePdf({ pages: 30 }));
  const post = async (at: string, body: BodyInit, type: string) => {
    const answer = await fetch(`${url}/api/v1${at}`, { method: 'POST', headers: { 'content-type': type }, body });
    expect(answer.status).toBe(201);
    return (await answer.json()) as { id: string };
  };
  const document = await post('/documents?name=paper.pdf', bytes, 'application/pdf');
  const job = await post('/jobs', JSON.stringify({ documentId: document.id }), 'application/json');
  const events = await fetch(`${url}/api/v1/jobs/${job.id}/events`);
  expect(events.headers.get('content-type')).toBe('text/event-stream');
  // The stream ends with the job: what a proxy had kept back would come in one piece, or not at all.
  expect(await events.text()).toContain('"status":"succeeded"');
  const result = await fetch(`${url}/api/v1/jobs/${job.id}/result`);
  expect([result.status, (await result.text()).slice(0, 15).toLowerCase()]).toEqual([200, '<!doctype html>']);
});

test('requests one after the other use connections that are kept, and none fails', async () => {
  for (let i = 0; i < 200; i++) expect(await status(`${url}/healthz`)).toBe(200);
  // Who gives an idle connection up first must not be the one that is called.
  expect(Number(/keepalive (\d+)s/.exec(text)?.[1]) * 1000).toBeLessThan(KEEP_ALIVE_MS);
});

test('the largest upload that the service takes passes', () => {
  const megabytes = Number(compose().services.api?.environment?.ODE_MAX_UPLOAD_MB);
  expect(Number(/max_size (\d+)MB/.exec(text)?.[1]) * 1e6).toBeGreaterThan(megabytes * 2 ** 20);
});
