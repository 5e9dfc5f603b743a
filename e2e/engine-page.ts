import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';

const dist = fileURLToPath(new URL('../wasm/dist/', import.meta.url));
const TYPES: Record<string, string> = { '.js': 'text/javascript', '.wasm': 'application/wasm', '.html': 'text/html' };

export interface EngineServer {
  open(page: Page): Promise<void>;
  /** The length of a document, and how many bytes of it have been sent. */
  sent(name: string): { size: number; bytes: number };
  /** Has a document no more. */
  remove(name: string): void;
  close(): void;
}

/** A page of somebody's with nothing on it but the engine, as `window.engine`; documents are read from `/<name>.pdf`, also in parts. */
export async function serveEngine(documents: Record<string, Uint8Array>): Promise<EngineServer> {
  const sent: Record<string, number> = {};
  const server = http.createServer((request, response) => {
    const name = decodeURIComponent(new URL(request.url!, 'http://localhost').pathname.slice(1));
    const file = path.join(dist, name);
    const body =
      name === '' ? '<!doctype html><title>Engine</title>' : (documents[name] ?? (fs.existsSync(file) ? fs.readFileSync(file) : null));
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
    const part = from && typeof body !== 'string' && body ? body.subarray(Number(from), Number(to) + 1) : null;
    response.writeHead(body === null ? 404 : part ? 206 : 200, {
      'content-type': TYPES[path.extname(name || 'index.html')] ?? 'application/octet-stream',
      ...(part && { 'content-range': `bytes ${from}-${Number(from) + part.length - 1}/${body!.length}` }),
    });
    sent[name] = (sent[name] ?? 0) + (part ?? body ?? '').length;
    response.end(part ?? body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    async open(page) {
      await page.goto(`http://127.0.0.1:${port}/`);
      await page.addScriptTag({ type: 'module', content: `import * as engine from '/browser.js'; window.engine = engine;` });
      await page.waitForFunction('window.engine');
    },
    sent: (name) => ({ size: documents[name]!.length, bytes: sent[name] ?? 0 }),
    remove: (name) => void delete documents[name],
    close: () => server.close(),
  };
}
