import type { FastifyInstance } from 'fastify';
import { readiness } from '../readiness.js';
import type { Services } from '../services.js';

/** GET /healthz: this process runs. GET /readyz: what it stands on answers, and it is not shutting down. */
export function healthRoutes(services: Services, closing: AbortSignal) {
  const ask = readiness(services, closing);
  return async (app: FastifyInstance): Promise<void> => {
    app.get('/healthz', { logLevel: 'warn', config: { access: 'public' } }, async () => ({ status: 'ok' }));
    app.get('/readyz', { logLevel: 'warn', config: { access: 'public' } }, async (_request, reply) => {
      const { ready, body } = await ask();
      if (body.status === 'closing') reply.header('connection', 'close');
      return reply.status(ready ? 200 : 503).send(body);
    });
  };
}
