// `npm run check:infra`: the checks of the infrastructure that take minutes, by real processes (`*.slow.ts` in ops/).
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { build } from './build.mjs';
import { root, say } from './run.mjs';

build();
const { setUpBuildah, setUpCaddy, setUpHaproxy, setUpKubectl, setUpPostgres, setUpRedis } = await import('./setup.mjs');
setUpRedis();
setUpHaproxy();
setUpCaddy();
setUpPostgres();
setUpBuildah();
const kubectl = setUpKubectl();
say('Slow checks of the infrastructure');
const { status } = spawnSync(
  process.execPath,
  [path.join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--config', 'ops/vitest.slow.config.ts', ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit', env: { ...process.env, ...(kubectl ? { ODE_KUBECTL: kubectl } : {}) } },
);
process.exit(status ?? 1);
