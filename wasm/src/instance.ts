import { decrypt, type CryptMethod } from './crypt/standard-security.js';
import type { ColorProfiles } from './color/qcms.js';
import { ImageLimit, type ImageDecoder } from './decoders/decoder.js';
import type { DecoderName } from './decoders/decoders.js';
import { OdeError } from './errors.js';

/** What `assembly/index.ts` exports. Numbers are addresses unless their names say otherwise; 0 means memory is out. */
export interface EngineExports {
  memory: WebAssembly.Memory;
  __indirect_function_table?: WebAssembly.Table;
  table?: WebAssembly.Table;
  take(size: number): number;
  give(address: number): void;
  openDocument(bytes: number, length: number): number;
  openStatus(store: number): number;
  encryption(store: number): number;
  unlock(store: number): number;
  pageCount(store: number): number;
  pageSize(store: number, page: number, out: number): void;
  openPage(store: number, page: number): number;
  pageList(page: number): number;
  closePage(page: number): void;
  neededResource(store: number, i: number): number;
  provideResource(store: number, name: number, nameLength: number, bytes: number, length: number): void;
  createRaster(store: number): number;
  renderPage(
    raster: number,
    list: number,
    scale: number,
    x: number,
    y: number,
    width: number,
    height: number,
    background: number,
    flags: number,
  ): number;
  pageText(store: number, list: number, page: number): number;
  pageRuns(store: number, list: number, page: number): number;
  pageWords(store: number, list: number, page: number): number;
  setLayer(store: number, objectNumber: number, shown: number): void;
  resetLayers(store: number): void;
  /** `event`: 0 view, 1 print, 2 export; 1 when the scale changes what is shown. */
  setLayerUsage(store: number, event: number, scale: number): number;
  documentJson(store: number, what: number, page: number): number;
  attachment(store: number, i: number): number;
  warningCount(store: number): number;
  warningAt(store: number, i: number): number;
  /** A `Path` in em space, to be given back by `dropPath`. */
  glyphOutline(store: number, font: number, glyph: number): number;
  dropPath(path: number): void;
  /** Writes u32 width, height, kind, address of the pixels, address and length of a JPEG file that shows just this (or 0); false when the image cannot be decoded. */
  imageInfo(store: number, image: number, out: number): number;
  dropImage(image: number): void;
  /** Draws a shading pattern alone, as `renderPage` draws a page; over nothing. */
  renderShading(raster: number, pattern: number, scale: number, x: number, y: number, width: number, height: number): number;
}

/** The engine's `CryptMethod` (assembly/syntax/encryption.ts). */
const METHODS: readonly (CryptMethod | null)[] = [null, 'V2', 'AESV2', 'AESV3'];

const utf8 = new TextDecoder();
const utf16 = new TextDecoder('utf-16le');

/** One instance of the WebAssembly module, which holds one document, and the ways to read its memory. */
export class Instance {
  readonly exports: EngineExports;
  /** The key of an encrypted document that is unlocked. */
  key: Uint8Array | null = null;
  /** What decodes JPEG 2000 and JBIG2, where a document has needed it. */
  readonly decoders: Partial<Record<DecoderName, ImageDecoder>> = {};
  /** What converts colours by ICC profiles, where a document has needed it. */
  profiles: ColorProfiles | null = null;
  private held = new DataView(new ArrayBuffer(0));

  constructor(module: WebAssembly.Module) {
    const host = {
      decrypt: (method: number, object: number, generation: number, address: number, length: number) =>
        this.decrypt(method, object, generation, address, length),
      decodeImage: (isJbig2: number, address: number, length: number, image: number) =>
        this.decodeImage(isJbig2 ? 'jbig2.wasm' : 'openjpeg.wasm', address, length, image) ? 1 : 0,
      openProfile: (address: number, length: number, components: number) => {
        try {
          return this.profiles?.open(this.bytes(address, length), components) ?? 0;
        } catch {
          return 0;
        }
      },
      convertColors: (profile: number, from: number, step: number, to: number, count: number) =>
        this.profiles!.convert(profile, this.bytes(from, count * step), step, this.bytes(to, count * 4), count),
      tryCall: (fn: number, argument: number): number => {
        try {
          (this.exports.table!.get(fn) as (argument: number) => void)(argument);
          return 1;
        } catch {
          return 0; // a trap: memory and globals are as the last finished store left them
        }
      },
    };
    this.exports = new WebAssembly.Instance(module, { host }).exports as unknown as EngineExports;
  }

  bytes(address: number, length: number): Uint8Array {
    return new Uint8Array(this.exports.memory.buffer, address, length);
  }

  /** The whole memory; a growing memory makes it anew. */
  get view(): DataView {
    const { buffer } = this.exports.memory;
    if (this.held.buffer !== buffer) this.held = new DataView(buffer);
    return this.held;
  }

  u32(address: number): number {
    return this.view.getUint32(address, true);
  }

  f32(address: number): number {
    return this.view.getFloat32(address, true);
  }

  /** The contents of a `Buffer`, copied. */
  copyBuffer(buffer: number): Uint8Array<ArrayBuffer> {
    return buffer ? this.bytes(this.u32(buffer), this.u32(buffer + 4)).slice() : new Uint8Array(0);
  }

  utf16(address: number, units: number): string {
    return units ? utf16.decode(this.bytes(address, units * 2)) : '';
  }

  /** The contents of a `Buffer` of UTF-8, which is given back. */
  takeJson<T>(buffer: number): T {
    const text = utf8.decode(this.copyBuffer(buffer));
    this.giveBuffer(buffer);
    return JSON.parse(text) as T;
  }

  giveBuffer(buffer: number): void {
    if (!buffer) return;
    this.exports.give(this.u32(buffer));
    this.exports.give(buffer);
  }

  /** Copies bytes into memory, with room for reads past their end; throws `limit-exceeded` when memory is out. */
  put(bytes: Uint8Array | Uint8ClampedArray): number {
    const address = this.exports.take(bytes.length + 64);
    if (!address) throw new OdeError('limit-exceeded', 'There is not enough memory for this document.');
    const target = this.bytes(address, bytes.length + 64);
    target.set(bytes);
    target.fill(0, bytes.length);
    return address;
  }

  /** `image`: a `HostImage` (assembly/image/host-decoder.ts). */
  private decodeImage(decoder: DecoderName, address: number, length: number, image: number): boolean {
    const field = (i: number) => this.u32(image + i * 4);
    try {
      const decoded = this.decoders[decoder]!(this.bytes(address, length), {
        width: field(1),
        height: field(2),
        components: field(3),
        indexed: field(4) !== 0,
        alpha: field(5) !== 0,
        globals: this.bytes(field(6), field(7)),
      });
      const data = this.put(decoded.data);
      [data, decoded.width, decoded.height, decoded.components].forEach((value, i) => this.view.setUint32(image + i * 4, value, true));
      return true;
    } catch (error) {
      this.view.setUint32(image + 8 * 4, error instanceof ImageLimit ? 1 : 0, true);
      return false;
    }
  }

  private decrypt(code: number, object: number, generation: number, address: number, length: number): number {
    const method = METHODS[code];
    if (!method || !this.key) return -1;
    const data = this.bytes(address, length);
    const plain = decrypt(method, this.key, object, generation, data);
    if (plain.byteOffset !== data.byteOffset || plain.buffer !== data.buffer) data.set(plain);
    return plain.length;
  }
}
