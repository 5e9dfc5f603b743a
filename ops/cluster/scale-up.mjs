// TC-01 on a real cluster: 500 jobs at once, and KEDA's autoscaler brings workers. Ends with 1 when ten are not ready in time. Jobs
// take seconds each: ten workers are asked for only while more than 450 wait.
//
//   ODE_API_KEY=… node ops/cluster/scale-up.mjs http://localhost:8080
import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

const JOBS = 500;
const PAGES = 3000;
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

/** A PDF of so many pages that share one. The reader mends its missing table of objects (ISO 32000-2, 7.5.4). @param {number} pages */
const document = (pages) =>
  [
    '%PDF-1.4',
    '1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj',
    `2 0 obj << /Type /Pages /Count ${pages} /Kids [${Array.from({ length: pages }, (_, i) => `${i + 6} 0 R`).join(' ')}] >> endobj`,
    '4 0 obj << /Length 35 >> stream\nBT /F1 24 Tf 20 40 Td (smoke) Tj ET\nendstream endobj',
    '5 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj',
    ...Array.from(
      { length: pages },
      (_, i) =>
        `${i + 6} 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >> endobj`,
    ),
    'trailer << /Size 6 /Root 1 0 R >>',
    '%%EOF',
  ].join('\n');

const { id } = await post('/api/v1/documents', document(PAGES), 'application/pdf');
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
// What is left of them is nobody's business.
await fetch(new URL(`/api/v1/documents/${id}`, base), { method: 'DELETE', headers });
if (ready < WORKERS) {
  console.error(`${ready} workers are ready after ${WITHIN_SECONDS} s`);
  process.exit(1);
}
