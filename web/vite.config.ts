import { defaultClientConditions, defineConfig } from 'vite';
import { messages } from '../viewer/scripts/messages.mjs';
import { preact } from '../viewer/scripts/preact.mjs';
import { brotli } from './vite/brotli.js';
import { early } from './vite/early.js';
import { later } from './vite/later.js';
import { panel } from './vite/panel.js';
import { policy } from './vite/policy.js';
import { serviceWorker } from './vite/service-worker.js';

export default defineConfig({
  base: './', // it may be served from any folder
  plugins: [messages(), early(), later(), panel(), policy(), serviceWorker(), brotli()],
  // The viewer's sources, not what is published of it.
  resolve: { conditions: ['ode-source', ...defaultClientConditions], alias: preact },
  build: {
    target: 'es2022',
    // Packed, what it makes is some per cent smaller than what Vite's own makes.
    minify: 'terser',
    terserOptions: { ecma: 2022, compress: { passes: 4 } },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    // One file for the first page, and one for the viewer: what both have in common would be requests of its own.
    rolldownOptions: {
      // "use client" in Radix is for servers that render.
      onLog: (level, log, handle) => log.code === 'MODULE_LEVEL_DIRECTIVE' || handle(level, log),
      // Radix gives its functions their names anew, which kept alive what nobody calls.
      treeshake: { manualPureFunctions: ['__name'] },
      output: {
        codeSplitting: {
          groups: [
            { name: 'first', test: /src\/start\.ts$/, priority: 2 },
            { name: 'viewer', test: /src\/main\.tsx$/, priority: 1 },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': process.env.ODE_API ?? 'http://localhost:3000' } },
});
