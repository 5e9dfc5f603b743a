import * as Comlink from 'comlink';
import type { EngineWorker } from './engine-worker.js';
import { OdeError, throwIfAborted } from './errors.js';
import { openWithPassword } from './password.js';
import type { RemoteFile } from './source/remote-file.js';
import type { FallbackFont, Identity, OpenOptions, PageSize, Warning } from './types.js';
import type { Reply, WorkerApi } from './worker.js';

/** What every worker of a pool opens. */
export interface Opening {
  /** Makes a worker that has the engine. */
  start: () => EngineWorker;
  file: OpenedFile;
  identity: Identity | undefined;
  resourcesUrl: string;
  fallbackFont: FallbackFont | undefined;
}

export interface OpenedFile {
  /** Goes to every worker without a copy; each reads it on its own. */
  place: Blob | RemoteFile;
  /** The same bytes, which the worker that opens the document first takes over. */
  bytes?: Uint8Array<ArrayBuffer>;
}

interface Member {
  worker: EngineWorker;
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
    private readonly password: string | undefined,
    /** How many workers there may be. */
    readonly size: number,
    /** Milliseconds a task may take. */
    private readonly patience: number,
    readonly pages: PageSize[],
  ) {}

  /** Opens the document in `first`, a worker that is ended when it cannot be opened. */
  static async open(opening: Opening, first: EngineWorker, passwords: OpenOptions, size: number, patience: number): Promise<Pool> {
    try {
      const { password, pages, warnings } = await openWithPassword(passwords, async (password) => {
        const { value, warnings } = await open(first, opening, password);
        return { password, pages: value, warnings };
      });
      // Of a file on a server a page has to wait for bytes, too; worker-source.ts ends that.
      const longer = opening.file.place instanceof Blob ? 1 : 6;
      const pool = new Pool(opening, password, size, patience * longer, pages);
      pool.idle.push({ worker: first, page: -1 });
      pool.note(warnings);
      return pool;
    } catch (error) {
      first.terminate();
      throw error;
    }
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
      const run = async ({ worker }: Member) => {
        let timer: ReturnType<typeof setTimeout> | undefined;
        const late = new Promise<never>((_, fail) => {
          if (patience) timer = setTimeout(() => fail(new OdeError('limit-exceeded', 'The page takes too long to draw.')), patience);
        });
        try {
          const answer = await Promise.race([worker.ask(work(worker.api)), late]);
          this.note(answer.warnings);
          throwIfAborted(signal);
          resolve(answer.value);
        } finally {
          clearTimeout(timer);
        }
      };
      this.queue.push({
        page,
        signal,
        reject,
        run: async (member) => {
          try {
            await run(member);
          } catch (error) {
            if (error instanceof OdeError && error.code === 'limit-exceeded') this.dismiss(member);
            reject(error);
          }
        },
      });
      this.next();
    });
  }

  close(): void {
    this.closed = true;
    for (const { worker } of [...this.idle, ...this.busy]) worker.terminate();
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
    const worker = this.opening.start();
    try {
      await open(worker, this.opening, this.password);
      if (this.closed) worker.terminate();
      else this.idle.push({ worker, page: -1 });
    } catch (error) {
      worker.terminate();
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

function open(worker: EngineWorker, { file, identity, resourcesUrl, fallbackFont }: Opening, password: string | undefined) {
  const { place, bytes } = file;
  delete file.bytes;
  return worker.ask(
    worker.api.open(bytes ? Comlink.transfer(bytes, [bytes.buffer]) : place, { password, identity }, resourcesUrl, fallbackFont),
  );
}
