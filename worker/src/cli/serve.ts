import http from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  ConfigError,
  createLogger,
  createRegistry,
  openServices,
  readConfig,
  readiness,
  startServer,
  startSweeper,
  type Services,
} from '@ode/server';
import { migrate, provideServiceUser } from '@ode/server/db';
import { startTracing } from '@ode/server/tracing';
import { startWorker } from '../worker.js';
import { EXIT, UsageError } from './failure.js';

export interface ServeFlags {
  port?: string;
  host?: string;
  data?: string;
  workers?: string;
}

/** Ctrl-C in a terminal may reach a process twice, from the terminal and from npm; a second one counts after this. */
const SAME_SIGNAL_MS = 1500;

/** Runs `work` on opened services until a signal ends it. Returns the exit code. */
async function until(flags: ServeFlags, work: (services: Services) => Promise<() => Promise<void>>): Promise<number> {
  const interrupted = signalled();
  try {
    const config = readConfig({
      ...process.env,
      ...(flags.port !== undefined && { PORT: flags.port }),
      ...(flags.host !== undefined && { HOST: flags.host }),
      ...(flags.data !== undefined && { ODE_DATA: flags.data }),
      ...(flags.workers !== undefined && { ODE_WORKERS: flags.workers }),
    });
    const stopTracing = await startTracing();
    const services = await openServices(config, createLogger(config.logLevel));
    try {
      const stop = await work(services);
      await interrupted;
      await stop();
    } finally {
      await services.close();
      await stopTracing();
    }
    return EXIT.done;
  } catch (error) {
    if (error instanceof ConfigError) throw new UsageError(error.message);
    throw error;
  }
}

/**
 * Resolves at the first SIGINT or SIGTERM, or when the process that started this one and holds a channel to it is gone;
 * a second one does not wait for anything.
 */
function signalled(): Promise<void> {
  return new Promise((resolve) => {
    let first = 0;
    const signal = () => {
      if (!first) first = Date.now();
      else if (Date.now() - first > SAME_SIGNAL_MS) process.exit(EXIT.interrupted);
      resolve();
    };
    process.on('SIGINT', signal).on('SIGTERM', signal).on('disconnect', signal);
  });
}

/** `ode serve`: the API, the viewer and, unless told otherwise, conversions. */
export function serve(flags: ServeFlags): Promise<number> {
  return until(flags, async (services) => {
    const { config, log } = services;
    const registry = createRegistry();
    const server = await startServer(services, registry);
    const concurrency = config.workers ?? 0;
    const worker = concurrency ? startWorker(services, { concurrency, registry }) : null;
    log.info({ url: server.url, mode: config.mode, workers: concurrency }, 'serving');
    if (config.mode === 'embedded')
      process.stdout.write(`\n  ODE is ready: ${server.url}\n\n  Data is kept in ${config.dataFolder}. Ctrl-C stops.\n\n`);
    return async () => {
      await server.close();
      await worker?.close();
    };
  });
}

/** `ode work`: conversions only, for a cluster. With PORT set, /healthz, /readyz and /metrics are served on it. */
export function work(flags: Pick<ServeFlags, 'port' | 'workers'>): Promise<number> {
  return until(flags, async (services) => {
    const { config, log } = services;
    const registry = createRegistry();
    // A pod that only converts has nothing else to do.
    const concurrency = config.workers || 1;
    const worker = startWorker(services, { concurrency, registry });
    // Also without a server row and queue are kept together.
    const stopSweeping = startSweeper(services);
    const closing = new AbortController();
    const ask = readiness(services, closing.signal);
    const server = http.createServer(async (request, response) => {
      if (request.url === '/healthz') response.setHeader('content-type', 'application/json').end('{"status":"ok"}');
      else if (request.url === '/readyz') {
        const { ready, body } = await ask();
        response.writeHead(ready ? 200 : 503, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      } else if (request.url === '/metrics') response.setHeader('content-type', registry.contentType).end(await registry.metrics());
      else response.writeHead(404).end();
    });
    if (config.port !== null) {
      await new Promise<void>((resolve, reject) => server.once('error', reject).listen(config.port ?? 0, config.host, resolve));
      log.info({ port: (server.address() as AddressInfo).port }, 'health and metrics');
    }
    log.info({ mode: config.mode, workers: concurrency }, 'working');
    return async () => {
      closing.abort();
      stopSweeping();
      await worker.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    };
  });
}

/**
 * `ode migrate`: brings the database to the newest schema and ends. Servers do so themselves when they start, where their user may;
 * with ODE_SERVICE_DATABASE_URL they need not be one who may.
 */
export async function migrateDatabase(): Promise<number> {
  const { DATABASE_URL: url = '', ODE_SERVICE_DATABASE_URL: serviceUrl = '' } = process.env;
  if (!/^postgres(ql)?:/.test(url)) throw new UsageError('DATABASE_URL must be set to a URL that starts with postgres://');
  if (serviceUrl && !/^postgres(ql)?:/.test(serviceUrl)) throw new UsageError('ODE_SERVICE_DATABASE_URL must start with postgres://');
  const applied = await migrate(url);
  process.stdout.write(applied.length ? applied.map((name) => `${name} applied\n`).join('') : 'The database is up to date.\n');
  if (serviceUrl) process.stdout.write(`${await provideServiceUser(url, serviceUrl)} may read and write rows\n`);
  return EXIT.done;
}
