import { randomBytes } from 'node:crypto';
import type { Database } from '../db/index.js';
import { hashOf } from './keys.js';
import { scopeOf, type Principal, type Role, type Scope } from './principal.js';

/** The cookie that holds a session. */
export const SESSION_COOKIE = 'ode_session';
/** How long a session is good for, in milliseconds. */
const SESSION_MS = 12 * 60 * 60_000;

/** Begins a session of who has signed in. Returns the cookie's value, of which the hash is stored. */
export async function beginSession(db: Database, { tenantId, scope, actor, member }: Principal): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  const expiresAt = new Date(Date.now() + SESSION_MS);
  await db.session.create({ data: { hash: hashOf(secret), tenantId, scope, actor, memberId: member?.id, expiresAt } });
  await db.session.deleteMany({ where: { expiresAt: { lt: new Date() } } });
  return secret;
}

/** Who a session is of. One that was begun with a key ends with it, a member's with the membership. */
export async function sessionOf(db: Database, secret: string): Promise<Principal | null> {
  const row = await db.session.findUnique({ where: { hash: hashOf(secret) }, include: { member: true } });
  if (!row || row.expiresAt.getTime() <= Date.now()) return null;
  if (row.member) {
    const role = row.member.role as Role;
    return { tenantId: row.tenantId, scope: scopeOf(role), actor: row.actor, member: { id: row.member.id, role } };
  }
  const [kind, id] = row.actor.split(':');
  if (kind === 'key') {
    const key = await db.apiKey.findUnique({ where: { id } });
    if (!key || key.revokedAt || (key.expiresAt && key.expiresAt.getTime() <= Date.now())) return null;
    return { tenantId: row.tenantId, scope: row.scope as Scope, actor: row.actor, rateLimit: key.rateLimit };
  }
  return { tenantId: row.tenantId, scope: row.scope as Scope, actor: row.actor };
}

export async function endSession(db: Database, secret: string): Promise<void> {
  await db.session.deleteMany({ where: { hash: hashOf(secret) } });
}

/** The value of a cookie in a request's header. */
export function cookieOf(header: string | undefined, name: string): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const at = pair.indexOf('=');
    if (pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

/** The header that sets the session's cookie, or with null takes it back. No script reads it, no other site sends it. */
export function sessionCookie(secret: string | null, secure: boolean): string {
  const age = secret === null ? 0 : SESSION_MS / 1000;
  return `${SESSION_COOKIE}=${secret ?? ''}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${age}${secure ? '; Secure' : ''}`;
}
