// A real Prometheus, set as the manifests say.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** @typedef {import('../../ops/manifests/objects.js').KubernetesObject} KubernetesObject */
/** @typedef {{ metric: Record<string, string>, value: number }} Sample */
/** @typedef {{ metric: Record<string, string>, values: [seconds: number, value: string][] }} Series */

/**
 * The scrape settings that the Prometheus operator makes of a ServiceMonitor: the job is the service's name, and its
 * namespace a label. Of the discovery only the result is left: where the pods are. Every second instead of every 15.
 *
 * @param {KubernetesObject[]} objects monitors and services
 * @param {Record<string, string[]>} targets where each service's pods listen
 */
function scrapeConfigs(objects, targets) {
  return objects
    .filter(({ kind }) => kind === 'ServiceMonitor')
    .map((object) => {
      const monitor = /** @type {KubernetesObject & { spec: any }} */ (object);
      const [endpoint] = monitor.spec.endpoints;
      const name = monitor.spec.selector.matchLabels['app.kubernetes.io/name'];
      const service = /** @type {KubernetesObject & { spec: any }} */ (
        objects.find(({ kind, metadata }) => kind === 'Service' && metadata.name === name)
      );
      if (!service?.spec.ports.some((/** @type {{ name: string }} */ port) => port.name === endpoint.port))
        throw new Error(`${monitor.metadata.name} asks a port that ${name} lacks`);
      return {
        job_name: name,
        metrics_path: endpoint.path,
        scrape_interval: '1s',
        scrape_timeout: '1s',
        static_configs: [{ targets: targets[name] ?? [], labels: { namespace: service.metadata.namespace ?? '', service: name } }],
      };
    });
}

async function freePort() {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = /** @type {net.AddressInfo} */ (probe.address());
  probe.close();
  await once(probe, 'close');
  return port;
}

/**
 * Starts Debian's Prometheus on the manifests' monitors and rules.
 *
 * @param {KubernetesObject[]} objects an overlay's
 * @param {Record<string, string[]>} targets where each service's pods listen, as `127.0.0.1:9100`
 */
export async function startPrometheus(objects, targets) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ode-prometheus-'));
  const port = await freePort();
  const rules = objects.find(({ kind }) => kind === 'PrometheusRule');
  const config = { global: { evaluation_interval: '1s' }, rule_files: ['rules.json'], scrape_configs: scrapeConfigs(objects, targets) };
  fs.writeFileSync(path.join(folder, 'prometheus.yml'), JSON.stringify(config));
  fs.writeFileSync(path.join(folder, 'rules.json'), JSON.stringify(/** @type {any} */ (rules)?.spec ?? { groups: [] }));
  const args = [`--config.file=${folder}/prometheus.yml`, `--storage.tsdb.path=${folder}/data`, `--web.listen-address=127.0.0.1:${port}`];
  const child = spawn('prometheus', [...args, '--log.level=error'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
  const url = `http://127.0.0.1:${port}`;
  const ready = () =>
    fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await ready())) {
    if (child.exitCode !== null || child.pid === undefined)
      throw new Error('Prometheus does not run: `npm test` installs it where it is missing.');
    await sleep(50);
  }
  /** @param {string} path @param {Record<string, string>} parameters */
  const ask = async (path, parameters) => {
    const address = new URL(`${url}/api/v1/${path}`);
    for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
    const answer = /** @type {any} */ (await (await fetch(address)).json());
    if (!answer.data) throw new Error(`${parameters.query}: ${answer.error}`);
    return answer.data.result;
  };
  return {
    url,
    /** What an expression is now. @param {string} query @returns {Promise<Sample[]>} */
    async query(query) {
      const found = await ask('query', { query });
      return found.map((/** @type {any} */ { metric, value }) => ({ metric, value: Number(value[1]) }));
    },
    /** What it was from one moment to another, in seconds since 1970. @param {string} query @param {number} start @param {number} end @param {number} step @returns {Promise<Series[]>} */
    range: (query, start, end, step) => ask('query_range', { query, start: String(start), end: String(end), step: String(step) }),
    async stop() {
      child.kill('SIGTERM');
      await ended;
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof startPrometheus>>} Prometheus */
