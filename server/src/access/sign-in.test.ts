/* People sign in, with a real provider of OpenID Connect and by passwords, and may then do what their role allows. */
import fs from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort, temporaryFolder } from '../../test/backends.js';
import { startOpenIdProvider, type OpenIdProvider } from '../../test/openid-provider.js';
import { readConfig } from '../config.js';
import { newId } from '../db/index.js';
import { createLogger } from '../logger.js';
import { buildServer } from '../server.js';
import { openServices, type Services } from '../services.js';
import { createKey } from './keys.js';
import { hashPassword } from './passwords.js';
import type { Role } from './principal.js';

const data = temporaryFolder();
const PASSWORD = 'correct horse battery';
let services: Services;
let provider: OpenIdProvider;
let url: string;
let close: () => Promise<void>;
const tenants: Record<string, string> = {};

beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  provider = await startOpenIdProvider(`${url}/api/auth/callback`);
  const settings = {
    ODE_DATA: data,
    ODE_VIEWER: data,
    ODE_AUTH: 'keys',
    HOST: '127.0.0.1',
    ODE_PUBLIC_URL: url,
    ODE_OIDC_ISSUER: provider.issuer,
    ODE_OIDC_CLIENT_ID: provider.clientId,
    ODE_OIDC_CLIENT_SECRET: provider.clientSecret,
  };
  services = await openServices(readConfig(settings), createLogger('silent'));
  const app = await buildServer(services, new AbortController().signal);
  await app.listen({ port, host: '127.0.0.1' });
  close = () => app.close();
  for (const name of ['acme', 'other']) tenants[name] = (await services.db.tenant.create({ data: { name } })).id;
});
afterAll(async () => {
  await close();
  await provider.close();
  await services.close();
  fs.rmSync(data, { recursive: true });
});

const enter = (tenant: string, email: string, role: Role, more: { passwordHash?: string } = {}) =>
  services.db.member.create({ data: { id: newId(), tenantId: tenants[tenant] ?? '', email, role, ...more } });

/** What a browser does: keeps cookies by their origin, and follows redirections. */
class Browser {
  private readonly jars = new Map<string, Map<string, string>>();

  async go(address: string, options: RequestInit = {}, follow = true): Promise<Response> {
    const { origin } = new URL(address);
    const jar = this.jars.get(origin) ?? new Map<string, string>();
    this.jars.set(origin, jar);
    const cookie = [...jar].map((pair) => pair.join('=')).join('; ');
    const answer = await fetch(address, { ...options, redirect: 'manual', headers: { ...options.headers, ...(cookie && { cookie }) } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/Max-Age=0|1970/.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    const location = answer.headers.get('location');
    if (!follow || !location) return answer;
    const next = new URL(location, address);
    // The viewer is not here.
    if (next.origin === url && !next.pathname.startsWith('/api/')) return answer;
    return this.go(next.href);
  }

  async session(): Promise<Record<string, unknown>> {
    return (await (await this.go(`${url}/api/session`)).json()) as Record<string, unknown>;
  }

  ask(method: string, path: string, body?: object): Promise<Response> {
    const headers = { 'sec-fetch-site': 'same-origin', ...(body && { 'content-type': 'application/json' }) };
    return this.go(url + path, { method, headers, body: body && JSON.stringify(body) });
  }
}

async function signIn(subject: string, email: string, { verified = true, query = '', name = undefined as string | undefined } = {}) {
  provider.person = { subject, email, verified, name };
  const browser = new Browser();
  const answer = await browser.go(`${url}/api/auth/login${query}`);
  return { browser, answer };
}

describe('OpenID Connect', () => {
  test('signs in who was entered by the address, and goes back to where it began', async () => {
    await enter('acme', 'ada@example.org', 'admin');
    const { browser, answer } = await signIn('ada-1', 'Ada@example.org', { query: '?return=/dashboard%3Fx%3D1', name: 'Ada' });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/dashboard?x=1']);
    const [cookie] = answer.headers.getSetCookie().filter((line) => line.startsWith('ode_session='));
    expect(cookie).toMatch(/; HttpOnly; SameSite=Strict/);
    expect(await browser.session()).toMatchObject({
      ...{ tenant: 'acme', tenantId: tenants.acme, scope: 'admin', role: 'admin', email: 'ada@example.org', name: 'Ada' },
      actor: expect.stringMatching(/^member:/),
    });
    const { items } = (await (await browser.ask('GET', '/api/v1/audit')).json()) as { items: { action: string }[] };
    expect(items[0]?.action).toBe('session.begin');
  });

  test('knows a person by the provider’s name for them from then on, not by the address', async () => {
    const moved = await signIn('ada-1', 'ada@elsewhere.example');
    expect(await moved.browser.session()).toMatchObject({ email: 'ada@example.org' });
    // Whoever has the old address now is someone else.
    const heir = await signIn('someone-else', 'ada@example.org');
    expect([heir.answer.status, await heir.answer.json()]).toMatchObject([403, { error: { code: 'forbidden' } }]);
  });

  test('lets in nobody who was not entered, or whose address is not vouched for', async () => {
    await enter('acme', 'eve@example.org', 'owner');
    for (const { answer, browser } of [
      await signIn('stranger', 'stranger@example.org'),
      await signIn('eve-1', 'eve@example.org', { verified: false }),
    ]) {
      expect(answer.status).toBe(403);
      expect((await browser.go(`${url}/api/session`)).status).toBe(401);
    }
  });

  test('one person may be in several tenants', async () => {
    await enter('acme', 'two@example.org', 'viewer');
    await enter('other', 'two@example.org', 'admin');
    const scopes = [];
    for (const query of ['?tenant=acme', '?tenant=other', ''])
      scopes.push((await (await signIn('two-1', 'two@example.org', { query })).browser.session()).scope);
    expect(scopes).toEqual(['read', 'admin', 'admin']);
  });

  test('takes no answer that this browser did not ask for', async () => {
    provider.person = { subject: 'ada-1', email: 'ada@example.org', verified: true };
    const [asker, victim] = [new Browser(), new Browser()];
    let at = (await asker.go(`${url}/api/auth/login`, {}, false)).headers.get('location') ?? '';
    while (!at.startsWith(`${url}/api/auth/callback`)) {
      const next = (await asker.go(at, {}, false)).headers.get('location') ?? '';
      at = new URL(next, at).href;
    }
    // Login CSRF: the link of someone else's sign-in, with a cookie of one's own sign-in and without.
    expect((await victim.go(at)).status).toBe(401);
    await victim.go(`${url}/api/auth/login`, {}, false);
    expect((await victim.go(at)).status).toBe(401);
    expect((await victim.go(`${url}/api/session`)).status).toBe(401);
    expect((await asker.go(at)).status).toBe(302);
    // A code is good once.
    expect((await asker.go(at)).status).toBe(401);
  });

  test('says so when the person turns back, and leads to no other site', async () => {
    provider.person = null;
    expect((await new Browser().go(`${url}/api/auth/login`)).status).toBe(401);
    for (const to of ['https://evil.example/', '//evil.example/', '/\\evil.example/', '/.//evil.example/', '/x/..//evil.example/'])
      expect(
        (await signIn('ada-1', 'ada@example.org', { query: `?return=${encodeURIComponent(to)}` })).answer.headers.get('location'),
      ).toBe('/');
  });

  test('a provider that is away is no fault of the person', async () => {
    const config = { ...services.config, openId: services.config.openId && { ...services.config.openId, issuer: 'http://127.0.0.1:9' } };
    const app = await buildServer({ ...services, config }, new AbortController().signal);
    const answer = await app.inject('/api/auth/login');
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '5']);
    await app.close();
  });
});

describe('members', () => {
  test('may do what their role allows, from the moment that it is theirs', async () => {
    const { id } = await enter('acme', 'vic@example.org', 'viewer');
    const { browser } = await signIn('vic-1', 'vic@example.org');
    const may = async () =>
      Promise.all([
        browser.ask('GET', '/api/v1/jobs').then(({ status }) => status),
        browser.ask('POST', '/api/v1/jobs', {}).then(({ status }) => status),
        browser.ask('GET', '/api/v1/members').then(({ status }) => status),
      ]);
    expect(await may()).toEqual([200, 403, 403]);
    const { browser: ada } = await signIn('ada-1', 'ada@example.org');
    const change = (role: string) => ada.ask('POST', `/api/v1/members/${id}`, { role }).then(({ status }) => status);
    expect(await change('member')).toBe(200);
    expect(await may()).toEqual([200, 400, 403]);
    expect(await change('admin')).toBe(200);
    expect(await may()).toEqual([200, 400, 200]);
    expect(await change('owner')).toBe(403);
    expect((await ada.ask('DELETE', `/api/v1/members/${id}`)).status).toBe(200);
    expect(await may()).toEqual([401, 401, 401]);
  });

  test('owners are made by owners, and the last one stays', async () => {
    const { id: first } = await enter('other', 'first@example.org', 'owner');
    const { browser } = await signIn('first-1', 'first@example.org');
    const added = await browser.ask('POST', '/api/v1/members', { email: 'Second@example.org', role: 'owner' });
    const { id: second } = (await added.json()) as { id: string };
    expect(await browser.ask('POST', '/api/v1/members', { email: 'second@example.org' }).then(({ status }) => status)).toBe(409);
    const removed = await Promise.all([first, second].map((id) => browser.ask('POST', `/api/v1/members/${id}`, { role: 'viewer' })));
    expect(removed.map(({ status }) => status).sort()).not.toEqual([200, 200]);
    expect(await services.db.member.count({ where: { tenantId: tenants.other, role: 'owner' } })).toBe(1);
  });

  test('an API key of an administrator makes no owner', async () => {
    const { key } = await createKey(services.db, { tenantId: tenants.acme ?? '', scope: 'admin', name: 'a' });
    const add = (role: string, email: string) =>
      fetch(`${url}/api/v1/members`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ email, role }),
      }).then(({ status }) => status);
    expect([await add('owner', 'o@example.org'), await add('admin', 'b@example.org')]).toEqual([403, 201]);
  });
});

describe('passwords', () => {
  const attempt = (email: string, password: string, browser = new Browser()) => browser.ask('POST', '/api/session', { email, password });

  test('sign in who has one, are not stored, and cannot be guessed for long', async () => {
    const { id } = await enter('acme', 'local@example.org', 'owner', { passwordHash: await hashPassword(PASSWORD) });
    const browser = new Browser();
    expect((await attempt('Local@example.org', PASSWORD, browser)).status).toBe(200);
    expect(await browser.session()).toMatchObject({ tenant: 'acme', role: 'owner' });
    expect((await services.db.member.findUniqueOrThrow({ where: { id } })).passwordHash).not.toContain(PASSWORD);
    const wrong = [];
    for (const email of ['local@example.org', 'nobody@example.org', 'ada@example.org']) {
      const answer = await attempt(email, 'wrong');
      wrong.push([answer.status, ((await answer.json()) as { error: { message: string } }).error.message]);
    }
    expect(wrong).toEqual(wrong.map(() => [401, 'The address or the password is wrong.']));
    const statuses = [];
    for (let i = 0; i < 24; i++) statuses.push((await attempt('local@example.org', `guess ${i}`)).status);
    expect(statuses).toContain(429);
  });

  test('are for services on a machine of one’s own', async () => {
    const config = { ...services.config, passwords: false };
    const app = await buildServer({ ...services, config }, new AbortController().signal);
    expect(((await app.inject('/api/auth')).json() as { ways: string[] }).ways).toEqual(['key', 'openid']);
    const payload = { email: 'local@example.org', password: PASSWORD };
    expect((await app.inject({ method: 'POST', url: '/api/session', payload })).statusCode).toBe(403);
    await app.close();
  });
});
