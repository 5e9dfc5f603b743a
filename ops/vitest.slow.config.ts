import { defineConfig } from 'vitest/config';

/** `npm run check:infra`: what takes minutes. One at a time, since they measure what a machine answers under load. */
export default defineConfig({
  test: { include: ['ops/**/*.slow.ts'], fileParallelism: false, testTimeout: 600_000, hookTimeout: 120_000 },
});
