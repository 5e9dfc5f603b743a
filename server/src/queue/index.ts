import { createPostgresBackend, createRedisBackend } from 'bullmq';
import type { Config } from '../config.js';
import { ConversionQueue } from './queue.js';

export * from './queue.js';

/** Opens the queue that the settings ask for; `databaseUrl` is for the one on PostgreSQL. */
export async function openQueue(config: Config['queue'], databaseUrl: string, onError: (error: Error) => void): Promise<ConversionQueue> {
  const queue =
    config.kind === 'redis'
      ? new ConversionQueue({ backend: createRedisBackend, connection: { url: config.url, maxRetriesPerRequest: null } }, onError)
      : new ConversionQueue(
          { backend: createPostgresBackend, connection: { connectionString: databaseUrl, schema: 'bullmq', migrate: true, max: 5 } },
          onError,
        );
  await queue.ready();
  return queue as unknown as ConversionQueue;
}
