import { setTimeout as sleep } from 'node:timers/promises';
import { isUnreachable } from '@ode/server/db';
import { inTime } from '@ode/server/in-time';
import type { Services } from '@ode/server/services';
import { StorageUnavailable } from '@ode/server/storage';

/** How often a part that is away is looked for, and how long it may take to answer, in milliseconds. */
const LOOK_MS = 1000;
const ANSWER_MS = 4000;
/** So often something may fail although all parts say that they are there; then it is not they that are at fault. */
const PATIENCE = 5;

/** Whether an error says that a part of ours is away, and nothing of the work at hand. */
export function isAway(error: unknown): boolean {
  return error instanceof StorageUnavailable || isUnreachable(error);
}

/**
 * The parts that conversions stand on. While one is away nothing is begun, and what is at hand waits where it is: no
 * job pays for it.
 */
export class Dependencies {
  private waiting: Promise<void> | null = null;

  constructor(private readonly services: Pick<Services, 'db' | 'storage' | 'log'>) {}

  /**
   * Does something, again and again while a part is away. `signal` ends the waiting: then the last error is thrown.
   *
   * @throws what `work` throws when no part is to blame, or when one fails again and again and seems to be there
   */
  async with<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    for (let failures = 1; ; failures++) {
      try {
        return await work();
      } catch (error) {
        if (!isAway(error) || signal.aborted) throw error;
        const wasAway = await this.back(error, signal);
        if (signal.aborted) throw error;
        if (wasAway) failures = 0;
        else if (failures >= PATIENCE) throw error;
        await sleep(LOOK_MS * failures, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  /** Resolves when all parts are there, or the signal fires. */
  async all(signal: AbortSignal): Promise<void> {
    while (this.waiting && !signal.aborted) await this.back(null, signal);
  }

  /** Waits until all parts answer; whether one of them did not at first. Those who wait at a time wait together. */
  private async back(error: unknown, signal: AbortSignal): Promise<boolean> {
    if (!(await this.missing())) return false;
    this.waiting ??= this.wait(error).finally(() => (this.waiting = null));
    const stopped = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.race([this.waiting, stopped]);
    return true;
  }

  private async wait(error: unknown): Promise<void> {
    const { log } = this.services;
    log.error({ err: error }, 'a part is away: conversions wait');
    while (await this.missing()) await sleep(LOOK_MS, undefined, { ref: false });
    log.warn('all parts are there again: conversions go on');
  }

  private async missing(): Promise<boolean> {
    const { db, storage } = this.services;
    const answers = await Promise.allSettled([inTime(db.$queryRaw`SELECT 1`, ANSWER_MS), inTime(storage.check(), ANSWER_MS)]);
    return answers.some(({ status }) => status === 'rejected');
  }
}
