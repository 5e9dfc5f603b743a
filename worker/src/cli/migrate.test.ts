import { execFile } from 'node:child_process';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPostgres, type Backend } from '../../../server/test/backends.js';

const ODE = fileURLToPath(new URL('../../bin/ode.mjs', import.meta.url));
const MIGRATIONS = fileURLToPath(new URL('../../../server/prisma/migrations', import.meta.url));
let postgres: Backend;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

function migrate(url: string): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [ODE, 'migrate'], { env: { ...process.env, DATABASE_URL: url } }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, said: stdout + stderr });
    });
  });
}

test('applies every migration once, with nothing set but the database', async () => {
  const names = fs.readdirSync(MIGRATIONS, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const applied = names.map(({ name }) => `${name} applied\n`).sort();
  expect(await migrate(postgres.url)).toEqual({ code: 0, said: applied.join('') });
  expect(await migrate(postgres.url)).toEqual({ code: 0, said: 'The database is up to date.\n' });
});

test('asks for a database', async () => {
  expect(await migrate('')).toEqual({ code: 2, said: 'ode: DATABASE_URL must be set to a URL that starts with postgres://\n' });
});
