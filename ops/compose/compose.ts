import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../workflows/workflows.js';

export interface Service {
  image?: string;
  build?: { dockerfile: string; target: string };
  command?: string[];
  entrypoint?: string[];
  environment?: Record<string, string>;
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
  networks?: string[];
  configs?: { source: string; target: string }[];
  volumes?: string[];
}

export interface Compose {
  services: Record<string, Service>;
  configs: Record<string, { file: string }>;
  volumes: Record<string, object>;
  networks: Record<string, { internal?: boolean }>;
}

/** `${NAME:-default}` and `$$`, as Docker fills them in with nothing set. */
const interpolate = (text: string, env: Record<string, string>): string =>
  text.replace(/\$\$|\$\{(\w+):-([^}]*)\}/g, (all, name: string, fallback: string) => (all === '$$' ? '$' : (env[name] ?? fallback)));

const walk = (value: unknown, env: Record<string, string>): unknown => {
  if (typeof value === 'string') return interpolate(value, env);
  if (Array.isArray(value)) return value.map((one) => walk(one, env));
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, walk(one, env)]));
  return value;
};

/** compose.yaml as Docker reads it: anchors merged, variables filled in. */
export function compose(env: Record<string, string> = {}): Compose {
  return walk(parse(fs.readFileSync(path.join(ROOT, 'compose.yaml'), 'utf8'), { merge: true }), env) as Compose;
}

/**
 * The environment of a service as a process of this machine.
 *
 * @param places what the services are called among one another, and where they are here
 * @param more what is otherwise here, such as ports
 */
export const environmentHere = (
  service: Service | undefined,
  places: [there: string, here: string][],
  more: Record<string, string> = {},
): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  ...Object.fromEntries(
    Object.entries(service?.environment ?? {}).map(([key, value]) => [
      key,
      places.reduce((text, [there, here]) => text.replace(there, here), String(value)),
    ]),
  ),
  ...more,
});
