/*
 * Connections that a balancer keeps idle, and uses again just before it would give them up itself: the service must not
 * have closed one, or a request is lost that the balancer may not send again.
 */
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { KEEP_ALIVE } from '../../infra/names.js';
import { s3Environment, startPostgres, startRedis, startS3, type Backend } from '../../server/test/backends.js';
import { startOde, type OdeProcess } from '../processes/ode.js';

const CONNECTIONS = 20;
let backends: Backend[];
let pod: OdeProcess;

beforeAll(async () => {
  const [postgres, redis, s3] = (backends = await Promise.all([startPostgres(), startRedis(), startS3()])) as [Backend, Backend, Backend];
  const env = { ODE_MODE: 'cluster', ODE_AUTH: 'open', DATABASE_URL: postgres.url, REDIS_URL: redis.url, ...s3Environment(s3) };
  pod = await startOde('serve', env);
});
afterAll(async () => {
  await pod.stop();
  await Promise.all(backends.map((backend) => backend.stop()));
});

test('an idle connection outlasts the balancer', async () => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS, timeout: 0 });
  const closed: number[] = [];
  const began = Date.now();
  const ask = () =>
    new Promise<number | undefined>((resolve, reject) => {
      const request = http.get(`${pod.url}/healthz`, { agent }, (answer) => answer.resume().once('end', () => resolve(answer.statusCode)));
      request.once('socket', (socket) => socket.once('close', () => closed.push(Date.now() - began)));
      request.once('error', reject);
    });
  const all = () => Promise.all(Array.from({ length: CONNECTIONS }, ask));
  expect(new Set(await all())).toEqual(new Set([200]));
  await sleep((KEEP_ALIVE.balancer - 1) * 1000);
  expect(closed).toEqual([]);
  expect(new Set(await all())).toEqual(new Set([200]));
  agent.destroy();
});
