import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AT_START, briefOptions } from '@ode/engine/brief-process';
import type { JobLimits } from '@ode/server/config';

/*
 * What a process that reads strangers' files is kept from. Walls are put up by programs: `confine` of our own (confine.c), which
 * needs no rights and so works in a pod, and those of util-linux, which most Linux systems have. Where one is missing, or the
 * kernel does not allow it, the others stand.
 */

/** Beside the bundle; tests run from the sources and take what was built. */
const built = (name: string) =>
  fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? `../../dist/${name}` : `./${name}`, import.meta.url));
const CONFINE = built('confine');
/** The entry of a process that converts: converter-process.ts. */
export const CONVERTER = built('converter-process.cjs');

/** All that the engine needs of the environment. Database URLs and keys are none of its business. */
const ENVIRONMENT = ['PATH', 'TMPDIR', 'TEMP', 'SystemRoot', 'LANG', 'TZ', 'ODE_FALLBACK_FONT', 'ODE_OCR_DATA'];

/** Most bytes of one output, and descriptors of a process. */
const LARGEST_OUTPUT = 4 * 2 ** 30;
const DESCRIPTORS = 256;
/**
 * How much more than the limit on memory the kernel allows, in bytes: V8 sets up to a gigabyte of addresses aside that it does
 * not use. The watchdog comes first, and says why; this is for what is quicker than it.
 */
const SLACK = 1.5 * 2 ** 30;

const NAMESPACES = [
  'unshare',
  '--user',
  '--map-current-user',
  '--net',
  '--ipc',
  '--uts',
  '--pid',
  '--fork',
  '--kill-child',
  '--mount-proc',
];
const PRIVILEGES = ['setpriv', '--no-new-privs'];
/** For root, whom a namespace of its own would give all capabilities in it. */
const CAPABILITIES = ['--inh-caps=-all', '--bounding-set=-all'];
/**
 * Where this process is root, each converter is a user of its own that has no account and no files but those of its job: one of so
 * many from this number on, which Debian and systemd give to nobody (uid-gid ranges of systemd, 60514 to 61183).
 */
const FIRST_USER = 60_600;
const USERS = 500;
const become = (user: number) => ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups'];
// The first process of a namespace is deaf to signals that it sends itself: the converter is its child.
const SHELL = ['sh', '-c', '"$@"; exit $?', 'sh'];

/** What holds on this machine. */
export interface Walls {
  /** Converters are users of their own: this process is root, and others may use the namespaces. */
  users: boolean;
  /** No network, no sight of other processes and of what they were started with. */
  namespaces: boolean;
  /** No socket, no call that reaches into another process or leads out (seccomp). */
  calls: boolean;
  /** Of files only its own and its code can be opened, nothing of /proc; no signal to others (Landlock). */
  paths: boolean;
  /** Memory, output and descriptors are limited by the kernel. */
  limits: boolean;
  /** As `paths`, by Node's permission model: a seat belt, no wall. */
  files: boolean;
  /** Others come first on the processors. */
  behind: boolean;
}

/** Whether a document that takes a converter over still reaches nobody: what ODE_SANDBOX=require asks for. */
export const shutOff = ({ namespaces, calls, paths }: Walls): boolean => namespaces || (calls && paths);

/**
 * A service's conversions leave the processors to whoever answers somebody: the server, the database, the health of this process.
 * They take what is left, which is all of it as long as nobody asks.
 */
const BEHIND = ['nice', '-n', '10'];

const limitsOf = ({ memoryMb }: Pick<JobLimits, 'memoryMb'>) => [
  'prlimit',
  '--core=0',
  `--fsize=${LARGEST_OUTPUT}`,
  `--nofile=${DESCRIPTORS}`,
  `--data=${memoryMb * 2 ** 20 + SLACK}`,
];
const isRoot = () => process.getuid?.() === 0;
const namespaced = (asRoot: boolean) => [...NAMESPACES, ...PRIVILEGES, ...(asRoot ? CAPABILITIES : []), ...SHELL];
/** `confine` does in a namespace what `setpriv` and the shell do: each program that is started costs a converter's start some milliseconds. */
const FIRST = '--first';

let found: Walls | null = null;

/** Tries each wall, once. */
export function wallsHere(): Walls {
  if (found) return found;
  const attempt = ([command = '', ...args]: string[]) => spawnSync(command, args, { encoding: 'utf8', timeout: 5000 });
  const stands = (wall: string[]) => attempt([...wall, 'true']).status === 0;
  const linux = process.platform === 'linux';
  const check = [CONFINE, '--check'];
  // Both at once where both stand, as they mostly do.
  let checked = linux ? attempt([...NAMESPACES, CONFINE, FIRST, '--check']) : null;
  let namespaces = checked?.status === 0;
  if (linux && !namespaces) {
    checked = attempt(check);
    namespaces = stands(namespaced(isRoot()));
  }
  const standing = checked?.status === 0 ? checked.stdout.trim().split(' ') : [];
  let users: boolean | undefined;
  let behind: boolean | undefined;
  // What not every converter needs is tried when it is asked for.
  return (found = {
    // A network of its own is worth more than a user of its own, should the kernel allow one of the two.
    get users() {
      return (users ??= linux && isRoot() && stands([...become(FIRST_USER), ...(namespaces ? namespaced(false) : [])]));
    },
    namespaces,
    calls: standing.includes('calls'),
    paths: standing.includes('paths'),
    limits: linux && (standing.includes('calls') || stands(limitsOf({ memoryMb: 256 }))),
    get behind() {
      return (behind ??= process.platform !== 'win32' && stands(BEHIND));
    },
    get files() {
      const { allowedNodeEnvironmentFlags: flags } = process;
      return flags.has('--permission') || flags.has('--experimental-permission');
    },
  });
}

/**
 * What holds on nearly every Linux: whoever cannot wait puts it up without trying it first. Null: on no other system. Where a wall does not
 * stand, the process ends before it says anything.
 */
export function wallsExpected(): Walls | null {
  if (process.platform !== 'linux' || !fs.existsSync(CONFINE)) return null;
  return { users: false, namespaces: true, calls: true, paths: true, limits: true, behind: false, files: false };
}

export interface SandboxOptions {
  limits: Pick<JobLimits, 'memoryMb'>;
  /** All that it may write, and read beside its code; null: whatever its user may. */
  folder: string | null;
  /** Those to put up; without, all that stand here. */
  walls?: Walls;
}

/** The descriptor by which a confined process knows its own memory; see watchdog.ts. */
const STATUS = 5;

/** A process in the sandbox. `user`: who it is, whose its files have to be; null: who this process is. */
export interface Sandboxed {
  child: ChildProcess;
  user: number | null;
  /** Its walls have not been tried before, see `wallsExpected`. */
  isTrial?: boolean;
}

/**
 * V8's limit on its heap, unless it has one from 2 GB up that is the document's or higher. A process that is started with an option of V8
 * does without the code that V8 has kept of Node and of the engine, which takes it 20 ms; and of what is over the limit the watchdog
 * tells, and the kernel. V8's own is a quarter of the memory, and at most 4 GB.
 */
function heapLimit({ memoryMb }: Pick<JobLimits, 'memoryMb'>): string[] {
  const quarter = Math.min(os.totalmem(), process.constrainedMemory() || Infinity) / 4;
  const own = quarter >= 2 ** 32 ? 4096 : quarter >= 2 ** 31 ? 2048 : 0;
  return memoryMb >= 2048 && memoryMb <= own ? [] : [`--max-old-space-size=${memoryMb}`];
}

/** Starts a process that converts. `walls`: those to put up; without, all that stand here. */
export function startConverter(limits: JobLimits, folder: string | null, walls?: Walls): Sandboxed {
  return startInSandbox(CONVERTER, [String(limits.memoryMb), ...briefOptions()], { limits, folder, walls });
}

/** Starts a script of Node's in the sandbox. Descriptor 3 is the channel, 4 a pipe that closes when this process ends. */
export function startInSandbox(script: string, args: string[], { limits, folder, walls = wallsHere() }: SandboxOptions): Sandboxed {
  const user = folder !== null && walls.users ? nextUser(script, folder) : null;
  const env = Object.fromEntries(ENVIRONMENT.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
  const node = [
    process.execPath,
    ...AT_START,
    ...heapLimit(limits),
    ...(folder !== null && walls.files ? permissions(script, folder) : []),
    ...[script, ...args],
  ];
  const [command = '', ...rest] = [
    ...(folder !== null && walls.behind ? BEHIND : []),
    ...(walls.limits && !walls.calls ? limitsOf(limits) : []),
    ...(user === null ? [] : become(user)),
    ...(walls.namespaces ? (walls.calls ? NAMESPACES : namespaced(isRoot() && user === null)) : []),
    // Last: behind it nothing else could be put up.
    ...(walls.calls ? confined(limits, walls.namespaces, folder !== null && walls.paths ? { script, folder } : null) : []),
    ...node,
  ];
  const child = spawn(command, rest, {
    env: { ...env, ...(walls.calls && { ODE_STATUS_FD: String(STATUS) }) },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc', 'pipe'],
    // Ctrl-C is for the parent, which tells its children what it means.
    detached: true,
  });
  return { child, user };
}

function confined({ memoryMb }: Pick<JobLimits, 'memoryMb'>, isFirst: boolean, may: { script: string; folder: string } | null): string[] {
  const limits = { data: memoryMb * 2 ** 20 + SLACK, file: LARGEST_OUTPUT, descriptors: DESCRIPTORS, status: STATUS };
  const read = may ? [process.execPath, ...SYSTEM, ...codeOf(may.script), ...fontFiles()] : [];
  return [
    CONFINE,
    ...(isFirst ? [FIRST] : []),
    ...Object.entries(limits).flatMap(([name, value]) => [`--${name}`, String(value)]),
    ...read.flatMap((one) => ['--read', one]),
    ...(may ? ['--write', may.folder, '--write', '/dev/null'] : []),
  ];
}

/** What Node needs of the system to start: its libraries, and OpenSSL's settings. */
const SYSTEM = ['/lib', '/lib64', '/usr/lib', '/usr/local/lib', '/etc/ld.so.cache', '/etc/ssl', '/dev/urandom'];

let usersTaken = 0;
const reachable = new Map<string, boolean>();

/** A user for the next converter; null where one could not read the code, which may lie below /root. */
function nextUser(script: string, folder: string): number | null {
  const needed = [...fontFiles(), script, process.execPath, ...(wallsHere().calls ? [CONFINE] : [])];
  const key = [...needed, folder].join('\0');
  if (!reachable.has(key)) {
    const test = [...needed.flatMap((file) => ['-r', file, '-a']), '-x', folder];
    const [command = '', ...rest] = [...become(FIRST_USER), 'test', ...test];
    reachable.set(key, spawnSync(command, rest, { stdio: 'ignore' }).status === 0);
  }
  return reachable.get(key) ? FIRST_USER + ((process.pid + usersTaken++) % USERS) : null;
}

const fontFiles = () =>
  (process.env.ODE_FALLBACK_FONT ?? '')
    .split(',')
    .map((one) => path.resolve(one.replace(/^[a-z-]+=/i, '').replace(/#\d+$/, '')))
    .filter((font) => fs.existsSync(font) && fs.statSync(font).isFile());

function permissions(script: string, folder: string): string[] {
  const { execPath, allowedNodeEnvironmentFlags: flags } = process;
  const languages = process.env.ODE_OCR_DATA ? [path.resolve(process.env.ODE_OCR_DATA)] : [];
  const readable = [path.dirname(execPath), ...codeOf(script), ...fontFiles(), ...languages.filter((one) => fs.existsSync(one)), folder];
  return [
    flags.has('--permission') ? '--permission' : '--experimental-permission',
    // The watchdog is a thread.
    '--allow-worker',
    // Node 20 falls over a path that lies in another.
    ...outermost(readable).map((one) => `--allow-fs-read=${one}`),
    `--allow-fs-write=${folder}`,
    '--no-warnings',
  ];
}

function outermost(paths: string[]): string[] {
  const all = [...new Set(paths)];
  return all.filter((one) => !all.some((other) => one !== other && one.startsWith(`${other}/`)));
}

/** The folders of the code: in an image one bundle, else the packages of this repository and those that they need. */
function codeOf(script: string): string[] {
  const folders = new Set([path.dirname(script)]);
  for (const name of ['@ode/engine', '@ode/server/errors']) {
    try {
      const file = fs.realpathSync(createRequire(import.meta.url).resolve(name));
      const root = ancestor(file, 'package.json');
      for (const part of ['dist', 'package.json']) folders.add(path.join(root, part));
      folders.add(path.join(ancestor(root, 'node_modules'), 'node_modules'));
      folders.add(path.join(root, 'node_modules'));
    } catch {
      // Part of the bundle.
    }
  }
  folders.add(path.join(ancestor(script, 'package.json'), 'package.json'));
  return [...folders].filter((folder) => fs.existsSync(folder));
}

function ancestor(file: string, having: string): string {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    if (fs.existsSync(path.join(folder, having)) || folder === path.dirname(folder)) return folder;
  }
}
