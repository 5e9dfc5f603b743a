import * as Comlink from 'comlink';
import type { PartAddresses } from './assets.js';
import { OdeError } from './errors.js';
import type { Reply, WorkerApi } from './worker.js';

/** A worker that runs `worker.js`. It starts, and gets the engine, before there is a document for it. */
export class EngineWorker {
  readonly api: Comlink.Remote<WorkerApi>;
  /** Whether it will never answer again. */
  isBroken = false;
  private readonly worker: Worker;
  private readonly broken: Promise<never>;
  private fail: (error: unknown) => void = () => undefined;

  /** `module`: may still be on its way; `parts`: where the worker finds what few documents need. */
  constructor(createWorker: () => Worker, module: Promise<WebAssembly.Module>, parts: PartAddresses) {
    this.worker = createWorker();
    this.api = Comlink.wrap<WorkerApi>(this.worker);
    this.broken = new Promise<never>((_, reject) => {
      this.fail = (error) => {
        this.isBroken = true;
        reject(error);
      };
    });
    this.broken.catch(() => undefined); // told by whoever waits for an answer
    this.worker.onerror = (event) => this.fail(new OdeError('damaged', event.message || 'The worker does not start.'));
    module.then((engine) => this.api.prepare(engine, parts), this.fail);
  }

  /** The worker's answer. Rejects with the engine's errors, and when the worker breaks down before it answers. */
  async ask<T>(question: Promise<Reply<T>>): Promise<Extract<Reply<T>, { value: T }>> {
    const answer = await Promise.race([question, this.broken]);
    if ('error' in answer) throw new OdeError(answer.error.code, answer.error.message, answer.error.reason);
    return answer;
  }

  /** Ends it; what it has not answered rejects with `closed`. */
  terminate(): void {
    this.worker.terminate();
    this.fail(new OdeError('closed'));
  }
}
