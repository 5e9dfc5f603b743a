import fs from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import type { Config } from './config.js';
import { openAdministration } from './administration.js';
import { inTime } from './in-time.js';
import { openStorage } from './storage/index.js';

/** How one thing is. `fail`: the service does not work so. `warn`: it works, and not as it could. */
export interface Finding {
  state: 'ok' | 'warn' | 'fail';
  about: string;
  text: string;
}

/** How long a part may take to answer, in milliseconds. */
const ANSWER_MS = 10_000;
/** Less room than this on the data folder's disk, in bytes, is told. */
const LITTLE_ROOM = 2 ** 30;

const finding = (state: Finding['state'], about: string, text: string): Finding => ({ state, about, text });
const reason = (error: unknown) => (error instanceof Error ? error.message : String(error)).split('\n').filter(Boolean).at(-1) ?? '';

/** Looks at what the service stands on, and says what is wrong with it. Changes nothing that stays. */
export async function examine(config: Config): Promise<Finding[]> {
  const parts = [database(config), queue(config), storage(config), signIn(config)];
  return [...settings(config), ...(await Promise.all(parts)).flat()];
}

function settings({ mode, auth, secretKeys, hosts, corsOrigins, rateLimit }: Config): Finding[] {
  const all = [finding('ok', 'mode', mode)];
  if (auth === null) all.push(finding('fail', 'ODE_AUTH', 'is not set: servers of a cluster do not start without it'));
  else if (auth === 'open' && mode === 'cluster')
    all.push(finding('warn', 'ODE_AUTH', 'is open: whoever reaches the service may do everything'));
  else all.push(finding('ok', 'ODE_AUTH', auth));
  if (secretKeys?.size === 0) all.push(finding('warn', 'ODE_SECRET_KEYS', 'is not set: encrypted documents and webhooks are refused'));
  if (auth === 'keys' && !hosts) all.push(finding('ok', 'ODE_HOSTS', 'any name: keys are asked for all the same'));
  if (corsOrigins.includes('*')) all.push(finding('warn', 'ODE_CORS_ORIGINS', 'is *: pages of any site may use the API, with a key'));
  if (auth === 'keys' && rateLimit === null)
    all.push(finding('warn', 'ODE_RATE_LIMIT', 'is not set: one caller may keep all the others waiting'));
  return all;
}

async function database(config: Config): Promise<Finding[]> {
  try {
    const { db, close } = await inTime(openAdministration(config), 3 * ANSWER_MS, 'no answer in time');
    try {
      const [version] = await db.$queryRaw<{ server_version: string }[]>`SHOW server_version`;
      const all = [finding('ok', 'database', `PostgreSQL ${version?.server_version}`)];
      const [keys, members] = await Promise.all([db.apiKey.count({ where: { revokedAt: null } }), db.member.count()]);
      if (config.auth === 'keys' && !keys && !members)
        all.push(finding('warn', 'access', 'nobody can use the service yet: `ode keys create`, `ode members add`'));
      const stuck = await db.job.count({ where: { status: 'failed', errorCode: 'internal' } });
      if (stuck) all.push(finding('warn', 'jobs', `${stuck} failed by the service's own fault: see their logs`));
      const quarantined = await db.quarantine.count();
      if (quarantined) all.push(finding('warn', 'quarantine', `${quarantined} documents brought the converter down twice`));
      return all;
    } finally {
      await close();
    }
  } catch (error) {
    return [finding('fail', 'database', reason(error))];
  }
}

async function queue({ queue: kind }: Config): Promise<Finding[]> {
  if (kind.kind === 'postgres') return [];
  const redis = new Redis(kind.url, { maxRetriesPerRequest: 1, connectTimeout: ANSWER_MS, retryStrategy: () => null, lazyConnect: true });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    const told = Object.fromEntries(
      (await inTime(redis.info(), ANSWER_MS)).split('\r\n').map((line) => line.split(':') as [string, string]),
    ) as Record<string, string>;
    const all = [finding('ok', 'queue', `Redis ${told.redis_version}`)];
    if (told.maxmemory_policy !== 'noeviction')
      all.push(finding('fail', 'queue', `maxmemory-policy is ${told.maxmemory_policy}: it has to be noeviction, or turns get lost`));
    if (told.aof_enabled !== '1')
      all.push(finding('warn', 'queue', 'appendonly is off: after a restart turns are filled up from the database'));
    return all;
  } catch (error) {
    return [finding('fail', 'queue', reason(error))];
  } finally {
    redis.disconnect();
  }
}

async function storage(config: Config): Promise<Finding[]> {
  try {
    if (config.storage.kind === 'files') {
      const folder = fs.existsSync(config.dataFolder) ? config.dataFolder : path.dirname(config.dataFolder);
      fs.accessSync(folder, fs.constants.R_OK | fs.constants.W_OK);
      const { bavail, bsize } = fs.statfsSync(folder);
      const room = `${Math.round((bavail * bsize) / 2 ** 20)} MB left in ${folder}`;
      return [finding(bavail * bsize < LITTLE_ROOM ? 'warn' : 'ok', 'storage', room)];
    }
    const s3 = await openStorage(config, config.dataFolder);
    const key = `doctor/${randomUUID()}`;
    try {
      await s3.put(key, Readable.from([Buffer.from('ode doctor')], { objectMode: false }), 'text/plain');
      await s3.delete(key);
    } finally {
      await s3.close();
    }
    return [finding('ok', 'storage', `s3://${config.storage.bucket} takes and deletes objects`)];
  } catch (error) {
    return [finding('fail', 'storage', reason(error))];
  }
}

async function signIn({ openId }: Config): Promise<Finding[]> {
  if (!openId) return [];
  const address = `${openId.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(ANSWER_MS) });
    const { issuer } = (await answer.json()) as { issuer?: unknown };
    if (issuer !== openId.issuer) return [finding('fail', 'ODE_OIDC_ISSUER', `calls itself ${String(issuer)}: set that`)];
    return [finding('ok', 'sign-in', `${openId.issuer}; redirect address ${openId.publicUrl}/api/auth/callback`)];
  } catch (error) {
    return [finding('fail', 'ODE_OIDC_ISSUER', `${address}: ${reason(error)}`)];
  }
}
