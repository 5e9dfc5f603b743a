// A thread: serves one file by ranges, over a line of so many bits a second and a delay before each answer.
import fs from 'node:fs';
import http from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

const { file, bitsPerSecond, delay } = /** @type {{ file: string, bitsPerSecond: number, delay: number }} */ (workerData);
const descriptor = fs.openSync(file, 'r');
const { size } = fs.fstatSync(descriptor);
const TICK = 5;
const bytesPerTick = (bitsPerSecond / 8 / 1000) * TICK;

const server = http.createServer(async (request, response) => {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
  const from = Number(first ?? 0);
  const to = Math.min(Number(last ?? size - 1), size - 1);
  await new Promise((resolve) => setTimeout(resolve, delay));
  response.writeHead(first ? 206 : 200, {
    'Content-Length': to - from + 1,
    ETag: '"1"',
    ...(first && { 'Content-Range': `bytes ${from}-${to}/${size}` }),
  });
  const began = performance.now();
  for (let sent = 0; sent <= to - from && !response.destroyed;) {
    const allowed = (1 + Math.floor((performance.now() - began) / TICK)) * bytesPerTick;
    const count = Math.min(to - from + 1 - sent, Math.floor(allowed) - sent);
    if (count > 0) {
      const piece = Buffer.alloc(count);
      fs.readSync(descriptor, piece, 0, count, from + sent);
      response.write(piece);
      sent += count;
      parentPort?.postMessage({ sent: count, asked: 0 });
    }
    await new Promise((resolve) => setTimeout(resolve, TICK));
  }
  parentPort?.postMessage({ sent: 0, asked: 1 });
  response.end();
});
server.listen(0, '127.0.0.1', () =>
  parentPort?.postMessage({ port: /** @type {import('node:net').AddressInfo} */ (server.address()).port }),
);
