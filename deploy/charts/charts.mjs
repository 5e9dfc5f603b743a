// The charts in the order in which they are installed: `node deploy/charts/charts.mjs` prints a line for each.
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** @param {string} name */
const read = (name) => fs.readFileSync(new URL(name, import.meta.url), 'utf8');

/** @typedef {{ release: string; chart: string; repository: string; version: string; namespace: string }} Chart */

/** @returns {Chart[]} */
export function charts() {
  const releases = JSON.parse(read('releases.json'));
  /** @type {{ dependencies: { name: string; repository: string; version: string }[] }} */
  const { dependencies } = parse(read('Chart.yaml'));
  return dependencies.map(({ name, repository, version }) => {
    if (!releases[name]) throw new Error(`deploy/charts/releases.json does not say where ${name} goes`);
    return { release: releases[name].release, chart: name, repository, version, namespace: releases[name].namespace };
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const { release, chart, repository, version, namespace } of charts())
    console.log([release, chart, repository, version, namespace].join(' '));
