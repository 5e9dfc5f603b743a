import fs from 'node:fs';
import path from 'node:path';
import { ConfigError } from './config.js';
import { isAlive, startOf } from './process-identity.js';

/**
 * Keeps a data folder for this process: two on the same files would destroy them. A lock that a killed process left
 * behind does not count. Returns what lifts the lock; throws `ConfigError` when another process has the folder.
 */
export function lockFolder(folder: string): () => void {
  try {
    fs.mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new ConfigError(`The data folder ${folder} cannot be made (${(error as Error).message}). Set ODE_DATA to another.`);
  }
  const file = path.join(folder, 'lock');
  const mine = `${process.pid} ${startOf(process.pid)}\n`;
  for (let round = 0; round < 3; round++) {
    try {
      // Written beside and linked: the lock appears with its content, or not at all.
      const draft = `${file}.${process.pid}`;
      fs.writeFileSync(draft, mine);
      try {
        fs.linkSync(draft, file);
      } finally {
        fs.rmSync(draft, { force: true });
      }
      return () => {
        if (fs.existsSync(file) && fs.readFileSync(file, 'utf8') === mine) fs.rmSync(file, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST')
        throw new ConfigError(`The data folder ${folder} cannot be written (${(error as Error).message}). Set ODE_DATA to another.`);
    }
    const [pid = 0, start = ''] = fs.readFileSync(file, 'utf8').trim().split(' ');
    if (Number(pid) > 0 && Number(pid) !== process.pid && isAlive(Number(pid)) && startOf(Number(pid)) === start)
      throw new ConfigError(
        `Another ODE (process ${pid}) has the data folder ${folder}. Stop it first, or set ODE_DATA to a folder for this one.`,
      );
    fs.rmSync(file, { force: true });
  }
  throw new ConfigError(`The data folder ${folder} is fought over by several processes. Start one of them only.`);
}
