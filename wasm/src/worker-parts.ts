/**
 * Loads the parts of the host that few documents need, in a browser's worker: there it stands for every `load-*.ts`
 * (scripts/build.mjs). A bundler copies the worker as it is, and what that would import by name is not beside it afterwards. So
 * every part is one file, and the page says where they are (assets.ts).
 */
import type { PartAddresses } from './assets.js';

/** For all copies of this module: a part that needs another one has a copy of its own. */
const shared = globalThis as { odeParts?: PartAddresses };

export function setParts(addresses: PartAddresses): void {
  shared.odeParts = addresses;
}

const load = <T>(name: keyof PartAddresses) => import(shared.odeParts![name]) as Promise<T>;

export const loadUnlock = () => load<typeof import('./crypt/unlock.js')>('unlock');
export const loadConvert = () => load<typeof import('./export/convert.js')>('convert');
export const loadCertificates = () => load<typeof import('node-forge')>('certificates');
