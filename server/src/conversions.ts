import type { z } from 'zod';
import { FORMATS, isFinal, OdeServiceError, type JobInfo, type submitSchema } from './contract/index.js';
import { cancelJob, jobInfo, newId, readJob } from './db/index.js';
import { inTime } from './in-time.js';
import type { Services } from './services.js';

/** How long a submission waits for the queue to take its token, in milliseconds: the sweeper makes up for it. */
const TOKEN_MS = 500;

/**
 * Takes in a conversion. With its row it is acknowledged: the token in the queue only makes it begin at once.
 *
 * @throws OdeServiceError `not-found`, `unsupported-format`, `quarantined`, `passwords-disabled`
 */
export async function submitConversion(
  { db, queue, log, sealer }: Pick<Services, 'db' | 'queue' | 'log' | 'sealer'>,
  { documentId, format, options, priority }: z.infer<typeof submitSchema>,
): Promise<JobInfo> {
  if (!FORMATS.some((known) => known === format)) throw new OdeServiceError('unsupported-format');
  const document = await db.document.findUnique({ where: { id: documentId } });
  if (!document) throw new OdeServiceError('not-found', 'There is no document with this id. Upload it first.');
  const { tenantId, sha256 } = document;
  if (await db.quarantine.findUnique({ where: { tenantId_sha256: { tenantId, sha256 } } })) throw new OdeServiceError('quarantined');
  if (options.password !== undefined && !sealer.able) throw new OdeServiceError('passwords-disabled');
  const id = newId();
  const sealedPassword = options.password === undefined ? undefined : sealer.seal(options.password, id);
  const job = await db.job.create({
    data: { id, tenantId, documentId, format, title: options.title, priority, sealedPassword },
    include: { document: true },
  });
  await inTime(queue.add(id), TOKEN_MS).catch((error: unknown) => log.warn({ err: error, job: id }, 'the queue does not take turns'));
  return jobInfo(job);
}

/** Cancels a conversion, waiting or running. Throws `not-found` or `job-finished`. */
export async function cancelConversion({ db, queue }: Pick<Services, 'db' | 'queue'>, id: string): Promise<JobInfo> {
  const job = await cancelJob(db, id);
  // A worker that has it already hears of the row's change and stops.
  await inTime(queue.remove(id), TOKEN_MS).catch(() => undefined);
  return jobInfo(job);
}

/**
 * A conversion's states: the present one at once, then every change until the last. Changes that come faster than they
 * are fetched are told as one. Ends when the signal fires.
 */
export async function* followConversion(
  { db, changes }: Pick<Services, 'db' | 'changes'>,
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
  try {
    while (!signal.aborted) {
      if (!changed) await new Promise<void>((resolve) => (wake = resolve));
      changed = false;
      if (signal.aborted) return;
      const row = await readJob(db, id);
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
