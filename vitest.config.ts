import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';
import { messages } from './viewer/scripts/messages.mjs';

/** The viewer's sources, not what is published of it. Packages are loaded by Node, which knows no condition "module". */
const conditions = ['ode-source', ...defaultServerConditions.filter((condition) => condition !== 'module')];

export default defineConfig({
  plugins: [messages()],
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    exclude: ['**/node_modules/**', '**/dist/**', '**/build/**'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        // They hold nothing but memory of their own: one process loads the engine and its sources once for all files.
        test: { name: 'engine and viewer', include: ['{wasm,viewer,web}/**/*.test.{ts,tsx}'], isolate: false },
      },
      {
        extends: true,
        // They start servers, and set variables of their process.
        test: { name: 'services', include: ['{server,worker,client,ops,infra}/**/*.test.{ts,tsx}'] },
      },
    ],
  },
});
