import fs from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { withAccess } from './access.js';
import { viewerPolicy } from './viewer-policy.js';

const NOT_BUILT = '<!doctype html><title>ODE</title><p>The service runs, but the viewer is not built. Run: npm run build</p>';

/** Serves the built viewer: compressed twins where there are some, and hashed files to be kept for ever. */
export function viewerRoutes(folder: string) {
  return async (app: FastifyInstance): Promise<void> => {
    // The viewer is the same for everybody: documents are asked for by it, and are not in it.
    withAccess(app, 'public');
    if (!fs.existsSync(path.join(folder, 'index.html'))) {
      app.get('/', { exposeHeadRoute: true }, (_request, reply) => reply.status(503).type('text/html; charset=utf-8').send(NOT_BUILT));
      return;
    }
    const hashed = path.join(folder, 'assets') + path.sep;
    const dashboard = path.join(folder, 'dashboard.html');
    app.get('/dashboard', { exposeHeadRoute: true }, (_request, reply) => reply.sendFile('dashboard.html'));
    await app.register(fastifyStatic, {
      root: folder,
      preCompressed: true,
      cacheControl: false,
      index: ['index.html'],
      setHeaders(reply, file) {
        reply.header('cache-control', file.startsWith(hashed) ? 'public, max-age=31536000, immutable' : 'no-cache');
        reply.header('vary', 'accept-encoding');
        // Whoever may show the viewer in a frame may not show this one: what is pressed in it changes things.
        if (file.startsWith(dashboard)) reply.header('content-security-policy', viewerPolicy("'self'"));
      },
    });
  };
}
