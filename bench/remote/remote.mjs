// Opens a large document on a slow line and shows two of its pages: how long they take, and how many bytes; README.md of bench/.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { openDocument } from '@ode/engine';
import { largeDocument } from './large-document.mjs';

const USAGE = `npm run bench:remote -- [options]
  --pages N     pages of the document (2000)
  --bytes N     of each page's image (50000)
  --page N      the page that is jumped to, from 1 (1500)
  --mbit N      of the line, a second (50)
  --delay MS    before each answer (30)
  --file FILE   this document instead`;

const { values: options } = parseArgs({
  options: {
    pages: { type: 'string', default: '2000' },
    bytes: { type: 'string', default: '50000' },
    page: { type: 'string', default: '1500' },
    mbit: { type: 'string', default: '50' },
    delay: { type: 'string', default: '30' },
    file: { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (options.help) {
  console.log(USAGE);
  process.exit(0);
}
const file = options.file ?? path.join(os.tmpdir(), `ode-remote-${options.pages}-${options.bytes}.pdf`);
if (!fs.existsSync(file)) {
  const out = fs.openSync(file, 'w');
  for (const piece of largeDocument(Number(options.pages), Number(options.bytes))) fs.writeSync(out, piece);
  fs.closeSync(out);
}
const { size } = fs.statSync(file);
const thread = new Worker(new URL('./slow-server.mjs', import.meta.url), {
  workerData: { file, bitsPerSecond: Number(options.mbit) * 1e6, delay: Number(options.delay) },
});
let sent = 0;
let asked = 0;
const port = await new Promise((resolve) =>
  thread.on('message', (message) => {
    if (message.port) return resolve(message.port);
    sent += message.sent;
    asked += message.asked;
  }),
);
console.log(`${(size / 1e6).toFixed(0)} MB at ${options.mbit} Mbit/s, ${options.delay} ms before each answer`);

const started = performance.now();
const doc = await openDocument({ url: `http://127.0.0.1:${port}/` });
await doc.renderPage(0);
await print('opened, and page 1', started);
const jumped = performance.now();
await doc.renderPage(Number(options.page) - 1);
await print(`page ${options.page}`, jumped);
await doc.close();
await thread.terminate();

async function print(/** @type {string} */ what, /** @type {number} */ since) {
  const milliseconds = performance.now() - since;
  await new Promise((resolve) => setTimeout(resolve, 200)); // the thread's messages
  const share = ((100 * sent) / size).toFixed(2);
  console.log(
    `${what.padEnd(20)} ${milliseconds.toFixed(0).padStart(6)} ms   ${(sent / 1e3).toFixed(0).padStart(6)} kB in ${asked} requests, ${share} % of the file`,
  );
  sent = 0;
  asked = 0;
}
