/** The browser's entry: the engine in Web Workers. The same API as in Node. */
import * as Comlink from 'comlink';
import { engineAddress, partAddresses, resourceAddresses, workerAddress } from './assets.js';
import { EngineWorker } from './engine-worker.js';
import { OdeError, throwIfAborted } from './errors.js';
import { absoluteFonts } from './fallback-font.js';
import type { LettersCache } from './find/letters-cache.js';
import { Pool } from './pool.js';
import { download, resourcesAt } from './resources.js';
import { openInPage } from './source/page-source.js';
import type { FetchOptions } from './source/remote-file.js';
import { SharedFile } from './source/shared-file.js';
import type {
  Annotation,
  Attachment,
  ConvertOptions,
  Document,
  FieldValue,
  FindOptions,
  Form,
  Format,
  FormWidget,
  Layer,
  LayerOrder,
  Link,
  Metadata,
  NamedDestination,
  OpenOptions,
  OutlineItem,
  PageBoxes,
  PageFont,
  PageSize,
  Permissions,
  Picture,
  RenderOptions,
  RequestOptions,
  Source,
  StructuredPage,
  StructureElement,
  StructureOptions,
  PageTextOptions,
  TextOptions,
  TextRun,
  ViewerPreferences,
} from './types.js';
import type { Query, Reply, WorkerApi } from './worker.js';

export { OdeError } from './errors.js';
export type { ErrorCode, UnreachableReason } from './errors.js';
export { FORMATS, isFormat, isPaged, outputOf } from './export/formats.js';
export type * from './types.js';
export { lacking, undrawn } from './warnings.js';

export interface BrowserOptions extends OpenOptions {
  /** Where `engine.wasm` is. By default beside this module. */
  wasmUrl?: string | URL;
  /** A folder like the package's `dist/resources/`, with a slash at its end. By default the files are where the bundler has put them. */
  resourcesUrl?: string | URL;
  /** Makes a worker that runs `worker.js`. By default the one beside this module. */
  createWorker?: () => Worker;
  /** How many workers there may be. By default one a core, one left for the page; two at least, four at most. */
  workers?: number;
  /** The page that is going to be drawn first: to read it begins as soon as the document is open. */
  firstPage?: number | undefined;
  /** Milliseconds after which drawing a page is given up. 20,000 by default. */
  timeLimit?: number;
}

const modules = new Map<string, Promise<WebAssembly.Module>>();

function compile(url: string): Promise<WebAssembly.Module> {
  let module = modules.get(url);
  if (!module) {
    module = WebAssembly.compileStreaming(fetch(url)).catch((error: unknown) => {
      modules.delete(url);
      throw new OdeError('source-unreachable', `The engine could not be loaded from ${url}: ${String(error)}`);
    });
    modules.set(url, module);
  }
  return module;
}

const defaultWorker = () => new Worker(workerAddress(), { type: 'module' });

/** Starts a worker, and loads the engine for it. */
function startWorker({ wasmUrl, createWorker = defaultWorker }: BrowserOptions): EngineWorker {
  return new EngineWorker(createWorker, compile(new URL(wasmUrl ?? engineAddress(), location.href).href), partAddresses());
}

/** A resource of the package by its file name, such as `FoxitSerif.pfb`, `UniJIS-UTF16-H.bcmap` or `jbig2.wasm`; null where there is none. */
export const resource = (name: string): Promise<Uint8Array | null> => resourcesAt(resourceAddresses(), download)(name);

let spare: EngineWorker | null = null;

/**
 * Loads the engine and starts a worker for the document that is opened next, which then waits for neither. Takes the
 * options `wasmUrl` and `createWorker`, which should be those of `openDocument`. A second call does nothing.
 */
export function preload(options: Pick<BrowserOptions, 'wasmUrl' | 'createWorker'> = {}): void {
  spare ??= startWorker(options);
}

function takeSpare(): EngineWorker | null {
  const worker = spare;
  spare = null;
  return worker;
}

/**
 * Opens a PDF in Web Workers. Nothing is uploaded.
 *
 * The engine, the first worker and the document are loaded side by side.
 *
 * @throws OdeError `not-a-pdf`, `empty-file`, `damaged`, `password-required`, `password-wrong`,
 *   `certificate-required`, `encryption-unsupported`, `source-unreachable`, `limit-exceeded`, `aborted`
 */
export async function openDocument(source: Source, options: BrowserOptions = {}): Promise<BrowserDocument> {
  throwIfAborted(options.signal);
  const start = () => startWorker(options);
  const first = takeSpare() ?? start();
  const size = options.workers ?? Math.min(4, Math.max(2, (navigator.hardwareConcurrency || 2) - 1));
  const resources = options.resourcesUrl ? new URL(options.resourcesUrl, location.href).href : resourceAddresses();
  const fallbackFont = absoluteFonts(options.fallbackFont, location.href);
  let file: SharedFile;
  try {
    file = await load(source, options);
  } catch (error) {
    spare ??= first; // it has seen nothing yet
    throw error;
  }
  file.begin();
  const pool = await Pool.open(
    { start, file, identity: options.identity, resources, fallbackFont },
    first,
    options,
    size,
    options.timeLimit ?? 20_000,
  );
  if (options.signal?.aborted) {
    pool.close();
    throw new OdeError('aborted');
  }
  return new PooledDocument(pool, file);
}

/** Files up to this many bytes go to the first worker as they are: they are there sooner than through a Blob. */
const SENT_WHOLE = 4 << 20;

async function load(source: Source, options: FetchOptions): Promise<SharedFile> {
  const file = await openInPage(source, { signal: options.signal, onProgress: options.onProgress });
  if (!(file instanceof Uint8Array)) return new SharedFile(file);
  const bytes = file as Uint8Array<ArrayBuffer>;
  return new SharedFile(new Blob([bytes]), bytes.length <= SENT_WHOLE ? bytes.slice() : undefined);
}

/** A document in Web Workers. */
export interface BrowserDocument extends Document {
  /**
   * As `renderPage`, but the picture is made for the screen in the worker: `transferFromImageBitmap` shows it without a
   * copy. `close()` it, or give it to a canvas, when it is done with.
   */
  renderBitmap(page: number, options?: RenderOptions): Promise<ImageBitmap>;

  /** Of the file. */
  readonly byteLength: number;

  /** The whole file; what a server still has of it is fetched. Rejects with `source-unreachable` or `aborted`. */
  file(options?: Pick<OpenOptions, 'signal' | 'onProgress'>): Promise<Blob>;
}

/** Milliseconds that a regular expression may take on a page. */
const PATTERN_TIME = 1000;

function tooLong(error: unknown): never {
  if (error instanceof OdeError && error.code === 'limit-exceeded')
    throw new OdeError('limit-exceeded', 'The regular expression takes too long.');
  throw error;
}

class PooledDocument implements BrowserDocument {
  private letters: LettersCache | null = null;
  /** The text of pages that were read by OCR. */
  private readonly recognized = new Map<number, TextRun[]>();
  /** Pages whose sizes have been read, where others are taken to be as large as the first; null: all have been. */
  private readonly measured: Set<number> | null;

  constructor(
    private readonly pool: Pool,
    private readonly shared: SharedFile,
  ) {
    this.measured = shared.isRemote ? new Set([0]) : null;
  }

  get pageCount() {
    return this.pool.pages.length;
  }

  get warnings() {
    return this.pool.warnings;
  }

  pageSize(page: number) {
    const size = this.pool.pages[page];
    if (!size) throw new OdeError('page-out-of-range');
    return size;
  }

  async readPageSize(page: number, options?: RequestOptions) {
    const before = this.pageSize(page);
    if (!this.measured || this.measured.has(page)) return before;
    const size = await this.query<PageSize>('readPageSize', page, options);
    this.measured.add(page);
    const isSame = size.width === before.width && size.height === before.height && size.rotation === before.rotation;
    return isSame ? before : (this.pool.pages[page] = size);
  }

  renderPage(page: number, { signal, urgent, onPartial, priority = 'visible', into: _, ...options }: RenderOptions = {}) {
    const show = onPartial && Comlink.proxy(onPartial);
    return this.first(this.pool.run({ page, priority, urgent, signal }, (api, task) => api.render(task, page, options, show)));
  }

  async withPicture<T>(page: number, use: (picture: Picture) => T | Promise<T>, options?: RenderOptions) {
    return use(await this.renderPage(page, options));
  }

  renderBitmap(page: number, { signal, urgent, onPartial, priority = 'visible', into: _, ...options }: RenderOptions = {}) {
    const show = onPartial && Comlink.proxy(onPartial);
    return this.first(this.pool.run({ page, priority, urgent, signal }, (api, task) => api.renderBitmap(task, page, options, show)));
  }

  /** The line is free when somebody has got a picture. */
  private first<T>(picture: Promise<T>): Promise<T> {
    const settle = () => this.shared.settle();
    picture.then(settle, settle);
    return picture;
  }

  get byteLength() {
    return this.shared.length;
  }

  file(options?: FetchOptions) {
    return this.shared.whole(options);
  }

  pageText = (page: number, { annotations, ...options }: PageTextOptions = {}) =>
    this.query<string>('pageText', page, options, { annotations });
  async pageTextRuns(page: number, { annotations, ocr, ...options }: TextOptions = {}) {
    const runs = await this.query<TextRun[]>('pageTextRuns', page, { ...options, ...(ocr && { patience: 0 }) }, { annotations, ocr });
    if (ocr) {
      this.recognized.set(page, runs);
      this.letters?.forget(page);
    }
    return runs;
  }

  async *find(query: string, options?: FindOptions) {
    const { pool } = this;
    pool.gather(); // while the code comes
    const { find, LettersCache, lettersOfRuns } = await import('./find/search.js');
    const cache = (this.letters ??= new LettersCache());
    for (const [page, runs] of this.recognized) if (!cache.get(page)) cache.add(page, lettersOfRuns(runs));
    const signal = options?.signal;
    yield* find(
      {
        ...{ pageCount: this.pageCount, cache, parallel: pool.size },
        letters: (pages, signal) => pool.run({ page: pages[0]!, priority: 'near', signal }, (api) => api.letters(pages)),
        match: (...pattern) => pool.run({ signal, patience: PATTERN_TIME }, (api) => api.match(...pattern)).catch(tooLong),
      },
      query,
      options,
    );
  }

  outline = () => this.query<OutlineItem[]>('outline');
  links = (page: number) => this.query<Link[]>('links', page);
  labels = () => this.query<string[]>('labels');
  fonts = (page: number, options?: RequestOptions) => this.query<PageFont[]>('fonts', page, options);
  boxes = (page: number) => this.query<PageBoxes>('boxes', page);
  fields = (page: number) => this.query<FormWidget[]>('fields', page);
  form = () => this.query<Form>('form');

  async setFields(values: readonly FieldValue[]) {
    this.letters?.clear();
    await this.pool.setFields(values);
    this.letters?.clear(); // of what was read meanwhile
  }

  metadata = () => this.query<Metadata>('metadata');
  attachments = () => this.query<Attachment[]>(this.shared.isRemote ? 'documentAttachments' : 'attachments');
  attachment = (i: number) => this.query<Uint8Array<ArrayBuffer> | null>('attachment', i);
  layers = () => this.query<Layer[]>('layers');
  layerOrder = () => this.query<LayerOrder[]>('layerOrder');
  viewerPreferences = () => this.query<ViewerPreferences>('viewerPreferences');
  namedDestinations = () => this.query<NamedDestination[]>('namedDestinations');
  structure = (page?: number) => this.query<StructureElement[]>('structure', page);
  annotations = (page: number) => this.query<Annotation[]>('annotations', page);
  permissions = () => this.query<Permissions>('permissions');

  structured({ signal, onProgress, ...options }: StructureOptions = {}): AsyncIterable<StructuredPage> {
    return this.stream(signal, onProgress, (api, onPage: (page: StructuredPage) => void, progress) =>
      api.structured(options, onPage, progress),
    );
  }

  convert(format: Format, { signal, onProgress, ...options }: ConvertOptions = {}): ReadableStream<Uint8Array> {
    return this.stream(signal, onProgress, (api, onChunk: (chunk: Uint8Array) => void, progress) =>
      api.convert(format, options, onChunk, progress),
    );
  }

  /** What a worker hands over piece by piece. */
  private stream<T>(
    signal: AbortSignal | undefined,
    onProgress: ((done: number, total: number) => void) | undefined,
    work: (
      api: Comlink.Remote<WorkerApi>,
      onPiece: (piece: T) => void,
      onProgress: (done: number, total: number) => void,
    ) => Promise<Reply<void>>,
  ): ReadableStream<T> {
    return new ReadableStream({
      start: async (controller) => {
        try {
          const onPiece = Comlink.proxy((piece: T) => controller.enqueue(piece));
          const progress = Comlink.proxy((done: number, total: number) => onProgress?.(done, total));
          const request = { priority: 'background', signal, patience: 0, repeatable: false } as const;
          await this.pool.run(request, (api) => work(api, onPiece, progress));
          controller.close();
        } catch (error) {
          controller.error(error);
        }
      },
    });
  }

  async close() {
    this.pool.close();
  }

  private query<T>(method: Query, argument?: number, options?: RequestOptions & { patience?: number }, text?: TextOptions): Promise<T> {
    const request = { page: argument ?? -1, ...options };
    return this.pool.run(request, (api, task) => api.query(task, method, argument, text) as Promise<Reply<T>>);
  }
}
