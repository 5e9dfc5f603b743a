/* A service that others can reach asks everybody who they are; the command line says who may, while it runs. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, temporaryFolder } from '../../../server/test/backends.js';

const ODE = fileURLToPath(new URL('../../bin/ode.mjs', import.meta.url));
const run = promisify(execFile);
const data = temporaryFolder();
let server: ChildProcess;
let url: string;

beforeAll(async () => {
  const args = [ODE, 'serve', '--host', '0.0.0.0', '--port', '0', '--data', data, '--workers', '0'];
  server = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  server.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  url = await eventually(() => /ODE is ready: (\S+)/.exec(said)?.[1]);
});
afterAll(async () => {
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await ended;
  fs.rmSync(data, { recursive: true });
});

const ode = async (...args: string[]) => (await run(process.execPath, [ODE, ...args, '--data', data])).stdout.trim();
const status = async (headers: Record<string, string> = {}) => (await fetch(`${url}/api/v1/jobs`, { headers })).status;

test('keys: made, listed without themselves, revoked', async () => {
  expect(await status()).toBe(401);
  await ode('tenants', 'create', 'acme');
  const key = await ode('keys', 'create', '--tenant', 'acme', '--scope', 'read');
  const authorization = `Bearer ${key}`;
  expect(await status({ authorization })).toBe(200);
  const listed = await ode('keys', 'list', '--tenant', 'acme');
  expect(listed).not.toContain(key);
  expect(await ode('keys', 'revoke', listed.split(' ')[0] ?? '')).toMatch(/is revoked$/);
  expect(await status({ authorization })).toBe(401);
});

test('people: an account with a password, which signs in and is removed', async () => {
  const password = await ode('members', 'add', 'Ada@example.org', '--tenant', 'local', '--role', 'owner', '--password');
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'ada@example.org', password }),
  });
  expect(await answer.json()).toMatchObject({ scope: 'admin', role: 'owner' });
  const [cookie = ''] = answer.headers.getSetCookie()[0]?.split(';') ?? [];
  expect(await status({ cookie })).toBe(200);
  expect(await ode('members', 'list')).toMatch(/^ada@example\.org {2}owner {3}local {2}\d{4}-/);
  await ode('members', 'remove', 'ada@example.org', '--tenant', 'local');
  expect(await status({ cookie })).toBe(401);
});

test('doctor: what holds, and what is wrong with the settings', async () => {
  const findings = JSON.parse(await ode('doctor', '--json')) as { state: string; about: string; text: string }[];
  expect(findings.filter(({ state }) => state === 'fail')).toEqual([]);
  expect(findings.find(({ about }) => about === 'database')?.text).toMatch(/^PostgreSQL \d+/);
  expect(findings.filter(({ about }) => about === 'sandbox')).toHaveLength(process.getuid?.() === 0 ? 5 : 4);
  const wrong = { ODE_MODE: 'cluster', DATABASE_URL: 'postgres://127.0.0.1:9/x', REDIS_URL: 'redis://127.0.0.1:9' };
  const s3 = {
    S3_BUCKET: 'documents',
    S3_REGION: 'us-east-1',
    S3_ENDPOINT: 'http://127.0.0.1:9',
    AWS_ACCESS_KEY_ID: 'x',
    AWS_SECRET_ACCESS_KEY: 'x',
  };
  const failed = await run(process.execPath, [ODE, 'doctor'], { env: { ...process.env, ...wrong, ...s3 } }).catch(
    (error: unknown) => error,
  );
  const { code, stdout } = failed as { code: number; stdout: string };
  expect(code).toBe(1);
  for (const about of ['ODE_AUTH', 'database', 'queue', 'storage']) expect(stdout).toMatch(new RegExp(`^fail  ${about}: .*`, 'm'));
  expect(stdout).toMatch(/^warn {2}ODE_SECRET_KEYS: is not set/m);
});
