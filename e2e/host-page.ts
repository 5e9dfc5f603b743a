import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type BuildOptions } from 'esbuild';
import { messagesForEsbuild } from '../viewer/scripts/messages.mjs';

const engine = fileURLToPath(new URL('../wasm/dist/', import.meta.url));
const TYPES: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm', '.html': 'text/html' };

/** A page that is not ours: its script, what it has between `<body>` and that, its files by their paths, and how it is bundled. */
interface HostPage {
  script: string;
  body: string;
  files: Record<string, Uint8Array>;
  options?: BuildOptions;
}

/** Serves somebody's page that uses the packages: the viewer's sources, and the engine as it is built. */
export async function serveHostPage({ script, body, files, options }: HostPage): Promise<{ address: string; close: () => void }> {
  const { outputFiles } = await build({
    stdin: { contents: script, resolveDir: fileURLToPath(new URL('../web', import.meta.url)), loader: 'jsx' },
    ...{ bundle: true, write: false, format: 'esm', splitting: true, outdir: '/', entryNames: 'host', jsx: 'automatic', target: 'es2022' },
    ...{ external: ['@ode/engine/browser'], define: { 'process.env.NODE_ENV': '"production"' }, conditions: ['ode-source'] },
    ...options,
    plugins: [messagesForEsbuild, ...(options?.plugins ?? [])],
  });
  const served = new Map<string, Uint8Array>(outputFiles!.map(({ path, contents }) => [path, contents]));
  for (const [name, contents] of Object.entries(files)) served.set(name, contents);
  const style = served.has('/host.css') ? '<link rel="stylesheet" href="/host.css">' : '';
  served.set(
    '/index.html',
    Buffer.from(`<!doctype html><html lang="en"><title>Host</title>${style}
      <script type="importmap">{ "imports": { "@ode/engine/browser": "/engine/browser.js" } }</script>
      <body style="margin: 0">${body}<script type="module" src="/host.js"></script>`),
  );
  const server = http.createServer((request, response) => {
    const name = new URL(request.url!, 'http://localhost').pathname.replace(/\/$/, '/index.html');
    const built = path.join(engine, name.replace('/engine/', ''));
    const contents = served.get(name) ?? (name.startsWith('/engine/') && fs.existsSync(built) ? fs.readFileSync(built) : null);
    response.writeHead(contents ? 200 : 404, { 'content-type': TYPES[path.extname(name)] ?? 'application/octet-stream' });
    response.end(contents);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${(server.address() as { port: number }).port}/`, close: () => server.close() };
}
