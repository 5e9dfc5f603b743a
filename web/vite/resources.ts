import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin, ResolvedConfig } from 'vite';

const source = fileURLToPath(new URL('../../wasm/dist/resources/', import.meta.url));

/**
 * The substitute fonts and CMaps that the engine asks for by name: copied to a folder that is named for their contents,
 * so that they may be cached for ever. `__RESOURCES__` in the code is its path.
 */
export function resources(): Plugin {
  let config: ResolvedConfig;
  const files = fs.readdirSync(source, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const sizes = files.map((entry) => `${entry.name} ${fs.statSync(path.join(entry.parentPath, entry.name)).size}`).sort();
  const folder = `assets/resources-${createHash('sha256').update(sizes.join('\n')).digest('hex').slice(0, 8)}`;
  return {
    name: 'ode-resources',
    config: (_, { command }) => ({ define: { __RESOURCES__: JSON.stringify(command === 'build' ? `/${folder}/` : '/@fs' + source) } }),
    configResolved: (resolved) => void (config = resolved),
    closeBundle() {
      fs.cpSync(source, path.join(config.root, config.build.outDir, folder), { recursive: true });
    },
  };
}
