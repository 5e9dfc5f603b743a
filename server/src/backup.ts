import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ConfigError } from './config.js';
import { startEmbeddedPostgres } from './db/embedded.js';
import { lockFolder } from './folder-lock.js';

/** What a backup need not have: the lock, and what is made anew. */
const LEFT_OUT = ['./lock', './lock.*', './postgres.log', './files/.incoming', './postgres/postmaster.pid'];
/** By which a folder is known for one of an embedded service. */
const MARK = path.join('postgres', 'PG_VERSION');

/**
 * Writes all that an embedded service keeps (database, documents, results, keys) into one gzipped tar file, which appears
 * when it is whole. The service must not run: its folder is locked meanwhile. Throws `ConfigError` where it does, or where
 * the folder holds none.
 */
export async function backUp(folder: string, file: string): Promise<void> {
  if (!fs.existsSync(path.join(folder, MARK))) throw new ConfigError(`There is no data of an ODE in ${folder}`);
  if (fs.existsSync(file)) throw new ConfigError(`${file} is there already`);
  const unlock = lockFolder(folder);
  const draft = `${file}.part`;
  try {
    // One that was killed has its last transactions in its log alone: it is started, and ends in order.
    await (await startEmbeddedPostgres(folder)).stop();
    // Readable by its owner alone: it holds documents, and the keys that seal passwords.
    fs.writeFileSync(draft, '', { mode: 0o600, flag: 'wx' });
    await tar(['--create', '--gzip', '--file', draft, ...LEFT_OUT.map((name) => `--exclude=${name}`), '--directory', folder, '.']);
    const whole = await fs.promises.open(draft, 'r+');
    await whole.sync().finally(() => whole.close());
    fs.renameSync(draft, file);
  } finally {
    fs.rmSync(draft, { force: true });
    unlock();
  }
}

/**
 * Lays a backup out in `folder`, which is empty or not there; whole, or not at all. Throws `ConfigError` where the folder
 * holds something, or the file is no backup.
 */
export async function restore(file: string, folder: string): Promise<void> {
  if (!fs.existsSync(file)) throw new ConfigError(`There is no ${file}`);
  if (fs.existsSync(folder) && fs.readdirSync(folder).length) throw new ConfigError(`${folder} is not empty: a backup goes into a new one`);
  const draft = `${path.resolve(folder)}.restoring`;
  if (fs.existsSync(draft)) throw new ConfigError(`${draft} is in the way: an earlier restore broke off`);
  fs.mkdirSync(draft, { recursive: true, mode: 0o700 });
  try {
    await tar(['--extract', '--gzip', '--file', path.resolve(file), '--directory', draft]).catch((error: Error) => {
      throw new ConfigError(`${file} is no whole backup: ${error.message}`);
    });
    if (!fs.existsSync(path.join(draft, MARK))) throw new ConfigError(`${file} is no backup of an ODE`);
    fs.rmSync(folder, { recursive: true, force: true });
    fs.renameSync(draft, folder);
  } finally {
    fs.rmSync(draft, { recursive: true, force: true });
  }
}

/** tar is on Linux, macOS and Windows, and keeps owners and modes, which PostgreSQL insists on. */
function tar(args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('tar', args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(said.trim().split('\n')[0] ?? `tar ended with ${code}`))));
  });
}
