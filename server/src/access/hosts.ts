import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.js';
import { OdeServiceError } from '../contract/index.js';

/** What probes ask for by a pod's address. */
const PROBES = new Set(['/healthz', '/readyz', '/metrics']);

/**
 * Answers to names that are ours alone. A page of the internet can make its own name point to this machine (DNS
 * rebinding), and would then be of the same origin; the Host header tells.
 */
export function checkHosts(app: FastifyInstance, { hosts }: Pick<Config, 'hosts'>): void {
  if (!hosts) return;
  const allowed = new Set(hosts.map((host) => host.toLowerCase()));
  app.addHook('onRequest', async (request) => {
    if (PROBES.has(request.routeOptions.url ?? '')) return;
    const name = (request.headers.host ?? '').toLowerCase().replace(/:\d+$/, '');
    if (!allowed.has(name)) throw new OdeServiceError('host-not-allowed');
  });
}

const METHODS = 'GET, HEAD, POST, PUT, DELETE';
const ASKED = 'authorization, content-type, idempotency-key, range, if-none-match, x-request-id, last-event-id';
const SHOWN =
  'content-disposition, content-length, content-range, etag, idempotent-replayed, location, ratelimit, ratelimit-policy, retry-after, x-request-id';

/** Lets pages of the origins in the settings use the API, by keys: cookies of ours are not for them. */
export function allowOrigins(app: FastifyInstance, { corsOrigins }: Pick<Config, 'corsOrigins'>): void {
  if (!corsOrigins.length) return;
  app.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    reply.header('vary', 'origin');
    if (!origin || !(corsOrigins.includes('*') || corsOrigins.includes(origin)) || !request.url.startsWith('/api/')) return;
    reply.headers({
      'access-control-allow-origin': origin,
      'access-control-expose-headers': SHOWN,
      'cross-origin-resource-policy': 'cross-origin',
    });
    if (request.method !== 'OPTIONS' || !request.headers['access-control-request-method']) return;
    reply.headers({
      'access-control-allow-methods': METHODS,
      'access-control-allow-headers': ASKED,
      'access-control-max-age': '600',
    });
    return reply.status(204).send();
  });
}
