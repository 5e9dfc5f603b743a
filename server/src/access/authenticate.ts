import type { IncomingHttpHeaders } from 'node:http';
import type { Config } from '../config.js';
import { OdeServiceError } from '../contract/index.js';
import type { Database } from '../db/index.js';
import { holderOf } from './keys.js';
import { LOCAL_TENANT, type Principal } from './principal.js';
import { cookieOf, SESSION_COOKIE, sessionOf } from './sessions.js';

/** Who is asked for nothing: on a machine of one's own, or in a network that lets in nobody else. */
const LOCAL: Principal = { tenantId: LOCAL_TENANT, scope: 'admin', actor: 'local' };

/**
 * Who a request comes from; null: nobody that is known. What it brings counts before what its address would allow.
 *
 * @throws OdeServiceError `unauthenticated` for a key that is none, `forbidden` for a session used by another site
 */
export async function authenticate(
  { db, config }: { db: Database; config: Config },
  { method, headers }: { method: string; headers: IncomingHttpHeaders },
): Promise<Principal | null> {
  const { authorization } = headers;
  if (authorization !== undefined) {
    const [, key = ''] = /^Bearer +(\S+) *$/i.exec(authorization) ?? [];
    const holder = await holderOf(db, key);
    if (!holder) throw new OdeServiceError('unauthenticated', 'This key is not good: it is wrong, was revoked or has expired.');
    return holder;
  }
  const cookie = cookieOf(headers.cookie, SESSION_COOKIE);
  if (cookie !== undefined) {
    const session = await sessionOf(db, cookie);
    if (session) {
      refuseOtherSites(method, headers);
      return session;
    }
  }
  if (config.auth !== 'open') return null;
  refuseOtherSites(method, headers);
  return LOCAL;
}

/**
 * A browser sends cookies, and reaches this machine, whoever's page asks it to. It says whose page it is: by
 * Sec-Fetch-Site, or in older ones by Origin. Programs that are no browsers send neither.
 */
function refuseOtherSites(method: string, headers: IncomingHttpHeaders): void {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return;
  const site = headers['sec-fetch-site'];
  const { origin, host } = headers;
  const foreign =
    site !== undefined
      ? site !== 'same-origin' && site !== 'none'
      : origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host);
  if (foreign) throw new OdeServiceError('forbidden', 'Pages of other sites may not do this. Use an API key instead.');
}
