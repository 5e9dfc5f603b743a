import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/client.js';

/** Prisma's client on a PostgreSQL database. */
export type Database = PrismaClient;

/**
 * How long a connection may take to be had, and a statement to be answered, in milliseconds. To be had is also to wait for
 * one of the pool's: under load that takes a while, and is better than a refusal.
 */
const CONNECT_MS = 8000;
const ANSWER_MS = 8000;

/** Opens a pool of connections, so many at most; none is made before the first query. Nothing that is asked of it waits for ever. */
export function openDatabase(url: string, connections = 10): Database {
  const adapter = new PrismaPg({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: CONNECT_MS,
    // The server's own limit comes first where the server is there to keep it.
    statement_timeout: ANSWER_MS - 1000,
    query_timeout: ANSWER_MS,
    idle_in_transaction_session_timeout: 2 * ANSWER_MS,
    keepAlive: true,
  });
  return new PrismaClient({ adapter, transactionOptions: { maxWait: CONNECT_MS, timeout: 2 * ANSWER_MS } });
}
