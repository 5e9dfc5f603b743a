import { isFinal, OdeServiceError, type ErrorCode, type JobInfo } from '../contract/index.js';
import type { Database } from './client.js';
import type { Document, Job, LogLevel, Prisma } from './generated/client.js';

/*
 * The life of a job row, each step one conditional UPDATE:
 *
 *   queued ──claim──→ running ──succeed──→ succeeded
 *      ↑                 │ └────fail─────→ failed
 *      └────release──────┘
 *   queued, running ──cancel──→ cancelled
 *
 * A step of a worker holds the attempt that `claim` gave it, so that of two workers with the same job (one of them
 * given up for dead) only the later one is heard.
 */

export type JobRow = Job & { document: Document };

/** A worker's hold on a job. */
export interface Claim {
  job: JobRow;
  attempt: number;
}

/** A line of a job's log; see `ConversionLog` in the schema. */
export interface LogLine {
  level: LogLevel;
  event: string;
  message: string;
  details?: object;
}

/** After so many workers were lost with a job, or failed for reasons of their own, it is given up. */
export const MOST_ATTEMPTS = 5;

const withDocument = { document: true } as const;

/** What the API shows of a job. */
export function jobInfo(job: JobRow): JobInfo {
  return {
    id: job.id,
    documentId: job.documentId,
    documentName: job.document.name,
    format: job.format as JobInfo['format'],
    status: job.status,
    progress: { done: job.pagesDone, total: job.pagesTotal },
    error: job.errorCode === null ? null : { code: job.errorCode, message: job.errorMessage ?? '' },
    result:
      job.status === 'succeeded'
        ? { url: `/api/jobs/${job.id}/result`, size: Number(job.resultSize), sha256: job.resultSha256 ?? '' }
        : null,
    createdAt: job.createdAt.toISOString(),
    startedAt: job.startedAt?.toISOString() ?? null,
    finishedAt: job.finishedAt?.toISOString() ?? null,
  };
}

/** The job, or `not-found`. */
export async function readJob(db: Database, id: string): Promise<JobRow> {
  const job = await db.job.findUnique({ where: { id }, include: withDocument });
  if (!job) throw new OdeServiceError('not-found', 'There is no conversion with this id. Check it.');
  return job;
}

/** A worker takes the job up. null: there is nothing to do any more (cancelled, finished, gone, or given up here). */
export async function claimJob(db: Database, id: string): Promise<Claim | null> {
  const { count } = await db.job.updateMany({
    where: { id, status: { in: ['queued', 'running'] }, attempt: { lt: MOST_ATTEMPTS } },
    data: { status: 'running', attempt: { increment: 1 }, startedAt: new Date(), pagesDone: 0, pagesTotal: null },
  });
  if (count) {
    const job = await db.job.findUnique({ where: { id }, include: withDocument });
    if (job?.status === 'running') return { job, attempt: job.attempt };
    return null;
  }
  await db.job.updateMany({
    where: { id, status: { in: ['queued', 'running'] } },
    data: { status: 'failed', finishedAt: new Date(), ...errorOf(new OdeServiceError('worker-lost')) },
  });
  return null;
}

const held = ({ job, attempt }: Claim) => ({ id: job.id, attempt, status: 'running' as const });

/** Each of these returns false when the job is not this worker's any more: it was cancelled, or another has it. */
export async function reportProgress(db: Database, claim: Claim, done: number, total: number): Promise<boolean> {
  const { count } = await db.job.updateMany({ where: held(claim), data: { pagesDone: done, pagesTotal: total } });
  return count > 0;
}

export async function succeedJob(
  db: Database,
  claim: Claim,
  result: { key: string; size: number; sha256: string; pages: number },
  log: LogLine[] = [],
): Promise<boolean> {
  const { key, size, sha256, pages } = result;
  const data = {
    status: 'succeeded' as const,
    pagesDone: pages,
    pagesTotal: pages,
    resultKey: key,
    resultSize: size,
    resultSha256: sha256,
  };
  return endJob(db, claim, data, log);
}

export async function failJob(db: Database, claim: Claim, error: OdeServiceError, log: LogLine[] = []): Promise<boolean> {
  return endJob(db, claim, { status: 'failed', ...errorOf(error) }, log);
}

/** The end and what the log says of it appear at one moment: who sees the one can read the other. */
async function endJob(db: Database, claim: Claim, data: Prisma.JobUpdateManyMutationInput, log: LogLine[]): Promise<boolean> {
  return db.$transaction(async (transaction) => {
    const { count } = await transaction.job.updateMany({ where: held(claim), data: { ...data, finishedAt: new Date() } });
    if (count) await logJob(transaction, claim, log);
    return count > 0;
  });
}

/** Puts the job back, for another worker or another try. */
export async function releaseJob(db: Database, claim: Claim): Promise<boolean> {
  const { count } = await db.job.updateMany({ where: held(claim), data: { status: 'queued', pagesDone: 0, pagesTotal: null } });
  return count > 0;
}

/** Cancels; a job that is cancelled already stays so. Throws `not-found` or `job-finished`. */
export async function cancelJob(db: Database, id: string): Promise<JobRow> {
  await db.job.updateMany({
    where: { id, status: { in: ['queued', 'running'] } },
    data: { status: 'cancelled', finishedAt: new Date() },
  });
  const job = await readJob(db, id);
  if (isFinal(job.status) && job.status !== 'cancelled') throw new OdeServiceError('job-finished');
  return job;
}

/** Ids of jobs that should be in the queue or with a worker, and that nobody has touched for so long. */
export async function untouchedJobs(db: Database, forMs: number): Promise<string[]> {
  const rows = await db.job.findMany({
    where: { status: { in: ['queued', 'running'] }, updatedAt: { lt: new Date(Date.now() - forMs) } },
    select: { id: true },
    take: 1000,
  });
  return rows.map((row) => row.id);
}

/** Writes lines into the job's log. */
export async function logJob(db: Pick<Database, 'conversionLog'>, { job, attempt }: Claim, lines: LogLine[]): Promise<void> {
  if (lines.length) await db.conversionLog.createMany({ data: lines.map((line) => ({ jobId: job.id, attempt, ...line })) });
}

const errorOf = (error: { code: ErrorCode; message: string }) => ({ errorCode: error.code, errorMessage: error.message });
