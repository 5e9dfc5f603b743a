/* What a converter process is kept from, tried from inside by a script in its place. */
import fs from 'node:fs';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../server/test/backends.js';
import { makePdf } from '../../../server/test/pdf.js';
import { Converter } from './converter.js';
import { shutOff, startInSandbox, wallsHere, type Walls } from './sandbox.js';

const SECRET = 'postgres-password-of-the-parent';
const outside = temporaryFolder();
const folder = path.join(outside, 'own');
let server: net.Server;
let port: number;
let connections = 0;

beforeAll(async () => {
  // Whoever a converter is may pass through to its own folder.
  fs.chmodSync(outside, 0o711);
  fs.mkdirSync(folder);
  process.env.ODE_TEST_SECRET = SECRET;
  fs.writeFileSync(path.join(outside, 'secret-key'), SECRET);
  server = net.createServer((socket) => {
    connections++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.close();
  fs.rmSync(outside, { recursive: true });
});

/** Runs a script in the sandbox; what it says by `process.send`. */
function inside<T>(source: string, wholeDisk = false, walls = wallsHere()): Promise<T> {
  const script = path.join(folder, 'attempt.mjs');
  fs.writeFileSync(
    script,
    `import fs from 'node:fs'; import net from 'node:net'; import child from 'node:child_process'; import os from 'node:os';
     const attempt = (work) => { try { return work(); } catch (error) { return 'refused: ' + error.code; } };
     ${source}`,
  );
  return new Promise((resolve, reject) => {
    const { child, user } = startInSandbox(script, [], { limits: { memoryMb: 256 }, folder: wholeDisk ? null : folder, walls });
    if (user !== null) fs.chownSync(folder, user, user);
    let complaint = '';
    child.stderr?.on('data', (chunk) => (complaint += String(chunk)));
    child.on('message', (said) => {
      resolve(said as T);
      child.kill('SIGKILL');
    });
    child.on('exit', (code, by) => reject(new Error(`${code ?? by}: ${complaint}`)));
  });
}

/** Every file of /proc that may hold what a process was started with. */
const SEARCH = `const found = [process.env.ODE_TEST_SECRET ?? ''];
  for (const pid of attempt(() => fs.readdirSync('/proc')))
    if (/^\\d+$/.test(pid)) found.push(attempt(() => fs.readFileSync('/proc/' + pid + '/environ', 'latin1')));`;

describe('a converter process', () => {
  test('has this machine’s walls', () => {
    // Where these tests run there is Linux with util-linux; whether namespaces are allowed is for the machine to say.
    expect(wallsHere()).toMatchObject({ limits: true, files: true, calls: true, paths: true, behind: true });
  });

  test('does not learn what its parent was started with', async () => {
    expect(await inside<string>(`${SEARCH} process.send(found.join());`)).not.toContain(SECRET);
    // And not even where Node lets it read all files.
    if (wallsHere().namespaces) {
      const seen = await inside<string[]>(`${SEARCH} process.send(found);`, true);
      expect(seen.length).toBeGreaterThan(1);
      expect(seen.join()).not.toContain(SECRET);
    }
  });

  test('reads and writes in its own folder alone, and starts nothing', async () => {
    const said = await inside<string[]>(`process.send([
      attempt(() => fs.readFileSync(${JSON.stringify(path.join(outside, 'secret-key'))}, 'utf8')),
      attempt(() => fs.readFileSync('/etc/passwd', 'utf8')),
      attempt(() => fs.writeFileSync(${JSON.stringify(path.join(outside, 'planted'))}, 'x')),
      attempt(() => child.spawnSync('true').error?.code ?? 'started'),
      attempt(() => fs.writeFileSync(${JSON.stringify(path.join(folder, 'own.txt'))}, 'x') ?? 'written'),
    ]);`);
    expect(said).toEqual([...Array<string>(4).fill('refused: ERR_ACCESS_DENIED'), 'written']);
  });

  test('is, below root, a user of its own without any rights, and another one than the next', async () => {
    const who = () => inside<number[]>('process.send([process.getuid(), process.getgid()]);');
    const own = await who();
    if (!wallsHere().users) return expect(own).toEqual([process.getuid?.(), process.getgid?.()]);
    const next = await who();
    expect([own[0], next[0]].every((user = 0) => user >= 60_600 && user < 61_100)).toBe(true);
    expect([own[1], next[1]]).toEqual([own[0], next[0]]);
    expect(next[0]).not.toBe(own[0]);
    const child = startInSandbox(path.join(folder, 'attempt.mjs'), [], { limits: { memoryMb: 256 }, folder }).child;
    await new Promise((resolve) => child.once('message', resolve));
    // Of the processes below it the innermost is the converter itself.
    const innermost = (pid: number): number => {
      const [first] = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
      return first ? innermost(Number(first)) : pid;
    };
    const status = fs.readFileSync(`/proc/${innermost(child.pid ?? 0)}/status`, 'utf8');
    expect(status).toMatch(/^CapEff:\s*0+$/m);
    expect(status).toMatch(/^Groups:\s*$/m);
    child.kill('SIGKILL');
  });

  test('comes behind those who answer somebody', async () => {
    expect(await inside<number>('process.send(os.getPriority());')).toBe(Math.min(19, os.getPriority() + 10));
  });

  test('reaches nobody', async () => {
    const said = await inside<string>(
      `net.connect(${port}, '127.0.0.1').on('connect', () => process.send('connected')).on('error', ({ code }) => process.send(code));`,
    );
    expect([said === 'connected', connections]).toEqual([false, 0]);
  });

  test('has limits that the kernel keeps: memory, a file’s size, descriptors, no core', async () => {
    const said = await inside<Record<string, string[]>>(
      `const limits = Object.fromEntries(fs.readFileSync('/proc/self/limits', 'utf8').split('\\n').slice(1).map((line) => [line.slice(0, 26).trim(), line.slice(26).trim().split(/\\s+/)]));
       const taken = []; let stopped = null;
       while (!stopped && taken.length < 40) stopped = attempt(() => void taken.push(new WebAssembly.Memory({ initial: 1024, maximum: 1024 })) ?? null);
       process.send({ ...limits, taken: [String(taken.length), String(stopped)] });`,
      true,
    );
    expect(said['Max file size']?.[0]).toBe(String(4 * 2 ** 30));
    expect(said['Max open files']?.[0]).toBe('256');
    expect(said['Max core file size']?.[0]).toBe('0');
    // Memories of 64 MiB: 28 are all that is allowed, forty would be 2.5 GiB.
    expect(Number(said.taken?.[0])).toBeLessThan(29);
  });

  test('converts behind all of them', async () => {
    const converter = new Converter({ seconds: 60, memoryMb: 1024 }, folder);
    const input = path.join(folder, 'paper.pdf');
    fs.writeFileSync(input, makePdf({ pages: 2 }));
    expect(await converter.convert({ input, output: path.join(folder, 'paper.html'), name: 'paper' })).toMatchObject({ pages: 2 });
    const abroad = { input: path.join(outside, 'paper.pdf'), output: path.join(folder, 'abroad.html'), name: 'abroad' };
    fs.writeFileSync(abroad.input, makePdf());
    await expect(converter.convert(abroad)).rejects.toThrow(/restricted|denied/i);
    converter.close();
  });
});

/** What a pod's seccomp and capabilities leave: no namespaces. And without Node's seat belt, which a bug in Node would open. */
const POD: Walls = { users: false, namespaces: false, calls: true, paths: true, limits: true, files: false, behind: false };

describe('a converter process in a pod', () => {
  test('reads no token, no environment of another and no file of the system; writes in its own folder alone', async () => {
    const said = await inside<string[]>(
      `process.send([
        ...[${JSON.stringify(path.join(outside, 'secret-key'))}, '/etc/passwd', '/proc/${process.pid}/environ', '/proc/' + process.ppid + '/environ', '/proc/self/environ', '/proc/${process.pid}/mem']
          .map((file) => attempt(() => fs.readFileSync(file, 'latin1'))),
        attempt(() => fs.readdirSync('/proc')),
        attempt(() => fs.writeFileSync(${JSON.stringify(path.join(outside, 'planted'))}, 'x') ?? 'written'),
        attempt(() => fs.writeFileSync(${JSON.stringify(path.join(folder, 'own.txt'))}, 'x') ?? 'written'),
      ]);`,
      false,
      POD,
    );
    expect(said).toEqual([...Array<string>(8).fill('refused: EACCES'), 'written']);
  });

  test('opens no socket, not even to this machine', async () => {
    const said = await inside<string[]>(
      `const tries = [[${port}, '127.0.0.1'], [${port}, '::1'], ['/var/run/docker.sock']];
       process.send(await Promise.all(tries.map((to) => new Promise((resolve) => net.connect(...to).on('connect', () => resolve('connected')).on('error', ({ code }) => resolve(code))))));`,
      false,
      POD,
    );
    expect([said, connections]).toEqual([['EPERM', 'EPERM', 'EPERM'], 0]);
  });

  test('starts no other program, and sends its parent no signal', async () => {
    const said = await inside<string[]>(
      `process.send([
        ...['/bin/sh', '/usr/bin/env'].map((program) => child.spawnSync(program, ['-c', 'true']).error?.code ?? 'started'),
        attempt(() => process.kill(${process.pid}, 0) && 'sent'),
      ]);`,
      false,
      POD,
    );
    expect(said).toEqual(['EACCES', 'EACCES', 'refused: EPERM']);
  });

  test('has no capability and can gain none; its calls are filtered', async () => {
    // By the descriptor that it is left for its memory (proc(5), "Seccomp": 2 is a filter).
    const said = await inside<string>(
      `const text = Buffer.alloc(4096); fs.readSync(Number(process.env.ODE_STATUS_FD), text, 0, 4096, 0); process.send(String(text));`,
      false,
      POD,
    );
    expect(said).toMatch(/^NoNewPrivs:\t1$/m);
    expect(said).toMatch(/^Seccomp:\t2$/m);
    expect(said).toMatch(/^VmRSS:\s+[1-9]\d+ kB$/m);
  });

  test('needs both of the walls of the kernel, or namespaces, to be shut off', () => {
    expect([POD, { ...POD, paths: false }, { ...POD, calls: false }, { ...POD, calls: false, namespaces: true }].map(shutOff)).toEqual([
      ...[true, false, false, true],
    ]);
  });
});
