import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { KEEP_ALIVE } from '../../infra/names.js';
import { freePort, temporaryFolder } from '../../server/test/backends.js';
import type { Timings } from './timings.js';

/** Debian keeps it where only root's PATH leads. */
const HAPROXY = spawnSync('haproxy', ['-v']).error ? '/usr/sbin/haproxy' : 'haproxy';

export interface Balancer {
  url: string;
  stop(): Promise<void>;
}

/**
 * A balancer that knows its servers by their health checks alone, which are the manifests'. It tries nothing twice. The
 * one on AWS is also told when a pod is about to go; this is the harder case.
 */
export async function startHaproxy(ports: number[], { checkInterval, unhealthy, healthy, checkPath }: Timings): Promise<Balancer> {
  const folder = temporaryFolder();
  const port = await freePort();
  const config = `
global
  maxconn 2000
defaults
  mode http
  retries 0
  timeout connect 2s
  timeout client ${KEEP_ALIVE.balancer}s
  timeout server ${KEEP_ALIVE.balancer}s
  timeout http-keep-alive ${KEEP_ALIVE.balancer}s
frontend public
  bind 127.0.0.1:${port}
  default_backend pods
backend pods
  balance roundrobin
  # Idle connections are used again by whoever comes, for as long as the balancer on AWS does.
  http-reuse always
  option httpchk GET ${checkPath}
  http-check expect status 200
  default-server pool-purge-delay ${KEEP_ALIVE.balancer}s check inter ${checkInterval}s fall ${unhealthy} rise ${healthy}
${ports.map((pod, i) => `  server pod${i} 127.0.0.1:${pod}`).join('\n')}
`;
  const file = path.join(folder, 'haproxy.cfg');
  fs.writeFileSync(file, config);
  const child = spawn(HAPROXY, ['-db', '-f', file], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve, reject) => {
    child.once('exit', () => resolve());
    child.once('error', () => reject(new Error('There is no haproxy on this machine: run `npm run check:infra`, which installs it.')));
  });
  ended.catch(() => undefined);
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
