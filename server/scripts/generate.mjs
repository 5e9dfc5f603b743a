// Makes Prisma's client from the schema, when the schema is newer.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('..', import.meta.url));
const time = (file) => fs.statSync(path.join(here, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;

if (time('src/db/generated/client.ts') < time('prisma/schema.prisma')) {
  const cli = createRequire(import.meta.url).resolve('prisma/build/index.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'generate', '--no-hints'], {
    cwd: here,
    encoding: 'utf8',
    // Generating needs no schema engine; naming one keeps Prisma from fetching it. One that fails, since with one that
    // does not, `prisma migrate` would seem to work.
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: '/bin/false', PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1' },
  });
  if (status !== 0) {
    console.error(stdout + stderr);
    process.exit(1);
  }
}
