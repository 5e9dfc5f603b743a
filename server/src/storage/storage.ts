import type { Readable } from 'node:stream';

/** An object that is not there. */
export class ObjectMissing extends Error {
  override readonly name = 'ObjectMissing';

  constructor(key: string) {
    super(`There is no object ${key}`);
  }
}

/** Where documents and results lie: files on this machine, or S3. */
export interface Storage {
  /**
   * Stores what the stream brings, whole or not at all: when the stream fails, nothing of it can be read, and what was
   * there before stays.
   */
  put(key: string, body: Readable, contentType: string): Promise<void>;
  /** The object as a stream. Throws `ObjectMissing` before the first byte. */
  get(key: string): Promise<{ body: Readable; size: number }>;
  /** Deletes; an object that is not there is no error. */
  delete(key: string): Promise<void>;
  /** A URL by which anyone may fetch the object for some minutes; null: downloads go through the server. */
  presign(key: string, headers: { contentType: string; contentDisposition: string }): Promise<string | null>;
  /** Throws when the storage cannot be used. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** Keys are made by us, never by users; this holds should that ever slip. */
export function checkKey(key: string): string {
  if (!/^[A-Za-z0-9_-]+(?:[./][A-Za-z0-9_-]+)*$/.test(key)) throw new Error(`Not a storage key: ${JSON.stringify(key)}`);
  return key;
}
