import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import type { Plugin, ResolvedConfig } from 'vite';

/** Puts a brotli twin, at the highest quality, beside every file of the build that gains by one. */
export function brotli(): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'ode-brotli',
    apply: 'build',
    enforce: 'post',
    configResolved: (resolved) => void (config = resolved),
    closeBundle: {
      order: 'post',
      sequential: true,
      handler() {
        const out = path.join(config.root, config.build.outDir);
        for (const entry of fs.readdirSync(out, { recursive: true, withFileTypes: true })) {
          if (!entry.isFile() || !/\.(html|m?js|css|wasm|svg|webmanifest|ttf)$/.test(entry.name)) continue;
          const file = path.join(entry.parentPath, entry.name);
          if (isPacked(file)) continue;
          const bytes = fs.readFileSync(file);
          const packed = zlib.brotliCompressSync(bytes, {
            params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
          });
          if (packed.length < bytes.length) fs.writeFileSync(`${file}.br`, packed);
        }
      },
    },
  };
}

/** Another build, into the same folder, has packed it. */
function isPacked(file: string): boolean {
  const twin = fs.statSync(`${file}.br`, { throwIfNoEntry: false });
  return twin !== undefined && twin.mtimeMs >= fs.statSync(file).mtimeMs;
}
