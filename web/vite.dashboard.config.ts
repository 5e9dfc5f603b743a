import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { brotli } from './vite/brotli.js';
import { policy } from './vite/policy.js';

/**
 * The dashboard, built beside the viewer after it: nothing of it comes into the viewer's files, nor into what its service
 * worker keeps.
 */
export default defineConfig({
  plugins: [react(), policy(), brotli()],
  build: {
    target: 'es2022',
    assetsDir: 'assets/dashboard',
    assetsInlineLimit: 0,
    emptyOutDir: false,
    copyPublicDir: false,
    rollupOptions: { input: 'dashboard.html' },
  },
});
