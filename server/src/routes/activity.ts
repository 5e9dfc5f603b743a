import type { FastifyInstance } from 'fastify';
import { followActivity } from '../activity.js';
import type { Services } from '../services.js';
import { callerOf } from './caller.js';
import { sendEvents } from './event-stream.js';

/**
 * GET /api/v1/events: server-sent events (HTML, 9.2) of all jobs of the tenant. `jobs` has those that changed, as they are
 * now; `reload` says that lists are to be read anew. `Last-Event-ID` has told what changed in between.
 */
export function activityRoute(services: Services, closing: AbortSignal) {
  return async (app: FastifyInstance): Promise<void> => {
    app.get('/api/v1/events', { config: { access: 'read' }, exposeHeadRoute: false }, (request, reply) => {
      const gone = new AbortController();
      request.raw.socket.once('close', () => gone.abort());
      const last = request.headers['last-event-id'];
      const after = typeof last === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(last) && !Number.isNaN(Date.parse(last)) ? last : null;
      const activity = followActivity({ ...services, ...callerOf(services.db, request) }, after, AbortSignal.any([gone.signal, closing]));
      const messages = async function* () {
        for await (const { cursor, jobs } of activity)
          yield `id: ${cursor}\nevent: ${jobs ? 'jobs' : 'reload'}\ndata: ${JSON.stringify(jobs)}\n\n`;
      };
      return sendEvents(reply, messages());
    });
  };
}
