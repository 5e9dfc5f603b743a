/** The browser's worker: one document, spoken to through Comlink. */
import * as Comlink from 'comlink';
import type { PartAddresses } from './assets.js';
import { DocumentCore } from './core.js';
import { OdeError, type ErrorCode, type UnreachableReason } from './errors.js';
import { withFallbackFont } from './fallback-font.js';
import { spansOfPattern } from './find/query.js';
import { browserFonts } from './host-fonts/outline-font.js';
import { Instance } from './instance.js';
import { LocalDocument } from './local-document.js';
import { download, loadOnce, resourcesAt, type ResourceAddresses } from './resources.js';
import type { RemoteFile } from './source/remote-file.js';
import { openInWorker, RemoteSource } from './source/worker-source.js';
import { standardFontsIn } from './standard-fonts.js';
import type {
  ConvertOptions,
  FallbackFont,
  FieldValue,
  Format,
  OpenOptions,
  Picture,
  RenderOptions,
  StructuredPage,
  StructureOptions,
  TextOptions,
  Warning,
} from './types.js';
import { setParts } from './worker-parts.js';

/** What cannot be a class any more once it has crossed to another thread. */
export type Reply<T> =
  { value: T; warnings: readonly Warning[] } | { error: { code: ErrorCode; message: string; reason?: UnreachableReason | undefined } };

/** The methods of `Document` that a worker answers by name. */
export type Query =
  | 'readPageSize'
  | 'outline'
  | 'links'
  | 'labels'
  | 'fonts'
  | 'boxes'
  | 'fields'
  | 'form'
  | 'metadata'
  | 'attachments'
  | 'documentAttachments'
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

let bringEngine: (engine: WebAssembly.Module) => void = () => undefined;
/** The document may be there before it. */
const engine = new Promise<WebAssembly.Module>((resolve) => (bringEngine = resolve));
let document: LocalDocument | null = null;
let remote: RemoteSource | null = null;

/** The tasks that are being done, and may be cancelled. */
const tasks = new Map<number, AbortController>();

async function reply<T>(work: (signal: AbortSignal) => T | Promise<T>, task = 0): Promise<Reply<T>> {
  const abort = new AbortController();
  tasks.set(task, abort);
  try {
    const value = await work(abort.signal);
    return { value, warnings: document?.warnings ?? [] };
  } catch (error) {
    if (error instanceof OdeError) return { error: { code: error.code, message: error.message, reason: error.reason } };
    return { error: { code: 'damaged', message: error instanceof Error ? error.message : String(error) } };
  } finally {
    tasks.delete(task);
  }
}

function held(): LocalDocument {
  if (!document) throw new OdeError('closed');
  return document;
}

/**
 * How many pages there are, and the sizes of the first ones: width, height and rotation of each, in numbers, which cross to another
 * thread sooner than objects.
 */
export interface PageSizes {
  count: number;
  sizes: Float64Array<ArrayBuffer>;
}

function pageSizes(core: DocumentCore, read: number): PageSizes {
  const count = core.pageCount;
  const sizes = new Float64Array(3 * Math.min(read, count));
  for (let at = 0; at < sizes.length; at += 3) {
    const { width, height, rotation } = core.pageSize(at / 3);
    sizes[at] = width;
    sizes[at + 1] = height;
    sizes[at + 2] = rotation;
  }
  return { count, sizes };
}

type ShowPicture = (picture: Picture) => void;

/** Shows pictures on the other side, without a copy. */
function handingOver(show: ShowPicture | undefined): ShowPicture | undefined {
  return show && ((picture) => show(Comlink.transfer(picture, [picture.data.buffer])));
}

const api = {
  /** Comes once, with the engine. */
  prepare: (module: WebAssembly.Module, parts: PartAddresses): void => {
    setParts(parts);
    bringEngine(module);
  },

  /**
   * Opens the document; the sizes of pages come back at once, of `read` of them, so that a viewer can lay them out. While it does,
   * the page is read that it is going to draw first, where that is known.
   */
  open: (
    file: Uint8Array | Blob | RemoteFile,
    key: Pick<OpenOptions, 'password' | 'identity'>,
    resources: ResourceAddresses,
    fallbackFont: FallbackFont | undefined,
    read: number,
    firstPage?: number,
  ) =>
    reply(async (): Promise<PageSizes> => {
      const load = withFallbackFont(loadOnce(resourcesAt(resources, download)), fallbackFont, download);
      const source = await openInWorker(file);
      if (firstPage !== undefined && source instanceof Uint8Array) for (const name of standardFontsIn(source)) void load(name);
      remote = source instanceof RemoteSource ? source : null;
      const opened = await DocumentCore.open(await engine, source, key, load);
      document = new LocalDocument(opened);
      if (firstPage !== undefined) void opened.readAhead(firstPage);
      return pageSizes(opened, read);
    }),

  /** What was read from a server is here now. */
  moveTo: (file: Blob): void => remote?.moveTo(file),

  /** Stops a task; one that is done already is done. */
  cancel: (task: number): void => tasks.get(task)?.abort(),

  render: async (task: number, page: number, options: Omit<RenderOptions, 'onPartial'>, show?: ShowPicture) => {
    const answer = await reply((signal) => held().renderPage(page, { ...options, signal, onPartial: handingOver(show) }), task);
    return 'value' in answer ? Comlink.transfer(answer, [answer.value.data.buffer]) : answer;
  },

  renderBitmap: async (task: number, page: number, options: Omit<RenderOptions, 'onPartial'>, show?: ShowPicture) => {
    const bitmapOf = (pixels: Uint8ClampedArray<ArrayBuffer>, width: number, height: number) =>
      createImageBitmap(new ImageData(pixels, width, height));
    const answer = await reply((signal) => held().paint(page, { ...options, signal, onPartial: handingOver(show) }, bitmapOf), task);
    return 'value' in answer ? Comlink.transfer(answer, [answer.value]) : answer;
  },

  /** The letters of the first of these pages, and of as many behind it as there is time for. */
  letters: async (pages: readonly number[]) => {
    const answer = await reply(() => held().pageLetters(pages));
    return 'value' in answer
      ? Comlink.transfer(
          answer,
          answer.value.map(({ places }) => places),
        )
      : answer;
  },

  setFields: (values: readonly FieldValue[]) => reply(() => held().setFields(values)),

  /** Runs a regular expression of a user, which may take for ever. */
  match: (source: string, flags: string, text: string) => reply(async () => spansOfPattern(source, flags, text)),

  /** `argument`: a page, or which attachment. */
  query: (task: number, method: Query, argument?: number, options?: TextOptions) =>
    reply<unknown>(() => held()[method](argument!, options), task),

  structured: (
    options: Omit<StructureOptions, 'onProgress' | 'signal'>,
    onPage: (page: StructuredPage) => void,
    onProgress: (done: number, total: number) => void,
  ) =>
    reply(async () => {
      for await (const page of held().structured({ ...options, onProgress })) await onPage(page);
    }),

  convert: (
    format: Format,
    options: Omit<ConvertOptions, 'onProgress' | 'signal'>,
    onChunk: (chunk: Uint8Array) => void,
    onProgress: (done: number, total: number) => void,
  ) =>
    reply(async () => {
      const reader = held()
        .convert(format, { ...options, onProgress })
        .getReader();
      for (let next = await reader.read(); !next.done; next = await reader.read()) await onChunk(next.value);
    }),
};

export type WorkerApi = typeof api;

// Most documents never need them: they are made when one does.
let fonts: ReturnType<typeof browserFonts> | undefined;
Instance.drawCharacter = (unicode, style) => (fonts === undefined ? (fonts = browserFonts()) : fonts)?.(unicode, style) ?? null;

Comlink.expose(api);
