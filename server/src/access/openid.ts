import type { Configuration } from 'openid-client';
import type { OpenIdConfig } from '../config.js';
import { OdeServiceError } from '../contract/index.js';
import type { Sealer } from '../seal.js';
import type { Person } from './members.js';

/** Below the public address: where the provider sends browsers back to. */
export const CALLBACK = '/api/auth/callback';
/** How long a sign-in may take, in milliseconds, and the provider to answer, in seconds. */
export const SIGN_IN_MS = 10 * 60_000;
const ANSWER_SECONDS = 10;
const OWNER = 'sign-in';

/** What the browser keeps, sealed, while it is at the provider's. */
interface Attempt {
  state: string;
  nonce: string;
  verifier: string;
  tenant?: string;
  returnTo: string;
  until: number;
}

/** Sign-in with a provider of OpenID Connect: the authorization code flow with PKCE, state and nonce (OpenID Connect Core 1.0, 3.1). */
export class OpenId {
  private provider: Promise<Configuration> | null = null;

  constructor(
    private readonly settings: OpenIdConfig,
    private readonly sealer: Sealer,
  ) {}

  /** Where to send the browser, and what it has to bring back. Throws `unavailable` when the provider does not answer. */
  async begin({ tenant, returnTo }: Pick<Attempt, 'tenant' | 'returnTo'>): Promise<{ url: string; attempt: string }> {
    const oidc = await import('openid-client');
    const provider = await this.discover();
    const attempt: Attempt = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
      tenant,
      returnTo: this.ownPath(returnTo),
      until: Date.now() + SIGN_IN_MS,
    };
    const url = oidc.buildAuthorizationUrl(provider, {
      redirect_uri: this.settings.publicUrl + CALLBACK,
      scope: 'openid email profile',
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(attempt.verifier),
      code_challenge_method: 'S256',
    });
    return { url: url.href, attempt: Buffer.from(this.sealer.seal(JSON.stringify(attempt), OWNER)).toString('base64url') };
  }

  /**
   * Who has signed in: `query` is what the provider sent along, `attempt` what the browser kept.
   *
   * @throws OdeServiceError `unauthenticated` when it is not what was begun, or was refused; `unavailable`
   */
  async finish(query: string, attempt: string | undefined): Promise<{ person: Person; tenant?: string; returnTo: string }> {
    const { state, nonce, verifier, tenant, returnTo } = this.read(attempt);
    const oidc = await import('openid-client');
    const provider = await this.discover();
    try {
      const tokens = await oidc.authorizationCodeGrant(provider, new URL(`${this.settings.publicUrl}${CALLBACK}?${query}`), {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (!claims) throw new OdeServiceError('unauthenticated', NOT_DONE);
      const { iss: issuer, sub: subject } = claims;
      const told = claims.email === undefined ? await oidc.fetchUserInfo(provider, tokens.access_token, subject) : claims;
      const vouched = this.settings.trustEmail || told.email_verified === true;
      const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);
      return { person: { issuer, subject, email: vouched ? text(told.email) : null, name: text(told.name) }, tenant, returnTo };
    } catch (error) {
      if (error instanceof OdeServiceError) throw error;
      const { code } = error as { code?: unknown };
      const away = error instanceof oidc.ClientError && code === 'OAUTH_TIMEOUT';
      if (away || error instanceof TypeError) throw new OdeServiceError('unavailable', AWAY, { cause: error });
      throw new OdeServiceError('unauthenticated', NOT_DONE, { cause: error });
    }
  }

  private read(attempt: string | undefined): Attempt {
    let read: Attempt | null = null;
    try {
      read = JSON.parse(this.sealer.open(Buffer.from(attempt ?? '', 'base64url'), OWNER)) as Attempt;
    } catch {
      // Another server's, an old one, or none.
    }
    if (!read || read.until < Date.now())
      throw new OdeServiceError('unauthenticated', 'This sign-in took too long, or was begun elsewhere.');
    return read;
  }

  /** A path of this service, for the way back; whatever else was asked for is its first page. */
  private ownPath(asked: string): string {
    const { publicUrl } = this.settings;
    if (!asked.startsWith('/') || !URL.canParse(asked, publicUrl)) return '/';
    const { origin, pathname, search, hash } = new URL(asked, publicUrl);
    // `/.//evil.example` has the path `//evil.example`, which on its own is another host.
    return origin === publicUrl && !pathname.startsWith('//') ? pathname + search + hash : '/';
  }

  /** The provider's description, read once. */
  private async discover(): Promise<Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    const oidc = await import('openid-client');
    this.provider ??= oidc
      .discovery(new URL(issuer), clientId, undefined, clientSecret === null ? oidc.None() : oidc.ClientSecretBasic(clientSecret), {
        timeout: ANSWER_SECONDS,
        // Plain HTTP is for a provider on this very machine: config.ts takes no other.
        execute: issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : [],
      })
      .catch((error: unknown) => {
        this.provider = null;
        throw new OdeServiceError('unavailable', AWAY, { cause: error });
      });
    return this.provider;
  }
}

const NOT_DONE = 'The sign-in was not completed. Try again.';
const AWAY = 'The sign-in service cannot be reached. Try again in a moment.';
