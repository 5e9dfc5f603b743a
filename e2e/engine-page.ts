import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';

const dist = fileURLToPath(new URL('../wasm/dist/', import.meta.url));
const TYPES: Record<string, string> = { '.js': 'text/javascript', '.wasm': 'application/wasm', '.html': 'text/html' };

/** A page of somebody's with nothing on it but the engine, as `window.engine`; documents are read from `/<name>.pdf`. */
export async function serveEngine(
  documents: Record<string, Uint8Array>,
): Promise<{ open: (page: Page) => Promise<void>; close: () => void }> {
  const server = http.createServer((request, response) => {
    const name = decodeURIComponent(new URL(request.url!, 'http://localhost').pathname.slice(1));
    const file = path.join(dist, name);
    const body =
      name === '' ? '<!doctype html><title>Engine</title>' : (documents[name] ?? (fs.existsSync(file) ? fs.readFileSync(file) : null));
    response.writeHead(body === null ? 404 : 200, {
      'content-type': TYPES[path.extname(name || 'index.html')] ?? 'application/octet-stream',
    });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    async open(page) {
      await page.goto(`http://127.0.0.1:${port}/`);
      await page.addScriptTag({ type: 'module', content: `import * as engine from '/browser.js'; window.engine = engine;` });
      await page.waitForFunction('window.engine');
    },
    close: () => server.close(),
  };
}
