import {
  Buffer,
  Direction,
  FieldValueKind,
  LayerEvent,
  Progress,
  PageSize as SizeRecord,
  ResourceName,
  Run,
  Status,
  WarningRecord,
  type Part,
} from './abi.js';
import { encryptionOf, type Encryption, type EncryptionJson } from './crypt/encryption.js';
import { loadUnlock } from './crypt/load-unlock.js';
import { isDecoder, makeDecoder } from './decoders/decoders.js';
import { DocumentFacts } from './document-facts.js';
import { OdeError, orAborted, throwIfAborted, type ErrorCode } from './errors.js';
import { noLetters, readLetters, type PageLetters } from './find/page-letters.js';
import { Instance, type ObjectKey } from './instance.js';
import type { LoadResource } from './resources.js';
import { LONGEST_SOURCE, type ByteSource } from './source/byte-source.js';
import { copyInSlices } from './pixels.js';
import { inSlices, Slices, turn } from './slices.js';
import type {
  FieldValue,
  Identity,
  OpenOptions,
  PageSize,
  PageTextOptions,
  Picture,
  RenderOptions,
  TextOptions,
  TextRun,
  Warning,
} from './types.js';
import { warningOf } from './warnings.js';

/** Layers that are shown, or not, whatever the document has. */
type LayerChoice = Readonly<Record<number, boolean>>;
const AS_THEY_ARE: LayerChoice = {};

/** What a page is interpreted for: some layers depend on it. */
interface Usage {
  intent: NonNullable<RenderOptions['intent']>;
  scale: number;
}
const INTENTS: Readonly<Record<Usage['intent'], LayerEvent>> = {
  view: LayerEvent.View,
  print: LayerEvent.Print,
  export: LayerEvent.Export,
};
const ON_SCREEN: Usage = { intent: 'view', scale: 1 };

/** What went wrong at opening; null: nothing. */
const ERRORS: Readonly<Record<Status, ErrorCode | null>> = {
  [Status.Ok]: null,
  [Status.NotAPdf]: 'not-a-pdf',
  [Status.Damaged]: 'damaged',
  [Status.EncryptionUnsupported]: 'encryption-unsupported',
  [Status.MemoryOut]: 'limit-exceeded',
  [Status.Empty]: 'empty-file',
};

/** Bytes of interpreted pages that are kept: going back to one, or drawing it at another scale, costs no parsing. */
const KEPT_BYTES = 16 << 20;
/** What stands for a page that could not be interpreted, so that these are not kept for ever either. */
const NO_PAGE_BYTES = 1 << 16;
/** Milliseconds after which a picture that is not done is shown as far as it has come, and between two such pictures. */
const PARTIAL = 120;
/** A page that is interpreted, or is being so. */
interface HeldPage {
  /** The engine's page task; 0: there is none. */
  address: number;
  /** The bytes that it takes. */
  bytes: number;
  /** How many calls are using it. */
  users: number;
  isRead: boolean;
  /** Resolves when the page is interpreted, or nobody waits for it any more. */
  read: Promise<void>;
  /** Who is told, between two slices, that the page has come further. */
  watchers: Set<() => void>;
}
/** What a list is wanted for. */
interface Want extends Partial<Usage> {
  layers?: LayerChoice;
  signal?: AbortSignal | undefined;
  /** Images are not looked at: what decodes them need not be brought. */
  textOnly?: boolean;
  /** Nor are glyphs: what the page says, and the places of that, are all that is wanted. Its list is not to be drawn. */
  unseen?: boolean;
  /** Is called, while the page is being read, with the list so far. */
  follow?: (list: number) => void;
}
/** UTF-16 units of a field's value: more no widget shows. */
const LONGEST_VALUE = 1 << 14;
/** A picture of more pixels than this is refused; larger ones are drawn by tiles. */
const MOST_PIXELS = 1 << 27;
/** An instance that holds more bytes than this, and uses less than a quarter of them, is replaced. */
const MUCH_MEMORY = 256 << 20;
const DIRECTIONS: Readonly<Record<Direction, TextRun['direction']>> = {
  [Direction.LeftToRight]: 'ltr',
  [Direction.RightToLeft]: 'rtl',
  [Direction.Vertical]: 'vertical',
};

/**
 * A document in one engine instance, on this thread. The Node entry uses it directly, the browser's workers hold one
 * each.
 */
export class DocumentCore extends DocumentFacts {
  readonly pageCount: number;
  /** Interpreted pages, the one used last at the end: by their numbers, and by the layers that were chosen for them. */
  private readonly pages = new Map<string, HeldPage>();
  /** Resources that are on their way. */
  private readonly bringing = new Map<string, Promise<void>>();
  private readonly reading = new Slices(20_000);
  private readonly drawing = new Slices(2_000);
  private raster = 0;
  private broken: Warning[] = [];
  /** What has been filled into form fields, by their ids. */
  private readonly filled = new Map<number, FieldValue>();
  private isSpent = false;

  private constructor(
    readonly instance: Instance,
    readonly store: number,
    private readonly loadResource: LoadResource,
    /** Opens the same file in another instance. */
    private readonly again: () => DocumentCore,
  ) {
    super();
    this.pageCount = instance.exports.pageCount(store);
  }

  /** Opens a document: its bytes, which are copied, or what they are read from as they are needed. Throws `OdeError`. */
  static async open(
    module: WebAssembly.Module,
    file: Uint8Array | ByteSource,
    { password, identity }: Pick<OpenOptions, 'password' | 'identity'>,
    loadResource: LoadResource,
  ): Promise<DocumentCore> {
    const started = start(module, file);
    const { info } = started;
    const objectKey = info && (await unlock(info, password, identity));
    return DocumentCore.finish(started, objectKey, loadResource, () => start(module, file));
  }

  /** Unlocks a document by its objects' keys, which open it again, too. */
  private static finish(
    { instance, store, info }: Started,
    objectKey: ObjectKey | null,
    loadResource: LoadResource,
    restart: () => Started,
  ): DocumentCore {
    if (info) {
      instance.objectKey = objectKey;
      checkStatus(attempt(() => instance.exports.unlock(store)));
    }
    const again = () => DocumentCore.finish(restart(), objectKey, loadResource, restart);
    return attempt(() => new DocumentCore(instance, store, loadResource, again));
  }

  /**
   * The document to go on with: this one, or another on the same file where this one's instance is not to be used again. A
   * trap may have left it in any state, memory that was out is full of pieces, and memory never shrinks. What this one is
   * still doing it ends on its own.
   */
  renewed(): DocumentCore {
    if (!this.isSpent && !this.hoardsMemory()) return this;
    const fresh = this.again();
    fresh.broken = this.warnings;
    fresh.setFields([...this.filled.values()]);
    return fresh;
  }

  /** Whether this has had too little memory, or holds far more than it needs, and nobody is using it. */
  private hoardsMemory(): boolean {
    const { memory, memoryInUse, memoryRefusals } = this.instance.exports;
    const held = memory.buffer.byteLength;
    return (memoryRefusals() > 0 || (held > MUCH_MEMORY && memoryInUse() < held / 4)) && this.isIdle;
  }

  /** Brings a file that the package has by its name; null where there is none. */
  resource(name: string): Promise<Uint8Array | null> {
    return this.loadResource(name);
  }

  private get isIdle(): boolean {
    return ![...this.pages.values()].some(({ users }) => users);
  }

  /** Lets go of what the document is read from, and of its memory, unless something is still being read or drawn. */
  close(): void {
    this.instance.closeSource();
    if (this.isIdle && !this.isSpent) this.instance.leaveMemory();
  }

  get warnings(): Warning[] {
    const { exports } = this.instance;
    // What a trap has left behind is not asked.
    const count = this.isSpent ? 0 : exports.warningCount(this.store);
    const all = Array.from({ length: count }, (_, i) => {
      const { code, page, objectNumber } = new WarningRecord(this.instance.view, exports.warningAt(this.store, i));
      return warningOf(code, page, objectNumber);
    });
    const isNew = (w: Warning) => !all.some((other) => other.feature === w.feature && other.page === w.page && other.object === w.object);
    return [...all, ...this.broken.filter(isNew)];
  }

  /** See `Document.setFields`. Pages that are being read go on as they were. */
  setFields(values: readonly FieldValue[]): void {
    for (const value of values) {
      this.filled.set(value.id, value);
      const [kind, bytes] = encodeField(value);
      const address = this.instance.put(bytes);
      this.guard(-1, () => this.instance.exports.setField(this.store, value.id, kind, address, bytes.length));
      this.instance.exports.give(address);
    }
    for (const [key, held] of this.pages) {
      if (held.users) this.pages.delete(key);
      else this.drop(key, held);
    }
  }

  /** Whether it says that its structure tree is sound. */
  get isTagged(): boolean {
    return this.guard(-1, () => this.instance.exports.isTagged(this.store) !== 0) ?? false;
  }

  pageSize(page: number): PageSize {
    this.check(page);
    const { exports } = this.instance;
    const out = exports.take(SizeRecord.byteLength);
    const isKnown = this.guard(page, () => exports.pageSize(this.store, page, out) !== 0);
    if (!isKnown) throw new OdeError(out ? 'damaged' : 'limit-exceeded');
    const { width, height, rotation } = new SizeRecord(this.instance.view, out);
    exports.give(out);
    return { width, height, rotation };
  }

  renderPage(page: number, options?: RenderOptions): Promise<Picture> {
    const { memory } = this.instance.exports;
    return this.paint(page, options, async (pixels, width, height) => ({
      width,
      height,
      data: await copyInSlices(memory, pixels, options),
    }));
  }

  /**
   * Draws a page, and makes of its pixels what `use` returns: RGBA rows of `width` pixels in the engine's own memory, which
   * are there only until what `use` returns has come.
   */
  async paint<T>(
    page: number,
    options: RenderOptions = {},
    use: (pixels: Uint8ClampedArray<ArrayBuffer>, width: number, height: number) => T | Promise<T>,
  ): Promise<T> {
    const {
      scale = 1,
      zoom = 1,
      tile,
      background = [255, 255, 255, 255],
      annotations = true,
      colors,
      layers = {},
      intent = 'view',
      signal,
      onPartial,
    } = options;
    const size = this.pageSize(page);
    for (const factor of [scale, zoom])
      if (!(factor > 0) || !Number.isFinite(factor)) throw new OdeError('limit-exceeded', 'The scale must be a positive number.');
    const whole = { x: 0, y: 0, width: Math.max(1, Math.round(size.width * scale)), height: Math.max(1, Math.round(size.height * scale)) };
    const { x, y, width, height } = tile ?? whole;
    if (!(width >= 1 && height >= 1) || width * height > MOST_PIXELS) throw new OdeError('limit-exceeded');
    const [r, g, b, a] = background;
    const color = (r | (g << 8) | (b << 16) | (a << 24)) >>> 0;
    const { exports } = this.instance;
    const pixelsAt = (address: number) => new Uint8ClampedArray(exports.memory.buffer as ArrayBuffer, address, width * height * 4);
    let drawn = 0;
    const begin = (list: number) => {
      if (drawn) return;
      const flags = annotations ? 1 : 0;
      drawn = this.draw((raster) => exports.beginRender(raster, list, scale, x, y, width, height, color, flags, zoom), page);
      if (drawn && colors) this.guard(page, () => exports.recolorRender(drawn, packed(colors.ink), packed(colors.paper)));
    };
    const step = (fuel: number) => this.guard(page, () => exports.stepRender(drawn, fuel) !== 0) ?? true;
    let due = performance.now() + PARTIAL;
    const show = () => {
      if (!onPartial || performance.now() < due) return;
      const address = this.guard(page, () => exports.renderedSoFar(drawn));
      if (address) {
        const data = new Uint8ClampedArray(pixelsAt(address));
        exports.give(address);
        onPartial({ width, height, data });
      }
      due = performance.now() + PARTIAL;
    };
    /** While the page is still being read: draws what is there of it, once it has taken a while. */
    const follow = (list: number) => {
      if (!onPartial || performance.now() < due || !this.hasAll()) return;
      begin(list);
      if (!drawn) return;
      this.drawing.once(step);
      show();
    };
    const draw = async (list: number): Promise<T> => {
      if (list) begin(list);
      if (drawn) {
        await this.drawing.run(step, signal, show);
        await inSlices(() => this.guard(page, () => exports.developRender(drawn) !== 0) ?? true, signal);
        const address = this.guard(page, () => exports.finishRender(drawn)) ?? 0;
        drawn = 0;
        if (address) {
          try {
            return await use(pixelsAt(address), width, height);
          } finally {
            exports.give(address);
          }
        }
      }
      this.note('page-not-drawn', page);
      this.spend();
      const blank = colors ? (packed(colors.paper) | (a << 24)) >>> 0 : color;
      return use(new Uint8ClampedArray(new Uint32Array(width * height).fill(blank).buffer), width, height);
    };
    try {
      return await this.withList(page, draw, { layers, intent, scale, signal, follow });
    } finally {
      if (drawn) this.guard(page, () => exports.cancelRender(drawn));
    }
  }

  /** Begins to read a page that is going to be drawn, behind what waits for the thread now. */
  async readAhead(page: number): Promise<void> {
    await turn();
    await this.withList(page, () => undefined).catch(() => undefined); // who draws it will be told
  }

  /** Runs a function of the engine that draws; 0 when it cannot. */
  draw(work: (raster: number) => number, page = -1): number {
    return this.guard(page, () => work((this.raster ||= this.instance.exports.createRaster(this.store)))) ?? 0;
  }

  pageText(page: number, { annotations = false }: PageTextOptions = {}): Promise<string> {
    return this.withList(page, (list) => this.textOf(page, list, annotations), { unseen: true });
  }

  pageTextRuns(page: number, { annotations = false }: TextOptions = {}): Promise<TextRun[]> {
    return this.withList(page, (list) => this.runsOf(page, list, annotations), { textOnly: true });
  }

  /** The page's letters with their places; a page that is read for this alone is not kept. */
  async pageLetters(page: number): Promise<PageLetters> {
    const before = new Set(this.pages.keys());
    const letters = await this.withList(page, (list) => this.lettersOf(page, list), { unseen: true });
    for (const [key, held] of this.pages) if (!before.has(key) && !held.users && key.startsWith(`${page} `)) this.drop(key, held);
    return letters;
  }

  private lettersOf(page: number, list: number): PageLetters {
    const buffer = (list && this.guard(page, () => this.instance.exports.pagePlaces(this.store, list, page))) || 0;
    if (!buffer) return noLetters();
    const letters = readLetters(this.instance, buffer);
    this.instance.giveBuffer(buffer);
    return letters;
  }

  private textOf(page: number, list: number, annotations: boolean): string {
    const buffer = this.guard(page, () => this.instance.exports.pageText(this.store, list, page, +annotations)) ?? 0;
    if (!buffer) return '';
    const { data, length } = new Buffer(this.instance.view, buffer);
    const text = this.instance.utf16(data, length >> 1);
    this.instance.giveBuffer(buffer);
    return text;
  }

  private runsOf(page: number, list: number, annotations: boolean): TextRun[] {
    const { exports } = this.instance;
    const buffer = this.guard(page, () => exports.pageRuns(this.store, list, page, annotations ? 1 : 0)) ?? 0;
    if (!buffer) return [];
    const view = this.instance.view;
    const { data, length } = new Buffer(view, buffer);
    const runs = Array.from({ length: Math.floor(length / Run.byteLength) }, (_, i): TextRun => {
      const run = new Run(view, data + i * Run.byteLength);
      const { mcid, form } = run;
      return {
        ...(mcid >= 0 && { mcid, ...(form && { form }) }),
        text: this.instance.utf16(run.text, run.textLength),
        quad: [run.x0, run.y0, run.x1, run.y1, run.x2, run.y2, run.x3, run.y3],
        fontSize: run.fontSize,
        direction: DIRECTIONS[run.direction],
        endsLine: run.endsLine !== 0,
      };
    });
    this.instance.giveBuffer(buffer);
    return runs;
  }

  attachment(i: number): Uint8Array<ArrayBuffer> | null {
    const buffer = Number.isInteger(i) && i >= 0 ? (this.guard(-1, () => this.instance.exports.attachment(this.store, i)) ?? 0) : 0;
    if (!buffer) return null;
    const bytes = this.instance.copyBuffer(buffer);
    this.instance.giveBuffer(buffer);
    return bytes;
  }

  /**
   * Runs `work` with the address of the page's display list, 0 where there is none, which stays good until `work` has ended.
   * Throws `aborted` when the signal fires before.
   */
  async withList<T>(
    page: number,
    work: (list: number) => T | Promise<T>,
    {
      layers = AS_THEY_ARE,
      intent = ON_SCREEN.intent,
      scale = ON_SCREEN.scale,
      signal,
      unseen = false,
      textOnly = unseen,
      follow,
    }: Want = {},
  ): Promise<T> {
    this.check(page);
    const usage = { intent, scale };
    throwIfAborted(signal);
    const drawn = `${page} ${layers === AS_THEY_ARE ? '{}' : JSON.stringify(layers)} ${usage.intent} ${this.useLayers(usage) ? usage.scale : ''}`;
    const key = unseen && !this.pages.has(drawn) ? `${drawn} unseen` : drawn;
    const held = this.pages.get(key) ?? this.begin(key, page, layers, usage, unseen && key !== drawn);
    const list = () => (held.address ? this.instance.exports.pageList(held.address) : 0);
    const watcher = () => follow?.(list());
    held.users++;
    held.watchers.add(watcher);
    this.pages.delete(key); // to stand at the end
    this.pages.set(key, held);
    this.dropPages();
    try {
      await orAborted(held.read, signal);
      if (!textOnly && this.neededResources().length) await orAborted(this.bring(), signal);
      return await work(list());
    } finally {
      held.watchers.delete(watcher);
      held.users--;
      if (!held.users && (!held.isRead || this.pages.get(key) !== held)) this.drop(key, held);
      this.dropPages();
    }
  }

  /** Gives back the pages that were used longest ago, and those that keep alive what no other page needs, but for those that are being used. */
  private dropPages(): void {
    const { exports } = this.instance;
    let bytes = 0;
    for (const held of this.pages.values()) bytes += held.bytes;
    for (const [key, held] of this.pages) {
      if (held.users || (bytes <= KEPT_BYTES && !(held.address && exports.isStale(held.address)))) continue;
      bytes -= held.bytes;
      this.drop(key, held);
    }
  }

  private drop(key: string, held: HeldPage): void {
    if (this.pages.get(key) === held) this.pages.delete(key);
    if (held.address) this.instance.exports.endPage(held.address);
    held.address = 0;
  }

  /** Begins to interpret a page, with the resources that it asks for on its way. */
  private begin(key: string, page: number, layers: LayerChoice, usage: Usage, unseen: boolean): HeldPage {
    const { exports } = this.instance;
    const address = this.guard(page, () => (unseen ? exports.beginText(this.store, page) : exports.beginPage(this.store, page))) ?? 0;
    const held: HeldPage = { address, bytes: NO_PAGE_BYTES, users: 0, isRead: false, read: Promise.resolve(), watchers: new Set() };
    let progress = Progress.Paused;
    const step = (fuel: number): boolean => {
      if (!held.address) return true;
      progress = this.guard(page, () => this.withLayers(layers, usage, () => exports.stepPage(held.address, fuel))) ?? Progress.Done;
      return progress !== Progress.Paused;
    };
    const read = async () => {
      do {
        await this.reading.run(step, undefined, () => held.watchers.forEach((watcher) => watcher()));
      } while (progress === Progress.NeedsResource && (await this.bring()));
      held.isRead = true;
      if (held.address) held.bytes = exports.pageBytes(held.address);
    };
    held.read = read().catch((error: unknown) => {
      this.drop(key, held);
      throw error;
    });
    return held;
  }

  /** Runs `work` with layers as they are chosen. */
  private withLayers<T>(layers: LayerChoice, usage: Usage, work: () => T): T {
    const { exports } = this.instance;
    try {
      this.useLayers(usage);
      for (const [id, shown] of Object.entries(layers)) exports.setLayer(this.store, Number(id) >>> 0, shown ? 1 : 0);
      return work();
    } finally {
      exports.resetLayers(this.store);
    }
  }

  /** Whether what is shown depends on the scale. */
  private useLayers({ intent, scale }: Usage): boolean {
    const uses = () => this.instance.exports.setLayerUsage(this.store, INTENTS[intent] ?? LayerEvent.View, scale);
    return this.guard(-1, uses) === 1;
  }

  /** Brings all resources that the engine needs; whether there were any. */
  private async bring(): Promise<boolean> {
    const names = this.neededResources();
    await Promise.all(names.map((name) => this.bringing.get(name) ?? this.bringOne(name)));
    return names.length > 0;
  }

  /** Whether all resources are there; those that are not are brought. */
  private hasAll(): boolean {
    if (!this.neededResources().length) return true;
    this.bring().catch(() => undefined); // who needs them will be told
    return false;
  }

  private bringOne(name: string): Promise<void> {
    const work = this.loadResource(name)
      .then((bytes) => this.provide(name, bytes))
      .finally(() => this.bringing.delete(name));
    this.bringing.set(name, work);
    return work;
  }

  private neededResources(): string[] {
    const names: string[] = [];
    for (let i = 0; ; i++) {
      const at = this.instance.exports.neededResource(this.store, i);
      if (!at) return names;
      const name = new ResourceName(this.instance.view, at);
      names.push(String.fromCharCode(...this.instance.bytes(name.bytes, name.length)));
    }
  }

  private async provide(name: string, loaded: Uint8Array | null): Promise<void> {
    // A module stays with the host; the engine is told that it is there.
    const bytes = loaded && name.endsWith('.wasm') ? ((await this.addModule(name, loaded)) ? new Uint8Array(1) : null) : loaded;
    const nameAt = this.instance.put(Uint8Array.from(name, (c) => c.charCodeAt(0)));
    const at = bytes ? this.instance.put(bytes) : 0;
    this.instance.exports.provideResource(this.store, nameAt, name.length, at, bytes?.length ?? 0);
    this.instance.exports.give(nameAt);
  }

  /** Makes a module that decodes images; whether it is one. */
  private async addModule(name: string, bytes: Uint8Array): Promise<boolean> {
    const module = await WebAssembly.compile(bytes as Uint8Array<ArrayBuffer>);
    if (isDecoder(name)) this.instance.decoders[name] ??= makeDecoder(name, module);
    return isDecoder(name);
  }

  protected json<T>(what: Part, page = 0): T | null {
    this.useLayers(ON_SCREEN);
    const buffer = this.guard(-1, () => this.instance.exports.documentJson(this.store, what, page)) ?? 0;
    return buffer ? this.instance.takeJson<T>(buffer) : null;
  }

  /** Runs the engine; a trap in it costs what was asked for, never the document. */
  private guard<T>(page: number, work: () => T): T | null {
    this.instance.checkSource();
    try {
      return work();
    } catch (error) {
      if (error instanceof OdeError) throw error;
      this.note('engine-trapped', page);
      this.spend();
      return null;
    }
  }

  /** This instance is not to be used for anything new. */
  private spend(): void {
    if (this.isSpent) return;
    try {
      this.broken = this.warnings;
    } catch {
      // The engine's own warnings are lost with it.
    }
    this.isSpent = true;
  }

  private note(feature: string, page: number): void {
    if (!this.broken.some((w) => w.feature === feature && w.page === page))
      this.broken.push({ feature, page, object: 0, missing: true, unsupported: true });
  }

  protected check(page: number): void {
    this.instance.checkSource();
    if (!Number.isInteger(page) || page < 0 || page >= this.pageCount)
      throw new OdeError('page-out-of-range', `There is no page ${page + 1}: the document has ${this.pageCount}.`);
  }
}

/** 0xBBGGRR */
const packed = ([r, g, b]: readonly [number, number, number]): number => r | (g << 8) | (b << 16);

/** As `setField` of the engine takes it. */
function encodeField({ text, state, chosen }: FieldValue): [FieldValueKind, Uint8Array] {
  if (chosen) return [FieldValueKind.Chosen, new Uint8Array(Int32Array.from(chosen).buffer)];
  if (state !== undefined) return [FieldValueKind.State, new TextEncoder().encode(state)];
  if (text === undefined) return [FieldValueKind.None, new Uint8Array(0)];
  // A byte order mark makes it UTF-16 (ISO 32000-2, 7.9.2.2); longer texts are cut.
  const units = `\ufeff${text.slice(0, LONGEST_VALUE)}`;
  return [FieldValueKind.Text, new Uint8Array(Uint16Array.from({ length: units.length }, (_, i) => units.charCodeAt(i)).buffer)];
}

/** A document whose objects have been found; it may be locked yet. */
interface Started {
  instance: Instance;
  store: number;
  info: Encryption | null;
}

function start(module: WebAssembly.Module, file: Uint8Array | ByteSource): Started {
  if (!file.length) throw new OdeError('empty-file');
  if (file.length > LONGEST_SOURCE) throw new OdeError('limit-exceeded', 'Files of 4 GiB and more cannot be opened.');
  const source = file instanceof Uint8Array ? null : file;
  const instance = new Instance(module, source);
  const { exports } = instance;
  const address = file instanceof Uint8Array ? instance.put(file) : 0;
  const store = attempt(() => (source ? exports.openSource(source.length) : exports.openDocument(address, file.length)));
  if (!store) throw new OdeError('limit-exceeded', 'There is not enough memory for this document.');
  checkStatus(exports.openStatus(store));
  const encryption = exports.encryption(store);
  return { instance, store, info: encryption ? encryptionOf(instance.takeJson<EncryptionJson>(encryption)) : null };
}

/** Runs the engine on a file of which nothing is known yet. */
function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof OdeError) throw error;
    throw new OdeError('damaged');
  }
}

function checkStatus(status: number): void {
  const code = ERRORS[status as Status];
  if (code !== null) throw new OdeError(code);
}

/**
 * The keys of an encrypted document's objects; null where it can be read without. What makes keys is loaded for this: most
 * documents are plain. Throws `OdeError`.
 */
async function unlock(info: Encryption, password: string | undefined, identity: Identity | undefined): Promise<ObjectKey | null> {
  const { unlock } = await loadUnlock();
  return unlock(info, password, identity);
}
