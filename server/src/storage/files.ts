import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { checkKey, guarded, ObjectMissing, storageError, StorageFull, type ByteRange, type Storage } from './storage.js';

/** With less room than this, in bytes, the storage says that it is full: a database on the same disk needs the rest. */
const LEAST_ROOM = 64 << 20;

/** Objects as files below a folder. */
export class FileStorage implements Storage {
  readonly direct = null;
  private readonly incoming: string;

  private constructor(private readonly folder: string) {
    this.incoming = path.join(folder, '.incoming');
  }

  /** Makes the folder. What an earlier process left half-written goes: only one process at a time has the folder. */
  static async open(folder: string): Promise<FileStorage> {
    const storage = new FileStorage(folder);
    await fs.promises.rm(storage.incoming, { recursive: true, force: true });
    await fs.promises.mkdir(storage.incoming, { recursive: true, mode: 0o700 });
    return storage;
  }

  async put(key: string, body: Readable): Promise<void> {
    const target = this.path(key);
    const incoming = path.join(this.incoming, randomUUID());
    // `flush` syncs before closing: after a power cut the name never stands for less than the whole file.
    const file = fs.createWriteStream(incoming, { flags: 'wx', mode: 0o600, flush: true });
    // Which of the two failed: the other one is then ended with the same error.
    let failed: 'body' | 'file' | undefined;
    body.once('error', () => (failed ??= 'body'));
    file.once('error', () => (failed ??= 'file'));
    try {
      await pipeline(body, file);
      await fs.promises.mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
      await fs.promises.rename(incoming, target);
    } catch (error) {
      await fs.promises.rm(incoming, { force: true });
      throw failed === 'body' ? error : storageError(error);
    }
  }

  async get(key: string, range?: ByteRange) {
    const place = this.path(key);
    try {
      const file = await fs.promises.open(place, 'r');
      const size = range ? range.end - range.start + 1 : (await file.stat()).size;
      return { body: guarded(file.createReadStream(range), size), size };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new ObjectMissing(key);
      throw storageError(error);
    }
  }

  async delete(key: string): Promise<void> {
    const place = this.path(key);
    await fs.promises.rm(place, { force: true }).catch((error: unknown) => {
      throw storageError(error);
    });
  }

  async presign() {
    return null;
  }

  async check(): Promise<void> {
    await fs.promises.access(this.incoming, fs.constants.R_OK | fs.constants.W_OK);
    const { bavail, bsize } = await fs.promises.statfs(this.incoming);
    if (bavail * bsize < LEAST_ROOM) throw new StorageFull('There is no room left on the disk of the data folder');
  }

  async close(): Promise<void> {}

  private path(key: string): string {
    return path.join(this.folder, checkKey(key));
  }
}
