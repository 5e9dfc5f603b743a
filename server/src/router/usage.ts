import { usageSchema } from '../contract/index.js';
import { quotaOf, readUsage } from '../usage.js';
import { reads } from './trpc.js';

export const usage = reads({ method: 'GET', path: '/usage', summary: 'What the tenant has used, by month, and may use' })
  .output(usageSchema)
  .query(({ ctx: { tenant, tenantId } }) =>
    tenant(async (db) => ({ quota: await quotaOf(db, tenantId), months: await readUsage(db, { tenantId }) })),
  );
