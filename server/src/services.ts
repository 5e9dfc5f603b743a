import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Logger } from 'pino';
import type { Config } from './config.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './db/embedded.js';
import { JobChanges, migrate, openDatabase, type Database } from './db/index.js';
import { lockFolder } from './folder-lock.js';
import { openQueue, type ConversionQueue } from './queue/index.js';
import { openStorage, type Storage } from './storage/index.js';

/** What servers and workers stand on: the three drivers, opened. */
export interface Services {
  config: Config;
  log: Logger;
  db: Database;
  changes: JobChanges;
  queue: ConversionQueue;
  storage: Storage;
  /** Where conversions have their temporary files. */
  scratch: string;
  close(): Promise<void>;
}

/** Opens the drivers that the settings ask for. What was opened is closed again when a later one fails. */
export async function openServices(config: Config, log: Logger): Promise<Services> {
  const closing: (() => unknown)[] = [];
  const close = async () => {
    for (let step = closing.pop(); step; step = closing.pop()) {
      try {
        await step();
      } catch (error) {
        // The others are closed all the same.
        log.error({ err: error }, 'closing');
      }
    }
  };
  try {
    let scratch = os.tmpdir();
    if (config.database.kind === 'embedded' || config.storage.kind === 'files') {
      closing.push(lockFolder(config.dataFolder));
      // In a folder that is ours alone, what a killed process left is known to be left.
      scratch = path.join(config.dataFolder, 'scratch');
      await fs.rm(scratch, { recursive: true, force: true });
      await fs.mkdir(scratch, { mode: 0o700 });
    }
    let embedded: EmbeddedPostgres | null = null;
    if (config.database.kind === 'embedded') {
      embedded = await startEmbeddedPostgres(config.dataFolder);
      closing.push(() => embedded?.stop());
    }
    const url = config.database.kind === 'postgres' ? config.database.url : (embedded?.url ?? '');
    for (const name of await migrate(url)) log.info({ migration: name }, 'migration applied');
    const db = openDatabase(url);
    closing.push(() => db.$disconnect());
    const changes = await JobChanges.listen(url);
    closing.push(() => changes.close());
    const storage = await openStorage(config);
    closing.push(() => storage.close());
    const queue = await openQueue(config.queue, url, (error) => log.error({ err: error }, 'queue'));
    closing.push(() => queue.close());
    return { config, log, db, changes, queue, storage, scratch, close };
  } catch (error) {
    await close();
    throw error;
  }
}
