import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { checkKey, ObjectMissing, type Storage } from './storage.js';

/** Objects as files below a folder. */
export class FileStorage implements Storage {
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
    try {
      // `flush` syncs before closing: after a power cut the name never stands for less than the whole file.
      await pipeline(body, fs.createWriteStream(incoming, { flags: 'wx', mode: 0o600, flush: true }));
      await fs.promises.mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
      await fs.promises.rename(incoming, target);
    } catch (error) {
      await fs.promises.rm(incoming, { force: true });
      throw error;
    }
  }

  async get(key: string) {
    try {
      const file = await fs.promises.open(this.path(key), 'r');
      return { body: file.createReadStream(), size: (await file.stat()).size };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new ObjectMissing(key);
      throw error;
    }
  }

  async delete(key: string): Promise<void> {
    await fs.promises.rm(this.path(key), { force: true });
  }

  async presign() {
    return null;
  }

  async check(): Promise<void> {
    await fs.promises.access(this.incoming, fs.constants.R_OK | fs.constants.W_OK);
  }

  async close(): Promise<void> {}

  private path(key: string): string {
    return path.join(this.folder, checkKey(key));
  }
}
