import { describe, expect, test } from 'vitest';
import { KEEP_ALIVE } from '../../infra/names.js';
import { KEEP_ALIVE_MS } from '../../server/src/server.js';
import { overlay, STAGES } from '../manifests/kustomize.js';
import { container, find, type Workload } from '../manifests/objects.js';
import { timings } from './timings.js';

describe.each(STAGES)('%s', (stage) => {
  const t = timings(overlay(stage));

  test('/readyz says 503 for longer than the balancer takes to believe it', () => {
    // One interval more: the first 503 may come a whole one after the drain began.
    expect(t.checkPath).toBe('/readyz');
    expect(t.drain).toBeGreaterThanOrEqual(t.checkInterval * (t.unhealthy + 1));
  });

  test('a pod has time to sleep, to drain, and for requests at hand', () => {
    expect(t.grace).toBeGreaterThanOrEqual(t.preStop + t.drain + 30);
  });

  test('a worker has time for the longest conversion', () => {
    const objects = overlay(stage);
    const worker = find<Workload>(objects, 'Deployment', 'ode-worker');
    const grace = Number(container(worker).env?.find(({ name }) => name === 'ODE_GRACE_SECONDS')?.value);
    const config = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith('ode-config'));
    expect(grace).toBeGreaterThanOrEqual(Number((config as unknown as { data: Record<string, string> }).data.ODE_JOB_SECONDS));
    expect(worker.spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThan(grace);
  });
});

test('each keeps an idle connection for longer than the one that calls it', () => {
  expect(KEEP_ALIVE.balancer).toBeGreaterThan(KEEP_ALIVE.cloudFront);
  expect(KEEP_ALIVE_MS).toBeGreaterThan(KEEP_ALIVE.balancer * 1000);
});
