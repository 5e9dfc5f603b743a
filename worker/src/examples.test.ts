/* What strangers are told to do: the program of examples/python, and the Python of docs/api.md as it stands there. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { createKey } from '@ode/server/access';
import { createLogger, openServices, readConfig, startServer, type RunningServer, type Services } from '@ode/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort, temporaryFolder } from '../../server/test/backends.js';
import { makePdf } from '../../server/test/pdf.js';
import { signatureOf } from '../../server/src/webhooks/deliver.js';
import { startWorker, type RunningWorker } from './worker.js';

const LOCAL_TENANT = '00000000-0000-7000-8000-000000000001';
const root = path.join(import.meta.dirname, '../..');
const data = temporaryFolder();
const place = temporaryFolder();
let services: Services;
let server: RunningServer;
let worker: RunningWorker;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  const settings = { ODE_DATA: data, ODE_VIEWER: data, ODE_AUTH: 'keys', ODE_WEBHOOKS_ANYWHERE: 'true', PORT: '0', HOST: '127.0.0.1' };
  services = await openServices(readConfig(settings), createLogger('silent'));
  server = await startServer(services);
  worker = startWorker(services, { concurrency: 1 });
  const { key } = await createKey(services.db, { tenantId: LOCAL_TENANT, scope: 'admin', name: 'stranger' });
  env = { ...process.env, ODE_URL: server.url, ODE_KEY: key };
  fs.writeFileSync(path.join(place, 'one.pdf'), makePdf({ pages: 1 }));
  fs.writeFileSync(path.join(place, 'B: two.pdf'), makePdf({ pages: 2 }));
  fs.writeFileSync(path.join(place, 'paper.pdf'), makePdf({ pages: 3 }));
});
afterAll(async () => {
  await server.close();
  await worker.close();
  await services.close();
  for (const folder of [data, place]) fs.rmSync(folder, { recursive: true });
});

const python = async (...args: string[]) => (await promisify(execFile)('python3', args, { cwd: place, env })).stdout;
/** The files of a zip that Python reads, and what is in them. */
const filesOf = async (zip: string) =>
  JSON.parse(
    await python(
      '-c',
      `import json, zipfile; z = zipfile.ZipFile('${zip}'); print(json.dumps({n: z.read(n).decode() for n in z.namelist()}))`,
    ),
  ) as Record<string, string>;
/** The piece of code of docs/api.md that begins with these words. */
function pieceOf(words: string): string {
  const lines = fs.readFileSync(path.join(root, 'docs/api.md'), 'utf8').split('\n');
  const from = lines.indexOf(`    ${words}`);
  const to = lines.findIndex((line, i) => i > from && line !== '' && !line.startsWith('    '));
  return lines
    .slice(from, to)
    .map((line) => line.slice(4))
    .join('\n');
}

test('the program for Python converts a batch, and hears of each end by a webhook whose signature is right', async () => {
  const listen = `http://127.0.0.1:${await freePort()}/hook`;
  const program = path.join(root, 'examples/python/convert.py');
  const said = await python(program, 'one.pdf', 'B: two.pdf', '-o', 'out.zip', '--format', 'text', '--listen', listen);
  expect(said.trim().split('\n').sort()).toEqual(['2 succeeded', 'job.succeeded B: two.pdf', 'job.succeeded one.pdf']);
  const files = await filesOf('out.zip');
  expect(Object.keys(files).sort()).toEqual(['B_ two.txt', 'one.txt']);
  expect(files['B_ two.txt']).toContain('Page 2');
});

test('the Python of the documentation converts a batch', async () => {
  await python('-c', pieceOf('import json, os, time, urllib.request'));
  expect((await filesOf('papers.zip'))['paper.md']).toContain('Page 3');
});

test('the Python of the documentation tells the service’s messages from others', async () => {
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const id = randomUUID();
  const now = Math.floor(Date.now() / 1000);
  const verify = (body: string, at: number) => {
    const headers = { 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': signatureOf(secret, id, at, '{"type":"x"}') };
    const call = `import sys\nprint(verified(*json.loads(sys.argv[1]), sys.argv[2].encode())["type"])`;
    return python('-c', `${pieceOf('import base64, hashlib, hmac, json, time')}\n${call}`, JSON.stringify([secret, headers]), body);
  };
  expect(await verify('{"type":"x"}', now)).toBe('x\n');
  // The last line of what Python says of an error that nobody caught.
  const refusal = (verifying: Promise<string>) =>
    verifying.then(
      () => null,
      (error: { stderr: string }) => error.stderr.trim().split('\n').at(-1),
    );
  expect(await refusal(verify('{"type":"y"}', now))).toBe('ValueError: wrong signature');
  expect(await refusal(verify('{"type":"x"}', now - 1000))).toBe('ValueError: too old');
});
