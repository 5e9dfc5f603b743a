import { setTimeout as sleep } from 'node:timers/promises';
import { createPostgresBackend, createRedisBackend } from 'bullmq';
import { Redis } from 'ioredis';
import type { Config } from '../config.js';
import { ConversionQueue } from './queue.js';

export * from './queue.js';

/** How long Redis may take to accept a connection and to answer; how long a connection may be silent; how long a failure takes. In milliseconds. */
const CONNECT_MS = 3000;
const ANSWER_MS = 4000;
const SILENT_MS = 15_000;
const FAILED_MS = 300;
/** Redis that is back is noticed after so long at most. */
const retryStrategy = (times: number) => Math.min(times * 100, 2000);

/** Opens the queue that the settings ask for; `databaseUrl` is for the one on PostgreSQL. */
export async function openQueue(config: Config['queue'], databaseUrl: string, onError: (error: Error) => void): Promise<ConversionQueue> {
  const queue = config.kind === 'redis' ? onRedis(config.url, onError) : onPostgres(databaseUrl, onError);
  await queue.ready();
  return queue as unknown as ConversionQueue;
}

function onRedis(url: string, onError: (error: Error) => void) {
  const limits = { connectTimeout: CONNECT_MS, retryStrategy };
  const connection = new Redis(url, { ...limits, enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: ANSWER_MS });
  // A worker's connection waits for tokens, so that only silence beyond that is too long.
  const workerConnection = { url, ...limits, maxRetriesPerRequest: null, socketTimeout: SILENT_MS };
  const release = () => connection.disconnect();
  return new ConversionQueue({ backend: createRedisBackend, connection, workerConnection, release }, onError);
}

/** A worker that cannot ask for the next token asks again at once: a failure takes a moment here. */
const unhurried: typeof createPostgresBackend = (...made) => {
  const backend = createPostgresBackend(...made);
  const next = backend.moveToActive.bind(backend);
  backend.moveToActive = (...asked) =>
    next(...asked).catch(async (error: unknown) => {
      await sleep(FAILED_MS);
      throw error;
    });
  return backend;
};

function onPostgres(connectionString: string, onError: (error: Error) => void) {
  const connection = { connectionString, schema: 'bullmq', migrate: true, max: 5, connectionTimeoutMillis: CONNECT_MS };
  return new ConversionQueue({ backend: unhurried, connection, workerConnection: connection }, onError);
}
