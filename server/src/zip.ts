import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';

/*
 * A zip file as it is made (PKWARE's APPNOTE 6.3.10): nothing of it lies in memory but its table of contents. Lengths
 * follow each file (4.3.9, data descriptors), and are of 64 bits (4.5.3), since how long a file becomes is not known.
 */
const LOCAL = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
/** Version 4.5: 64 bits. */
const NEEDED = 45;
/** Bit 3: lengths follow; bit 11: names are UTF-8. */
const FLAGS = 0x0808;
const DEFLATE = 8;
const ALL_ONES = 0xffffffff;

interface Entry {
  name: Buffer;
  crc: number;
  packed: number;
  size: number;
  at: number;
}

/** A file that goes into the zip. */
export interface ZipFile {
  name: string;
  open(): Promise<Readable>;
}

/** Writes a zip of files, one after the other. Ends `out` when all are in it. */
export async function writeZip(files: AsyncIterable<ZipFile>, out: Writable, now = new Date()): Promise<void> {
  const entries: Entry[] = [];
  let at = 0;
  const write = async (bytes: Buffer) => {
    at += bytes.length;
    if (!out.write(bytes)) await once(out, 'drain');
  };
  const stamp = dosTime(now);
  for await (const file of files) {
    const name = Buffer.from(file.name);
    const entry: Entry = { name, crc: 0, packed: 0, size: 0, at };
    const extra = Buffer.alloc(20);
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(16, 2);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(LOCAL, 0);
    head.writeUInt16LE(NEEDED, 4);
    head.writeUInt16LE(FLAGS, 6);
    head.writeUInt16LE(DEFLATE, 8);
    head.writeUInt32LE(stamp, 10);
    head.writeUInt32LE(ALL_ONES, 18);
    head.writeUInt32LE(ALL_ONES, 22);
    head.writeUInt16LE(name.length, 26);
    head.writeUInt16LE(extra.length, 28);
    await write(Buffer.concat([head, name, extra]));
    const source = await file.open();
    const deflate = createDeflateRaw();
    const measured = async function* () {
      for await (const chunk of source as AsyncIterable<Buffer>) {
        entry.crc = crc32(chunk, entry.crc);
        entry.size += chunk.length;
        yield chunk;
      }
    };
    const begun = at;
    await pipeline(measured, deflate, async (packed: AsyncIterable<Buffer>) => {
      for await (const chunk of packed) await write(chunk);
    });
    entry.packed = at - begun;
    const descriptor = Buffer.alloc(24);
    descriptor.writeUInt32LE(DESCRIPTOR, 0);
    descriptor.writeUInt32LE(entry.crc, 4);
    descriptor.writeBigUInt64LE(BigInt(entry.packed), 8);
    descriptor.writeBigUInt64LE(BigInt(entry.size), 16);
    await write(descriptor);
    entries.push(entry);
  }
  const directory = at;
  for (const entry of entries) await write(centralHeader(entry, stamp));
  await write(endOf(entries.length, directory, at - directory, at));
  out.end();
}

function centralHeader({ name, crc, packed, size, at }: Entry, stamp: number): Buffer {
  const extra = Buffer.alloc(28);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(24, 2);
  extra.writeBigUInt64LE(BigInt(size), 4);
  extra.writeBigUInt64LE(BigInt(packed), 12);
  extra.writeBigUInt64LE(BigInt(at), 20);
  const head = Buffer.alloc(46);
  head.writeUInt32LE(CENTRAL, 0);
  head.writeUInt16LE(NEEDED, 4);
  head.writeUInt16LE(NEEDED, 6);
  head.writeUInt16LE(FLAGS, 8);
  head.writeUInt16LE(DEFLATE, 10);
  head.writeUInt32LE(stamp, 12);
  head.writeUInt32LE(crc, 16);
  head.writeUInt32LE(ALL_ONES, 20);
  head.writeUInt32LE(ALL_ONES, 24);
  head.writeUInt16LE(name.length, 28);
  head.writeUInt16LE(extra.length, 30);
  head.writeUInt32LE(ALL_ONES, 42);
  return Buffer.concat([head, name, extra]);
}

function endOf(count: number, directory: number, length: number, at: number): Buffer {
  const end64 = Buffer.alloc(56);
  end64.writeUInt32LE(END_64, 0);
  end64.writeBigUInt64LE(44n, 4);
  end64.writeUInt16LE(NEEDED, 12);
  end64.writeUInt16LE(NEEDED, 14);
  end64.writeBigUInt64LE(BigInt(count), 24);
  end64.writeBigUInt64LE(BigInt(count), 32);
  end64.writeBigUInt64LE(BigInt(length), 40);
  end64.writeBigUInt64LE(BigInt(directory), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(LOCATOR_64, 0);
  locator.writeBigUInt64LE(BigInt(at), 8);
  locator.writeUInt32LE(1, 16);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(Math.min(count, 0xffff), 8);
  end.writeUInt16LE(Math.min(count, 0xffff), 10);
  end.writeUInt32LE(ALL_ONES, 12);
  end.writeUInt32LE(ALL_ONES, 16);
  return Buffer.concat([end64, locator, end]);
}

/** MS-DOS's time and date in one word: two-second steps, years from 1980. */
function dosTime(at: Date): number {
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  const date = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  return ((date << 16) | time) >>> 0;
}
