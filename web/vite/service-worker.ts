import { createHash } from 'node:crypto';
import fs from 'node:fs';
import type { Plugin } from 'vite';

const source = new URL('../service-worker/service-worker.js', import.meta.url);

/** Writes the service worker, told which files make up this build, so that the viewer works offline once it was loaded. */
export function serviceWorker(): Plugin {
  return {
    name: 'ode-service-worker',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      const files = Object.keys(bundle)
        // With the fonts and decoders; not what few documents need: who needs that fetches it then.
        .filter(
          (name) => /^assets\/.*\.(js|css|svg|wasm|pfb|ttf)$/.test(name) && !/^assets\/(convert|certificates|pdfjs|tesseract)-?/.test(name),
        )
        .sort();
      const code = fs.readFileSync(source, 'utf8');
      const constants = { FILES: files };
      const version = createHash('sha256').update(code).update(JSON.stringify(constants)).digest('hex').slice(0, 12);
      this.emitFile({
        type: 'asset',
        fileName: 'service-worker.js',
        source:
          Object.entries({ VERSION: version, ...constants })
            .map(([name, value]) => `const ${name} = ${JSON.stringify(value)};\n`)
            .join('') + code,
      });
    },
  };
}
