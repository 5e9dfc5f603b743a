import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { OdeServiceError } from '../contract/index.js';
import { followConversion } from '../conversions.js';
import { inTenant, readJob } from '../db/index.js';
import type { Services } from '../services.js';
import { callerOf } from './caller.js';
import { sendEvents } from './event-stream.js';

const params = z.object({ id: z.uuid() });

/**
 * GET /api/v1/jobs/:id/events: server-sent events (HTML, 9.2). The job at once, then at every change until it has ended;
 * `Last-Event-ID` leaves out what was told before.
 */
export function eventRoutes(services: Services, closing: AbortSignal) {
  return async (app: FastifyInstance): Promise<void> => {
    app.get('/api/v1/jobs/:id/events', { config: { access: 'read' }, exposeHeadRoute: false }, async (request, reply) => {
      const { data } = params.safeParse(request.params);
      if (!data) throw new OdeServiceError('not-found', 'There is no conversion with this id. Check it.');
      const { tenantId } = request.principal;
      // Whether there is such a job is told by the status, not by an event.
      await inTenant(services.db, tenantId, (db) => readJob(db, tenantId, data.id));
      const gone = new AbortController();
      request.raw.socket.once('close', () => gone.abort());
      const last = request.headers['last-event-id'];
      const after = typeof last === 'string' && /^\d+$/.test(last) ? Number(last) : -1;
      const states = followConversion(
        { ...services, ...callerOf(services.db, request) },
        data.id,
        after,
        AbortSignal.any([gone.signal, closing]),
      );
      const messages = async function* () {
        for await (const { version, job } of states) yield `id: ${version}\nevent: job\ndata: ${JSON.stringify(job)}\n\n`;
      };
      return sendEvents(reply, messages());
    });
  };
}
