import { createHmac } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { jobInfo, type Database } from '../db/index.js';
import type { Services } from '../services.js';
import { ForbiddenAddress, isPublic, publicLookup } from '../outgoing/address.js';

/** How often what is due is looked for, how many are told at a time, and how long one may take to answer. */
const LOOK_MS = 1000;
const AT_A_TIME = 20;
const ANSWER_MS = 15_000;
/** Seconds until the next try: over three days in all, as Standard Webhooks advises. */
const BACK_OFF = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400];

interface Due {
  id: string;
  attempts: number;
}

/** Tells webhooks what has happened, again and again until they say that they have heard. Returns what ends it. */
export function startDeliveries(services: Pick<Services, 'db' | 'log' | 'sealer' | 'config'>): () => void {
  const { db, log } = services;
  let busy = false;
  const timer = setInterval(async () => {
    if (busy) return;
    busy = true;
    try {
      for (let due = await takeDue(db); due.length; due = await takeDue(db)) await Promise.all(due.map((one) => deliver(services, one)));
    } catch (error) {
      log.warn({ err: error }, 'telling webhooks');
    } finally {
      busy = false;
    }
  }, LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Takes what is due, so that no other process tells it too. Who falls in the middle has it told again a minute later. */
function takeDue(db: Database): Promise<Due[]> {
  return db.$queryRaw<Due[]>`
    UPDATE webhook_delivery SET attempts = attempts + 1, next_at = now() + interval '1 minute'
    WHERE id IN (SELECT id FROM webhook_delivery WHERE next_at <= now() ORDER BY next_at LIMIT ${AT_A_TIME} FOR UPDATE SKIP LOCKED)
    RETURNING id, attempts`;
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
  const { protocol, hostname } = new URL(url);
  const address = hostname.replace(/^\[|\]$/g, '');
  // An address is not looked up, so that the lookup would not refuse it.
  if (!anywhere && net.isIP(address) && !isPublic(address))
    return Promise.reject(new ForbiddenAddress(`${hostname} is not on the internet`));
  return new Promise((resolve, reject) => {
    const request = (protocol === 'https:' ? https : http).request(
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
