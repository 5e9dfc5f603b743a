import type { Database } from './client.js';

/** What a transaction has of the client. */
export type Transaction = Parameters<Parameters<Database['$transaction']>[0]>[0];

/**
 * Asks the database in a tenant's name: in the role `ode_tenant`, to which PostgreSQL shows the rows of this tenant
 * alone. Queries name the tenant all the same; this is the wall behind them.
 */
export function inTenant<T>(db: Database, tenantId: string, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  return db.$transaction(async (transaction) => {
    await transaction.$queryRaw`SELECT set_config('role', 'ode_tenant', true), set_config('ode.tenant', ${tenantId}, true)`;
    return work(transaction);
  });
}
