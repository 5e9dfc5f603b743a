/* global __ENV, open */
// The load test by k6: clients convert by one call each, as fast as they are answered, and ask for the job's record, while the health is asked for.
//
//   ODE_API_KEY=… k6 run --env BASE=http://localhost:3000 --env CLIENTS=100 --env SECONDS=60 bench/load/k6.js
//
// HEALTH_MS: what 99 of 100 health checks may take; more where clients, service and cluster share a few cores.
import http from 'k6/http';
import { check } from 'k6';
import { Trend } from 'k6/metrics';

const { BASE = 'http://localhost:3000', CLIENTS = '100', SECONDS = '60', HEALTH_MS = '50', ODE_API_KEY = '' } = __ENV;
const pdf = open('./page.pdf', 'b');
const conversions = new Trend('conversions', true);
const health = new Trend('health', true);

export const options = {
  summaryTrendStats: ['p(50)', 'p(95)', 'p(99)', 'max', 'count'],
  scenarios: {
    clients: { executor: 'constant-vus', vus: Number(CLIENTS), duration: `${SECONDS}s`, exec: 'convert' },
    health: { executor: 'constant-arrival-rate', rate: 20, timeUnit: '1s', duration: `${SECONDS}s`, preAllocatedVUs: 5, exec: 'ask' },
  },
  thresholds: { health: [`p(99)<${HEALTH_MS}`], http_req_failed: ['rate==0'], checks: ['rate==1'] },
};

/** @type {Record<string, string>} */
const authorized = ODE_API_KEY ? { authorization: `Bearer ${ODE_API_KEY}` } : {};

export function convert() {
  const answer = http.post(`${BASE}/api/v1/convert?wait=60`, pdf, {
    headers: { ...authorized, 'content-type': 'application/pdf' },
    timeout: '70s',
  });
  check(answer, { 'converted, or accepted': ({ status }) => status === 200 || status === 202 });
  conversions.add(answer.timings.duration);
  if (answer.status !== 200 && answer.status !== 202) return;
  const job = http.get(`${BASE}/api/v1/jobs/${answer.headers['X-Job-Id']}`, { headers: authorized });
  check(job, { 'the job has a record': ({ status }) => status === 200 });
}

export function ask() {
  const answer = http.get(`${BASE}/healthz`);
  check(answer, { healthy: ({ status }) => status === 200 });
  health.add(answer.timings.duration);
}
