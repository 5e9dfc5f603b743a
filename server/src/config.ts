import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { parseSecretKeys, SECRET_KEYS_RULE, type SecretKeys } from './seal.js';
import { FALLBACK_FONT_RULE, parseFallbackFonts, type FallbackFonts } from './fallback-fonts.js';

/** Settings that are wrong: each with its name and what it should be. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const flag = z.enum(['true', 'false', '1', '0'], 'must be true or false').transform((v) => v === 'true' || v === '1');
const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((n) => n >= min && n <= max, `must be a whole number from ${min} to ${max}`);
const urlOf = (...schemes: string[]) =>
  z.string().refine(
    (v) => {
      return URL.canParse(v) && schemes.includes(new URL(v).protocol.slice(0, -1));
    },
    `must be a URL that starts with ${schemes.map((s) => `${s}://`).join(' or ')}`,
  );

const list = (item: RegExp, message: string) =>
  z
    .string()
    .transform((v) =>
      v
        .split(',')
        .map((one) => one.trim())
        .filter(Boolean),
    )
    .refine((all) => all.length > 0 && all.every((one) => item.test(one)), message);

/** Every environment variable that the service reads; docs/configuration.md tells of each. */
export const environment = z.object({
  ODE_MODE: z.enum(['embedded', 'cluster'], 'must be embedded or cluster').optional(),
  ODE_DATA: z.string().default('.ode'),
  PORT: whole(0, 65535).optional(),
  HOST: z.string().optional(),
  DATABASE_URL: urlOf('postgres', 'postgresql').optional(),
  REDIS_URL: urlOf('redis', 'rediss').optional(),
  S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be the name of an S3 bucket')
    .optional(),
  S3_REGION: z.string().optional(),
  AWS_REGION: z.string().optional(),
  S3_ENDPOINT: urlOf('http', 'https').optional(),
  S3_FORCE_PATH_STYLE: flag.optional(),
  S3_REDIRECT_DOWNLOADS: flag.default(false),
  ODE_AUTH: z.enum(['keys', 'open'], 'must be keys or open').optional(),
  ODE_HOSTS: list(/^[A-Za-z0-9.[\]:-]+$/, 'must be host names with commas between, without ports').optional(),
  ODE_CORS_ORIGINS: list(/^(\*|https?:\/\/[^\s/,]+)$/, 'must be origins with commas between, such as https://app.example.org').default([]),
  ODE_TRUSTED_PROXIES: list(
    /^[0-9a-fA-F.:]+(\/\d{1,3})?$/,
    'must be addresses or networks with commas between, such as 10.0.0.0/8',
  ).default([]),
  ODE_PUBLIC_URL: urlOf('http', 'https').optional(),
  ODE_OIDC_ISSUER: urlOf('http', 'https').optional(),
  ODE_OIDC_CLIENT_ID: z.string().optional(),
  ODE_OIDC_CLIENT_SECRET: z.string().optional(),
  ODE_OIDC_TRUST_EMAIL: flag.default(false),
  ODE_METRICS_PORT: whole(0, 65535).optional(),
  ODE_RATE_LIMIT: whole(1, 1_000_000).optional(),
  ODE_WEBHOOKS_ANYWHERE: flag.default(false),
  ODE_IMPORT_HOSTS: list(
    /^(\*\.)?[A-Za-z0-9.-]+$/,
    'must be host names with commas between, such as files.example.org,*.example.com',
  ).default([]),
  ODE_MAX_UPLOAD_MB: whole(1, 1 << 20).default(200),
  ODE_MAX_UPLOADS: whole(1, 10_000).default(200),
  ODE_MAX_QUEUED: whole(1, 10_000_000).default(100_000),
  ODE_SECRET_KEYS: z
    .string()
    .refine((v) => parseSecretKeys(v) !== null, SECRET_KEYS_RULE)
    .optional(),
  ODE_RETENTION_DAYS: whole(1, 36_500).optional(),
  ODE_DATABASE_CONNECTIONS: whole(2, 1000).default(10),
  ODE_REUSE_RESULTS: flag.default(true),
  ODE_WORKERS: whole(0, 256).optional(),
  ODE_SANDBOX: z.enum(['auto', 'require'], 'must be auto or require').default('auto'),
  ODE_JOB_SECONDS: whole(1, 86_400).default(300),
  ODE_JOB_MEMORY_MB: whole(256, 1 << 20).default(2048),
  ODE_DRAIN_SECONDS: whole(0, 600).optional(),
  ODE_GRACE_SECONDS: whole(0, 86_400).optional(),
  ODE_FRAME_ANCESTORS: z
    .string()
    .regex(/^[^;,\r\n]+$/, 'must be a list of CSP sources with spaces between')
    .default("'self'"),
  ODE_FALLBACK_FONT: z
    .string()
    .refine((v) => parseFallbackFonts(v) !== null, FALLBACK_FONT_RULE.replace('ODE_FALLBACK_FONT ', ''))
    .optional(),
  ODE_VIEWER: z.string().optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).optional(),
});

export interface Config {
  mode: 'embedded' | 'cluster';
  /** Where the embedded drivers keep their data; absolute. */
  dataFolder: string;
  /** null: 3000, or the next free one. 0: any free one. */
  port: number | null;
  host: string;
  database: { kind: 'embedded' } | { kind: 'postgres'; url: string };
  /** Days that documents are kept whose tenant says nothing; null: until somebody deletes them. */
  retentionDays: number | null;
  /** Connections to it that are kept for statements; one more listens, and while it starts one more looks for migrations. */
  databaseConnections: number;
  queue: { kind: 'postgres' } | { kind: 'redis'; url: string };
  storage: { kind: 'files' } | ({ kind: 's3' } & S3Config);
  /**
   * `keys`: every caller needs an API key, or a session. `open`: whoever reaches the service may do everything. null: a
   * cluster for which that was not said; its servers do not start.
   */
  auth: 'keys' | 'open' | null;
  /** Where people sign in; null: nowhere. */
  openId: OpenIdConfig | null;
  /** Whether people may sign in by a password that this machine knows. */
  passwords: boolean;
  /** The names that the service answers to; null: to any. */
  hosts: string[] | null;
  /** Whose pages may use the API from a browser. */
  corsOrigins: string[];
  /** Whose X-Forwarded-For is believed. */
  trustedProxies: string[];
  /** Where /metrics is served on a port of its own, for who may reach that. */
  metricsPort: number | null;
  /** Requests in a minute that a caller may make; null: any number. */
  rateLimit: number | null;
  /** From which hosts documents may be fetched: names in lower case, `*.example.org` for all below one. */
  importHosts: string[];
  /** Whether webhooks, and what is fetched, may lie on this machine and in its network, and be plain HTTP. */
  webhooksAnywhere: boolean;
  /** Bytes. */
  maxUpload: number;
  /** Uploads at a time; further ones are told to come again. */
  maxUploads: number;
  /** Conversions of one tenant that may wait; further ones are told to come later. */
  maxQueued: number;
  /** Keys that seal secrets while they have to be stored; null: the data folder has one. */
  secretKeys: SecretKeys | null;
  /** Whether the same conversion of the same bytes for the same tenant is answered by the earlier result. */
  reuseResults: boolean;
  /** Conversions at a time in the process that serves; null: it is for the process to choose. */
  workers: number | null;
  /** `require`: no conversion that could reach the network or another process; see worker/src/conversion/sandbox.ts. */
  sandbox: 'auto' | 'require';
  limits: JobLimits;
  /** How long to answer 503 on /readyz before closing, so that the balancer has taken us out. */
  drainMs: number;
  /** How long requests and conversions at hand may go on when the process is told to stop; then conversions go back into the queue. */
  graceMs: number;
  /** Who may show the viewer in a frame: the value of CSP's frame-ancestors. */
  frameAncestors: string;
  /** Fonts for text whose own font is not embedded. */
  fallbackFonts: FallbackFonts;
  /** The folder of the built viewer. */
  viewerFolder: string;
  logLevel: string;
}

/** A provider of OpenID Connect, to which this service is a client. */
export interface OpenIdConfig {
  issuer: string;
  clientId: string;
  /** null: a public client, which PKCE alone protects. */
  clientSecret: string | null;
  /** Whether its addresses are believed without `email_verified`, which some providers do not tell. */
  trustEmail: boolean;
  /** Where browsers reach this service; the provider sends them back there, to /api/auth/callback. */
  publicUrl: string;
}

export interface S3Config {
  bucket: string;
  region: string;
  endpoint?: string;
  forcePathStyle: boolean;
  /** Whether downloads are handed to S3 by presigned URLs instead of passing through the server. */
  redirectDownloads: boolean;
}

/** What one conversion may use up. */
export interface JobLimits {
  seconds: number;
  memoryMb: number;
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1', '[::1]']);

/** Reads the settings. Throws `ConfigError` that names every wrong one. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  // An empty variable is one that is not set: that is how compose files and manifests write it.
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(set);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((i) => `${i.path.join('.')} ${i.message} (it is ${shown(set, i.path)})`).join('\n'));
  }
  const e = parsed.data;
  const outside = ['DATABASE_URL', 'REDIS_URL', 'S3_BUCKET'] as const;
  const missing = outside.filter((name) => !e[name]);
  const mode = e.ODE_MODE ?? (missing.length ? 'embedded' : 'cluster');
  if (mode === 'cluster' && missing.length) throw new ConfigError(missing.map((name) => `${name} must be set in cluster mode`).join('\n'));
  const region = e.S3_REGION ?? e.AWS_REGION;
  if (e.S3_BUCKET && !region) throw new ConfigError('S3_REGION or AWS_REGION must be set when S3_BUCKET is');
  // On one's own machine the service is one's own.
  const host = e.HOST ?? (mode === 'cluster' ? '0.0.0.0' : 'localhost');
  const loopback = LOOPBACK.has(host);
  const auth = e.ODE_AUTH ?? (mode === 'cluster' ? null : loopback ? 'open' : 'keys');
  return {
    mode,
    auth,
    openId: openIdOf(e, mode),
    passwords: mode === 'embedded' && auth === 'keys',
    // By these names alone a page of the internet cannot reach what is open to this machine.
    hosts: e.ODE_HOSTS ?? (auth === 'open' && loopback ? [...new Set([...LOOPBACK, host])] : null),
    corsOrigins: e.ODE_CORS_ORIGINS,
    trustedProxies: e.ODE_TRUSTED_PROXIES,
    metricsPort: e.ODE_METRICS_PORT ?? null,
    rateLimit: e.ODE_RATE_LIMIT ?? null,
    importHosts: e.ODE_IMPORT_HOSTS.map((host) => host.toLowerCase()),
    webhooksAnywhere: e.ODE_WEBHOOKS_ANYWHERE,
    host,
    dataFolder: path.resolve(e.ODE_DATA),
    port: e.PORT ?? null,
    database: e.DATABASE_URL ? { kind: 'postgres', url: e.DATABASE_URL } : { kind: 'embedded' },
    retentionDays: e.ODE_RETENTION_DAYS ?? null,
    databaseConnections: e.ODE_DATABASE_CONNECTIONS,
    queue: e.REDIS_URL ? { kind: 'redis', url: e.REDIS_URL } : { kind: 'postgres' },
    storage:
      e.S3_BUCKET && region
        ? {
            kind: 's3',
            bucket: e.S3_BUCKET,
            region,
            endpoint: e.S3_ENDPOINT,
            forcePathStyle: e.S3_FORCE_PATH_STYLE ?? false,
            redirectDownloads: e.S3_REDIRECT_DOWNLOADS,
          }
        : { kind: 'files' },
    maxUpload: e.ODE_MAX_UPLOAD_MB * 2 ** 20,
    maxUploads: e.ODE_MAX_UPLOADS,
    maxQueued: e.ODE_MAX_QUEUED,
    // In a cluster there is no folder that all of them share: without a key no passwords are taken.
    secretKeys: e.ODE_SECRET_KEYS ? parseSecretKeys(e.ODE_SECRET_KEYS) : mode === 'cluster' ? new Map() : null,
    reuseResults: e.ODE_REUSE_RESULTS,
    workers: e.ODE_WORKERS ?? (mode === 'cluster' ? 0 : Math.max(1, Math.min(4, os.availableParallelism() - 1))),
    sandbox: e.ODE_SANDBOX,
    limits: { seconds: e.ODE_JOB_SECONDS, memoryMb: e.ODE_JOB_MEMORY_MB },
    drainMs: (e.ODE_DRAIN_SECONDS ?? (mode === 'cluster' ? 5 : 0)) * 1000,
    // A pod is given 30 s; someone at a terminal waits less.
    graceMs: (e.ODE_GRACE_SECONDS ?? (mode === 'cluster' ? 25 : 2)) * 1000,
    frameAncestors: e.ODE_FRAME_ANCESTORS,
    fallbackFonts: parseFallbackFonts(e.ODE_FALLBACK_FONT) ?? {},
    viewerFolder: path.resolve(e.ODE_VIEWER ?? fileURLToPath(new URL('../../web/dist', import.meta.url))),
    logLevel: e.LOG_LEVEL ?? (mode === 'cluster' ? 'info' : 'warn'),
  };
}

function openIdOf(e: z.infer<typeof environment>, mode: Config['mode']): OpenIdConfig | null {
  const { ODE_OIDC_ISSUER: issuer, ODE_OIDC_CLIENT_ID: clientId, ODE_PUBLIC_URL: publicUrl } = e;
  if (!issuer) return null;
  if (!clientId || !publicUrl) throw new ConfigError('ODE_OIDC_CLIENT_ID and ODE_PUBLIC_URL must be set when ODE_OIDC_ISSUER is');
  for (const [name, url] of Object.entries({ ODE_OIDC_ISSUER: issuer, ODE_PUBLIC_URL: publicUrl }))
    if (!url.startsWith('https:') && !LOOPBACK.has(new URL(url).hostname)) throw new ConfigError(`${name} must start with https://`);
  if (mode === 'cluster' && !e.ODE_SECRET_KEYS) throw new ConfigError('ODE_SECRET_KEYS must be set when ODE_OIDC_ISSUER is');
  const clientSecret = e.ODE_OIDC_CLIENT_SECRET ?? null;
  return { issuer, clientId, clientSecret, trustEmail: e.ODE_OIDC_TRUST_EMAIL, publicUrl: new URL(publicUrl).origin };
}

/** A value for an error message; without the credentials that URLs may hold. */
function shown(env: Record<string, string | undefined>, at: PropertyKey[]): string {
  const value = env[String(at[0])] ?? '';
  return value.includes('@') || /SECRET|PASSWORD/.test(String(at[0])) ? 'not shown' : JSON.stringify(value);
}
