import { readConfig } from '@ode/server';
import { backUp, restore } from '@ode/server/backup';
import { ConfigError } from '@ode/server/config';
import { EXIT, UsageError } from './failure.js';

interface Flags {
  data?: string;
}

async function onFolder(flags: Flags, work: (folder: string) => Promise<string>): Promise<number> {
  try {
    const config = readConfig({ ...process.env, ...(flags.data !== undefined && { ODE_DATA: flags.data }) });
    if (config.database.kind !== 'embedded')
      throw new UsageError('A cluster’s data is in its PostgreSQL and its bucket: back these up (docs/operations/runbook.md).');
    process.stdout.write(await work(config.dataFolder));
    return EXIT.done;
  } catch (error) {
    if (error instanceof ConfigError) throw new UsageError(error.message);
    throw error;
  }
}

/** `ode backup`: everything into one file. */
export function backup(file: string, flags: Flags): Promise<number> {
  return onFolder(flags, async (folder) => {
    await backUp(folder, file);
    return `${file}\n`;
  });
}

/** `ode restore`: that file into a new folder. */
export function restoreBackup(file: string, flags: Flags): Promise<number> {
  return onFolder(flags, async (folder) => {
    await restore(file, folder);
    return `${folder}\n`;
  });
}
