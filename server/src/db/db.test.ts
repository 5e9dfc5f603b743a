import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, startPostgres, temporaryFolder, type Backend } from '../../test/backends.js';
import { OdeServiceError } from '../contract/index.js';
import { startEmbeddedPostgres } from './embedded.js';
import {
  cancelJob,
  abandonObjects,
  adoptObject,
  beat,
  claimJob,
  expectObject,
  failJob,
  inTenant,
  JobChanges,
  migrate,
  MIGRATIONS,
  MOST_LOSSES,
  openDatabase,
  releaseJob,
  releaseLostJobs,
  releaseStrays,
  reportProgress,
  retire,
  runnableJobs,
  succeedJob,
  sweepObjects,
  type Claim,
  type Database,
} from './index.js';

/** The tenant that is there from the start. */
const LOCAL = '00000000-0000-7000-8000-000000000001';

let postgres: Backend;
let db: Database;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(async () => {
  await db?.$disconnect();
  await postgres.stop();
});

describe('migrations', () => {
  const all = fs.readdirSync(MIGRATIONS).filter((name) => /^\d/.test(name));

  test('two servers that start together apply each once', async () => {
    const applied = await Promise.all([migrate(postgres.url), migrate(postgres.url)]);
    expect(applied.flat()).toEqual(all);
    expect(await migrate(postgres.url)).toEqual([]);
  });

  test('are recorded the way Prisma records them, and the schema is what they make', async () => {
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    const { rows } = await client.query('SELECT migration_name, applied_steps_count, rolled_back_at FROM _prisma_migrations');
    await client.end();
    expect(rows).toEqual(all.map((migration_name) => ({ migration_name, applied_steps_count: 1, rolled_back_at: null })));
    // Prisma's client reads and writes every column of every model.
    db = openDatabase(postgres.url);
    expect(await db.document.findMany({ include: { jobs: { include: { logs: true } } } })).toEqual([]);
  });

  test('one that waits for a table keeps nobody else from it', async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, '2_more', 'migration.sql');
    fs.mkdirSync(path.dirname(file));
    fs.writeFileSync(file, 'ALTER TABLE sweep ADD COLUMN more INT; ALTER TABLE sweep DROP COLUMN more;');
    const [reader, other] = [postgres.url, postgres.url].map((connectionString) => new pg.Client({ connectionString }));
    await Promise.all([reader?.connect(), other?.connect()]);
    // Such as a backup, which reads for an hour.
    await reader?.query('BEGIN');
    await reader?.query('SELECT FROM sweep');
    let done = false;
    const migrated = migrate(postgres.url, folder).finally(() => (done = true));
    const waits = async () =>
      (await db.$queryRaw<unknown[]>`SELECT 1 FROM pg_locks WHERE relation = 'sweep'::regclass AND NOT granted`).length > 0;
    await eventually(waits);
    // Behind the migration this would wait for as long as the reader reads.
    await other?.query('SELECT FROM sweep');
    expect(done).toBe(false);
    await reader?.query('COMMIT');
    expect(await migrated).toEqual(['2_more']);
    await Promise.all([reader?.end(), other?.end()]);
    fs.rmSync(folder, { recursive: true });
  });

  test('one that fails leaves nothing, and one that was changed is refused', async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, '1_bad', 'migration.sql');
    fs.mkdirSync(path.dirname(file));
    fs.writeFileSync(file, 'CREATE TABLE half (id INT); SELECT nonsense;');
    await expect(migrate(postgres.url, folder)).rejects.toThrow('Migration 1_bad failed: column "nonsense" does not exist');
    fs.writeFileSync(file, 'CREATE TABLE half (id INT);');
    expect(await migrate(postgres.url, folder)).toEqual(['1_bad']);
    fs.writeFileSync(file, 'CREATE TABLE other (id INT);');
    await expect(migrate(postgres.url, folder)).rejects.toThrow('Migration 1_bad was changed after it was applied');
    fs.rmSync(folder, { recursive: true });
  });
});

describe('the life of a job', () => {
  const submit = async () => {
    const document = await db.document.create({
      data: { tenantId: LOCAL, name: 'a.pdf', size: 1n, sha256: '0'.repeat(64), storageKey: 'documents/a.pdf' },
    });
    return (await db.job.create({ data: { tenantId: LOCAL, documentId: document.id, format: 'html' } })).id;
  };
  const claim = async (id: string) => {
    const claimed = await claimJob(db, null, id);
    if (!claimed) throw new Error('not claimed');
    return claimed;
  };
  const status = async (id: string) => (await db.job.findUniqueOrThrow({ where: { id } })).status;
  const result = { key: 'results/x.html', size: 5, sha256: '1'.repeat(64), pages: 2 };
  const succeed = async (held: Claim) => {
    await expectObject(db, result.key);
    return succeedJob(db, held, result);
  };

  test('claimed, in progress, succeeded; every change has a number', async () => {
    const id = await submit();
    const held = await claim(id);
    expect(held).toMatchObject({ attempt: 1, job: { status: 'running', version: 1, document: { name: 'a.pdf' } } });
    expect(await reportProgress(db, held, 1, 2)).toBe(true);
    expect(await succeed(held)).toBe(true);
    expect(await db.job.findUnique({ where: { id } })).toMatchObject({ status: 'succeeded', version: 3, pagesDone: 2, resultSize: 5n });
  });

  test('a worker that was given up for dead is not heard any more', async () => {
    const id = await submit();
    const dead = await claim(id);
    await releaseLostJobs(db, 0);
    const heir = await claim(id);
    expect(heir.attempt).toBe(2);
    expect(await reportProgress(db, dead, 1, 2)).toBe(false);
    expect(await succeed(dead)).toBe(false);
    expect(await failJob(db, dead, new OdeServiceError('damaged'))).toBe(false);
    expect(await releaseJob(db, dead)).toBe(false);
    expect(await status(id)).toBe('running');
    expect(await succeed(heir)).toBe(true);
  });

  test('a cancelled job cannot be claimed or finished; cancelling twice is cancelling', async () => {
    const id = await submit();
    const held = await claim(id);
    await cancelJob(db, LOCAL, id);
    expect(await succeed(held)).toBe(false);
    expect(await claimJob(db, null, id)).toBeNull();
    expect((await cancelJob(db, LOCAL, id)).status).toBe('cancelled');
  });

  test('a finished job cannot be cancelled', async () => {
    const id = await submit();
    await failJob(db, await claim(id), new OdeServiceError('damaged'));
    await expect(cancelJob(db, LOCAL, id)).rejects.toMatchObject({ code: 'job-finished' });
    await expect(cancelJob(db, LOCAL, '00000000-0000-7000-8000-000000000000')).rejects.toMatchObject({ code: 'not-found' });
    expect(await claimJob(db, null, id)).toBeNull();
  });

  test('a job that loses worker after worker is given up', async () => {
    const id = await submit();
    await expectObject(db, `results/${id}/1`);
    for (let i = 1; i < MOST_LOSSES; i++) {
      await claim(id);
      expect(await releaseLostJobs(db, 0)).toEqual({ released: 1, failed: 0 });
    }
    await claim(id);
    expect(await releaseLostJobs(db, 0)).toEqual({ released: 0, failed: 1 });
    expect(await db.job.findUnique({ where: { id } })).toMatchObject({ status: 'failed', errorCode: 'worker-lost' });
    // What its first attempt has stored is not kept for long.
    const { until } = await db.pendingObject.findUniqueOrThrow({ where: { key: `results/${id}/1` } });
    expect(until.getTime()).toBeLessThan(Date.now() + 60_000);
  });

  test('the jobs of a worker that lives stay with it; those of one that is silent go back', async () => {
    const [alive, silent] = [randomUUID(), randomUUID()];
    for (const worker of [alive, silent]) await beat(db, { id: worker, host: 'here', slots: 1 });
    const ids = [await submit(), await submit()] as const;
    await claimJob(db, alive, ids[0]);
    await claimJob(db, silent, ids[1]);
    await db.$executeRaw`UPDATE worker SET seen_at = now() - interval '1 minute' WHERE id = ${silent}::uuid`;
    await db.$executeRaw`UPDATE job SET started_at = now() - interval '1 minute' WHERE status = 'running'`;
    expect(await releaseLostJobs(db, 12_000)).toEqual({ released: 1, failed: 0 });
    expect([await status(ids[0]), await status(ids[1])]).toEqual(['running', 'queued']);
    await retire(db, alive);
    expect(await releaseLostJobs(db, 12_000)).toEqual({ released: 1, failed: 0 });
    for (const id of ids) await cancelJob(db, LOCAL, id);
  });

  test('a job that a worker has without knowing it goes back, and to another', async () => {
    const worker = randomUUID();
    await beat(db, { id: worker, host: 'here', slots: 2 });
    const [known, unknown, fresh] = [await submit(), await submit(), await submit()];
    for (const id of [known, unknown]) await claimJob(db, worker, id);
    await db.$executeRaw`UPDATE job SET started_at = now() - interval '1 minute' WHERE status = 'running'`;
    await claimJob(db, worker, fresh);
    expect(await releaseStrays(db, worker, [known])).toBe(1);
    expect(await Promise.all([known, unknown, fresh].map(status))).toEqual(['running', 'queued', 'running']);
    expect((await claim(unknown)).attempt).toBe(2);
    expect(await releaseStrays(db, worker, [])).toBe(1);
    for (const id of [known, unknown, fresh]) await cancelJob(db, LOCAL, id);
    await retire(db, worker);
  });

  test('a job that was put off is not taken up before its time', async () => {
    const id = await submit();
    await releaseJob(db, await claim(id), { counts: 'retries', afterMs: 60_000 });
    expect(await runnableJobs(db)).toBe(0);
    expect(await claimJob(db, null)).toBeNull();
    await db.job.update({ where: { id }, data: { notBefore: new Date() } });
    expect(await runnableJobs(db)).toBe(1);
    expect((await claimJob(db, null))?.job).toMatchObject({ id, retries: 1 });
    await cancelJob(db, LOCAL, id);
  });

  test('a job that has ended keeps no password', async () => {
    for (const end of [
      async (id: string) => void (await cancelJob(db, LOCAL, id)),
      async (id: string) => void (await failJob(db, await claim(id), new OdeServiceError('damaged'))),
      async (id: string) => void (await succeed(await claim(id))),
    ]) {
      const id = await submit();
      await db.job.update({ where: { id }, data: { sealedPassword: Buffer.from('sealed') } });
      await end(id);
      expect((await db.job.findUniqueOrThrow({ where: { id } })).sealedPassword).toBeNull();
    }
  });

  test('of a key’s jobs only so many run at a time, and those of other keys go on', async () => {
    const [narrow, wide] = await Promise.all(
      ['narrow', 'wide'].map((name) =>
        db.apiKey.create({
          data: {
            id: randomUUID(),
            tenantId: LOCAL,
            name,
            prefix: name,
            hash: name.padEnd(64, '0'),
            scope: 'write',
            maxRunning: name === 'narrow' ? 1 : null,
          },
        }),
      ),
    );
    const ids = [await submit(), await submit(), await submit()];
    await db.job.updateMany({ where: { id: { in: ids.slice(0, 2) } }, data: { keyId: narrow?.id } });
    await db.job.updateMany({ where: { id: ids[2] }, data: { keyId: wide?.id } });
    expect(await runnableJobs(db)).toBe(2);
    const first = await claimJob(db, null);
    expect([first?.job.id, first?.limited]).toEqual([ids[0], true]);
    const next = await claimJob(db, null);
    expect([next?.job.id, next?.limited]).toEqual([ids[2], false]);
    expect([await runnableJobs(db), await claimJob(db, null)]).toEqual([0, null]);
    await cancelJob(db, LOCAL, ids[0] ?? '');
    expect(await runnableJobs(db)).toBe(1);
    expect((await claimJob(db, null))?.job.id).toBe(ids[1]);
    for (const id of ids.slice(1)) await cancelJob(db, LOCAL, id);
    await db.apiKey.deleteMany();
  });

  test('tenants take turns: the first job of one comes before the second of another', async () => {
    const other = await db.tenant.create({ data: { name: 'other' } });
    const many = [await submit(), await submit(), await submit()];
    const few = [await submit(), await submit()];
    await db.job.updateMany({ where: { id: { in: few } }, data: { tenantId: other.id } });
    const order: string[] = [];
    for (let i = 0; i < 4; i++) order.push((await claimJob(db, null))?.job.id ?? '');
    expect(order.filter((id) => many.includes(id))).toEqual(many.slice(0, 2));
    expect(order.filter((id) => few.includes(id))).toEqual(few);
    // As many at hand as it may have: its third waits although it is its turn.
    await db.tenant.update({ where: { id: LOCAL }, data: { maxRunning: 2 } });
    expect(await runnableJobs(db)).toBe(0);
    expect(await claimJob(db, null)).toBeNull();
    await cancelJob(db, LOCAL, many[0] ?? '');
    expect((await claimJob(db, null))?.job.id).toBe(many[2]);
    await db.tenant.update({ where: { id: LOCAL }, data: { maxRunning: null } });
    for (const id of many) await cancelJob(db, LOCAL, id);
    for (const id of few) await cancelJob(db, other.id, id);
  });

  test('a higher priority goes first, within a tenant', async () => {
    const ids = [await submit(), await submit(), await submit()];
    await db.job.update({ where: { id: ids[2] }, data: { priority: 5 } });
    await db.job.update({ where: { id: ids[0] }, data: { priority: -5 } });
    const order: (string | undefined)[] = [];
    for (let i = 0; i < 3; i++) order.push((await claimJob(db, null))?.job.id);
    expect(order).toEqual([ids[2], ids[1], ids[0]]);
    for (const id of ids) await cancelJob(db, LOCAL, id);
  });

  test('of many that claim at once each gets another job', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, submit));
    const claims = await Promise.all(Array.from({ length: 25 }, () => claimJob(db, null)));
    expect(claims.flatMap((held) => held?.job.id ?? []).sort()).toEqual([...ids].sort());
    for (const id of ids) await cancelJob(db, LOCAL, id);
  });

  test('whoever listens hears of a change, also after a lost connection', async () => {
    const id = await submit();
    const changes = await JobChanges.listen(postgres.url);
    let heard = 0;
    const stop = changes.on(id, () => heard++);
    const held = await claim(id);
    await eventually(() => heard === 1);
    await db.$executeRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN ode_job%'`;
    // It is told to look again, since it may have missed something.
    await eventually(() => heard === 2);
    await reportProgress(db, held, 1, 2);
    await eventually(() => heard === 3);
    stop();
    await changes.close();
  });

  test('a database that was away is connected to once, however often that was tried', async () => {
    const sockets = new Set<net.Socket>();
    let away = false;
    let tries = 0;
    const relay = net.createServer((near) => {
      if (away) return void (tries++, near.resetAndDestroy());
      const far = net.connect(Number(new URL(postgres.url).port || 5432), new URL(postgres.url).hostname);
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ] as const) {
        sockets.add(socket.on('error', () => other.destroy()).on('close', () => (sockets.delete(socket), other.destroy())));
        socket.pipe(other);
      }
    });
    await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
    const url = new URL(postgres.url);
    url.port = String((relay.address() as net.AddressInfo).port);
    url.hostname = '127.0.0.1';
    const id = await submit();
    const changes = await JobChanges.listen(url.href);
    let heard = 0;
    changes.on(id, () => heard++);
    away = true;
    for (const socket of sockets) socket.destroy();
    const began = Date.now();
    await eventually(() => tries >= 5);
    // One try after the other, with half a second between them.
    expect(tries).toBeLessThanOrEqual(2 + (Date.now() - began) / 500);
    away = false;
    await eventually(() => heard === 1);
    expect(sockets.size).toBe(2);
    await changes.close();
    relay.close();
  });
});

describe('in the name of a tenant', () => {
  test('PostgreSQL shows its own rows alone, and takes none for another, whatever is asked', async () => {
    const other = await db.tenant.create({ data: { name: 'walled' } });
    const own = await db.document.create({
      data: { tenantId: other.id, name: 'b.pdf', size: 1n, sha256: '1'.repeat(64), storageKey: 'b' },
    });
    const job = await db.job.create({ data: { tenantId: other.id, documentId: own.id, format: 'html' } });
    await db.conversionLog.create({ data: { jobId: job.id, attempt: 1, level: 'info', event: 'x', message: '' } });
    const seen = (tenantId: string) =>
      inTenant(db, tenantId, async (transaction) => ({
        documents: (await transaction.document.findMany()).map((row) => row.tenantId),
        jobs: (await transaction.job.findMany()).map((row) => row.tenantId),
        logs: (await transaction.conversionLog.findMany()).map((row) => row.jobId),
      }));
    expect(await seen(other.id)).toEqual({ documents: [other.id], jobs: [other.id], logs: [job.id] });
    const local = await seen(LOCAL);
    expect([...new Set([...local.documents, ...local.jobs])]).toEqual([LOCAL]);
    expect(local.logs).not.toContain(job.id);
    await inTenant(db, LOCAL, (transaction) => transaction.job.updateMany({ where: { id: job.id }, data: { title: 'mine' } }));
    await inTenant(db, LOCAL, (transaction) => transaction.document.deleteMany({ where: { id: own.id } }));
    expect(await db.job.findUnique({ where: { id: job.id } })).toMatchObject({ title: null });
    const foreign = { tenantId: other.id, name: 'c.pdf', size: 1n, sha256: '2'.repeat(64), storageKey: 'c' };
    await expect(inTenant(db, LOCAL, (transaction) => transaction.document.create({ data: foreign }))).rejects.toThrow(
      /row-level security/,
    );
    // Its own limits it may read, and not change; of sessions it sees nothing at all.
    expect((await inTenant(db, LOCAL, (transaction) => transaction.tenant.findMany())).map(({ id }) => id)).toEqual([LOCAL]);
    const unlimited = inTenant(db, LOCAL, (transaction) => transaction.tenant.updateMany({ data: { monthlyPages: null } }));
    await expect(unlimited).rejects.toThrow(/permission denied/);
    await expect(inTenant(db, LOCAL, (transaction) => transaction.session.findMany())).rejects.toThrow(/permission denied/);
    for (const table of ['member', 'usage_entry', 'usage_month', 'api_key', 'audit', 'webhook', 'batch'])
      expect(
        await inTenant(db, LOCAL, (transaction) => transaction.$queryRawUnsafe(`SELECT 1 FROM ${table} WHERE tenant_id <> '${LOCAL}'`)),
      ).toEqual([]);
    await db.tenant.delete({ where: { id: other.id } });
  });

  test('every table that says whose its rows are has that wall', async () => {
    const tables = await db.$queryRaw<{ name: string; walled: boolean; policies: number }[]>`
      SELECT c.relname AS name, c.relrowsecurity AS walled,
        (SELECT count(*)::int FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'own_tenant') AS policies
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
      WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY 1`;
    // Sessions are read before it is known whose they are: tenants have no right to them at all.
    expect(tables.filter(({ walled, policies }) => !walled || !policies).map(({ name }) => name)).toEqual(['session']);
    expect(tables.length).toBeGreaterThanOrEqual(13);
  });

  test('only so many are asked at a time, and who comes later has its turn', async () => {
    let running = 0;
    let most = 0;
    const done = await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        inTenant(db, LOCAL, async (transaction) => {
          most = Math.max(most, ++running);
          await transaction.$queryRaw`SELECT pg_sleep(0.01)::text`;
          running--;
          if (i === 3) throw new Error('no matter');
        }).then(
          () => true,
          () => false,
        ),
      ),
    );
    expect([most, done.filter(Boolean).length]).toEqual([5, 29]);
  });

  test('one that asks for much does not keep another waiting for all of it', async () => {
    const other = await db.tenant.create({ data: { name: 'in a hurry' } });
    const order: string[] = [];
    const slow = Array.from({ length: 30 }, () =>
      inTenant(db, LOCAL, async (transaction) => {
        await transaction.$queryRaw`SELECT pg_sleep(0.05)::text`;
        order.push('slow');
      }),
    );
    await Promise.all([...slow, inTenant(db, other.id, async () => void order.push('quick'))]);
    // Behind those that had their turn already, and no others.
    expect(order.indexOf('quick')).toBeLessThanOrEqual(5);
    await db.tenant.delete({ where: { id: other.id } });
  });
});

describe('objects that are being stored', () => {
  const sweep = async () => {
    const gone: string[] = [];
    await sweepObjects(db, async (key) => void gone.push(key));
    return gone;
  };

  test('belong to nothing when nobody adopts them in time, and are deleted', async () => {
    await expectObject(db, 'late');
    await expectObject(db, 'adopted');
    expect(await adoptObject(db, 'adopted')).toBe(true);
    expect(await sweep()).toEqual([]);
    await abandonObjects(db, ['late', 'adopted']);
    expect((await sweep()).sort()).toEqual(['adopted', 'late']);
    expect(await adoptObject(db, 'late')).toBe(false);
  });

  test('are kept for the next sweep when the storage does not delete them', async () => {
    await abandonObjects(db, ['stubborn']);
    await expect(sweepObjects(db, () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await sweep()).toEqual(['stubborn']);
  });

  test('a result that was given up is not committed', async () => {
    const document = await db.document.create({
      data: { tenantId: LOCAL, name: 'a.pdf', size: 1n, sha256: '0'.repeat(64), storageKey: 'documents/b.pdf' },
    });
    const { id } = await db.job.create({ data: { tenantId: LOCAL, documentId: document.id, format: 'html' } });
    const held = await claimJob(db, null, id);
    if (!held) throw new Error('not claimed');
    await expect(succeedJob(db, held, { key: 'gone', size: 1, sha256: '', pages: 1 })).rejects.toThrow('given up');
    expect((await db.job.findUniqueOrThrow({ where: { id } })).status).toBe('running');
    await cancelJob(db, LOCAL, id);
  });
});

describe('the embedded PostgreSQL', () => {
  test('ends when its ODE is killed, and comes back when it is killed itself', async () => {
    const folder = temporaryFolder();
    const script = `import { startEmbeddedPostgres } from './dist/db/embedded.js'; const { url } = await startEmbeddedPostgres(process.argv[1]); console.log(url); setInterval(() => {}, 1000)`;
    const ode = spawn(process.execPath, ['--input-type=module', '-e', script, folder], {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let url = '';
    ode.stdout.on('data', (chunk: Buffer) => (url += chunk.toString()));
    await eventually(() => url.includes('postgresql:'));
    const pid = () => Number(fs.readFileSync(path.join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
    const killed = pid();
    process.kill(killed, 'SIGKILL');
    await eventually(() => fs.existsSync(path.join(folder, 'postgres', 'postmaster.pid')) && pid() !== killed);
    await eventually(async () => {
      const client = new pg.Client({ connectionString: url.trim() });
      client.on('error', () => undefined);
      return client.connect().then(
        () => client.end().then(() => true),
        () => false,
      );
    });
    const second = pid();
    ode.kill('SIGKILL');
    await eventually(() => !fs.existsSync(`/proc/${second}`));
    fs.rmSync(folder, { recursive: true });
  });

  test('starts again after its ODE was killed, with all that was written', async () => {
    const folder = temporaryFolder();
    const first = await startEmbeddedPostgres(folder);
    const client = new pg.Client({ connectionString: first.url });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('CREATE TABLE kept AS SELECT 42 AS answer');
    // As a kill -9 leaves it: PostgreSQL runs on, and nobody has stopped it.
    const second = await startEmbeddedPostgres(folder);
    const again = new pg.Client({ connectionString: second.url });
    await again.connect();
    expect((await again.query('SELECT answer FROM kept')).rows).toEqual([{ answer: 42 }]);
    await again.end();
    await second.stop();
    fs.rmSync(folder, { recursive: true });
  });

  test('one that does not end when it is asked is ended', async () => {
    const folder = temporaryFolder();
    const first = await startEmbeddedPostgres(folder);
    const client = new pg.Client({ connectionString: first.url });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('CREATE TABLE kept AS SELECT 42 AS answer');
    const { rows } = await client.query<{ pid: number }>("SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'");
    // An end in order waits for this one.
    process.kill(rows[0]?.pid ?? 0, 'SIGSTOP');
    const second = await startEmbeddedPostgres(folder);
    const again = new pg.Client({ connectionString: second.url });
    await again.connect();
    expect((await again.query('SELECT answer FROM kept')).rows).toEqual([{ answer: 42 }]);
    await again.end();
    await second.stop();
    fs.rmSync(folder, { recursive: true });
  });

  test('a process number that another program has by now stops nothing', async () => {
    const folder = temporaryFolder();
    await (await startEmbeddedPostgres(folder)).stop();
    fs.writeFileSync(path.join(folder, 'postgres', 'postmaster.pid'), `${process.pid}\n${folder}/postgres\n`);
    await (await startEmbeddedPostgres(folder)).stop();
    fs.rmSync(folder, { recursive: true });
  });

  test('asks for a password', async () => {
    const url = new URL(postgres.url);
    url.password = 'wrong';
    const client = new pg.Client({ connectionString: url.href });
    await expect(client.connect()).rejects.toThrow('password authentication failed');
  });
});

test('the schema of Prisma is valid', () => {
  const server = fileURLToPath(new URL('../..', import.meta.url));
  const cli = createRequire(import.meta.url).resolve('prisma/build/index.js');
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: '/bin/false' };
  execFileSync(process.execPath, [cli, 'validate'], { cwd: server, env, stdio: 'pipe' });
});
