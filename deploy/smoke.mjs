// Whether a deployment does what it is for, asked as a user would: the page, the engine as it has to be served, and a PDF
// converted. Ends with 1 and says what is wrong.
//
//   ODE_API_KEY=ode_live_… node deploy/smoke.mjs https://staging.example.org
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

/** A conversion waits for a worker, which may have to be started first. */
const CONVERSION_SECONDS = 300;
const WORD = 'smoke';

/** A PDF of one page with one word. */
export function onePage() {
  const content = `BT /F1 24 Tf 20 40 Td (${WORD}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let pdf = '%PDF-1.4\n';
  const offsets = objects.map((object, i) => {
    const at = pdf.length;
    pdf += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const size = objects.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${offsets.join('')}`;
  return `${pdf}${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${pdf.length}\n%%EOF\n`;
}

/**
 * @param {string} base the deployment's address
 * @throws Error that says what is wrong
 */
export async function smoke(base) {
  /** @param {string} path @param {RequestInit} [options] */
  const ask = async (path, options) => {
    const { ODE_API_KEY: key } = process.env;
    const headers = { ...options?.headers, ...(key && { authorization: `Bearer ${key}` }) };
    const answer = await fetch(new URL(path, base), { ...options, headers });
    if (!answer.ok) throw new Error(`${path} answers ${answer.status}: ${(await answer.text()).slice(0, 500)}`);
    return answer;
  };
  /** @param {string} path @param {Response} answer @param {Record<string, string>} expected */
  const hold = (path, answer, expected) => {
    for (const [name, value] of Object.entries(expected)) {
      const found = answer.headers.get(name);
      if (found !== value) throw new Error(`${path} has ${name}: ${found}, and should have ${value}`);
    }
  };

  const page = await ask('/');
  hold('/', page, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
  if (!(await page.text()).includes('<div id="root">')) throw new Error('/ is not the viewer');

  const [named] = /assets\/engine-[\w-]+\.wasm/.exec(await (await ask('/service-worker.js')).text()) ?? [];
  if (!named) throw new Error('/service-worker.js names no engine');
  const engine = `/${named}`;
  const served = await ask(engine, { headers: { 'accept-encoding': 'br' } });
  hold(engine, served, {
    'content-type': 'application/wasm',
    'content-encoding': 'br',
    'cache-control': 'public, max-age=31536000, immutable',
  });
  if (!WebAssembly.validate(await served.arrayBuffer())) throw new Error(`${engine} is no WebAssembly`);

  const json = { 'content-type': 'application/json' };
  const document = await ask('/api/documents?name=smoke.pdf', {
    method: 'POST',
    headers: { 'content-type': 'application/pdf' },
    body: onePage(),
  });
  const { id: documentId } = await document.json();
  const submitted = await ask('/api/trpc/jobs.submit', { method: 'POST', headers: json, body: JSON.stringify({ documentId }) });
  const { id } = (await submitted.json()).result.data;
  const question = `/api/trpc/jobs.get?input=${encodeURIComponent(JSON.stringify({ id }))}`;
  for (const deadline = Date.now() + CONVERSION_SECONDS * 1000; ; await sleep(1000)) {
    const { status, error } = (await (await ask(question)).json()).result.data;
    if (status === 'succeeded') break;
    if (status === 'failed' || status === 'cancelled') throw new Error(`The conversion ${status}: ${error?.code}`);
    if (Date.now() > deadline) throw new Error(`The conversion is ${status} after ${CONVERSION_SECONDS} s`);
  }
  const html = await (await ask(`/api/jobs/${id}/result`)).text();
  if (!html.includes(WORD)) throw new Error('The converted page lacks its text');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [base] = process.argv.slice(2);
  if (!base) {
    console.error('usage: smoke.mjs URL');
    process.exit(2);
  }
  try {
    await smoke(base);
    console.log(`${base} works`);
  } catch (error) {
    console.error(`${base}: ${error instanceof Error ? error.message : error}`);
    process.exit(1);
  }
}
