import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { FORMATS, isFinal, OdeServiceError, type JobInfo, type submitSchema } from './contract/index.js';
import { cancelJob, jobInfo, newId, readJob, type JobRow, type Transaction } from './db/index.js';
import { inTime } from './in-time.js';
import { checkDestination } from './outgoing/send.js';
import type { Services } from './services.js';
import { traceparent } from './tracing.js';
import { checkQuota, checkWaiting } from './usage.js';

/** How long a submission waits for the queue to take its token, in milliseconds: the sweeper makes up for it. */
const TOKEN_MS = 500;

/** In whose name something is done, and by which request. */
export interface Caller {
  tenantId: string;
  /** Of the API key that is used. */
  keyId?: string;
  tenant: <T>(work: (transaction: Transaction) => Promise<T>) => Promise<T>;
  requestId: string;
  /** The same one again is the same request. */
  idempotencyKey?: string;
}

/** What a request asks for, for comparing two. */
export const hashOfRequest = (input: unknown) => createHash('sha256').update(JSON.stringify(input)).digest('hex');

/**
 * Takes in a conversion. With its row it is acknowledged: the token in the queue only makes it begin at once.
 *
 * @throws OdeServiceError `not-found`, `unsupported-format`, `quarantined`, `passwords-disabled`, `destination-forbidden`,
 *   `idempotency-conflict`, `quota-exceeded`, `queue-full`
 */
export async function submitConversion(
  {
    queue,
    log,
    sealer,
    config,
    tenant,
    tenantId,
    keyId,
    requestId,
    idempotencyKey,
  }: Pick<Services, 'queue' | 'log' | 'sealer' | 'config'> & Caller,
  input: z.infer<typeof submitSchema>,
): Promise<JobInfo> {
  const { documentId, format, options, priority, destination } = input;
  if (!FORMATS.some((known) => known === format)) throw new OdeServiceError('unsupported-format');
  if ((options.password !== undefined || destination) && !sealer.able) throw new OdeServiceError('passwords-disabled');
  if (destination) checkDestination(destination.url, config.webhooksAnywhere);
  const id = newId();
  const sealedDestination = destination && sealer.seal(JSON.stringify(destination), id);
  const sealedPassword = options.password === undefined ? undefined : sealer.seal(options.password, id);
  const requestHash = hashOfRequest({ ...input, options: { ...options, password: undefined } });
  const before = async () => {
    if (!idempotencyKey) return null;
    const row = await tenant((db) => db.job.findFirst({ where: { tenantId, idempotencyKey }, include: { document: true } }));
    if (row && row.requestHash !== requestHash) throw new OdeServiceError('idempotency-conflict');
    return row;
  };
  const made = async () =>
    tenant(async (db) => {
      const document = await db.document.findFirst({ where: { id: documentId, tenantId } });
      if (!document) throw new OdeServiceError('not-found', 'There is no document with this id. Upload it first.');
      const { sha256 } = document;
      if (await db.quarantine.findUnique({ where: { tenantId_sha256: { tenantId, sha256 } } })) throw new OdeServiceError('quarantined');
      await checkQuota(db, { tenantId, keyId });
      await checkWaiting(db, tenantId, 1, config.maxQueued);
      const { title, pages, furniture, ocr } = options;
      const data = {
        id,
        tenantId,
        documentId,
        format,
        title,
        pages,
        furniture,
        ocr,
        priority,
        sealedPassword,
        sealedDestination,
        keyId,
        traceparent: traceparent(),
        requestId,
        idempotencyKey,
        requestHash,
      };
      return db.job.create({ data, include: { document: true } });
    });
  const job =
    (await before()) ??
    (await made().catch(async (error: unknown) => {
      const same = await before();
      if (!same) throw error;
      return same;
    }));
  if (job.id === id)
    await inTime(queue.add(id), TOKEN_MS).catch((error: unknown) => log.warn({ err: error, job: id }, 'the queue does not take turns'));
  return jobInfo(job);
}

/** Cancels a conversion, waiting or running. Throws `not-found` or `job-finished`. */
export async function cancelConversion({ tenant, tenantId, queue }: Pick<Services, 'queue'> & Caller, id: string): Promise<JobInfo> {
  const job = await tenant((db) => cancelJob(db, tenantId, id));
  // A worker that has it already hears of the row's change and stops.
  await inTime(queue.remove(id), TOKEN_MS).catch(() => undefined);
  return jobInfo(job);
}

/** The conversion when it has ended, or as it is when the signal fires. Throws `not-found`. */
export async function conversionEnd(
  { tenant, tenantId, changes }: Pick<Services, 'changes'> & Pick<Caller, 'tenant' | 'tenantId'>,
  id: string,
  signal: AbortSignal,
): Promise<JobRow> {
  let told: boolean;
  let wake = () => {};
  const notice = () => {
    told = true;
    wake();
  };
  // Listening starts before the first look, so that nothing can happen in between.
  const stop = changes.onEnd(id, notice);
  signal.addEventListener('abort', notice);
  try {
    for (;;) {
      told = false;
      const row = await tenant((db) => readJob(db, tenantId, id));
      if (isFinal(row.status) || signal.aborted) return row;
      if (!told) await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    stop();
    signal.removeEventListener('abort', notice);
  }
}

/** How often a follower looks at most, in milliseconds. */
const LOOKS_MS = 100;

/**
 * A conversion's states: the present one at once, then every change until the last. Changes that come faster than they
 * are fetched are told as one. Ends when the signal fires.
 */
export async function* followConversion(
  { tenant, tenantId, changes }: Pick<Services, 'changes'> & Pick<Caller, 'tenant' | 'tenantId'>,
  id: string,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<{ version: number; job: JobInfo }> {
  let changed = true;
  let wake = () => {};
  const notice = () => {
    changed = true;
    wake();
  };
  // Listening starts before the first look, so that nothing can happen in between.
  const stop = changes.on(id, notice);
  signal.addEventListener('abort', notice);
  let last = after;
  let readAt = 0;
  try {
    while (!signal.aborted) {
      if (!changed) await new Promise<void>((resolve) => (wake = resolve));
      if (signal.aborted) return;
      // Changes in quick succession are read as one: a thousand followers are a thousand readers.
      await sleep(Math.max(0, readAt + LOOKS_MS - Date.now()), undefined, { signal }).catch(() => undefined);
      readAt = Date.now();
      changed = false;
      if (signal.aborted) return;
      const row = await tenant((db) => readJob(db, tenantId, id));
      if (row.version > last) {
        last = row.version;
        yield { version: row.version, job: jobInfo(row) };
      }
      if (isFinal(row.status)) return;
    }
  } finally {
    stop();
    signal.removeEventListener('abort', notice);
  }
}
