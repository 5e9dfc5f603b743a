/** The Node entry: the engine on the calling thread. `openDocument` is all there is to it. */
import fs from 'node:fs';
import type { Context, Script } from 'node:vm';
import { DocumentCore } from './core.js';
import { OdeError, throwIfAborted } from './errors.js';
import { withFallbackFont } from './fallback-font.js';
import type { Spans } from './find/query.js';
import { spansOfPattern } from './find/query.js';
import { openWithPassword } from './password.js';
import { loadOnce, resourceFolder } from './resources.js';
import { SearchableDocument } from './searchable-document.js';
import { openSource } from './source/node-source.js';
import type { Document, OpenOptions, Source } from './types.js';

export { OdeError } from './errors.js';
export type { ErrorCode, UnreachableReason } from './errors.js';
export { FORMATS, isFormat, isPaged, outputOf } from './export/formats.js';
export type * from './types.js';
export { undrawn } from './warnings.js';

/** Begun at once, so that it is compiled while the caller finds its file. */
const compiled = (async () => WebAssembly.compile(fs.readFileSync(new URL('./engine.wasm', import.meta.url))))();
compiled.catch(() => undefined); // told to who opens a document

const loadResource = loadOnce(async (name) => {
  const folder = resourceFolder(name);
  if (!folder) return null;
  // At once: a file beside this one is read in less time than it takes to be told of it by another thread.
  const own = new URL(`./resources/${folder}/${name}`, import.meta.url);
  return new Uint8Array(folder === 'ocr' && !fs.existsSync(own) ? await readLanguage(name) : fs.readFileSync(own));
});

/** Node loads what makes promises of files when it is first asked for, which is rare. */
const readFile = (file: string | URL): Promise<Uint8Array> => fs.promises.readFile(file);

/** What Tesseract knows of a language that is not part of this package: from the folder ODE_OCR_DATA, or from npm. */
async function readLanguage(name: string): Promise<Uint8Array> {
  const folder = process.env.ODE_OCR_DATA;
  if (folder) {
    const path = `${folder}/${name}`;
    return readFile(path).catch(() => readFile(`${path}.gz`));
  }
  const language = name.slice(0, name.indexOf('.'));
  const { createRequire } = await import('node:module');
  return readFile(createRequire(import.meta.url).resolve(`@tesseract.js-data/${language}/4.0.0_best_int/${name}.gz`));
}

/** Milliseconds that a regular expression may take on a page. */
const PATTERN_TIME = 1000;

/** What runs patterns, once there is one: most documents are opened for something else. */
let patterns: { script: Script; context: Context } | undefined;

/** Runs a pattern in a context of its own, where it can be ended. */
async function match(source: string, flags: string, text: string): Promise<Spans> {
  try {
    const vm = await import('node:vm');
    patterns ??= { script: new vm.Script(`(${spansOfPattern.toString()})(source, flags, text)`), context: vm.createContext({}) };
    Object.assign(patterns.context, { source, flags, text });
    return [...(patterns.script.runInContext(patterns.context, { timeout: PATTERN_TIME }) as Spans)];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw new OdeError('limit-exceeded', 'The regular expression takes too long.');
  }
}

/** A font by its URL or path. */
async function readFont(address: string): Promise<Uint8Array | null> {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(address)) return readFile(address);
  if (address.startsWith('file:')) return readFile(new URL(address));
  const response = await fetch(address);
  return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
}

/**
 * Opens a PDF: bytes, or by its path or URL. A large file is read where it lies as its parts are needed, also on a server
 * that gives parts (RFC 9110, 14); the thread waits for them.
 *
 * @throws OdeError `not-a-pdf`, `empty-file`, `damaged`, `password-required`, `password-wrong`,
 *   `certificate-required`, `encryption-unsupported`, `source-unreachable`, `limit-exceeded`, `aborted`
 */
export async function openDocument(source: Source, options: OpenOptions = {}): Promise<Document> {
  const [module, file] = await Promise.all([compiled, openSource(source, options)]);
  const load = withFallbackFont(loadResource, options.fallbackFont, readFont);
  try {
    const core = await openWithPassword(options, (password) => DocumentCore.open(module, file, { ...options, password }, load));
    throwIfAborted(options.signal);
    return new SearchableDocument(core, match);
  } catch (error) {
    if (!(file instanceof Uint8Array)) file.close();
    throw error;
  }
}
