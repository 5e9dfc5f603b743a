/**
 * Loads the parts of the host that few documents need, in a browser's worker: there it stands for every `load-*.ts`
 * (scripts/build.mjs). A bundler copies the worker as it is, and what that would import by name is not beside it afterwards. So
 * every part is one file, and the page says where they are (assets.ts).
 */
import type forge from 'node-forge';
import type { PartAddresses } from './assets.js';
import type * as unlock from './crypt/unlock.js';
import type * as convert from './export/convert.js';
import type * as structure from './structure/structured.js';
import type * as tagged from './structure/tagged.js';
import type * as tesseract from './ocr/ocr.js';

/** For all copies of this module: a part that needs another one has a copy of its own. */
const shared = globalThis as { odeParts?: PartAddresses };

export function setParts(addresses: PartAddresses): void {
  shared.odeParts = addresses;
}

const load = <T>(name: keyof PartAddresses) => import(shared.odeParts![name]) as Promise<T>;

export const loadUnlock = () => load<typeof unlock>('unlock');
export const loadStructure = () => load<typeof structure>('structure');
export const loadTagged = () => load<typeof tagged>('tagged');
export const loadConvert = () => load<typeof convert>('convert');
export const loadTesseract = () => load<typeof tesseract>('tesseract');
export const loadCertificates = () => load<{ default: typeof forge }>('certificates');
