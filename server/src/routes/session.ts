import type { FastifyInstance } from 'fastify';
import { holderOf } from '../access/keys.js';
import { beginSession, endSession, SESSION_COOKIE, sessionCookie } from '../access/sessions.js';
import { OdeServiceError } from '../contract/index.js';
import type { Services } from '../services.js';

/**
 * POST /api/session with `{ key }`: a browser signs in by an API key, and from then on by a cookie that no script reads.
 * GET tells who one is, DELETE signs out.
 */
export function sessionRoutes({ db }: Services) {
  return async (app: FastifyInstance): Promise<void> => {
    app.post<{ Body: { key: string } }>(
      '/api/session',
      {
        config: { access: 'public' },
        schema: { body: { type: 'object', required: ['key'], properties: { key: { type: 'string', maxLength: 100 } } } },
      },
      async (request, reply) => {
        const holder = await holderOf(db, request.body.key);
        if (!holder) throw new OdeServiceError('unauthenticated', 'This key is not good: it is wrong, was revoked or has expired.');
        const secret = await beginSession(db, holder);
        const { tenantId, scope } = holder;
        return reply.header('set-cookie', sessionCookie(secret, request.protocol === 'https')).send({ tenantId, scope });
      },
    );
    app.get('/api/session', { config: { access: 'read' } }, async (request) => {
      const { tenantId, scope, actor } = request.principal;
      return { tenantId, scope, actor };
    });
    app.delete('/api/session', { config: { access: 'public' } }, async (request, reply) => {
      await request.authenticate();
      const secret = new RegExp(`(?:^|; *)${SESSION_COOKIE}=([^;]*)`).exec(request.headers.cookie ?? '')?.[1];
      if (secret) await endSession(db, secret);
      return reply
        .header('set-cookie', sessionCookie(null, request.protocol === 'https'))
        .status(204)
        .send();
    });
  };
}
