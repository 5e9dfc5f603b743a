/*
 * A real Prometheus, set as the manifests say, on a real API and a real worker that convert documents: what the
 * dashboard shows, what alerts look at and what scales the API is there.
 */
import fs from 'node:fs';
import { createTRPCClient, httpLink } from '@trpc/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, s3Environment, startPostgres, startRedis, startS3, type Backend } from '../../server/test/backends.js';
import { makePdf } from '../../server/test/pdf.js';
import type { AppRouter } from '../../server/src/router/index.js';
import { overlay } from '../manifests/kustomize.js';
import { find, type KubernetesObject, type ScaledObject } from '../manifests/objects.js';
import { startOde, type OdeProcess } from '../processes/ode.js';
import { startPrometheus, type Prometheus } from '../../scripts/reach/prometheus.mjs';

interface Dashboard {
  panels: { title: string; targets: { expr: string }[] }[];
}

const objects = overlay('prod');
let backends: Backend[];
let api: OdeProcess;
let worker: OdeProcess;
let prometheus: Prometheus;
let traffic: NodeJS.Timeout;

beforeAll(async () => {
  const [postgres, redis, s3] = (backends = await Promise.all([startPostgres(), startRedis(), startS3()])) as [Backend, Backend, Backend];
  const env = {
    ODE_MODE: 'cluster',
    ODE_AUTH: 'open',
    DATABASE_URL: postgres.url,
    REDIS_URL: redis.url,
    ...s3Environment(s3),
    ODE_DRAIN_SECONDS: '0',
  };
  [api, worker] = await Promise.all([startOde('serve', env), startOde('work', env)]);
  prometheus = await startPrometheus(objects, { 'ode-api': [`127.0.0.1:${api.port}`], 'ode-worker': [`127.0.0.1:${worker.port}`] });
  // Something to count, all the while: rates of nothing are no number.
  traffic = setInterval(() => {
    void convert().catch(() => undefined);
    // What is answered at once, which the times are of.
    void fetch(`${api.url}/api/v1/jobs`).then(
      (answer) => answer.arrayBuffer(),
      () => undefined,
    );
  }, 500);
});
afterAll(async () => {
  clearInterval(traffic);
  await prometheus.stop();
  await Promise.all([api.stop(), worker.stop()]);
  await Promise.all(backends.map((backend) => backend.stop()));
});

async function convert(): Promise<void> {
  const answer = await fetch(`${api.url}/api/documents`, {
    method: 'POST',
    headers: { 'content-type': 'application/pdf' },
    body: new Uint8Array(makePdf()),
  });
  const { id } = (await answer.json()) as { id: string };
  await createTRPCClient<AppRouter>({ links: [httpLink({ url: `${api.url}/api/trpc` })] }).jobs.submit.mutate({ documentId: id });
}

test('both are found and answer', async () => {
  const up = await eventually(async () => {
    const samples = await prometheus.query('up');
    return samples.length === 2 && samples.every(({ value }) => value === 1) && samples;
  });
  expect(up.map(({ metric }) => [metric.job, metric.namespace]).sort()).toEqual([
    ['ode-api', 'ode'],
    ['ode-worker', 'ode'],
  ]);
});

test('every query of the dashboard has data', async () => {
  const map = find<KubernetesObject & { data: Record<string, string> }>(objects, 'ConfigMap', 'ode-dashboard');
  const dashboard = JSON.parse(map.data['ode.json'] ?? '') as Dashboard;
  const queries = dashboard.panels.flatMap(({ title, targets }) =>
    targets.map(({ expr }) => ({ title, expr: expr.replaceAll('$namespace', 'ode').replaceAll('$__rate_interval', '1m') })),
  );
  expect(queries.length).toBeGreaterThan(15);
  const empty = async () => {
    const found = await Promise.all(
      queries.map(async ({ title, expr }) => ({
        title,
        data: (await prometheus.query(expr)).filter(({ value }) => Number.isFinite(value)),
      })),
    );
    return found.filter(({ data }) => !data.length).map(({ title }) => title);
  };
  await eventually(async () => (await empty()).length === 0).catch(() => undefined);
  expect(await empty()).toEqual([]);
});

test('what the dashboard shows is what happened', async () => {
  const converted = async () => (await prometheus.query('sum(ode_conversions_total{outcome="succeeded"})'))[0]?.value ?? 0;
  const before = await converted();
  clearInterval(traffic);
  await Promise.all(Array.from({ length: 5 }, convert));
  await eventually(async () => (await prometheus.query('sum(ode_jobs)'))[0]?.value === 0);
  await eventually(async () => (await converted()) >= before + 5);
  const own = await (await fetch(`${worker.url}/metrics`)).text();
  const counted = Number(/^ode_conversions_total\{outcome="succeeded",code=""\} (\d+)$/m.exec(own)?.[1]);
  await eventually(async () => (await converted()) === counted);
});

test('every alert rule is understood', async () => {
  const answer = await eventually(async () => {
    const { data } = (await (await fetch(`${prometheus.url}/api/v1/rules`)).json()) as {
      data: { groups: { rules: { name: string; health: string; lastError?: string }[] }[] };
    };
    const rules = data.groups.flatMap((group) => group.rules);
    return rules.length > 0 && rules.every(({ health }) => health !== 'unknown') && rules;
  });
  expect(answer.filter(({ health }) => health !== 'ok')).toEqual([]);
});

test('the query that scales the API counts requests a minute, without probes', async () => {
  const trigger = find<ScaledObject>(objects, 'ScaledObject', 'ode-api').spec.triggers[0]?.metadata;
  expect(trigger?.threshold).toBe('500');
  const total = 'sum(ode_http_request_seconds_count{namespace="ode", route!~"/healthz|/readyz|/metrics"})';
  const counted = async () => (await prometheus.query(total))[0]?.value;
  const happened = async () => {
    const own = await (await fetch(`${api.url}/metrics`)).text();
    const counts = own.matchAll(/^ode_http_request_seconds_count\{.*route="([^"]*)".*\} (\d+)$/gm);
    return [...counts].reduce((sum, [, route, count]) => (/^\/(healthz|readyz|metrics)$/.test(route!) ? sum : sum + Number(count)), 0);
  };
  // What came before is counted from where it happened: a scrape may be a second behind.
  const first = await happened();
  for (let i = 0; i < 50; i++)
    await Promise.all(
      [fetch(`${api.url}/healthz`), fetch(`${api.url}/api/openapi-does-not-exist`)].map((p) => p.then((a) => a.arrayBuffer())),
    );
  expect(await happened()).toBe(first + 50);
  await eventually(async () => (await counted()) === first + 50);
  const [sample] = await prometheus.query(trigger?.query ?? '');
  expect(sample?.value).toBeGreaterThan(0);
});

test('the dashboard of the manifests is the file in the repository', () => {
  const file = fs.readFileSync(new URL('../../k8s/components/monitoring/dashboards/ode.json', import.meta.url), 'utf8');
  const map = find<KubernetesObject & { data: Record<string, string> }>(objects, 'ConfigMap', 'ode-dashboard');
  expect(map.data['ode.json']).toBe(file);
  expect(map.metadata.labels).toMatchObject({ grafana_dashboard: '1' });
});
