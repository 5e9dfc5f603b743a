import { Buffer, CryptMethod, HostGlyph, HostImage, type EngineExports } from './abi.js';
import type { CryptMethod as CryptName } from './crypt/encryption.js';
import { ImageLimit, type ImageDecoder } from './decoders/decoder.js';
import type { DecoderName } from './decoders/decoders.js';
import { OdeError } from './errors.js';
import type { DrawCharacter } from './host-fonts/outline-font.js';
import type { ByteSource } from './source/byte-source.js';
import { leaveMemory, takeMemory } from './spare-memory.js';

/** The ciphers of the engine's crypt filters. */
const METHODS: Readonly<Record<CryptMethod, CryptName | null>> = {
  [CryptMethod.None]: null,
  [CryptMethod.V2]: 'V2',
  [CryptMethod.AesV2]: 'AESV2',
  [CryptMethod.AesV3]: 'AESV3',
};

/** The key that an object's strings and streams are encrypted with. */
export type ObjectKey = (method: CryptName, object: number, generation: number) => Uint8Array;

const utf8 = new TextDecoder();
const utf16 = new TextDecoder('utf-16le');

/** One instance of the WebAssembly module, which holds one document, and the ways to read its memory. */
export class Instance {
  /** Draws characters that no font of a document's has; none in Node. Once for all instances of a worker. */
  static drawCharacter: DrawCharacter | null = null;
  private live: EngineExports | null;
  /** The keys of an encrypted document that is unlocked. */
  objectKey: ObjectKey | null = null;
  /** What decodes JPEG 2000 and JBIG2, where a document has needed it. */
  readonly decoders: Partial<Record<DecoderName, ImageDecoder>> = {};
  private held = new DataView(new ArrayBuffer(0));
  /** Why the file cannot be read any more. */
  private unreadable: unknown = null;

  /** `source`: where the document is read from, unless its bytes are put into memory. */
  constructor(
    module: WebAssembly.Module,
    private readonly source: ByteSource | null = null,
  ) {
    const host = {
      readSource: (offset: number, length: number, address: number) => this.readSource(offset >>> 0, length >>> 0, address >>> 0),
      objectKey: (method: number, object: number, generation: number, address: number) => this.putKey(method, object, generation, address),
      decodeImage: (isJbig2: number, address: number, length: number, image: number) =>
        this.decodeImage(isJbig2 ? 'jbig2.wasm' : 'openjpeg.wasm', address, length, image) ? 1 : 0,
      drawCharacter: (glyph: number) => (this.drawGlyph(glyph) ? 1 : 0),
    };
    const env = { memory: takeMemory() };
    this.live = new WebAssembly.Instance(module, { host, env }).exports as unknown as EngineExports;
  }

  /** What the engine can be asked; throws `closed` when its memory has been left. */
  get exports(): EngineExports {
    if (!this.live) throw new OdeError('closed');
    return this.live;
  }

  bytes(address: number, length: number): Uint8Array {
    return new Uint8Array(this.exports.memory.buffer, address, length);
  }

  /** The whole memory; a growing memory makes it anew. */
  get view(): DataView {
    // A memory that grows detaches what it was.
    if (this.held.buffer.byteLength) return this.held;
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
    if (!buffer) return new Uint8Array(0);
    const { data, length } = new Buffer(this.view, buffer);
    return this.bytes(data, length).slice();
  }

  utf16(address: number, units: number): string {
    if (units === 1) {
      const unit = this.view.getUint16(address, true);
      // A letter by itself; what is half of one, or a byte order mark, is the decoder's.
      if ((unit < 0xd800 || unit > 0xdfff) && unit !== 0xfeff) return String.fromCharCode(unit);
    }
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
    this.exports.give(new Buffer(this.view, buffer).data);
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

  /** `address`: a `HostGlyph`. */
  private drawGlyph(address: number): boolean {
    const { unicode, style } = new HostGlyph(this.view, address);
    try {
      const drawn = Instance.drawCharacter?.(unicode, style);
      if (!drawn) return false;
      const polygons = this.put(drawn.polygons);
      const glyph = new HostGlyph(this.view, address); // anew: the memory may have grown
      glyph.advance = drawn.advance;
      glyph.polygons = polygons;
      glyph.length = drawn.polygons.length;
      return true;
    } catch {
      return false;
    }
  }

  /** `address`: a `HostImage`. */
  private decodeImage(decoder: DecoderName, data: number, length: number, address: number): boolean {
    // Anew after each call that may make memory grow.
    const image = () => new HostImage(this.view, address);
    const { width, height, components, indexed, alpha, globals, globalsLength, steps } = image();
    const fuel = { left: steps };
    try {
      const decoded = this.decoders[decoder]!(this.bytes(data, length), {
        width,
        height,
        components,
        indexed: indexed !== 0,
        alpha: alpha !== 0,
        globals: this.bytes(globals, globalsLength),
        fuel,
      });
      const samples = this.put(decoded.data);
      Object.assign(image(), { data: samples, width: decoded.width, height: decoded.height, components: decoded.components });
      return true;
    } catch (error) {
      image().isTooLarge = error instanceof ImageLimit ? 1 : 0;
      return false;
    } finally {
      image().steps = fuel.left;
    }
  }

  /** Throws what made the file unreadable: a call that it ended leaves the engine in no state to be called again. */
  checkSource(): void {
    if (this.unreadable) throw this.unreadable;
  }

  closeSource(): void {
    this.source?.close();
  }

  /** Leaves the memory to the next document: nothing of this one may be read or run any more. */
  leaveMemory(): void {
    const { memory, memoryReach } = this.exports;
    this.live = null;
    this.held = new DataView(new ArrayBuffer(0));
    leaveMemory(memory, memoryReach());
  }

  private readSource(offset: number, length: number, address: number): void {
    try {
      this.source!.read(offset, this.bytes(address, length));
    } catch (error) {
      this.unreadable = error instanceof OdeError ? error : new OdeError('source-unreachable');
      throw this.unreadable;
    }
  }

  private putKey(code: number, object: number, generation: number, address: number): number {
    const method = METHODS[code as CryptMethod];
    if (!method || !this.objectKey) return 0;
    const key = this.objectKey(method, object, generation);
    this.bytes(address, key.length).set(key);
    return key.length;
  }
}
