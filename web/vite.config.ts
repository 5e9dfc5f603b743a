import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { brotli } from './vite/brotli.js';
import { resources } from './vite/resources.js';
import { serviceWorker } from './vite/service-worker.js';

export default defineConfig({
  plugins: [react(), resources(), serviceWorker(), brotli()],
  worker: { format: 'es' },
  build: { target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 1500 },
  server: { proxy: { '/api': process.env.ODE_API ?? 'http://localhost:3000' } },
});
