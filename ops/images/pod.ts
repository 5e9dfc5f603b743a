import { spawn, type ChildProcess } from 'node:child_process';
import type { ImageConfig } from './buildah.js';

/*
 * As a node runs it: the image's files as a root that cannot be written, an empty /tmp, the image's user, no capability
 * and no way to gain one. It shares the machine's network.
 */
const SCRIPT = `
  mount --bind "$ROOT" "$ROOT"
  mount --rbind /dev "$ROOT/dev"
  mount -t proc proc "$ROOT/proc"
  mount -t tmpfs -o mode=1777 tmpfs "$ROOT/tmp"
  mount -o remount,bind,ro "$ROOT"
  unset ROOT
  exec setpriv --no-new-privs chroot --userspec "$1" --groups '' "$2" "\${@:3}"
`;

export interface Pod {
  child: ChildProcess;
  output(): string;
  ended: Promise<number | string | null>;
}

/** Starts what an image starts, or another command in it, with further variables. */
export function startPod(
  root: string,
  config: ImageConfig,
  env: Record<string, string>,
  command = [...config.Entrypoint, ...config.Cmd],
): Pod {
  const own = Object.fromEntries(config.Env.map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]));
  const child = spawn('unshare', ['--mount', '--propagation', 'private', 'bash', '-euc', SCRIPT, 'pod', config.User, root, ...command], {
    env: { HOME: '/', ...own, ...env, ROOT: root },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<number | string | null>((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));
  return { child, output: () => said, ended };
}
