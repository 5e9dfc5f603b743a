import type { DocumentCore } from './core.js';
import { OdeError } from './errors.js';
import { convertToHtml } from './export/html.js';
import type { ConvertOptions, Document, RenderOptions } from './types.js';

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

  async layers() {
    return this.core.layers();
  }

  async annotations(page: number) {
    return this.core.annotations(page);
  }

  async permissions() {
    return this.core.permissions();
  }

  convert(_format: 'html', options?: ConvertOptions) {
    return convertToHtml(this.core, options);
  }

  async close() {
    this.held = null;
  }
}
