import { defineConfig, devices } from '@playwright/test';
import { BROWSER } from './bench/web/browser.mjs';

const port = Number(process.env.ODE_E2E_PORT ?? 4173);

export default defineConfig({
  testDir: 'e2e',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  workers: 1,
  forbidOnly: !!process.env.CI,
  reporter: [['list']],
  outputDir: 'test-results',
  use: {
    ...devices['Desktop Chrome'],
    baseURL: `http://localhost:${port}`,
    permissions: ['clipboard-read', 'clipboard-write'],
    launchOptions: BROWSER,
    trace: 'retain-on-failure',
  },
  webServer: {
    command: `node e2e/serve.mjs`,
    url: `http://localhost:${port}/healthz`,
    timeout: 60_000,
    env: { PORT: String(port) },
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
  },
});
