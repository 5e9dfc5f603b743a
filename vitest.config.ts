import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{wasm,viewer,web,server,worker,client,ops,infra}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/build/**'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
