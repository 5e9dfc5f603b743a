import * as Comlink from 'comlink';
import type { EngineWorker } from './engine-worker.js';
import { OdeError } from './errors.js';
import { openWithPassword } from './password.js';
import type { ResourceAddresses } from './resources.js';
import { turn } from './slices.js';
import type { SharedFile } from './source/shared-file.js';
import { canWait, TaskQueue } from './task-queue.js';
import type { FallbackFont, FieldValue, Identity, OpenOptions, PageSize, Priority, Warning } from './types.js';
import type { PageSizes, Reply, WorkerApi } from './worker.js';

interface PoolOptions extends OpenOptions {
  /** The page that is going to be drawn first. */
  firstPage?: number | undefined;
}

/** What every worker of a pool opens. */
export interface Opening {
  /** Makes a worker that has the engine. */
  start: () => EngineWorker;
  file: SharedFile;
  identity: Identity | undefined;
  resources: ResourceAddresses;
  fallbackFont: FallbackFont | undefined;
}

export interface Request {
  /** The worker that worked on it last has its display list at hand. -1: none. */
  page?: number;
  priority?: Priority;
  /** Makes it `visible`. */
  urgent?: AbortSignal;
  signal?: AbortSignal;
  /** Milliseconds it may take; 0: as many as it likes. */
  patience?: number;
  /** Whether it may be begun again by another worker. */
  repeatable?: boolean;
}

/** Asks a worker; `task` is the number by which it may be cancelled. */
type Work<T> = (api: Comlink.Remote<WorkerApi>, task: number) => Promise<Reply<T>>;

interface Member {
  worker: EngineWorker;
  /** The page it worked on last. */
  page: number;
  /** More than one when something urgent came while it did what can wait. */
  readonly tasks: Set<Task>;
}

interface Task extends Required<Omit<Request, 'signal' | 'urgent'>> {
  readonly id: number;
  readonly work: Work<unknown>;
  /** Whoever asked has been told, whatever comes now. */
  settled: boolean;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

/** A worker that has been told to stop, and does not answer within this many ms, is ended. */
const GRACE = 1000;

/**
 * Workers that hold the same document. The first one opens it; others join when there is more to do than idle hands.
 *
 * What is seen goes before what is near, that before thumbnails, and those before work in the background. The last two
 * never keep all workers busy; and a worker that does such work takes what is urgent besides, so that it waits for the end
 * of a page at most.
 */
export class Pool {
  private readonly members = new Set<Member>();
  private readonly queue = new TaskQueue<Task>();
  private joining = 0;
  private closed = false;
  private lastTask = 0;
  private readonly seen = new Map<string, Warning>();
  /** What has been filled into form fields: each worker knows it. */
  private readonly filled = new Map<number, FieldValue>();

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
  static async open(opening: Opening, first: EngineWorker, options: PoolOptions, size: number, patience: number): Promise<Pool> {
    try {
      const { password, pages, warnings } = await openWithPassword(options, async (password) => {
        // Of a file on a server only the first page's size is read, and the others are taken to be as large until they are drawn.
        const { value, warnings } = await open(first, opening, password, opening.file.isRemote ? 1 : Infinity, options.firstPage);
        return { password, pages: sizesOf(value), warnings };
      });
      // Of a file on a server a page has to wait for bytes, too; worker-source.ts ends that.
      const longer = opening.file.isRemote ? 6 : 1;
      const pool = new Pool(opening, password, size, patience * longer, pages);
      pool.members.add({ worker: first, page: -1, tasks: new Set() });
      pool.note(warnings);
      opening.file.follow((file) => pool.moveTo(file));
      return pool;
    } catch (error) {
      first.terminate();
      throw error;
    }
  }

  get warnings(): Warning[] {
    return [...this.seen.values()];
  }

  /**
   * Has a worker do something. Rejects with `aborted` as soon as the signal fires, with `limit-exceeded` when it takes
   * too long, with `closed`, and with the engine's errors.
   */
  run<T>({ signal, urgent, ...request }: Request, work: Work<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.closed) return reject(new OdeError('closed'));
      if (signal?.aborted) return reject(new OdeError('aborted'));
      const abort = () => this.stop(task, new OdeError('aborted'));
      const hurry = () => this.hurry(task);
      const settle = (tell: () => void) => {
        if (task.settled) return;
        task.settled = true;
        signal?.removeEventListener('abort', abort);
        urgent?.removeEventListener('abort', hurry);
        tell();
      };
      const task: Task = {
        ...{ page: -1, priority: 'near', patience: this.patience, repeatable: true },
        ...request,
        ...(urgent?.aborted && { priority: 'visible' }),
        id: ++this.lastTask,
        work,
        settled: false,
        resolve: (value) => settle(() => resolve(value as T)),
        reject: (error) => settle(() => reject(error as Error)),
      };
      signal?.addEventListener('abort', abort);
      urgent?.addEventListener('abort', hurry);
      this.queue.add(task);
      this.next();
    });
  }

  /** Starts all workers that there may be: work for each is about to come. */
  gather(): void {
    while (!this.closed && this.members.size + this.joining < this.size) void this.grow();
  }

  /** A server's file is here now. */
  private moveTo(file: Blob): void {
    for (const { worker } of this.members) void worker.api.moveTo(file);
  }

  /** Fills in form fields in all workers, before whatever they are asked next. */
  async setFields(values: readonly FieldValue[]): Promise<void> {
    for (const value of values) this.filled.set(value.id, value);
    await Promise.all([...this.members].map(({ worker }) => worker.ask(worker.api.setFields(values))));
  }

  close(): void {
    this.closed = true;
    for (const task of this.queue.clear()) task.reject(new OdeError('closed'));
    for (const { worker, tasks } of this.members) {
      for (const task of tasks) task.reject(new OdeError('closed'));
      worker.terminate();
    }
    this.members.clear();
  }

  /** It is wanted most now. A worker that is at it goes on. */
  private hurry(task: Task): void {
    const waits = this.queue.remove(task);
    task.priority = 'visible';
    if (!waits) return;
    this.queue.add(task);
    this.next();
  }

  /** Tells whoever asked, and the worker that is at it. */
  private stop(task: Task, error: OdeError): void {
    task.reject(error);
    if (this.queue.remove(task)) return;
    for (const { worker, tasks } of this.members) if (tasks.has(task)) void worker.api.cancel(task.id);
  }

  private next(): void {
    for (let task = this.queue.first(); task; task = this.queue.first()) {
      const member = this.hand(task);
      if (!member) {
        if (this.members.size + this.joining < this.handsFor(task.priority)) void this.grow();
        return;
      }
      this.queue.remove(task);
      void this.start(member, task);
    }
  }

  /** How many workers may be busy with such tasks. */
  private handsFor(priority: Priority): number {
    return canWait(priority) ? Math.max(1, this.size - 1) : this.size;
  }

  /** The worker that suits a task best. */
  private hand({ page, priority }: Task): Member | undefined {
    const all = [...this.members];
    const busy = all.filter(({ tasks }) => tasks.size);
    const suited = (members: Member[]) => members.find((member) => member.page === page) ?? members[0];
    if (canWait(priority)) return busy.length < this.handsFor(priority) ? suited(all.filter(({ tasks }) => !tasks.size)) : undefined;
    return (
      suited(all.filter(({ tasks }) => !tasks.size)) ?? suited(busy.filter(({ tasks }) => [...tasks].every((t) => canWait(t.priority))))
    );
  }

  private async start(member: Member, task: Task): Promise<void> {
    const { worker, tasks } = member;
    tasks.add(task);
    member.page = task.page;
    let timer: ReturnType<typeof setTimeout> | undefined;
    if (task.patience) timer = setTimeout(() => this.giveUp(member, task, (next) => (timer = next)), task.patience);
    try {
      const answer = await worker.ask(task.work(worker.api, task.id));
      this.note(answer.warnings);
      task.resolve(answer.value);
    } catch (error) {
      // Ended because of another task: somebody else does it.
      if (worker.isBroken && !task.settled && task.repeatable && !this.closed && tasks.size > 1) this.queue.add(task);
      else task.reject(error);
    } finally {
      clearTimeout(timer);
      tasks.delete(task);
      if (worker.isBroken && this.members.delete(member)) worker.terminate();
    }
    this.next();
  }

  /** A task takes too long. The worker stays when it can still be told so. */
  private giveUp({ worker, tasks }: Member, task: Task, schedule: (timer: ReturnType<typeof setTimeout>) => void): void {
    this.stop(task, new OdeError('limit-exceeded', 'The page takes too long to draw.'));
    schedule(
      setTimeout(() => {
        if (tasks.has(task)) worker.terminate();
      }, GRACE),
    );
  }

  private async grow(): Promise<void> {
    this.joining++;
    // Behind what has asked for it: to start a worker, and to copy what it reads of the file, takes a while.
    await turn();
    if (this.closed) return;
    const worker = this.opening.start();
    try {
      await open(worker, this.opening, this.password, 0);
      if (this.closed) worker.terminate();
      else {
        if (this.filled.size) void worker.api.setFields([...this.filled.values()]);
        this.members.add({ worker, page: -1, tasks: new Set() });
      }
    } catch (error) {
      worker.terminate();
      // Another worker may still serve the queue; with none left nobody will.
      if (!this.members.size) for (const task of this.queue.clear()) task.reject(error);
    } finally {
      this.joining--;
    }
    this.next();
  }

  private note(warnings: readonly Warning[]): void {
    for (const w of warnings) this.seen.set(`${w.page} ${w.feature} ${w.object}`, w);
  }
}

/** The sizes of all pages, the first one's where theirs is not known: one object for those in a row that are alike. */
function sizesOf({ count, sizes }: PageSizes): PageSize[] {
  const all: PageSize[] = [];
  let last: PageSize | undefined;
  for (let at = 0; at < sizes.length; at += 3) {
    const width = sizes[at]!;
    const height = sizes[at + 1]!;
    const rotation = sizes[at + 2]!;
    if (last?.width !== width || last.height !== height || last.rotation !== rotation) last = { width, height, rotation };
    all.push(last);
  }
  const read = all.length;
  all.length = count;
  return all.fill(all[0]!, read);
}

/** `read`: of how many pages the sizes are wanted. */
function open(
  worker: EngineWorker,
  { file, identity, resources, fallbackFont }: Opening,
  password: string | undefined,
  read: number,
  firstPage?: number,
) {
  const source = file.take();
  return worker.ask(
    worker.api.open(
      source instanceof Uint8Array ? Comlink.transfer(source, [source.buffer]) : source,
      { password, identity },
      resources,
      fallbackFont,
      read,
      firstPage,
    ),
  );
}
