import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { fileOfFormat, FORMATS, OdeServiceError, type BatchInfo, type batchSubmitSchema } from './contract/index.js';
import { newId } from './db/index.js';
import { hashOfRequest, type Caller } from './conversions.js';
import type { Services } from './services.js';
import { traceparent } from './tracing.js';
import { checkQuota, checkWaiting } from './usage.js';

/**
 * Takes in many conversions under one id, whole or not at all. The sweeper gives them their turns.
 *
 * @throws OdeServiceError `not-found` when one of the documents is not there, `idempotency-conflict`, `quota-exceeded`,
 *   `queue-full`
 */
export async function submitBatch(caller: Caller & Pick<Services, 'config'>, input: z.infer<typeof batchSubmitSchema>): Promise<BatchInfo> {
  const { tenant, tenantId, keyId, idempotencyKey, requestId, config } = caller;
  const { documentIds, format, options, priority } = input;
  if (!FORMATS.some((known) => known === format)) throw new OdeServiceError('unsupported-format');
  const requestHash = hashOfRequest(input);
  const before = async () => {
    if (!idempotencyKey) return null;
    const row = await tenant((db) => db.batch.findFirst({ where: { tenantId, idempotencyKey } }));
    if (row && row.requestHash !== requestHash) throw new OdeServiceError('idempotency-conflict');
    return row;
  };
  const earlier = await before();
  if (earlier) return readBatch(caller, earlier.id);
  const id = newId();
  const made = tenant(async (db) => {
    const distinct = [...new Set(documentIds)];
    const known = await db.document.findMany({ where: { tenantId, id: { in: distinct } }, select: { id: true, sha256: true } });
    if (known.length !== distinct.length) {
      const there = new Set(known.map((document) => document.id));
      throw new OdeServiceError('not-found', `There is no document ${distinct.find((one) => !there.has(one))}. Upload it first.`);
    }
    await checkQuota(db, { tenantId, keyId });
    await checkWaiting(db, tenantId, documentIds.length, config.maxQueued);
    await db.batch.create({ data: { id, tenantId, idempotencyKey, requestHash } });
    const { title, pages, furniture = false, ocr } = options;
    // One statement for all of them: ten thousand rows are a second's work, and not ten thousand times nine parameters.
    const ids = documentIds.map(() => newId());
    await db.$executeRaw`
      INSERT INTO job (id, document_id, tenant_id, batch_id, format, title, pages, furniture, ocr, priority, request_id, key_id, traceparent)
      SELECT job, document, ${tenantId}::uuid, ${id}::uuid, ${format}, ${title ?? null}, ${pages ?? null}, ${furniture}, ${ocr ?? null}, ${priority}::smallint,
        ${requestId}, ${keyId ?? null}::uuid, ${traceparent() ?? null}
      FROM unnest(${ids}::uuid[], ${documentIds}::uuid[]) AS made (job, document)`;
    return id;
  });
  // The same request may have come at the same time, and been the first.
  return readBatch(
    caller,
    await made.catch(async (error: unknown) => {
      const same = await before();
      if (!same) throw error;
      return same.id;
    }),
  );
}

/** The state of a batch, from its jobs. Throws `not-found`. */
export async function readBatch({ tenant, tenantId }: Pick<Caller, 'tenant' | 'tenantId'>, id: string): Promise<BatchInfo> {
  return tenant(async (db) => {
    const batch = await db.batch.findFirst({ where: { id, tenantId } });
    if (!batch) throw new OdeServiceError('not-found', 'There is no batch with this id. Check it.');
    const groups = await db.job.groupBy({ by: ['status'], where: { tenantId, batchId: id }, _count: { _all: true } });
    const counts = { queued: 0, running: 0, succeeded: 0, failed: 0, cancelled: 0 };
    for (const { status, _count } of groups) counts[status] = _count._all;
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const ended = counts.succeeded + counts.failed + counts.cancelled;
    return {
      id,
      status: ended === total ? ('ended' as const) : ('running' as const),
      progress: { done: ended, total },
      counts,
      result: ended === total && counts.succeeded ? { url: `/api/v1/batches/${id}/result` } : null,
      createdAt: batch.createdAt.toISOString(),
    };
  });
}

/** Stops all of a batch that has not ended. */
export async function cancelBatch(caller: Pick<Caller, 'tenant' | 'tenantId'>, id: string): Promise<BatchInfo> {
  await readBatch(caller, id);
  const { tenant, tenantId } = caller;
  const where = { tenantId, batchId: id, status: { in: ['queued' as const, 'running' as const] } };
  await tenant((db) => db.job.updateMany({ where, data: { status: 'cancelled', finishedAt: new Date() } }));
  return readBatch(caller, id);
}

/** File systems take names of 255 bytes; this leaves room for a number and an ending. */
const LONGEST_BASE = 200;
/** What Windows takes for devices, whatever their ending. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/**
 * A name for each file of a zip: as its document is called, numbered where two are called the same. Whatever documents are
 * called, each name is one that every file system takes, and none leads out of the folder in which the zip is unpacked.
 */
export function nameFiles(): (documentName: string, format: string, jobId: string) => string {
  const taken = new Set<string>();
  return (documentName, format, jobId) => {
    const { extension } = fileOfFormat(format);
    const base = baseOf(documentName.replace(/\.pdf$/i, ''));
    let name = `${base}.${extension}`;
    if (taken.has(name.toLowerCase())) name = `${base}-${createHash('sha256').update(jobId).digest('hex').slice(0, 8)}.${extension}`;
    taken.add(name.toLowerCase());
    return name;
  };
}

function baseOf(documentName: string): string {
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  const plain = documentName.replace(/[\u0000-\u001f\u007f-\u009f<>:"/\\|?*]/g, '_').replace(DEVICE, '$1_');
  let base = '';
  let bytes = 0;
  for (const character of plain) {
    bytes += Buffer.byteLength(character);
    if (bytes > LONGEST_BASE) break;
    base += character;
  }
  // Windows leaves dots and spaces at the end out, and dots at the beginning hide files elsewhere.
  return base.replace(/^[. ]+|[. ]+$/g, '') || 'document';
}
