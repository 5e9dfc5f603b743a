import { Readable } from 'node:stream';

/** An object that is not there. */
export class ObjectMissing extends Error {
  override readonly name = 'ObjectMissing';

  constructor(key: string) {
    super(`There is no object ${key}`);
  }
}

/** The storage is away, or does not do what it is for; of the object it says nothing. */
export class StorageUnavailable extends Error {
  override readonly name: string = 'StorageUnavailable';
}

/** There is no room left. */
export class StorageFull extends StorageUnavailable {
  override readonly name = 'StorageFull';
}

/** What a failed write or read of the operating system means. */
export function storageError(error: unknown): StorageUnavailable {
  if (error instanceof StorageUnavailable) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG'
    ? new StorageFull('There is no room left in the storage', { cause: error })
    : new StorageUnavailable(`The storage cannot be used: ${message}`, { cause: error });
}

/** How long the next piece of an object may take, in milliseconds. */
const PIECE_MS = 20_000;

/**
 * The bytes of an object, `size` of them: fewer, an error while reading, and a piece that does not come are all
 * `StorageUnavailable`. Only what the storage takes counts, not how slowly its reader reads.
 */
export function guarded(body: Readable, size: number): Readable {
  const pieces = async function* () {
    const source = body.iterator({ destroyOnReturn: true });
    let left = size;
    try {
      for (;;) {
        let timer: NodeJS.Timeout | undefined;
        const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error('no answer in time')), PIECE_MS)));
        const { done, value } = (await Promise.race([source.next(), late])
          .catch((error: unknown) => {
            throw storageError(error);
          })
          .finally(() => clearTimeout(timer))) as IteratorResult<Buffer>;
        if (done) break;
        left -= value.length;
        yield value;
      }
      if (left !== 0) throw new StorageUnavailable('The storage cut an object short');
    } finally {
      body.destroy();
    }
  };
  const read = Readable.from(pieces(), { objectMode: false });
  // One that is given up before it is read does not come so far.
  read.once('close', () => body.destroy());
  return read;
}

/**
 * Where documents and results lie: files on this machine, or S3. Each call ends in time; what it throws for reasons of
 * the storage's own is `StorageUnavailable`.
 */
export interface Storage {
  /**
   * Stores what the stream brings, whole or not at all: when the stream fails, nothing of it can be read, and what was
   * there before stays.
   */
  put(key: string, body: Readable, contentType: string): Promise<void>;
  /** The object as a stream, or a part of it: both ends count. Throws `ObjectMissing` before the first byte. */
  get(key: string, range?: ByteRange): Promise<{ body: Readable; size: number }>;
  /** Deletes; an object that is not there is no error. */
  delete(key: string): Promise<void>;
  /** A URL by which anyone may fetch the object for some minutes; null: downloads go through the server. */
  presign(key: string, headers: { contentType: string; contentDisposition: string }): Promise<string | null>;
  /** How callers put objects there themselves; null: not at all. */
  readonly direct: DirectUploads | null;
  /** Throws when the storage cannot be used. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** Objects that are put together of parts, each sent by whoever has its address. */
export interface DirectUploads {
  /** Returns the storage's name for what is begun. */
  begin(key: string, contentType: string): Promise<string>;
  /** Where a part of `size` bytes, and no others, can be put by PUT, for so many seconds. */
  partUrl(key: string, id: string, part: { number: number; size: number; seconds: number }): Promise<string>;
  /** Makes the object of its parts; once more is no error. Throws `upload-incomplete` when they are not there as named. */
  complete(key: string, id: string, parts: { number: number; etag: string }[]): Promise<void>;
  /** Takes back what is not complete, as far as the storage does. */
  abort(key: string, id: string): Promise<void>;
}

/** Bytes from `start` to `end`, both included, as in HTTP. */
export interface ByteRange {
  start: number;
  end: number;
}

/** Keys are made by us, never by users; this holds should that ever slip. */
export function checkKey(key: string): string {
  if (!/^[A-Za-z0-9_-]+(?:[./][A-Za-z0-9_-]+)*$/.test(key)) throw new Error(`Not a storage key: ${JSON.stringify(key)}`);
  return key;
}
