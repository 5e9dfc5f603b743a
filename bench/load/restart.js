/* global __ENV */
// TC-04 by k6: requests go on, on connections that are kept, while every pod is replaced. None may fail.
import http from 'k6/http';

const { BASE = 'http://localhost:8080', SECONDS = '120' } = __ENV;

export const options = {
  scenarios: { callers: { executor: 'constant-arrival-rate', rate: 200, timeUnit: '1s', duration: `${SECONDS}s`, preAllocatedVUs: 50 } },
  thresholds: { http_req_failed: ['rate==0'] },
};

export default function () {
  http.get(`${BASE}/healthz`);
}
