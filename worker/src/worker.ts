import { randomUUID } from 'node:crypto';
import { createWriteStream, createReadStream, mkdirSync } from 'node:fs';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ConfigError } from '@ode/server/config';
import { fileOfFormat, type Destination, type Format } from '@ode/server/contract';
import { OdeServiceError } from '@ode/server/errors';
import {
  abandonObjects,
  beat,
  claimJob,
  expectObject,
  failJob,
  HEARTBEAT_MS,
  logJob,
  MOST_RETRIES,
  releaseJob,
  releaseStrays,
  reuseResult,
  reportProgress,
  retire,
  retryDelay,
  succeedJob,
  type Claim,
  type LogLine,
  type Release,
} from '@ode/server/db';
import { inTime } from '@ode/server/in-time';
import { conversionMetrics, type Registry } from '@ode/server/metrics';
import { parsePageRanges } from '@ode/server/page-range';
import { DestinationAway, sendFile } from '@ode/server/send';
import type { Services } from '@ode/server/services';
import { ObjectMissing } from '@ode/server/storage';
import { continued, step, waited } from '@ode/server/tracing';
import { Converter } from './conversion/converter.js';
import { reuseKeyOf } from './conversion/reuse-key.js';
import { shutOff, wallsHere } from './conversion/sandbox.js';
import { Dependencies } from './dependencies.js';

/** How long a worker that stops takes to sign off, in milliseconds; else its silence tells. */
const RETIRE_MS = 2000;
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
  /** Takes no more jobs; those at hand that do not finish in time go back. Ends in time, whatever is away. */
  close(): Promise<void>;
}

/** Starts to take jobs from the queue and to convert. */
export function startWorker(services: Services, { concurrency, registry, lockMs, stalledMs }: WorkerOptions): RunningWorker {
  const { config, db, queue, log } = services;
  if (config.sandbox === 'require' && !shutOff(wallsHere()))
    throw new ConfigError('ODE_SANDBOX is require, and this machine does not allow it: `ode doctor` says what is missing.');
  const folder = path.join(services.scratch, 'conversions');
  // Converters may be users of their own, who pass through to the folder of their job.
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const closing = new AbortController();
  const stopping = new AbortController();
  const worker: ThisWorker = {
    id: randomUUID(),
    atHand: new Set(),
    folder,
    converter: new Converter(config.limits, folder),
    dependencies: new Dependencies(services),
    closing: closing.signal,
    stopping: stopping.signal,
  };
  const metrics = conversionMetrics(registry);
  const heart = startHeart(services, worker, concurrency);
  const taking = queue.work(
    async () => {
      const started = Date.now();
      try {
        const done = await takeJob(services, worker);
        if (!done) return;
        const { job, outcome, ...details } = done;
        metrics.done(outcome, Date.now() - started, details);
        log.info({ job, outcome, ...details, ms: Date.now() - started }, 'conversion');
      } catch (error) {
        // It is not at hand any more, which the next beat of the heart tells.
        metrics.done('dropped', Date.now() - started);
        log.error({ err: error }, 'a conversion was left to others');
      }
    },
    { concurrency, lockMs, stalledMs },
  );
  return {
    async close() {
      closing.abort();
      const overdue = setTimeout(() => stopping.abort(), config.graceMs);
      await taking.close();
      clearTimeout(overdue);
      heart.stop();
      await inTime(retire(db, worker.id), RETIRE_MS).catch(() => undefined);
      worker.converter.close();
    },
  };
}

/** What the conversions of one worker share. */
interface ThisWorker {
  id: string;
  /** Where its conversions have their files. */
  folder: string;
  /** The jobs that it knows to be its own. */
  atHand: Set<string>;
  converter: Converter;
  dependencies: Dependencies;
  /** Nothing new is begun. */
  closing: AbortSignal;
  /** What is at hand goes back. */
  stopping: AbortSignal;
}

/** Says every few seconds that this worker lives, and what it has at hand: what it has not goes to others. */
function startHeart({ db, log }: Services, { id, atHand }: ThisWorker, slots: number) {
  let beating = false;
  const once = async () => {
    if (beating) return;
    beating = true;
    try {
      await beat(db, { id, host: os.hostname(), slots });
      const strays = await releaseStrays(db, id, atHand);
      if (strays) log.warn({ strays }, 'jobs that this worker has without knowing them');
    } catch (error) {
      log.warn({ err: error }, 'no sign of life given');
    } finally {
      beating = false;
    }
  };
  void once();
  const timer = setInterval(() => void once(), HEARTBEAT_MS);
  return { stop: () => clearInterval(timer) };
}

/** How the work on a job ended. `dropped`: it was cancelled, or is another worker's by now. */
export interface Ending {
  job: string;
  outcome: 'succeeded' | 'failed' | 'retried' | 'dropped';
  code?: string;
  converted?: number;
}

/** Takes up the job whose turn it is, and sees it to an end. null: there is none. */
async function takeJob(services: Services, worker: ThisWorker): Promise<Ending | null> {
  const { db, queue, log } = services;
  const { dependencies, closing, stopping } = worker;
  await dependencies.all(closing);
  if (closing.aborted) return null;
  const claim = await dependencies
    .with(() => claimJob(db, worker.id), closing)
    .catch((error: unknown) => {
      if (closing.aborted) return null;
      throw error;
    });
  if (!claim) return null;
  worker.atHand.add(claim.job.id);
  const { id, traceparent, format, createdAt } = claim.job;
  waited(traceparent, 'wait for a turn', createdAt);
  try {
    return await continued(
      traceparent,
      'conversion',
      { 'ode.job.id': id, 'ode.format': format, 'ode.attempt': claim.attempt },
      async (add) => {
        const ending = await convertJob(services, worker, claim);
        const { outcome, code, converted } = ending;
        add({
          'ode.outcome': outcome,
          ...(code !== undefined && { 'error.type': code }),
          ...(converted !== undefined && { 'ode.pages': converted }),
        });
        return ending;
      },
    );
  } finally {
    worker.atHand.delete(claim.job.id);
    // Where only so many run at a time, a turn of theirs was let pass while this one ran.
    if (claim.limited && !stopping.aborted)
      await queue.fill(1).catch((error: unknown) => log.warn({ err: error }, 'the queue does not take turns'));
  }
}

/**
 * Converts the document of one job and keeps the job's row true all the while. What is wrong with the document ends
 * the job; a part of ours that is away is waited for; what else is wrong with us lets the job be tried again later.
 */
async function convertJob(services: Services, worker: ThisWorker, claim: Claim): Promise<Ending> {
  const { db, storage, log } = services;
  const { dependencies, stopping } = worker;
  const { id, document, title, sealedPassword, sealedDestination } = claim.job;
  const format = claim.job.format as Format;
  const hold = watch(services, claim);
  const signal = AbortSignal.any([hold.lost, stopping]);
  const folder = path.join(worker.folder, `job-${id}-${claim.attempt}`);
  const key = `results/${id}/${claim.attempt}`;
  try {
    await logJob(db, claim, [{ level: 'info', event: 'started', message: `Attempt ${claim.attempt} started on ${os.hostname()}` }]).catch(
      () => undefined,
    );
    // Who has no password may not see what one was needed for, and a destination is still to be sent to.
    const reuseKey = services.config.reuseResults && !sealedPassword ? reuseKeyOf(claim.job) : undefined;
    if (reuseKey !== undefined && !sealedDestination) {
      const converted = await dependencies.with(() => reuseResult(db, claim, reuseKey), signal);
      if (converted !== null) return { job: id, outcome: 'succeeded', converted };
    }
    await dependencies.with(() => refuseQuarantined(db, claim), signal);
    await fs.mkdir(folder, { mode: 0o700 });
    const input = path.join(folder, 'document.pdf');
    const output = path.join(folder, 'result');
    await step('fetch', () =>
      dependencies.with(async () => {
        const { body } = await storage.get(document.storageKey);
        await pipeline(body, createWriteStream(input, { mode: 0o600 }), { signal });
      }, signal),
    );
    const password = sealedPassword ? services.sealer.open(sealedPassword, id) : undefined;
    const ocr = claim.job.ocr === null ? undefined : { languages: claim.job.ocr.split('+') };
    const { pages, size, sha256, warnings } = await step('convert', () =>
      worker.converter.convert(
        {
          ...{ input, output, format, name: document.name.replace(/\.pdf$/i, ''), title: title ?? undefined, password },
          ...{ pages: parsePageRanges(claim.job.pages ?? '') ?? undefined, look: { furniture: claim.job.furniture, ocr } },
          hash: true,
        },
        { signal, onProgress: hold.progress },
      ),
    );
    await hold.release();
    const lines: LogLine[] = warnings.map(({ feature, page, object, missing, unsupported }) => ({
      level: 'warn',
      event: feature,
      message: `${missing ? 'Not drawn' : 'Repaired'}${page >= 0 ? ` on page ${page + 1}` : ''}${object ? ` (object ${object})` : ''}`,
      details: { page, object, missing, unsupported },
    }));
    lines.push({ level: 'info', event: 'succeeded', message: `${pages} pages, ${size} bytes` });
    // Whether it is stored and whose it is are two writes: what happens in between, the note of the key is there.
    const contentType = fileOfFormat(format).mediaType;
    await step('store', () =>
      dependencies.with(async () => {
        await expectObject(db, key);
        await storage.put(key, createReadStream(output), contentType);
      }, signal),
    );
    if (sealedDestination) {
      const destination = JSON.parse(services.sealer.open(sealedDestination, id)) as Destination;
      const anywhere = services.config.webhooksAnywhere;
      await step('send', () => sendFile(output, destination, { contentType, anywhere, signal }));
      lines.push({ level: 'info', event: 'sent', message: 'The result was sent to its destination' });
    }
    const committed = await dependencies.with(() => succeedJob(db, claim, { key, size, sha256, pages, reuseKey }, lines), signal);
    if (committed) return { job: id, outcome: 'succeeded', converted: pages };
    await abandonObjects(db, [key]);
    return { job: id, outcome: 'dropped' };
  } catch (error) {
    await hold.release();
    if (hold.lost.aborted) return { job: id, outcome: 'dropped' };
    if (stopping.aborted) {
      await releaseJob(db, claim);
      return { job: id, outcome: 'retried', code: 'stopped' };
    }
    return dependencies.with(() => endOrRetry(services, claim, error), stopping);
  } finally {
    await hold.release();
    await fs.rm(folder, { recursive: true, force: true }).catch((error: unknown) => log.warn({ err: error }, 'temporary files'));
  }
}

/** It may have been quarantined after the job was submitted, or the job be one of many, or tried again. */
async function refuseQuarantined(db: Services['db'], { job: { tenantId, document } }: Claim): Promise<void> {
  const where = { tenantId_sha256: { tenantId, sha256: document.sha256 } };
  if (await db.quarantine.findUnique({ where })) throw new OdeServiceError('quarantined');
}

/** How often a document may bring its converter down: it is tried once more elsewhere. */
const MOST_CRASHES = 2;
const CRASH_DELAY_MS = 1000;

/** Ends a job that failed by its document's fault, and puts it back for later where the fault is ours. */
async function endOrRetry({ db, log }: Services, claim: Claim, error: unknown): Promise<Ending> {
  const { id, crashes, retries, tenantId, document } = claim.job;
  const again = async (counts: Release['counts'], afterMs: number, code: string): Promise<Ending> => {
    log.error({ err: error, job: id }, 'conversion to be tried again');
    await logJob(db, claim, [
      {
        level: 'warn',
        event: 'retry',
        message:
          code === 'destination-failed' ? `${(error as Error).message}; trying again` : 'Something went wrong on our side; trying again',
      },
    ]);
    const released = await releaseJob(db, claim, { counts, afterMs });
    return { job: id, outcome: released ? 'retried' : 'dropped', code };
  };
  const end = async (told: OdeServiceError): Promise<Ending> => {
    const ended = await failJob(db, claim, told, [{ level: 'error', event: told.code, message: told.message }]);
    return { job: id, outcome: ended ? 'failed' : 'dropped', code: told.code };
  };
  if (error instanceof ObjectMissing) return end(new OdeServiceError('not-found', 'The document is not kept any more. Upload it again.'));
  if (error instanceof OdeServiceError && (error.code === 'engine-crashed' || error.code === 'converter-killed')) {
    if (crashes + 1 < MOST_CRASHES) return again('crashes', CRASH_DELAY_MS, error.code);
    log.error({ err: error, job: id, sha256: document.sha256 }, 'document quarantined');
    const { sha256 } = document;
    const where = { tenantId_sha256: { tenantId, sha256 } };
    await db.quarantine.upsert({ where, create: { tenantId, sha256, code: error.code, jobId: id }, update: {} });
    return end(error);
  }
  if (error instanceof OdeServiceError) return end(error);
  const code = error instanceof DestinationAway ? 'destination-failed' : 'internal';
  if (retries + 1 < MOST_RETRIES) return again('retries', retryDelay(retries), code);
  log.error({ err: error, job: id }, 'conversion failed');
  return end(new OdeServiceError(code));
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
