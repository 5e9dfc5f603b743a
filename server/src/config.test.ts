import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigError, environment, readConfig } from './config.js';

const CLUSTER = {
  ODE_AUTH: 'keys',
  DATABASE_URL: 'postgresql://ode:secret@db/ode',
  REDIS_URL: 'rediss://cache:6379',
  S3_BUCKET: 'documents',
  AWS_REGION: 'eu-central-1',
};

test('docs/configuration.md tells of every setting, and of none that there is not', () => {
  const text = fs.readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
  const [, table = ''] = /\n\| variable \| default \| \|\n([^]*?)\n\n/.exec(text) ?? [];
  const told = [...table.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, names = '']) =>
    [...names.matchAll(/`([A-Z0-9_]+)`/g)].map(([, name]) => name),
  );
  // It stands beside S3_REGION, in the line of S3_BUCKET.
  const beside = ['S3_REGION', 'AWS_REGION'];
  // Read by converters themselves (worker/src/conversion/sandbox.ts).
  const others = ['ODE_OCR_DATA'];
  const read = [...Object.keys(environment.shape).filter((name) => !beside.includes(name)), ...others];
  expect(told.sort()).toEqual(read.sort());
  for (const name of beside) expect(table).toContain(`\`${name}\``);
});

describe('settings', () => {
  test('nothing set is the embedded mode, on this machine alone', () => {
    expect(readConfig({})).toMatchObject({
      mode: 'embedded',
      port: null,
      host: 'localhost',
      dataFolder: path.resolve('.ode'),
      database: { kind: 'embedded' },
      queue: { kind: 'postgres' },
      storage: { kind: 'files' },
      maxUpload: 200 * 1024 * 1024,
      drainMs: 0,
    });
  });

  test('on one’s own machine the service is one’s own, by its own names; on another address callers need a key', () => {
    expect(readConfig({})).toMatchObject({ auth: 'open', hosts: ['localhost', '127.0.0.1', '::1', '[::1]'] });
    expect(readConfig({ HOST: '0.0.0.0' })).toMatchObject({ auth: 'keys', hosts: null });
    expect(readConfig({ HOST: '0.0.0.0', ODE_HOSTS: 'pdf.example.org, other' }).hosts).toEqual(['pdf.example.org', 'other']);
    expect(readConfig({ ODE_AUTH: 'keys' }).auth).toBe('keys');
    expect(readConfig(CLUSTER)).toMatchObject({ auth: 'keys', hosts: null, trustedProxies: [], corsOrigins: [] });
  });

  test('all three backends set are the cluster mode', () => {
    expect(readConfig(CLUSTER)).toMatchObject({
      mode: 'cluster',
      host: '0.0.0.0',
      database: { kind: 'postgres', url: CLUSTER.DATABASE_URL },
      queue: { kind: 'redis', url: CLUSTER.REDIS_URL },
      storage: { kind: 's3', bucket: 'documents', region: 'eu-central-1', forcePathStyle: false },
      workers: 0,
      drainMs: 5000,
    });
  });

  test('one backend alone can be set, and the rest stays embedded', () => {
    expect(readConfig({ DATABASE_URL: CLUSTER.DATABASE_URL })).toMatchObject({ mode: 'embedded', queue: { kind: 'postgres' } });
  });

  test('an empty variable is one that is not set', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '', ODE_MODE: '' })).toEqual(readConfig({}));
  });

  test('conversions at hand may go on for 2 s at a terminal, 25 s in a cluster, or as long as is said', () => {
    expect(readConfig({}).graceMs).toBe(2_000);
    expect(readConfig(CLUSTER).graceMs).toBe(25_000);
    expect(readConfig({ ...CLUSTER, ODE_GRACE_SECONDS: '300' }).graceMs).toBe(300_000);
  });

  test('fallback fonts: one for all, or some by language; which of a collection', () => {
    const file = import.meta.filename;
    expect(readConfig({}).fallbackFonts).toEqual({});
    expect(readConfig({ ODE_FALLBACK_FONT: file }).fallbackFonts).toEqual({ default: file });
    expect(readConfig({ ODE_FALLBACK_FONT: `ja=${file}#1,zh-Hans=${file}` }).fallbackFonts).toEqual({ ja: `${file}#1`, 'zh-Hans': file });
  });

  test.each([
    [{ PORT: '80a' }, 'PORT must be a whole number from 0 to 65535 (it is "80a")'],
    [{ PORT: '70000' }, 'PORT must be a whole number from 0 to 65535 (it is "70000")'],
    [{ ODE_MODE: 'clutser' }, 'ODE_MODE must be embedded or cluster (it is "clutser")'],
    [{ ODE_AUTH: 'none' }, /^ODE_AUTH must be keys or open/],
    [{ ODE_HOSTS: 'a b' }, /^ODE_HOSTS must be host names/],
    [{ ODE_CORS_ORIGINS: 'example.org' }, /^ODE_CORS_ORIGINS must be origins/],
    [{ ODE_SECRET_KEYS: 'a:short' }, /^ODE_SECRET_KEYS must be name:key pairs.*\(it is not shown\)/],
    [{ ODE_MODE: 'cluster', REDIS_URL: 'redis://r' }, 'DATABASE_URL must be set in cluster mode\nS3_BUCKET must be set in cluster mode'],
    [{ DATABASE_URL: 'mysql://me:pw@db/x' }, 'DATABASE_URL must be a URL that starts with postgres:// or postgresql:// (it is not shown)'],
    [{ S3_BUCKET: 'documents' }, 'S3_REGION or AWS_REGION must be set when S3_BUCKET is'],
    [{ ODE_FRAME_ANCESTORS: "'self'; script-src *" }, /^ODE_FRAME_ANCESTORS must be a list of CSP sources/],
    [{ ODE_FALLBACK_FONT: '/no/such/font.ttf' }, /^ODE_FALLBACK_FONT must be the path of a font file/],
    [{ ODE_FALLBACK_FONT: `fr=${import.meta.filename}` }, /^ODE_FALLBACK_FONT must be/],
    [{ S3_FORCE_PATH_STYLE: 'yes' }, 'S3_FORCE_PATH_STYLE must be true or false (it is "yes")'],
  ])('%j is refused by name', (env, message) => {
    expect(() => readConfig(env)).toThrow(ConfigError);
    expect(() => readConfig(env)).toThrow(message);
  });
});
