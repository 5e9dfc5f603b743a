import { setTimeout as sleep } from 'node:timers/promises';
import type { JobInfo } from './contract/index.js';
import type { Caller } from './conversions.js';
import { jobInfo } from './db/index.js';
import type { Services } from './services.js';

/** How often changes are read at most, in milliseconds: what comes between is told as one. */
const LOOKS_MS = 500;
/** How often new jobs are looked for, in milliseconds: that they were submitted is not announced. */
const NEW_MS = 2000;
/** The most jobs that are told of at once; were there more, the follower reads its lists anew. */
const MOST = 200;
/** What was committed later than its time says is told again, in milliseconds: a follower knows it by its id. */
const OVERLAP_MS = 5000;

/** Below every job's id. */
const FIRST = '00000000-0000-0000-0000-000000000000';

/** What a follower is told: jobs as they are now, or with null that it is to read its lists anew. */
export interface Activity {
  /** Where to go on from after an interruption: the time of the last change. */
  cursor: string;
  jobs: JobInfo[] | null;
}

/**
 * What changes among a tenant's jobs, until the signal fires. `after`, a cursor, has the changes since then told first;
 * without one, it begins with `jobs: null`.
 */
export async function* followActivity(
  { tenant, tenantId, changes }: Pick<Services, 'changes'> & Pick<Caller, 'tenant' | 'tenantId'>,
  after: string | null,
  signal: AbortSignal,
): AsyncGenerator<Activity> {
  let ids = new Set<string>();
  let unheard = false;
  let wake = () => {};
  const stop = changes.onAny((id) => {
    if (id === null || ids.size >= 10 * MOST) unheard = true;
    else ids.add(id);
    wake();
  });
  const end = () => wake();
  signal.addEventListener('abort', end);
  let cursor = after ?? new Date().toISOString();
  const read = (where: object) =>
    tenant((db) =>
      db.job.findMany({ where: { tenantId, ...where }, include: { document: true }, orderBy: { updatedAt: 'asc' }, take: MOST + 1 }),
    );
  try {
    let newest =
      (await tenant((db) => db.job.findFirst({ where: { tenantId }, orderBy: { id: 'desc' }, select: { id: true } })))?.id ?? FIRST;
    const missed = after === null ? null : await read({ updatedAt: { gte: new Date(Date.parse(after) - OVERLAP_MS) } });
    let rows: Awaited<ReturnType<typeof read>> | null = missed;
    for (;;) {
      if (rows === null || rows.length > MOST) {
        cursor = new Date().toISOString();
        yield { cursor, jobs: null };
      } else if (rows.length) {
        cursor = rows.at(-1)?.updatedAt.toISOString() ?? cursor;
        for (const { id } of rows) if (id > newest) newest = id;
        yield { cursor, jobs: rows.map(jobInfo) };
      }
      if (!ids.size && !unheard && !signal.aborted) {
        const look = setTimeout(() => wake(), NEW_MS);
        await new Promise<void>((resolve) => (wake = resolve));
        clearTimeout(look);
      }
      if (signal.aborted) return;
      await sleep(LOOKS_MS, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      const changed = [...ids];
      ids = new Set();
      rows = unheard ? null : await read({ OR: [{ id: { in: changed } }, { id: { gt: newest } }] });
      unheard = false;
    }
  } finally {
    stop();
    signal.removeEventListener('abort', end);
  }
}
