import type { DocumentCore } from './core.js';
import { OdeError } from './errors.js';
import type { ConvertOptions, Document, Format, RenderOptions, StructureOptions } from './types.js';

/** A document on the calling thread. */
export class LocalDocument implements Document {
  private held: DocumentCore | null;
  readonly pageCount: number;

  constructor(core: DocumentCore) {
    this.held = core;
    this.pageCount = core.pageCount;
  }

  private get core(): DocumentCore {
    if (!this.held) throw new OdeError('closed');
    return this.held;
  }

  get warnings() {
    return this.core.warnings;
  }

  pageSize(page: number) {
    return this.core.pageSize(page);
  }

  async renderPage(page: number, options?: RenderOptions) {
    return this.core.renderPage(page, options);
  }

  async pageText(page: number) {
    return this.core.pageText(page);
  }

  async pageTextRuns(page: number) {
    return this.core.pageTextRuns(page);
  }

  async outline() {
    return this.core.outline();
  }

  async links(page: number) {
    return this.core.links(page);
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
    const { structured } = await import('./structure/structured.js');
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
    this.held = null;
  }
}

/** The exporters are large and seldom needed: each is loaded when it is asked for. */
async function* convert(core: DocumentCore, format: Format, options?: ConvertOptions): AsyncGenerator<Uint8Array, void> {
  const { FORMATS, isFormat } = await import('./export/formats.js');
  if (!isFormat(format))
    throw new OdeError('format-unknown', `There is no format "${String(format)}": ${Object.keys(FORMATS).join(', ')}.`);
  const write = await FORMATS[format].load();
  const encoder = new TextEncoder();
  for await (const part of write(core, options)) yield encoder.encode(part);
}
