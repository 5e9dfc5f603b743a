import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { eventually, freePort } from '../../server/test/backends.js';

/** Seconds in which a process has to answer: its start takes one or two, on a machine that is busy many more. */
const START_SECONDS = 120;

const ODE = fileURLToPath(new URL('../../worker/bin/ode.mjs', import.meta.url));

/** A server or a worker of the built product, as a pod runs it: a process of its own, told what to do by variables. */
export interface OdeProcess {
  url: string;
  port: number;
  child: ChildProcess;
  /** Resolves with the exit code, or with the signal that ended it. */
  ended: Promise<number | string | null>;
  /** Sends SIGTERM and waits for the end. */
  stop(): Promise<number | string | null>;
}

/** Starts `ode serve` or `ode work` on a free port and waits until it answers. */
export async function startOde(command: 'serve' | 'work', env: Record<string, string>, port?: number): Promise<OdeProcess> {
  port ??= await freePort();
  const child = spawn(process.execPath, [ODE, command], {
    // Each conversion is one, although the document is the same.
    env: { ...process.env, HOST: '127.0.0.1', LOG_LEVEL: 'silent', ODE_REUSE_RESULTS: 'false', ...env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const ended = new Promise<number | string | null>((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));
  const url = `http://127.0.0.1:${port}`;
  await eventually(async () => {
    if (child.exitCode !== null) throw new Error(`ode ${command} ended with ${child.exitCode}: ${complaint}`);
    return (await status(`${url}/healthz`)) === 200;
  }, START_SECONDS);
  const stop = () => {
    child.kill('SIGTERM');
    return ended;
  };
  return { url, port, child, ended, stop };
}

/** The status of a GET; 0 where nobody answers. */
export async function status(url: string): Promise<number> {
  try {
    const answer = await fetch(url);
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return 0;
  }
}
