import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue, Worker, type BackendFactory, type IQueueBackend } from 'bullmq';
import { inTime } from '../in-time.js';

const NAME = 'conversions';
const READY_MS = 15_000;
/** How long the datastore may take to answer, in milliseconds. */
const ANSWER_MS = 4000;
/** How long a worker that has nothing at hand any more may take to let go of the datastore, in milliseconds. */
const LET_GO_MS = 2000;
/** How long until a worker that could not connect tries anew, in milliseconds. */
const AGAIN_MS = 500;
/** Tokens that are added or taken out at a time. */
const BULK = 1000;

/*
 * What waits in the queue are tokens: one for each conversion that waits in the database. Who gets one takes up
 * whichever conversion's turn it is (db/claims.ts). So the queue holds nothing that the database does not, a lost queue
 * is filled up again by counting, a token too many costs a look, and the length of the queue is what scalers read.
 */

/** What is done with a token. It never throws: what goes wrong is told in the job's row. */
export type Processor = () => Promise<void>;

export interface WorkOptions {
  /** Tokens at a time. */
  concurrency: number;
  /** After how long without a sign of life a worker's tokens go to another. */
  lockMs?: number;
  /** How often workers look for tokens of dead workers. */
  stalledMs?: number;
  onError?: (error: Error) => void;
}

export interface QueueWorker {
  /** Takes no more tokens and waits for those at hand, whether the datastore is there or not. */
  close(): Promise<void>;
}

/** A driver: which datastore holds the queue, and how to reach it. */
export interface QueueDriver<B extends IQueueBackend, C> {
  backend: BackendFactory<B, C>;
  /** For adding and counting: someone waits for it, so it should rather fail than wait. */
  connection: C;
  /** For working: it waits for the datastore to come back. */
  workerConnection: C;
  /** Lets go of `connection`, where it is not the queue's own; also when the datastore is gone. */
  release?: () => void;
}

/** Turns that wait for a worker. On PostgreSQL or on Redis: the driver is all that differs. */
export class ConversionQueue<B extends IQueueBackend = IQueueBackend, C = unknown> {
  private readonly queue: Queue<object, void, string, object, void, string, B, C>;

  constructor(
    private readonly driver: QueueDriver<B, C>,
    private readonly onError: (error: Error) => void,
  ) {
    this.queue = new Queue<object, void, string, object, void, string, B, C>(NAME, { connection: driver.connection }, driver.backend);
    this.queue.on('error', onError);
  }

  /** Resolves when the datastore answers and its schema is there; throws when it does not for a while. */
  async ready(): Promise<void> {
    try {
      await inTime(this.queue.waitUntilReady(), READY_MS, 'The queue does not answer. Check REDIS_URL or DATABASE_URL.');
    } catch (error) {
      this.driver.release?.();
      this.queue.close().catch(() => undefined);
      throw error;
    }
  }

  /** Adds the token of a job; one that waits already is not added again. */
  async add(id: string): Promise<void> {
    await inTime(this.queue.add('convert', {}, { jobId: id, ...ONCE }), ANSWER_MS);
  }

  /** Makes as many wait as there should, where they are fewer: after the queue has lost some. */
  async fill(wanted: number): Promise<number> {
    const { waiting = 0 } = await this.counts();
    const missing = Math.max(0, wanted - waiting);
    for (let added = 0; added < missing; added += BULK) {
      const tokens = Array.from({ length: Math.min(BULK, missing - added) }, () => ({
        name: 'convert',
        data: {},
        opts: { jobId: `filled-${randomUUID()}`, ...ONCE },
      }));
      await inTime(this.queue.addBulk(tokens), ANSWER_MS);
    }
    return missing;
  }

  /** Takes out waiting tokens, so many of them at most: the youngest. */
  async trim(most: number): Promise<void> {
    const tokens = await inTime(this.queue.getJobs(['waiting'], 0, Math.min(most, BULK) - 1), ANSWER_MS);
    await inTime(Promise.all(tokens.map((token) => this.queue.remove(token.id ?? ''))), ANSWER_MS);
  }

  /** Takes a waiting token out; one that a worker holds stays. */
  async remove(id: string): Promise<void> {
    await inTime(this.queue.remove(id), ANSWER_MS).catch(() => 0);
  }

  /** Tokens by state; `waiting` and `active` are those that count. */
  async counts(): Promise<Record<string, number>> {
    return inTime(this.queue.getJobCounts(), ANSWER_MS);
  }

  async prometheusMetrics(): Promise<string> {
    return inTime(this.queue.exportPrometheusMetrics(), ANSWER_MS);
  }

  /** Throws when the datastore does not answer. */
  async check(): Promise<void> {
    await inTime(this.queue.getJobCounts('waiting'), ANSWER_MS);
  }

  /** Starts to take tokens. */
  work(process: Processor, { concurrency, lockMs = 10_000, stalledMs = 5_000, onError = this.onError }: WorkOptions): QueueWorker {
    const atHand = new Set<Promise<void>>();
    const make = () =>
      new Worker<object, void, string, B, number, C>(
        NAME,
        async () => {
          const work = process();
          atHand.add(work);
          await work.finally(() => atHand.delete(work));
        },
        {
          connection: this.driver.workerConnection,
          concurrency,
          lockDuration: lockMs,
          stalledInterval: stalledMs,
          maxStalledCount: 100,
          autorun: false,
        },
        this.driver.backend,
      ).on('error', onError);
    let worker = make();
    let closing = false;
    // On PostgreSQL a worker whose first connection fails keeps that failure, and asks it again without a pause in which anything else
    // could happen: one that is not ready is not let run.
    const start = async () => {
      for (;;) {
        try {
          await worker.waitUntilReady();
          return void (closing || worker.run().catch(onError));
        } catch (error) {
          onError(error as Error);
          await inTime(worker.close(), LET_GO_MS).catch(() => undefined);
          await sleep(AGAIN_MS);
          if (closing) return;
          worker = make();
        }
      }
    };
    void start();
    return {
      async close() {
        closing = true;
        // Without its datastore a worker of BullMQ waits for ever: what is waited for is the work.
        const closed = worker.close().catch(onError);
        while (atHand.size) await Promise.allSettled(atHand);
        await inTime(closed, LET_GO_MS).catch(() => undefined);
      },
    };
  }

  async close(): Promise<void> {
    await inTime(this.queue.close(), LET_GO_MS).catch(() => undefined);
    this.driver.release?.();
  }
}

const ONCE = { attempts: 1, removeOnComplete: true, removeOnFail: true } as const;
