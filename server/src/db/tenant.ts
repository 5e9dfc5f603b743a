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
  /** How many each tenant has. */
  private readonly running = new Map<string, number>();
  private all = 0;
  private readonly waiting: { tenantId: string; begin: () => void }[] = [];

  async take(tenantId: string): Promise<void> {
    if (this.all >= AT_A_TIME)
      await new Promise<void>((resolve, reject) => {
        const one = {
          tenantId,
          begin: () => {
            clearTimeout(late);
            resolve();
          },
        };
        const late = setTimeout(() => {
          this.waiting.splice(this.waiting.indexOf(one), 1);
          reject(new OdeServiceError('busy'));
        }, TURN_MS);
        this.waiting.push(one);
      });
    else this.count(tenantId, 1);
  }

  /** The turn goes to the tenant that has the fewest, and there to who waits longest: what takes long for one is not the others' wait. */
  give(tenantId: string): void {
    this.count(tenantId, -1);
    let next = 0;
    for (let i = 1; i < this.waiting.length; i++) if (this.of(i) < this.of(next)) next = i;
    const [one] = this.waiting.splice(next, 1);
    if (!one) return;
    this.count(one.tenantId, 1);
    one.begin();
  }

  private of(i: number): number {
    return this.running.get(this.waiting[i]?.tenantId ?? '') ?? 0;
  }

  private count(tenantId: string, more: 1 | -1): void {
    this.all += more;
    const now = (this.running.get(tenantId) ?? 0) + more;
    if (now) this.running.set(tenantId, now);
    else this.running.delete(tenantId);
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
  await turns.take(tenantId);
  try {
    return await db.$transaction(async (transaction) => {
      await transaction.$queryRaw`SELECT set_config('role', 'ode_tenant', true), set_config('ode.tenant', ${tenantId}, true)`;
      return work(transaction);
    });
  } finally {
    turns.give(tenantId);
  }
}
