import { EventEmitter } from 'node:events';
import pg from 'pg';

const CHANNEL = 'ode_job';
const RETRY_MS = 500;

/**
 * Hears of every change of a job row, whoever makes it: a trigger notifies (see the first migration). A change tells
 * only that the row is to be read again; after a lost connection all listeners are told so, since what was said
 * meanwhile is gone.
 */
export class JobChanges {
  private readonly events = new EventEmitter().setMaxListeners(0);
  private client: pg.Client | null = null;
  private retry: NodeJS.Timeout | null = null;
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

  async close(): Promise<void> {
    this.closed = true;
    if (this.retry) clearTimeout(this.retry);
    this.events.removeAllListeners();
    const client = this.client;
    this.client = null;
    await client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({ connectionString: this.url, keepAlive: true });
    client.on('error', () => this.lost(client));
    client.on('end', () => this.lost(client));
    client.on('notification', ({ payload }) => void this.events.emit(payload ?? ''));
    this.client = client;
    await client.connect();
    await client.query(`LISTEN ${CHANNEL}`);
  }

  private lost(client: pg.Client): void {
    if (this.closed || this.client !== client) return;
    this.client = null;
    client.end().catch(() => undefined);
    this.reconnectSoon();
  }

  private reconnectSoon(): void {
    this.retry = setTimeout(async () => {
      try {
        await this.connect();
        for (const name of this.events.eventNames()) this.events.emit(name);
      } catch {
        this.client = null;
        if (!this.closed) this.reconnectSoon();
      }
    }, RETRY_MS);
  }
}
