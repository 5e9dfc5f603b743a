import fs from 'node:fs/promises';
import os from 'node:os';
import type { Logger } from 'pino';
import type { Config } from './config.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './db/embedded.js';
import { JobChanges, migrate, openDatabase, releaseLostJobs, type Database } from './db/index.js';
import { lockFolder } from './folder-lock.js';
import { inTime } from './in-time.js';
import { openQueue, type ConversionQueue } from './queue/index.js';
import { openScratch } from './scratch.js';
import { keyOfFolder, Sealer } from './seal.js';
import { openStorage, type Storage } from './storage/index.js';

/** How long one part may take to close, in milliseconds; PostgreSQL has its own limit within it. */
const CLOSE_MS = 25_000;

/** What servers and workers stand on: the three drivers, opened. */
export interface Services {
  config: Config;
  log: Logger;
  db: Database;
  changes: JobChanges;
  queue: ConversionQueue;
  storage: Storage;
  sealer: Sealer;
  /** Where conversions and uploads have their temporary files. */
  scratch: string;
  close(): Promise<void>;
}

/** Opens the drivers that the settings ask for. What was opened is closed again when a later one fails. */
export async function openServices(config: Config, log: Logger): Promise<Services> {
  const closing: (() => unknown)[] = [];
  const close = async () => {
    for (let step = closing.pop(); step; step = closing.pop()) {
      try {
        await inTime(Promise.resolve(step()), CLOSE_MS);
      } catch (error) {
        // The others are closed all the same.
        log.error({ err: error }, 'closing');
      }
    }
  };
  try {
    const folders = config.database.kind === 'embedded' || config.storage.kind === 'files';
    if (folders) closing.push(lockFolder(config.dataFolder));
    const scratch = openScratch(folders ? config.dataFolder : os.tmpdir());
    closing.push(() => fs.rm(scratch, { recursive: true, force: true }));
    const sealer = new Sealer(config.secretKeys ?? keyOfFolder(config.dataFolder));
    let embedded: EmbeddedPostgres | null = null;
    if (config.database.kind === 'embedded') {
      embedded = await startEmbeddedPostgres(config.dataFolder);
      closing.push(() => embedded?.stop());
    }
    const url = config.database.kind === 'postgres' ? config.database.url : (embedded?.url ?? '');
    for (const name of await migrate(url)) log.info({ migration: name }, 'migration applied');
    const db = openDatabase(url, config.databaseConnections);
    closing.push(() => db.$disconnect());
    // The data folder is this process's alone: whoever had jobs before is no more.
    if (embedded) await releaseLostJobs(db, 0);
    const changes = await JobChanges.listen(url);
    closing.push(() => changes.close());
    const storage = await openStorage(config, scratch);
    closing.push(() => storage.close());
    const queue = await openQueue(config.queue, url, (error) => log.error({ err: error }, 'queue'));
    closing.push(() => queue.close());
    return { config, log, db, changes, queue, storage, sealer, scratch, close };
  } catch (error) {
    await close();
    throw error;
  }
}
