import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { followActivity } from '../activity.js';
import type { Services } from '../services.js';
import { callerOf } from './caller.js';

/** Lines that say nothing keep connections open that proxies would take for dead, in milliseconds. */
const PING_MS = 15_000;

/**
 * GET /api/v1/events: server-sent events (HTML, 9.2) of all jobs of the tenant. `jobs` has those that changed, as they are
 * now; `reload` says that lists are to be read anew. `Last-Event-ID` has told what changed in between.
 */
export function activityRoute(services: Services, closing: AbortSignal) {
  return async (app: FastifyInstance): Promise<void> => {
    app.get('/api/v1/events', { config: { access: 'read' } }, (request, reply) => {
      const gone = new AbortController();
      request.raw.socket.once('close', () => gone.abort());
      const last = request.headers['last-event-id'];
      const after = typeof last === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(last) && !Number.isNaN(Date.parse(last)) ? last : null;
      const activity = followActivity({ ...services, ...callerOf(services.db, request) }, after, AbortSignal.any([gone.signal, closing]));
      const events = new Readable({ read: () => undefined });
      const ping = setInterval(() => events.push(': still here\n\n'), PING_MS);
      const tell = async () => {
        for await (const { cursor, jobs } of activity)
          events.push(`id: ${cursor}\nevent: ${jobs ? 'jobs' : 'reload'}\ndata: ${JSON.stringify(jobs)}\n\n`);
        events.push(null);
      };
      tell()
        .catch((error: Error) => events.destroy(error))
        .finally(() => clearInterval(ping));
      return reply.headers({ 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' }).send(events);
    });
  };
}
