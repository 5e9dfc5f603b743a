import { describe, expect, test } from 'vitest';
import { DATABASE } from '../../infra/names.js';
import { overlay, STAGES } from '../manifests/kustomize.js';
import { find, type Workload } from '../manifests/objects.js';
import { mostConnections } from './connections.js';

describe.each(STAGES)('%s', (stage) => {
  test('a release at the busiest moment finds connections to the database', () => {
    expect(mostConnections(overlay(stage))).toBeLessThanOrEqual(DATABASE.connections);
  });
});

test('production’s, by hand', () => {
  // API: 18 and 7 that end, of 6 + 1 each, and one that starts. Workers: 40 and 40 that end, of 3 + 1, and 10 that start.
  expect(mostConnections(overlay('prod'))).toBe(25 * 7 + 1 + 80 * 4 + 10 + 2 + 15);
});

test('a release replaces as many pods at once as was counted', () => {
  const strategy = (name: string) => find<Workload>(overlay('prod'), 'Deployment', name).spec.strategy?.rollingUpdate;
  expect(strategy('ode-api')).toEqual({ maxSurge: 1, maxUnavailable: 0 });
  expect(strategy('ode-worker')).toEqual({ maxSurge: '25%', maxUnavailable: 0 });
});
