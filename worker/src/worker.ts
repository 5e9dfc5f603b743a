import { createWriteStream, createReadStream } from 'node:fs';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { OdeServiceError } from '@ode/server/errors';
import { claimJob, failJob, logJob, releaseJob, reportProgress, succeedJob, type Claim, type LogLine } from '@ode/server/db';
import { conversionMetrics, type Registry } from '@ode/server/metrics';
import type { ProcessorContext, QueuedJob } from '@ode/server/queue';
import type { Services } from '@ode/server/services';
import { ObjectMissing } from '@ode/server/storage';
import { Converter } from './conversion/converter.js';

/** How often the job's row hears of progress, in milliseconds. */
const PROGRESS_MS = 250;

export interface WorkerOptions {
  /** Conversions at a time. */
  concurrency: number;
  registry?: Registry;
  /** See `WorkOptions` of the queue. */
  lockMs?: number;
  stalledMs?: number;
}

export interface RunningWorker {
  /** Takes no more jobs; those at hand that do not finish in time go back into the queue. */
  close(): Promise<void>;
}

/** Starts to take jobs from the queue and to convert. */
export function startWorker(services: Services, { concurrency, registry, lockMs, stalledMs }: WorkerOptions): RunningWorker {
  const { config, queue, log } = services;
  const converter = new Converter(config.limits);
  const stopping = new AbortController();
  const metrics = conversionMetrics(registry);
  const worker = queue.work(
    async (job, context) => {
      const started = Date.now();
      const outcome = await convertJob(services, converter, job, context, stopping.signal).catch((error: unknown) => {
        metrics.done('retried', Date.now() - started);
        log.error({ err: error, job: job.id }, 'conversion to be tried again');
        throw error;
      });
      metrics.done(outcome, Date.now() - started);
      log.info({ job: job.id, outcome, ms: Date.now() - started }, 'conversion');
    },
    { concurrency, lockMs, stalledMs },
  );
  return {
    async close() {
      const overdue = setTimeout(() => stopping.abort(), config.graceMs);
      await worker.close();
      clearTimeout(overdue);
      converter.close();
    },
  };
}

export type Outcome = 'succeeded' | 'failed' | 'dropped';

/**
 * Converts the document of one job and keeps the job's row true all the while. What is wrong with the document ends
 * the job; what is wrong with us is thrown, and the queue gives the job out again.
 *
 * @returns `dropped`: the job was cancelled, or is another worker's by now
 */
async function convertJob(
  services: Services,
  converter: Converter,
  { id, password }: QueuedJob,
  { lastTry }: ProcessorContext,
  stopping: AbortSignal,
): Promise<Outcome> {
  const { db, storage, log } = services;
  const claim = await claimJob(db, id);
  if (!claim) return 'dropped';
  const hold = watch(services, claim);
  const folder = await fs.mkdtemp(path.join(services.scratch, 'ode-job-'));
  const key = `results/${id}/${claim.attempt}.html`;
  try {
    await logJob(db, claim, [{ level: 'info', event: 'started', message: `Attempt ${claim.attempt} started on ${os.hostname()}` }]);
    const input = path.join(folder, 'document.pdf');
    const output = path.join(folder, 'document.html');
    const { document, title } = claim.job;
    await pipeline((await storage.get(document.storageKey)).body, createWriteStream(input, { mode: 0o600 }));
    const { pages, size, sha256, warnings } = await converter.convert(
      { input, output, name: document.name.replace(/\.pdf$/i, ''), title: title ?? undefined, password },
      { signal: AbortSignal.any([hold.lost, stopping]), onProgress: hold.progress },
    );
    await hold.release();
    await storage.put(key, createReadStream(output), 'text/html; charset=utf-8');
    const lines: LogLine[] = warnings.map(({ feature, page, object, missing, unsupported }) => ({
      level: 'warn',
      event: feature,
      message: `${missing ? 'Not drawn' : 'Repaired'}${page >= 0 ? ` on page ${page + 1}` : ''}${object ? ` (object ${object})` : ''}`,
      details: { page, object, missing, unsupported },
    }));
    lines.push({ level: 'info', event: 'succeeded', message: `${pages} pages, ${size} bytes` });
    if (!(await succeedJob(db, claim, { key, size, sha256, pages }, lines))) {
      await storage.delete(key);
      return 'dropped';
    }
    return 'succeeded';
  } catch (error) {
    await hold.release();
    if (hold.lost.aborted) return 'dropped';
    if (stopping.aborted) {
      await releaseJob(db, claim);
      throw new Error('The worker was told to stop', { cause: error });
    }
    const refused =
      error instanceof ObjectMissing
        ? new OdeServiceError('not-found', 'The document is not kept any more. Upload it again.')
        : error instanceof OdeServiceError
          ? error
          : null;
    if (refused || lastTry) {
      const told = refused ?? new OdeServiceError('internal');
      if (!refused || told.code === 'engine-crashed') log.error({ err: error, job: id }, 'conversion failed');
      const ended = await failJob(db, claim, told, [{ level: 'error', event: told.code, message: told.message }]);
      return ended ? 'failed' : 'dropped';
    }
    await logJob(db, claim, [{ level: 'warn', event: 'retry', message: 'Something went wrong on our side; trying again' }]);
    await releaseJob(db, claim);
    throw error;
  } finally {
    await hold.release();
    await fs.rm(folder, { recursive: true, force: true });
  }
}

/** Keeps the row's progress up to date and notices when the job is this worker's no more. */
function watch({ db, changes, log }: Services, claim: Claim) {
  const lost = new AbortController();
  let latest: { done: number; total: number } | null = null;
  let writing: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;

  const look = async () => {
    const row = await db.job.findUnique({ where: { id: claim.job.id }, select: { status: true, attempt: true } });
    if (row?.status !== 'running' || row.attempt !== claim.attempt) lost.abort();
  };
  const write = async () => {
    timer = null;
    const progress = latest;
    latest = null;
    if (progress && !(await reportProgress(db, claim, progress.done, progress.total))) lost.abort();
  };
  // A database that does not answer for a moment is no reason to stop: the end of the job will tell.
  const shrug = (error: unknown) => log.warn({ err: error, job: claim.job.id }, 'progress');
  const stopListening = changes.on(claim.job.id, () => void look().catch(shrug));
  void look().catch(shrug);

  return {
    lost: lost.signal,
    progress(done: number, total: number): void {
      latest = { done, total };
      timer ??= setTimeout(() => (writing = write().catch(shrug)), done === 0 ? 0 : PROGRESS_MS);
    },
    /** After this no progress is written any more. */
    async release(): Promise<void> {
      stopListening();
      if (timer) clearTimeout(timer);
      timer = null;
      await writing;
    },
  };
}
