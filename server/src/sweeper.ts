import { releaseLostJobs, runnableJobs, sweepObjects, SILENCE_MS, type Database } from './db/index.js';
import { deleteExpired } from './documents.js';
import type { Services } from './services.js';
import { sweepUploads } from './uploads.js';
import { addUpUsage } from './usage.js';

/** How often row and queue are compared, and how often litter is looked for, in milliseconds. */
const TURNS_MS = 2000;
const LITTER_MS = 30_000;
/** How long it is known what webhooks were told, in milliseconds. */
const DELIVERIES_MS = 30 * 86_400_000;

/**
 * Every few seconds, in one process of all: jobs of silent workers go back, as many tokens wait in the queue as jobs in
 * the database, and objects that belong to nothing are deleted. Returns what ends it.
 */
export function startSweeper(services: Pick<Services, 'config' | 'db' | 'queue' | 'storage' | 'log'>): () => void {
  const { config, db, queue, storage, log } = services;
  /** Since when the database has answered. Right after an outage all workers look silent. */
  let answersSince = Date.now();
  let surplus = 0;
  const tasks = {
    async turns() {
      if (Date.now() - answersSince >= SILENCE_MS) {
        const { released, failed } = await releaseLostJobs(db);
        if (released + failed) log.warn({ released, failed }, 'jobs of silent workers');
      }
      const wanted = await runnableJobs(db);
      const filled = await queue.fill(wanted);
      if (filled) log.info({ filled }, 'the queue lacked turns');
      // A job that is submitted between the two counts looks like one too many, but not twice.
      const many = ((await queue.counts()).waiting ?? 0) - wanted;
      if (many > 0 && surplus > 0) await queue.trim(Math.min(many, surplus));
      surplus = many;
    },
    async litter() {
      await sweepUploads({ db, storage });
      const swept = await sweepObjects(db, (key) => storage.delete(key));
      if (swept) log.info({ swept }, 'objects that belonged to nothing');
      const expired = await deleteExpired(db, config.retentionDays);
      if (expired) log.info({ expired }, 'documents that were kept long enough');
      await addUpUsage(db);
      await db.webhookDelivery.deleteMany({ where: { createdAt: { lt: new Date(Date.now() - DELIVERIES_MS) } } });
    },
  };
  const run = (name: keyof typeof tasks, everyMs: number) => {
    let busy = false;
    const timer = setInterval(async () => {
      if (busy) return;
      busy = true;
      try {
        const mine = await takeTurn(db, name, everyMs).catch((error: unknown) => {
          answersSince = Date.now();
          throw error;
        });
        if (mine) await tasks[name]();
      } catch (error) {
        log.warn({ err: error, sweep: name }, 'sweeping');
      } finally {
        busy = false;
      }
    }, everyMs);
    timer.unref();
    return () => clearInterval(timer);
  };
  const stops = [run('turns', TURNS_MS), run('litter', LITTER_MS)];
  return () => stops.forEach((stop) => stop());
}

/** Whether it is this process that sweeps now. */
async function takeTurn(db: Database, name: string, everyMs: number): Promise<boolean> {
  const taken = await db.$queryRaw<unknown[]>`
    INSERT INTO sweep (name, at) VALUES (${name}, now())
    ON CONFLICT (name) DO UPDATE SET at = now() WHERE sweep.at <= now() - ${`${everyMs * 0.9} milliseconds`}::interval
    RETURNING name`;
  return taken.length > 0;
}
