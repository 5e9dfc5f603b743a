import { createHash, randomBytes } from 'node:crypto';
import { OdeServiceError } from '../contract/index.js';
import { newId, type Database } from '../db/index.js';
import type { Principal, Scope } from './principal.js';

/*
 * A key is `ode_live_` and 32 random bytes. What is stored is its SHA-256: of so much randomness nothing slower is
 * needed, and who reads the database has no key. The first characters are kept to tell keys apart.
 */
const PREFIX = 'ode_live_';
const SHAPE = /^ode_live_[A-Za-z0-9_-]{43}$/;
const SHOWN = PREFIX.length + 6;

/** How old `lastUsedAt` may be, in milliseconds: a write for every request would be too much. */
const USED_MS = 60_000;

/** A key as it is shown later: never the key itself. */
export interface KeyInfo {
  id: string;
  name: string;
  /** The beginning of the key. */
  prefix: string;
  scope: Scope;
  createdAt: string;
  expiresAt: string | null;
  revokedAt: string | null;
  lastUsedAt: string | null;
  /** Requests in a minute, conversions at a time, and what may be used in a calendar month; null: what the service and the tenant allow. */
  limits: { rate: number | null; running: number | null; bytes: number | null; pages: number | null };
}

/** Limits to be set. */
export interface KeyLimits {
  rate?: number | null;
  running?: number | null;
  bytes?: number | null;
  pages?: number | null;
}

export const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');

const numberOf = (value: bigint | null) => (value === null ? null : Number(value));
type Keys = Pick<Database, 'apiKey'>;
type KeyRow = Awaited<ReturnType<Keys['apiKey']['findFirstOrThrow']>>;

export function keyInfo(row: KeyRow): KeyInfo {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scope: row.scope as Scope,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    limits: { rate: row.rateLimit, running: row.maxRunning, bytes: numberOf(row.monthlyBytes), pages: numberOf(row.monthlyPages) },
  };
}

/** Makes a key. It is in the answer, and nowhere else. */
export async function createKey(
  db: Keys,
  { tenantId, scope, name, expiresAt, limits = {} }: { tenantId: string; scope: Scope; name: string; expiresAt?: Date; limits?: KeyLimits },
): Promise<{ key: string; info: KeyInfo }> {
  const key = PREFIX + randomBytes(32).toString('base64url');
  const row = await db.apiKey.create({
    data: { id: newId(), tenantId, scope, name, prefix: key.slice(0, SHOWN), hash: hashOf(key), expiresAt, ...columnsOf(limits) },
  });
  return { key, info: keyInfo(row) };
}

const columnsOf = ({ rate, running, bytes, pages }: KeyLimits) => ({
  rateLimit: rate,
  maxRunning: running,
  monthlyBytes: bytes,
  monthlyPages: pages,
});

/** Makes a key in the place of another, which stays good for `overlapMs` still. */
export async function rotateKey(db: Keys, tenantId: string, id: string, overlapMs: number): Promise<{ key: string; info: KeyInfo }> {
  const old = await readKey(db, tenantId, id);
  if (old.revokedAt) throw new OdeServiceError('not-found', 'This key was revoked. Make a new one.');
  const { limits } = keyInfo(old);
  const made = await createKey(db, { tenantId, scope: old.scope as Scope, name: old.name, expiresAt: old.expiresAt ?? undefined, limits });
  const end = new Date(Date.now() + overlapMs);
  if (!old.expiresAt || old.expiresAt > end) await db.apiKey.updateMany({ where: { id, tenantId }, data: { expiresAt: end } });
  return made;
}

/** From now on the key is good for nothing. */
export async function revokeKey(db: Keys, tenantId: string, id: string): Promise<KeyInfo> {
  await readKey(db, tenantId, id);
  await db.apiKey.updateMany({ where: { id, tenantId, revokedAt: null }, data: { revokedAt: new Date() } });
  return keyInfo(await readKey(db, tenantId, id));
}

/** Sets limits; one that is left out stays. */
export async function limitKey(db: Keys, tenantId: string, id: string, limits: KeyLimits): Promise<KeyInfo> {
  await readKey(db, tenantId, id);
  await db.apiKey.updateMany({ where: { id, tenantId }, data: columnsOf(limits) });
  return keyInfo(await readKey(db, tenantId, id));
}

async function readKey(db: Keys, tenantId: string, id: string): Promise<KeyRow> {
  const row = await db.apiKey.findFirst({ where: { id, tenantId } });
  if (!row) throw new OdeServiceError('not-found', 'There is no key with this id. Check it.');
  return row;
}

/** Who has this key; null: nobody, any more or ever. */
export async function holderOf(db: Database, key: string): Promise<Principal | null> {
  if (!SHAPE.test(key)) return null;
  const row = await db.apiKey.findUnique({ where: { hash: hashOf(key) } });
  const now = Date.now();
  if (!row || row.revokedAt || (row.expiresAt && row.expiresAt.getTime() <= now)) return null;
  if (!row.lastUsedAt || now - row.lastUsedAt.getTime() > USED_MS)
    await db.apiKey.updateMany({ where: { id: row.id }, data: { lastUsedAt: new Date(now) } }).catch(() => undefined);
  return { tenantId: row.tenantId, scope: row.scope as Scope, actor: `key:${row.id}`, rateLimit: row.rateLimit };
}
