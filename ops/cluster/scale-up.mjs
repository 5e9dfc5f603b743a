// TC-01 on a real cluster: 500 jobs at once, and KEDA's autoscaler brings workers. Ends with 1 when ten are not ready in time.
//
//   ODE_API_KEY=… node ops/cluster/scale-up.mjs http://localhost:8080
import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { onePage } from '../../deploy/smoke.mjs';

const JOBS = 500;
const WORKERS = 10;
const WITHIN_SECONDS = 120;

const [base] = process.argv.slice(2);
const headers = { authorization: `Bearer ${process.env.ODE_API_KEY}` };
/** @param {string} path @param {string} body @param {string} type */
const post = async (path, body, type) => {
  const answer = await fetch(new URL(path, base), { method: 'POST', headers: { ...headers, 'content-type': type }, body });
  if (!answer.ok) throw new Error(`${path} answers ${answer.status}: ${await answer.text()}`);
  return answer.json();
};

const { id } = await post('/api/v1/documents', onePage(), 'application/pdf');
await post('/api/v1/batches', JSON.stringify({ documentIds: Array(JOBS).fill(id) }), 'application/json');
const began = Date.now();
let ready = 0;
while (ready < WORKERS && Date.now() - began < WITHIN_SECONDS * 1000) {
  await sleep(1000);
  const text = execFileSync(
    'kubectl',
    ['get', 'deployment', 'ode-worker', '--namespace', 'ode', '--output', 'jsonpath={.status.readyReplicas}'],
    {
      encoding: 'utf8',
    },
  );
  if (Number(text) !== ready) console.log(`${((Date.now() - began) / 1000).toFixed(0)} s: ${text} workers ready`);
  ready = Number(text);
}
if (ready < WORKERS) {
  console.error(`${ready} workers are ready after ${WITHIN_SECONDS} s`);
  process.exit(1);
}
