import { EventEmitter } from 'node:events';
import pg from 'pg';

const CHANNEL = 'ode_job';
/** Heard on it is the end of a job alone. */
const ENDS = 'ode_job_end';
/** No job's id: who listens by this name hears of all. */
const ANY = Symbol('any job');
const endOf = (jobId: string) => `end of ${jobId}`;
const RETRY_MS = 500;
/** How often the connection is asked whether it still is one, and how long it may take to say so, in milliseconds. */
const PROBE_MS = 10_000;
const ANSWER_MS = 4000;

/**
 * Hears of every change of a job row, whoever makes it: a trigger notifies (see the first migration). A change tells
 * only that the row is to be read again; after a lost connection all listeners are told so, since what was said
 * meanwhile is gone.
 */
export class JobChanges {
  private readonly events = new EventEmitter().setMaxListeners(0);
  private client: pg.Client | null = null;
  private retry: NodeJS.Timeout | null = null;
  private probe: NodeJS.Timeout | null = null;
  private closed = false;

  private constructor(private readonly url: string) {}

  /** Connects and listens. Throws when the first connection fails; later ones are mended in the background. */
  static async listen(url: string): Promise<JobChanges> {
    const changes = new JobChanges(url);
    await changes.connect();
    return changes;
  }

  /** Calls back at every change of the job, until the returned function is called. */
  on(jobId: string, changed: () => void): () => void {
    this.events.on(jobId, changed);
    return () => void this.events.off(jobId, changed);
  }

  /** Calls back when the job has ended, or that may have gone unheard, until the returned function is called. */
  onEnd(jobId: string, ended: () => void): () => void {
    const name = endOf(jobId);
    this.events.on(name, ended);
    return () => void this.events.off(name, ended);
  }

  /** Calls back with the id at every change of any job, and with null when changes may have gone unheard. */
  onAny(changed: (jobId: string | null) => void): () => void {
    this.events.on(ANY, changed);
    return () => void this.events.off(ANY, changed);
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.retry) clearTimeout(this.retry);
    if (this.probe) clearInterval(this.probe);
    this.events.removeAllListeners();
    const client = this.client;
    this.client = null;
    // A server that does not answer is not waited for.
    client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.url,
      keepAlive: true,
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
    });
    client.on('error', () => this.lost(client));
    client.on('end', () => this.lost(client));
    client.on('notification', ({ channel, payload }) => {
      if (channel === ENDS) return void this.events.emit(endOf(payload ?? ''));
      this.events.emit(payload ?? '');
      this.events.emit(ANY, payload ?? null);
    });
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}; LISTEN ${ENDS}`);
    } catch (error) {
      client.end().catch(() => undefined);
      throw error;
    }
    if (this.closed) return void client.end().catch(() => undefined);
    this.client = client;
    if (this.probe) clearInterval(this.probe);
    // A machine that is gone without a word leaves a connection on which nothing is ever heard.
    this.probe = setInterval(() => client.query('SELECT 1').catch(() => this.lost(client)), PROBE_MS);
    this.probe.unref();
  }

  private lost(client: pg.Client): void {
    if (this.closed || this.client !== client) return;
    this.client = null;
    if (this.probe) clearInterval(this.probe);
    client.end().catch(() => undefined);
    this.reconnectSoon();
  }

  /** One attempt at a time: two would each begin two more when they fail, and all of them would be connected in the end. */
  private reconnectSoon(): void {
    if (this.closed || this.retry) return;
    this.retry = setTimeout(async () => {
      const connected = await this.connect().then(
        () => true,
        () => false,
      );
      this.retry = null;
      if (!connected) this.reconnectSoon();
      else for (const name of this.events.eventNames()) this.events.emit(name, null);
    }, RETRY_MS);
  }
}
