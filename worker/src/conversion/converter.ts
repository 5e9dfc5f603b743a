import type { ChildProcess } from 'node:child_process';
import os from 'node:os';
import fs from 'node:fs/promises';
import path from 'node:path';
import { OdeServiceError } from '@ode/server/errors';
import type { JobLimits } from '@ode/server/config';
import type { ConversionResult, ConversionTask, ConverterMessage, HashedResult } from './protocol.js';
import { startConverter, type Sandboxed } from './sandbox.js';

/** A process is replaced after so many documents: what may have leaked goes with it. */
const DOCUMENTS_EACH = 200;
/** Milliseconds within which a process that is killed is gone; the kernel may keep one that waits for a disk. */
const DYING = 5000;

export interface ConvertContext {
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

interface Process {
  child: ChildProcess;
  /** Whose its input and output have to be; null: they are this process's. */
  user: number | null;
  documents: number;
  /** Its walls have not been tried, and it has not said anything yet: it may end because one does not stand here. */
  isTrial: boolean;
  /** The end of what it wrote to standard error. */
  complaint: string;
  /** Resolves when it is gone, and those that it stands for in the sandbox: nobody holds its standard error any more. */
  gone: Promise<void>;
}

/**
 * Converts documents in processes of their own, each with a limit on time and memory, so that a hostile document costs
 * its own conversion only. Processes are kept for the next document; as many run as there are conversions at a time.
 */
export class Converter {
  private readonly idle: Process[] = [];
  private readonly all = new Set<Process>();

  /**
   * `folder`: where all its inputs and outputs lie, and all that it may read and write; null: anywhere. `started`: a process that was
   * started with these, for the first conversion.
   */
  constructor(
    private readonly limits: JobLimits,
    private readonly folder: string | null = null,
    started: Sandboxed | null = null,
  ) {
    if (started) this.idle.push(this.adopt(started));
  }

  /**
   * Converts one file. The output exists when this resolves, and does not when it throws.
   *
   * @throws OdeServiceError for what is wrong with the document, or `aborted`; any other error is the machine's fault
   */
  convert(task: ConversionTask & { hash: true }, context?: ConvertContext): Promise<HashedResult>;
  convert(task: ConversionTask, context?: ConvertContext): Promise<ConversionResult>;
  async convert(task: ConversionTask, { signal, onProgress }: ConvertContext = {}): Promise<ConversionResult> {
    if (signal?.aborted) throw new OdeServiceError('aborted');
    const worker = this.idle.pop() ?? this.start();
    try {
      if (worker.user !== null) await handOver(task, worker.user);
      const result = await this.run(worker, task, signal, onProgress);
      if (++worker.documents < DOCUMENTS_EACH) this.idle.push(worker);
      else void this.end(worker);
      return result;
    } catch (error) {
      // What still ran would write the output once more.
      await this.end(worker);
      await fs.rm(task.output, { force: true });
      if (error instanceof FallenWall) return this.convert(task, { signal, onProgress });
      throw error;
    }
  }

  /** Starts a process for the first conversion: it loads its code while the caller does what comes before. */
  warmUp(): void {
    if (!this.all.size) this.idle.push(this.start());
  }

  close(): void {
    for (const worker of this.all) void this.end(worker);
  }

  private start(): Process {
    return this.adopt(startConverter(this.limits, this.folder));
  }

  private adopt({ child, user, isTrial = false }: Sandboxed): Process {
    const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
    const worker: Process = { child, user, documents: 0, isTrial, complaint: '', gone };
    child.stderr?.on('data', (chunk: Buffer) => (worker.complaint = (worker.complaint + chunk.toString()).slice(-2000)));
    // Without a listener, an error of the channel to a process that has just died would end this one.
    child.on('error', () => undefined);
    child.once('exit', () => this.forget(worker));
    this.all.add(worker);
    return worker;
  }

  private run(worker: Process, task: ConversionTask, signal: AbortSignal | undefined, onProgress: ConvertContext['onProgress']) {
    const { child } = worker;
    return new Promise<ConversionResult>((resolve, reject) => {
      const finish = (settle: () => void) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        child.off('message', hear).off('exit', exit).off('error', lose);
        settle();
      };
      const fail = (error: Error) => finish(() => reject(error));
      const hear = (message: ConverterMessage) => {
        worker.isTrial = false;
        if (message.type === 'progress') onProgress?.(message.done, message.total);
        else if (message.type === 'converted') {
          const { pages, size, sha256, warnings } = message;
          finish(() => resolve({ pages, size, sha256, warnings }));
        } else if (message.type === 'refused') fail(new OdeServiceError(message.code, message.message, { cause: message.reason }));
        else fail(new Error(message.message));
      };
      const exit = (code: number | null, by: NodeJS.Signals | null) => fail(worker.isTrial ? new FallenWall() : deathOf(worker, code, by));
      const lose = (error: Error) => fail(worker.isTrial ? new FallenWall() : error);
      const abort = () => fail(new OdeServiceError('aborted'));
      const timer = setTimeout(() => {
        fail(
          new OdeServiceError(
            'time-limit',
            `The conversion took longer than ${this.limits.seconds} s. Split the document, or raise the limit.`,
          ),
        );
      }, this.limits.seconds * 1000);
      signal?.addEventListener('abort', abort);
      child.on('message', hear).on('exit', exit).on('error', lose);
      child.send(task);
    });
  }

  private end(worker: Process): Promise<unknown> {
    this.forget(worker);
    worker.child.kill('SIGKILL');
    return Promise.race([worker.gone, new Promise((resolve) => setTimeout(resolve, DYING).unref())]);
  }

  private forget(worker: Process): void {
    this.all.delete(worker);
    const at = this.idle.indexOf(worker);
    if (at >= 0) this.idle.splice(at, 1);
  }
}

/** A process whose walls had not been tried has ended at once: another one takes its place, behind those that stand. */
class FallenWall extends Error {}

/** The files of one job become those of the user that converts it. */
async function handOver({ input, output }: ConversionTask, user: number): Promise<void> {
  for (const place of new Set([path.dirname(output), path.dirname(input)])) await fs.chown(place, user, user);
  await fs.chown(input, user, user);
}

/** What it means that a process ended in the middle of a document. */
function deathOf({ complaint }: Process, code: number | null, by: NodeJS.Signals | null): Error {
  const signal = by ?? signalOf(code);
  // SIGUSR2 comes from the watchdog, SIGABRT from V8 when its heap is full.
  if (signal === 'SIGUSR2' || (signal === 'SIGABRT' && /heap|memory/i.test(complaint)))
    return new OdeServiceError('memory-limit', undefined, { cause: complaint });
  // The kernel kills so when the machine's memory is full, and so does anybody else.
  if (signal === 'SIGKILL' || signal === 'SIGTERM') return new OdeServiceError('converter-killed', undefined, { cause: complaint });
  if (/ERR_MODULE_NOT_FOUND|Cannot find module/.test(complaint)) return new Error(`The converter cannot start: ${complaint}`);
  return new OdeServiceError('engine-crashed', undefined, { cause: `${signal ?? code}: ${complaint}` });
}

/** In the sandbox a shell stands between, which tells of a signal by 128 and its number (POSIX, Shell, 2.8.2). */
function signalOf(code: number | null): string | null {
  if (code === null || code <= 128) return null;
  return Object.entries(os.constants.signals).find(([, number]) => number === code - 128)?.[0] ?? null;
}
