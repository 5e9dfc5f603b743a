import { throwIfAborted } from './errors.js';

/** Milliseconds that the engine runs before the thread's other work has its turn. */
const SLICE = 8;
/** Milliseconds that one call into the engine is to take: so much later a slice may end. */
const QUANTUM = 1.5;

/** Goes on with a task of the engine, for about so many units of fuel; whether it is done. */
type Step = (fuel: number) => boolean;

/**
 * Steps tasks of the engine by slices of time. The engine counts fuel, not time: how much of it a call is given follows what
 * calls have taken. A task that is done within its first slice never waits.
 */
export class Slices {
  /** @param fuel units that a first call is given */
  constructor(private fuel: number) {}

  /**
   * Steps a task until it is done; between two slices calls `onPause`, and then lets the thread's other work have its turn.
   * Throws `aborted` at the end of a slice in which the signal has fired.
   */
  async run(step: Step, signal?: AbortSignal, onPause?: () => void): Promise<void> {
    while (!this.once(step)) {
      onPause?.();
      await turn();
      throwIfAborted(signal);
    }
  }

  /** Steps a task for one slice; whether it is done. */
  once(step: Step): boolean {
    let now = performance.now();
    const end = now + SLICE;
    while (now < end) {
      if (step(this.fuel)) return true;
      const before = now;
      now = performance.now();
      const ratio = QUANTUM / Math.max(now - before, 0.01);
      this.fuel = Math.max(100, this.fuel * Math.min(Math.max(ratio, 0.25), 2));
    }
    return false;
  }
}

/** Does work of small pieces until one says that it was the last; else as `Slices.run`. */
export async function inSlices(piece: () => boolean, signal?: AbortSignal): Promise<void> {
  for (let end = performance.now() + SLICE; !piece();) {
    if (performance.now() < end) continue;
    await turn();
    throwIfAborted(signal);
    end = performance.now() + SLICE;
  }
}

/** Resolves when what waits for the thread (messages, timers) has had its turn. */
export function turn(): Promise<void> {
  if (typeof setImmediate === 'function') return new Promise((resolve) => setImmediate(resolve));
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
