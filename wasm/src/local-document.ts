import type { DocumentCore } from './core.js';
import { OdeError } from './errors.js';
import { FORMATS, isFormat } from './export/formats.js';
import { loadConvert } from './export/load-convert.js';
import { loadTesseract } from './ocr/load-tesseract.js';
import { loadStructure } from './structure/load-structure.js';
import type { PageLetters } from './find/page-letters.js';
import type {
  ConvertOptions,
  Document,
  FieldValue,
  Format,
  PageTextOptions,
  Picture,
  RenderOptions,
  StructureOptions,
  TextOptions,
} from './types.js';

/** Milliseconds that reading letters may take in one go: who else wants the thread waits no longer. */
const READING = 10;

/** A document on the calling thread, without finding, which a worker leaves to its page. */
export class LocalDocument implements Omit<Document, 'find'> {
  private held: DocumentCore | null;
  readonly pageCount: number;

  constructor(core: DocumentCore) {
    this.held = core;
    this.pageCount = core.pageCount;
  }

  private get core(): DocumentCore {
    if (!this.held) throw new OdeError('closed');
    return (this.held = this.held.renewed());
  }

  get warnings() {
    return this.core.warnings;
  }

  pageSize(page: number) {
    return this.core.pageSize(page);
  }

  async readPageSize(page: number) {
    return this.core.pageSize(page);
  }

  async renderPage(page: number, options?: RenderOptions) {
    return this.core.renderPage(page, options);
  }

  async withPicture<T>(page: number, use: (picture: Picture) => T | Promise<T>, options?: RenderOptions) {
    return this.core.paint(page, options, (data, width, height) => use({ width, height, data }));
  }

  /** See `DocumentCore.paint`. */
  async paint<T>(...painting: Parameters<typeof DocumentCore.prototype.paint<T>>): Promise<T> {
    return this.core.paint(...painting);
  }

  async pageText(page: number, options?: PageTextOptions) {
    return this.core.pageText(page, options);
  }

  async pageTextRuns(page: number, { ocr, ...options }: TextOptions = {}) {
    const runs = await this.core.pageTextRuns(page, options);
    if (!ocr) return runs;
    const { scannedRuns } = await loadTesseract();
    return [...runs, ...(await scannedRuns(this.core, page, ocr, options.signal))];
  }

  /** The letters of the first of some pages, and of as many behind it as there is time for. */
  async pageLetters(pages: readonly number[]): Promise<PageLetters[]> {
    const read: PageLetters[] = [];
    const start = performance.now();
    for (const page of pages) {
      if (read.length && performance.now() - start > READING) break;
      read.push(await this.core.pageLetters(page));
    }
    return read;
  }

  async outline() {
    return this.core.outline();
  }

  async links(page: number) {
    return this.core.links(page);
  }

  async fonts(page: number) {
    return this.core.fonts(page);
  }

  async boxes(page: number) {
    return this.core.boxes(page);
  }

  async fields(page: number) {
    return this.core.fields(page);
  }

  async form() {
    return this.core.form();
  }

  async setFields(values: readonly FieldValue[]) {
    this.core.setFields(values);
  }

  async labels() {
    return this.core.labels();
  }

  async metadata() {
    return this.core.metadata();
  }

  async attachments() {
    return this.core.attachments();
  }

  /** The first of the `attachments`: those that need no page to be read. */
  async documentAttachments() {
    return this.core.documentAttachments();
  }

  async attachment(i: number) {
    return this.core.attachment(i);
  }

  async layerOrder() {
    return this.core.layerOrder();
  }

  async viewerPreferences() {
    return this.core.viewerPreferences();
  }

  async namedDestinations() {
    return this.core.namedDestinations();
  }

  async structure(page?: number) {
    return this.core.structure(page);
  }

  async layers() {
    return this.core.layers();
  }

  async annotations(page: number) {
    return this.core.annotations(page);
  }

  async permissions() {
    return this.core.permissions();
  }

  async *structured(options?: StructureOptions) {
    const { structured } = await loadStructure();
    yield* structured(this.core, options);
  }

  convert(format: Format, options?: ConvertOptions) {
    const chunks = convert(this.core, format, options);
    return new ReadableStream<Uint8Array>({
      async pull(controller) {
        try {
          const { done, value } = await chunks.next();
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (error) {
          controller.error(error);
        }
      },
      async cancel() {
        await chunks.return(undefined);
      },
    });
  }

  async close() {
    this.held?.close();
    this.held = null;
  }
}

async function* convert(core: DocumentCore, format: Format, options?: ConvertOptions): AsyncGenerator<Uint8Array, void> {
  if (!isFormat(format))
    throw new OdeError('format-unknown', `There is no format "${String(format)}": ${Object.keys(FORMATS).join(', ')}.`);
  const { WRITERS } = await loadConvert();
  const write = await WRITERS[format]();
  const encoder = new TextEncoder();
  for await (const part of write(core, options)) yield typeof part === 'string' ? encoder.encode(part) : part;
}
