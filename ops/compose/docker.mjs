#!/usr/bin/env node
// The part of Docker's command line that docs/operations/compose.md has people type, over this machine's processes: a service is
// a process, a volume a folder, another container a command. backup.slow.ts puts it on the PATH as `docker`; the file that
// COMPOSE names says what is what.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * @typedef {{ command: string[]; env: Record<string, string>; port?: number; url?: string }} Process one without a port ends by itself
 * @typedef {{ folder: string; services: Record<string, Process>; volumes: Record<string, string>; programs: Record<string, string[]> }} State
 * services in the order in which they start; programs: what stands for one of a container's
 */
/** @type {State} */
const { folder, services, volumes, programs } = JSON.parse(fs.readFileSync(process.env.COMPOSE ?? '', 'utf8'));
const READY_SECONDS = 120;

/** @param {string} name @returns {Process} */
const service = (name) => services[name] ?? fail(`no such service: ${name}`);
/** @param {string} text @returns {never} */
function fail(text) {
  console.error(text);
  process.exit(1);
}
/** @param {string} name */
const pidFile = (name) => path.join(folder, `${name}.pid`);
/** @param {string} name The number of its process; nothing where it does not run. */
function running(name) {
  if (!fs.existsSync(pidFile(name))) return undefined;
  const pid = Number(fs.readFileSync(pidFile(name), 'utf8'));
  // One that has ended may stay a zombie, where nobody asks how.
  const state = fs.existsSync(`/proc/${pid}/stat`) ? fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0] : undefined;
  return state === undefined || state === 'Z' ? undefined : pid;
}

/** @param {Process} of */
async function ready({ port, url }) {
  if (url) return (await fetch(url).catch(() => null))?.ok === true;
  return new Promise((resolve) => {
    const socket = net.connect(port ?? 0, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
    socket.unref();
  });
}

async function up() {
  for (const [name, one] of Object.entries(services)) {
    const [program = '', ...args] = one.command;
    const log = fs.openSync(path.join(folder, `${name}.log`), 'a');
    if (!one.port) {
      if (spawnSync(program, args, { env: one.env, stdio: ['ignore', log, log] }).status !== 0) fail(`${name} fails`);
      continue;
    }
    if (running(name) === undefined) {
      const child = spawn(program, args, { env: one.env, stdio: ['ignore', log, log], detached: true });
      fs.writeFileSync(pidFile(name), String(child.pid));
      child.unref();
    }
    for (const deadline = Date.now() + READY_SECONDS * 1000; !(await ready(one)); await sleep(50))
      if (Date.now() > deadline || running(name) === undefined) fail(`${name} does not come up`);
  }
}

/** @param {string[]} names */
async function stop(names) {
  for (const name of names) {
    service(name);
    const pid = running(name);
    if (pid === undefined) continue;
    process.kill(pid, 'SIGTERM');
    while (running(name) !== undefined) await sleep(20);
    fs.rmSync(pidFile(name));
  }
}

/** @param {string} name @param {string[]} command In the service's environment, which has to run. */
function exec(name, [program = '', ...args]) {
  if (running(name) === undefined) fail(`${name} is not running`);
  const stand = programs[program] ?? fail(`no ${program} in ${name}`);
  const [own = '', ...before] = stand;
  // The bundle of the images is the command's first argument.
  const rest = args[0]?.startsWith('/app/') ? args.slice(1) : args;
  return spawnSync(own, [...before, ...rest], { stdio: 'inherit', env: service(name).env }).status ?? 1;
}

/** @param {string[]} args of `docker run` */
function run(args) {
  /** @type {[string, string][]} */
  const mounts = [];
  while (args[0]?.startsWith('--')) {
    const option = args.shift();
    if (option !== '--volume') continue;
    const [from = '', to = ''] = args.shift()?.split(':') ?? [];
    mounts.push([to, path.isAbsolute(from) ? from : (volumes[from] ?? fail(`no such volume: ${from}`))]);
  }
  const [, program = '', ...rest] = args;
  const here = rest.map((text) =>
    mounts.reduce((all, [to, from]) => all.replace(new RegExp(`(?<![\\w/.])${to}(?![\\w.-])`, 'g'), from), text),
  );
  return spawnSync(program, here, { stdio: 'inherit' }).status ?? 1;
}

const [first, ...args] = process.argv.slice(2);
if (first === 'run') process.exitCode = run(args);
else if (first === 'compose') {
  const [what, ...rest] = args.filter((word) => !['--no-TTY', '--detach'].includes(word));
  if (what === 'up') await up();
  else if (what === 'stop') await stop(rest);
  else if (what === 'exec') process.exitCode = exec(rest[0] ?? '', rest.slice(1));
  else fail(`docker compose ${what}?`);
} else fail(`docker ${first}?`);
