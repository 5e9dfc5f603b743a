import http from 'node:http';
import type { FastifyInstance } from 'fastify';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { inTime } from '../in-time.js';
import type { Services } from '../services.js';

/** How long what others know may take, in milliseconds: who scrapes has a limit too. */
const ANSWER_MS = 2000;

/** GET /metrics, in Prometheus's text format: requests, uploads, conversions that have not ended (of the whole service), the queue. */
export function metricsRoute({ db, queue }: Services, registry: Registry) {
  const seconds = new Histogram({
    name: 'ode_http_request_seconds',
    help: 'Time from a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30],
    registers: [registry],
  });
  const uploaded = new Counter({ name: 'ode_uploaded_bytes_total', help: 'Bytes of documents taken in', registers: [registry] });
  new Gauge({
    name: 'ode_jobs',
    help: 'Conversions that have not ended, by status',
    labelNames: ['status'],
    registers: [registry],
    // Not those that have ended: they grow without end, and counting would too.
    async collect() {
      try {
        for (const status of ['queued', 'running'] as const)
          this.set({ status }, await inTime(db.job.count({ where: { status } }), ANSWER_MS));
      } catch {
        // Without its database the service is to be watched all the more; /readyz says what is wrong.
        this.reset();
      }
    },
  });

  return (app: FastifyInstance): void => {
    app.addHook('onResponse', async (request, reply) => {
      // The route's pattern, never the path: paths are without number.
      const route = request.routeOptions.url ?? 'none';
      seconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
      if (request.method === 'POST' && /\/(documents|convert)$/.test(route) && reply.statusCode < 300)
        uploaded.inc(Number(request.headers['content-length'] ?? 0));
    });
    // On the service's own port for those who run it; on a port of its own (ODE_METRICS_PORT) for who may reach that.
    app.get('/metrics', { logLevel: 'warn', config: { access: 'operator' } }, async (_request, reply) =>
      reply.type(registry.contentType).send(await metricsText({ queue }, registry)),
    );
  };
}

async function metricsText({ queue }: Pick<Services, 'queue'>, registry: Registry): Promise<string> {
  const [own, queued] = await Promise.all([registry.metrics(), inTime(queue.prometheusMetrics(), ANSWER_MS).catch(() => '')]);
  return `${own.trimEnd()}\n${queued.trimStart()}`;
}

/** Serves /metrics on ODE_METRICS_PORT, where that is set. */
export async function listenForMetrics({ config, queue }: Services, registry: Registry): Promise<http.Server | null> {
  const { metricsPort, host } = config;
  if (metricsPort === null) return null;
  const server = http.createServer(async (request, response) => {
    if (request.url !== '/metrics') return void response.writeHead(404).end();
    response.setHeader('content-type', registry.contentType).end(await metricsText({ queue }, registry));
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(metricsPort, host, resolve));
  return server;
}
