import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin, ResolvedConfig } from 'vite';

const source = fileURLToPath(new URL('../../wasm/dist/resources/', import.meta.url));

/** The folder of the build with the fonts and CMaps that pdf.js, the safety net, asks for by name: named for their names and contents, so that it may be cached for ever. */
export function resourceFolder(): string {
  const hash = createHash('sha256');
  const files = fs
    .readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  for (const file of files) hash.update(path.relative(source, file)).update('\0').update(fs.readFileSync(file));
  return `assets/resources-${hash.digest('hex').slice(0, 8)}`;
}

/** Copies them. `__RESOURCES__` in the code is where it is served, seen from the page. */
export function resources(folder: string): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'ode-resources',
    config: (_, { command }) => ({ define: { __RESOURCES__: JSON.stringify(command === 'build' ? `./${folder}/` : '/@fs' + source) } }),
    configResolved: (resolved) => void (config = resolved),
    closeBundle() {
      fs.cpSync(source, path.join(config.root, config.build.outDir, folder), { recursive: true });
    },
  };
}
