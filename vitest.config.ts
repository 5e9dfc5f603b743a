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
    include: ['{wasm,viewer,web,server,worker,client,ops,infra}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/build/**'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
