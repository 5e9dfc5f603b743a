import { bufferOf, loadHooks, put, type Hooks } from './hooks.js';
import { warningOf } from '../src/warnings.js';

const PARTS = [
  'outline',
  'labels',
  'metadata',
  'attachments',
  'layers',
  'permissions',
  'links',
  'annotations',
  'viewerPreferences',
  'namedDestinations',
  'layerOrder',
  'structure',
  'widgets',
  'form',
  'fonts',
  'boxes',
  'documentAttachments',
] as const;

/** A document that the engine's document layer has opened, with nothing above it. */
export class TestDocument {
  private constructor(
    private readonly hooks: Hooks,
    private readonly doc: number,
  ) {}

  /** The release build is given the file in memory, the debug build reads it by blocks: they must say the same. */
  static async of(target: string, file: Uint8Array): Promise<TestDocument> {
    const readSource = (offset: number, length: number, to: number) =>
      new Uint8Array(hooks.memory.buffer, to, length).set(file.subarray(offset, offset + length));
    const hooks: Hooks = await loadHooks('document', target, { readSource });
    return new TestDocument(hooks, hooks.test_open!(target === 'debug' ? 0 : put(hooks, file), file.length));
  }

  /** A `Status` of document/open.ts. */
  get status(): number {
    return this.hooks.test_status!(this.doc);
  }

  /** The work that opening took, in units of fuel. */
  get openingWork(): number {
    return this.hooks.test_opening_work!(this.doc);
  }

  /** The work that a part takes when it is first asked for. */
  jsonWork(part: (typeof PARTS)[number], page = 0): number {
    return this.hooks.test_json_work!(this.doc, PARTS.indexOf(part), page);
  }

  get pageCount(): number {
    return this.hooks.test_page_count!(this.doc);
  }

  /** The object numbers of the pages, in order. */
  get pages(): number[] {
    return Array.from({ length: this.pageCount }, (_, i) => this.hooks.test_page_object!(this.doc, i));
  }

  /** Width and height as the page is shown, rotation. */
  size(page = 0): number[] {
    const at = this.hooks.test_alloc!(24);
    this.hooks.test_page_size!(this.doc, page, at);
    return [...new Float64Array(this.hooks.memory.buffer, at, 3)];
  }

  /** The part of user space that a page shows: x0 y0 x1 y1. */
  box(page = 0): number[] {
    const at = this.hooks.test_alloc!(32);
    this.hooks.test_page_box!(this.doc, page, at);
    return [...new Float64Array(this.hooks.memory.buffer, at, 4)];
  }

  /** The object whose dictionary a page has as its /Resources; 0 when it has none. */
  resources(page = 0): number {
    return this.hooks.test_page_resources!(this.doc, page);
  }

  /** A page's decoded content. */
  contents(page = 0): string | null {
    return this.decoded(this.hooks.test_contents!(this.doc, page));
  }

  /** The decoded stream of an object; null when it has none. */
  stream(number: number): string | null {
    return this.decoded(this.hooks.test_stream!(this.doc, number));
  }

  /** The object of a number, where it is one; NaN where it is none, or nothing. */
  number(object: number): number {
    return this.hooks.test_number!(this.doc, object);
  }

  /** The warnings' names, each with the object where one is known. */
  get warnings(): string[] {
    return Array.from({ length: this.hooks.test_warnings!(this.doc) }, (_, i) => {
      const [code, page, object] = new Int32Array(this.hooks.memory.buffer, this.hooks.test_warning!(this.doc, i), 3);
      const { feature } = warningOf(code!, page!, object!);
      return object ? `${feature} ${object}` : feature;
    });
  }

  /** A part of the document as the host reads it. */
  json(part: (typeof PARTS)[number], page = 0): unknown {
    const out = this.hooks.test_json!(this.doc, PARTS.indexOf(part), page);
    return JSON.parse(Buffer.from(bufferOf(this.hooks, out)).toString('utf8'));
  }

  /** The contents of an attachment; null where there is none. */
  attachment(i: number): string | null {
    return this.decoded(this.hooks.test_attachment!(this.doc, i));
  }

  /** Says what layers are shown for: 0 view, 1 print, 2 export. */
  useLayers(event: number, zoom = 1): boolean {
    return this.hooks.test_layer_usage!(this.doc, event, zoom) !== 0;
  }

  private decoded(data: number): string | null {
    return data ? Buffer.from(bufferOf(this.hooks, data)).toString('latin1') : null;
  }
}
