import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { authenticate } from '../access/authenticate.js';
import { permit, type Access, type Principal } from '../access/principal.js';
import type { Services } from '../services.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may use the route. Every route says so; the server does not start with one that does not. */
    access?: Access | 'procedures';
  }
  interface FastifyRequest {
    /** Who asks; null: nobody that is known. Throws `unauthenticated` for a key that is none. */
    authenticate(): Promise<Principal | null>;
    /** Who asks, on a route that asks for a caller. */
    principal: Principal;
  }
}

/** Lets those to each route who may. Throws when a route does not say who that is, once all of them are there. */
export function guardRoutes(app: FastifyInstance, services: Pick<Services, 'db' | 'config'>): void {
  const routes: RouteOptions[] = [];
  app.decorateRequest('authenticate');
  app.decorateRequest('principal');
  app.addHook('onRoute', (route) => void routes.push(route));
  app.addHook('onReady', async () => {
    const without = routes.filter(({ config }) => !config?.access).map(({ method, url }) => `${String(method)} ${url}`);
    if (without.length) throw new Error(`Routes without a rule of access: ${without.join(', ')}`);
  });
  app.addHook('onRequest', async (request: FastifyRequest) => {
    let asked: Promise<Principal | null> | null = null;
    request.authenticate = () => (asked ??= authenticate(services, request));
    const { access } = request.routeOptions.config;
    if (access === undefined || access === 'public' || access === 'procedures') return;
    const principal = await request.authenticate();
    permit(principal, access);
    request.principal = principal as Principal;
  });
}

/** Gives every route of a plugin of others, which knows nothing of it, its rule. */
export function withAccess(app: FastifyInstance, access: Access | 'procedures'): void {
  app.addHook('onRoute', (route) => {
    route.config = { ...route.config, access };
  });
}
