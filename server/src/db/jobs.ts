import { isFinal, OdeServiceError, type ErrorCode, type JobInfo } from '../contract/index.js';
import type { Database } from './client.js';
import type { Document, Job, LogLevel, Prisma, Tenant } from './generated/client.js';
import { adoptObject } from './pending-objects.js';

/*
 * The life of a job row, each step one conditional UPDATE:
 *
 *   queued ──claim──→ running ──succeed──→ succeeded
 *      ↑                 │ └────fail─────→ failed
 *      └────release──────┘
 *   queued, running ──cancel──→ cancelled
 *
 * A step of a worker holds the attempt that `claim` (claims.ts) gave it, so that of two workers with the same job (one
 * of them given up for dead, workers.ts) only the later one is heard.
 */

export type JobRow = Job & { document: Document };

/** A worker's hold on a job. */
export interface Claim {
  job: JobRow & { tenant: Tenant };
  attempt: number;
  /** Whether only so many like it run at a time: when it ends, another one may begin. */
  limited: boolean;
}

/** A line of a job's log; see `ConversionLog` in the schema. */
export interface LogLine {
  level: LogLevel;
  event: string;
  message: string;
  details?: object;
}

/** After so many workers were lost with a job it is given up. */
export const MOST_LOSSES = 5;
/** So often is a job tried again after something of ours went wrong: over some hours, by `retryDelay`. */
export const MOST_RETRIES = 20;

/** How long to wait before the next try, in milliseconds: doubling from a second to ten minutes. */
export function retryDelay(retries: number): number {
  return Math.min(600_000, 1000 * 2 ** retries);
}

const withDocument = { document: true } as const;

/** What the API shows of a job. */
export function jobInfo(job: JobRow): JobInfo {
  return {
    id: job.id,
    documentId: job.documentId,
    documentName: job.document.name,
    batchId: job.batchId,
    format: job.format as JobInfo['format'],
    status: job.status,
    progress: { done: job.pagesDone, total: job.pagesTotal },
    error: job.errorCode === null ? null : { code: job.errorCode, message: job.errorMessage ?? '' },
    result:
      job.status === 'succeeded'
        ? { url: `/api/v1/jobs/${job.id}/result`, size: Number(job.resultSize), sha256: job.resultSha256 ?? '' }
        : null,
    createdAt: job.createdAt.toISOString(),
    startedAt: job.startedAt?.toISOString() ?? null,
    finishedAt: job.finishedAt?.toISOString() ?? null,
  };
}

/** The tenant's job, or `not-found`: one of another tenant is as if it were not there. */
export async function readJob(db: Pick<Database, 'job'>, tenantId: string, id: string): Promise<JobRow> {
  const job = await db.job.findFirst({ where: { id, tenantId }, include: withDocument });
  if (!job) throw new OdeServiceError('not-found', 'There is no conversion with this id. Check it.');
  return job;
}

/** The condition that a job is still this worker's. */
export const held = ({ job, attempt }: Claim) => ({ id: job.id, attempt, status: 'running' as const });

/** Each of these returns false when the job is not this worker's any more: it was cancelled, or another has it. */
export async function reportProgress(db: Database, claim: Claim, done: number, total: number): Promise<boolean> {
  const { count } = await db.job.updateMany({ where: held(claim), data: { pagesDone: done, pagesTotal: total } });
  return count > 0;
}

/** The result's object is noted as pending before, and is the job's from this moment on. */
export async function succeedJob(
  db: Database,
  claim: Claim,
  result: { key: string; size: number; sha256: string; pages: number; reuseKey?: string },
  log: LogLine[] = [],
): Promise<boolean> {
  const { key, size, sha256, pages, reuseKey } = result;
  const data = {
    status: 'succeeded' as const,
    pagesDone: pages,
    pagesTotal: pages,
    resultKey: key,
    resultSize: size,
    resultSha256: sha256,
    reuseKey,
  };
  return endJob(db, claim, data, log);
}

export async function failJob(db: Database, claim: Claim, error: OdeServiceError, log: LogLine[] = []): Promise<boolean> {
  return endJob(db, claim, { status: 'failed', ...errorOf(error) }, log);
}

/** The end, what the log says of it and whose the result is appear at one moment: who sees the one can read the other. */
async function endJob(db: Database, claim: Claim, data: Prisma.JobUpdateManyMutationInput, log: LogLine[]): Promise<boolean> {
  const ended = await db.$transaction(async (transaction) => {
    const { count } = await transaction.job.updateMany({ where: held(claim), data: { ...data, finishedAt: new Date() } });
    if (!count) return false;
    if (typeof data.resultKey === 'string' && !(await adoptObject(transaction, data.resultKey)))
      throw new Error(`The result ${data.resultKey} was given up before it was committed`);
    await logJob(transaction, claim, log);
    return true;
  });
  if (ended) return true;
  // A connection that breaks while a transaction ends leaves open whether it did: then this is the second time.
  const row = await db.job.findUnique({ where: { id: claim.job.id }, select: { attempt: true, status: true } });
  return row?.attempt === claim.attempt && row.status === data.status;
}

/** Why a job goes back: `crashes` and `retries` are counted, and end it one day. */
export interface Release {
  counts?: 'crashes' | 'retries';
  /** Milliseconds until it may be taken up again. */
  afterMs?: number;
}

/** Puts the job back, for another worker or another try. */
export async function releaseJob(db: Database, claim: Claim, { counts, afterMs = 0 }: Release = {}): Promise<boolean> {
  const { count } = await db.job.updateMany({
    where: held(claim),
    data: {
      status: 'queued',
      workerId: null,
      pagesDone: 0,
      pagesTotal: null,
      notBefore: new Date(Date.now() + afterMs),
      ...(counts && { [counts]: { increment: 1 } }),
    },
  });
  return count > 0;
}

/** Cancels; a job that is cancelled already stays so. Throws `not-found` or `job-finished`. */
export async function cancelJob(db: Pick<Database, 'job'>, tenantId: string, id: string): Promise<JobRow> {
  await db.job.updateMany({
    where: { id, tenantId, status: { in: ['queued', 'running'] } },
    data: { status: 'cancelled', finishedAt: new Date() },
  });
  const job = await readJob(db, tenantId, id);
  if (isFinal(job.status) && job.status !== 'cancelled') throw new OdeServiceError('job-finished');
  return job;
}

/** Lets a job that failed or was cancelled wait for its turn anew. Throws `not-found` or `job-finished`. */
export async function retryJob(db: Pick<Database, 'job'>, tenantId: string, id: string): Promise<JobRow> {
  const { count } = await db.job.updateMany({
    where: { id, tenantId, status: { in: ['failed', 'cancelled'] } },
    data: {
      ...{ status: 'queued', errorCode: null, errorMessage: null, finishedAt: null, startedAt: null, notBefore: new Date() },
      ...{ crashes: 0, losses: 0, retries: 0, pagesDone: 0, pagesTotal: null },
    },
  });
  const job = await readJob(db, tenantId, id);
  if (!count) throw new OdeServiceError('job-finished', 'The conversion has succeeded: there is nothing to try again.');
  return job;
}

/** Writes lines into the job's log. */
export async function logJob(db: Pick<Database, 'conversionLog'>, { job, attempt }: Claim, lines: LogLine[]): Promise<void> {
  if (lines.length) await db.conversionLog.createMany({ data: lines.map((line) => ({ jobId: job.id, attempt, ...line })) });
}

const errorOf = (error: { code: ErrorCode; message: string }) => ({ errorCode: error.code, errorMessage: error.message });
