/*
 * Backup and restore of docs/operations/compose.md, command for command as they stand there, over processes: Debian's PostgreSQL
 * with its pg_dump and pg_restore, redis-server with the queue's arguments, s3rver on a folder, and our services as compose.yaml has
 * them. What only Docker can show is that containers and volumes are what docker.mjs takes them for.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, freePort, s3Environment, temporaryFolder } from '../../server/test/backends.js';
import { makePdf } from '../../server/test/pdf.js';
import { status } from '../processes/ode.js';
import { ROOT } from '../workflows/workflows.js';
import { compose, environmentHere } from './compose.js';
import { told } from './told.mjs';

const ODE = fileURLToPath(new URL('../../worker/bin/ode.mjs', import.meta.url));
const DOCKER = fileURLToPath(new URL('docker.mjs', import.meta.url));
const POSTGRES = '/usr/lib/postgresql';
/** PostgreSQL refuses to be root. */
const NOBODY = 65534;
const as = process.getuid?.() === 0 ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'] : [];

const folder = temporaryFolder();
const at = (name: string) => path.join(folder, name);
const file = compose();
let programs: string;
let url: string;

function sh(script: string): { status: number | null; stdout: string; stderr: string } {
  const env = { ...process.env, PATH: `${at('bin')}:${process.env.PATH}`, COMPOSE: at('services.json') };
  return spawnSync('bash', ['-euo', 'pipefail', '-c', script], { cwd: at('project'), env, encoding: 'utf8' });
}
const done = (script: string) => {
  const { status, stdout, stderr } = sh(script);
  expect(status, `${script}\n${stderr}`).toBe(0);
  return stdout;
};

/** A machine on which nothing has run: an empty database, an empty storage, an empty queue. */
function newMachine(): void {
  for (const name of ['database', 'storage', 'queue']) {
    fs.rmSync(at(name), { recursive: true, force: true });
    fs.mkdirSync(at(name));
  }
  if (as.length) fs.chownSync(at('database'), NOBODY, NOBODY);
  const own = (program: string, args: string[], input = '') => {
    const [first = '', ...rest] = [...as, path.join(programs, program), ...args];
    const { status, stderr } = spawnSync(first, rest, { input, encoding: 'utf8' });
    expect(status, stderr).toBe(0);
  };
  own('initdb', ['--pgdata', at('database'), '--username', 'ode', '--auth', 'trust', '--encoding', 'UTF8', '--locale', 'C']);
  own('postgres', ['--single', '-D', at('database'), 'postgres'], 'CREATE DATABASE ode;\n');
}

beforeAll(async () => {
  const versions = fs.existsSync(POSTGRES)
    ? fs.readdirSync(POSTGRES).filter((name) => fs.existsSync(`${POSTGRES}/${name}/bin/initdb`))
    : [];
  programs = `${POSTGRES}/${versions.sort((a, b) => Number(b) - Number(a))[0]}/bin`;
  fs.chmodSync(folder, 0o711);
  for (const name of ['bin', 'project', 'run']) fs.mkdirSync(at(name));
  fs.symlinkSync(DOCKER, at('bin/docker'));

  const [database = 0, queue = 0, storage = 0, api = 0, metrics = 0, worker = 0] = await Promise.all(Array.from({ length: 6 }, freePort));
  url = `http://127.0.0.1:${api}`;
  const s3 = s3Environment({ url: `http://127.0.0.1:${storage}`, stop: async () => undefined });
  const environment = (name: string, more: Record<string, string>) =>
    environmentHere(
      file.services[name],
      [
        ['@database:5432/ode', `@127.0.0.1:${database}/ode`],
        ['@queue:6379', `@127.0.0.1:${queue}`],
      ],
      { ...more, HOST: '127.0.0.1' },
    );
  const { PATH = '' } = process.env;
  const ours = (name: string, env: Record<string, string>) => ({
    command: [process.execPath, ODE, ...(file.services[name]?.command ?? [])],
    env,
  });
  const bucket = `import S3rver from 's3rver';
    const configureBuckets = [{ name: 'documents', configs: [] }];
    await new S3rver({ port: ${storage}, address: '127.0.0.1', silent: true, directory: '${at('storage')}', configureBuckets }).run();`;
  const [, ...queueArguments] = file.services.queue?.command ?? [];
  const services = {
    database: {
      command: [
        ...as,
        path.join(programs, 'postgres'),
        '-D',
        at('database'),
        '-p',
        String(database),
        '-c',
        'listen_addresses=127.0.0.1',
        '-c',
        'unix_socket_directories=',
      ],
      env: { PATH, PGHOST: '127.0.0.1', PGPORT: String(database) },
      port: database,
    },
    queue: { command: ['redis-server', ...queueArguments, '--port', String(queue), '--dir', at('queue')], env: { PATH }, port: queue },
    storage: { command: ['env', '--chdir', ROOT, process.execPath, '--input-type=module', '--eval', bucket], env: { PATH }, port: storage },
    migrate: ours('migrate', environment('migrate', {})),
    api: {
      ...ours('api', environment('api', { ...s3, PORT: String(api), ODE_METRICS_PORT: String(metrics) })),
      port: api,
      url: `${url}/readyz`,
    },
    worker: {
      ...ours('worker', environment('worker', { ...s3, PORT: String(worker) })),
      port: worker,
      url: `http://127.0.0.1:${worker}/readyz`,
    },
  };
  const stands = {
    pg_dump: [path.join(programs, 'pg_dump')],
    pg_restore: [path.join(programs, 'pg_restore')],
    '/nodejs/bin/node': [process.execPath, ODE],
  };
  fs.writeFileSync(
    at('services.json'),
    JSON.stringify({ folder: at('run'), services, volumes: { ode_storage: at('storage') }, programs: stands }),
  );
  newMachine();
});
afterAll(() => {
  sh('docker compose stop api worker storage queue database');
  fs.rmSync(folder, { recursive: true, force: true });
});

/** Converts a document of its own by one call, and says which job it was and what came out. */
async function convert(key: string, title: string): Promise<{ id: string; html: string }> {
  const headers = { 'content-type': 'application/pdf', authorization: `Bearer ${key}` };
  const body = new Uint8Array(makePdf({ content: `BT /F1 12 Tf 20 80 Td (${title}) Tj ET` }));
  const answer = await fetch(`${url}/api/v1/convert?wait=60`, { method: 'POST', headers, body });
  expect(answer.status).toBe(200);
  return { id: answer.headers.get('x-job-id') ?? '', html: await answer.text() };
}
const result = (key: string, { id }: { id: string }) =>
  fetch(`${url}/api/v1/jobs/${id}/result`, { headers: { authorization: `Bearer ${key}` } });

test('what was kept is there after a restore, over what is there and on a new machine', async () => {
  done('docker compose up --detach');
  const key = done('docker compose exec api /nodejs/bin/node /app/worker/dist/cli.js keys create --tenant local --scope write').trim();
  const kept = await convert(key, 'kept');
  done(told('Backup'));
  expect(fs.readdirSync(at('project')).sort()).toEqual(['ode-storage.tar.gz', 'ode.dump']);

  // It goes on; then the first document is lost.
  const after = await convert(key, 'after');
  const jobOf = (await (await fetch(`${url}/api/v1/jobs/${kept.id}`, { headers: { authorization: `Bearer ${key}` } })).json()) as {
    documentId: string;
  };
  const deleted = await fetch(`${url}/api/v1/documents/${jobOf.documentId}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${key}` },
  });
  expect(deleted.ok).toBe(true);
  expect((await result(key, kept)).status).toBe(404);

  const isRestored = async () => {
    // Connections that were kept to the one before are given up first.
    await eventually(async () => (await status(`${url}/readyz`)) === 200);
    const answer = await result(key, kept);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe(kept.html);
    // What came after the backup is gone, and the service converts.
    expect((await result(key, after)).status).toBe(404);
    await convert(key, 'again');
  };
  done(told('Restore'));
  await isRestored();

  done('docker compose stop api worker storage queue database');
  newMachine();
  done(told('Restore'));
  await isRestored();
});
