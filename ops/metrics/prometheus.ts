import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { eventually, freePort, temporaryFolder } from '../../server/test/backends.js';
import { ruleFile } from '../alerts/rules.js';
import { find, type KubernetesObject } from '../manifests/objects.js';
import { status } from '../processes/ode.js';

interface ServiceMonitor extends KubernetesObject {
  spec: { selector: { matchLabels: Record<string, string> }; endpoints: { port: string; path: string }[] };
}
interface Service extends KubernetesObject {
  spec: { ports: { name: string }[] };
}

export interface Sample {
  metric: Record<string, string>;
  value: number;
}

/** A real Prometheus. */
export interface Prometheus {
  url: string;
  query(expression: string): Promise<Sample[]>;
  stop(): Promise<void>;
}

/**
 * The scrape settings that the Prometheus operator makes of a ServiceMonitor: the job is the service's name, and its
 * namespace a label. Of the discovery only the result is left: where the pods are. Every second instead of every 15.
 */
function scrapeConfigs(objects: KubernetesObject[], targets: Record<string, string[]>) {
  const monitors = objects.filter(({ kind }) => kind === 'ServiceMonitor') as ServiceMonitor[];
  return monitors.map(({ metadata, spec }) => {
    const [endpoint] = spec.endpoints;
    const name = spec.selector.matchLabels['app.kubernetes.io/name'] ?? '';
    const service = find<Service>(objects, 'Service', name);
    if (!endpoint || !service.spec.ports.some((port) => port.name === endpoint.port))
      throw new Error(`${metadata.name} asks a port that ${name} lacks`);
    return {
      job_name: name,
      metrics_path: endpoint.path,
      scrape_interval: '1s',
      scrape_timeout: '1s',
      static_configs: [{ targets: targets[name] ?? [], labels: { namespace: service.metadata.namespace ?? '', service: name } }],
    };
  });
}

/** Starts Debian's Prometheus on the manifests' monitors and rules; `targets` says where each service's pods listen. */
export async function startPrometheus(objects: KubernetesObject[], targets: Record<string, string[]>): Promise<Prometheus> {
  const folder = temporaryFolder();
  const port = await freePort();
  const config = { global: { evaluation_interval: '1s' }, rule_files: ['rules.json'], scrape_configs: scrapeConfigs(objects, targets) };
  fs.writeFileSync(path.join(folder, 'prometheus.yml'), JSON.stringify(config));
  fs.writeFileSync(path.join(folder, 'rules.json'), JSON.stringify(ruleFile(objects)));
  const args = [`--config.file=${folder}/prometheus.yml`, `--storage.tsdb.path=${folder}/data`, `--web.listen-address=127.0.0.1:${port}`];
  const child = spawn('prometheus', [...args, '--log.level=error'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  await eventually(async () => {
    if (child.exitCode !== null || child.pid === undefined)
      throw new Error('Prometheus does not run: `npm test` installs it where it is missing.');
    return (await status(`${url}/-/ready`)) === 200;
  });
  return {
    url,
    async query(expression) {
      const answer = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(expression)}`);
      const said = (await answer.json()) as {
        error?: string;
        data?: { result: { metric: Record<string, string>; value: [number, string] }[] };
      };
      if (!said.data) throw new Error(`${expression}: ${said.error}`);
      return said.data.result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
