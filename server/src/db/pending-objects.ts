import type { Database } from './client.js';

/*
 * An object and the row that it belongs to lie in two stores, and a process may end between the two writes. So the
 * object's key is noted first, in the database, and the note goes in the transaction that makes the object part of its
 * row. What is still noted when its time is over belongs to nothing.
 */

/** How long an object may take from its note to its row. */
const PATIENCE_MS = 60 * 60_000;

/** Notes that an object is about to be stored. */
export async function expectObject(db: Pick<Database, 'pendingObject'>, key: string): Promise<void> {
  const until = new Date(Date.now() + PATIENCE_MS);
  await db.pendingObject.upsert({ where: { key }, create: { key, until }, update: { until } });
}

/** In the transaction of the row that it becomes part of. False: it was given up meanwhile, and may be gone. */
export async function adoptObject(transaction: Pick<Database, 'pendingObject'>, key: string): Promise<boolean> {
  const { count } = await transaction.pendingObject.deleteMany({ where: { key } });
  return count > 0;
}

/** Gives objects up: the next sweep deletes them. In the transaction of the row that they were part of. */
export async function abandonObjects(transaction: Pick<Database, 'pendingObject'>, keys: string[]): Promise<void> {
  const until = new Date();
  await transaction.pendingObject.createMany({ data: keys.map((key) => ({ key, until })), skipDuplicates: true });
  await transaction.pendingObject.updateMany({ where: { key: { in: keys } }, data: { until } });
}

/** Deletes objects that belong to nothing, at most `most` of them. Returns how many. */
export async function sweepObjects(db: Database, remove: (key: string) => Promise<void>, most = 100): Promise<number> {
  let swept = 0;
  for (; swept < most; swept++) {
    // One a transaction: who adopts an object waits until it is known whether it is gone.
    const gone = await db.$transaction(async (transaction) => {
      const [row] = await transaction.$queryRaw<{ key: string }[]>`
        DELETE FROM pending_object WHERE key = (
          SELECT key FROM pending_object WHERE until < now() ORDER BY until LIMIT 1 FOR UPDATE SKIP LOCKED
        ) RETURNING key`;
      if (row) await remove(row.key);
      return row !== undefined;
    });
    if (!gone) break;
  }
  return swept;
}
