import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CONVERTER } from './sandbox.js';

/** All of a job that its result depends on. */
interface Made {
  document: { sha256: string; name: string };
  format: string;
  title: string | null;
  pages: string | null;
  furniture: boolean;
  ocr: string | null;
}

let known: string | null = null;

/** Of the code that converts: another version may make another result. */
function converterHash(): string {
  if (known !== null) return known;
  const hash = createHash('sha256');
  for (const folder of [path.dirname(CONVERTER), ...engine()])
    for (const name of fs.readdirSync(folder).sort())
      if (/\.([cm]?js|wasm)$/.test(name)) hash.update(name).update(fs.readFileSync(path.join(folder, name)));
  return (known = hash.update(process.env.ODE_FALLBACK_FONT ?? '').digest('hex'));
}

/** The engine's folder, where it is a package of its own and not part of the bundle. */
function engine(): string[] {
  try {
    return [path.dirname(fileURLToPath(import.meta.resolve('@ode/engine')))];
  } catch {
    return [];
  }
}

/** The same for conversions that have the same result. The name is part of it: it is the title where there is no other. */
export function reuseKeyOf({ document: { sha256, name }, format, title, pages, furniture, ocr }: Made): string {
  return createHash('sha256')
    .update(JSON.stringify([converterHash(), sha256, name, format, title, pages, furniture, ocr]))
    .digest('hex');
}
