import type { z } from 'zod';
import { FORMATS, isFinal, OdeServiceError, type JobInfo, type submitSchema } from './contract/index.js';
import { cancelJob, jobInfo, readJob, untouchedJobs } from './db/index.js';
import type { Services } from './services.js';

type Parts = Pick<Services, 'db' | 'queue' | 'changes' | 'log' | 'config'>;

/** Puts a conversion into the queue. Throws `not-found`, `unsupported-format` or `unavailable`. */
export async function submitConversion(
  { db, queue, log }: Pick<Parts, 'db' | 'queue' | 'log'>,
  { documentId, format, options }: z.infer<typeof submitSchema>,
): Promise<JobInfo> {
  if (!FORMATS.some((known) => known === format)) throw new OdeServiceError('unsupported-format');
  const document = await db.document.findUnique({ where: { id: documentId } });
  if (!document) throw new OdeServiceError('not-found', 'There is no document with this id. Upload it first.');
  const job = await db.job.create({ data: { documentId, format, title: options.title }, include: { document: true } });
  try {
    await queue.add({ id: job.id, password: options.password });
  } catch (error) {
    log.error({ err: error, job: job.id }, 'the queue does not take jobs');
    await db.job.delete({ where: { id: job.id } }).catch(() => undefined);
    throw new OdeServiceError('unavailable', 'The queue cannot be reached. Submit the conversion again in a moment.', { cause: error });
  }
  return jobInfo(job);
}

/** Cancels a conversion, waiting or running. Throws `not-found` or `job-finished`. */
export async function cancelConversion({ db, queue }: Pick<Parts, 'db' | 'queue'>, id: string): Promise<JobInfo> {
  const job = await cancelJob(db, id);
  // A worker that has it already hears of the row's change and stops.
  await queue.remove(id);
  return jobInfo(job);
}

/**
 * A conversion's states: the present one at once, then every change until the last. Changes that come faster than they
 * are fetched are told as one. Ends when the signal fires.
 */
export async function* followConversion(
  { db, changes }: Pick<Parts, 'db' | 'changes'>,
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

/**
 * Puts jobs back into the queue that it has lost: the server fell between writing the row and queueing, or the queue's
 * data is gone. A job that is in the queue stays as it is. Of an encrypted document the password is gone too: its
 * conversion then fails with `password-required`.
 */
export async function requeueLostJobs({ db, queue, config }: Pick<Parts, 'db' | 'queue' | 'config'>): Promise<number> {
  const lost = await untouchedJobs(db, (config.limits.seconds + 60) * 1000);
  for (const id of lost) await queue.add({ id });
  return lost.length;
}
