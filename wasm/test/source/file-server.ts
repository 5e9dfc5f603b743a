import { Worker } from 'node:worker_threads';

/**
 * How a server misbehaves: `whole` knows no ranges, `cut` breaks the connection in the middle of every answer but the first,
 * `gone` has the file no more after the first answer, `changed` has another one, `short` sends fewer bytes than it says,
 * `once` breaks every other answer, `drip` sends its bytes slowly, `long` promises all that it was asked for, though the file is
 * shorter. A number is the status of every answer.
 */
export type Manner = 'ranges' | 'whole' | 'cut' | 'gone' | 'changed' | 'short' | 'once' | 'drip' | 'long' | `${number}`;

/** Runs in a thread of its own: the engine waits for its bytes on the test's. */
const SERVER = `
const http = require('node:http');
const { parentPort, workerData } = require('node:worker_threads');
const file = Buffer.from(workerData);
const count = new Map();
http.createServer((request, response) => {
  const manner = request.url.slice(1);
  const n = count.get(manner) ?? 0;
  count.set(manner, n + 1);
  const [, from, to] = /^bytes=(\\d+)-(\\d+)$/.exec(request.headers.range ?? '') ?? [];
  const part = from && manner !== 'whole' ? file.subarray(Number(from), Number(to) + 1) : file;
  const send = (bytes) => { parentPort.postMessage({ sent: bytes.length, key: request.headers['x-key'] ?? '' }); response.end(bytes); };
  if (Number(manner)) return response.writeHead(Number(manner)).end();
  if (manner === 'gone' && n) return response.writeHead(404).end();
  const headers = { ETag: manner === 'changed' && n ? '"b"' : '"a"' };
  if (part !== file) headers['Content-Range'] = 'bytes ' + from + '-' + (Number(from) + part.length - 1) + '/' + file.length;
  if (manner === 'long' && part.length <= to - from) {
    response.writeHead(206, { ...headers, 'Content-Range': 'bytes ' + from + '-' + to + '/' + file.length, 'Content-Length': to - from + 1 });
    return response.write(part);
  }
  const broken = n && (manner === 'cut' || (manner === 'once' && n % 2));
  if (broken) headers['Content-Length'] = part.length;
  response.writeHead(part !== file ? 206 : 200, headers);
  if (broken) return response.write(part.subarray(0, part.length >> 1), () => response.destroy());
  if (manner === 'short' && n) return send(part.subarray(0, part.length - 1));
  if (manner === 'drip') {
    response.write(part.subarray(0, part.length >> 1));
    return setTimeout(() => send(part.subarray(part.length >> 1)), 20);
  }
  send(part);
}).listen(0, '127.0.0.1', function () { parentPort.postMessage({ port: this.address().port }); });
`;

/** A real HTTP server of one file. */
export class FileServer {
  /** Bytes of bodies. */
  sent = 0;
  /** What the last request said in the header `X-Key`. */
  key = '';

  private constructor(
    private readonly thread: Worker,
    private readonly port: number,
  ) {
    thread.on('message', ({ sent, key }: { sent: number; key: string }) => {
      this.sent += sent;
      this.key = key;
    });
  }

  static async of(file: Uint8Array): Promise<FileServer> {
    const thread = new Worker(SERVER, { eval: true, workerData: file });
    const port = await new Promise<number>((resolve) => thread.once('message', (m: { port: number }) => resolve(m.port)));
    return new FileServer(thread, port);
  }

  url(manner: Manner): string {
    return `http://127.0.0.1:${this.port}/${manner}`;
  }

  /** What has been sent since this was asked last. */
  async count(): Promise<number> {
    await new Promise((resolve) => setTimeout(resolve, 50)); // the thread's messages wait for this one
    const { sent } = this;
    this.sent = 0;
    return sent;
  }

  async close(): Promise<void> {
    await this.thread.terminate();
  }
}
