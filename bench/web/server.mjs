// A server behind a slow line: all connections share its bandwidth, and each request waits for its round trip.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import zlib from 'node:zlib';

const TYPES = /** @type {Record<string, string>} */ ({
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.pdf': 'application/pdf',
});
/** Bytes that are sent in one go. */
const PIECE = 16_384;
const sleep = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Resolves when more can be sent, or nobody wants it. @param {http.ServerResponse} response */
const room = (response) =>
  new Promise((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done);
      resolve(undefined);
    };
    response.on('drain', done).on('close', done);
  });

/**
 * @param {(pathname: string) => string | Buffer | null} find the file of a path, or what to answer
 * @param {{ mbit: number, rtt: number }} line
 * @returns {Promise<{ origin: string, close: () => void }>}
 */
export async function serve(find, { mbit, rtt }) {
  /** @type {Map<string, Buffer>} */
  const packed = new Map();
  /** @type {Map<string, Buffer>} Files, read once: a request for a part would wait for all of a large one. */
  const read = new Map();
  const contentOf = (/** @type {string} */ file) => {
    const content = read.get(file) ?? fs.readFileSync(file);
    read.set(file, content);
    return content;
  };
  let free = 0; // when the line has sent all that it has been given

  /** @param {http.ServerResponse} response @param {Buffer} body */
  async function send(response, body) {
    for (let at = 0; at < body.length; at += PIECE) {
      const piece = body.subarray(at, at + PIECE);
      free = Math.max(free, performance.now()) + (piece.length * 8) / (mbit * 1000);
      const wait = free - performance.now();
      if (wait > 1) await sleep(wait);
      if (response.destroyed) return; // whoever asked wants no more
      if (!response.write(piece)) await room(response);
    }
    response.end();
  }

  const server = http.createServer(async (request, response) => {
    await sleep(rtt);
    const { pathname } = new URL(request.url ?? '', 'http://localhost');
    const found = find(pathname);
    if (found === null || (typeof found === 'string' && !fs.existsSync(found))) return void response.writeHead(404).end();
    const extension = typeof found === 'string' ? path.extname(found) : '.html';
    let body = typeof found === 'string' ? contentOf(found) : found;
    const headers = /** @type {Record<string, string | number>} */ ({
      'content-type': TYPES[extension] ?? 'application/octet-stream',
      'cache-control': 'no-store',
    });
    let status = 200;
    const range = extension === '.pdf' && /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    if (extension === '.pdf') headers['accept-ranges'] = 'bytes';
    else if (/\bbr\b/.test(String(request.headers['accept-encoding']))) {
      const key = typeof found === 'string' ? found : pathname;
      if (!packed.has(key)) packed.set(key, zlib.brotliCompressSync(body, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 9 } }));
      body = packed.get(key) ?? body;
      headers['content-encoding'] = 'br';
    }
    if (range) {
      const [from, to] = [Number(range[1]), Math.min(range[2] ? Number(range[2]) : Infinity, body.length - 1)];
      headers['content-range'] = `bytes ${from}-${to}/${body.length}`;
      body = body.subarray(from, to + 1);
      status = 206;
    }
    response.writeHead(status, { ...headers, 'content-length': body.length });
    if (request.method === 'HEAD') response.end();
    else await send(response, body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}
