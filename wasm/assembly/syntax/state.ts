import { Arena } from '../memory/arena';
import { Buffer } from '../memory/buffer';
import { alloc, allocZeroed, free } from '../memory/heap';
import { IntMap } from '../memory/map';
import { Source, View } from './source';
import { CELL, Obj } from './object';

/** By how many bytes the cache grows before it begins anew. */
const CACHE_LIMIT: u32 = 16 << 20;
/** Object numbers beyond this are taken for damage; the largest that PDF 1.7's annex C names. */
export const MAX_OBJECT: u32 = 8388607;

export const enum XrefKind {
  Unknown = 0,
  Free = 1,
  Offset = 2,
  Compressed = 3,
}

/** Where an object is. ISO 32000-2, table 18. */
@unmanaged
export class XrefEntry {
  /** An `XrefKind`. */
  kind: u16;
  generation: u16;
  /** Offset in the file; Compressed: number of the object stream; Free: offset of the section that says so. */
  place: u32;
  /** In the object stream. */
  index: u32;
  /** The object, once it is parsed; LOADING while it is. */
  object: u32;

  /** Whether the table says where the object is. */
  // @ts-ignore: decorator
  @inline get isListed(): bool {
    return this.kind >= <u16>XrefKind.Offset;
  }
}
export const LOADING: u32 = 1;

/** One document's bytes, and all that has been read of them. Imports nothing that works on it. */
@unmanaged
export class Store {
  /** The file. */
  source: Source;
  length: u32;
  /** A short look at the file; good until somebody else takes one. */
  private glance: View;
  /** Lives as long as the document: where things are in the file, names, what the host has brought. */
  arena: Arena;
  /** What has been read of the file and can be read again: objects, fonts, colour spaces, functions, images. */
  cache: Arena;
  /** Counts the generations of the cache, from 1. */
  generation: u32;
  /** Bytes of the cache at the end of its first page, 0: not yet; and by how much it may grow from there. */
  cacheBase: u32;
  cacheLimit: u32;
  /** Open pages that hold this generation, and how many of them are being read. */
  holders: u32;
  unfinished: u32;
  /** Generations that pages still hold (content/lifetimes.ts). */
  generations: usize;
  /** Scratch of what the host has asked for: who takes of it gives it back (`mark`, `release`) before the host's call ends. */
  call: Arena;
  /** The page that is being read, -1: none. Goes into warnings. */
  page: i32;
  /** It is read for its text alone: the programs of fonts that say all else of their characters are left where they are. */
  textOnly: bool;
  /** How much work may still be done for what was asked: opening, a page, a question about the document; see `spend`. */
  fuel: i64;
  /** Where `%PDF-` begins; offsets count from there in some files. */
  headerOffset: u32;
  /** `XrefEntry` × entryCount. */
  entries: usize;
  entryCount: u32;
  entryRoom: u32;
  /** The newest trailer dictionary that names a /Root. */
  trailer: Obj;
  encrypted: bool;
  /** How strings, streams and embedded files are encrypted (`CryptMethod`). */
  stringMethod: u32;
  streamMethod: u32;
  fileMethod: u32;
  /** See encryption.ts. */
  cipher: usize;
  /** /EncryptMetadata false: the metadata stream is plain. */
  plainMetadata: bool;
  /** Whether the table was made by scanning the file. */
  rebuilt: bool;
  /** Whether an older section of the table could not be read: what the table lacks may still be in the file. */
  incomplete: bool;
  /** Whether object streams' contents are yet to be added to a table made by scanning. */
  streamsUnindexed: bool;
  /** What parses an object that is asked for: the index of `loadObject`, which itself asks for objects. */
  loader: u32;
  nameMap: usize;
  nameBytes: u32;
  resourceMap: usize;
  /** Set when something went on without a resource that the host has yet to bring (resources.ts). */
  awaits: bool;
  /** Decoded object streams: number → address of `ObjectStream`. */
  objectStreams: usize;
  /** Objects read inside one another: `Lexer`s that are free to use, linked by address. */
  lexers: usize;
  lexerCount: u32;
  /** What the folders below keep here, so that they need no globals; 0 until they set it. */
  pages: usize;
  pageNodes: usize;
  /** Pages are placed when they are asked for, by the tree's counts; how many nodes have been gone through for that. */
  countsPages: bool;
  nodesExpanded: u32;
  /** Whether all kids of a node are read at once, since they turned out not to be what they seemed. */
  readsKids: bool;
  pageNumbers: usize;
  namedDestinations: usize;
  structureParents: usize;
  fieldValues: usize;
  fonts: usize;
  standardFonts: usize;
  layers: usize;
  layerEvent: u32;
  layerZoom: f64;
  colors: usize;
  functions: usize;
  transfers: usize;
  /** How colours become the screen's: an `Intent` (color/intent.ts), by the graphics state that is in force. */
  intent: u32;
  images: usize;
  imageCount: u32;
  imageIds: usize;
  imageCache: usize;
  faxCodes: usize;
  /** An arena with the text that the host asked for last (text/reading-order.ts). */
  pageTexts: usize;
  /** Bytes that the host may read until it asks for others (image/passthrough.ts). */
  lent: usize;
  /** Status of opening, for the host. */
  status: u32;
  /** Records of name-table.ts. */
  names: Buffer;
  /** Where the parser gathers elements. */
  stack: Buffer;
  /** Records of warnings.ts. */
  warnings: Buffer;
  /** Addresses of the records of resources.ts. */
  resources: Buffer;

  /**
   * A doc over a file, with nothing read yet; null when memory is out. `bytes`: where the file is in memory, with at
   * least 64 readable bytes behind its end; 0: the host reads it by blocks.
   */
  static create(bytes: usize, length: u32): Store | null {
    const p = allocZeroed(offsetof<Store>());
    const arena = Arena.create(65536);
    const cache = Arena.create(65536);
    const call = Arena.create();
    const resources = arena ? IntMap.create(arena) : null;
    const source = Source.create(bytes, length);
    const glance = source ? View.create(source) : null;
    const buffers = allocZeroed(4 * offsetof<Buffer>());
    // A first piece, so that the scratch keeps a chunk between calls.
    if (!p || !arena || !cache || !call || !call.alloc(8) || !resources || !glance || !buffers) {
      if (arena) arena.destroy();
      if (cache) cache.destroy();
      if (call) call.destroy();
      if (source) source.destroy();
      free(changetype<usize>(glance));
      free(buffers);
      free(p);
      return null;
    }
    const doc = changetype<Store>(p);
    doc.source = source!;
    doc.glance = glance;
    doc.length = length;
    doc.arena = arena;
    doc.cache = cache;
    doc.generation = 1;
    doc.cacheLimit = CACHE_LIMIT;
    doc.call = call;
    doc.page = -1;
    doc.fuel = i64.MAX_VALUE;
    doc.resourceMap = changetype<usize>(resources);
    doc.names = changetype<Buffer>(buffers);
    doc.stack = changetype<Buffer>(buffers + offsetof<Buffer>());
    doc.warnings = changetype<Buffer>(buffers + 2 * offsetof<Buffer>());
    doc.resources = changetype<Buffer>(buffers + 3 * offsetof<Buffer>());
    return doc;
  }

  /** The file's bytes from an offset on, `count` of them or those that there are: good until the next look. */
  look(offset: u32, count: u32): View {
    this.glance.show(offset, count);
    return this.glance;
  }

  /** The entry of an object number, null when the table has none. */
  // @ts-ignore: decorator
  @inline entry(number: u32): XrefEntry | null {
    return number < this.entryCount ? this.entryAt(number) : null;
  }

  /** The entry of a number below `entryCount`. */
  // @ts-ignore: decorator
  @inline entryAt(number: u32): XrefEntry {
    return changetype<XrefEntry>(this.entries + <usize>number * offsetof<XrefEntry>());
  }

  /** The entry of an object number, made when there is none; null for a number that cannot be, or when memory is out. */
  makeEntry(number: u32): XrefEntry | null {
    if (number > MAX_OBJECT) return null;
    if (number >= this.entryRoom) {
      const room = max<u32>(max<u32>(number + 1, 256), this.entryRoom + (this.entryRoom >> 1));
      const grown = alloc(<usize>room * offsetof<XrefEntry>());
      if (!grown) return null;
      const used = <usize>this.entryCount * offsetof<XrefEntry>();
      memory.copy(grown, this.entries, used);
      memory.fill(grown + used, 0, <usize>room * offsetof<XrefEntry>() - used);
      free(this.entries);
      this.entries = grown;
      this.entryRoom = room;
    }
    if (number >= this.entryCount) this.entryCount = number + 1;
    return this.entry(number);
  }
}

/** Takes from the fuel; false when it is used up. */
export function spend(doc: Store, amount: i32): bool {
  doc.fuel -= <i64>amount;
  return doc.fuel > 0;
}

/**
 * What is to be kept of the fuel, for the page, while a list inside of it (a pattern's cell, a soft mask) is read or drawn: so that one
 * that uses up all it has is still painted with, as far as it has come.
 */
export function reserveOf(doc: Store): i64 {
  return max<i64>(doc.fuel, 0) >> 3;
}

/** Takes the fuel for so many bytes read, or decoded; false when it is used up. */
export function spendBytes(doc: Store, count: u32): bool {
  return spend(doc, <i32>(count >> 4));
}

/** Fuel for one question about the document: about what the largest real ones take, times ten. */
const CALL_FUEL: i64 = 100000000;

/** Fills up the fuel for what is asked next. */
export function refuel(doc: Store): void {
  doc.fuel = CALL_FUEL;
}

/** Forgets what the cache has, which is about to go: objects, and the maps that lead to what was made of them. */
export function forgetObjects(doc: Store): void {
  for (let n: u32 = 0; n < doc.entryCount; n++) doc.entryAt(n).object = 0;
  doc.objectStreams = 0;
  doc.namedDestinations = 0;
  doc.structureParents = 0;
  doc.colors = 0;
  doc.functions = 0;
  doc.transfers = 0;
  doc.images = 0;
}
