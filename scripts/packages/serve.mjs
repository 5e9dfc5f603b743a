// Serves a folder under a strict policy, as somebody's server would.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.pdf': 'application/pdf',
  '.svg': 'image/svg+xml',
};

/** Nothing inline but the scripts of the page itself, which a framework may have put there, by their hashes. */
function policyOf(html) {
  const inline = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>(.*?)<\/script>/gs)].map(
    ([, text]) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
  );
  return [
    "default-src 'none'",
    `script-src 'self' 'wasm-unsafe-eval' ${inline.join(' ')}`,
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self' data: blob:",
    "connect-src 'self'",
    "worker-src 'self'",
    "frame-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
  ].join('; ');
}

/** The file that a request's path stands for; null: none. */
function fileOf(folder, name) {
  const file = path.join(folder, name.endsWith('/') ? `${name}index.html` : name);
  return fs.existsSync(file) && !fs.statSync(file).isDirectory() ? file : null;
}

/** @returns {Promise<{ url: string, bodyOf: (url: string) => Buffer | null, askedBy: (url: string) => string[], close: () => void }>} */
export async function serve(folder) {
  /** Who has asked for which files, by the paths. */
  const asked = new Map();
  const server = http.createServer((request, response) => {
    const name = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    if (name === '/favicon.ico') return response.writeHead(204).end(); // browsers ask for it by themselves
    const file = fileOf(folder, name);
    const from = request.headers.referer && new URL(request.headers.referer).pathname;
    asked.set(from, (asked.get(from) ?? new Set()).add(name));
    if (!file) return response.writeHead(404).end();
    const body = fs.readFileSync(file);
    const type = TYPES[path.extname(file)] ?? 'application/octet-stream';
    const policy = type.startsWith('text/html') && { 'content-security-policy': policyOf(body.toString()) };
    response.writeHead(200, { 'content-type': type, ...policy }).end(request.method === 'HEAD' ? undefined : body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bodyOf = (url) => {
    const file = fileOf(folder, decodeURIComponent(new URL(url).pathname));
    return file && fs.readFileSync(file);
  };
  const askedBy = (url) => [...(asked.get(new URL(url).pathname) ?? [])].map((name) => new URL(name, url).href);
  return { url: `http://127.0.0.1:${server.address().port}/`, bodyOf, askedBy, close: () => server.close() };
}
