import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { holderOf } from '../access/keys.js';
import { memberOfPassword, memberOfPerson } from '../access/members.js';
import { CALLBACK, OpenId, SIGN_IN_MS } from '../access/openid.js';
import type { Principal } from '../access/principal.js';
import { RateLimiter } from '../access/rate-limit.js';
import { beginSession, cookieOf, endSession, SESSION_COOKIE, sessionCookie } from '../access/sessions.js';
import { OdeServiceError } from '../contract/index.js';
import type { Services } from '../services.js';

/** Passwords that may be tried in a minute, for one account and from one address. */
const MOST_TRIED = 10;
const ATTEMPT_COOKIE = 'ode_sign_in';

interface Asked {
  key?: string;
  email?: string;
  password?: string;
}
const text = (maxLength: number) => ({ type: 'string', maxLength });
const BODY = { type: 'object', additionalProperties: false, properties: { key: text(100), email: text(320), password: text(1024) } };

/**
 * How a browser signs in, from then on by a cookie that no script reads: POST /api/session with `{ key }`, or on a machine
 * of one's own with `{ email, password }`; or GET /api/auth/login, by OpenID Connect. GET /api/auth tells which of them
 * there are, GET /api/session who one is, DELETE signs out.
 */
export function signInRoutes({ db, config, sealer, log }: Services) {
  const openId = config.openId && new OpenId(config.openId, sealer);
  // Only embedded services know passwords, and they are one process.
  const tried = new RateLimiter({ kind: 'postgres' });
  const secure = (request: FastifyRequest) => request.protocol === 'https' || Boolean(config.openId?.publicUrl.startsWith('https:'));

  /** Begins the session, and writes down that it began. */
  async function enter(request: FastifyRequest, reply: FastifyReply, principal: Principal): Promise<void> {
    const secret = await beginSession(db, principal);
    const { tenantId, actor } = principal;
    const line = { tenantId, actor, action: 'session.begin', requestId: request.id, address: request.ip };
    await db.audit.create({ data: line }).catch((error: unknown) => log.error({ err: error, ...line }, 'not in the audit log'));
    reply.header('set-cookie', sessionCookie(secret, secure(request)));
  }

  async function byPassword(email: string, password: string, address: string): Promise<Principal> {
    for (const who of [`email:${email.toLowerCase()}`, `address:${address}`]) {
      const { count, reset } = await tried.count(who);
      if (count > MOST_TRIED) throw new OdeServiceError('rate-limited', `Too many passwords were tried. Try again in ${reset} seconds.`);
    }
    return memberOfPassword(db, email, password);
  }

  async function byKey(key: string): Promise<Principal> {
    const holder = await holderOf(db, key);
    if (!holder) throw new OdeServiceError('unauthenticated', 'This key is not good: it is wrong, was revoked or has expired.');
    return holder;
  }

  return async (app: FastifyInstance): Promise<void> => {
    app.get('/api/auth', { config: { access: 'public' } }, async () => ({
      required: config.auth !== 'open',
      ways: ['key', ...(config.passwords ? ['password'] : []), ...(openId ? ['openid'] : [])],
    }));

    app.post<{ Body: Asked }>('/api/session', { config: { access: 'public' }, schema: { body: BODY } }, async (request, reply) => {
      const { key, email, password } = request.body;
      if (key === undefined && (email === undefined || password === undefined))
        throw new OdeServiceError('bad-request', 'Send a key, or an email and a password.');
      if (key === undefined && !config.passwords) throw new OdeServiceError('forbidden', 'Nobody signs in by a password here.');
      const principal = key === undefined ? await byPassword(email ?? '', password ?? '', request.ip) : await byKey(key);
      await enter(request, reply, principal);
      const { tenantId, scope, member } = principal;
      return reply.send({ tenantId, scope, role: member?.role ?? null });
    });

    app.get('/api/session', { config: { access: 'read' } }, async (request) => {
      const { tenantId, scope, actor, member } = request.principal;
      const [tenant, row] = await Promise.all([
        db.tenant.findUnique({ where: { id: tenantId }, select: { name: true } }),
        member && db.member.findUnique({ where: { id: member.id }, select: { email: true, name: true } }),
      ]);
      return {
        ...{ tenantId, tenant: tenant?.name ?? null, scope, actor },
        ...{ role: member?.role ?? null, email: row?.email ?? null, name: row?.name ?? null },
      };
    });

    app.delete('/api/session', { config: { access: 'public' } }, async (request, reply) => {
      // Refuses other sites' pages.
      await request.authenticate();
      const secret = cookieOf(request.headers.cookie, SESSION_COOKIE);
      if (secret) await endSession(db, secret);
      return reply
        .header('set-cookie', sessionCookie(null, secure(request)))
        .status(204)
        .send();
    });

    if (!openId) return;
    const attemptCookie = (request: FastifyRequest, attempt: string | null) =>
      // The way back from the provider is a navigation that begins elsewhere: Strict would keep the cookie from it.
      `${ATTEMPT_COOKIE}=${attempt ?? ''}; Path=/api/auth; HttpOnly; SameSite=Lax; Max-Age=${attempt === null ? 0 : SIGN_IN_MS / 1000}${secure(request) ? '; Secure' : ''}`;

    app.get<{ Querystring: { tenant?: string; return?: string } }>(
      '/api/auth/login',
      {
        config: { access: 'public' },
        schema: { querystring: { type: 'object', properties: { tenant: text(100), return: text(2000) } } },
      },
      async (request, reply) => {
        const { tenant, return: returnTo = '/' } = request.query;
        const { url, attempt } = await openId.begin({ tenant, returnTo });
        return reply.header('set-cookie', attemptCookie(request, attempt)).header('cache-control', 'no-store').redirect(url);
      },
    );

    app.get(CALLBACK, { config: { access: 'public' } }, async (request, reply) => {
      const query = request.url.split('?')[1] ?? '';
      const { person, tenant, returnTo } = await openId.finish(query, cookieOf(request.headers.cookie, ATTEMPT_COOKIE));
      await enter(request, reply, await memberOfPerson(db, person, tenant));
      // Set-Cookie may stand twice.
      return reply.header('set-cookie', attemptCookie(request, null)).header('cache-control', 'no-store').redirect(returnTo);
    });
  };
}
