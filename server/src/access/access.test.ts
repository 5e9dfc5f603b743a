/*
 * Walks every route and every procedure as nobody, as another tenant, and with a key that was revoked, has expired, or is
 * too narrow. The lists come from the server itself: what is added is walked too.
 */
import fs from 'node:fs';
import http from 'node:http';
import type { RouteOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../test/backends.js';
import { makePdf } from '../../test/pdf.js';
import { readConfig } from '../config.js';
import { newId } from '../db/index.js';
import { createLogger } from '../logger.js';
import { allProcedures } from '../rest/rest.js';
import { buildServer, startServer } from '../server.js';
import { openServices, type Services } from '../services.js';
import { createKey } from './keys.js';
import { LOCAL_TENANT, ROLES, SCOPES, scopeOf, type Access, type Scope } from './principal.js';
import { beginSession } from './sessions.js';

const data = temporaryFolder();
const ABSENT = '01900000-0000-7000-8000-000000000000';
let services: Services;
let url: string;
let close: () => Promise<void>;
const keys: Record<string, string> = {};
const owned: Record<string, string> = {};
/** Cookies of members, by their role. */
const sessions: Record<string, string> = {};
/** Every route, with whom it lets in. */
const routes: { method: string; url: string; access: string }[] = [];

beforeAll(async () => {
  const settings = {
    ODE_DATA: data,
    ODE_VIEWER: data,
    ODE_AUTH: 'keys',
    HOST: '127.0.0.1',
    ODE_CORS_ORIGINS: 'https://app.example',
    PORT: '0',
    // Nobody asks it anything here.
    ODE_OIDC_ISSUER: 'https://sign-in.example',
    ODE_OIDC_CLIENT_ID: 'ode',
    ODE_PUBLIC_URL: 'https://ode.example',
  };
  services = await openServices(readConfig(settings), createLogger('silent'));
  const app = await buildServer(services, new AbortController().signal, undefined, (route: RouteOptions) => {
    for (const method of [route.method].flat()) routes.push({ method, url: route.url, access: String(route.config?.access) });
  });
  url = await app.listen({ port: 0, host: '127.0.0.1' });
  close = () => app.close();
  const { db } = services;
  const tenants = {
    own: (await db.tenant.create({ data: { name: 'own' } })).id,
    other: (await db.tenant.create({ data: { name: 'other' } })).id,
  };
  const make = async (name: string, tenantId: string, scope: Scope, expiresAt?: Date) => {
    const { key, info } = await createKey(db, { tenantId, scope, name, expiresAt });
    keys[name] = key;
    return info.id;
  };
  for (const scope of SCOPES) await make(scope, tenants.own, scope);
  await make('other', tenants.other, 'admin');
  await make('operator', LOCAL_TENANT, 'admin');
  await make('expired', tenants.own, 'admin', new Date(Date.now() - 1));
  const revoked = await make('revoked', tenants.own, 'admin');
  await db.apiKey.update({ where: { id: revoked }, data: { revokedAt: new Date() } });
  const document = (await (await ask('POST', '/api/v1/documents', keys.write, new Uint8Array(makePdf()))).json()) as { id: string };
  owned.documents = document.id;
  owned.jobs = ((await (await ask('POST', '/api/v1/jobs', keys.write, { documentId: document.id })).json()) as { id: string }).id;
  owned.batches = ((await (await ask('POST', '/api/v1/batches', keys.write, { documentIds: [document.id] })).json()) as { id: string }).id;
  owned.keys = revoked;
  owned.uploads = newId();
  const waiting = { tenantId: tenants.own, name: 'a.pdf', size: 1n, sha256: '0'.repeat(64), storageKey: 'documents/a', multipartId: 'a' };
  await db.upload.create({ data: { id: owned.uploads, ...waiting, expiresAt: new Date(Date.now() + 3_600_000) } });
  const sealedSecret = Buffer.from('sealed');
  owned.webhooks = (
    await db.webhook.create({ data: { id: newId(), tenantId: tenants.own, url: 'https://hook.example', sealedSecret } })
  ).id;
  const told = { tenantId: tenants.own, webhookId: owned.webhooks, jobId: owned.jobs, event: 'job.failed', nextAt: null };
  owned.deliveries = (await db.webhookDelivery.create({ data: told })).id;
  owned.quarantine = 'a'.repeat(64);
  await db.quarantine.create({ data: { tenantId: tenants.own, sha256: owned.quarantine, code: 'engine-crashed', jobId: owned.jobs } });
  for (const role of ROLES) {
    const { id } = await db.member.create({ data: { id: newId(), tenantId: tenants.own, email: `${role}@example.org`, role } });
    owned.members = id;
    sessions[role] = await beginSession(db, { tenantId: tenants.own, scope: 'admin', actor: `member:${id}`, member: { id, role } });
  }
});
afterAll(async () => {
  await close();
  await services.close();
  fs.rmSync(data, { recursive: true });
});

function ask(
  method: string,
  path: string,
  key?: string,
  body?: object | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Response> {
  const bytes = body instanceof Uint8Array;
  return fetch(url + path, {
    method,
    headers: {
      ...(key && { authorization: `Bearer ${key}` }),
      ...(body && { 'content-type': bytes ? 'application/pdf' : 'application/json' }),
      ...headers,
    },
    body: body && (bytes ? body : JSON.stringify(body)),
  });
}

const guarded = () => routes.filter(({ access, method }) => !['public', 'procedures'].includes(access) && method !== 'OPTIONS');
/** What the bodies of all routes need. */
const BODY = { role: 'viewer', limits: {}, parts: [{ number: 1, etag: 'x' }] };
/** A path of a route, of something that is another's. */
const pathOf = (route: string) => route.replace(/:(id|sha256)\b/, (param) => thingOf(route) ?? absent(param));
/** What of the tenant's own stands for the parameter of a route: it is named behind its kind. */
const thingOf = (route: string) => owned[/(\w+)\/:/.exec(route)?.[1] ?? ''];
const absent = (param: string) => (param === ':id' ? ABSENT : 'f'.repeat(64));
const call = async (method: string, path: string, key?: string) => {
  const answer = await ask(method, path, key, method === 'POST' ? {} : undefined);
  await answer.body?.cancel();
  return answer.status;
};

describe('every route', () => {
  test('says who may use it, and the list is what it should be', () => {
    expect(guarded().length).toBeGreaterThan(25);
    expect(routes.filter(({ access }) => access === 'undefined')).toEqual([]);
    const open = [...new Set(routes.filter(({ access }) => access === 'public').map((route) => route.url))];
    expect(open.sort()).toEqual([
      '/',
      '/api/auth',
      '/api/auth/callback',
      '/api/auth/login',
      '/api/docs',
      '/api/docs/docs.css',
      '/api/docs/docs.js',
      '/api/session',
      '/api/v1/limits',
      '/api/v1/openapi.json',
      '/fallback-font/:language',
      '/healthz',
      '/readyz',
    ]);
  });

  test('lets in nobody without a good key', async () => {
    for (const { method, url: route } of guarded())
      for (const key of [undefined, keys.revoked, keys.expired, `ode_live_${'x'.repeat(43)}`, 'nonsense'])
        expect([method, route, key, await call(method, pathOf(route), key)]).toEqual([method, route, key, 401]);
  });

  test('lets in no key that is too narrow', async () => {
    const rank = (access: string) => ['read', 'write', 'admin', 'operator'].indexOf(access);
    for (const { method, url: route, access } of guarded())
      for (const scope of SCOPES.filter((one) => rank(one) < rank(access)))
        expect([method, route, scope, await call(method, pathOf(route), keys[scope])]).toEqual([method, route, scope, 403]);
  });

  test('lets members do what their role allows, in pages of this site alone', async () => {
    const rank = (access: string) => ['read', 'write', 'admin', 'operator'].indexOf(access);
    const called = async (method: string, route: string, role: string, site: string) => {
      const cookie = `ode_session=${sessions[role]}`;
      const answer = await ask(method, pathOf(route), undefined, method === 'POST' ? {} : undefined, { cookie, 'sec-fetch-site': site });
      await answer.body?.cancel();
      return answer.status;
    };
    for (const { method, url: route, access } of guarded())
      for (const role of ROLES) {
        if (rank(scopeOf(role)) < rank(access))
          expect([method, route, role, await called(method, route, role, 'same-origin')]).toEqual([method, route, role, 403]);
        if (!['GET', 'HEAD'].includes(method))
          expect([method, route, role, await called(method, route, role, 'cross-site')]).toEqual([method, route, role, 403]);
      }
    for (const role of ROLES) expect([role, await called('GET', '/api/v1/jobs', role, 'same-origin')]).toEqual([role, 200]);
  });

  test('answers of what is another tenant’s as of what is not there', async () => {
    const named = guarded().filter((one) => /:(id|sha256)\b/.test(one.url));
    // There is something of each kind, so that it is not the absent that is compared with the absent.
    for (const { url: route } of named) expect([route, thingOf(route)]).toEqual([route, expect.any(String)]);
    for (const { method, url: route } of named) {
      const said = async (path: string) => {
        const answer = await ask(method, path, keys.other, method === 'POST' ? BODY : undefined);
        const text = method === 'HEAD' ? '' : await answer.text();
        return [answer.status, text.replace(/"requestId":"[^"]*"/, '')];
      };
      const foreign = await said(pathOf(route));
      expect([method, route, ...foreign]).toEqual([method, route, ...(await said(route.replace(/:(id|sha256)\b/, absent)))]);
      expect([method, route, foreign[0]]).toEqual([method, route, 404]);
    }
    for (const list of ['documents', 'jobs', 'keys', 'members', 'webhooks', 'quarantine', 'audit']) {
      const { items } = (await (await ask('GET', `/api/v1/${list}`, keys.other)).json()) as { items: { id?: string; sha256?: string }[] };
      expect(items.filter(({ id, sha256 }) => Object.values(owned).includes(id ?? sha256 ?? ''))).toEqual([]);
    }
  });

  test('leaves the owner’s things as they were', async () => {
    expect(await call('GET', `/api/v1/documents/${owned.documents}`, keys.read)).toBe(200);
    expect(await (await ask('GET', `/api/v1/jobs/${owned.jobs}`, keys.read)).json()).toMatchObject({ status: 'queued' });
    expect(await services.db.webhook.count()).toBe(1);
    expect(await services.db.webhookDelivery.findUnique({ where: { id: owned.deliveries } })).toMatchObject({ nextAt: null });
    expect(await services.db.quarantine.count()).toBe(1);
  });
});

describe('every procedure', () => {
  const trpc = async (name: string, key?: string, input: object = {}) => {
    const asked = `/api/trpc/${name}`;
    const query = await ask('GET', `${asked}?input=${encodeURIComponent(JSON.stringify(input))}`, key);
    const answer = query.status === 405 ? await ask('POST', asked, key, input) : query;
    // A subscription's refusal is its first event.
    return `${answer.status} ${await answer.text()}`;
  };

  test('has a rule, and keeps it', async () => {
    expect(allProcedures.length).toBeGreaterThan(15);
    const rank = (access: Access | undefined) => ['public', 'read', 'write', 'admin', 'operator'].indexOf(access ?? '');
    for (const { name, access } of allProcedures) {
      expect([name, rank(access)]).not.toEqual([name, -1]);
      if (access === 'public') continue;
      for (const key of [undefined, keys.revoked, keys.expired]) expect(`${name} ${await trpc(name, key)}`).toContain('unauthenticated');
      for (const scope of SCOPES.filter((one) => rank(one) < rank(access)))
        expect(`${name} ${await trpc(name, keys[scope])}`).toContain('forbidden');
    }
  });

  test('answers of what is another tenant’s as of what is not there', async () => {
    for (const name of allProcedures
      .map((one) => one.name)
      .filter((one) =>
        /^(documents|jobs|batches|keys|members|uploads|webhooks|quarantine)\.(?!list|create|submit|add|import|begin)/.test(one),
      )) {
      const id = owned[name === 'webhooks.replay' ? 'deliveries' : (name.split('.')[0] ?? '')];
      expect(`${name} ${await trpc(name, keys.other, { id, sha256: owned.quarantine, ...BODY })}`).toContain('not-found');
    }
    expect(await trpc('jobs.submit', keys.other, { documentId: owned.documents })).toContain('not-found');
    expect(await trpc('batches.create', keys.other, { documentIds: [owned.documents] })).toContain('not-found');
  });
});

describe('keys', () => {
  const admin = (method: string, path: string, body?: object) => ask(method, `/api/v1${path}`, keys.admin, body);

  test('are told once, rotated with an overlap, and revoked at once', async () => {
    const made = (await (await admin('POST', '/keys', { name: 'ci', scope: 'read' })).json()) as {
      id: string;
      key: string;
      prefix: string;
    };
    expect(made.key).toMatch(/^ode_live_[\w-]{43}$/);
    expect(JSON.stringify(await services.db.apiKey.findMany())).not.toContain(made.key);
    expect(await (await admin('GET', '/keys')).text()).not.toContain(made.key);
    expect(await call('GET', '/api/v1/jobs', made.key)).toBe(200);
    expect((await services.db.apiKey.findUniqueOrThrow({ where: { id: made.id } })).lastUsedAt).not.toBeNull();
    const next = (await (await admin('POST', `/keys/${made.id}/rotate`, { overlapSeconds: 3600 })).json()) as { id: string; key: string };
    expect([await call('GET', '/api/v1/jobs', made.key), await call('GET', '/api/v1/jobs', next.key)]).toEqual([200, 200]);
    const last = (await (await admin('POST', `/keys/${next.id}/rotate`, { overlapSeconds: 0 })).json()) as { id: string; key: string };
    expect([await call('GET', '/api/v1/jobs', next.key), await call('GET', '/api/v1/jobs', last.key)]).toEqual([401, 200]);
    await admin('DELETE', `/keys/${last.id}`);
    expect(await call('GET', '/api/v1/jobs', last.key)).toBe(401);
    const { items } = (await (await admin('GET', '/audit')).json()) as { items: { action: string; target: string; actor: string }[] };
    expect(items[0]).toMatchObject({ action: 'keys.revoke', target: last.id, actor: expect.stringMatching(/^key:/) });
    // Whoever lists them has a terminal, which obeys what stands in a name.
    expect((await admin('POST', '/keys', { name: 'ci\u001b]0;x\u0007', scope: 'read' })).status).toBe(400);
  });

  test('are listed by pages, as members and what they did are', async () => {
    type Listed = { items: { id?: string; at?: string }[]; nextCursor: string | null };
    for (const list of ['keys', 'members', 'audit']) {
      const whole = (await (await admin('GET', `/${list}`)).json()) as Listed;
      expect([list, whole.nextCursor, whole.items.length > 3]).toEqual([list, null, true]);
      const found: Listed['items'] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const page = (await (await admin('GET', `/${list}?limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)).json()) as Listed;
        expect(page.items.length).toBeLessThanOrEqual(2);
        found.push(...page.items);
        cursor = page.nextCursor;
      }
      expect([list, found]).toEqual([list, whole.items]);
    }
    for (const tampered of ['x', "' OR 1=1", '01900000-0000-7000-8000-00000000000g'])
      expect((await admin('GET', `/keys?cursor=${encodeURIComponent(tampered)}`)).status).toBe(400);
  });

  test('sign a browser in: by a cookie that no script reads, and that no other site’s page can use', async () => {
    const signedIn = await ask('POST', '/api/session', undefined, { key: keys.write });
    const [cookie = ''] = (signedIn.headers.get('set-cookie') ?? '').split(';');
    expect(signedIn.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict/);
    const submit = (headers: Record<string, string>) =>
      ask('POST', '/api/v1/jobs', undefined, { documentId: owned.documents }, { cookie, ...headers }).then(({ status }) => status);
    expect(await submit({ 'sec-fetch-site': 'same-origin' })).toBe(201);
    expect(await submit({ origin: url })).toBe(201);
    expect(await submit({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await submit({ 'sec-fetch-site': 'same-site' })).toBe(403);
    expect(await submit({ origin: 'https://evil.example' })).toBe(403);
    await ask('DELETE', '/api/session', undefined, undefined, { cookie });
    expect(await submit({ 'sec-fetch-site': 'same-origin' })).toBe(401);
    expect((await ask('POST', '/api/session', undefined, { key: keys.revoked })).status).toBe(401);
  });
});

test('a cluster’s server does not start before it is said how callers are known', async () => {
  const cluster = { DATABASE_URL: 'postgres://db/ode', REDIS_URL: 'redis://cache', S3_BUCKET: 'documents', AWS_REGION: 'eu-central-1' };
  const { auth } = readConfig(cluster);
  expect(auth).toBeNull();
  await expect(startServer({ ...services, config: { ...services.config, auth } })).rejects.toThrow('ODE_AUTH must be set in cluster mode');
});

test('a caller that asks too often is told when to come again, and others are not', async () => {
  const config = { ...services.config, rateLimit: 3 };
  const app = await buildServer({ ...services, config }, new AbortController().signal);
  const base = await app.listen({ port: 0, host: '127.0.0.1' });
  const asked = (key: string, at = '/api/v1/jobs') => fetch(base + at, { headers: { authorization: `Bearer ${key}` } });
  // Should the minute end in between, the count begins anew; then another caller tries, of whom nothing has been counted.
  const answers = async (key = '') => {
    const all: Response[] = [];
    for (let i = 0; i < 4; i++) all.push(await asked(key, i === 1 ? '/api/trpc/jobs.list' : undefined));
    return all;
  };
  let all = await answers(keys.read);
  if (all[3]?.status !== 429) all = await answers(keys.other);
  expect(all.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
  expect(all[0]?.headers.get('ratelimit-policy')).toBe('"requests";q=3;w=60');
  expect(all[0]?.headers.get('ratelimit')).toMatch(/^"requests";r=2;t=\d+$/);
  expect(Number(all[3]?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await all[3]?.json()).toMatchObject({ error: { code: 'rate-limited' } });
  expect((await asked(keys.write ?? '')).status).toBe(200);
  // Of a batch each procedure counts.
  expect((await asked(keys.admin ?? '', `/api/trpc/${Array(4).fill('limits').join(',')}?batch=1`)).status).toBe(429);
  expect((await fetch(`${base}/healthz`)).status).toBe(200);
  await app.close();
});

test('an Idempotency-Key is its tenant’s own', async () => {
  const body = new Uint8Array(makePdf({ pages: 9 }));
  const made = async (key?: string) => {
    const answer = await ask('POST', '/api/v1/documents', key, body, { 'idempotency-key': 'same' });
    return ((await answer.json()) as { id: string }).id;
  };
  const [first, again, foreign] = [await made(keys.write), await made(keys.admin), await made(keys.other)];
  expect(again).toBe(first);
  expect(foreign).toMatch(/^[0-9a-f-]{36}$/);
  expect(foreign).not.toBe(first);
});

test('the address that is written down is the caller’s own, which trusted proxies alone may tell', async () => {
  const { db } = services;
  const written = async (trustedProxies: string[]) => {
    const app = await buildServer({ ...services, config: { ...services.config, trustedProxies } }, new AbortController().signal);
    const headers = { authorization: `Bearer ${keys.write}`, 'x-forwarded-for': '6.6.6.6, 10.0.0.9', 'content-type': 'application/json' };
    const answer = await app.inject({ method: 'POST', url: '/api/v1/jobs', headers, payload: { documentId: owned.documents } });
    await app.close();
    const { id } = answer.json<{ id: string }>();
    return (await db.audit.findFirst({ where: { target: id } }))?.address;
  };
  expect(await written([])).toBe('127.0.0.1');
  expect(await written(['192.0.2.1'])).toBe('127.0.0.1');
  // The first from behind that is no proxy of ours.
  expect(await written(['127.0.0.1', '10.0.0.0/8'])).toBe('6.6.6.6');
  expect(await written(['127.0.0.1'])).toBe('10.0.0.9');
});

describe('origins and hosts', () => {
  test('pages of the origins in the settings may use the API; others may not', async () => {
    const preflight = (origin: string) =>
      ask('OPTIONS', '/api/v1/jobs', undefined, undefined, { origin, 'access-control-request-method': 'POST' });
    const allowed = await preflight('https://app.example');
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([204, 'https://app.example']);
    expect(allowed.headers.get('access-control-allow-credentials')).toBeNull();
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
  });

  test('a service that is open to its machine answers to its own names alone', async () => {
    const config = readConfig({ ODE_DATA: data, ODE_VIEWER: data });
    const app = await buildServer({ ...services, config }, new AbortController().signal);
    const { port } = new URL(await app.listen({ port: 0, host: '127.0.0.1' }));
    const status = (host: string) =>
      new Promise((resolve) =>
        http.get({ port, host: '127.0.0.1', path: '/api/v1/jobs', headers: { host } }, (answer) => resolve(answer.resume().statusCode)),
      );
    expect([await status(`localhost:${port}`), await status('127.0.0.1'), await status('evil.example')]).toEqual([200, 200, 421]);
    await app.close();
  });
});
