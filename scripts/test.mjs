// `npm test`: sets this machine up and runs every test: unit and integration (vitest), then the browser (Playwright).
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from './build.mjs';
import { root, say } from './run.mjs';
import { setUpCompiler } from './setup.mjs';

setUpCompiler();
build();
const { setUpChromium, setUpKubectl, setUpPrometheus, setUpRedis, setUpShellcheck } = await import('./setup.mjs');
setUpRedis();
setUpPrometheus();
setUpShellcheck();
const kubectl = setUpKubectl();
const chromium = await setUpChromium();
const env = { ...process.env, ...(chromium ? { ODE_CHROMIUM: chromium } : {}), ...(kubectl ? { ODE_KUBECTL: kubectl } : {}) };
const reports = fs.mkdtempSync(path.join(os.tmpdir(), 'ode-tests-'));
const total = { passed: 0, failed: 0, skipped: 0 };
let failed = false;

say('Unit and integration tests');
const vitestReport = path.join(reports, 'vitest.json');
const unit = spawnSync(
  process.execPath,
  [path.join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`],
  { cwd: root, stdio: 'inherit', env },
);
failed ||= unit.status !== 0;
if (fs.existsSync(vitestReport)) {
  const report = JSON.parse(fs.readFileSync(vitestReport, 'utf8'));
  total.passed += report.numPassedTests;
  total.failed += report.numFailedTests;
  total.skipped += report.numPendingTests;
}

say('Browser tests');
const playwrightReport = path.join(reports, 'playwright.json');
const browser = spawnSync(process.execPath, [path.join(root, 'node_modules/@playwright/test/cli.js'), 'test', '--reporter=list,json'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: playwrightReport },
});
failed ||= browser.status !== 0;
if (fs.existsSync(playwrightReport)) {
  const { stats } = JSON.parse(fs.readFileSync(playwrightReport, 'utf8'));
  total.passed += stats.expected;
  total.failed += stats.unexpected + stats.flaky;
  total.skipped += stats.skipped;
}

fs.rmSync(reports, { recursive: true, force: true });
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(failed || !total.passed ? 1 : 0);
