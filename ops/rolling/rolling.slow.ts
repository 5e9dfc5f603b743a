/*
 * TC-04: a rolling restart of the API under load, by real processes: the manifests' readiness probe, preStop, drain and
 * grace period, and the balancer's health checks. As many pods as production has at least; one more is started, and when
 * it is ready one goes (maxSurge 1, maxUnavailable 0), until all are new.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, freePort, s3Environment, startPostgres, startRedis, startS3, type Backend } from '../../server/test/backends.js';
import { overlay } from '../manifests/kustomize.js';
import { find, type ScaledObject } from '../manifests/objects.js';
import { startOde, status, type OdeProcess } from '../processes/ode.js';
import { startHaproxy, type Balancer } from './haproxy.js';
import { startLoad } from './load.js';
import { timings } from './timings.js';

const objects = overlay('prod');
const t = timings(objects);
const PODS = find<ScaledObject>(objects, 'ScaledObject', 'ode-api').spec.minReplicaCount;

let backends: Backend[];
let env: Record<string, string>;
let balancer: Balancer;
let ports: number[];
let pods: OdeProcess[];

beforeAll(async () => {
  const [postgres, redis, s3] = (backends = await Promise.all([startPostgres(), startRedis(), startS3()])) as [Backend, Backend, Backend];
  env = {
    ODE_MODE: 'cluster',
    ODE_AUTH: 'open',
    DATABASE_URL: postgres.url,
    REDIS_URL: redis.url,
    ...s3Environment(s3),
    ODE_DRAIN_SECONDS: String(t.drain),
  };
  ports = [];
  while (ports.length <= PODS) ports.push(await freePort());
  pods = await Promise.all(ports.slice(0, PODS).map((port) => startOde('serve', env, port)));
  balancer = await startHaproxy(ports, t);
  // It takes servers for healthy until it has found out: the free place has to be found empty first.
  await sleep(t.checkInterval * (t.unhealthy + 1) * 1000);
});
afterAll(async () => {
  for (const { child } of pods) child.kill('SIGKILL');
  await balancer.stop();
  await Promise.all(backends.map((backend) => backend.stop()));
});

/** A pod comes, and is ready by its probe. */
async function come(): Promise<OdeProcess> {
  const pod = await startOde(
    'serve',
    env,
    ports.find((port) => !pods.some((other) => other.port === port)),
  );
  await eventually(async () => {
    await sleep(t.readinessPeriod * 1000);
    return (await status(`${pod.url}/readyz`)) === 200;
  });
  return pod;
}

/** A pod goes: preStop, SIGTERM, and its end. Resolves with the exit code and the seconds that it took. */
async function go(pod: OdeProcess, preStop: number) {
  const began = Date.now();
  await sleep(preStop * 1000);
  const code = await pod.stop();
  return { code, seconds: (Date.now() - began) / 1000 };
}

test('no request fails while all pods are replaced', async () => {
  const load = startLoad(balancer.url, { uploadSeconds: t.preStop + t.drain + 5 });
  for (let i = 0; i < PODS; i++) {
    const fresh = await come();
    const [old] = pods;
    if (!old) throw new Error('there is no pod');
    const { code, seconds } = await go(old, t.preStop);
    expect(code).toBe(0);
    expect(seconds).toBeLessThan(t.grace);
    pods = [...pods.slice(1), fresh];
  }
  await load.stop();
  console.log(`${load.requests} requests, ${load.uploads} slow uploads, ${load.failures.length} failed over ${PODS} restarts`);
  expect(load.failures).toEqual([]);
  expect(load.requests).toBeGreaterThan(1000);
  expect(load.uploads).toBeGreaterThan(0);
});

test('it would be noticed: a pod that ends without its drain costs requests', async () => {
  await sleep(t.checkInterval * (t.healthy + 1) * 1000);
  const load = startLoad(balancer.url);
  await sleep(2000);
  const [old] = pods;
  old?.child.kill('SIGKILL');
  await old?.ended;
  await sleep(t.checkInterval * t.unhealthy * 1000);
  await load.stop();
  pods = pods.slice(1);
  expect(load.failures.length).toBeGreaterThan(0);
});
