import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { brotli } from './vite/brotli.js';
import { policy } from './vite/policy.js';
import { preload } from './vite/preload.js';
import { resourceFolder, resources } from './vite/resources.js';
import { serviceWorker } from './vite/service-worker.js';

const folder = resourceFolder();
const empty = fileURLToPath(new URL('./vite/empty.ts', import.meta.url));

export default defineConfig({
  plugins: [react(), preload(), policy(), resources(folder), serviceWorker(folder), brotli()],
  // The engine's exporter has a library that looks for Node's modules, and does without them.
  resolve: { alias: { fs: empty, path: empty } },
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    chunkSizeWarningLimit: 1500,
    rolldownOptions: { input: { index: 'index.html', early: 'src/early.ts' } },
  },
  server: { proxy: { '/api': process.env.ODE_API ?? 'http://localhost:3000' } },
});
