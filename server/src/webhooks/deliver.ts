import { createHmac } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import { jobInfo, type Database } from '../db/index.js';
import type { Services } from '../services.js';
import { ForbiddenAddress, isForbidden, publicLookup } from '../outgoing/address.js';

/** How often what is due is looked for, and how long one may take to answer. */
const LOOK_MS = 1000;
const ANSWER_MS = 15_000;
/** How many are told at a time, and of one tenant: addresses that never answer keep nobody else's waiting. */
const AT_A_TIME = 50;
const OF_A_TENANT = 10;
/** Seconds until the next try: over three days in all, as Standard Webhooks advises. */
const BACK_OFF = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400];

interface Due {
  id: string;
  attempts: number;
  tenant: string;
}

/** Tells webhooks what has happened, again and again until they say that they have heard. Returns what ends it. */
export function startDeliveries(services: Pick<Services, 'db' | 'log' | 'sealer' | 'config'>): () => void {
  const { db, log } = services;
  /** How many are being told, by tenant. */
  const atHand = new Map<string, number>();
  let all = 0;
  let looking = false;
  let ended = false;
  const count = (tenant: string, more: 1 | -1) => {
    all += more;
    const now = (atHand.get(tenant) ?? 0) + more;
    if (now) atHand.set(tenant, now);
    else atHand.delete(tenant);
  };
  const tell = async (due: Due) => {
    count(due.tenant, 1);
    try {
      await deliver(services, due);
    } catch (error) {
      log.warn({ err: error, delivery: due.id }, 'telling webhooks');
    }
    count(due.tenant, -1);
    await look();
  };
  const look = async (): Promise<void> => {
    if (looking || ended) return;
    looking = true;
    try {
      for (let room = AT_A_TIME - all; room > 0; room = AT_A_TIME - all) {
        const full = [...atHand].flatMap(([tenant, now]) => (now >= OF_A_TENANT ? tenant : []));
        const most = Math.min(room, OF_A_TENANT);
        const due = await takeDue(db, most, full);
        for (const one of due) void tell(one);
        if (due.length < most) break;
      }
    } catch (error) {
      log.warn({ err: error }, 'looking for what webhooks are to be told');
    } finally {
      looking = false;
    }
  };
  const timer = setInterval(() => void look(), LOOK_MS);
  timer.unref();
  return () => {
    ended = true;
    clearInterval(timer);
  };
}

/** Takes what is due, so that no other process tells it too. Who falls in the middle has it told again a minute later. */
function takeDue(db: Database, most: number, without: string[]): Promise<Due[]> {
  return db.$queryRaw<Due[]>`
    UPDATE webhook_delivery SET attempts = attempts + 1, next_at = now() + interval '1 minute'
    WHERE id IN (
      SELECT id FROM webhook_delivery WHERE next_at <= now() AND NOT tenant_id = ANY (${without}::uuid[])
      ORDER BY next_at LIMIT ${most} FOR UPDATE SKIP LOCKED)
    RETURNING id, attempts, tenant_id AS tenant`;
}

async function deliver(
  { db, log, sealer, config }: Pick<Services, 'db' | 'log' | 'sealer' | 'config'>,
  { id, attempts }: Due,
): Promise<void> {
  const row = await db.webhookDelivery.findUnique({ where: { id }, include: { webhook: true, job: { include: { document: true } } } });
  if (!row) return;
  const { webhook, job, event } = row;
  const timestamp = Math.floor(Date.now() / 1000);
  const body = JSON.stringify({ type: event, timestamp: (job.finishedAt ?? row.createdAt).toISOString(), data: jobInfo(job) });
  try {
    const secret = sealer.open(webhook.sealedSecret, webhook.id);
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'ODE-Webhooks',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signatureOf(secret, id, timestamp, body),
    };
    const status = await post(webhook.url, headers, body, config.webhooksAnywhere);
    if (status < 200 || status >= 300) throw new Error(`It answered ${status}`);
    await db.webhookDelivery.update({ where: { id }, data: { deliveredAt: new Date(), nextAt: null, lastError: null } });
  } catch (error) {
    const wait = BACK_OFF[attempts - 1];
    const nextAt = wait === undefined ? null : new Date(Date.now() + wait * 1000 * (1 + Math.random() / 10));
    log.info({ delivery: id, webhook: webhook.id, attempts, err: error }, 'a webhook was not reached');
    await db.webhookDelivery.updateMany({ where: { id }, data: { nextAt, lastError: (error as Error).message.slice(0, 500) } });
  }
}

/** Standard Webhooks 1.0: HMAC-SHA256 over id, time and body, by the bytes behind `whsec_`. */
export function signatureOf(secret: string, id: string, timestamp: number, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

/** The status of the answer, which is not read on. A redirection is an answer like others: nothing is followed. */
function post(url: string, headers: Record<string, string>, body: string, anywhere: boolean): Promise<number> {
  const address = new URL(url);
  // A number is not looked up, so that the lookup would not refuse it; and what was allowed when it was entered need not be now.
  if (isForbidden(address, anywhere)) return Promise.reject(new ForbiddenAddress(`${address.hostname} is not on the internet`));
  return new Promise((resolve, reject) => {
    const request = (address.protocol === 'https:' ? https : http).request(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        signal: AbortSignal.timeout(ANSWER_MS),
        agent: false,
        ...(!anywhere && { lookup: publicLookup }),
      },
      (answer) => {
        resolve(answer.statusCode ?? 0);
        answer.destroy();
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}
