import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { cleanName, OdeServiceError, type DocumentInfo } from './contract/index.js';
import type { Caller } from './conversions.js';
import { abandonObjects, adoptObject, expectObject, type Database, type Transaction } from './db/index.js';
import type { Document } from './db/generated/client.js';
import { atPace } from './pace.js';
import type { Services } from './services.js';
import { checkQuota } from './usage.js';

/** ISO 32000-2, annex I, note on implementations: the header may stand anywhere in the first 1024 bytes. */
const HEADER_WITHIN = 1024;

/** What the API shows of a document. */
export function documentInfo(row: Document): DocumentInfo {
  return { id: row.id, name: row.name, size: Number(row.size), sha256: row.sha256, createdAt: row.createdAt.toISOString() };
}

/**
 * Takes in a document as it arrives: nothing of it is held but the piece at hand. It is in the storage first, then in
 * the database; when either fails, or the sender stops, neither keeps anything.
 *
 * @throws OdeServiceError `empty-file`, `not-a-pdf`, `too-large`, `upload-incomplete`, `upload-too-slow`
 */
export async function receiveDocument(
  { db, storage, config, tenant, tenantId, keyId, idempotencyKey }: Pick<Services, 'db' | 'storage' | 'config'> & Caller,
  body: Readable,
  name: string | undefined,
): Promise<DocumentInfo> {
  const madeBefore = async () =>
    idempotencyKey ? tenant((transaction) => transaction.document.findFirst({ where: { tenantId, idempotencyKey } })) : null;
  const sameAs = (before: Document, sha256: string) => {
    // What was sent is compared, not assumed.
    if (sha256 !== before.sha256) throw new OdeServiceError('idempotency-conflict');
    return documentInfo(before);
  };
  const before = await madeBefore();
  if (before) {
    const again = { size: 0, hash: createHash('sha256') };
    for await (const _ of inspect(atPace(body), config.maxUpload, again));
    return sameAs(before, again.hash.digest('hex'));
  }
  await tenant((transaction) => checkQuota(transaction, { tenantId, keyId }));
  const storageKey = `documents/${randomBytes(16).toString('hex')}.pdf`;
  const measured = { size: 0, hash: createHash('sha256') };
  await expectObject(db, storageKey);
  let sha256: string | null = null;
  try {
    const inspected = Readable.from(inspect(atPace(body), config.maxUpload, measured), { objectMode: false });
    await storage.put(storageKey, inspected, 'application/pdf');
    sha256 = measured.hash.digest('hex');
    const file = { name: cleanName(name), size: measured.size, sha256, storageKey };
    return await tenant((transaction) => keepDocument(transaction, { tenantId, keyId, idempotencyKey }, file));
  } catch (error) {
    // Not deleted here: where the connection broke in the end, the row may be there all the same, and the note gone.
    await db.pendingObject.updateMany({ where: { key: storageKey }, data: { until: new Date() } }).catch(() => undefined);
    // The same request may have come at the same time, and been the first.
    const meanwhile = sha256 === null ? null : await madeBefore().catch(() => null);
    if (meanwhile && sha256 !== null) return sameAs(meanwhile, sha256);
    throw error;
  }
}

/** Makes a document of an object that is noted as pending: its row, and the object is the document's. */
export async function keepDocument(
  transaction: Transaction,
  { tenantId, keyId, idempotencyKey }: Pick<Caller, 'tenantId' | 'keyId' | 'idempotencyKey'>,
  { name, size: bytes, sha256, storageKey }: { name: string; size: number; sha256: string; storageKey: string },
): Promise<DocumentInfo> {
  await checkQuota(transaction, { tenantId, keyId }, { bytes });
  const size = BigInt(bytes);
  const row = { tenantId, name, size, sha256, idempotencyKey, keyId };
  // The same bytes are kept once a tenant. The lock is on the object that is there: it is not given up meanwhile.
  const [same] = await transaction.$queryRaw<{ storage_key: string }[]>`
    SELECT storage_key FROM document WHERE tenant_id = ${tenantId}::uuid AND sha256 = ${sha256} AND size = ${size} LIMIT 1 FOR UPDATE`;
  if (same) {
    await abandonObjects(transaction, [storageKey]);
    return documentInfo(await transaction.document.create({ data: { ...row, storageKey: same.storage_key } }));
  }
  if (!(await adoptObject(transaction, storageKey))) throw new OdeServiceError('upload-too-slow');
  return documentInfo(await transaction.document.create({ data: { ...row, storageKey } }));
}

/**
 * Deletes a document with its jobs; what nothing else points to of the objects is deleted by the next sweep. A worker
 * that has one of the jobs finds it gone. Throws `not-found`.
 */
export async function deleteDocument(transaction: Transaction, tenantId: string, id: string): Promise<void> {
  const [row] = await transaction.$queryRaw<{ storage_key: string }[]>`
    SELECT storage_key FROM document WHERE id = ${id}::uuid AND tenant_id = ${tenantId}::uuid FOR UPDATE`;
  if (!row) throw new OdeServiceError('not-found', 'There is no document with this id. Check it.');
  // Documents of the same bytes share the file, and their jobs results: they are deleted one after the other.
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${row.storage_key}, 0))`;
  const results = await transaction.job.findMany({
    where: { tenantId, documentId: id, resultKey: { not: null } },
    select: { resultKey: true },
  });
  await transaction.document.delete({ where: { id } });
  const others = await transaction.document.count({ where: { tenantId, storageKey: row.storage_key } });
  const keys = [...new Set(results.map(({ resultKey }) => resultKey ?? ''))];
  const shared = await transaction.job.findMany({ where: { tenantId, resultKey: { in: keys } }, select: { resultKey: true } });
  const kept = new Set(shared.map(({ resultKey }) => resultKey));
  await abandonObjects(transaction, [...keys.filter((key) => !kept.has(key)), ...(others ? [] : [row.storage_key])]);
}

/** Lets a PDF through, measuring it; throws at the first byte that shows that it is none or too large. */
export async function* inspect(
  body: AsyncIterable<Uint8Array>,
  maxUpload: number,
  measured: { size: number; hash: ReturnType<typeof createHash> },
) {
  let head: Buffer | null = Buffer.alloc(0);
  const source = body[Symbol.asyncIterator]();
  for (;;) {
    const { done, value } = await source.next().catch((cause: unknown) => {
      if (cause instanceof OdeServiceError) throw cause;
      throw new OdeServiceError('upload-incomplete', undefined, { cause });
    });
    if (done) break;
    measured.size += value.length;
    if (measured.size > maxUpload) throw tooLarge(maxUpload);
    measured.hash.update(value);
    if (!head) {
      yield value;
      continue;
    }
    head = Buffer.concat([head, value]);
    if (head.length >= HEADER_WITHIN) {
      checkHeader(head);
      yield head;
      head = null;
    }
  }
  if (measured.size === 0) throw new OdeServiceError('empty-file');
  if (head) {
    checkHeader(head);
    yield head;
  }
}

function checkHeader(head: Buffer): void {
  if (!head.subarray(0, HEADER_WITHIN).includes('%PDF-')) throw new OdeServiceError('not-a-pdf');
}

/** The refusal of a file over the limit, with the limit. */
export function tooLarge(maxUpload: number): OdeServiceError {
  return new OdeServiceError('too-large', `This file is over the limit of ${maxUpload / 2 ** 20} MB. Choose a smaller file, or split it.`);
}

/** Deletes what is older than its tenant keeps it, or than all do (`days`; null: for ever), so many at a time. How many there were. */
export async function deleteExpired(db: Database, days: number | null = null, most = 500): Promise<number> {
  const rows = await db.$queryRaw<{ id: string; tenant_id: string }[]>`
    SELECT d.id, d.tenant_id FROM tenant t JOIN document d ON d.tenant_id = t.id
    WHERE d.created_at < now() - make_interval(days => coalesce(t.retention_days, ${days}::int)) LIMIT ${most}`;
  for (const { id, tenant_id: tenantId } of rows)
    await db
      .$transaction((transaction) => deleteDocument(transaction, tenantId, id))
      .catch((error: unknown) => {
        // Its owner was quicker.
        if (!(error instanceof OdeServiceError)) throw error;
      });
  return rows.length;
}
