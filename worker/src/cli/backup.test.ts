import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, freePort, temporaryFolder } from '../../../server/test/backends.js';
import { makePdf } from '../../../server/test/pdf.js';

const ODE = fileURLToPath(new URL('../../bin/ode.mjs', import.meta.url));
let folder: string;
let file: string;
const data = (name: string) => path.join(folder, name);
const ode = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [ODE, ...args], { encoding: 'utf8' });
  return { status, said: stdout + stderr };
};

async function serving<T>(from: string, work: (url: string) => Promise<T>): Promise<T> {
  const port = await freePort();
  const env = { ...process.env, ODE_DATA: from, HOST: '127.0.0.1', PORT: String(port), ODE_WORKERS: '1', LOG_LEVEL: 'silent' };
  const child = spawn(process.execPath, [ODE, 'serve'], { env, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const url = `http://127.0.0.1:${port}`;
  try {
    await eventually(async () => (await fetch(`${url}/readyz`).catch(() => null))?.ok === true);
    return await work(url);
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

beforeAll(() => {
  folder = temporaryFolder();
  file = path.join(folder, 'backup.tar.gz');
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

test('what was kept is there after a restore in another folder: documents, results, tenants', async () => {
  const job = await serving(data('first'), async (url) => {
    const headers = { 'content-type': 'application/pdf' };
    const answer = await fetch(`${url}/api/v1/convert?wait=60`, { method: 'POST', headers, body: new Uint8Array(makePdf()) });
    expect(answer.status).toBe(200);
    // While it runs, its folder is its own.
    expect(ode('backup', '--data', data('first'), file)).toEqual({ status: 2, said: expect.stringContaining('Another ODE') });
    return { id: answer.headers.get('x-job-id') ?? '', html: await answer.text() };
  });
  expect(ode('tenants', 'create', 'acme', '--data', data('first')).status).toBe(0);
  expect(ode('backup', '--data', data('first'), file)).toEqual({ status: 0, said: `${file}\n` });
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  fs.rmSync(data('first'), { recursive: true });

  expect(ode('restore', '--data', data('second'), file)).toEqual({ status: 0, said: `${data('second')}\n` });
  await serving(data('second'), async (url) => {
    const result = await fetch(`${url}/api/v1/jobs/${job.id}/result`);
    expect(result.status).toBe(200);
    expect(await result.text()).toBe(job.html);
  });
  expect(ode('tenants', 'list', '--data', data('second')).said).toContain('acme');
}, 240_000);

test('a backup by root leaves the data to whom the service runs as', () => {
  const home = data('second');
  const NOBODY = 65534;
  if (process.getuid?.() === 0) {
    // So that this user may pass.
    fs.chmodSync(folder, 0o711);
    for (const name of ['', ...fs.readdirSync(home, { recursive: true, encoding: 'utf8' })])
      fs.lchownSync(path.join(home, name), NOBODY, NOBODY);
  }
  const owners = () =>
    [home, ...['postgres', 'postgres/PG_VERSION', 'postgres.log', 'secret-key'].map((name) => path.join(home, name))].map(
      (one) => fs.statSync(one).uid,
    );
  const before = owners();
  expect(ode('backup', '--data', home, data('of-root.tar.gz'))).toEqual({ status: 0, said: `${data('of-root.tar.gz')}\n` });
  expect(owners()).toEqual(before);
}, 240_000);

test('a backup goes nowhere where something is, and nothing is taken for a backup that is none', () => {
  expect(ode('restore', '--data', data('second'), file)).toEqual({ status: 2, said: expect.stringContaining('is not empty') });
  expect(ode('backup', '--data', data('second'), file)).toEqual({ status: 2, said: expect.stringContaining('is there already') });
  fs.writeFileSync(data('half.tar.gz'), fs.readFileSync(file).subarray(0, 100_000));
  expect(ode('restore', '--data', data('third'), data('half.tar.gz')).said).toContain('is no whole backup');
  expect(fs.existsSync(data('third'))).toBe(false);
  expect(ode('backup', '--data', folder, data('other.tar.gz')).said).toContain('There is no data of an ODE');
});
