import { Queue, UnrecoverableError, Worker, type BackendFactory, type IQueueBackend } from 'bullmq';

const NAME = 'conversions';
const READY_MS = 15_000;

/** What travels through the queue. Everything else is in the job's row. */
export interface QueuedJob {
  id: string;
  /** Of an encrypted document. Here and not in the row, since a queued job is deleted when it has ended. */
  password?: string;
}

/** Thrown by a processor: trying again would not help. */
export class Hopeless extends UnrecoverableError {}

export interface ProcessorContext {
  /** Whether the queue will not give the job out again should this try fail. */
  lastTry: boolean;
}

export type Processor = (job: QueuedJob, context: ProcessorContext) => Promise<void>;

export interface WorkOptions {
  /** Jobs at a time. */
  concurrency: number;
  /** After how long without a sign of life a worker's jobs go to another. */
  lockMs?: number;
  /** How often workers look for jobs of dead workers. */
  stalledMs?: number;
  onError?: (error: Error) => void;
}

export interface QueueWorker {
  /** Takes no more jobs and waits for those at hand; `force` does not wait. */
  close(force?: boolean): Promise<void>;
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

/** Conversions that wait for a worker. On PostgreSQL or on Redis: the driver is all that differs. */
export class ConversionQueue<B extends IQueueBackend = IQueueBackend, C = unknown> {
  private readonly queue: Queue<QueuedJob, void, string, QueuedJob, void, string, B, C>;

  constructor(
    private readonly driver: QueueDriver<B, C>,
    private readonly onError: (error: Error) => void,
  ) {
    this.queue = new Queue<QueuedJob, void, string, QueuedJob, void, string, B, C>(NAME, { connection: driver.connection }, driver.backend);
    this.queue.on('error', onError);
  }

  /** Resolves when the datastore answers and its schema is there; throws when it does not for a while. */
  async ready(): Promise<void> {
    let late: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      late = setTimeout(() => reject(new Error('The queue does not answer. Check REDIS_URL or DATABASE_URL.')), READY_MS);
    });
    try {
      await Promise.race([this.queue.waitUntilReady(), timeout]);
    } catch (error) {
      this.driver.release?.();
      this.queue.close().catch(() => undefined);
      throw error;
    } finally {
      clearTimeout(late);
    }
  }

  /** Adds a job; one that is queued or worked on already is not added again. */
  async add(job: QueuedJob): Promise<void> {
    await this.queue.add('convert', job, {
      jobId: job.id,
      attempts: 3,
      backoff: { type: 'exponential', delay: 1000 },
      removeOnComplete: true,
      removeOnFail: true,
    });
  }

  /** Takes a waiting job out; one that a worker holds stays. */
  async remove(id: string): Promise<void> {
    await this.queue.remove(id).catch(() => 0);
  }

  /** Jobs by state; `waiting`, `active` and `delayed` are those that count. */
  async counts(): Promise<Record<string, number>> {
    return this.queue.getJobCounts();
  }

  async prometheusMetrics(): Promise<string> {
    return this.queue.exportPrometheusMetrics();
  }

  /** Throws when the datastore does not answer. */
  async check(): Promise<void> {
    await this.queue.getJobCounts('waiting');
  }

  /** Starts working on jobs. */
  work(process: Processor, { concurrency, lockMs = 10_000, stalledMs = 5_000, onError = this.onError }: WorkOptions): QueueWorker {
    const worker = new Worker<QueuedJob, void, string, B, number, C>(
      NAME,
      (job) => process(job.data, { lastTry: job.attemptsMade + 1 >= (job.opts.attempts ?? 1) }),
      {
        connection: this.driver.workerConnection,
        concurrency,
        lockDuration: lockMs,
        stalledInterval: stalledMs,
        // How often a job may lose its worker is counted in the job's row.
        maxStalledCount: 100,
      },
      this.driver.backend,
    );
    worker.on('error', onError);
    return { close: (force) => worker.close(force) };
  }

  async close(): Promise<void> {
    await this.queue.close();
    this.driver.release?.();
  }
}
