/** The browser's worker: one document, spoken to through Comlink. */
import * as Comlink from 'comlink';
import { DocumentCore } from './core.js';
import { OdeError, type ErrorCode } from './errors.js';
import { withFallbackFont } from './fallback-font.js';
import { buffersOf } from './find/page-letters.js';
import { spansOfPattern } from './find/query.js';
import { LocalDocument } from './local-document.js';
import { loadOnce, resourceFolder } from './resources.js';
import { readSource } from './source/whole.js';
import type { ConvertOptions, FallbackFont, OpenOptions, PageSize, RenderOptions, Warning } from './types.js';

/** What cannot be a class any more once it has crossed to another thread. */
export type Reply<T> = { value: T; warnings: readonly Warning[] } | { error: { code: ErrorCode; message: string } };

/** The methods of `Document` that a worker answers by name. */
export type Query =
  | 'outline'
  | 'links'
  | 'labels'
  | 'metadata'
  | 'attachments'
  | 'attachment'
  | 'layers'
  | 'layerOrder'
  | 'annotations'
  | 'permissions'
  | 'viewerPreferences'
  | 'namedDestinations'
  | 'structure'
  | 'pageText'
  | 'pageTextRuns';

let engine: WebAssembly.Module | null = null;
let core: DocumentCore | null = null;
let document: LocalDocument | null = null;

async function reply<T>(work: () => Promise<T>): Promise<Reply<T>> {
  try {
    const value = await work();
    return { value, warnings: document?.warnings ?? [] };
  } catch (error) {
    if (error instanceof OdeError) return { error: { code: error.code, message: error.message } };
    return { error: { code: 'damaged', message: error instanceof Error ? error.message : String(error) } };
  }
}

function held(): LocalDocument {
  if (!document) throw new OdeError('closed');
  return document;
}

async function download(url: string | URL): Promise<Uint8Array | null> {
  const response = await fetch(url);
  return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
}

const api = {
  /** Comes before everything else, and before there is a document. */
  prepare: (module: WebAssembly.Module): void => {
    engine = module;
  },

  /** Opens the document; all pages' sizes come back at once, so that a viewer can lay them out. */
  open: (
    file: Blob | Uint8Array,
    key: Pick<OpenOptions, 'password' | 'identity'>,
    resourcesUrl: string,
    fallbackFont: FallbackFont | undefined,
  ) =>
    reply(async (): Promise<PageSize[]> => {
      const loadFile = loadOnce(async (name) => {
        const folder = resourceFolder(name);
        return folder ? download(new URL(`${folder}/${name}`, resourcesUrl)) : null;
      });
      const load = withFallbackFont(loadFile, fallbackFont, download);
      const opened = await DocumentCore.open(engine!, await readSource(file), key, load);
      core = opened;
      document = new LocalDocument(opened);
      return Array.from({ length: opened.pageCount }, (_, i) => opened.pageSize(i));
    }),

  render: async (page: number, options: RenderOptions) => {
    const answer = await reply(() => held().renderPage(page, options));
    return 'value' in answer ? Comlink.transfer(answer, [answer.value.data.buffer]) : answer;
  },

  renderBitmap: async (page: number, options: RenderOptions) => {
    const bitmapOf = (pixels: Uint8ClampedArray<ArrayBuffer>, width: number, height: number) =>
      createImageBitmap(new ImageData(pixels, width, height));
    const answer = await reply(() => {
      held();
      return core!.paint(page, options, bitmapOf);
    });
    return 'value' in answer ? Comlink.transfer(answer, [answer.value]) : answer;
  },

  /** The letters of the first of these pages, and of as many behind it as there is time for. */
  letters: async (pages: readonly number[]) => {
    const answer = await reply(() => held().pageLetters(pages));
    return 'value' in answer ? Comlink.transfer(answer, answer.value.flatMap(buffersOf)) : answer;
  },

  /** Runs a regular expression of a user, which may take for ever. */
  match: (source: string, flags: string, text: string) => reply(async () => spansOfPattern(source, flags, text)),

  /** `argument`: a page, or which attachment. */
  query: (method: Query, argument?: number) => reply<unknown>(() => held()[method](argument!)),

  convert: (
    options: Omit<ConvertOptions, 'onProgress' | 'signal'>,
    onChunk: (chunk: Uint8Array) => void,
    onProgress: (done: number, total: number) => void,
  ) =>
    reply(async () => {
      const reader = held()
        .convert('html', { ...options, onProgress })
        .getReader();
      for (let next = await reader.read(); !next.done; next = await reader.read()) await onChunk(next.value);
    }),
};

export type WorkerApi = typeof api;

Comlink.expose(api);
