import type { Format } from './export/formats.js';
import type { Box, StructuredPage } from './structure/tree.js';

/** The engine's public API. One shape in the browser and in Node. Pages count from 0; lengths are PDF points (1/72 inch). */

/**
 * Where a document comes from. Bytes are copied. A Blob, and what is behind a URL, is read in parts as they are needed where
 * that is possible; a server that gives no parts (RFC 9110, 14) is asked for the whole. In Node a string is a path or a
 * URL, and URLs may begin with `file:`; in the browser it is a URL.
 */
export type Source = Uint8Array | ArrayBuffer | Blob | string | URL | RemoteSource;

export interface RemoteSource {
  url: string | URL;
  headers?: Record<string, string>;
  /** The answer to a request for the file, or for its start by a `Range` of some 128 KiB, that has been sent already. */
  first?: Promise<Response>;
  /** The answer to a request for all behind that, or for the end of it; null where there is nothing more. */
  last?: Promise<Response | null>;
}

/** A TrueType or OpenType font, or a collection of them: an address (in Node a path too; `#2` is the third of a collection), or its bytes. */
export type FontSource = string | URL | Uint8Array | Blob;

/** One font for all, or fonts by the language of the text (BCP 47). */
export type FallbackFont = FontSource | Partial<Record<'ja' | 'zh-Hans' | 'zh-Hant' | 'ko' | 'default', FontSource>>;

/** Who may read a document that is encrypted for the holders of certificates: PEM, or DER. */
export interface Identity {
  /** X.509 */
  certificate: string | Uint8Array;
  /** RSA, in PKCS #1 or PKCS #8; PEM may be encrypted by the `password`. */
  privateKey: string | Uint8Array;
}

export interface OpenOptions {
  password?: string;
  identity?: Identity;
  /**
   * Draws text whose own font is neither embedded nor one that the engine has a substitute for: Chinese, Japanese and
   * Korean above all. It is loaded when a document needs it. Without one such text is left out, with a warning
   * `font-not-embedded`.
   */
  fallbackFont?: FallbackFont;
  /** Asked for a password when the one given is missing (`retry` false) or wrong (`retry` true); null gives up. */
  onPassword?: (retry: boolean) => Promise<string | null> | string | null;
  signal?: AbortSignal;
  /**
   * Told how many bytes have come, and of how many, where a server gives no parts of a file: then the whole is fetched
   * before it is opened. The total is 0 where the server does not say.
   */
  onProgress?: (loaded: number, total: number) => void;
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

/**
 * How soon something is wanted: what somebody looks at, what is near that, thumbnails, the rest. What is wanted sooner goes
 * first, whenever it was asked for. For documents in workers; elsewhere it changes nothing.
 */
export type Priority = 'visible' | 'near' | 'thumbnail' | 'background';

export interface RequestOptions {
  priority?: Priority;
  /** Fires when it has become what is seen: what waits goes first now, and what is under way goes on. */
  urgent?: AbortSignal;
  /** What is not wanted any more is dropped: it rejects with `aborted`. */
  signal?: AbortSignal;
}

export interface RenderOptions {
  /** 1 is 72 dpi: a pixel a point. The picture is round(points × scale) pixels wide and high. */
  scale?: number;
  /** How many times its natural size the page is shown: annotations that are not to grow with it (NoZoom) are as large as at 1, the default. */
  zoom?: number;
  tile?: Tile;
  /** `[r, g, b, a]`, 0 to 255 each. White by default. */
  background?: readonly [number, number, number, number];
  /**
   * Other colours for text, drawings and scans of one bit: what lies between black and white goes from ink to paper by its
   * brightness, and keeps its hue. Photographs keep their colours, and so does what is drawn over them.
   */
  colors?: PageColors;
  /** Whether annotations are drawn. True by default. */
  annotations?: boolean;
  /** Layers that are to be shown, or not, whatever the document has: by `Layer.id`. */
  layers?: Readonly<Record<number, boolean>>;
  /** What the picture is for: some layers are for the screen alone, or for paper. `view` by default. */
  intent?: 'view' | 'print' | 'export';
  /** `visible` by default. */
  priority?: Priority;
  /** Fires when it has become what is seen: what waits goes first now, and what is under way goes on. */
  urgent?: AbortSignal;
  /** Is given the picture as far as it has come, about every 120 ms, while one that takes longer is being drawn. */
  onPartial?: (picture: Picture) => void;
  /**
   * Memory for the picture, which is put into its beginning where it is large enough, and into new memory otherwise: for who draws
   * many pages and needs one at a time. In Node alone; a browser's pictures come from its workers.
   */
  into?: ArrayBuffer;
  /** Rejects with `aborted`, within 16 ms of its firing. */
  signal?: AbortSignal;
}

/** What black and white become: `[r, g, b]`, 0 to 255 each. */
export interface PageColors {
  ink: readonly [number, number, number];
  paper: readonly [number, number, number];
}

/** RGBA, 4 × width × height bytes, alpha not premultiplied: what `ImageData` takes. */
export interface Picture {
  width: number;
  height: number;
  data: Uint8ClampedArray<ArrayBuffer>;
}

export interface PageTextOptions extends RequestOptions {
  /** Whether what is written in form fields and free-text annotations is text, too, where it stands. False by default: who shows fields has their values. */
  annotations?: boolean;
}

export interface TextOptions extends PageTextOptions {
  /**
   * Of a page that is a picture without text, reads what it shows, which takes seconds; from then on it is found as well. What it needs
   * is loaded then.
   */
  ocr?: OcrOptions;
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
  /** The marked content that it is part of, as `StructureContent` has it. */
  mcid?: number;
  form?: number;
}

/** Where a link or an outline entry leads. */
export interface Destination {
  page: number;
  /** From the top left corner of the page; missing: unchanged. */
  x?: number;
  y?: number;
  /** 1 is the size on paper; missing: unchanged. */
  zoom?: number;
  /** What is to be fitted into the window, by its name in ISO 32000-2, table 149; `FitR`: what is between x and y and `to`. */
  fit?: 'Fit' | 'FitB' | 'FitH' | 'FitBH' | 'FitV' | 'FitBV' | 'FitR';
  to?: { x?: number; y?: number };
}

/** What a link, an outline entry or a document leads to: one of these, or nothing. */
export interface Target {
  destination?: Destination;
  /** Absolute where the document says what it is relative to. */
  url?: string;
  /** Another file, as its author named it, and the page there, or a name that it knows for a place. */
  file?: string;
  filePage?: number;
  named?: string;
  /** `NextPage`, `PrevPage`, `FirstPage`, `LastPage`, and what else readers may know (ISO 32000-2, 12.6.4.12). */
  command?: string;
}

export interface OutlineItem extends Target {
  title: string;
  open: boolean;
  /** RGB, 0 to 255, in which its author wants it written (ISO 32000-2, table 151); missing: black, as nearly all are. */
  color?: [red: number, green: number, blue: number];
  bold?: true;
  italic?: true;
  children: OutlineItem[];
}

export interface Link extends Target {
  /** x0 y0 x1 y1 in page points, origin top left. */
  rect: [number, number, number, number];
}

/** A place that has a name: what `#nameddest=` asks for. */
export interface NamedDestination {
  name: string;
  destination: Destination;
}

export interface Metadata {
  /** That of the information dictionary, else of the XMP packet. */
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
  /** The file identifier, in hexadecimal digits: the part that stays when the file is changed (ISO 32000-2, 14.4). */
  id?: string;
}

export interface Attachment {
  name: string;
  description?: string;
  /** Bytes; -1 where the file does not say. */
  size: number;
  mimeType?: string;
  /** `Source`, `Data`, `Alternative`, `Supplement` and so on (ISO 32000-2, table 43). */
  relationship?: string;
  /** The page that it is attached to; missing: the document. */
  page?: number;
}

/** A group of content that can be shown or hidden (ISO 32000-2, 8.11). */
export interface Layer {
  id: number;
  name: string;
  /** Whether the document shows it by default. */
  visible: boolean;
  /** Not to be changed by readers. */
  locked?: boolean;
  /** Of the layers with the same number, one is shown at most. */
  radioGroup?: number;
}

/** How layers are listed: a layer, or a heading, with what hangs on it. */
export interface LayerOrder {
  /** `Layer.id`. */
  id?: number;
  label?: string;
  children: LayerOrder[];
}

export interface Annotation {
  /** Object number; missing where it has none. */
  id?: number;
  type: string;
  rect: [number, number, number, number];
  contents?: string;
  author?: string;
  /** Of a widget, the last part of its field's name. */
  field?: string;
  /** ISO 8601. */
  modified?: string;
  /** Object number of the annotation that it answers. */
  inReplyTo?: number;
  /** What it says of that one, such as `Accepted` or `Marked` (ISO 32000-2, 12.5.6.3). */
  state?: string;
  hidden?: boolean;
}

/** A field of the document's form (ISO 32000-2, 12.7), as the file has it. */
export interface FormField {
  /** By which `setFields` fills it in. 0: it has no object number and cannot be filled in. */
  id: number;
  type: 'text' | 'check' | 'radio' | 'button' | 'combo' | 'list' | 'signature';
  /** Fully qualified: `address.street`. */
  name: string;
  /** What readers are told of it. */
  label?: string;
  /** Text; the state that a button is in, empty: off; what a choice exports; of a list all of them. */
  value: string | string[];
  /** What it is reset to. */
  initial: string | string[];
  readOnly: boolean;
  required: boolean;
  /** Text. */
  multiline?: boolean;
  password?: boolean;
  /** `maxLength` cells, a character each. */
  comb?: boolean;
  /** Characters. */
  maxLength?: number;
  align: 'left' | 'center' | 'right';
  /** Combo: takes other texts besides the options. */
  editable?: boolean;
  /** List: more than one may be chosen. */
  multiple?: boolean;
  /** Radio: one of them is on, once one has been chosen. */
  keepsOne?: boolean;
  options?: { value: string; text: string }[];
  /** JavaScript that other readers run as somebody types, when the value is shown, and when another one has changed. Never run here. */
  scripts?: { keystroke?: string | undefined; format?: string | undefined; calculate?: string | undefined };
}

/** What a click on a field does. */
export interface FieldAction extends Target {
  kind: 'reset' | 'submit' | 'go' | 'other';
  /** Where a form is sent to. */
  submits?: string;
  /** Which fields are reset, by id or name: these, or all but these. Missing: all. */
  fields?: (number | string)[];
  except?: boolean;
}

/** Where a field is on a page. */
export interface FormWidget extends FormField {
  /** Object number of the annotation. */
  widget: number;
  /** x0 y0 x1 y1 in page points, origin top left. */
  rect: [number, number, number, number];
  /** The state that a button has when it is on. */
  on?: string;
  caption?: string;
  /** Counterclockwise degrees by which its text is turned. */
  turn?: number;
  /** Points; missing: as large as fits. */
  fontSize?: number;
  /** RGB, 0 to 255. */
  color?: [number, number, number];
  action?: FieldAction;
}

/** All fields of a document's form, and in which order those are calculated that depend on others, by id. */
export interface Form {
  fields: FormField[];
  calculated: number[];
}

/** What a field is to show; nothing but an id: what the file has. */
export interface FieldValue {
  id: number;
  /** Of text and combo fields, in its format. */
  text?: string;
  /** Of check boxes and radio buttons: `FormWidget.on` of the one that is on, or `Off`. */
  state?: string;
  /** Of lists: indices of options. */
  chosen?: readonly number[];
}

/** A font that a page uses. */
export interface PageFont {
  /** Object number; 0: it has none. */
  id: number;
  /** As the file has it, without the mark of a subset. */
  name: string;
  /** `Type1`, `TrueType`, `Type3`, `CIDFontType0`, `CIDFontType2`, `MMType1`. */
  type: string;
  /** Whether the file holds it; another stands in for one that it does not hold. */
  embedded: boolean;
  /** The file holds only the glyphs that it needs. */
  subset: boolean;
}

type Rect = [x0: number, y0: number, x1: number, y1: number];

/** The boxes that a page names (ISO 32000-2, 14.11.2), in points of its own coordinates: y up, not turned. */
export interface PageBoxes {
  media?: Rect;
  crop?: Rect;
  bleed?: Rect;
  trim?: Rect;
  art?: Rect;
}

/** How a document asks to be shown (ISO 32000-2, 7.7.2 and 12.2); what it does not say is missing. */
export interface ViewerPreferences extends Target {
  pageLayout?: string;
  pageMode?: string;
  hideToolbar?: boolean;
  hideMenubar?: boolean;
  hideWindowUI?: boolean;
  fitWindow?: boolean;
  centerWindow?: boolean;
  displayDocTitle?: boolean;
  rightToLeft?: boolean;
  nonFullScreenPageMode?: string;
  printScaling?: string;
  duplex?: string;
  copies?: number;
  /** From a page to a page, both printed. */
  printPages?: [number, number][];
}

/** An element of a tagged document (ISO 32000-2, 14.7). */
export interface StructureElement {
  /** As its author called it, and the standard type that it stands for, such as `H1`, `P`, `Figure`. */
  type: string;
  role: string;
  title?: string;
  language?: string;
  /** Describes what cannot be read aloud. */
  alt?: string;
  /** Stands for the text that is shown. */
  actualText?: string;
  /** What an abbreviation is short for. */
  expansion?: string;
  /** Of a figure or formula: where it is on its page, `x0 y0 x1 y1` in points from the page's upper left corner, as it says (14.8.5.4.3). */
  box?: [number, number, number, number];
  /** Of a table's cell: columns and rows that it takes, where they are more than one, and what a header is a header of. */
  columnSpan?: number;
  rowSpan?: number;
  scope?: string;
  /** Of a formula: what it is in MathML, as the file has it. Whoever shows it has to look at it first: it is anything that the file says. */
  mathml?: string;
  children: (StructureElement | StructureContent | StructureObject)[];
}

/** Marked content of an element; text runs with the same numbers are its text. */
export interface StructureContent {
  page: number;
  mcid: number;
  /** Object number of the form that the MCID is of; missing: it is the page's own. */
  form?: number;
}

/** An annotation or a picture that is part of an element, by its object number. */
export interface StructureObject {
  page: number;
  object: number;
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

export type { Format } from './export/formats.js';
export type * from './structure/tree.js';

export interface OcrOptions {
  /** Languages as Tesseract calls them: `eng`, which comes with the package, `deu`, `chi_sim`. `['eng']` by default. */
  languages?: readonly string[];
}

export interface StructureOptions {
  /** Which pages, from 0; all by default. */
  pages?: readonly number[];
  /**
   * Pages that are pictures without text are read by optical character recognition, which takes seconds a page. What it
   * needs is loaded then. `text` and what is made of the structure have what was read.
   */
  ocr?: OcrOptions;
  /** By page, from 0: only words whose middle lies in one of these boxes, in points. Pages without any are empty. */
  within?: Readonly<Record<number, readonly Box[]>>;
  /**
   * Keeps text that nobody sees, and marks it: invisible, covered, white on white, a point high. True by default, but for
   * `markdown`, `html-reflow` and `csv`, which cannot mark it.
   */
  hidden?: boolean;
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

export interface ConvertOptions extends StructureOptions {
  title?: string;
  /** `html-reflow`, `markdown`: keeps running heads and page numbers, which they leave out by default. */
  furniture?: boolean;
  /**
   * `markdown`: as the pages have it. Running heads, page numbers and the hyphens of divided words stay, nothing is joined
   * across pages, and there are no links and footnotes unless they are asked for.
   */
  faithful?: boolean;
  /** `markdown`: links to other documents and places. True by default. */
  links?: boolean;
  /** `markdown`: pictures of figures, as data URLs. False by default. */
  images?: boolean;
  /** `png`, `jpeg`, `webp`: pixels a point. 2 by default. */
  scale?: number;
  /** `png`, `jpeg`, `webp`: pixels across, whatever size the page has. Goes before `scale`. */
  width?: number;
  /** `svg`, `png`, `jpeg`, `webp`: the first page as a file of its own (true), or a ZIP of all (false). By default a ZIP where there are several. */
  onePage?: boolean;
}

export interface FindOptions {
  /** Upper and lower case differ. False by default. */
  matchCase?: boolean;
  /** What is found has no letter or digit on either side. False by default. */
  wholeWords?: boolean;
  /** Letters with and without accents differ. False by default. */
  diacritics?: boolean;
  /**
   * The query is a regular expression of ECMAScript (with its `u` flag), for the text of a page on which each line's end is
   * a space or, behind the hyphen of a divided word, nothing. False by default.
   */
  regularExpression?: boolean;
  /** The page to begin with; the pages before it come last. 0 by default. */
  from?: number;
  /** Code units of text on each side of a hit. 48 by default. */
  context?: number;
  /** Told after each page: how many have been searched, of how many. */
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

/** A place where a text has been found. */
export interface FindHit {
  page: number;
  /** Which of the page's hits it is, from 0, in reading order. */
  index: number;
  /** Where it stands, in pieces of lines: corners in the order of `TextRun.quad`. */
  quads: TextRun['quad'][];
  /** The text around it, and itself as it stands on the page, without line ends. */
  before: string;
  match: string;
  after: string;
}

export interface Document {
  readonly pageCount: number;
  readonly warnings: readonly Warning[];
  /** Of a file on a server, in the browser, the size of a page that has not been read is taken to be the first page's. */
  pageSize(page: number): PageSize;
  /** The page's own size, which `pageSize` gives too from then on. */
  readPageSize(page: number, options?: RequestOptions): Promise<PageSize>;
  renderPage(page: number, options?: RenderOptions): Promise<Picture>;
  /**
   * As `renderPage`, for who is done with a picture at once: `use` may read it until what it returns has settled, and nothing else may
   * be asked of the document meanwhile. In Node it is read where the engine has drawn it, and not copied.
   */
  withPicture<T>(page: number, use: (picture: Picture) => T | Promise<T>, options?: RenderOptions): Promise<T>;
  /** Reading order, '\n' between lines. `options.priority` is `near` by default, as everywhere below. */
  pageText(page: number, options?: PageTextOptions): Promise<string>;
  pageTextRuns(page: number, options?: TextOptions): Promise<TextRun[]>;
  /**
   * Looks for a text, also in form fields and free-text annotations, page by page from `from` on; hits come as they are
   * found. Ligatures, full-width letters, quotation marks, dashes and white space are what they mean; words that a line's end divides are whole. Pages that have been
   * searched are searched again without being read again.
   *
   * @throws OdeError `query-invalid` for a regular expression that is none, `limit-exceeded` for one that takes too long
   *   on a page, `aborted`
   */
  find(query: string, options?: FindOptions): AsyncGenerator<FindHit, void, undefined>;
  outline(): Promise<OutlineItem[]>;
  links(page: number): Promise<Link[]>;
  /** The page labels, one a page; the page numbers where the document has none. */
  labels(): Promise<string[]>;
  /** The fonts of a page and of the forms that it shows. */
  fonts(page: number, options?: RequestOptions): Promise<PageFont[]>;
  boxes(page: number): Promise<PageBoxes>;
  /** A page's form fields, in the order in which a keyboard goes through them, with the values that the file has. */
  fields(page: number): Promise<FormWidget[]>;
  form(): Promise<Form>;
  /**
   * Fills in form fields: pages are drawn, read, found, printed and converted with these values from now on. The file is not
   * changed. The document keeps values as they are given: formats and calculations are the caller's.
   */
  setFields(values: readonly FieldValue[]): Promise<void>;
  metadata(): Promise<Metadata>;
  /**
   * The files that the document carries. In the browser, of a file on a server, those that its pages alone have are left out until all of
   * it is here (`BrowserDocument.file`): to look for them is to read every page.
   */
  attachments(): Promise<Attachment[]>;
  /** The contents of one of the `attachments()`, by its place among them; null where it brings none. */
  attachment(i: number): Promise<Uint8Array<ArrayBuffer> | null>;
  layers(): Promise<Layer[]>;
  /** How to list the layers; those that are not in it are not for readers. */
  layerOrder(): Promise<LayerOrder[]>;
  viewerPreferences(): Promise<ViewerPreferences>;
  namedDestinations(): Promise<NamedDestination[]>;
  /** The structure tree of a tagged document; of one page, what has content on it. */
  structure(page?: number): Promise<StructureElement[]>;
  annotations(page: number): Promise<Annotation[]>;
  permissions(): Promise<Permissions>;
  /** What the pages consist of, one after the other: headings, paragraphs, lists, tables and figures, each with its box. */
  structured(options?: StructureOptions): AsyncIterable<StructuredPage>;
  /** One self-contained file, in UTF-8. */
  convert(format: Format, options?: ConvertOptions): ReadableStream<Uint8Array>;
  close(): Promise<void>;
}
