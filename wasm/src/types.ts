/** The engine's public API. One shape in the browser and in Node. Pages count from 0; lengths are PDF points (1/72 inch). */

/** Where a document comes from. An URL is fetched, a Blob is read; bytes are copied. */
export type Source = Uint8Array | ArrayBuffer | Blob | { url: string; headers?: Record<string, string> };

/** A TrueType or OpenType font, or a collection of them: an address (in Node a path too; `#2` is the third of a collection), or its bytes. */
export type FontSource = string | URL | Uint8Array | Blob;

/** One font for all, or fonts by the language of the text (BCP 47). */
export type FallbackFont = FontSource | Partial<Record<'ja' | 'zh-Hans' | 'zh-Hant' | 'ko' | 'default', FontSource>>;

export interface OpenOptions {
  password?: string;
  /**
   * Draws text whose own font is neither embedded nor one that the engine has a substitute for: Chinese, Japanese and
   * Korean above all. It is loaded when a document needs it. Without one such text is left out, with a warning
   * `font-not-embedded`.
   */
  fallbackFont?: FallbackFont;
  /** Asked for a password when the one given is missing (`retry` false) or wrong (`retry` true); null gives up. */
  onPassword?: (retry: boolean) => Promise<string | null> | string | null;
  signal?: AbortSignal;
}

export interface PageSize {
  width: number;
  height: number;
  /** Clockwise degrees by which the page is turned, already applied to width and height: 0, 90, 180 or 270. */
  rotation: number;
}

/** A part of the page's picture, in its pixels. */
export interface Tile {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface RenderOptions {
  /** 1 is 72 dpi: a pixel a point. The picture is round(points × scale) pixels wide and high. */
  scale?: number;
  tile?: Tile;
  /** `[r, g, b, a]`, 0 to 255 each. White by default. */
  background?: readonly [number, number, number, number];
  /** Whether annotations are drawn. True by default. */
  annotations?: boolean;
  /** Layers that are to be shown, or not, whatever the document has: by `Layer.id`. */
  layers?: Readonly<Record<number, boolean>>;
  signal?: AbortSignal;
}

/** RGBA, 4 × width × height bytes, alpha not premultiplied: what `ImageData` takes. */
export interface Picture {
  width: number;
  height: number;
  data: Uint8ClampedArray<ArrayBuffer>;
}

/** A piece of text in one font on one line, with its place on the page. */
export interface TextRun {
  text: string;
  /** Corners in page points, origin top left, y down: the start of the baseline's descent, its end, then the top's end and start: x0 y0 … x3 y3. */
  quad: [number, number, number, number, number, number, number, number];
  /** Points, as it appears on the page. */
  fontSize: number;
  direction: 'ltr' | 'rtl' | 'vertical';
  /** Whether the line ends here: copied text has a line break behind it. */
  endsLine: boolean;
}

/** Where a link or an outline entry leads. */
export interface Destination {
  page: number;
  /** From the top left corner of the page; missing: unchanged. */
  x?: number;
  y?: number;
  zoom?: number;
}

export interface OutlineItem {
  title: string;
  destination?: Destination;
  url?: string;
  open: boolean;
  children: OutlineItem[];
}

export interface Link {
  /** x0 y0 x1 y1 in page points, origin top left. */
  rect: [number, number, number, number];
  url?: string;
  destination?: Destination;
}

export interface Metadata {
  title?: string;
  author?: string;
  subject?: string;
  keywords?: string;
  creator?: string;
  producer?: string;
  /** ISO 8601. */
  created?: string;
  modified?: string;
  /** The XMP packet, as it stands in the file. */
  xmp?: string;
  /** Of the text, such as `en-US`. */
  language?: string;
  pdfVersion?: string;
  tagged?: boolean;
}

export interface Attachment {
  name: string;
  description?: string;
  /** Bytes; -1 where the file does not say. */
  size: number;
  mimeType?: string;
}

/** A group of content that can be shown or hidden (ISO 32000-2, 8.11). */
export interface Layer {
  id: number;
  name: string;
  /** Whether the document shows it by default. */
  visible: boolean;
}

export interface Annotation {
  type: string;
  rect: [number, number, number, number];
  contents?: string;
}

/** What the document's author allows. All true in a document without restrictions. */
export interface Permissions {
  print: boolean;
  modify: boolean;
  copy: boolean;
  annotate: boolean;
  fillForms: boolean;
  extractForAccessibility: boolean;
  assemble: boolean;
  printHighQuality: boolean;
}

/** Something that was repaired, or could not be drawn. */
export interface Warning {
  /** Stable and in kebab-case, such as `xref-rebuilt` or `image-invalid`. */
  feature: string;
  /** -1: the document as a whole. */
  page: number;
  /** 0: not known. */
  object: number;
  /** Something is missing from the page. */
  missing: boolean;
  /** It is missing because the engine lacks what it takes, or gave up: another program may draw it. Never true alone. */
  unsupported: boolean;
}

export interface ConvertOptions {
  title?: string;
  /** Which pages; all by default. */
  pages?: readonly number[];
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

export interface Document {
  readonly pageCount: number;
  readonly warnings: readonly Warning[];
  pageSize(page: number): PageSize;
  renderPage(page: number, options?: RenderOptions): Promise<Picture>;
  /** Reading order, '\n' between lines. */
  pageText(page: number): Promise<string>;
  pageTextRuns(page: number): Promise<TextRun[]>;
  outline(): Promise<OutlineItem[]>;
  links(page: number): Promise<Link[]>;
  /** The page labels, one a page; the page numbers where the document has none. */
  labels(): Promise<string[]>;
  metadata(): Promise<Metadata>;
  attachments(): Promise<Attachment[]>;
  layers(): Promise<Layer[]>;
  annotations(page: number): Promise<Annotation[]>;
  permissions(): Promise<Permissions>;
  /** One self-contained HTML file, in UTF-8. */
  convert(format: 'html', options?: ConvertOptions): ReadableStream<Uint8Array>;
  close(): Promise<void>;
}
