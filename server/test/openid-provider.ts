import http from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type Configuration } from 'oidc-provider';

/** A real provider of OpenID Connect on this machine, which signs in whoever `person` is without asking. */
export interface OpenIdProvider {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** The provider's name for the person who is at the browser, and what it says of them; null: they turn back. */
  person: { subject: string; email: string; verified: boolean; name?: string } | null;
  close(): Promise<void>;
}

/** `callback`: where the one client's browsers come back to. */
export async function startOpenIdProvider(callback: string): Promise<OpenIdProvider> {
  const server = http.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const running: OpenIdProvider = {
    issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    clientId: 'ode',
    clientSecret: 'only-for-this-test',
    person: null,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  const configuration: Configuration = {
    clients: [{ client_id: running.clientId, client_secret: running.clientSecret, redirect_uris: [callback] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    cookies: { keys: ['only-for-this-test'] },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, accountId) => ({
      accountId,
      claims: () => {
        const { email, verified = false, name } = running.person ?? {};
        return { sub: accountId, email, email_verified: verified, name };
      },
    }),
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({ clientId: oidc.client?.clientId, accountId: oidc.session?.accountId });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  };
  const provider = new Provider(running.issuer, configuration);
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return void answer(request, response);
    const { person } = running;
    const result = person ? { login: { accountId: person.subject } } : { error: 'access_denied' };
    provider.interactionFinished(request, response, result).catch((error: Error) => response.writeHead(500).end(error.message));
  });
  return running;
}
