import { OdeServiceError } from '../contract/errors.js';
import type { Database } from './client.js';

/** What a transaction has of the client. */
export type Transaction = Parameters<Parameters<Database['$transaction']>[0]>[0];

/**
 * Transactions of tenants at a time. More would not be done sooner by one process, only all later, and what they bring would keep
 * the event loop from whoever asks for the health. The rest of the pool is for what is asked without one.
 */
const AT_A_TIME = 5;
/** How long one may wait for its turn, in milliseconds. */
const TURN_MS = 20_000;

/** Who waits for a turn on a database. */
class Turns {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  async take(): Promise<void> {
    if (this.running < AT_A_TIME) return void this.running++;
    await new Promise<void>((resolve, reject) => {
      const begin = () => {
        clearTimeout(late);
        resolve();
      };
      const late = setTimeout(() => {
        this.waiting.splice(this.waiting.indexOf(begin), 1);
        reject(new OdeServiceError('busy'));
      }, TURN_MS);
      this.waiting.push(begin);
    });
  }

  /** The turn goes to who waits longest. */
  give(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.running--;
  }
}

const turnsOf = new WeakMap<Database, Turns>();

/**
 * Asks the database in a tenant's name: in the role `ode_tenant`, to which PostgreSQL shows the rows of this tenant
 * alone. Queries name the tenant all the same; this is the wall behind them. Within `work` it is not called again.
 *
 * @throws OdeServiceError `busy` when too many wait
 */
export async function inTenant<T>(db: Database, tenantId: string, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  const turns = turnsOf.get(db) ?? new Turns();
  turnsOf.set(db, turns);
  await turns.take();
  try {
    return await db.$transaction(async (transaction) => {
      await transaction.$queryRaw`SELECT set_config('role', 'ode_tenant', true), set_config('ode.tenant', ${tenantId}, true)`;
      return work(transaction);
    });
  } finally {
    turns.give();
  }
}
