import type { Config } from './config.js';
import { runningPostgres, startEmbeddedPostgres } from './db/embedded.js';
import { migrate, openDatabase, type Database } from './db/index.js';
import { lockFolder } from './folder-lock.js';

/**
 * The service's database, for a command that ends soon. That of an embedded service is reached while it runs, and is
 * started for the moment when it does not.
 */
export async function openAdministration(config: Config): Promise<{ db: Database; close(): Promise<void> }> {
  const closing: (() => unknown)[] = [];
  let url = config.database.kind === 'postgres' ? config.database.url : runningPostgres(config.dataFolder);
  try {
    if (url === null) {
      closing.unshift(lockFolder(config.dataFolder));
      const embedded = await startEmbeddedPostgres(config.dataFolder);
      closing.unshift(() => embedded.stop());
      url = embedded.url;
    }
    await migrate(url);
  } catch (error) {
    for (const step of closing) await step();
    throw error;
  }
  const db = openDatabase(url);
  closing.unshift(() => db.$disconnect());
  return {
    db,
    async close() {
      for (const step of closing) await step();
    },
  };
}
