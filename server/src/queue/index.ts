import { createPostgresBackend, createRedisBackend } from 'bullmq';
import { Redis } from 'ioredis';
import type { Config } from '../config.js';
import { ConversionQueue } from './queue.js';

export * from './queue.js';

/** Opens the queue that the settings ask for; `databaseUrl` is for the one on PostgreSQL. */
export async function openQueue(config: Config['queue'], databaseUrl: string, onError: (error: Error) => void): Promise<ConversionQueue> {
  const queue = config.kind === 'redis' ? onRedis(config.url, onError) : onPostgres(databaseUrl, onError);
  await queue.ready();
  return queue as unknown as ConversionQueue;
}

function onRedis(url: string, onError: (error: Error) => void) {
  const connection = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1 });
  const workerConnection = { url, maxRetriesPerRequest: null };
  const release = () => connection.disconnect();
  return new ConversionQueue({ backend: createRedisBackend, connection, workerConnection, release }, onError);
}

function onPostgres(connectionString: string, onError: (error: Error) => void) {
  const connection = { connectionString, schema: 'bullmq', migrate: true, max: 5 };
  return new ConversionQueue({ backend: createPostgresBackend, connection, workerConnection: connection }, onError);
}
