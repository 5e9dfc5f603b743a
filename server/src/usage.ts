import { OdeServiceError, type UsageMonth } from './contract/index.js';
import type { Database, Transaction } from './db/index.js';

/** Entries that are added up in one statement. */
const AT_A_TIME = 10_000;
/** Months that are told. */
const MONTHS = 24;

interface Row {
  month: string;
  documents: bigint;
  bytes: bigint;
  jobs: bigint;
  pages: bigint;
  result_bytes: bigint;
}

/** Whose usage is meant: a tenant's, or what of it is one key's. */
export interface User {
  tenantId: string;
  keyId?: string;
}

/** What a tenant, or one of its keys, has used, by month (UTC), the present one first. */
export async function readUsage(db: Pick<Transaction, '$queryRaw'>, { tenantId, keyId }: User): Promise<UsageMonth[]> {
  const key = keyId ?? null;
  const rows = await db.$queryRaw<Row[]>`
    SELECT to_char(month, 'YYYY-MM') AS month, sum(documents)::bigint AS documents, sum(bytes)::bigint AS bytes,
      sum(jobs)::bigint AS jobs, sum(pages)::bigint AS pages, sum(result_bytes)::bigint AS result_bytes
    FROM (SELECT month, key_id, documents, bytes, jobs, pages, result_bytes FROM usage_month WHERE tenant_id = ${tenantId}::uuid
          UNION ALL
          SELECT month, key_id, documents, bytes, jobs, pages, result_bytes FROM usage_entry WHERE tenant_id = ${tenantId}::uuid) used
    WHERE ${key}::uuid IS NULL OR key_id = ${key}::uuid
    GROUP BY month ORDER BY used.month DESC LIMIT ${MONTHS}`;
  return rows.map(({ month, documents, bytes, jobs, pages, result_bytes }) => ({
    month,
    documents: Number(documents),
    bytes: Number(bytes),
    jobs: Number(jobs),
    pages: Number(pages),
    resultBytes: Number(result_bytes),
  }));
}

/** Adds up what was used since the last time. In one statement: nothing is counted twice, or not at all. */
export async function addUpUsage(db: Database): Promise<void> {
  for (let moved = AT_A_TIME; moved === AT_A_TIME;) {
    const [row] = await db.$queryRaw<{ count: bigint }[]>`
      WITH moved AS (
        DELETE FROM usage_entry WHERE id IN (SELECT id FROM usage_entry ORDER BY id LIMIT ${AT_A_TIME} FOR UPDATE SKIP LOCKED) RETURNING *),
      added AS (
        INSERT INTO usage_month (tenant_id, month, key_id, documents, bytes, jobs, pages, result_bytes)
        SELECT tenant_id, month, key_id, sum(documents), sum(bytes), sum(jobs), sum(pages), sum(result_bytes) FROM moved
        GROUP BY tenant_id, month, key_id
        ON CONFLICT (tenant_id, month, key_id) DO UPDATE SET documents = usage_month.documents + excluded.documents,
          bytes = usage_month.bytes + excluded.bytes, jobs = usage_month.jobs + excluded.jobs,
          pages = usage_month.pages + excluded.pages, result_bytes = usage_month.result_bytes + excluded.result_bytes)
      SELECT count(*) AS count FROM moved`;
    moved = Number(row?.count ?? 0);
  }
}

/** What may be used in a month; null: anything. */
export interface Quota {
  bytes: number | null;
  pages: number | null;
}

const quotaIn = (row: { monthlyBytes: bigint | null; monthlyPages: bigint | null } | null): Quota => {
  const number = (value: bigint | null | undefined) => (value === null || value === undefined ? null : Number(value));
  return { bytes: number(row?.monthlyBytes), pages: number(row?.monthlyPages) };
};
const MONTHLY = { monthlyBytes: true, monthlyPages: true } as const;

/** The month's limits of a tenant. */
export async function quotaOf(db: Pick<Transaction, 'tenant'>, tenantId: string): Promise<Quota> {
  return quotaIn(await db.tenant.findUnique({ where: { id: tenantId }, select: MONTHLY }));
}

/**
 * Refuses what would go over the quota of bytes, of the tenant or of the key that is used, or comes when the pages are used
 * up: how many a document has is known when it has been converted. Throws `quota-exceeded`.
 */
export async function checkQuota(
  db: Pick<Transaction, '$queryRaw'>,
  { tenantId, keyId }: User,
  { bytes = 0 }: { bytes?: number } = {},
): Promise<void> {
  const [row] = await db.$queryRaw<Record<'bytes' | 'pages' | 'key_bytes' | 'key_pages', bigint | null>[]>`
    SELECT t.monthly_bytes AS bytes, t.monthly_pages AS pages, k.monthly_bytes AS key_bytes, k.monthly_pages AS key_pages
    FROM tenant t LEFT JOIN api_key k ON k.tenant_id = t.id AND k.id = ${keyId ?? null}::uuid WHERE t.id = ${tenantId}::uuid`;
  if (!row) return;
  await checkOne(db, { tenantId }, quotaIn({ monthlyBytes: row.bytes, monthlyPages: row.pages }), bytes);
  await checkOne(db, { tenantId, keyId }, quotaIn({ monthlyBytes: row.key_bytes, monthlyPages: row.key_pages }), bytes);
}

/** Refuses what would let more of a tenant's conversions wait than may. Throws `queue-full`. */
export async function checkWaiting(db: Pick<Transaction, '$queryRaw'>, tenantId: string, more: number, most: number): Promise<void> {
  // Counting ends at the limit.
  const beyond = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM job WHERE tenant_id = ${tenantId}::uuid AND status = 'queued' OFFSET ${Math.max(0, most - more)} LIMIT 1`;
  if (beyond.length || more > most) throw new OdeServiceError('queue-full');
}

async function checkOne(db: Pick<Transaction, '$queryRaw'>, user: User, quota: Quota, bytes: number): Promise<void> {
  if (quota.bytes === null && quota.pages === null) return;
  const thisMonth = new Date().toISOString().slice(0, 7);
  const used = (await readUsage(db, user)).find(({ month }) => month === thisMonth);
  const whose = user.keyId === undefined ? '' : ' of this key';
  if (quota.bytes !== null && (used?.bytes ?? 0) + bytes > quota.bytes)
    throw new OdeServiceError('quota-exceeded', OVER('bytes', quota.bytes, whose));
  if (quota.pages !== null && (used?.pages ?? 0) >= quota.pages)
    throw new OdeServiceError('quota-exceeded', OVER('pages', quota.pages, whose));
}

const OVER = (what: string, limit: number, whose: string) =>
  `This month’s ${limit} ${what}${whose} are used up. Ask for more, or come again next month.`;
