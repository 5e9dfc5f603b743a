// The whole product on embedded defaults, with its data in a folder of its own that goes when the tests are done.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const data = fs.mkdtempSync(path.join(os.tmpdir(), 'ode-e2e-'));
const server = spawn(process.execPath, [path.join(root, 'worker/bin/ode.mjs'), 'serve'], {
  stdio: 'inherit',
  env: { ...process.env, ODE_DATA: data },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal));
server.on('exit', (code) => {
  fs.rmSync(data, { recursive: true, force: true });
  process.exit(code ?? 0);
});
