import fs from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { openApi } from '../rest/openapi.js';
import { V1 } from '../rest/rest.js';
import { viewerPolicy } from './viewer-policy.js';

const VERSION = '0.1.0';
/** Beside this package's `src/` and `dist/`. */
const asset = (name: string) => fs.readFileSync(new URL(`../../assets/${name}`, import.meta.url));

/** GET /api/v1/openapi.json, and GET /api/docs: a page that shows it and tries it out. */
export async function documentationRoutes(app: FastifyInstance): Promise<void> {
  const description = JSON.stringify(openApi(VERSION));
  const config = { access: 'public' as const };
  app.get(`${V1}/openapi.json`, { config }, async (_request, reply) => reply.type('application/json; charset=utf-8').send(description));
  for (const [url, name, type] of [
    ['/api/docs', 'docs.html', 'text/html'],
    ['/api/docs/docs.js', 'docs.js', 'text/javascript'],
    ['/api/docs/docs.css', 'docs.css', 'text/css'],
  ] as const) {
    const body = asset(name);
    app.get(url, { config }, async (_request, reply) =>
      reply
        .type(`${type}; charset=utf-8`)
        .headers({ 'cache-control': 'no-cache', 'content-security-policy': viewerPolicy("'self'") })
        .send(body),
    );
  }
}
