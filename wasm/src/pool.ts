import * as Comlink from 'comlink';
import { OdeError, throwIfAborted } from './errors.js';
import type { FallbackFont, Identity, PageSize, Warning } from './types.js';
import type { Reply, WorkerApi } from './worker.js';

/** What every worker of a pool opens. */
export interface Opening {
  createWorker: () => Worker;
  module: WebAssembly.Module;
  blob: Blob;
  password: string | undefined;
  identity: Identity | undefined;
  resourcesUrl: string;
  fallbackFont: FallbackFont | undefined;
}

interface Member {
  worker: Worker;
  api: Comlink.Remote<WorkerApi>;
  /** The page it worked on last: its display list is at hand there. */
  page: number;
}

interface Task {
  page: number;
  signal: AbortSignal | undefined;
  run: (member: Member) => Promise<void>;
  reject: (error: unknown) => void;
}

/**
 * Workers that hold the same document. The first one opens it; others join when there is more to do than idle hands.
 * A task that takes too long costs its worker, and the next task gets a new one.
 */
export class Pool {
  private readonly idle: Member[] = [];
  private readonly busy = new Set<Member>();
  private readonly queue: Task[] = [];
  private joining = 0;
  private closed = false;
  private readonly seen = new Map<string, Warning>();

  private constructor(
    private readonly opening: Opening,
    /** How many workers there may be. */
    readonly size: number,
    /** Milliseconds a task may take. */
    private readonly patience: number,
    readonly pages: PageSize[],
  ) {}

  static async open(opening: Opening, size: number, patience: number): Promise<Pool> {
    const { member, pages, warnings } = await join(opening);
    const pool = new Pool(opening, size, patience, pages);
    pool.idle.push(member);
    pool.note(warnings);
    return pool;
  }

  get warnings(): Warning[] {
    return [...this.seen.values()];
  }

  /** Runs `work` in the worker that suits the page best. Rejects with `aborted` when the signal fires before it starts or ends. */
  run<T>(
    page: number,
    signal: AbortSignal | undefined,
    work: (api: Comlink.Remote<WorkerApi>) => Promise<Reply<T>>,
    patience = this.patience,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.closed) return reject(new OdeError('closed'));
      const run = async (member: Member) => {
        let timer: ReturnType<typeof setTimeout> | undefined;
        const late = new Promise<never>((_, fail) => {
          if (patience) timer = setTimeout(() => fail(new OdeError('limit-exceeded', 'The page takes too long to draw.')), patience);
        });
        const failed = new Promise<never>((_, fail) => {
          member.worker.onerror = (event) => fail(new OdeError('damaged', event.message || 'The worker broke down.'));
        });
        try {
          const answer = await Promise.race([work(member.api), late, failed]);
          if ('error' in answer) throw new OdeError(answer.error.code, answer.error.message);
          this.note(answer.warnings);
          throwIfAborted(signal);
          resolve(answer.value);
        } catch (error) {
          if (error instanceof OdeError && error.code === 'limit-exceeded') this.dismiss(member);
          reject(error);
        } finally {
          clearTimeout(timer);
        }
      };
      this.queue.push({ page, signal, run, reject });
      this.next();
    });
  }

  close(): void {
    this.closed = true;
    for (const member of [...this.idle, ...this.busy]) member.worker.terminate();
    for (const task of this.queue.splice(0)) task.reject(new OdeError('closed'));
    this.idle.length = 0;
    this.busy.clear();
  }

  private next(): void {
    while (this.queue.length) {
      if (this.queue[0]!.signal?.aborted) {
        this.queue.shift()!.reject(new OdeError('aborted'));
        continue;
      }
      if (!this.idle.length) {
        if (this.busy.size + this.joining < this.size) void this.grow();
        return;
      }
      const task = this.queue.shift()!;
      const at = Math.max(
        0,
        this.idle.findIndex((m) => m.page === task.page),
      );
      const member = this.idle.splice(at, 1)[0]!;
      member.page = task.page;
      this.busy.add(member);
      void task.run(member).finally(() => {
        if (this.busy.delete(member) && !this.closed) this.idle.push(member);
        this.next();
      });
    }
  }

  private async grow(): Promise<void> {
    this.joining++;
    try {
      const { member } = await join(this.opening);
      if (this.closed) member.worker.terminate();
      else this.idle.push(member);
    } catch (error) {
      // Another worker may still serve the queue; with none left nobody will.
      if (!this.busy.size) for (const task of this.queue.splice(0)) task.reject(error);
    } finally {
      this.joining--;
    }
    this.next();
  }

  private dismiss(member: Member): void {
    this.busy.delete(member);
    member.worker.terminate();
  }

  private note(warnings: readonly Warning[]): void {
    for (const w of warnings) this.seen.set(`${w.page} ${w.feature} ${w.object}`, w);
  }
}

async function join({
  createWorker,
  module,
  blob,
  password,
  identity,
  resourcesUrl,
  fallbackFont,
}: Opening): Promise<{ member: Member; pages: PageSize[]; warnings: readonly Warning[] }> {
  const worker = createWorker();
  const api = Comlink.wrap<WorkerApi>(worker);
  const failed = new Promise<never>((_, fail) => {
    worker.onerror = (event) => fail(new OdeError('damaged', event.message || 'The worker does not start.'));
  });
  try {
    const answer = await Promise.race([api.open(module, blob, { password, identity }, resourcesUrl, fallbackFont), failed]);
    if ('error' in answer) throw new OdeError(answer.error.code, answer.error.message);
    return { member: { worker, api, page: -1 }, pages: answer.value, warnings: answer.warnings };
  } catch (error) {
    worker.terminate();
    throw error;
  }
}
