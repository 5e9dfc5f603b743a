import type { IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { fastifyTRPCPlugin, type FastifyTRPCPluginOptions } from '@trpc/server/adapters/fastify';
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type RouteOptions,
} from 'fastify';
import { allowOrigins, checkHosts } from './access/hosts.js';
import { limitRates } from './access/rate-limit.js';
import { ConfigError } from './config.js';
import { OdeServiceError } from './contract/index.js';
import { newId } from './db/index.js';
import { createRegistry, type Registry } from './metrics.js';
import { appRouter, type AppRouter } from './router/index.js';
import { restRoutes } from './rest/rest.js';
import { activityRoute } from './routes/activity.js';
import { guardRoutes, withAccess } from './routes/access.js';
import { idempotencyKeyOf } from './routes/caller.js';
import { documentationRoutes } from './routes/documentation.js';
import { downloadRoutes } from './routes/download.js';
import { answerErrors, errorBody } from './routes/errors.js';
import { eventRoutes } from './routes/events.js';
import { fallbackFontRoute } from './routes/fallback-font.js';
import { healthRoutes } from './routes/health.js';
import { listenForMetrics, metricsRoute } from './routes/metrics.js';
import { signInRoutes } from './routes/sign-in.js';
import { STREAMED, uploadRoutes } from './routes/upload.js';
import { viewerRoutes } from './routes/viewer.js';
import { viewerPolicy } from './routes/viewer-policy.js';
import type { Services } from './services.js';
import { startSweeper } from './sweeper.js';
import { traceRequests } from './tracing.js';
import { startDeliveries } from './webhooks/deliver.js';

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
/**
 * How long an idle connection is kept, in milliseconds: longer than any balancer in front, which would send a request into one
 * that is being closed. AWS's is set to 120 s (infra/names.ts).
 */
export const KEEP_ALIVE_MS = 125_000;
const BODY_MS = 20_000;
const UPLOAD_MS = 55 * 60_000;
/** Procedures in one request of tRPC. */
const MOST_BATCHED = 10;

export interface RunningServer {
  /** Where it is reached, such as `http://localhost:3000`. */
  url: string;
  /** Answers 503 on /readyz for the drain time, then lets requests at hand finish for the grace time, and closes. */
  close(): Promise<void>;
}

/** The HTTP server, not listening yet. `closing` fires when it begins to shut down; `onRoute` hears of every route. */
export async function buildServer(
  services: Services,
  closing: AbortSignal,
  registry: Registry = createRegistry(),
  onRoute?: (route: RouteOptions) => void,
): Promise<FastifyInstance> {
  const { config, log } = services;
  const app = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    routerOptions: { maxParamLength: 5000 },
    // Heads come at once. An upload may take its time, and has a pace of its own to keep (documents.ts).
    http: { headersTimeout: HEAD_MS, connectionsCheckingInterval: HEAD_MS / 3 },
    requestTimeout: UPLOAD_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionTimeout: 120_000,
    forceCloseConnections: 'idle',
    trustProxy: config.trustedProxies.length ? config.trustedProxies : false,
    genReqId: requestIdOf,
    // Names of documents stand in queries, and are nobody's business but their owner's.
    logController: new LogController({ disableRequestLogging: true }),
    frameworkErrors: refuseAddress,
    clientErrorHandler: refuseNonsense,
  });
  // Progress streams have no end of their own: they are ended when the last requests are waited for.
  const ending = new AbortController();
  app.addHook('preClose', async () => ending.abort());
  answerErrors(app);
  traceRequests(app);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    if (STREAMED.has(request.routeOptions.url ?? '') || request.raw.complete) return;
    const late = setTimeout(() => request.raw.complete || request.raw.destroy(), BODY_MS);
    request.raw.once('close', () => clearTimeout(late));
    request.raw.once('end', () => clearTimeout(late));
  });
  app.addHook('onResponse', async (request, reply) => {
    if (request.routeOptions.logLevel === 'warn') return;
    const { method, ip } = request;
    request.log.info(
      { method, path: request.url.replace(/\?.*$/, ''), status: reply.statusCode, ms: Math.round(reply.elapsedTime), ip },
      'request',
    );
  });
  const policy = viewerPolicy(config.frameAncestors);
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    });
    // Answers of the API are their caller's, and true at the moment. Those that may be kept say so.
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
  });
  // Programs that say JSON whatever they send, such as a DELETE without a body, are understood.
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) =>
    body === '' ? done(null, undefined) : void parseJson(request, body, done),
  );
  checkHosts(app, config);
  allowOrigins(app, config);
  guardRoutes(app, services);
  limitRates(app, config);
  const routes: RouteOptions[] = [];
  if (onRoute) {
    app.addHook('onRoute', (route) => void routes.push(route));
    app.addHook('onReady', async () => routes.forEach(onRoute));
  }

  const contextOf = (request: FastifyRequest) => ({
    ...services,
    closing: ending.signal,
    authenticate: () => request.authenticate(),
    requestId: request.id,
    idempotencyKey: idempotencyKeyOf(request),
    address: request.ip,
  });
  metricsRoute(services, registry)(app);
  await app.register(healthRoutes(services, closing));
  await app.register(uploadRoutes(services));
  await app.register(downloadRoutes(services));
  await app.register(eventRoutes(services, ending.signal));
  await app.register(activityRoute(services, ending.signal));
  await app.register(restRoutes(contextOf));
  await app.register(signInRoutes(services));
  await app.register(documentationRoutes);
  await app.register(async (scope) => {
    withAccess(scope, 'procedures');
    await scope.register(fastifyTRPCPlugin, {
      prefix: '/api/trpc',
      trpcOptions: {
        router: appRouter,
        maxBatchSize: MOST_BATCHED,
        createContext: ({ req }) => contextOf(req),
        onError: ({ error, path, ctx }) => {
          if (error.code === 'INTERNAL_SERVER_ERROR')
            log.error({ err: error.cause ?? error, path, reqId: ctx?.requestId }, 'unexpected error');
        },
        responseMeta: ({ errors }) => {
          const retryAfter = errors
            .map(({ cause }) => (cause instanceof OdeServiceError ? cause.retryAfter : null))
            .find((after) => after !== null);
          return retryAfter === undefined || retryAfter === null ? {} : { headers: new Headers([['retry-after', String(retryAfter)]]) };
        },
      },
    } satisfies FastifyTRPCPluginOptions<AppRouter>);
  });
  await app.register(fallbackFontRoute(config.fallbackFonts));
  await app.register(viewerRoutes(config.viewerFolder));
  return app;
}

/** The caller's own X-Request-Id, where it is one, or a new id: it is in the answer, in errors and in the logs. */
function requestIdOf({ headers }: IncomingMessage): string {
  const asked = headers['x-request-id'];
  return typeof asked === 'string' && /^[A-Za-z0-9._-]{8,64}$/.test(asked) ? asked : newId();
}

/** What Fastify refuses before there is a route. */
function refuseAddress(_error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const told = new OdeServiceError('bad-request', 'The address is too long, or not one.');
  void reply.status(414).header('x-request-id', request.id).type('application/json; charset=utf-8').send(errorBody(told, request.id));
}

/** What is no HTTP at all gets our own form of an error too. */
function refuseNonsense(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
  const [status, told] =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? ['408 Request Timeout', new OdeServiceError('upload-too-slow', 'The request did not arrive in time.')]
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? ['431 Request Header Fields Too Large', new OdeServiceError('bad-request', 'The headers are too large.')]
        : ['400 Bad Request', new OdeServiceError('bad-request')];
  const body = JSON.stringify(errorBody(told, newId()));
  socket.end(
    `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** Starts the HTTP server on opened services. Throws `ConfigError` when the port cannot be had. */
export async function startServer(services: Services, registry: Registry = createRegistry()): Promise<RunningServer> {
  const { config } = services;
  if (config.auth === null)
    throw new ConfigError(
      'ODE_AUTH must be set in cluster mode: keys (every caller needs an API key; see `ode keys create`), or open (whoever reaches the service may do everything)',
    );
  const closing = new AbortController();
  const app = await buildServer(services, closing.signal, registry);
  const metrics = await listenForMetrics(services, registry);
  const url = await listen(app, config.port, config.host);
  const stopSweeping = startSweeper(services);
  const stopDelivering = startDeliveries(services);
  return {
    url,
    async close() {
      stopSweeping();
      stopDelivering();
      closing.abort();
      await new Promise((resolve) => setTimeout(resolve, config.drainMs));
      // A client that has stalled must not keep the process until it is killed in the middle of something else.
      const late = setTimeout(() => app.server.closeAllConnections(), config.graceMs);
      await app.close();
      clearTimeout(late);
      metrics?.close();
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
