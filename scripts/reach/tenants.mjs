// Callers for the scripts that measure a service in a cluster's mode.
import { createKey } from '../../server/dist/access/keys.js';
import { openDatabase } from '../../server/dist/db/index.js';

/**
 * Makes tenants, each with a key that may write.
 *
 * @param {string} databaseUrl
 * @param {string[]} names
 * @returns {Promise<string[]>} their keys
 */
export async function makeTenants(databaseUrl, names) {
  const db = openDatabase(databaseUrl);
  try {
    const keys = [];
    for (const name of names) {
      const { id: tenantId } = await db.tenant.create({ data: { name } });
      keys.push((await createKey(db, { tenantId, scope: 'write', name })).key);
    }
    return keys;
  } finally {
    await db.$disconnect();
  }
}
