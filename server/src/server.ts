import type { AddressInfo } from 'node:net';
import { fastifyTRPCPlugin, type FastifyTRPCPluginOptions } from '@trpc/server/adapters/fastify';
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { ConfigError } from './config.js';
import { createRegistry, type Registry } from './metrics.js';
import { appRouter, type AppRouter } from './router/index.js';
import { downloadRoute } from './routes/download.js';
import { answerErrors } from './routes/errors.js';
import { fallbackFontRoute } from './routes/fallback-font.js';
import { healthRoutes } from './routes/health.js';
import { metricsRoute } from './routes/metrics.js';
import { uploadRoute, UPLOAD_ROUTE } from './routes/upload.js';
import { viewerPolicy, viewerRoutes } from './routes/viewer.js';
import type { Services } from './services.js';
import { startSweeper } from './sweeper.js';

export { ConfigError, readConfig, type Config, type JobLimits } from './config.js';
export { createLogger } from './logger.js';
export { openServices, type Services } from './services.js';
export { createRegistry } from './metrics.js';
export { readiness, type Readiness } from './readiness.js';
export { startSweeper } from './sweeper.js';

const FIRST_PORT = 3000;
const PORTS_TRIED = 20;
/** How long the head of a request may take to arrive, the body of one that is no upload, and any, in milliseconds. */
const HEAD_MS = 15_000;
const BODY_MS = 20_000;
const UPLOAD_MS = 55 * 60_000;
/** Procedures in one request of tRPC. */
const MOST_BATCHED = 10;

export interface RunningServer {
  /** Where it is reached, such as `http://localhost:3000`. */
  url: string;
  /** Answers 503 on /readyz for the drain time, then lets requests at hand finish and closes. */
  close(): Promise<void>;
}

/** The HTTP server, not listening yet. `closing` fires when it begins to shut down. */
export async function buildServer(
  services: Services,
  closing: AbortSignal,
  registry: Registry = createRegistry(),
): Promise<FastifyInstance> {
  const { config, log } = services;
  const app = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    routerOptions: { maxParamLength: 5000 },
    // Heads come at once. An upload may take its time, and has a pace of its own to keep (documents.ts).
    http: { headersTimeout: HEAD_MS, connectionsCheckingInterval: HEAD_MS / 3 },
    requestTimeout: UPLOAD_MS,
    connectionTimeout: 120_000,
    forceCloseConnections: 'idle',
    trustProxy: config.mode === 'cluster',
  });
  // Progress streams have no end of their own: they are ended when the last requests are waited for.
  const ending = new AbortController();
  app.addHook('preClose', async () => ending.abort());
  answerErrors(app);
  app.addHook('onRequest', async (request) => {
    if (request.routeOptions.url === UPLOAD_ROUTE || request.raw.complete) return;
    const late = setTimeout(() => request.raw.complete || request.raw.destroy(), BODY_MS);
    request.raw.once('close', () => clearTimeout(late));
    request.raw.once('end', () => clearTimeout(late));
  });
  const policy = viewerPolicy(config.frameAncestors);
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    });
  });
  metricsRoute(services, registry)(app);
  await app.register(healthRoutes(services, closing));
  await app.register(uploadRoute(services));
  await app.register(downloadRoute(services));
  await app.register(fastifyTRPCPlugin, {
    prefix: '/api/trpc',
    trpcOptions: {
      router: appRouter,
      maxBatchSize: MOST_BATCHED,
      createContext: () => ({ ...services, closing: ending.signal }),
      onError: ({ error, path }) => {
        if (error.code === 'INTERNAL_SERVER_ERROR') log.error({ err: error.cause ?? error, path }, 'unexpected error');
      },
    },
  } satisfies FastifyTRPCPluginOptions<AppRouter>);
  await app.register(fallbackFontRoute(config.fallbackFonts));
  await app.register(viewerRoutes(config.viewerFolder));
  return app;
}

/** Starts the HTTP server on opened services. Throws `ConfigError` when the port cannot be had. */
export async function startServer(services: Services, registry?: Registry): Promise<RunningServer> {
  const { config } = services;
  const closing = new AbortController();
  const app = await buildServer(services, closing.signal, registry);
  const url = await listen(app, config.port, config.host);
  const stopSweeping = startSweeper(services);
  return {
    url,
    async close() {
      stopSweeping();
      closing.abort();
      await new Promise((resolve) => setTimeout(resolve, config.drainMs));
      await app.close();
    },
  };
}

/** Listens on the port that was asked for; without one, on 3000 or the next that is free. */
async function listen(app: FastifyInstance, port: number | null, host: string): Promise<string> {
  for (let candidate = port ?? FIRST_PORT; ; candidate++) {
    try {
      await app.listen({ port: candidate, host });
      const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
      return `http://${name}:${(app.server.address() as AddressInfo).port}`;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EADDRINUSE' && port === null && candidate < FIRST_PORT + PORTS_TRIED) continue;
      if (code === 'EADDRINUSE') throw new ConfigError(`Port ${candidate} is in use. Stop what uses it, or set PORT to another.`);
      if (code === 'EACCES') throw new ConfigError(`Port ${candidate} may not be used by this user. Set PORT to one from 1024 up.`);
      if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL') throw new ConfigError(`HOST ${host} is no address of this machine.`);
      throw error;
    }
  }
}
